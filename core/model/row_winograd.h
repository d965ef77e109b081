// SPDX-License-Identifier: GPL-3.0-or-later
/// 5×5 convolutions of stride 1 in blocks of 16 channels by minimal filtering along the rows, F(4, 5) (Lavin and
/// Gray, 2016): four places of the output for 8 multiplications instead of 20. oneDNN has no such routine. Only
/// where the processor has AVX-512.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace adversarium {

bool rowWinogradWorks();

/// From O×I×5×5, both multiples of 16, to the order in which convolveRows reads them.
at::Tensor rowWinogradWeights(const at::Tensor& weight);

/// [N, I/16, H, W, 16] → [N, O/16, H', W', 16], with `padding` zeros around. `bias` (O) may be undefined. No
/// gradient: the one by the input is the convolution of the gradient with the weights mirrored, their channels
/// exchanged, and a padding of 4 less this one.
at::Tensor convolveRows(const at::Tensor& blocks, const at::Tensor& weights, const at::Tensor& bias,
                        std::int64_t padding);

}  // namespace adversarium
