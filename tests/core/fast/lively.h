// SPDX-License-Identifier: GPL-3.0-or-later
/// Own architectures with weights and running statistics that no folding or naming mistake survives.
#pragma once

#include <ATen/ATen.h>

#include <string_view>
#include <vector>

#include "core/graph/architectures.h"
#include "core/tensor/convert.h"

namespace adversarium {

inline Graph lively(std::string_view name, ImageShape shape) {
  at::Generator random = generatorFrom(11);
  Graph graph = buildArchitecture(name, shape, 7, std::vector<float>(std::size_t(shape.channels), 0.4F),
                                  std::vector<float>(std::size_t(shape.channels), 0.3F));
  initialise(graph, random);
  for (Node& node : graph.nodes) {
    if (node.op != "batch_norm") continue;
    node.tensor("running_mean").uniform_(-0.3, 0.3, random);
    node.tensor("running_var").uniform_(0.5, 2, random);
    node.tensor("weight").uniform_(0.5, 1.5, random);
    node.tensor("bias").uniform_(-0.3, 0.3, random);
  }
  return graph;
}

}  // namespace adversarium
