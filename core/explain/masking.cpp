// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/masking.h"

#include <ATen/ATen.h>

#include <cmath>

namespace adversarium {

at::Tensor hidingPictures(const at::Tensor& images, Fill fill) {
  switch (fill) {
    case Fill::Mean:
      return images.mean({2, 3}, true).expand_as(images).contiguous();
    case Fill::Blur:
      return blurred(images, 0.15 * static_cast<double>(std::min(images.size(2), images.size(3))));
    case Fill::Grey:
      return at::full_like(images, 0.5);
    case Fill::Black:
      break;
  }
  return at::zeros_like(images);
}

at::Tensor blurred(const at::Tensor& images, double sigma) {
  const std::int64_t channels = images.size(1), one = 1, none = 0;
  at::Tensor result = images;
  for (const int axis : {2, 3}) {
    // Mirroring works up to one picture's width, so a very wide bell is cut there.
    const std::int64_t reach = std::min<std::int64_t>(std::llround(std::ceil(3 * sigma)), images.size(axis) - 1);
    const at::Tensor places = at::arange(-reach, reach + 1, at::kDouble);
    at::Tensor bell = (places.square() / (-2 * sigma * sigma)).exp();
    bell = (bell / bell.sum()).to(at::kFloat);
    const bool rows = axis == 2;
    const std::vector<std::int64_t> shape = rows ? std::vector<std::int64_t>{1, 1, 2 * reach + 1, 1}
                                                 : std::vector<std::int64_t>{1, 1, 1, 2 * reach + 1};
    const at::Tensor kernel = bell.view(shape).repeat({channels, 1, 1, 1});
    const std::vector<std::int64_t> border =
        rows ? std::vector<std::int64_t>{0, 0, reach, reach} : std::vector<std::int64_t>{reach, reach, 0, 0};
    result = at::conv2d(at::reflection_pad2d(result, border), kernel, {}, {one, one}, {none, none}, {one, one},
                        channels);
  }
  return result.clamp(0, 1);
}

int usualWindowSide(std::int64_t height, std::int64_t width) {
  return static_cast<int>(std::max<std::int64_t>(1, std::llround(double(std::min(height, width)) / 6)));
}

std::vector<std::vector<Window>> coarseToFine(int height, int width, int side, int stride) {
  const int tall = std::min(side, height), wide = std::min(side, width);
  const auto corners = [](int length, int size, int step) {
    std::vector<int> places;
    for (int place = 0; place + size < length; place += step) places.push_back(place);
    places.push_back(length - size);
    return places;
  };
  int coarse = stride;
  while (2 * coarse <= std::min(tall, wide)) coarse *= 2;
  std::vector<std::vector<Window>> lists;
  std::vector<bool> taken(static_cast<std::size_t>(height) * static_cast<std::size_t>(width), false);
  for (int step = coarse; step >= stride; step /= 2) {
    std::vector<Window> list;
    for (const int top : corners(height, tall, step)) {
      for (const int left : corners(width, wide, step)) {
        auto mark = taken[static_cast<std::size_t>(top) * width + left];
        if (mark) continue;
        mark = true;
        list.push_back({top, left, tall, wide});
      }
    }
    if (!list.empty()) lists.push_back(std::move(list));
  }
  return lists;
}

at::Tensor spread(const std::vector<Window>& windows, const std::vector<double>& effects, int height, int width) {
  // Each window is four corners of a difference table; two running sums turn the table into coverage.
  at::Tensor sum = at::zeros({height + 1, width + 1}, at::kDouble), number = at::zeros_like(sum);
  auto sums = sum.accessor<double, 2>(), numbers = number.accessor<double, 2>();
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const Window& window = windows[w];
    const auto add = [&](int y, int x, double sign) {
      sums[y][x] += sign * effects[w];
      numbers[y][x] += sign;
    };
    add(window.top, window.left, 1);
    add(window.top, window.right(), -1);
    add(window.bottom(), window.left, -1);
    add(window.bottom(), window.right(), 1);
  }
  const auto total = [&](const at::Tensor& table) {
    return table.cumsum(0).cumsum(1).slice(0, 0, height).slice(1, 0, width);
  };
  return (total(sum) / total(number).clamp_min(1)).to(at::kFloat);
}

Window peakOf(const at::Tensor& map, int side) {
  const std::int64_t height = map.size(0), width = map.size(1);
  const std::int64_t tall = std::min<std::int64_t>(side, height), wide = std::min<std::int64_t>(side, width);
  const at::Tensor means =
      at::avg_pool2d(map.to(at::kDouble).view({1, 1, height, width}), {tall, wide}, {1, 1}).flatten();
  const std::int64_t place = means.argmax().item<std::int64_t>(), columns = width - wide + 1;
  return {static_cast<int>(place / columns), static_cast<int>(place % columns), static_cast<int>(tall),
          static_cast<int>(wide)};
}

}  // namespace adversarium
