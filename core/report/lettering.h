// SPDX-License-Identifier: GPL-3.0-or-later
/// Words on pictures. Core has no fonts: whoever starts the program says how letters are drawn, so that every
/// script that the computer has fonts for can be read in a figure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace adversarium {

/// One line of text: how much ink every pixel gets, row by row.
struct Lettering {
  int width = 0;
  int height = 0;
  int ascent = 0;                 ///< rows above the line that the letters stand on
  std::vector<std::uint8_t> ink;  ///< width × height; 255: all
};

/// Draws UTF-8 in letters of so many pixels. Called on any thread, one at a time.
using Letterer = std::function<Lettering(const std::string& text, double pixels)>;

/// Before the first picture is drawn. Without one, letters are strokes that know ASCII alone; any other letter is
/// shown as "?" and so is seen to be missing.
void setLetterer(Letterer letterer);

Lettering lettered(const std::string& text, double pixels);

}  // namespace adversarium
