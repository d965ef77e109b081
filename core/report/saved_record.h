// SPDX-License-Identifier: GPL-3.0-or-later
/// A record as a folder that a person can look through.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/record/delivery.h"
#include "core/record/record.h"

namespace adversarium {

/// What saveRecord writes, and a PNG beside every set of images or heat maps; what is for print in its size, one
/// by one; `figure.png` of an attack; `more`, files by their names. Throws InputError as saveRecord does.
void saveWithPictures(const Record& record, const std::filesystem::path& folder,
                      const std::map<std::string, std::string>& more = {});

/// The same, but for the last step, so that several can be checked before any is delivered (Delivery::deliver).
std::unique_ptr<Delivery> stagedWithPictures(const Record& record, const std::filesystem::path& folder,
                                             const std::map<std::string, std::string>& more = {});

/// The names of all files that saveWithPictures may write for a record with these artefacts.
std::vector<std::string> filesOf(const Record& record);

}  // namespace adversarium
