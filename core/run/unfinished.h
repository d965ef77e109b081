// SPDX-License-Identifier: GPL-3.0-or-later
/// Finished parts of a run, kept in a folder until the whole is there: one that was stopped, or killed, goes on.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/formats/safetensors.h"

namespace adversarium {

class UnfinishedRun {
 public:
  /// Of one run and no other; made when the first part is kept. Empty: nothing is kept.
  explicit UnfinishedRun(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  /// As it was kept; nothing where it was not, or where the file is damaged.
  std::optional<Safetensors> part(const std::string& name) const;
  /// Keeping is a courtesy: where there is no room for it, the run goes on without.
  void keep(const std::string& name, const Safetensors& part) const;

 private:
  std::filesystem::path fileOf(const std::string& name) const { return m_folder / (name + ".safetensors"); }
  std::filesystem::path m_folder;
};

/// The whole is there: removes its parts, and the folder and the one around it if nothing else is in them. A part
/// says itself of which run it is; nothing else is touched, nor what a link leads to.
void forgetUnfinished(const std::filesystem::path& folder);
/// The same for what nobody went on with for two weeks, in the folder around such folders, if they are named by a
/// SHA-256.
void forgetOldUnfinished(const std::filesystem::path& around);

}  // namespace adversarium
