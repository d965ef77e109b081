// SPDX-License-Identifier: GPL-3.0-or-later
/// Which pixels of a picture a person chose, with a brush, a rectangle or a lasso.
#pragma once

#include <QPainterPath>
#include <QPoint>
#include <QPolygonF>
#include <QRect>
#include <cstdint>
#include <vector>

namespace adversarium {

/// A value: width × height, row-major, 1 for chosen.
struct PixelMask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> chosen;

  PixelMask() = default;
  PixelMask(int w, int h) : width(w), height(h), chosen(static_cast<std::size_t>(w) * h, 0) {}

  bool at(int x, int y) const {
    return x >= 0 && y >= 0 && x < width && y < height && chosen[static_cast<std::size_t>(y) * width + x] != 0;
  }
  bool empty() const { return count() == 0; }
  int count() const;
  /// The smallest rectangle around all that is chosen; null for none.
  QRect bounds() const;
  /// All that is chosen in rectangles that do not overlap: runs along the rows, joined where rows are alike.
  std::vector<QRect> boxes() const;

  void clear();
  void addRectangle(const QRect& pixels);
  /// Corners in pixels; a pixel is in when its middle is. Fewer than three corners choose nothing.
  void addPolygon(const QPolygonF& corners);
  /// A disc of so many pixels across, around the middle of `pixel`.
  void paint(QPoint pixel, int diameter, bool choose);
  /// The line around everything chosen, in pixels.
  QPainterPath outline() const;

  bool operator==(const PixelMask&) const = default;
};

}  // namespace adversarium
