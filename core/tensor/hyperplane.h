// SPDX-License-Identifier: GPL-3.0-or-later
/// The shortest way from a point to a hyperplane that stays in [0,1]: the step of attacks that linearise a
/// boundary.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/tensor/ball.h"

namespace adversarium {

/// The smallest changes d (N×…, in the norm L∞, L2 or L1) with ⟨normal, d⟩ = rise and points + d in [0,1]; points
/// must lie in [0,1], `normal` is N×…, `rise` float N. Where the box holds no such point, the corner nearest to
/// the hyperplane.
at::Tensor wayToHyperplane(const at::Tensor& points, const at::Tensor& normal, const at::Tensor& rise, Norm norm);

/// ‖normal‖ in the norm dual to `norm`; float N. rise / dualNorm is the way's length without a box.
at::Tensor dualNorm(const at::Tensor& normal, Norm norm);

}  // namespace adversarium
