// SPDX-License-Identifier: GPL-3.0-or-later
/// Files for a person's folder: written beside their place first, moved there when all are on the disk, and never
/// onto anything that Adversarium did not write itself.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adversarium {

/// Adversarium's own files of a folder with their SHA-256, as `sha256sum -c` reads them: a file counts as its own
/// only as long as it holds these bytes. It is sealed itself; where the seal is broken it tells of nothing.
inline constexpr const char* kManifestFile = "adversarium.sha256";

/// Throws InputError naming the first of `names` that stands in `folder` and is not as Adversarium wrote it. Links
/// and folders never are.
void requireOwn(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// Throws InputError where no file could be written at `folder`, or where it is a file. Leaves nothing behind.
void requireWritable(const std::filesystem::path& folder);

/// Some files that belong together.
class Delivery {
 public:
  /// Makes the hidden folder that they are written into first: in `target`, or beside it while it is not there.
  /// Throws InputError.
  explicit Delivery(const std::filesystem::path& target);
  /// What was not delivered is gone.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  const std::filesystem::path& stage() const { return m_stage; }

  /// Throws as requireOwn does for the files that wait in the stage; one with the same bytes is in nobody's way.
  void check() const;
  /// Checks, then moves them, `last` after all others, and removes what an earlier delivery brought and this one
  /// does not. Throws InputError; what is in the way is found before anything is changed.
  void deliver(const std::string& last);

 private:
  std::filesystem::path m_given, m_target, m_stage;
};

/// `text` and a line between `open` and `close` that holds its SHA-256, for single files that anybody may name.
std::string sealed(std::string text, std::string_view open, std::string_view close);
/// Whether these are the bytes of something sealed, unchanged.
bool sealHolds(std::string_view bytes);
/// Throws InputError where something else than an unchanged sealed file is there already.
void requireReplaceable(const std::filesystem::path& file);

}  // namespace adversarium
