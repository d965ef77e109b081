// SPDX-License-Identifier: GPL-3.0-or-later
/// What something was read from and how that stood, so that what was opened does not answer for what is there now.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace adversarium {

/// The files that openDataSet reads for a place, or may; none for demo:NAME.
std::vector<std::filesystem::path> dataSources(const std::string& where);

/// Names, sizes, places on the disk and times of change of files; those that are not there count, too.
struct Stamp {
  std::string state;
  /// Whether another change would show: one so close to the last that the clock of files does not part them might
  /// not.
  bool settled = true;
};
Stamp stampOf(const std::vector<std::filesystem::path>& sources);
/// The same, after waiting a moment for it to settle where it has just changed.
Stamp settledStampOf(const std::vector<std::filesystem::path>& sources);

}  // namespace adversarium
