// SPDX-License-Identifier: GPL-3.0-or-later
/// Answers about one picture of which windows are replaced, many windows at a time: each layer computes only what
/// a window reaches, and takes the rest from the picture's own forward pass. The same answers as from whole
/// pictures, up to rounding.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <span>
#include <vector>

#include "core/data/window.h"
#include "core/graph/graph.h"

namespace adversarium {

/// Convolutions, pooling, batch norm, sums and everything that works on single elements are followed region by
/// region; from the first other operation on, or where a region has grown to the whole map, whole maps are
/// computed.
class PatchedForward {
 public:
  /// `image` float32 1×C×H×W. Null where nothing is gained: the model's inside is not known (null), has no
  /// convolutions, or computes in another type or place than float32 on the processor.
  static std::unique_ptr<const PatchedForward> of(const Graph* model, const at::Tensor& image);

  /// Whether of this node's output only the region is computed that a window reaches.
  static bool follows(const Node& node);

  /// W×K float32 logits of the picture in which, inside each window, stand the pixels of `replacement` (1×C×H×W).
  at::Tensor logits(const at::Tensor& replacement, std::span<const Window> windows) const;

 private:
  struct Value;
  PatchedForward(Graph graph, const at::Tensor& image);
  at::Tensor chunk(const at::Tensor& replacement, std::span<const Window> windows) const;
  Value step(std::size_t index, const std::vector<const Value*>& inputs) const;
  Value placewise(std::size_t index, const std::vector<const Value*>& inputs) const;
  Value windowed(std::size_t index, const Value& input) const;
  bool placesMatch(std::size_t index, const std::vector<const Value*>& inputs) const;
  at::Tensor whole(const Value& value, int index) const;
  const at::Tensor& base(int index) const;  ///< −1: the picture
  const at::Tensor& grid(int index) const;

  Graph m_graph;
  std::vector<Node> m_unpadded;      // where a node pads by itself: the same without, for parts cut with their rim
  std::vector<at::Tensor> m_base;    // every node's output for the picture itself; the picture comes last
  std::vector<at::Tensor> m_onGrid;  // the same as 1×G×H×W×I; undefined where the output is no map
};

}  // namespace adversarium
