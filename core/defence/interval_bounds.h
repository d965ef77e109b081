// SPDX-License-Identifier: GPL-3.0-or-later
/// Proofs, not attacks: how small a network's margins can become anywhere in a box around an image. For graphs of
/// convolutions, linear layers, batch norm, sums, pools and ReLU.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "core/defence/linear_bounds.h"
#include "core/graph/graph.h"

namespace adversarium {

/// The L∞ ball around each image (radius float N) cut with [0,1].
Box boxAround(const at::Tensor& images, const at::Tensor& radius);

class CertifiedBounds {
 public:
  /// Takes the graph as it evaluates. Throws UsageError naming the first operation for which no bound is known.
  explicit CertifiedBounds(const Graph& graph);

  /// Interval bound propagation: Gowal et al. 2018 (arXiv:1810.12715), eq. (6) to (8). One box for every node's
  /// output; the last one bounds the logits.
  std::vector<Box> intervals(const Box& input) const;

  /// Lower bounds (N×K) of logit[label] − logit[k] on the box, infinite for k = label, by interval arithmetic with
  /// the last linear layer and the difference taken together.
  at::Tensor intervalMargins(const Box& input, const at::Tensor& labels) const;

  /// The same by CROWN: Zhang et al., NeurIPS 2018 (arXiv:1811.00866), theorem 3.2 with adaptive slopes. With
  /// `deep` the inner bounds come from CROWN, too; else from intervals (CROWN-IBP, Zhang et al. 2020).
  at::Tensor crownMargins(const Box& input, const at::Tensor& labels, bool deep) const;

 private:
  /// The max pool that alone reads this rectifier and whose windows tile its map, or null.
  const Node* tilingPoolBehind(std::size_t rectifier, const Box& box) const;
  /// Replaces bounds of a node's output by CROWN's where those are tighter: `lower` and `upper` (bool, its shape)
  /// say which.
  void improve(const Box& input, std::vector<Box>& boxes, std::size_t node, const at::Tensor& lower,
               const at::Tensor& upper) const;
  /// Tightens the box in front of every ReLU, in order.
  void tighten(const Box& input, std::vector<Box>& boxes) const;
  std::vector<Box> propagated(const Box& input, std::size_t from, std::vector<Box> boxes) const;

  Graph m_graph;
};

}  // namespace adversarium
