// SPDX-License-Identifier: GPL-3.0-or-later
/// A picture as plain numbers, for every place that must not know LibTorch or OpenCV.
#pragma once

#include <cstddef>
#include <vector>

namespace adversarium {

/// channels × height × width, row-major, one plane a channel (RGB order). Pixels lie in [0,1];
/// a change (attacked − clean) lies in [−1,1].
struct Image {
  int channels = 0;
  int height = 0;
  int width = 0;
  std::vector<float> planes;

  Image() = default;
  Image(int c, int h, int w)
      : channels(c), height(h), width(w), planes(static_cast<std::size_t>(c) * h * w, 0.0F) {}

  bool empty() const { return planes.empty(); }
  std::size_t offset(int c, int y, int x) const { return (static_cast<std::size_t>(c) * height + y) * width + x; }
  float at(int c, int y, int x) const { return planes[offset(c, y, x)]; }
  float& at(int c, int y, int x) { return planes[offset(c, y, x)]; }
  bool operator==(const Image&) const = default;
};

}  // namespace adversarium
