// SPDX-License-Identifier: GPL-3.0-or-later
/// 3×3 and 5×5 convolutions of stride 1 in blocks of 16 channels by Winograd's minimal filtering F(4×4, 3×3) and
/// F(4×4, 5×5) (Lavin and Gray, 2016): 16 places of the output for 36 or 64 multiplications instead of 144 or 400.
/// oneDNN has the first alone, and slower. Only where the processor has AVX-512.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace adversarium {

bool winogradWorks();

/// From O×I×3×3 or O×I×5×5, channels multiples of 16, to the order in which convolveWinograd reads them.
at::Tensor winogradWeights(const at::Tensor& weight);

/// [N, I/16, H, W, 16] → [N, O/16, H', W', 16], with `padding` zeros around; `kernel` is 3 or 5. `bias` (O) may be
/// undefined. No gradient: the one by the input is the convolution of the gradient with the weights mirrored,
/// their channels exchanged, and a padding of kernel − 1 less this one.
at::Tensor convolveWinograd(const at::Tensor& blocks, const at::Tensor& weights, const at::Tensor& bias,
                            std::int64_t kernel, std::int64_t padding);

}  // namespace adversarium
