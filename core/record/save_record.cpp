// SPDX-License-Identifier: GPL-3.0-or-later
// A record as a folder.
#include "core/base/error.h"
#include "core/record/artefact_file.h"
#include "core/record/delivery.h"
#include "core/record/record_json.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// The file of an artefact, if it is in the record's folder: a link may lead elsewhere.
void requireWithin(const fs::path& folder, const fs::path& file) {
  std::error_code problem;
  const fs::path place = fs::canonical(file, problem);
  if (problem) return;  // not there: reading says so
  if (place.parent_path() != fs::canonical(folder, problem))
    throw InputError(file.string(), "leads out of its folder");
}

}  // namespace

void writeRecord(const Record& record, const fs::path& folder) {
  for (const Artefact& artefact : record.found) writeArtefact(artefact, folder);
  writeBytes(folder / kRecordFile, recordToJson(record));
}

void saveRecord(const Record& record, const fs::path& folder) {
  Delivery delivery(folder);
  writeRecord(record, delivery.stage());
  delivery.deliver(kRecordFile);
}

Record loadRecord(const fs::path& folderOrJson) {
  std::error_code problem;
  const bool isFolder = fs::is_directory(folderOrJson, problem);
  const fs::path json = isFolder ? folderOrJson / kRecordFile : folderOrJson;
  if (!fs::exists(json, problem)) {
    throw InputError(folderOrJson.string(), isFolder ? "holds no record.json" : "does not exist");
  }
  const fs::path folder = json.has_parent_path() ? json.parent_path() : fs::path(".");
  Record record = recordFromJson(readBytes(json), json.string());
  for (Artefact& artefact : record.found) {
    requireWithin(folder, folder / artefactFileName(artefact));
    readArtefact(artefact, folder);
  }
  return record;
}

}  // namespace adversarium
