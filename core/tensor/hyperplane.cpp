// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/hyperplane.h"

#include <ATen/ATen.h>

namespace adversarium {

at::Tensor dualNorm(const at::Tensor& normal, Norm norm) {
  if (norm == Norm::Linf) return quickNorm(normal, Norm::L1);
  return quickNorm(normal, norm == Norm::L1 ? Norm::Linf : Norm::L2);
}

at::Tensor wayToHyperplane(const at::Tensor& points, const at::Tensor& normal, const at::Tensor& rise, Norm norm) {
  const at::Tensor want = rise.abs().unsqueeze(1);
  const at::Tensor slope = normal.flatten(1) * rise.sign().unsqueeze(1);  // what is wanted is to climb
  const at::Tensor steep = slope.abs();
  const at::Tensor flat = points.flatten(1);
  const at::Tensor room = at::where(slope > 0, 1 - flat, flat);
  at::Tensor length;
  if (norm == Norm::L1) {
    // The steepest coordinates are moved as far as they go, the last one just enough.
    const auto [sorted, order] = steep.sort(1, /*descending=*/true);
    const at::Tensor gain = sorted * room.gather(1, order);
    const at::Tensor missing = (want - (gain.cumsum(1) - gain)).clamp_min(0);
    const at::Tensor moved = at::minimum(gain, missing) / sorted.clamp_min(1e-30);
    length = at::zeros_like(moved).scatter_(1, order, moved);
  } else {
    // d = min(t, room) for L∞ and min(t·|slope|, room) for L2; the climb is concave and piecewise linear in t, so
    // Newton's steps from the left never overshoot and end after few pieces.
    constexpr int kPieces = 10;
    const bool linf = norm == Norm::Linf;
    const at::Tensor rate = linf ? steep : steep.square();
    at::Tensor t = want / rate.sum(1, true).clamp_min(1e-30);
    for (int piece = 0; piece < kPieces; ++piece) {
      length = at::minimum(linf ? t : t * steep, room);
      const at::Tensor missing = want - (length * steep).sum(1, true);
      if (missing.le(want * 1e-5).all().item<bool>()) break;
      const at::Tensor free = (rate * (length < room)).sum(1, true);
      t = t + missing.clamp_min(0) / free.clamp_min(1e-12);
    }
  }
  return (slope.sign() * length).view_as(points);
}

}  // namespace adversarium
