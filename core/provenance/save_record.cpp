// SPDX-License-Identifier: GPL-3.0-or-later
// A record as a folder: written beside its place first, moved there when everything is on the disk.
#include <fmt/format.h>

#include <random>

#include "core/error.h"
#include "core/provenance/artefact_file.h"
#include "core/provenance/record_json.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecordFile = "record.json";

/// Removes itself and what is in it unless told to stay.
class PartFolder {
 public:
  explicit PartFolder(const fs::path& target) {
    const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    m_path = parent / fmt::format(".{}.part{:08x}", target.filename().string(), std::random_device()());
    std::error_code problem;
    fs::create_directories(parent, problem);
    if (problem || !fs::create_directory(m_path, problem)) {
      throw InputError(target.string(), "cannot be written (" + problem.message() + ")");
    }
  }
  ~PartFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
  }
  PartFolder(const PartFolder&) = delete;
  PartFolder& operator=(const PartFolder&) = delete;
  const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

/// Files that an earlier record left and this one does not replace.
void removeStale(const fs::path& folder, const Record& fresh) {
  std::error_code ignored;
  if (!fs::exists(folder / kRecordFile, ignored)) return;
  try {
    const Record old = recordFromJson(readBytes(folder / kRecordFile), (folder / kRecordFile).string());
    for (const Artefact& artefact : old.found) {
      const std::string copy = artefactCopyName(artefact);
      if (!copy.empty()) fs::remove(folder / copy, ignored);
      if (!fresh.artefact(artefact.id)) fs::remove(folder / artefactFileName(artefact), ignored);
    }
  } catch (const InputError&) {
    return;  // not one of ours: nothing of it is ours to remove
  }
}

}  // namespace

void saveRecord(const Record& record, const fs::path& given) {
  const fs::path folder = fs::absolute(given).lexically_normal();
  std::error_code problem;
  if (fs::exists(folder, problem) && !fs::is_directory(folder, problem)) {
    throw InputError(given.string(), "is a file, not a folder to write into");
  }
  const PartFolder part(folder.has_filename() ? folder : folder.parent_path());
  for (const Artefact& artefact : record.found) writeArtefact(artefact, part.path());
  writeBytes(part.path() / kRecordFile, recordToJson(record));
  fs::create_directories(folder, problem);
  if (problem) throw InputError(given.string(), "cannot be written (" + problem.message() + ")");
  removeStale(folder, record);
  // record.json comes last: a folder that has it has everything it names.
  for (const Artefact& artefact : record.found) {
    const std::string name = artefactFileName(artefact);
    fs::rename(part.path() / name, folder / name, problem);
    if (problem) throw InputError((folder / name).string(), "cannot be written (" + problem.message() + ")");
    const std::string copy = artefactCopyName(artefact);
    if (!copy.empty() && fs::exists(part.path() / copy)) fs::rename(part.path() / copy, folder / copy, problem);
    if (problem) throw InputError((folder / copy).string(), "cannot be written (" + problem.message() + ")");
  }
  fs::rename(part.path() / kRecordFile, folder / kRecordFile, problem);
  if (problem) throw InputError((folder / kRecordFile).string(), "cannot be written (" + problem.message() + ")");
}

Record loadRecord(const fs::path& folderOrJson) {
  std::error_code problem;
  const bool isFolder = fs::is_directory(folderOrJson, problem);
  const fs::path json = isFolder ? folderOrJson / kRecordFile : folderOrJson;
  if (!fs::exists(json, problem)) {
    throw InputError(folderOrJson.string(), isFolder ? "holds no record.json" : "does not exist");
  }
  Record record = recordFromJson(readBytes(json), json.string());
  for (Artefact& artefact : record.found) readArtefact(artefact, json.parent_path());
  return record;
}

}  // namespace adversarium
