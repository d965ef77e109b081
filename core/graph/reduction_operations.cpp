// SPDX-License-Identifier: GPL-3.0-or-later
// One number from many along some dimensions.
#include <numeric>

#include "core/graph/operation.h"

namespace adversarium {
namespace {

/// The dimensions to reduce: all where the node names none.
Sizes axesOf(const Node& node, Inputs in) {
  Sizes axes;
  for (const std::int64_t axis : node.wholes("axes")) axes.push_back(dimension(node, axis, in[0]));
  if (axes.empty()) {
    axes.resize(static_cast<std::size_t>(in[0].dim()));
    std::iota(axes.begin(), axes.end(), 0);
  }
  return axes;
}

at::Tensor product(const at::Tensor& x, at::IntArrayRef axes, bool keep) {
  at::Tensor result = x;
  for (const std::int64_t axis : axes) result = result.prod(axis, /*keepdim=*/true);
  Sizes shape;
  for (std::int64_t d = 0; d < x.dim(); ++d) {
    if (std::find(axes.begin(), axes.end(), d) == axes.end()) shape.push_back(x.size(d));
  }
  return keep ? result : result.reshape(shape);
}

using T = at::Tensor;
using Axes = at::IntArrayRef;

template <class Function>
Operation along(std::string_view name, Function) {
  return {name, 1, 1, {}, [](const Node& node, Inputs in, const Pass&) -> at::Tensor {
            return Function{}(in[0], axesOf(node, in), node.whole("keep") != 0);
          }};
}

template <class Function>
Operation placeAlong(std::string_view name, Function) {
  return {name, 1, 1, {}, [](const Node& node, Inputs in, const Pass&) -> at::Tensor {
            return Function{}(in[0], dimension(node, node.whole("axis"), in[0]), node.whole("keep") != 0);
          }};
}

}  // namespace

std::span<const Operation> reductionOperations() {
  static const std::vector<Operation> table{
      along("reduce_mean", [](const T& x, Axes a, bool k) { return x.mean(a, k); }),
      along("reduce_sum", [](const T& x, Axes a, bool k) { return x.sum(a, k); }),
      along("reduce_max", [](const T& x, Axes a, bool k) { return x.amax(a, k); }),
      along("reduce_min", [](const T& x, Axes a, bool k) { return x.amin(a, k); }),
      along("reduce_prod", [](const T& x, Axes a, bool k) { return product(x, a, k); }),
      along("reduce_l1", [](const T& x, Axes a, bool k) { return x.abs().sum(a, k); }),
      along("reduce_l2", [](const T& x, Axes a, bool k) { return x.square().sum(a, k).sqrt(); }),
      along("reduce_log_sum", [](const T& x, Axes a, bool k) { return x.sum(a, k).log(); }),
      along("reduce_log_sum_exp", [](const T& x, Axes a, bool k) { return at::logsumexp(x, a, k); }),
      along("reduce_sum_square", [](const T& x, Axes a, bool k) { return x.square().sum(a, k); }),
      placeAlong("arg_max", [](const T& x, std::int64_t d, bool k) { return at::argmax(x, d, k); }),
      placeAlong("arg_min", [](const T& x, std::int64_t d, bool k) { return at::argmin(x, d, k); }),
  };
  return table;
}

}  // namespace adversarium
