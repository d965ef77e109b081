// SPDX-License-Identifier: GPL-3.0-or-later
/// The set that a perturbation may not leave: an Lp ball around each clean image, cut with [0,1].
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <string_view>

namespace adversarium {

/// L0 counts changed pixels, all channels of a pixel together.
enum class Norm { Linf, L2, L1, L0 };
inline constexpr std::array<std::string_view, 4> kNormNames{"linf", "l2", "l1", "l0"};

/// Per-image norm of N×… differences; float64 N, so that a sum of many small changes is exact enough to judge.
at::Tensor normOf(const at::Tensor& difference, Norm norm);
/// The same in float32, for use inside attacks.
at::Tensor quickNorm(const at::Tensor& difference, Norm norm);
/// Per-image number of pixels that differ in any channel; int64 N.
at::Tensor changedPixels(const at::Tensor& difference);

/// Differences N×… brought to norm ≤ radius (float N) by the Euclidean projection; float32. L0 takes N×C×H×W.
at::Tensor projected(const at::Tensor& difference, Norm norm, const at::Tensor& radius);

/// Gradients scaled to the steepest step of unit length: sign for L∞, g/‖g‖₂, g/‖g‖₁; for L0, which no length
/// fits, as for L2.
/// A zero gradient stays zero.
at::Tensor unitStep(const at::Tensor& gradient, Norm norm);

struct Ball {
  Norm norm = Norm::Linf;
  at::Tensor radius;  ///< float32 N, in pixel values (L0: pixels); infinite where the attack looks for the nearest
                      ///< example

  /// Nearest-point iterate for use inside attacks: in the ball up to float rounding, in [0,1] exactly. May write
  /// into `images`.
  at::Tensor project(at::Tensor images, const at::Tensor& clean) const;

  /// As `project`, and then never outside in exact arithmetic on the stored float32 values, whatever the rounding.
  at::Tensor enforce(const at::Tensor& images, const at::Tensor& clean) const;

  /// Whether each image lies in the ball and in [0,1], judged in float64; bool N.
  at::Tensor contains(const at::Tensor& images, const at::Tensor& clean) const;

  /// The balls of some of the images; `index` int64.
  Ball rows(const at::Tensor& index) const;
};

}  // namespace adversarium
