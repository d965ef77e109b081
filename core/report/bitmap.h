// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures as pixels of a file: eight bits a channel, red, green, blue.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/image.h"

namespace adversarium {

struct Bitmap {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  ///< width × height × 3, row by row

  /// White.
  Bitmap(int w, int h)
      : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3, 255) {}
  std::uint8_t* at(int x, int y) {
    return rgb.data() +
           3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
  /// Copies `picture`, which must fit, with its upper left corner there.
  void place(const Bitmap& picture, int left, int top);
};

enum class Enlarged {
  InBlocks,  ///< every pixel can be told
  Smoothly   ///< as a printer needs it
};

/// An image in [0,1] in so many pixels; where it shrinks, each is the mean of what it covers.
Bitmap bitmapOf(const Image& image, int width, int height, Enlarged how = Enlarged::InBlocks);

/// The bytes of a PNG file.
std::string pngOf(const Bitmap& bitmap);

}  // namespace adversarium
