// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/near_duplicates.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>

#include "core/data/table_data.h"

namespace adversarium {
namespace {

constexpr std::int64_t kSide = 32, kBlock = 512;

/// Squares first: |a|² + |b|² − 2ab is one matrix product. It may be off by rounding, so the nearest is looked at
/// once more, and the limit is applied to that.
Twins nearest(const at::Tensor& rows, const at::Tensor& others, bool earlierOnly, double limit,
              Progress& progress) {
  const at::NoGradGuard noGradient;
  const std::int64_t count = rows.size(0);
  Twins twins{at::full({count}, -1, at::kLong), at::zeros({count}, at::kFloat)};
  if (others.size(0) == 0) return twins;
  const at::Tensor centre = others.mean(0);
  const at::Tensor there = others - centre, thereSquared = there.square().sum(1);
  for (std::int64_t from = 0; from < count; from += kBlock) {
    progress.step(from, count);
    const std::int64_t to = std::min(count, from + kBlock);
    const std::int64_t reach = earlierOnly ? to - 1 : others.size(0);
    if (reach < 1) continue;
    const at::Tensor here = rows.slice(0, from, to) - centre;
    at::Tensor squared = here.square().sum(1).unsqueeze(1) + thereSquared.slice(0, 0, reach).unsqueeze(0) -
                         2 * here.matmul(there.slice(0, 0, reach).t());
    if (earlierOnly) {
      const at::Tensor later =
          at::arange(reach, at::kLong).unsqueeze(0).ge(at::arange(from, to, at::kLong).unsqueeze(1));
      squared.masked_fill_(later, std::numeric_limits<float>::infinity());
    }
    const auto [least, place] = squared.min(1);
    const at::Tensor distance = (rows.slice(0, from, to) - others.index_select(0, place)).square().sum(1).sqrt();
    const at::Tensor near = least.isfinite().logical_and(distance.le(limit));
    twins.twin.slice(0, from, to).copy_(at::where(near, place, at::full_like(place, -1)));
    twins.distance.slice(0, from, to).copy_(distance);
  }
  return twins;
}

}  // namespace

at::Tensor comparable(const at::Tensor& images, const DataSet& source) {
  if (dynamic_cast<const TableData*>(&source)) return images.flatten(1);
  at::Tensor small = images;
  if (images.size(2) > kSide || images.size(3) > kSide)
    small = at::adaptive_avg_pool2d(images, {std::min(kSide, images.size(2)), std::min(kSide, images.size(3))});
  const at::Tensor flat = small.flatten(1), contrast = flat - flat.mean(1, true);
  constexpr double kFlat = 1e-3;  // deviation of pixels below which a picture shows nothing
  return contrast / contrast.norm(2, 1, true).clamp_min(kFlat * std::sqrt(double(flat.size(1))));
}

Twins twinsAmong(const at::Tensor& rows, double limit, Progress& progress) {
  return nearest(rows, rows, true, limit, progress);
}

Twins twinsIn(const at::Tensor& rows, const at::Tensor& others, double limit, Progress& progress) {
  return nearest(rows, others, false, limit, progress);
}

}  // namespace adversarium
