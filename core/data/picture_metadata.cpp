// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_metadata.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string_view>

#include "core/data/hidden_files.h"
#include "core/data/readers.h"
#include "core/error.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using Kinds = std::set<std::string>;

/// Bytes that are never read past their end: what lies beyond is 0.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes, bool littleEndian = false) : m_bytes(bytes), m_little(littleEndian) {}
  std::size_t size() const { return m_bytes.size(); }
  std::uint32_t number(std::size_t at, int count) const {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
      const std::size_t place = at + static_cast<std::size_t>(m_little ? count - 1 - i : i);
      value = value << 8 | (place < m_bytes.size() ? static_cast<unsigned char>(m_bytes[place]) : 0U);
    }
    return value;
  }
  std::string_view text(std::size_t at, std::size_t count) const {
    return at < m_bytes.size() ? m_bytes.substr(at, count) : std::string_view();
  }
  bool has(std::size_t at, std::string_view what) const { return text(at, what.size()) == what; }

 private:
  std::string_view m_bytes;
  bool m_little;
};

/// TIFF 6.0 and EXIF 2.3: a directory of tags, and one more for each of the tags that point to one. `picture` says
/// that the first directory describes pixels, so that a second one is no thumbnail.
void readTags(std::string_view tiff, bool picture, Kinds& kinds) {
  if (tiff.size() < 8) return;
  const Bytes bytes(tiff, tiff.starts_with("II"));
  if (bytes.number(2, 2) != 42) return;
  constexpr std::uint32_t kExif = 0x8769, kGps = 0x8825;
  const auto directory = [&](std::size_t at, const auto& self, int depth) -> std::size_t {
    if (at == 0 || at + 2 > bytes.size()) return 0;
    const std::uint32_t count = bytes.number(at, 2);
    for (std::uint32_t i = 0; i < count && at + 2 + 12 * (i + 1) <= bytes.size(); ++i) {
      const std::size_t entry = at + 2 + 12 * i;
      switch (bytes.number(entry, 2)) {
        case kGps:
          kinds.insert("position");
          break;
        case kExif:
          if (depth == 0) (void)self(bytes.number(entry + 8, 4), self, 1);
          break;
        case 0x010F:  // make, model, serial numbers of body and lens, owner
        case 0x0110:
        case 0xA431:
        case 0xA434:
        case 0xA435:
          kinds.insert("camera");
          break;
        case 0x0132:
        case 0x9003:
        case 0x9004:
          kinds.insert("time");
          break;
        case 0x013B:
        case 0x8298:
        case 0xA430:
          kinds.insert("author");
          break;
        case 0x010E:
        case 0x9286:
          kinds.insert("comment");
          break;
        default:
          break;
      }
    }
    return bytes.number(at + 2 + 12 * std::size_t{count}, 4);
  };
  const std::size_t second = directory(bytes.number(4, 4), directory, 0);
  if (!picture) {
    kinds.insert("other");
    if (second != 0 && second < bytes.size()) kinds.insert("thumbnail");
  }
}

void readJpeg(const Bytes& bytes, Kinds& kinds) {
  for (std::size_t at = 2; at + 4 <= bytes.size() && bytes.number(at, 1) == 0xFF;) {
    const std::uint32_t mark = bytes.number(at + 1, 1);
    if (mark == 0xDA || mark == 0xD9) return;  // pixels begin
    if (mark == 0xFF) {                        // padding
      ++at;
      continue;
    }
    const std::uint32_t length = bytes.number(at + 2, 2);
    if (length < 2) return;
    const std::size_t content = at + 4;
    if (mark == 0xE1 && bytes.has(content, std::string_view("Exif\0\0", 6))) {
      readTags(bytes.text(content + 6, length - 8), false, kinds);
    } else if (mark == 0xE1 || mark == 0xED) {  // XMP; IPTC
      kinds.insert("other");
    } else if (mark == 0xFE) {
      kinds.insert("comment");
    }
    at += 2 + length;
  }
}

void readPng(const Bytes& bytes, Kinds& kinds) {
  for (std::size_t at = 8; at + 8 <= bytes.size();) {
    const std::size_t length = bytes.number(at, 4);
    const std::string_view name = bytes.text(at + 4, 4);
    if (name == "eXIf") readTags(bytes.text(at + 8, length), false, kinds);
    if (name == "tEXt" || name == "zTXt" || name == "iTXt") kinds.insert("comment");
    if (name == "tIME") kinds.insert("time");
    if (name == "IEND") return;
    at += 12 + length;
  }
}

void readWebp(const Bytes& bytes, Kinds& kinds) {
  const auto length = [&](std::size_t at) {
    return std::size_t{bytes.number(at, 1)} | std::size_t{bytes.number(at + 1, 1)} << 8 |
           std::size_t{bytes.number(at + 2, 1)} << 16 | std::size_t{bytes.number(at + 3, 1)} << 24;
  };
  for (std::size_t at = 12; at + 8 <= bytes.size(); at += 8 + length(at + 4) + length(at + 4) % 2) {
    if (bytes.has(at, "XMP ")) kinds.insert("other");
    if (!bytes.has(at, "EXIF")) continue;
    std::string_view tags = bytes.text(at + 8, length(at + 4));
    if (tags.starts_with(std::string_view("Exif\0\0", 6))) tags.remove_prefix(6);
    readTags(tags, false, kinds);
  }
}

}  // namespace

std::set<std::string> metadataIn(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file.string(), "cannot be read");
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  const Bytes bytes(content);
  Kinds kinds;
  if (bytes.has(0, "\xFF\xD8")) {
    readJpeg(bytes, kinds);
  } else if (bytes.has(0, "\x89PNG")) {
    readPng(bytes, kinds);
  } else if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
    readWebp(bytes, kinds);
  } else if (bytes.has(0, "II") || bytes.has(0, "MM")) {
    readTags(content, true, kinds);
  } else if (bytes.has(0, "P") && bytes.size() > 2 && std::isdigit(static_cast<unsigned char>(content[1]))) {
    constexpr std::size_t kHead = 512;
    if (bytes.text(2, kHead).find("\n#") != std::string_view::npos) kinds.insert("comment");
  }
  return kinds;
}

std::vector<fs::path> pictureFiles(const std::string& where) {
  std::vector<fs::path> files;
  std::error_code ignored;
  std::string place = where;
  const std::size_t part = place.rfind('#');
  if (part != std::string::npos && !fs::exists(place, ignored))
    place = (fs::path(place.substr(0, part)) / place.substr(part + 1)).string();
  if (fs::is_regular_file(place, ignored) && looksLikeImage(place)) return {place};
  if (!fs::is_directory(place, ignored)) return files;
  for (fs::recursive_directory_iterator at(place, ignored), end; at != end; at.increment(ignored)) {
    if (isHidden(at->path().filename().string())) {
      at.disable_recursion_pending();
      continue;
    }
    if (at->is_regular_file(ignored) && looksLikeImage(at->path())) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace adversarium
