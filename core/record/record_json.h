// SPDX-License-Identifier: GPL-3.0-or-later
/// Records as JSON and as a folder of files; the format is documented in README.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/record/record.h"

namespace adversarium {

/// Keys: schema, request, origin, caveats, measures, artefacts (id, title, kind, file, shape, for heat maps also
/// unit, signed, range, over and captions), partial.
/// Artefact contents are not in it; C locale; UTF-8.
std::string recordToJson(const Record& record);

/// Everything but artefact contents. Throws InputError naming `subject` and the key that is wrong.
Record recordFromJson(const std::string& json, const std::string& subject);

inline constexpr const char* kRecordFile = "record.json";

/// Writes record.json and a data file per artefact (.npy, .csv, .adv) into `folder`, making it if need be. All or
/// nothing, and nothing of a person's is replaced or removed (delivery.h). Throws InputError when something is in
/// the way, the place cannot be written or the disk is full.
void saveRecord(const Record& record, const std::filesystem::path& folder);
/// The same files, for an empty folder.
void writeRecord(const Record& record, const std::filesystem::path& folder);

/// From a folder or a record.json in it, contents included; a link that leads out of the folder is not followed.
/// Throws InputError.
Record loadRecord(const std::filesystem::path& folderOrJson);

}  // namespace adversarium
