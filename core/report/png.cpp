// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/png.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <cmath>
#include <cstdint>

#include "core/base/error.h"

namespace adversarium {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kAroundData = 12;  // length, type and checksum of a chunk

std::string bigEndian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::uint32_t numberAt(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong checksum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian(static_cast<std::uint32_t>(data.size())) + body +
         bigEndian(static_cast<std::uint32_t>(checksum));
}

/// After IHDR, which is always first and 13 bytes long.
constexpr std::size_t kAfterHeader = 8 + kAroundData + 13;

}  // namespace

std::string pngFile(int width, int height, const std::string& packed) {
  const std::string kind{8, 2, 0, 0, 0};  // bits, RGB, the only packing, the only filters, no interlacing
  return std::string(kSignature) +
         chunk("IHDR", bigEndian(static_cast<std::uint32_t>(width)) +
                           bigEndian(static_cast<std::uint32_t>(height)) + kind) +
         chunk("IDAT", packed) + chunk("IEND", {});
}

std::string pngWithDensity(const std::string& bytes, double pixelsPerMetre) {
  const std::string density = bigEndian(static_cast<std::uint32_t>(std::lround(pixelsPerMetre)));
  constexpr char kMetre = 1;
  return bytes.substr(0, kAfterHeader) + chunk("pHYs", density + density + kMetre) + bytes.substr(kAfterHeader);
}

std::string pngWithText(const std::string& bytes, const std::string& keyword, const std::string& text) {
  // Keyword, no compression, no language, no translation.
  const std::string data = keyword + std::string(5, '\0') + text;
  return bytes.substr(0, kAfterHeader) + chunk("iTXt", data) + bytes.substr(kAfterHeader);
}

std::string pngAsUri(const std::string& bytes) {
  std::string base64(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  base64.resize(static_cast<std::size_t>(length));
  return "data:image/png;base64," + base64;
}

std::string textOfPng(const std::string& bytes, const std::string& keyword, const std::string& subject) {
  if (!bytes.starts_with(kSignature)) throw InputError(subject, "is no PNG file");
  for (std::size_t at = kSignature.size(); at + kAroundData <= bytes.size();) {
    const std::size_t length = numberAt(bytes, at);
    if (length > bytes.size() - at - kAroundData)
      throw InputError(subject, "ends inside a chunk at byte " + std::to_string(at));
    const std::string body = bytes.substr(at + 4, length + 4);
    if (body.starts_with("iTXt" + keyword + std::string(5, '\0'))) {
      const uLong checksum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
      if (checksum != numberAt(bytes, at + 8 + length)) throw InputError(subject, "its text chunk is damaged");
      return body.substr(4 + keyword.size() + 5);
    }
    if (body.starts_with("IEND")) return {};
    at += length + kAroundData;
  }
  throw InputError(subject, "ends before its last chunk");
}

}  // namespace adversarium
