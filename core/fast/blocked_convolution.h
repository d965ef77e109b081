// SPDX-License-Identifier: GPL-3.0-or-later
/// Convolutions for attacks in oneDNN's own layout: between them images stay as [N, C/16, H, W, 16]. Those of 3×3
/// and 5×5 with stride 1 are filtered minimally (kernels.h), for the others oneDNN has routines. All only where
/// the processor has AVX-512 and LibTorch itself uses oneDNN.
#pragma once

#include "core/graph/graph.h"

namespace adversarium {

/// Whether this processor and this build have what it takes.
bool blockedConvolutionsWork();

/// The folded graph with its convolutions in blocks of 16 channels; for float32 evaluation on the processor only.
/// Unchanged where nothing is gained. Same answers up to rounding (about 1e-5 of the largest value).
Graph withBlockedConvolutions(const Graph& folded);

}  // namespace adversarium
