// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/unfinished.h"

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/audit/safetensors_header.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {
namespace fs = std::filesystem;

constexpr const char* kEnding = ".safetensors";
constexpr const char* kRun = "adversarium.unfinished";  // a part says of which run it is

bool isFolderItself(const fs::path& place) {
  std::error_code problem;
  return fs::is_directory(fs::symlink_status(place, problem));
}

/// A folder named by a SHA-256, as a session names them. Whatever else lies there is a person's own.
bool isOfARun(const fs::path& place) {
  const std::string name = place.filename().string();
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos &&
         isFolderItself(place);
}

/// A part, whole or damaged, of the run that its folder is named after; a person's file in the same place is none.
bool isPart(const fs::path& file) {
  std::error_code problem;
  if (file.extension() != kEnding || !fs::is_regular_file(fs::symlink_status(file, problem))) return false;
  std::ifstream stream(file, std::ios::binary);
  std::string start(kSafetensorsLength, '\0');
  if (!stream.read(start.data(), static_cast<std::streamsize>(start.size()))) return false;
  try {
    std::string header(safetensorsHeaderLength(start, fs::file_size(file), file.string()), '\0');
    stream.read(header.data(), static_cast<std::streamsize>(header.size()));
    const auto said = boundedJson(header, file.string());
    return said.at("__metadata__").at(kRun) == file.parent_path().filename().string();
  } catch (const std::exception&) {
    return false;
  }
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
  const fs::path file = fileOf(name);
  const bool free = fs::symlink_status(file, problem).type() == fs::file_type::not_found;
  if (!free && !isPart(file)) return;
  Safetensors named = part;
  named.metadata[kRun] = m_folder.filename().string();
  try {
    replaceBytes(file, safetensorsBytes(named));
  } catch (const InputError&) {
  }
}

void forgetUnfinished(const fs::path& folder) {
  if (!isFolderItself(folder)) return;
  std::error_code problem;
  std::vector<fs::path> parts;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (isPart(at->path())) parts.push_back(at->path());
  }
  for (const fs::path& part : parts) fs::remove(part, problem);
  // Both fail while something else is in them.
  fs::remove(folder, problem);
  if (isFolderItself(folder.parent_path())) fs::remove(folder.parent_path(), problem);
}

void forgetOldUnfinished(const fs::path& around) {
  constexpr auto kLong = std::chrono::hours(14 * 24);
  std::error_code problem;
  std::vector<fs::path> old;
  for (fs::directory_iterator at(around, problem), end; !problem && at != end; at.increment(problem)) {
    if (!isOfARun(at->path())) continue;
    std::error_code unreadable;
    const auto written = fs::last_write_time(at->path(), unreadable);
    if (!unreadable && fs::file_time_type::clock::now() - written > kLong) old.push_back(at->path());
  }
  for (const fs::path& run : old) forgetUnfinished(run);
}

}  // namespace adversarium
