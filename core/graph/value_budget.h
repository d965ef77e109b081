// SPDX-License-Identifier: GPL-3.0-or-later
/// What a node would write, known before it computes: a crafted file asks for more than any machine has.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

/// Elements that the operations which can make much out of little would write; 0 for the others.
double predictedElements(const Node& node, const std::vector<at::Tensor>& inputs);

}  // namespace adversarium
