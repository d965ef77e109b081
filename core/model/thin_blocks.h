// SPDX-License-Identifier: GPL-3.0-or-later
/// Convolutions of stride 1 from few channels (the first one of a network) straight into blocks of 16 channels, as
/// those behind it read them, and back to the gradient by the picture. Only where the processor has AVX-512.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace adversarium {

bool thinBlocksWork();

/// Whether weights O×I×k×k fit: O a multiple of 16, I·k·k small enough.
bool thinBlocksFit(const at::Tensor& weight);

/// O×I×k×k → I×k×k×O, in which both directions read them.
at::Tensor thinBlocksWeights(const at::Tensor& weight);

/// [N, I, H, W] → [N, O/16, H', W', 16] with `padding` zeros around; differentiable by the images alone.
at::Tensor convolveThinBlocks(const at::Tensor& images, const at::Tensor& weights, const at::Tensor& bias,
                              std::int64_t padding);

}  // namespace adversarium
