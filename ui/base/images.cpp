// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/images.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace adversarium {
namespace {

int byteOf(double value) { return static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * 255.0)); }

/// Blue below zero, white at zero, orange above: distinguishable without red–green vision.
QRgb diverging(double value) {
  constexpr std::array<double, 3> below{0.13, 0.40, 0.67};
  constexpr std::array<double, 3> above{0.85, 0.37, 0.01};
  const auto& end = value < 0 ? below : above;
  const double share = std::min(1.0, std::abs(value));
  std::array<int, 3> rgb{};
  for (std::size_t c = 0; c < 3; ++c) rgb[c] = byteOf(1.0 + (end[c] - 1.0) * share);
  return qRgb(rgb[0], rgb[1], rgb[2]);
}

}  // namespace

QImage toQImage(const Image& image) {
  if (image.empty()) return {};
  QImage picture(image.width, image.height, QImage::Format_RGB32);
  const bool grey = image.channels < 3;
  for (int y = 0; y < image.height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
    for (int x = 0; x < image.width; ++x) {
      const int first = byteOf(image.at(0, y, x));
      line[x] =
          grey ? qRgb(first, first, first) : qRgb(first, byteOf(image.at(1, y, x)), byteOf(image.at(2, y, x)));
    }
  }
  return picture;
}

QImage changeToQImage(const Image& change, double amplification) {
  if (change.empty()) return {};
  QImage picture(change.width, change.height, QImage::Format_RGB32);
  const bool grey = change.channels < 3;
  for (int y = 0; y < change.height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
    for (int x = 0; x < change.width; ++x) {
      const auto shown = [&](int c) { return byteOf(0.5 + 0.5 * amplification * change.at(c, y, x)); };
      line[x] = grey ? diverging(amplification * change.at(0, y, x)) : qRgb(shown(0), shown(1), shown(2));
    }
  }
  return picture;
}

}  // namespace adversarium
