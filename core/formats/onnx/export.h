// SPDX-License-Identifier: GPL-3.0-or-later
/// A graph as an ONNX file, so that a changed model returns to whoever made it.
#pragma once

#include <string>

#include "core/graph/graph.h"
#include "core/graph/model_info.h"

namespace adversarium {

/// Pictures in [0,1] in, any batch size; normalisation and layout are part of the file, as they are of the graph.
/// Read back, it has the same parameters bit for bit under the same names, and gives the same answers. Throws
/// UsageError naming the node for an operation that ONNX cannot say.
std::string onnxBytes(const Graph& graph, const ModelInfo& info);

}  // namespace adversarium
