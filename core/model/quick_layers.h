// SPDX-License-Identifier: GPL-3.0-or-later
/// Layers that LibTorch's general routines serve badly, in the attack copy only: max pools without overlap, and
/// the gradient of a convolution over few channels (the first one, whose gradient every attack wants).
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/graph.h"

namespace adversarium {

/// Puts max pools in front of the rectifiers before them, which changes no answer and leaves a quarter of the
/// work, and takes the quick routines where they fit. For a folded graph in float32 on the processor.
Graph withQuickLayers(const Graph& folded);

/// Pools windows of `kernel`×`kernel` that tile the map: N×C×H×W (as channels_last), or N×C/16×H×W×16.
at::Tensor quickPool(const Node& node, const at::Tensor& input);
/// A convolution without groups; no gradient by its weight.
at::Tensor thinConvolution(const Node& node, const at::Tensor& input);

}  // namespace adversarium
