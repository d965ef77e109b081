// SPDX-License-Identifier: GPL-3.0-or-later
/// What each kind of node computes. The operations stand beside it, by group; a new one is one row
/// of its group's table.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

/// Throws UsageError for shapes that do not fit, naming the node.
at::Tensor runOperation(const Node& node, std::span<const at::Tensor> inputs, const Pass& pass);

/// Whether a node of this operation may have that many inputs; false for an unknown operation.
bool takesInputs(std::string_view op, std::size_t count);
/// Tensors that a node of this operation must have (a bias is never among them).
std::span<const std::string_view> operationTensors(std::string_view op);

}  // namespace adversarium
