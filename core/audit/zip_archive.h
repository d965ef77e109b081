// SPDX-License-Identifier: GPL-3.0-or-later
/// The zip container of PyTorch's files, read with suspicion: nothing is written to disk, nothing unpacks to more
/// than it says, and names that other readers might understand differently are findings. Torch-free.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit/findings.h"
#include "core/audit/model_file.h"

namespace adversarium {

struct ZipEntry {
  std::string name;
  std::uint64_t dataOffset = 0;  ///< of the packed bytes in the file
  std::uint64_t packed = 0, unpacked = 0;
  std::uint32_t crc = 0;
  bool deflated = false;
};

class ZipArchive {
 public:
  /// Reads and checks the directory and every local header. What is wrong becomes a finding; the entries are then
  /// those that could be read.
  ZipArchive(const BoundedFile& file, Findings& findings);

  const std::vector<ZipEntry>& entries() const { return m_entries; }
  /// The entry whose name after its first component is `path` ("data.pkl" for "net/data.pkl"), or null.
  const ZipEntry* find(std::string_view path) const;

  /// The unpacked bytes, their checksum verified. Throws InputError where they are not what the directory says, or
  /// more than `most`.
  std::string content(const ZipEntry& entry, std::uint64_t most) const;
  /// The same for a stored entry, straight into `target` of entry.unpacked bytes.
  void contentInto(const ZipEntry& entry, void* target) const;
  /// Whether the entry's bytes have the checksum that the directory states; reads in pieces.
  bool intact(const ZipEntry& entry) const;

 private:
  bool readDirectory(Findings& findings);
  bool readEntry(std::string_view directory, std::size_t& at, Findings& findings);
  void checkNames(Findings& findings) const;
  void checkSizes(Findings& findings) const;
  bool checkPlaces(Findings& findings);

  const BoundedFile& m_file;
  std::vector<ZipEntry> m_entries;
  std::vector<std::uint64_t> m_headers;  // offset of each entry's local header
  std::uint64_t m_directory = 0;         // offset of the central directory
};

/// The part of an entry's name after its first '/', as PyTorch looks entries up; the name itself if it has none.
std::string_view withoutArchiveName(std::string_view name);

}  // namespace adversarium
