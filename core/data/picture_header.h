// SPDX-License-Identifier: GPL-3.0-or-later
/// What a picture file says of itself before a pixel is decoded: enough to refuse it, to turn it upright and to
/// say what reading it will leave out. Knows every format that is read, and no other one passes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace adversarium {

enum class PictureFormat { Png, Jpeg, WebP, Tiff, Bmp, Pnm };
enum class SampleKind { Unsigned, Signed, Fraction };

struct PictureHeader {
  PictureFormat format = PictureFormat::Png;
  std::int64_t width = 0;  ///< as stored: `orientation` may exchange them
  std::int64_t height = 0;
  int orientation = 1;  ///< EXIF 2.3, tag 0x0112: 1 to 8, 1 is upright
  int channels = 3;     ///< 1 or 3, without transparency
  bool alpha = false;
  bool inks = false;  ///< four inks instead of three colours
  int bits = 8;       ///< of one value
  SampleKind samples = SampleKind::Unsigned;
  double white = 255;        ///< the value of full brightness, of `bits` (1 for fractions)
  std::int64_t pages = 1;    ///< pictures in the file
  bool progressive = false;  ///< a JPEG of many scans
  /// Of a TIFF: where the entries of its directory stand that say how it is turned and what its fourth value is.
  /// 0: nowhere.
  std::size_t orientationEntry = 0, extraEntry = 0;
  bool littleEndian = false;  ///< of a TIFF

  /// Width and height of the upright picture.
  std::pair<std::int64_t, std::int64_t> uprightSize() const {
    return orientation >= 5 ? std::pair{height, width} : std::pair{width, height};
  }
};

/// Reads marks and tags only. Throws InputError naming file and reason: no picture of a known format, more pixels
/// than are read, numbers that cannot be brought to [0,1].
PictureHeader readPictureHeader(const std::filesystem::path& file);

}  // namespace adversarium
