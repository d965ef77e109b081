// SPDX-License-Identifier: GPL-3.0-or-later
/// SHA-256 of files and bytes, the identity of every model and data set in a record.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace adversarium {

/// Incremental SHA-256.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  void add(const void* bytes, std::size_t count);
  /// Lower-case hexadecimal, 64 digits. Ends the computation.
  std::string hex();

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

std::string sha256Of(std::string_view bytes);
/// Adds a file's bytes. Throws InputError naming it.
void addFile(Sha256& hash, const std::filesystem::path& file);
/// Streams the file. Throws InputError naming it.
std::string sha256OfFile(const std::filesystem::path& file);

}  // namespace adversarium
