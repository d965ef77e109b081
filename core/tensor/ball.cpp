// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/ball.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

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

/// The nearest point to `images` of the L1 ball around clean and of [0,1] at once: changes shrink by a common
/// amount and end at the border; bracketed Newton steps find the amount (Croce & Hein, ICML 2021, section 3).
at::Tensor intoBoxedL1(const at::Tensor& images, const at::Tensor& clean, const at::Tensor& radius) {
  constexpr int kRounds = 12;
  const at::Tensor change = (images - clean).flatten(1);
  const at::Tensor size = change.abs();
  const at::Tensor flatClean = clean.flatten(1);
  const at::Tensor room = at::where(change > 0, 1 - flatClean, flatClean);
  const at::Tensor bound = radius.unsqueeze(1);
  const at::Tensor inside = at::minimum(size, room).sum(1, true) <= bound;
  at::Tensor low = at::zeros_like(bound), high = size.amax(1, true), amount = low;
  for (int round = 0; round < kRounds; ++round) {
    const at::Tensor left = size - amount;
    const at::Tensor excess = at::minimum(left.clamp_min(0), room).sum(1, true) - bound;
    const at::Tensor slope = left.gt(0).logical_and(left < room).sum(1, true);
    low = at::where(excess > 0, amount, low);
    high = at::where(excess > 0, high, amount);
    const at::Tensor next = amount + excess / slope.clamp_min(1);
    amount = at::where(next.gt(low).logical_and(next < high).logical_and(slope > 0), next, (low + high) / 2);
  }
  const at::Tensor shrunk = at::minimum((size - high).clamp_min(0), room);
  const at::Tensor kept = at::where(inside, at::minimum(size, room), shrunk);
  return clean + (change.sign() * kept).view_as(clean);
}

/// The pixels of the largest changes keep them, as many as the radius allows; a change's size is its L2 norm over
/// the channels.
at::Tensor projectedL0(const at::Tensor& difference, const at::Tensor& radius) {
  const at::Tensor size = difference.square().sum(1).flatten(1);
  const at::Tensor order = size.argsort(1, /*descending=*/true);
  const at::Tensor places = at::arange(size.size(1)).unsqueeze(0).expand_as(order);
  const at::Tensor rank = at::empty_like(order).scatter_(1, order, places);
  const at::Tensor kept = rank < radius.unsqueeze(1);
  return difference * kept.view({size.size(0), 1, difference.size(2), difference.size(3)});
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
    case Norm::L0:
      return changedPixels(difference).to(at::kDouble);
  }
  return {};
}

at::Tensor quickNorm(const at::Tensor& difference, Norm norm) {
  const at::Tensor flat = difference.flatten(1);
  switch (norm) {
    case Norm::Linf:
      return flat.abs().amax(1);
    case Norm::L2:
      return flat.norm(2, {1});
    case Norm::L1:
      return flat.abs().sum(1);
    case Norm::L0:
      return changedPixels(difference).to(at::kFloat);
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
    case Norm::L0:
      return projectedL0(difference, radius.floor());
  }
  return {};
}

at::Tensor unitStep(const at::Tensor& gradient, Norm norm) {
  if (norm == Norm::Linf) return gradient.sign();
  const at::Tensor flat = gradient.flatten(1);
  const at::Tensor length = norm == Norm::L1 ? flat.abs().sum(1) : flat.norm(2, {1});
  return gradient / perImage(length.clamp_min(1e-30), gradient);
}

at::Tensor Ball::project(at::Tensor images, const at::Tensor& clean) const {
  if (norm == Norm::Linf) {
    const at::Tensor bound = perImage(radius, clean);
    return at::minimum(at::maximum(images, clean - bound), clean + bound).clamp_(0, 1);
  }
  if (norm == Norm::L1) return intoBoxedL1(images, clean, radius).clamp_(0, 1);
  // Cutting with the box can only shrink a change, so it keeps the ball.
  return (clean + projected(images - clean, norm, radius)).clamp_(0, 1);
}

at::Tensor Ball::enforce(const at::Tensor& images, const at::Tensor& clean) const {
  const at::NoGradGuard noGradient;
  if (radius.isinf().all().item<bool>()) return at::where(images.isnan(), clean, images).clamp_(0, 1);
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
