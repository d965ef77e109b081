// SPDX-License-Identifier: GPL-3.0-or-later
/// What each kind of node computes; a new operation is one row of the table in operations.cpp.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/model/graph.h"

namespace adversarium {

/// Throws UsageError for shapes that do not fit, naming the node.
at::Tensor runOperation(const Node& node, std::span<const at::Tensor> inputs, const Pass& pass);

/// Number of inputs; 0 for an unknown operation.
std::size_t operationInputs(std::string_view op);
/// Tensors that a node of this operation must have (a bias is never among them).
std::span<const std::string_view> operationTensors(std::string_view op);

}  // namespace adversarium
