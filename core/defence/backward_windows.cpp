// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/backward_windows.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace adversarium {

Extent extentOf(const at::Tensor& batch) {
  if (batch.dim() == 4) return {batch.size(1), batch.size(2), batch.size(3)};
  return {batch[0].numel(), 1, 1};
}

std::optional<std::pair<std::int64_t, std::int64_t>> pairOf(const Node& node, std::string_view attribute,
                                                            std::int64_t fallback) {
  const auto values = node.wholes(attribute);
  if (values.empty()) return std::pair{fallback, fallback};
  if (values.size() == 1) return std::pair{values[0], values[0]};
  if (values.size() == 2) return std::pair{values[0], values[1]};
  return std::nullopt;
}

std::optional<Sliding> slidingOf(const Node& node) {
  Sliding result;
  const bool pool = node.op == "max_pool";
  auto kernel = pool ? pairOf(node, "kernel", 2) : std::optional(std::pair<std::int64_t, std::int64_t>(1, 1));
  if (!pool) {
    const at::Tensor weight = node.tensor("weight");
    if (weight.dim() != 4) return std::nullopt;
    kernel = std::pair{weight.size(2), weight.size(3)};
  }
  if (!kernel) return std::nullopt;
  const auto stride = pairOf(node, "stride", pool ? kernel->first : 1), padding = pairOf(node, "padding", 0),
             dilation = pairOf(node, "dilation", 1);
  if (!stride || !padding || !dilation) return std::nullopt;
  const auto even = [](const auto& values) { return values->first == values->second; };
  if (!even(kernel) || !even(stride) || !even(padding) || !even(dilation)) return std::nullopt;
  return Sliding{kernel->first, stride->first, padding->first, dilation->first};
}

Sight behind(const Sight& window, const Sliding& by) {
  const std::int64_t reach = by.dilation * (by.kernel - 1) + 1;
  return {window.step * by.stride, window.before * by.stride + by.padding, (window.height - 1) * by.stride + reach,
          (window.width - 1) * by.stride + reach};
}

Held summed(Held a, Held b) {
  if (!a.weights.defined()) return b;
  if (!b.weights.defined()) return a;
  const Sight &v = a.window, &w = b.window;
  if (v.before == w.before && v.height == w.height && v.width == w.width) return {a.weights + b.weights, v};
  const std::int64_t before = std::max(v.before, w.before);
  const auto end = [](const Sight& one, std::int64_t size) { return size - one.before; };
  const std::int64_t bottom = std::max(end(v, v.height), end(w, w.height)),
                     right = std::max(end(v, v.width), end(w, w.width));
  const Sight both{v.step, before, before + bottom, before + right};
  const auto widened = [&](const Held& one) {
    const std::int64_t ahead = before - one.window.before;
    return at::constant_pad_nd(one.weights, {ahead, both.width - ahead - one.window.width, ahead,
                                             both.height - ahead - one.window.height});
  };
  return {widened(a) + widened(b), both};
}

}  // namespace adversarium
