// SPDX-License-Identifier: GPL-3.0-or-later
/// Convolutions for attacks in oneDNN's own layout. Between them images stay as [N, C/16, H, W, 16]; a 3×3
/// convolution of stride 1 takes Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, 2016), which needs a
/// quarter of the multiplications, and a 5×5 one filters along its rows (row_winograd.h). All only where the
/// processor has AVX-512 and LibTorch itself uses oneDNN.
#pragma once

#include "core/model/graph.h"

namespace adversarium {

/// Whether this processor and this build have what it takes.
bool blockedConvolutionsWork();

/// The folded graph with its convolutions in blocks of 16 channels; for float32 evaluation on the processor only.
/// Unchanged where nothing is gained. Same answers up to rounding (about 1e-5 of the largest value).
Graph withBlockedConvolutions(const Graph& folded);

/// [N, C, H, W] with C a multiple of 16 → [N, C/16, H, W, 16].
at::Tensor toBlocks(const at::Tensor& images);
/// Back again, as channels_last.
at::Tensor fromBlocks(const at::Tensor& blocks);

/// The node's `weight` is [O/16, I/16, kh, kw, 16 (I), 16 (O)]. No gradient by it: in an attack it is constant.
at::Tensor convolveBlocks(const Node& node, const at::Tensor& blocks);

}  // namespace adversarium
