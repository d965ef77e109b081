// SPDX-License-Identifier: GPL-3.0-or-later
/// Windows through which linear functions of a layer look at the layers below: what CROWN's way back slides.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "core/graph/graph.h"

namespace adversarium {

/// A map of one image: channels, height, width. What is no map is all channels.
struct Extent {
  std::int64_t channels = 0, height = 1, width = 1;
  std::int64_t size() const { return channels * height * width; }
};
Extent extentOf(const at::Tensor& batch);

/// Where the functions of a batch look: the window of a function that began at (y, x) has its corner at
/// (y·step − before, x·step − before). The whole map for all where `step` is 0.
struct Sight {
  std::int64_t step = 0, before = 0, height = 1, width = 1;
  bool whole() const { return step == 0; }
};

/// Coefficients R×C×h×w of what the window shows.
struct Held {
  at::Tensor weights;
  Sight window;
};
/// Both in the larger of their windows.
Held summed(Held a, Held b);

/// The numbers of an attribute for both dimensions.
std::optional<std::pair<std::int64_t, std::int64_t>> pairOf(const Node& node, std::string_view attribute,
                                                            std::int64_t fallback);

/// What a window of a convolution or max pool needs to know; nothing where the two dimensions differ.
struct Sliding {
  std::int64_t kernel = 1, stride = 1, padding = 0, dilation = 1;
};
std::optional<Sliding> slidingOf(const Node& node);

/// What a window on a node's output sees of its input.
Sight behind(const Sight& window, const Sliding& by);

}  // namespace adversarium
