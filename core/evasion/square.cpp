// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"

namespace adversarium {
namespace {

/// The images that still stand, and the best perturbation of each so far.
struct Front {
  at::Tensor rows;     // int64, positions in the batch
  at::Tensor clean;    // N×C×H×W
  at::Tensor current;  // N×C×H×W
  at::Tensor margin;   // N
  Goal goal;

  void keep(const at::Tensor& index) {
    rows = rows.index_select(0, index);
    clean = clean.index_select(0, index);
    current = current.index_select(0, index);
    margin = margin.index_select(0, index);
    goal = goal.rows(index);
  }
};

at::Tensor randomSigns(at::IntArrayRef shape, at::Generator& random) {
  return at::empty(shape, at::kFloat).bernoulli_(0.5, random).mul_(2).sub_(1);
}

/// Whole numbers below `bounds` (int64 N or scalar), drawn uniformly.
at::Tensor randomBelow(std::int64_t count, std::int64_t bound, at::Generator& random) {
  return at::randint(0, std::max<std::int64_t>(bound, 1), {count}, random, at::kLong);
}

/// A mask N×1×H×W that is 1 in the square of side `side` whose corner is (top, left), both int64 N.
at::Tensor squareMask(const at::Tensor& top, const at::Tensor& left, std::int64_t side, std::int64_t height,
                      std::int64_t width) {
  const at::Tensor y = at::arange(height).view({1, 1, height, 1});
  const at::Tensor x = at::arange(width).view({1, 1, 1, width});
  const at::Tensor t = top.view({-1, 1, 1, 1});
  const at::Tensor l = left.view({-1, 1, 1, 1});
  return (y >= t).logical_and(y < t + side).logical_and(x >= l).logical_and(x < l + side).to(at::kFloat);
}

/// Andriushchenko et al., ECCV 2020: the piecewise constant schedule of section 3.2, rescaled to the budget.
double shareOfPixels(double start, std::int64_t iteration, std::int64_t budget) {
  const double at = 10000.0 * static_cast<double>(iteration) / static_cast<double>(budget);
  constexpr double kBreaks[] = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};
  double share = start;
  for (const double next : kBreaks) {
    if (at > next) share /= 2;
  }
  return share;
}

/// Section 4 of the paper: two bumps of opposite sign, the shape of an L2 update. side × side, unit L2 norm.
at::Tensor bumps(std::int64_t side, at::Generator& random) {
  const auto bump = [](std::int64_t height, std::int64_t width) {
    at::Tensor value = at::zeros({height, width});
    std::int64_t top = height / 2, left = width / 2, bottom = height / 2 + 1, right = width / 2 + 1;
    for (std::int64_t ring = 0; ring < std::max(height / 2 + 1, width / 2 + 1); ++ring) {
      value.slice(0, std::max<std::int64_t>(top, 0), bottom)
          .slice(1, std::max<std::int64_t>(left, 0), right)
          .add_(1.0 / static_cast<double>((ring + 1) * (ring + 1)));
      --top, --left, ++bottom, ++right;
    }
    return value / value.norm();
  };
  at::Tensor pattern = at::zeros({side, side});
  const std::int64_t half = side / 2;
  if (half > 0) pattern.slice(0, 0, half).copy_(bump(half, side));
  pattern.slice(0, half).copy_(-bump(side - half, side));
  pattern /= pattern.norm();
  return at::rand({1}, random, at::kFloat).item<float>() > 0.5F ? pattern.t().contiguous() : pattern;
}

at::Tensor startLinf(const Front& front, at::Generator& random) {
  const at::Tensor& clean = front.clean;
  const at::Tensor stripes = randomSigns({clean.size(0), clean.size(1), 1, clean.size(3)}, random);
  return front.goal.ball.project(clean + front.goal.ball.radius.view({-1, 1, 1, 1}) * stripes, clean);
}

at::Tensor proposeLinf(const Front& front, std::int64_t side, at::Generator& random) {
  const at::Tensor& clean = front.clean;
  const std::int64_t n = clean.size(0), height = clean.size(2), width = clean.size(3);
  const at::Tensor mask = squareMask(randomBelow(n, height - side + 1, random),
                                     randomBelow(n, width - side + 1, random), side, height, width);
  const at::Tensor colour = randomSigns({n, clean.size(1), 1, 1}, random);
  const at::Tensor painted = clean + front.goal.ball.radius.view({-1, 1, 1, 1}) * colour;
  return at::where(mask.gt(0), painted.clamp(0, 1), front.current);
}

at::Tensor startL2(const Front& front, at::Generator& random) {
  const at::Tensor& clean = front.clean;
  const std::int64_t n = clean.size(0), channels = clean.size(1), height = clean.size(2), width = clean.size(3);
  at::Tensor change = at::zeros_like(clean);
  const std::int64_t side = std::max<std::int64_t>(2, std::min(height, width) / 5);
  for (std::int64_t top = 0; top + side <= height; top += side) {
    for (std::int64_t left = 0; left + side <= width; left += side) {
      change.slice(2, top, top + side)
          .slice(3, left, left + side)
          .add_(bumps(side, random).view({1, 1, side, side}) * randomSigns({n, channels, 1, 1}, random));
    }
  }
  const at::Tensor scaled = unitStep(change, Norm::L2) * front.goal.ball.radius.view({-1, 1, 1, 1});
  return (clean + scaled).clamp_(0, 1);
}

/// Moves the budget of a second window into a first one, adds a bump there, and fills the ball again.
at::Tensor proposeL2(const Front& front, std::int64_t side, at::Generator& random) {
  const at::Tensor& clean = front.clean;
  const std::int64_t n = clean.size(0), channels = clean.size(1), height = clean.size(2), width = clean.size(3);
  const at::Tensor radius = front.goal.ball.radius.view({-1, 1, 1, 1});
  const at::Tensor change = front.current - clean;
  const at::Tensor top = randomBelow(n, height - side + 1, random);
  const at::Tensor left = randomBelow(n, width - side + 1, random);
  const at::Tensor first = squareMask(top, left, side, height, width);
  const at::Tensor second = squareMask(randomBelow(n, height - side + 1, random),
                                       randomBelow(n, width - side + 1, random), side, height, width);
  const at::Tensor either = at::maximum(first, second);
  const auto length = [](const at::Tensor& t) { return t.flatten(1).norm(2, {1}).view({-1, 1, 1, 1}); };
  // What the two windows hold, and what the ball has left, may be spent in the first window.
  const at::Tensor freed = (radius.square() - length(change * (1 - either)).square()).clamp_min(0).sqrt();
  const at::Tensor pattern = bumps(side, random);
  at::Tensor bump = at::zeros({n, channels, height, width});
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t y = top[i].item<std::int64_t>(), x = left[i].item<std::int64_t>();
    bump[i].slice(1, y, y + side).slice(2, x, x + side).add_(pattern);
  }
  const at::Tensor inside = change * first;
  const at::Tensor grown = unitStep(
      bump * randomSigns({n, channels, 1, 1}, random) + inside / length(inside).clamp_min(1e-12), Norm::L2);
  const at::Tensor moved = change * (1 - either) + grown * first * freed;
  return (clean + moved * (radius / length(moved).clamp_min(1e-12)).clamp_max(1)).clamp_(0, 1);
}

/// Andriushchenko, Croce, Flammarion, Hein, ECCV 2020, algorithms 1 to 3.
struct Square {
  static constexpr AlgorithmInfo info{
      "square", "Square attack", Chapter::Evasion, "Andriushchenko et al. 2020, arXiv:1912.00049",
      "Paints random squares and keeps those that hurt: needs only the scores, no gradient."};
  using Victim = ScoreAccess;
  static constexpr bool kStandard = true;
  struct Params {
    double epsilon = 8.0 / 255;
    Norm norm = Norm::Linf;
    int queries = 5000;
    double share = 0.8;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L2).as(Role::Norm),
      param(&Params::queries, "queries", "Query budget", "Most looks at the scores for each image",
            {1, 1e6, 100, 10000, true, "queries"})
          .as(Role::Queries),
      param(&Params::share, "share", "First share", "Share of the pixels that the first squares cover",
            {0.001, 1, 0.05, 1}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const bool linf = params.norm == Norm::Linf;
    at::Generator& random = *goal.random;
    at::Tensor result = images.clone();
    Front front{at::arange(images.size(0)), images, images, {}, goal.rows(at::arange(images.size(0)))};
    front.current = linf ? startLinf(front, random) : startL2(front, random);
    front.margin = front.goal.margin(victim.logScores(front.current, front.rows));
    const double pixels = static_cast<double>(images.size(2) * images.size(3));
    const std::int64_t shortest = std::min(images.size(2), images.size(3));
    for (std::int64_t iteration = 1; iteration < params.queries; ++iteration) {
      progress.step(iteration, params.queries);
      retire(front, result);
      if (front.rows.numel() == 0) break;
      const double area = shareOfPixels(params.share, iteration, params.queries) * pixels;
      std::int64_t side = std::clamp<std::int64_t>(std::llround(std::sqrt(area)), 1, shortest - (linf ? 0 : 1));
      if (!linf) side = std::min<std::int64_t>(std::max<std::int64_t>(side, 3) | 1, shortest);
      const at::Tensor proposal = linf ? proposeLinf(front, side, random) : proposeL2(front, side, random);
      const at::Tensor margin = front.goal.margin(victim.logScores(proposal, front.rows));
      const at::Tensor better = margin > front.margin;
      front.current = at::where(better.view({-1, 1, 1, 1}), proposal, front.current);
      front.margin = at::where(better, margin, front.margin);
      if (goal.onStep) goal.onStep(front.current);
    }
    if (front.rows.numel() > 0) result.index_copy_(0, front.rows, front.current);
    return result;
  }

 private:
  /// Images that fell cost no further query.
  static void retire(Front& front, at::Tensor& result) {
    const at::Tensor fallen = front.margin > 0;
    if (!fallen.any().item<bool>()) return;
    const at::Tensor gone = fallen.nonzero().squeeze(1);
    result.index_copy_(0, front.rows.index_select(0, gone), front.current.index_select(0, gone));
    front.keep(fallen.logical_not().nonzero().squeeze(1));
  }
};
const RegisteredAttack<Square> kSquareRegistered;

}  // namespace
}  // namespace adversarium
