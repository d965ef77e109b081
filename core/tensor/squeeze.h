// SPDX-License-Identifier: GPL-3.0-or-later
/// What takes fine detail out of a picture: fewer bits, JPEG, a median, a blur. All N×C×H×W float32 in [0,1], same
/// shape out.
#pragma once

#include <ATen/core/Tensor.h>

namespace adversarium {

/// Rounded to 2^bits levels. Its derivative is zero almost everywhere.
at::Tensor fewerBits(const at::Tensor& images, int bits);

/// Written as a JPEG and read again, one or three channels; no derivative at all. Throws UsageError for other
/// channel counts.
at::Tensor throughJpeg(const at::Tensor& images, int quality);

/// The median of a window around each pixel, channel by channel; borders continue outwards. Differentiable.
at::Tensor medianFiltered(const at::Tensor& images, int window);

/// A Gaussian of that spread in pixels, cut at three spreads; borders continue outwards. Differentiable.
at::Tensor gaussianBlurred(const at::Tensor& images, double spread);

}  // namespace adversarium
