// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pixel_mask.h"

#include <algorithm>

namespace adversarium {

int PixelMask::count() const { return static_cast<int>(std::count(chosen.begin(), chosen.end(), 1)); }

QRect PixelMask::bounds() const {
  QRect around;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (at(x, y)) around |= QRect(x, y, 1, 1);
    }
  }
  return around;
}

std::vector<QRect> PixelMask::boxes() const {
  std::vector<QRect> made;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (!at(x, y) || at(x - 1, y)) continue;
      int end = x;
      while (at(end, y)) ++end;
      const auto above = std::find_if(made.begin(), made.end(), [&](const QRect& box) {
        return box.bottom() == y - 1 && box.left() == x && box.width() == end - x;
      });
      if (above == made.end()) {
        made.emplace_back(x, y, end - x, 1);
      } else {
        above->setBottom(y);
      }
    }
  }
  return made;
}

void PixelMask::clear() { std::fill(chosen.begin(), chosen.end(), std::uint8_t{0}); }

void PixelMask::addRectangle(const QRect& pixels) {
  const QRect inside = pixels.normalized() & QRect(0, 0, width, height);
  for (int y = inside.top(); y <= inside.bottom(); ++y) {
    for (int x = inside.left(); x <= inside.right(); ++x) chosen[static_cast<std::size_t>(y) * width + x] = 1;
  }
}

void PixelMask::addPolygon(const QPolygonF& corners) {
  if (corners.size() < 3) return;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (corners.containsPoint({x + 0.5, y + 0.5}, Qt::OddEvenFill))
        chosen[static_cast<std::size_t>(y) * width + x] = 1;
    }
  }
}

void PixelMask::paint(QPoint pixel, int diameter, bool choose) {
  const double radius = diameter / 2.0;
  // An even brush has its middle on a corner of pixels.
  const double middle = diameter % 2 == 0 ? 0.0 : 0.5;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double dx = x + 0.5 - pixel.x() - middle, dy = y + 0.5 - pixel.y() - middle;
      if (dx * dx + dy * dy <= radius * radius) chosen[static_cast<std::size_t>(y) * width + x] = choose ? 1 : 0;
    }
  }
}

QPainterPath PixelMask::outline() const {
  QPainterPath path;
  const auto edge = [&](int x0, int y0, int x1, int y1) {
    path.moveTo(x0, y0);
    path.lineTo(x1, y1);
  };
  for (int y = 0; y <= height; ++y) {
    for (int x = 0; x <= width; ++x) {
      if (at(x, y) != at(x, y - 1)) edge(x, y, x + 1, y);
      if (at(x, y) != at(x - 1, y)) edge(x, y, x, y + 1);
    }
  }
  return path;
}

}  // namespace adversarium
