// SPDX-License-Identifier: GPL-3.0-or-later
/// Bounded random access to a file, for readers that must not trust what it says of itself. Opened once, examined,
/// and handed to whoever loads it: another file of that name does not matter any more.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace adversarium {

class BoundedFile {
 public:
  /// Throws InputError where it is missing, no regular file (a pipe would block for ever) or cannot be opened.
  explicit BoundedFile(const std::filesystem::path& file);

  const std::filesystem::path& path() const { return m_path; }
  std::uint64_t size() const { return m_size; }
  /// Whether [offset, offset + count) lies in the file.
  bool holds(std::uint64_t offset, std::uint64_t count) const {
    return offset <= m_size && count <= m_size - offset;
  }
  /// Throws InputError where the range leaves the file, or the file shrank meanwhile.
  std::string read(std::uint64_t offset, std::uint64_t count) const;
  void readInto(void* target, std::uint64_t offset, std::uint64_t count) const;
  /// The range in pieces of up to 1 MiB.
  void stream(std::uint64_t offset, std::uint64_t count, const std::function<void(std::string_view)>& take) const;
  /// Throws InputError where somebody has written to the file since it was opened.
  void requireUnchanged() const;

 private:
  struct Descriptor {
    Descriptor() = default;
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number = -1;
  };
  std::filesystem::path m_path;
  std::uint64_t m_size = 0;
  std::int64_t m_changed = 0;
  Descriptor m_descriptor;
};

/// Little-endian number of 1 to 8 bytes at the start of `bytes`.
std::uint64_t littleEndian(std::string_view bytes, std::size_t offset, std::size_t count);

}  // namespace adversarium
