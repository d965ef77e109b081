// SPDX-License-Identifier: GPL-3.0-or-later
/// Layers that LibTorch's general routines serve badly, in the attack copy only: max pools without overlap, and
/// the gradient of a convolution over few channels (the first one, whose gradient every attack wants).
#pragma once

#include "core/graph/graph.h"

namespace adversarium {

/// Puts max pools in front of the rectifiers before them, which changes no answer and leaves a quarter of the
/// work, and takes the quick routines where they fit. For a folded graph in float32 on the processor.
Graph withQuickLayers(const Graph& folded);

}  // namespace adversarium
