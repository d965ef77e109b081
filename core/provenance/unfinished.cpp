// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/provenance/unfinished.h"

#include <chrono>

#include "core/error.h"
#include "core/provenance/artefact_file.h"

namespace adversarium {
namespace {
namespace fs = std::filesystem;

/// A folder named by a SHA-256, as a session names them. Whatever else lies there is a person's own.
bool isOfARun(const fs::path& place) {
  const std::string name = place.filename().string();
  std::error_code problem;
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos &&
         fs::is_directory(place, problem);
}

}  // namespace

std::optional<Safetensors> UnfinishedRun::part(const std::string& name) const {
  std::error_code problem;
  if (m_folder.empty() || !fs::exists(fileOf(name), problem)) return {};
  try {
    return readSafetensors(fileOf(name));
  } catch (const InputError&) {
    return {};
  }
}

void UnfinishedRun::keep(const std::string& name, const Safetensors& part) const {
  if (m_folder.empty()) return;
  std::error_code problem;
  fs::create_directories(m_folder, problem);
  try {
    replaceBytes(fileOf(name), safetensorsBytes(part));
  } catch (const InputError&) {
  }
}

void forgetUnfinished(const fs::path& folder) {
  std::error_code problem;
  fs::remove_all(folder, problem);
  fs::remove(folder.parent_path(), problem);  // fails while others are in it
}

void forgetOldUnfinished(const fs::path& around) {
  constexpr auto kLong = std::chrono::hours(14 * 24);
  std::error_code problem;
  for (fs::directory_iterator at(around, problem), end; !problem && at != end; at.increment(problem)) {
    if (!isOfARun(at->path())) continue;
    std::error_code unreadable;
    const auto written = fs::last_write_time(at->path(), unreadable);
    if (!unreadable && fs::file_time_type::clock::now() - written > kLong) fs::remove_all(at->path(), unreadable);
  }
}

}  // namespace adversarium
