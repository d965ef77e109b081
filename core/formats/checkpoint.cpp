// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/checkpoint.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/audit/archive_audit.h"
#include "core/audit/audit.h"
#include "core/audit/model_file.h"
#include "core/audit/zip_archive.h"
#include "core/formats/checkpoint_reader.h"

namespace adversarium {
namespace {

using State = std::map<std::string, at::Tensor>;

class ZipStorages final : public Storages {
 public:
  explicit ZipStorages(const ZipArchive& zip) : m_zip(zip) {
    for (const ZipEntry& entry : zip.entries()) m_entries[std::string(withoutArchiveName(entry.name))] = &entry;
  }
  std::optional<std::uint64_t> bytesOf(const std::string& key) const override {
    const auto found = m_entries.find("data/" + key);
    if (found == m_entries.end()) return std::nullopt;
    return found->second->unpacked;
  }
  void readInto(const std::string& key, void* target) const override {
    const ZipEntry& entry = *m_entries.at("data/" + key);
    if (!entry.deflated) return m_zip.contentInto(entry, target);
    const std::string bytes = m_zip.content(entry, entry.unpacked);
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(target));
  }

 private:
  const ZipArchive& m_zip;
  std::unordered_map<std::string, const ZipEntry*> m_entries;
};

/// Takes off what every name begins with.
State withoutPrefixes(State state) {
  for (bool again = true; again && !state.empty();) {
    again = false;
    for (const std::string_view prefix : {"module.", "model.", "_orig_mod.", "net.", "network.", "backbone."}) {
      const bool all =
          std::all_of(state.begin(), state.end(), [&](const auto& e) { return e.first.starts_with(prefix); });
      if (!all) continue;
      State shorter;
      for (auto& [name, tensor] : state) shorter[name.substr(prefix.size())] = std::move(tensor);
      state = std::move(shorter);
      again = true;
      break;
    }
  }
  return state;
}

/// Before PyTorch 1.6: five pickles, then for each key, in the order of the last pickle, its count and numbers.
class OldStorages final : public Storages {
 public:
  OldStorages(const BoundedFile& file, std::uint64_t at, const Pickle& keys, const Pickle& object,
              const CheckpointReader& reader, const std::string& subject)
      : m_file(file) {
    std::unordered_map<std::string, at::ScalarType> types;
    for (const PickleValue& value : object.values) {
      if (value.kind != PickleValue::Kind::Persistent) continue;
      const CheckpointReader::Stated stated = reader.storageOf("storage", value);
      types[stated.key] = stated.type;
    }
    for (const std::uint32_t item : keys.top().items) {
      const std::string& key = keys[item].text;
      const auto type = types.find(key);
      if (type == types.end()) throw InputError(subject, "lists a storage that no tensor uses");
      const std::uint64_t count = littleEndian(file.read(at, 8), 0, 8);
      const std::uint64_t itemSize = c10::elementSize(type->second);
      if (count > file.size() || !file.holds(at + 8, count * itemSize)) throw InputError(subject, "is cut short");
      m_places[key] = {at + 8, count * itemSize};
      at += 8 + count * itemSize;
    }
  }
  std::optional<std::uint64_t> bytesOf(const std::string& key) const override {
    const auto found = m_places.find(key);
    if (found == m_places.end()) return std::nullopt;
    return found->second.second;
  }
  void readInto(const std::string& key, void* target) const override {
    const auto& [offset, bytes] = m_places.at(key);
    m_file.readInto(target, offset, bytes);
  }

 private:
  const BoundedFile& m_file;
  std::unordered_map<std::string, std::pair<std::uint64_t, std::uint64_t>> m_places;
};

}  // namespace

struct Checkpoint::Content {
  std::string subject;
  Pickle object, keys;
  std::optional<ZipArchive> zip;
  std::optional<CheckpointReader> reader;
  std::unique_ptr<const Storages> storages;

  void readZip(const BoundedFile& file) {
    AuditReport report;
    Findings findings(report);
    zip.emplace(file, findings);
    requireAllowed(report, subject);
    const ZipEntry* entry = zip->find("data.pkl");
    if (!entry) throw InputError(subject, "holds no data.pkl");
    object = readPickle(zip->content(*entry, kMostPickle), subject);
    reader.emplace(object, subject);
    storages = std::make_unique<ZipStorages>(*zip);
  }

  void readOld(const BoundedFile& file) {
    const std::string bytes = file.read(0, std::min(file.size(), kMostPickle));
    std::string_view rest = bytes;
    const auto next = [&] {
      Pickle pickle = readPickle(rest, subject);
      rest.remove_prefix(pickle.length);
      return pickle;
    };
    const Pickle magic = next();
    (void)next();  // the protocol's version
    const Pickle system = next();
    object = next();
    keys = next();
    if (magic.top().text != kLegacyMagic) throw InputError(subject, "is no PyTorch checkpoint");
    const PickleValue* littleEndianSaid = system.at(system.top(), "little_endian");
    if (littleEndianSaid && littleEndianSaid->integer == 0) {
      throw InputError(subject,
                       "was written on a big-endian machine: save it again on another, or export to ONNX");
    }
    reader.emplace(object, subject);
    storages = std::make_unique<OldStorages>(file, bytes.size() - rest.size(), keys, object, *reader, subject);
  }
};

Checkpoint::Checkpoint(const BoundedFile& file) : m_content(std::make_unique<Content>()) {
  m_content->subject = file.path().string();
  if (file.size() < 4) throw InputError(m_content->subject, "is no PyTorch checkpoint");
  file.read(0, 2) == "PK" ? m_content->readZip(file) : m_content->readOld(file);
}

Checkpoint::~Checkpoint() = default;

std::vector<std::string> Checkpoint::stateDicts() const {
  std::vector<std::string> keys;
  for (const auto& place : m_content->reader->places()) keys.push_back(place.key);
  if (keys.empty()) (void)m_content->reader->find({});  // says what is wrong
  return keys;
}

std::map<std::string, at::Tensor> Checkpoint::read(const std::optional<std::string>& key) const {
  State state;
  for (const auto& [name, value] : m_content->reader->find(key)) {
    state[name] = m_content->reader->build(name, *value, *m_content->storages);
  }
  return withoutPrefixes(std::move(state));
}

}  // namespace adversarium
