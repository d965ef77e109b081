// SPDX-License-Identifier: GPL-3.0-or-later
/// The convolutions that are written here, for processors with AVX-512, because nothing else computes them as
/// fast: minimal filtering (winograd.cpp) and first layers (thin_blocks.cpp). Pictures stand in blocks of 16
/// channels.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace adversarium {

/// Whether this processor and this build have what they take; the others may be called only then.
bool kernelsWork();

// 3×3 and 5×5 convolutions of stride 1 by Winograd's minimal filtering F(4×4, 3×3) and F(4×4, 5×5) (Lavin and
// Gray, 2016): 16 places of the output for 36 or 64 multiplications instead of 144 or 400. oneDNN has the first
// alone, and slower.

/// From O×I×3×3 or O×I×5×5, channels multiples of 16, to the order in which convolveWinograd reads them.
at::Tensor winogradWeights(const at::Tensor& weight);

/// [N, I/16, H, W, 16] → [N, O/16, H', W', 16], with `padding` zeros around; `kernel` is 3 or 5. `bias` (O) may be
/// undefined. No gradient: the one by the input is the convolution of the gradient with the weights mirrored,
/// their channels exchanged, and a padding of kernel − 1 less this one.
at::Tensor convolveWinograd(const at::Tensor& blocks, const at::Tensor& weights, const at::Tensor& bias,
                            std::int64_t kernel, std::int64_t padding);

// Convolutions of stride 1 from few channels (the first one of a network) straight into blocks, as those behind it
// read them, and back to the gradient by the picture.

/// Whether weights O×I×k×k fit: O a multiple of 16, I·k·k small enough.
bool thinBlocksFit(const at::Tensor& weight);

/// O×I×k×k → I×k×k×O, in which both directions read them.
at::Tensor thinBlocksWeights(const at::Tensor& weight);

/// [N, I, H, W] → [N, O/16, H', W', 16] with `padding` zeros around; differentiable by the images alone.
at::Tensor convolveThinBlocks(const at::Tensor& images, const at::Tensor& weights, const at::Tensor& bias,
                              std::int64_t padding);

}  // namespace adversarium
