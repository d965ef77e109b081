// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <set>

#include "core/base/error.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Decoding needs a few bytes a pixel; at this size it stays below a gigabyte.
constexpr std::int64_t kMostMegapixels = 64;
/// Parts of a file that are looked at in search of its header; honest files have a few.
constexpr int kMostParts = 100'000;

/// A file's bytes in any order, a block at a time; what lies beyond its end is 0.
class FileBytes {
 public:
  explicit FileBytes(const fs::path& file) : m_file(file), m_stream(file, std::ios::binary) {
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(file, problem);
    if (problem || !m_stream) fail("does not exist or cannot be read");
    if (size == 0) fail("is empty");
    m_size = static_cast<std::size_t>(size);
  }
  std::size_t size() const { return m_size; }
  unsigned char at(std::size_t place) {
    if (place >= m_size) return 0;
    if (place < m_start || place >= m_start + m_held) {
      m_start = place / m_block.size() * m_block.size();
      m_stream.clear();
      m_stream.seekg(static_cast<std::streamoff>(m_start));
      m_stream.read(reinterpret_cast<char*>(m_block.data()), static_cast<std::streamsize>(m_block.size()));
      m_held = static_cast<std::size_t>(m_stream.gcount());
      if (place >= m_start + m_held) fail("cannot be read");
    }
    return m_block[place - m_start];
  }
  std::uint32_t number(std::size_t place, int count, bool little) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
      value = value << 8 | at(place + static_cast<std::size_t>(little ? count - 1 - i : i));
    return value;
  }
  bool has(std::size_t place, std::string_view what) {
    for (std::size_t i = 0; i < what.size(); ++i) {
      if (at(place + i) != static_cast<unsigned char>(what[i])) return false;
    }
    return true;
  }
  [[noreturn]] void fail(const std::string& reason) const { throw InputError(m_file.string(), reason); }

 private:
  fs::path m_file;
  std::ifstream m_stream;
  std::size_t m_size = 0, m_start = 0, m_held = 0;
  std::array<unsigned char, 4096> m_block{};
};

constexpr bool kBig = false, kLittle = true;  // orders of bytes

/// TIFF 6.0: the numbers behind one tag, of BYTE, SHORT or LONG; none of another type.
class TiffDirectory {
 public:
  /// `base`: where the TIFF structure begins in the file; offsets in it count from there.
  TiffDirectory(FileBytes& bytes, std::size_t base, std::size_t at, bool little)
      : m_bytes(bytes), m_base(base), m_at(base + at), m_little(little) {
    m_count = m_bytes.number(m_at, 2, little);
  }
  /// Where the entry of `tag` begins, or 0.
  std::size_t entryOf(std::uint32_t tag) {
    for (std::size_t i = 0; i < m_count; ++i) {
      const std::size_t entry = m_at + 2 + 12 * i;
      if (entry + 12 > m_bytes.size()) return 0;
      if (m_bytes.number(entry, 2, m_little) == tag) return entry;
    }
    return 0;
  }
  std::size_t next() { return m_bytes.number(m_at + 2 + 12 * m_count, 4, m_little); }
  /// The place of the first value of `tag`, or 0.
  std::size_t placeOf(std::uint32_t tag) {
    const std::size_t entry = entryOf(tag);
    if (entry == 0) return 0;
    const std::uint32_t size = sizeOf(entry);
    if (size == 0) return 0;
    return size * std::size_t{m_bytes.number(entry + 4, 4, m_little)} <= 4
               ? entry + 8
               : m_base + m_bytes.number(entry + 8, 4, m_little);
  }
  std::uint32_t value(std::uint32_t tag, std::uint32_t usual) {
    const std::size_t place = placeOf(tag);
    return place == 0 ? usual : m_bytes.number(place, static_cast<int>(sizeOf(entryOf(tag))), m_little);
  }
  /// How many values it has.
  std::uint32_t count(std::uint32_t tag) {
    const std::size_t entry = entryOf(tag);
    return entry == 0 ? 0 : m_bytes.number(entry + 4, 4, m_little);
  }

 private:
  std::uint32_t sizeOf(std::size_t entry) {
    switch (m_bytes.number(entry + 2, 2, m_little)) {
      case 1:
        return 1;
      case 3:
        return 2;
      case 4:
        return 4;
      default:
        return 0;
    }
  }

  FileBytes& m_bytes;
  std::size_t m_base, m_at, m_count = 0;
  bool m_little;
};

constexpr std::uint32_t kOrientation = 0x0112;

int validOrientation(std::uint32_t said) { return said >= 1 && said <= 8 ? static_cast<int>(said) : 1; }

/// Of an EXIF block, which is a TIFF structure; 1 where it says nothing.
int exifOrientation(FileBytes& bytes, std::size_t base) {
  if (bytes.has(base, std::string_view("Exif\0\0", 6))) base += 6;
  const bool little = bytes.has(base, "II");
  if ((!little && !bytes.has(base, "MM")) || bytes.number(base + 2, 2, little) != 42) return 1;
  TiffDirectory first(bytes, base, bytes.number(base + 4, 4, little), little);
  return validOrientation(first.value(kOrientation, 1));
}

PictureHeader ofPng(FileBytes& bytes) {
  PictureHeader header;
  header.format = PictureFormat::Png;
  if (!bytes.has(12, "IHDR")) bytes.fail("is a PNG without a header");
  header.width = bytes.number(16, 4, kBig);
  header.height = bytes.number(20, 4, kBig);
  const int depth = bytes.at(24), colour = bytes.at(25);
  const bool palette = colour == 3;
  header.bits = depth == 16 ? 16 : 8;  // fewer are spread over 8 by the decoder
  header.white = depth == 16 ? 65535 : 255;
  header.channels = colour == 0 || colour == 4 ? 1 : 3;
  header.alpha = colour == 4 || colour == 6;
  bool described = false;
  std::size_t at = 8;
  for (int part = 0; part < kMostParts && at + 8 <= bytes.size(); ++part) {
    const std::size_t length = bytes.number(at, 4, kBig);
    if (bytes.has(at + 4, "eXIf") && !std::exchange(described, true))
      header.orientation = exifOrientation(bytes, at + 8);
    if (palette && bytes.has(at + 4, "tRNS")) header.alpha = true;
    if (bytes.has(at + 4, "IEND")) break;
    at += 12 + length;
  }
  return header;
}

PictureHeader ofJpeg(FileBytes& bytes) {
  PictureHeader header;
  header.format = PictureFormat::Jpeg;
  bool described = false;
  std::size_t at = 2;
  for (int part = 0; part < kMostParts && at + 4 <= bytes.size() && bytes.at(at) == 0xFF; ++part) {
    const int mark = bytes.at(at + 1);
    if (mark == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (mark == 0xDA || mark == 0xD9) break;  // pixels begin
    const std::uint32_t length = bytes.number(at + 2, 2, kBig);
    if (length < 2) break;
    if (mark == 0xE1 && bytes.has(at + 4, std::string_view("Exif\0\0", 6)) && !std::exchange(described, true))
      header.orientation = exifOrientation(bytes, at + 4);
    const bool frame = mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
    if (frame && header.width == 0) {
      header.bits = bytes.at(at + 4);
      header.height = bytes.number(at + 5, 2, kBig);
      header.width = bytes.number(at + 7, 2, kBig);
      header.channels = bytes.at(at + 9) == 1 ? 1 : 3;
      header.inks = bytes.at(at + 9) == 4;
      header.progressive = mark == 0xC2 || mark == 0xC6 || mark == 0xCA || mark == 0xCE;
    }
    at += 2 + length;
  }
  if (header.width == 0) bytes.fail("is a JPEG without a frame");
  if (header.bits != 8) bytes.fail(fmt::format("is a JPEG of {} bits a value; save it with 8", header.bits));
  return header;
}

PictureHeader ofWebp(FileBytes& bytes) {
  PictureHeader header;
  header.format = PictureFormat::WebP;
  const auto grow = [&](std::int64_t width, std::int64_t height) {
    header.width = std::max(header.width, width);
    header.height = std::max(header.height, height);
  };
  bool described = false;
  std::size_t at = 12;
  for (int part = 0; part < kMostParts && at + 8 <= bytes.size(); ++part) {
    const std::size_t length = bytes.number(at + 4, 4, kLittle), content = at + 8;
    if (bytes.has(at, "VP8X")) {
      header.alpha = (bytes.at(content) & 0x10) != 0;
      grow(1 + std::int64_t{bytes.number(content + 4, 3, kLittle)},
           1 + std::int64_t{bytes.number(content + 7, 3, kLittle)});
    } else if (bytes.has(at, "VP8 ")) {
      grow(bytes.number(content + 6, 2, kLittle) & 0x3FFF, bytes.number(content + 8, 2, kLittle) & 0x3FFF);
    } else if (bytes.has(at, "VP8L")) {
      const std::uint32_t sizes = bytes.number(content + 1, 4, kLittle);
      grow(1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF));
      header.alpha = header.alpha || (sizes >> 28 & 1) != 0;
    } else if (bytes.has(at, "ANMF")) {
      ++header.pages;
    } else if (bytes.has(at, "EXIF") && !std::exchange(described, true)) {
      header.orientation = exifOrientation(bytes, content);
    }
    at += 8 + length + length % 2;
  }
  if (header.pages > 1) bytes.fail("is an animation; save one frame of it");
  if (header.width == 0) bytes.fail("is a WebP without a picture");
  return header;
}

PictureHeader ofTiff(FileBytes& bytes, bool little) {
  PictureHeader header;
  header.format = PictureFormat::Tiff;
  header.littleEndian = little;
  std::size_t at = bytes.number(4, 4, little);
  TiffDirectory first(bytes, 0, at, little);
  header.width = first.value(0x0100, 0);
  header.height = first.value(0x0101, 0);
  header.bits = static_cast<int>(first.value(0x0102, 1));
  constexpr std::uint32_t kExtra = 0x0152;
  header.orientationEntry = first.entryOf(kOrientation);
  header.extraEntry = first.entryOf(kExtra);
  header.orientation = validOrientation(first.value(kOrientation, 1));
  const std::uint32_t photometric = first.value(0x0106, 1), perPixel = first.value(0x0115, 1);
  const std::uint32_t format = first.value(0x0153, 1), extra = first.count(kExtra);
  header.alpha = extra > 0;
  header.inks = photometric == 5;
  header.channels = photometric <= 1 && perPixel - extra == 1 ? 1 : 3;
  header.samples = format == 2 ? SampleKind::Signed : format == 3 ? SampleKind::Fraction : SampleKind::Unsigned;
  header.white = header.samples == SampleKind::Fraction ? 1 : header.bits == 16 ? 65535 : 255;
  if (header.samples == SampleKind::Signed || (header.bits > 16 && header.samples != SampleKind::Fraction)) {
    bytes.fail(
        fmt::format("holds {} whole numbers of {} bits, whose black and white nobody says; save it with 8 "
                    "or 16 bits without sign, or as fractions from 0 to 1",
                    header.samples == SampleKind::Signed ? "signed" : "unsigned", header.bits));
  }
  static const std::set<int> kWhole{1, 2, 4, 8, 16}, kFraction{32, 64};
  const bool fraction = header.samples == SampleKind::Fraction;
  if (!(fraction ? kFraction : kWhole).contains(header.bits) || format > 3)
    bytes.fail(fmt::format("has values of {} bits; save it with 8 or 16", header.bits));
  // Up to 8 bits libtiff makes colours of whatever it is; of deeper values it hands on what stands there.
  if (header.bits > 8 && photometric != 1 && photometric != 2)
    bytes.fail(
        fmt::format("has values of {} bits that are neither brightness nor red, green and blue; save it "
                    "with 8 bits",
                    header.bits));
  constexpr std::int64_t kMostTile = kMostMegapixels * 1'000'000;
  if (std::int64_t{first.value(0x0142, 0)} * first.value(0x0143, 0) > kMostTile)
    bytes.fail("is made of tiles larger than any picture that is read");
  std::set<std::size_t> seen;
  constexpr std::size_t kMostPages = 10'000;
  while (at != 0 && at < bytes.size() && seen.size() < kMostPages && seen.insert(at).second)
    at = TiffDirectory(bytes, 0, at, little).next();
  header.pages = std::max<std::int64_t>(1, static_cast<std::int64_t>(seen.size()));
  return header;
}

PictureHeader ofBmp(FileBytes& bytes) {
  PictureHeader header;
  header.format = PictureFormat::Bmp;
  const std::size_t size = bytes.number(14, 4, kLittle);
  const bool old = size == 12;  // OS/2
  const std::uint32_t bits = bytes.number(old ? 24 : 28, 2, kLittle);
  if (bits >= 1 && bits <= 8) {  // a palette: perhaps of greys alone
    const std::uint32_t stated = old ? 0 : bytes.number(46, 4, kLittle), all = 1U << bits;
    const std::uint32_t colours = stated == 0 ? all : std::min(stated, all);
    bool grey = true;
    for (std::uint32_t i = 0; i < colours; ++i) {
      const std::size_t colour = 14 + size + i * std::size_t{old ? 3U : 4U};
      grey = grey && bytes.at(colour) == bytes.at(colour + 1) && bytes.at(colour) == bytes.at(colour + 2);
    }
    if (grey) header.channels = 1;
  }
  if (old) {
    header.width = bytes.number(18, 2, kLittle);
    header.height = bytes.number(20, 2, kLittle);
  } else {
    // A negative height says that the first row is at the top.
    const auto side = [&](std::size_t at) {
      const std::int64_t said = static_cast<std::int32_t>(bytes.number(at, 4, kLittle));
      return said < 0 ? -said : said;
    };
    header.width = side(18);
    header.height = side(22);
  }
  return header;
}

PictureHeader ofPnm(FileBytes& bytes) {
  PictureHeader header;
  header.format = PictureFormat::Pnm;
  const int kind = bytes.at(1) - '0';
  std::size_t at = 2;
  const auto number = [&]() -> std::int64_t {
    for (; at < bytes.size() && !std::isdigit(bytes.at(at)); ++at) {
      if (bytes.at(at) == '#') {
        while (at < bytes.size() && bytes.at(at) != '\n') ++at;
      } else if (!std::isspace(bytes.at(at))) {
        bytes.fail("has a damaged header");
      }
    }
    std::int64_t value = 0;
    constexpr std::int64_t kMost = 1'000'000'000;
    for (; at < bytes.size() && std::isdigit(bytes.at(at)) && value < kMost; ++at)
      value = 10 * value + (bytes.at(at) - '0');
    return value;
  };
  header.width = number();
  header.height = number();
  header.channels = kind == 3 || kind == 6 ? 3 : 1;
  if (kind == 1 || kind == 4) return header;  // black and white: no more is said
  const std::int64_t most = number();
  if (most < 1 || most > 65535) bytes.fail(fmt::format("says that its largest value is {}", most));
  header.bits = most > 255 ? 16 : 8;
  // Of numbers in letters with 8 bits the decoder makes 255 of the largest; all others it hands on as they are.
  const bool letters = kind <= 3;
  header.white = letters && most <= 255 ? 255 : static_cast<double>(most);
  return header;
}

PictureHeader read(FileBytes& bytes) {
  if (bytes.has(0, "\x89PNG\r\n\x1a\n")) return ofPng(bytes);
  if (bytes.has(0, "\xFF\xD8\xFF")) return ofJpeg(bytes);
  if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) return ofWebp(bytes);
  if (bytes.has(0, std::string_view("II*\0", 4))) return ofTiff(bytes, kLittle);
  if (bytes.has(0, std::string_view("MM\0*", 4))) return ofTiff(bytes, kBig);
  if (bytes.has(0, "BM")) return ofBmp(bytes);
  if (bytes.at(0) == 'P' && bytes.at(1) >= '1' && bytes.at(1) <= '6' && std::isspace(bytes.at(2)))
    return ofPnm(bytes);
  bytes.fail("is no picture of a kind that is read here (PNG, JPEG, WebP, TIFF, BMP, PGM, PPM)");
}

}  // namespace

PictureHeader readPictureHeader(const fs::path& file) {
  FileBytes bytes(file);
  PictureHeader header = read(bytes);
  if (header.width < 1 || header.height < 1)
    bytes.fail(fmt::format("claims {}×{} pixels", header.width, header.height));
  const std::int64_t perValue = std::max(1, header.bits / 8), most = kMostMegapixels * 1'000'000 / perValue;
  if (header.width > most / header.height) {
    bytes.fail(fmt::format("claims {}×{} pixels; at most {} million are read{}", header.width, header.height,
                           most / 1'000'000,
                           perValue == 1 ? std::string() : fmt::format(" of values of {} bits", header.bits)));
  }
  return header;
}

}  // namespace adversarium
