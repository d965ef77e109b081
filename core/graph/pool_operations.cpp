// SPDX-License-Identifier: GPL-3.0-or-later
// Pooling over windows and over whole pictures, in one, two or three dimensions.
#include <limits>

#include "core/graph/operation.h"

namespace adversarium {
namespace {

std::int64_t spatialDimensions(const Node& node, const at::Tensor& input) {
  const std::int64_t dimensions = input.dim() - 2;
  if (dimensions < 1 || dimensions > 3) {
    refuse(node, "pools over " + std::to_string(dimensions) + " dimensions");
  }
  return dimensions;
}

struct PoolWindow {
  std::int64_t dimensions;
  Sizes kernel, stride, dilation;
  Sizes begin, end;  // padding
  bool ceil, even;   // even: the same padding on both sides, at most half a window
};

PoolWindow windowOf(const Node& node, const at::Tensor& input) {
  PoolWindow w;
  w.dimensions = spatialDimensions(node, input);
  const auto count = static_cast<std::size_t>(w.dimensions);
  w.kernel = axisNumbers(node, "kernel", w.dimensions, 2);
  w.stride = node.attributes.contains("stride") ? axisNumbers(node, "stride", w.dimensions, 1) : w.kernel;
  w.dilation = axisNumbers(node, "dilation", w.dimensions, 1);
  const bool both = node.wholes("padding").size() == 2 * count;
  const Sizes padding = axisNumbers(node, "padding", both ? 2 * w.dimensions : w.dimensions, 0);
  w.begin.assign(padding.begin(), padding.begin() + w.dimensions);
  w.end.assign(padding.end() - w.dimensions, padding.end());
  w.ceil = node.whole("ceil") != 0;
  w.even = w.begin == w.end;
  for (std::size_t d = 0; d < count; ++d) {
    if (w.kernel[d] < 1 || w.stride[d] < 1 || w.dilation[d] < 1) refuse(node, "has a window without extent");
    if (w.begin[d] < 0 || w.end[d] < 0) refuse(node, "has a negative padding");
    w.even = w.even && 2 * w.begin[d] <= w.kernel[d];
  }
  return w;
}

at::Tensor paddedWith(const at::Tensor& input, const PoolWindow& w, double value) {
  Sizes backwards;  // LibTorch names the last dimension first
  for (auto d = static_cast<std::size_t>(w.dimensions); d-- > 0;) {
    backwards.insert(backwards.end(), {w.begin[d], w.end[d]});
  }
  return at::constant_pad_nd(input, backwards, value);
}

at::Tensor maxPool(const Node& node, Inputs in, const Pass&) {
  const PoolWindow w = windowOf(node, in[0]);
  at::Tensor input = in[0];
  Sizes padding = w.begin;
  if (!w.even) {
    input = paddedWith(input, w, -std::numeric_limits<double>::infinity());
    std::fill(padding.begin(), padding.end(), 0);
  }
  if (w.dimensions == 1) return at::max_pool1d(input, w.kernel, w.stride, padding, w.dilation, w.ceil);
  if (w.dimensions == 2) return at::max_pool2d(input, w.kernel, w.stride, padding, w.dilation, w.ceil);
  return at::max_pool3d(input, w.kernel, w.stride, padding, w.dilation, w.ceil);
}

at::Tensor means(const at::Tensor& input, const PoolWindow& w, const Sizes& padding, bool countPadding,
                 c10::optional<std::int64_t> divisor = {}) {
  if (w.dimensions == 1) {
    // LibTorch's has no divisor of one's own.
    const PoolWindow flat{2, {1, w.kernel[0]}, {1, w.stride[0]}, {}, {}, {}, w.ceil, w.even};
    return means(input.unsqueeze(-2), flat, {0, padding[0]}, countPadding, divisor).squeeze(-2);
  }
  if (w.dimensions == 2) {
    return at::avg_pool2d(input, w.kernel, w.stride, padding, w.ceil, countPadding, divisor);
  }
  return at::avg_pool3d(input, w.kernel, w.stride, padding, w.ceil, countPadding, divisor);
}

at::Tensor averagePool(const Node& node, Inputs in, const Pass&) {
  const PoolWindow w = windowOf(node, in[0]);
  for (const std::int64_t dilation : w.dilation) {
    if (dilation != 1) refuse(node, "averages a dilated window");
  }
  const bool countPadding = node.whole("count_padding") != 0;
  if (w.even) return means(in[0], w, w.begin, countPadding);
  const Sizes none(static_cast<std::size_t>(w.dimensions), 0);
  const at::Tensor wide = paddedWith(in[0], w, 0);
  if (countPadding) return means(wide, w, none, true);
  // The sum over the window, divided by how much of it lies in the picture.
  const at::Tensor sums = means(wide, w, none, true, 1);
  const at::Tensor ones = at::ones_like(in[0].slice(0, 0, 1).slice(1, 0, 1));
  return sums / means(paddedWith(ones, w, 0), w, none, true, 1);
}

/// Over everything behind the channels where `size` is 1.
at::Tensor adaptivePool(const Node& node, Inputs in, const Pass&) {
  const std::int64_t dimensions = spatialDimensions(node, in[0]);
  const Sizes size = axisNumbers(node, "size", dimensions, 1);
  if (std::all_of(size.begin(), size.end(), [](std::int64_t s) { return s == 1; })) {
    // The mean over the dimensions is several times faster than the general routine.
    const Sizes spatial{2, 3, 4};
    return in[0].mean(at::IntArrayRef(spatial).slice(0, static_cast<std::size_t>(dimensions)), /*keepdim=*/true);
  }
  if (dimensions == 1) return at::adaptive_avg_pool1d(in[0], size);
  return dimensions == 2 ? at::adaptive_avg_pool2d(in[0], size) : at::adaptive_avg_pool3d(in[0], size);
}

at::Tensor globalMaxPool(const Node& node, Inputs in, const Pass&) {
  const Sizes spatial{2, 3, 4};
  const auto count = static_cast<std::size_t>(spatialDimensions(node, in[0]));
  return in[0].amax(at::IntArrayRef(spatial).slice(0, count), /*keepdim=*/true);
}

}  // namespace

std::span<const Operation> poolOperations() {
  static const std::vector<Operation> table{
      {"max_pool", 1, 1, {}, maxPool},
      {"average_pool", 1, 1, {}, averagePool},
      {"adaptive_pool", 1, 1, {}, adaptivePool},
      {"global_max_pool", 1, 1, {}, globalMaxPool},
  };
  return table;
}

}  // namespace adversarium
