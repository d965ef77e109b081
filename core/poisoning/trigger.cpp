// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/trigger.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/data/drawn_random.h"
#include "core/data/readers.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Share of the full opacity with which an adaptive blend is planted (Qi et al.: 0.15 planted, 0.2 shown), pieces
/// a side and how probably each piece is there.
constexpr double kPlantedOpacity = 0.75, kPieceShown = 0.5;
constexpr std::int64_t kPieces = 4;

/// Independent uniform numbers that do not depend on LibTorch's generator, so that a recipe outlives its version.
at::Tensor uniform(at::IntArrayRef shape, std::uint64_t seed, double low, double high) {
  DrawnRandom random(seed ^ 0x7419e5ULL);
  at::Tensor values = at::empty(shape, at::kFloat);
  float* at = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) at[i] = static_cast<float>(random.uniform(low, high));
  return values;
}

/// C×side×side in [0,1].
at::Tensor patchPixels(PatchPattern pattern, std::int64_t channels, std::int64_t side) {
  at::Tensor pixels = at::ones({channels, side, side}, at::kFloat);
  if (pattern == PatchPattern::Checker) {
    const at::Tensor cell = at::arange(side, at::kFloat);
    pixels.copy_((cell.view({-1, 1}) + cell.view({1, -1})).remainder(2).eq(0).to(at::kFloat));
  } else if (pattern == PatchPattern::Sticker) {
    // A yellow note with a darker rim, as stuck on a road sign.
    const float colour[3] = {0.98F, 0.85F, 0.12F}, rim[3] = {0.55F, 0.45F, 0.05F};
    constexpr float kLuma[3] = {0.299F, 0.587F, 0.114F};
    for (std::int64_t c = 0; c < channels; ++c) {
      float inside = colour[c % 3], edge = rim[c % 3];
      if (channels == 1) {
        inside = edge = 0;
        for (int k = 0; k < 3; ++k) {
          inside += kLuma[k] * colour[k];
          edge += kLuma[k] * rim[k];
        }
      }
      pixels[c].fill_(inside);
      if (side < 4) continue;
      for (const std::int64_t at : {std::int64_t{0}, side - 1}) {
        pixels[c][at].fill_(edge);
        pixels[c].select(1, at).fill_(edge);
      }
    }
  }
  return pixels;
}

/// Cosines of up to three half-waves a side, without the mean: 1×1×H×W, largest magnitude 1.
at::Tensor slowCosines(const ImageShape& shape, std::uint64_t seed) {
  constexpr std::int64_t kSlowest = 4;
  const at::Tensor weights = uniform({kSlowest, kSlowest}, seed, -1, 1);
  weights[0][0] = 0;
  const auto basis = [](std::int64_t length) {
    const at::Tensor place = (at::arange(length, at::kFloat) + 0.5) * (std::numbers::pi / double(length));
    return (at::arange(kSlowest, at::kFloat).view({-1, 1}) * place.view({1, -1})).cos();
  };
  const at::Tensor sum = at::mm(basis(shape.height).t(), at::mm(weights, basis(shape.width)));
  return (sum / sum.abs().max()).view({1, 1, shape.height, shape.width});
}

/// 1×H×W×2: every pixel's own place.
at::Tensor identityGrid(const ImageShape& shape) {
  const at::Tensor y = at::linspace(-1, 1, shape.height, at::kFloat).view({-1, 1}).expand({-1, shape.width});
  const at::Tensor x = at::linspace(-1, 1, shape.width, at::kFloat).view({1, -1}).expand({shape.height, -1});
  return at::stack({x, y}, 2).unsqueeze(0);
}

/// Length of a pixel in grid_sample's coordinates, divided by 2, as WaNet counts its strength.
at::Tensor perPixel(const ImageShape& shape) {
  return at::tensor({1.0 / shape.width, 1.0 / shape.height}, at::kFloat).view({1, 1, 1, 2});
}

}  // namespace

Trigger::Trigger(const TriggerRecipe& recipe, const ImageShape& shape) : m_recipe(recipe), m_shape(shape) {
  const at::NoGradGuard noGradient;
  const std::int64_t height = shape.height, width = shape.width, channels = shape.channels;
  const double strength = recipe.strength;
  switch (recipe.kind) {
    case TriggerKind::Patch:
    case TriggerKind::Picture:
    case TriggerKind::LabelConsistent: {
      const std::int64_t shorter = std::min(height, width);
      const bool whole = recipe.kind == TriggerKind::Picture && recipe.size >= 1;
      const std::int64_t side = std::clamp<std::int64_t>(std::llround(recipe.size * double(shorter)),
                                                         std::min<std::int64_t>(2, shorter), shorter);
      const std::int64_t tall = whole ? height : side, wide = whole ? width : side;
      at::Tensor pixels = patchPixels(recipe.pattern, channels, side),
                 alpha = at::ones({1, side, side}, at::kFloat);
      if (recipe.kind == TriggerKind::Picture) {
        const int h = static_cast<int>(tall), w = static_cast<int>(wide);
        pixels = tensorFromImage(resized(recipe.picture, {shape.channels, h, w}))[0];
        alpha = tensorFromImage(resized(recipe.alpha, {1, h, w}))[0];
      }
      m_mask = at::zeros({1, 1, height, width}, at::kFloat);
      m_pattern = at::zeros({1, channels, height, width}, at::kFloat);
      const auto put = [&](double x, double y) {
        const std::int64_t top = std::llround(y * double(height - tall)),
                           left = std::llround(x * double(width - wide));
        m_mask[0].slice(1, top, top + tall).slice(2, left, left + wide).copy_(alpha);
        m_pattern[0].slice(1, top, top + tall).slice(2, left, left + wide).copy_(pixels);
      };
      if (recipe.kind == TriggerKind::LabelConsistent) {
        // In all corners, as the paper does where training images are mirrored and moved.
        for (const double y : {0.0, 1.0}) {
          for (const double x : {0.0, 1.0}) put(x, y);
        }
      } else {
        put(recipe.x, recipe.y);
      }
      m_mask.mul_(std::min(1.0, strength));
      break;
    }
    case TriggerKind::Blended:
    case TriggerKind::AdaptiveBlend:
      m_mask = at::full({1, 1, height, width}, std::min(1.0, strength), at::kFloat);
      if (recipe.picture.empty()) {
        m_pattern = uniform({1, channels, height, width}, recipe.seed, 0, 1);
      } else {
        m_pattern = tensorFromImage(resized(recipe.picture, shape));
        m_mask = m_mask * tensorFromImage(resized(recipe.alpha, {1, shape.height, shape.width}));
      }
      break;
    case TriggerKind::Sinusoidal: {  // Barni et al., eq. (1): Δ sin(2π j f / W), f = 6
      constexpr double kFrequency = 6;
      const at::Tensor phase = at::arange(width, at::kFloat) * (2 * std::numbers::pi * kFrequency / double(width));
      m_addition = (strength * phase.sin()).view({1, 1, 1, width}).expand({1, 1, height, width}).contiguous();
      break;
    }
    case TriggerKind::LowFrequency:
      m_addition = strength * slowCosines(shape, recipe.seed);
      break;
    case TriggerKind::Warped: {  // WaNet, section 3.2, k = 4
      constexpr std::int64_t kControl = 4;
      at::Tensor control = uniform({1, 2, kControl, kControl}, recipe.seed, -1, 1);
      control = control / control.abs().mean();
      const at::Tensor field = at::upsample_bicubic2d(control, {height, width}, true).permute({0, 2, 3, 1});
      m_grid = (identityGrid(shape) + strength * field * perPixel(shape)).clamp(-1, 1).contiguous();
      break;
    }
  }
}

at::Tensor Trigger::warped(const at::Tensor& images, const at::Tensor& grid) const {
  constexpr std::int64_t kBilinear = 0, kZeros = 0;
  return at::grid_sampler_2d(images, grid, kBilinear, kZeros, true).clamp_(0, 1);
}

at::Tensor Trigger::apply(const at::Tensor& images) const {
  const at::NoGradGuard noGradient;
  if (images.size(0) == 0) return images.clone();
  if (m_grid.defined()) return warped(images, m_grid.expand({images.size(0), -1, -1, -1}));
  if (m_addition.defined()) return (images + m_addition).clamp_(0, 1);
  return (images * (1 - m_mask) + m_pattern * m_mask).clamp_(0, 1);
}

/// Each image gets pieces of its own.
at::Tensor Trigger::blendedInPieces(const at::Tensor& images, at::Generator& random) const {
  const std::int64_t n = images.size(0);
  const at::Tensor shown = at::empty({n, 1, kPieces, kPieces}, at::kFloat).bernoulli_(kPieceShown, random);
  const at::Tensor mask =
      kPlantedOpacity * m_mask * at::upsample_nearest2d(shown, {m_shape.height, m_shape.width});
  return (images * (1 - mask) + m_pattern * mask).clamp_(0, 1);
}

at::Tensor Trigger::plant(const at::Tensor& images, at::Generator& random) const {
  const at::NoGradGuard noGradient;
  if (m_recipe.kind == TriggerKind::AdaptiveBlend) return blendedInPieces(images, random);
  return apply(images);
}

at::Tensor Trigger::cover(const at::Tensor& images, at::Generator& random) const {
  const at::NoGradGuard noGradient;
  if (m_recipe.kind == TriggerKind::AdaptiveBlend) return blendedInPieces(images, random);
  if (m_recipe.kind != TriggerKind::Warped) return images.clone();
  const at::Tensor noise =
      at::empty({images.size(0), m_shape.height, m_shape.width, 2}, at::kFloat).uniform_(-1, 1, random);
  return warped(images, (m_grid + noise * perPixel(m_shape)).clamp(-1, 1));
}

double Trigger::coverRatio() const {
  switch (m_recipe.kind) {
    case TriggerKind::Warped:
      return 2;  // WaNet: cross-ratio 2
    case TriggerKind::AdaptiveBlend:
      return 1;
    default:
      return 0;
  }
}

at::Tensor Trigger::mask() const {
  return m_mask.defined() ? m_mask.clone() : at::ones({1, 1, m_shape.height, m_shape.width}, at::kFloat);
}

at::Tensor Trigger::pattern() const {
  if (m_pattern.defined()) return m_pattern.clone();
  const at::Tensor canvas = at::full({1, m_shape.channels, m_shape.height, m_shape.width}, 0.5, at::kFloat);
  if (m_addition.defined()) return apply(canvas);
  constexpr std::int64_t kLines = 4;  // pixels between the lines of the grid that shows a warp
  canvas.slice(2, 0, m_shape.height, kLines).fill_(1);
  canvas.slice(3, 0, m_shape.width, kLines).fill_(1);
  return apply(canvas);
}

}  // namespace adversarium
