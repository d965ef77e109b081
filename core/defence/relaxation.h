// SPDX-License-Identifier: GPL-3.0-or-later
/// Lines between which a rectifier or a max pool stays while its inputs stay in a box.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/defence/linear_bounds.h"
#include "core/graph/graph.h"

namespace adversarium {

/// A rectifier between its lines, or a max pool between one of its places and that place or a constant; each
/// tensor flat, image after image.
struct Relaxation {
  at::Tensor below, above, lift;
  at::Tensor row, column;  // int32: where in the pool's input the place stands that wins
};

/// Of a "relu" or a "max_pool" whose inputs lie in the box; see lowestOfUnits. Throws UsageError for a max pool
/// that is padded unevenly.
Relaxation relaxationOf(const Node& node, const Box& input);

}  // namespace adversarium
