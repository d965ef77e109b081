// SPDX-License-Identifier: GPL-3.0-or-later
/// How a part of a picture is hidden, and how windows pass over it: what every explanation by masking shares.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <string_view>
#include <vector>

#include "core/data/window.h"
#include "core/method/param.h"

namespace adversarium {

/// What stands where something is hidden.
enum class Fill { Mean, Blur, Grey, Black };
template <>
struct Choices<Fill> {
  static constexpr std::array<std::string_view, 4> names{"mean", "blur", "grey", "black"};
};

/// N×C×H×W in [0,1] → as many pictures with everything hidden: each picture's mean colour, the picture strongly
/// blurred, mid-grey or black.
at::Tensor hidingPictures(const at::Tensor& images, Fill fill);

/// Gaussian blur, mirrored at the border; `sigma` in pixels.
at::Tensor blurred(const at::Tensor& images, double sigma);

/// The side of a window that a person did not choose: a sixth of the picture's shorter side.
int usualWindowSide(std::int64_t height, std::int64_t width);

/// All windows of `side` whose corners stand `stride` apart, and those that touch the far borders. Coarse first:
/// every list begins where the one before left gaps, no window comes twice, and the first list already covers the
/// whole picture. `stride` ≤ `side`.
std::vector<std::vector<Window>> coarseToFine(int height, int width, int side, int stride);

/// H×W float32: each pixel's mean over the effects of the windows that cover it; 0 where none does.
at::Tensor spread(const std::vector<Window>& windows, const std::vector<double>& effects, int height, int width);

/// The square window of `side` with the largest sum of `map` (H×W), the first of equals.
Window peakOf(const at::Tensor& map, int side);

}  // namespace adversarium
