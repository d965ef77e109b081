// SPDX-License-Identifier: GPL-3.0-or-later
/// CROWN's way back: how small linear functions of a layer's output can become while the input stays in a box.
/// What looks at one place of a map is followed back through the window that it sees, not through whole maps.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

/// Values between `low` and `high`, of the same shape, batch first.
struct Box {
  at::Tensor low, high;
};

/// One value of one image at a node's output, with a sign: the function whose lower bound is asked for.
struct Unit {
  std::int64_t image = 0;
  std::int64_t place = 0;  ///< in the flattened output of one image
  float sign = 1;
};

/// A network, the box of its inputs, and boxes around what every node puts out.
struct Bounded {
  const Graph& graph;
  const Box& input;
  const std::vector<Box>& boxes;
};

/// Lower bounds (float, one each) of single values of a node's output: Zhang et al., NeurIPS 2018
/// (arXiv:1811.00866), theorem 3.2 with adaptive slopes. Above a rectifier lies its chord, below it zero or the
/// identity, whichever leaves the smaller area. A max pool is at least the place of the largest lower bound, and
/// at most that place and what others may lie above it, or a constant, whichever leaves less. Knows the operations
/// of CertifiedBounds; throws UsageError for a max pool that is padded unevenly.
at::Tensor lowestOfUnits(const Bounded& network, std::size_t node, const std::vector<Unit>& units);

/// The same (N×S) of the functions `weights` (N×S×shape of the node's output), S for each image.
at::Tensor lowestOfFunctions(const Bounded& network, std::size_t node, const at::Tensor& weights);

}  // namespace adversarium
