// SPDX-License-Identifier: GPL-3.0-or-later
/// The JSON header of a safetensors file, checked before anything is allocated; torch-free.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adversarium {

struct SafetensorsEntry {
  std::string name;
  std::string type;  ///< "F32", "BF16", …
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;  ///< in the data after the header
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  ///< in order of their data; no two overlap
  std::map<std::string, std::string> metadata;
};

/// Bytes of the length field that begins the file.
constexpr std::size_t kSafetensorsLength = 8;
/// The header's length, from the file's first eight bytes. Throws InputError where the file cannot have it.
std::uint64_t safetensorsHeaderLength(std::string_view start, std::uint64_t fileSize, const std::string& subject);
/// `dataSize`: bytes after the header. Throws InputError naming the tensor and what is wrong.
SafetensorsHeader parseSafetensorsHeader(std::string_view header, std::uint64_t dataSize,
                                         const std::string& subject);

}  // namespace adversarium
