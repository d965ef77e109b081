// SPDX-License-Identifier: GPL-3.0-or-later
// What takes a picture's values at other places: padding, resizing, exchanging depth and space.
#include <cmath>

#include "core/graph/operation.h"

namespace adversarium {
namespace {

/// `pads`: begins of all dimensions, then ends; a negative one cuts.
Sizes padsOf(const Node& node, const at::Tensor& input) { return axisNumbers(node, "pads", 2 * input.dim(), 0); }

at::Tensor padConstant(const Node& node, Inputs in, const Pass&) {
  const Sizes pads = padsOf(node, in[0]);
  Sizes backwards;  // LibTorch names the last dimension first
  const auto count = static_cast<std::size_t>(in[0].dim());
  for (std::size_t d = count; d-- > 0;) backwards.insert(backwards.end(), {pads[d], pads[d + count]});
  while (backwards.size() >= 2 && backwards.back() == 0 && backwards[backwards.size() - 2] == 0) {
    backwards.resize(backwards.size() - 2);
  }
  return at::constant_pad_nd(in[0], backwards, node.number("value"));
}

/// Dimension by dimension, at the place that `mirrored` says: any number of dimensions, differentiable.
at::Tensor padFrom(const Node& node, at::Tensor x, std::int64_t (*place)(std::int64_t, std::int64_t)) {
  const Sizes pads = padsOf(node, x);
  const std::int64_t count = x.dim();
  for (std::int64_t d = 0; d < count; ++d) {
    const std::int64_t size = x.size(d), begin = pads[static_cast<std::size_t>(d)];
    const std::int64_t end = pads[static_cast<std::size_t>(d + count)];
    if (begin == 0 && end == 0) continue;
    if (size == 0 || size + begin + end < 0) refuse(node, "pads nothing");
    Sizes places;
    for (std::int64_t i = -begin; i < size + end; ++i) places.push_back(place(i, size));
    x = x.index_select(d, at::tensor(places, at::kLong).to(x.device()));
  }
  return x;
}

at::Tensor padEdge(const Node& node, Inputs in, const Pass&) {
  return padFrom(node, in[0],
                 [](std::int64_t i, std::int64_t size) { return std::clamp<std::int64_t>(i, 0, size - 1); });
}

at::Tensor padReflect(const Node& node, Inputs in, const Pass&) {
  return padFrom(node, in[0], [](std::int64_t i, std::int64_t size) -> std::int64_t {
    if (size == 1) return 0;
    const std::int64_t period = 2 * (size - 1), at = ((i % period) + period) % period;
    return at < size ? at : period - at;
  });
}

at::Tensor padWrap(const Node& node, Inputs in, const Pass&) {
  return padFrom(node, in[0], [](std::int64_t i, std::int64_t size) { return ((i % size) + size) % size; });
}

/// Blocks of channels become squares of pixels. `columns_first`: the channels of one block stand together (CRD).
at::Tensor depthToSpace(const Node& node, Inputs in, const Pass&) {
  const std::int64_t block = axisNumbers(node, "block", 1, 2)[0];
  if (in[0].dim() != 4 || block < 1 || in[0].size(1) % (block * block) != 0)
    refuse(node, "does not fit its block");
  if (node.whole("columns_first")) return at::pixel_shuffle(in[0], block);
  const std::int64_t n = in[0].size(0), c = in[0].size(1) / (block * block), h = in[0].size(2), w = in[0].size(3);
  return in[0]
      .reshape({n, block, block, c, h, w})
      .permute({0, 3, 4, 1, 5, 2})
      .reshape({n, c, h * block, w * block});
}

at::Tensor spaceToDepth(const Node& node, Inputs in, const Pass&) {
  const std::int64_t block = axisNumbers(node, "block", 1, 2)[0];
  if (in[0].dim() != 4 || block < 1 || in[0].size(2) % block != 0 || in[0].size(3) % block != 0) {
    refuse(node, "does not fit its block");
  }
  const std::int64_t n = in[0].size(0), c = in[0].size(1), h = in[0].size(2) / block, w = in[0].size(3) / block;
  return in[0]
      .reshape({n, c, h, block, w, block})
      .permute({0, 3, 5, 1, 2, 4})
      .reshape({n, c * block * block, h, w});
}

/// How positions of the output lie on the input (ONNX: coordinate_transformation_mode).
enum class Coordinates { HalfPixel, PytorchHalfPixel, AlignCorners, Asymmetric };
enum class Interpolation { Nearest, Linear, Cubic };
/// Which of two pixels is nearest.
enum class Rounding { PreferFloor, PreferCeil, Floor, Ceil };

/// One output position is a weighted sum of a few input positions.
struct Taps {
  Sizes places;                 // taps × output
  std::vector<double> weights;  // the same
  std::int64_t count = 1;
};

double sourceOf(std::int64_t at, std::int64_t in, std::int64_t out, double scale, Coordinates coordinates) {
  const auto x = static_cast<double>(at);
  switch (coordinates) {
    case Coordinates::AlignCorners:
      return out == 1 ? 0 : x * static_cast<double>(in - 1) / static_cast<double>(out - 1);
    case Coordinates::Asymmetric:
      return x / scale;
    case Coordinates::PytorchHalfPixel:
      if (out == 1) return 0;
      [[fallthrough]];
    default:
      return (x + 0.5) / scale - 0.5;
  }
}

std::int64_t nearest(double source, Rounding rounding) {
  // Positions that should be whole miss by a rounding error when the scale is no binary fraction.
  constexpr double kSlack = 1e-9;
  switch (rounding) {
    case Rounding::PreferCeil:
      return static_cast<std::int64_t>(std::floor(source + 0.5 + kSlack));
    case Rounding::Floor:
      return static_cast<std::int64_t>(std::floor(source + kSlack));
    case Rounding::Ceil:
      return static_cast<std::int64_t>(std::ceil(source - kSlack));
    default:
      return static_cast<std::int64_t>(std::ceil(source - 0.5 - kSlack));
  }
}

/// Keys 1981, eq. (4) with parameter a: the weight of a pixel at that distance.
double cubicWeight(double distance, double a) {
  const double t = std::abs(distance);
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

Taps tapsFor(const Node& node, std::int64_t in, std::int64_t out, double scale) {
  const auto mode = static_cast<Interpolation>(std::clamp<std::int64_t>(node.whole("mode"), 0, 2));
  const auto coordinates = static_cast<Coordinates>(std::clamp<std::int64_t>(node.whole("coordinates"), 0, 3));
  const auto rounding = static_cast<Rounding>(std::clamp<std::int64_t>(node.whole("rounding"), 0, 3));
  const double a = node.number("cubic", -0.75);
  const bool inside = node.whole("exclude_outside") != 0;
  Taps taps;
  taps.count = mode == Interpolation::Nearest ? 1 : mode == Interpolation::Linear ? 2 : 4;
  const auto total = static_cast<std::size_t>(taps.count * out);
  taps.places.resize(total);
  taps.weights.resize(total, 1);
  for (std::int64_t i = 0; i < out; ++i) {
    double source = sourceOf(i, in, out, scale, coordinates);
    if (mode == Interpolation::Nearest) {
      taps.places[static_cast<std::size_t>(i)] = std::clamp<std::int64_t>(nearest(source, rounding), 0, in - 1);
      continue;
    }
    if (mode == Interpolation::Linear) source = std::clamp(source, 0.0, static_cast<double>(in - 1));
    const double base = std::floor(source), part = source - base;
    double sum = 0;
    for (std::int64_t t = 0; t < taps.count; ++t) {
      const auto slot = static_cast<std::size_t>(t * out + i);
      const std::int64_t offset = mode == Interpolation::Linear ? t : t - 1;
      const std::int64_t place = static_cast<std::int64_t>(base) + offset;
      double weight = mode == Interpolation::Linear ? (t == 0 ? 1 - part : part)
                                                    : cubicWeight(part - static_cast<double>(offset), a);
      if (inside && (place < 0 || place >= in)) weight = 0;
      taps.places[slot] = std::clamp<std::int64_t>(place, 0, in - 1);
      taps.weights[slot] = weight;
      sum += weight;
    }
    for (std::int64_t t = 0; inside && t < taps.count; ++t)
      taps.weights[static_cast<std::size_t>(t * out + i)] /= sum;
  }
  return taps;
}

/// `scales` for all dimensions and, where the file said them, `sizes`. Dimension by dimension, so that every mode
/// of ONNX is exact and differentiable.
at::Tensor resize(const Node& node, Inputs in, const Pass&) {
  const std::int64_t count = in[0].dim();
  const auto found = node.attributes.find("scales");
  const Sizes sizes = node.wholes("sizes");
  if ((found == node.attributes.end() || found->second.size() != static_cast<std::size_t>(count)) &&
      sizes.size() != static_cast<std::size_t>(count)) {
    refuse(node, "needs a scale for every dimension");
  }
  at::Tensor x = in[0];
  for (std::int64_t d = 0; d < count; ++d) {
    const auto at = static_cast<std::size_t>(d);
    const std::int64_t size = x.size(d);
    // A size of 0 stands for an unchanged dimension, whatever it is.
    const double scale =
        !sizes.empty() ? (sizes[at] == 0 ? 1 : double(sizes[at]) / double(size)) : found->second[at];
    if (!(scale > 0) || scale > 4096 || size == 0) refuse(node, "has an absurd scale");
    const std::int64_t wanted = !sizes.empty()
                                    ? (sizes[at] == 0 ? size : sizes[at])
                                    : static_cast<std::int64_t>(std::floor(double(size) * scale + 1e-6));
    if (wanted < 1) refuse(node, "shrinks a dimension to nothing");
    if (scale == 1 && wanted == size) continue;
    const Taps taps = tapsFor(node, size, wanted, scale);
    const at::Tensor places = at::tensor(taps.places, at::kLong).view({taps.count, wanted}).to(x.device());
    const at::Tensor weights =
        at::tensor(taps.weights, at::kDouble).view({taps.count, wanted}).to(x.device(), x.scalar_type());
    Sizes along(static_cast<std::size_t>(count), 1);
    along[at] = wanted;
    at::Tensor sum;
    for (std::int64_t t = 0; t < taps.count; ++t) {
      at::Tensor part = x.index_select(d, places[t]);
      if (taps.count > 1) part = part * weights[t].view(along);
      sum = sum.defined() ? sum + part : part;
    }
    x = sum;
  }
  return x;
}

}  // namespace

std::span<const Operation> sampleOperations() {
  static const std::vector<Operation> table{
      {"pad", 1, 1, {}, padConstant},
      {"pad_edge", 1, 1, {}, padEdge},
      {"pad_reflect", 1, 1, {}, padReflect},
      {"pad_wrap", 1, 1, {}, padWrap},
      {"resize", 1, 1, {}, resize},
      {"depth_to_space", 1, 1, {}, depthToSpace},
      {"space_to_depth", 1, 1, {}, spaceToDepth},
  };
  return table;
}

}  // namespace adversarium
