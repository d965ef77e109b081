// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/bitmap.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "core/report/png.h"

namespace adversarium {
namespace {

/// What a new pixel of a row takes of the old ones: from `first` on, these shares.
struct Share {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Share> sharesOf(int from, int to, Enlarged how) {
  std::vector<Share> shares(static_cast<std::size_t>(to));
  const double step = double(from) / to;
  for (int i = 0; i < to; ++i) {
    Share& share = shares[static_cast<std::size_t>(i)];
    if (step > 1) {
      const double begin = i * step, end = std::min(double(from), begin + step);
      share.first = static_cast<int>(begin);
      for (int old = share.first; old < end; ++old)
        share.weights.push_back(
            static_cast<float>((std::min(end, old + 1.0) - std::max(begin, double(old))) / step));
    } else if (how == Enlarged::InBlocks) {
      share = {static_cast<int>(i * step), {1}};
    } else {
      const double middle = std::clamp((i + 0.5) * step - 0.5, 0.0, from - 1.0);
      share.first = std::min(static_cast<int>(middle), std::max(0, from - 2));
      const auto second = static_cast<float>(middle - share.first);
      share.weights = {1 - second};
      if (from > 1) share.weights.push_back(second);
    }
  }
  return shares;
}

std::uint8_t byteOf(float value) {
  return value > 0 ? static_cast<std::uint8_t>(std::lround(std::min(value, 1.0F) * 255)) : std::uint8_t{0};
}

}  // namespace

void Bitmap::place(const Bitmap& picture, int left, int top) {
  for (int y = 0; y < picture.height; ++y) {
    const auto row = picture.rgb.begin() + std::ptrdiff_t{3} * y * picture.width;
    std::copy(row, row + std::ptrdiff_t{3} * picture.width, at(left, top + y));
  }
}

Bitmap bitmapOf(const Image& image, int width, int height, Enlarged how) {
  Bitmap bitmap(width, height);
  const auto columns = sharesOf(image.width, width, how), rows = sharesOf(image.height, height, how);
  std::vector<float> narrow(static_cast<std::size_t>(width) * static_cast<std::size_t>(image.height));
  for (int c = 0; c < 3; ++c) {
    const int channel = std::min(c, image.channels - 1);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < width; ++x) {
        const Share& share = columns[static_cast<std::size_t>(x)];
        float sum = 0;
        for (std::size_t i = 0; i < share.weights.size(); ++i)
          sum += share.weights[i] * image.at(channel, y, share.first + static_cast<int>(i));
        narrow[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] = sum;
      }
    }
    for (int y = 0; y < height; ++y) {
      const Share& share = rows[static_cast<std::size_t>(y)];
      for (int x = 0; x < width; ++x) {
        float sum = 0;
        for (std::size_t i = 0; i < share.weights.size(); ++i)
          sum += share.weights[i] *
                 narrow[(static_cast<std::size_t>(share.first) + i) * static_cast<std::size_t>(width) +
                        static_cast<std::size_t>(x)];
        bitmap.at(x, y)[c] = byteOf(sum);
      }
    }
  }
  return bitmap;
}

std::string pngOf(const Bitmap& bitmap) {
  // Each row as its difference to the one above (PNG's filter 2): magnified pixels repeat.
  constexpr char kUp = 2;
  const std::size_t row = 3 * static_cast<std::size_t>(bitmap.width);
  std::string raw;
  raw.reserve((row + 1) * static_cast<std::size_t>(bitmap.height));
  for (std::size_t at = 0; at < bitmap.rgb.size(); at += row) {
    raw += kUp;
    for (std::size_t i = at; i < at + row; ++i)
      raw += static_cast<char>(bitmap.rgb[i] - (at == 0 ? 0 : bitmap.rgb[i - row]));
  }
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::string packed(size, '\0');
  if (compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
               static_cast<uLong>(raw.size())) != Z_OK)
    throw std::bad_alloc();
  packed.resize(size);
  return pngFile(bitmap.width, bitmap.height, packed);
}

}  // namespace adversarium
