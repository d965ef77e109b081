// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures with words: core says in SVG what is where, and whoever starts the program says how it becomes pixels.
#pragma once

#include <functional>
#include <string>

#include "core/report/bitmap.h"

namespace adversarium {

/// An SVG on white, in pixels from the upper left corner.
class Drawing {
 public:
  static constexpr const char* kInk = "#202428";
  static constexpr const char* kFaint = "#687078";

  Drawing(int width, int height) : m_width(width), m_height(height) {}
  int width() const { return m_width; }
  int height() const { return m_height; }

  /// Pixel by pixel.
  void picture(const Bitmap& bitmap, int left, int top);
  /// A line of one pixel inside the edge.
  void frame(int left, int top, int width, int height, const char* colour);
  /// UTF-8 in letters of so many pixels, centred on x and standing on y; smaller where they would be wider than
  /// `width`.
  void words(const std::string& text, int x, int y, double pixels, int width, const char* colour);

  /// The whole file.
  std::string svg() const;

 private:
  int m_width, m_height;
  std::string m_content;
};

/// What a program that has fonts does for core. Called on any thread, one at a time.
struct Painter {
  /// How wide UTF-8 is in letters of so many pixels.
  std::function<double(const std::string& text, double pixels)> widthOf;
  /// An SVG file as a PNG file of its own size.
  std::function<std::string(const std::string& svg)> png;
};

/// Before the first picture is drawn.
void setPainter(Painter painter);

/// As a PNG file. Throws Error where there is no painter: a picture without its words would say less than it
/// seems.
std::string painted(const Drawing& drawing);

}  // namespace adversarium
