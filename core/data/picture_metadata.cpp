// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_metadata.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <exiv2/exiv2.hpp>
#include <fstream>
#include <iterator>
#include <string_view>

#include "core/base/error.h"
#include "core/base/hidden_files.h"
#include "core/data/readers.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using Kinds = std::set<std::string>;

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What a tag gives away, by its name in small letters. Exif, IPTC, XMP and the makers' own notes call the same
/// thing by nearly the same name, so one list does for all of them.
void addKind(const std::string& name, Kinds& kinds) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (has("gps") ||
      isOneOf(name, {"city", "country", "countrycode", "countryname", "landmark", "location", "locationcode",
                     "locationcreated", "locationname", "locationshown", "provincestate", "state", "sublocation"}))
    kinds.insert("position");
  if (has("serial") || has("lensm") || has("cameram") || isOneOf(name, {"make", "model", "makernote", "lens"}))
    kinds.insert("camera");
  if (has("date") || has("offsettime") || isOneOf(name, {"timecreated", "digitizationtime"})) kinds.insert("time");
  if (has("owner") || has("artist") || has("author") || has("copyright") || has("creator") || has("byline") ||
      isOneOf(name, {"contact", "credit", "personinimage", "rights", "writer", "captionwriter"}))
    kinds.insert("author");
  if (has("comment") || has("description") || has("caption") || has("keywords") ||
      isOneOf(name, {"headline", "objectname", "subject", "title", "xpsubject", "xptitle"}))
    kinds.insert("comment");
}

template <typename Tags>
void addTags(const Tags& tags, Kinds& kinds) {
  for (const auto& tag : tags) {
    // XMP nests: LocationShown[1]/Iptc4xmpExt:City.
    std::string part;
    for (const char c : tag.tagName() + "/") {
      if (std::isalnum(static_cast<unsigned char>(c))) {
        part += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      } else {
        addKind(part, kinds);
        part.clear();
      }
    }
  }
}

void readTags(const std::string& bytes, Kinds& kinds) {
  [[maybe_unused]] static const bool started = [] {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    return Exiv2::XmpParser::initialize();
  }();
  // From memory: a path that begins with a protocol's name would be fetched from the network.
  const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                               static_cast<long>(bytes.size()));
  image->readMetadata();
  const bool isTiff = bytes.starts_with("II") || bytes.starts_with("MM");
  addTags(image->exifData(), kinds);
  addTags(image->iptcData(), kinds);
  addTags(image->xmpData(), kinds);
  if (!image->comment().empty()) kinds.insert("comment");
  for (const Exiv2::Exifdatum& tag : image->exifData()) {
    if (!isTiff && tag.groupName() == "Thumbnail") kinds.insert("thumbnail");
    // Tags of a maker's note stand in groups of the maker's name.
    if (tag.tagName() == "MakerNote") kinds.insert("other");
  }
  // A TIFF file says with tags what its pixels are.
  if ((!isTiff && !image->exifData().empty()) || !image->iptcData().empty() || !image->xmpData().empty())
    kinds.insert("other");
}

std::uint32_t bigEndian(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + static_cast<std::size_t>(count); ++i)
    value = value << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  return value;
}

/// Segments of a JPEG that are neither pixels nor what Exiv2 reads: further pictures, thumbnails, programs' notes.
void addUnreadSegments(std::string_view bytes, Kinds& kinds) {
  for (std::size_t at = 2; at + 4 <= bytes.size() && bigEndian(bytes, at, 1) == 0xFF;) {
    const std::uint32_t mark = bigEndian(bytes, at + 1, 1), length = bigEndian(bytes, at + 2, 2);
    if (mark == 0xDA || mark == 0xD9) return;  // pixels begin
    if (mark == 0xFF) {                        // padding
      ++at;
      continue;
    }
    if (length < 2) return;
    const std::string_view content = bytes.substr(std::min(bytes.size(), at + 4));
    const bool forPixels = mark == 0xE0 || mark == 0xEE || (mark == 0xE2 && content.starts_with("ICC_PROFILE"));
    if (mark >= 0xE0 && mark <= 0xEF && !forPixels) kinds.insert("other");
    if (mark == 0xFE) kinds.insert("comment");
    at += 2 + length;
  }
}

/// Of a PNG's words Exiv2 reads those alone that it writes itself.
void addUnreadChunks(std::string_view bytes, Kinds& kinds) {
  for (std::size_t at = 8; at + 8 <= bytes.size();) {
    const std::string_view name = bytes.substr(at + 4, 4);
    if (name == "tEXt" || name == "zTXt" || name == "iTXt") kinds.insert("comment");
    if (name == "tIME") kinds.insert("time");
    if (name == "IEND") return;
    at += std::size_t{12} + bigEndian(bytes, at, 4);
  }
}

}  // namespace

std::set<std::string> metadataIn(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file.string(), "cannot be read");
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  Kinds kinds;
  const bool isJpeg = bytes.starts_with("\xFF\xD8"), isPng = bytes.starts_with("\x89PNG");
  if (bytes.size() > 2 && bytes[0] == 'P' && std::isdigit(static_cast<unsigned char>(bytes[1]))) {
    constexpr std::size_t kHead = 512;
    if (std::string_view(bytes).substr(2, kHead).find("\n#") != std::string_view::npos) kinds.insert("comment");
    return kinds;
  }
  if (isJpeg) addUnreadSegments(bytes, kinds);
  if (isPng) addUnreadChunks(bytes, kinds);
  const bool isWebp = bytes.starts_with("RIFF") && bytes.compare(8, 4, "WEBP") == 0;
  if (!isJpeg && !isPng && !isWebp && !bytes.starts_with("II") && !bytes.starts_with("MM")) return kinds;
  try {
    readTags(bytes, kinds);
  } catch (const std::exception&) {  // Exiv2's own, and what a crafted size brings about
    kinds.insert("unreadable");
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
