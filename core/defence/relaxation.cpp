// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/relaxation.h"

#include <ATen/ATen.h>

#include <limits>

#include "core/base/error.h"
#include "core/defence/backward_windows.h"

namespace adversarium {

Relaxation relaxationOf(const Node& node, const Box& input) {
  const at::Tensor low = input.low.contiguous(), high = input.high.contiguous();
  Relaxation made;
  if (node.op == "relu") {
    const at::Tensor open = low.lt(0).logical_and(high.gt(0)), alive = low.ge(0).to(at::kFloat);
    const at::Tensor width = (high - low).clamp_min(1e-12);
    made.above = at::where(open, high / width, alive);
    made.below = at::where(open, high.gt(-low).to(at::kFloat), alive);
    made.lift = at::where(open, -high * low / width, at::zeros_like(low));
  } else {
    const auto kernel = pairOf(node, "kernel", 2), stride = pairOf(node, "stride", 0),
               padding = pairOf(node, "padding", 0), dilation = pairOf(node, "dilation", 1);
    if (low.dim() != 4 || !kernel || !stride || !padding || !dilation)
      throw UsageError("layer '" + node.name + "'", "no linear bound is known for this pooling");
    const std::vector<std::int64_t> k{kernel->first, kernel->second}, p{padding->first, padding->second},
        d{dilation->first, dilation->second},
        s = stride->first > 0 ? std::vector<std::int64_t>{stride->first, stride->second} : k;
    const auto pooled = [&](const at::Tensor& values) {
      return at::max_pool2d_with_indices(values, k, s, p, d, node.whole("ceil") != 0);
    };
    const auto [lowest, winner] = pooled(low);
    // The place whose lower bound is largest wins for certain where no other place can reach it; where another can
    // by so much, the pool is at most that much above it. Windows that overlap share winners, which are then left
    // out of each other's rivals: there only what is known counts.
    at::Tensor rivals = high.flatten(2).clone();
    rivals.scatter_(2, winner.flatten(2), -std::numeric_limits<float>::infinity());
    const at::Tensor most = std::get<0>(pooled(high)), own = high.flatten(2).gather(2, winner.flatten(2));
    const at::Tensor reach = k == s ? std::get<0>(pooled(rivals.view_as(high))) : most;
    const at::Tensor ahead = (reach - lowest).clamp_min(0);
    const at::Tensor follows = ((lowest + own.view_as(lowest)) / 2 + ahead).le(most);
    made.above = follows.to(at::kFloat).contiguous();
    made.lift = at::where(follows, ahead, most).contiguous();
    made.row = winner.div(low.size(3), "floor").to(at::kInt).contiguous();
    made.column = winner.remainder(low.size(3)).to(at::kInt).contiguous();
  }
  return made;
}

}  // namespace adversarium
