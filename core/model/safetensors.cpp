// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/safetensors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "core/error.h"

namespace adversarium {
namespace {

constexpr std::pair<const char*, at::ScalarType> kTypes[] = {
    {"F64", at::kDouble}, {"F32", at::kFloat}, {"F16", at::kHalf}, {"BF16", at::kBFloat16}, {"I64", at::kLong},
    {"I32", at::kInt},    {"I16", at::kShort}, {"I8", at::kChar},  {"U8", at::kByte},       {"BOOL", at::kBool}};

struct Entry {
  std::string name;
  at::ScalarType type;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Only whole numbers ≥ 0: the JSON library would silently turn 1.5, −1 or true into one.
std::vector<std::uint64_t> countsAt(const nlohmann::json& entry, const char* key, const auto& fail) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) fail(std::string("has no list '") + key + "'");
  std::vector<std::uint64_t> counts;
  for (const auto& item : *found) {
    if (!item.is_number_unsigned()) fail(std::string("has something else than counts in '") + key + "'");
    counts.push_back(item.get<std::uint64_t>());
  }
  return counts;
}

Entry checkedEntry(const std::string& name, const nlohmann::json& entry, std::uint64_t dataSize,
                   const std::string& subject) {
  const auto fail = [&](const std::string& why) { throw InputError(subject, "tensor '" + name + "' " + why); };
  if (!entry.is_object()) fail("is not described by an object");
  const auto dtype = entry.find("dtype");
  if (dtype == entry.end() || !dtype->is_string()) fail("has no word 'dtype'");
  const auto type = dtype->get<std::string>();
  const auto* known =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& t) { return type == t.first; });
  if (known == std::end(kTypes)) fail("is of the unknown type '" + type + "'");

  const auto offsets = countsAt(entry, "data_offsets", fail);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) fail("lies outside the file");

  constexpr std::size_t kMostDimensions = 16;
  constexpr std::uint64_t kMostSpan = std::uint64_t{1} << 62;
  const auto shape = countsAt(entry, "shape", fail);
  if (shape.size() > kMostDimensions) fail("has " + std::to_string(shape.size()) + " dimensions");
  const std::uint64_t itemSize = c10::elementSize(known->second);
  std::uint64_t span = itemSize;  // as if no dimension were empty: strides must not overflow either
  bool empty = false;
  for (const std::uint64_t size : shape) {
    empty = empty || size == 0;
    if (size > kMostSpan / span) fail("has an absurd shape");
    span *= std::max<std::uint64_t>(size, 1);
  }
  const std::uint64_t expected = empty ? 0 : span;
  if (expected != offsets[1] - offsets[0]) {
    fail("has " + std::to_string(offsets[1] - offsets[0]) + " bytes where its shape needs " +
         std::to_string(expected));
  }
  return {name, known->second, {shape.begin(), shape.end()}, offsets[0], offsets[1]};
}

/// Before anything is allocated: a small file could name the same bytes a million times.
void checkOverlap(std::vector<Entry>& entries, const std::string& subject) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i].begin < entries[i - 1].end) {
      throw InputError(subject, "tensors '" + entries[i - 1].name + "' and '" + entries[i].name + "' overlap");
    }
  }
}

at::Tensor tensorFrom(const Entry& entry, std::string_view data, const std::string& subject) {
  const std::string_view bytes = data.substr(entry.begin, entry.end - entry.begin);
  if (entry.type == at::kBool &&
      !std::all_of(bytes.begin(), bytes.end(), [](char b) { return b == 0 || b == 1; })) {
    throw InputError(subject, "tensor '" + entry.name + "' has truth values that are neither 0 nor 1");
  }
  at::Tensor tensor = at::empty(entry.shape, entry.type);
  if (!bytes.empty()) std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  return tensor;
}

}  // namespace

Safetensors parseSafetensors(std::string_view bytes, const std::string& subject) {
  constexpr std::uint64_t kMostHeader = 100'000'000;
  std::uint64_t length = 0;
  if (bytes.size() < sizeof(length)) throw InputError(subject, "ends before its header");
  std::memcpy(&length, bytes.data(), sizeof(length));
  if (length > kMostHeader || length > bytes.size() - sizeof(length)) {
    throw InputError(subject, "claims a header of " + std::to_string(length) + " bytes");
  }
  const std::string_view header = bytes.substr(sizeof(length), length);
  const std::string_view data = bytes.substr(sizeof(length) + length);
  Safetensors content;
  std::vector<Entry> entries;
  try {
    const nlohmann::json described = nlohmann::json::parse(header);
    if (!described.is_object()) throw InputError(subject, "its header is no JSON object");
    for (const auto& [name, entry] : described.items()) {
      if (name == "__metadata__") {
        content.metadata = entry.get<std::map<std::string, std::string>>();
      } else {
        entries.push_back(checkedEntry(name, entry, data.size(), subject));
      }
    }
  } catch (const nlohmann::json::exception& wrong) {
    throw InputError(subject, std::string("its header cannot be read: ") + wrong.what());
  }
  checkOverlap(entries, subject);
  for (const Entry& entry : entries) content.tensors[entry.name] = tensorFrom(entry, data, subject);
  return content;
}

Safetensors readSafetensors(const std::filesystem::path& file) {
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(file, problem);
  std::ifstream stream(file, std::ios::binary);
  if (problem || !stream) throw InputError(file.string(), "cannot be read");
  std::string bytes(size, '\0');
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(size))) {
    throw InputError(file.string(), "cannot be read to its end");
  }
  return parseSafetensors(bytes, file.string());
}

std::string safetensorsBytes(const Safetensors& content) {
  nlohmann::ordered_json header;
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const auto* known = std::find_if(std::begin(kTypes), std::end(kTypes),
                                     [&](const auto& t) { return tensor.scalar_type() == t.second; });
    if (known == std::end(kTypes)) throw std::logic_error("a tensor type that safetensors does not have");
    header[name] = {{"dtype", known->first},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {offset, offset + tensor.nbytes()}}};
    offset += tensor.nbytes();
  }
  std::string text = header.dump();
  while (text.size() % 8 != 0) text += ' ';
  const std::uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof(length));
  bytes += text;
  for (const auto& [name, tensor] : content.tensors) {
    const at::Tensor plain = tensor.cpu().contiguous();
    bytes.append(static_cast<const char*>(plain.data_ptr()), plain.nbytes());
  }
  return bytes;
}

}  // namespace adversarium
