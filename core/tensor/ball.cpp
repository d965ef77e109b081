// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/ball.h"

#include <ATen/ATen.h>

#include <limits>

namespace adversarium {
namespace {

/// N → N×1×1×1, to broadcast over images.
at::Tensor perImage(const at::Tensor& values, const at::Tensor& like) {
  std::vector<std::int64_t> shape(static_cast<std::size_t>(like.dim()), 1);
  shape[0] = -1;
  return values.reshape(shape);
}

/// Duchi et al. 2008: the Euclidean projection onto the L1 ball by sorting.
at::Tensor projectedL1(const at::Tensor& difference, const at::Tensor& radius) {
  const at::Tensor flat = difference.flatten(1);
  const at::Tensor magnitude = flat.abs();
  const at::Tensor sorted = std::get<0>(magnitude.sort(1, /*descending=*/true));
  const at::Tensor ranks = at::arange(1, flat.size(1) + 1, flat.options());
  const at::Tensor excess = (sorted.cumsum(1) - radius.unsqueeze(1)) / ranks;
  const at::Tensor active = (sorted > excess).sum(1, /*keepdim=*/true).clamp_min(1);
  const at::Tensor threshold = excess.gather(1, active - 1).clamp_min(0);
  const at::Tensor shrunk = flat.sign() * (magnitude - threshold).clamp_min(0);
  const at::Tensor inside = magnitude.sum(1, true) <= radius.unsqueeze(1);
  return at::where(inside, flat, shrunk).view_as(difference);
}

/// The float32 interval [clean − r, clean + r] ∩ [0,1], rounded towards clean so that no member is outside.
std::pair<at::Tensor, at::Tensor> innerBounds(const at::Tensor& clean, const at::Tensor& radius) {
  const at::Tensor exactClean = clean.to(at::kDouble);
  const at::Tensor exactRadius = perImage(radius.to(at::kDouble), clean);
  const at::Tensor low = exactClean - exactRadius;
  const at::Tensor high = exactClean + exactRadius;
  at::Tensor lowRounded = low.to(at::kFloat);
  at::Tensor highRounded = high.to(at::kFloat);
  const at::Tensor infinity = at::full({}, std::numeric_limits<float>::infinity(), clean.options());
  lowRounded = at::where(lowRounded.to(at::kDouble) < low, at::nextafter(lowRounded, infinity), lowRounded);
  highRounded = at::where(highRounded.to(at::kDouble) > high, at::nextafter(highRounded, -infinity), highRounded);
  return {lowRounded.clamp(0, 1), highRounded.clamp(0, 1)};
}

}  // namespace

at::Tensor normOf(const at::Tensor& difference, Norm norm) {
  const at::Tensor flat = difference.flatten(1).to(at::kDouble);
  switch (norm) {
    case Norm::Linf:
      return std::get<0>(flat.abs().max(1));
    case Norm::L2:
      return flat.norm(2, {1});
    case Norm::L1:
      return flat.abs().sum(1);
  }
  return {};
}

at::Tensor changedPixels(const at::Tensor& difference) { return difference.ne(0).any(1).flatten(1).sum(1); }

at::Tensor projected(const at::Tensor& difference, Norm norm, const at::Tensor& radius) {
  switch (norm) {
    case Norm::Linf: {
      const at::Tensor bound = perImage(radius, difference);
      return at::minimum(at::maximum(difference, -bound), bound);
    }
    case Norm::L2: {
      const at::Tensor length = difference.flatten(1).norm(2, {1}).clamp_min(1e-12);
      return difference * perImage((radius / length).clamp_max(1), difference);
    }
    case Norm::L1:
      return projectedL1(difference, radius);
  }
  return {};
}

at::Tensor unitStep(const at::Tensor& gradient, Norm norm) {
  if (norm == Norm::Linf) return gradient.sign();
  const at::Tensor flat = gradient.flatten(1);
  const at::Tensor length = norm == Norm::L2 ? flat.norm(2, {1}) : flat.abs().sum(1);
  return gradient / perImage(length.clamp_min(1e-30), gradient);
}

at::Tensor Ball::project(at::Tensor images, const at::Tensor& clean) const {
  if (norm == Norm::Linf) {
    const at::Tensor bound = perImage(radius, clean);
    return at::minimum(at::maximum(images, clean - bound), clean + bound).clamp_(0, 1);
  }
  // Cutting with the box can only shrink a change, so it keeps the ball.
  return (clean + projected(images - clean, norm, radius)).clamp_(0, 1);
}

at::Tensor Ball::enforce(const at::Tensor& images, const at::Tensor& clean) const {
  const at::NoGradGuard noGradient;
  if (norm == Norm::Linf) {
    const auto [low, high] = innerBounds(clean, radius);
    return at::minimum(at::maximum(images, low), high);
  }
  at::Tensor inside = project(images.clone(), clean);
  // Rounding leaves at most a few units in the last place; shrinking by growing margins ends after a few rounds.
  double margin = 1e-7;
  for (at::Tensor bad = contains(inside, clean).logical_not(); bad.any().item<bool>();
       bad = contains(inside, clean).logical_not()) {
    const at::Tensor shrunk = (clean + (inside - clean) * (1 - margin)).clamp(0, 1);
    inside = at::where(perImage(bad, clean), margin < 1 ? shrunk : clean, inside);
    margin *= 2;
  }
  return inside;
}

at::Tensor Ball::contains(const at::Tensor& images, const at::Tensor& clean) const {
  const at::Tensor exact = images.to(at::kDouble) - clean.to(at::kDouble);
  const at::Tensor inBall = normOf(exact, norm) <= radius.to(at::kDouble);
  const at::Tensor flat = images.flatten(1);
  return inBall.logical_and(flat.ge(0).logical_and(flat.le(1)).all(1));
}

Ball Ball::rows(const at::Tensor& index) const { return {norm, radius.index_select(0, index)}; }

}  // namespace adversarium
