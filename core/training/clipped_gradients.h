// SPDX-License-Identifier: GPL-3.0-or-later
/// The sum of per-sample gradients, each clipped to a norm, for the price of about one backward pass: no
/// per-sample gradient of a linear layer is ever made (ghost clipping), and of a convolution only where that is
/// the cheaper way. Goodfellow 2015 (arXiv:1510.01799); Bu, Mao, Xu, NeurIPS 2022 (arXiv:2205.10683), mixed ghost
/// clipping.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

struct ClippedGradients {
  std::vector<at::Tensor> sums;  ///< Σᵢ min(1, C/‖gᵢ‖)·gᵢ, in the order of the graph's parameters
  at::Tensor norms;              ///< float N: ‖gᵢ‖ over all parameters
  at::Tensor losses;             ///< float N: cross-entropy
  at::Tensor logits;             ///< float N×K
};

/// Throws UsageError naming the layer for a graph that mixes samples (batch norm) or has parameters whose
/// per-sample gradients are not known here.
void requirePerSampleGradients(const Graph& graph);

/// Of the cross-entropy of `images` (N×C×H×W) by all parameters, which must require gradients.
ClippedGradients clippedGradients(const Graph& graph, const at::Tensor& images, const at::Tensor& labels,
                                  double clip, at::Generator* random = nullptr);

}  // namespace adversarium
