// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/nearest_adversarial.h"
#include "core/tensor/hyperplane.h"

namespace adversarium {
namespace {

/// Croce & Hein, ICML 2020, algorithm 1, towards one class at a time (as in "Reliable evaluation", appendix C, so
/// that a step costs one gradient however many classes there are).
struct Fab {
  static constexpr AlgorithmInfo info{
      "fab", "Fast adaptive boundary", Chapter::Evasion, "Croce & Hein 2020, arXiv:1907.02044",
      "Walks along the boundary towards every rival class, pulled back to the clean image: finds small changes "
      "without a strength to choose."};
  using Victim = GradientAccess;
  struct Params {
    int steps = 100;
    Norm norm = Norm::Linf;
    int targets = 9;
    double bias = 0.1;
    double overshoot = 1.05;
    double backward = 0.9;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Steps towards each class", {1, 10000, 1, 200, true})
          .as(Role::Steps),
      choiceParam(&Params::norm, "norm", "Norm", "How distance to the clean image is measured", Norm::L1)
          .as(Role::Norm),
      param(&Params::targets, "targets", "Target classes", "How many of the nearest classes are tried",
            {1, 1000, 1, 20, true})
          .as(Role::Targets),
      param(&Params::bias, "bias", "Pull", "Most weight of the clean image's own projection", {0, 1, 0, 0.5}),
      param(&Params::overshoot, "overshoot", "Overshoot", "Factor on the way to the boundary", {1, 2, 1, 1.3}),
      param(&Params::backward, "backward", "Way kept", "Share of a found change that the next step starts from",
            {0.01, 1, 0.5, 1}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    Nearest nearest(images, params.norm);
    at::Tensor rows = at::arange(images.size(0));
    const at::Tensor ahead =
        goal.targeted ? goal.labels.unsqueeze(1) : runnersUp(victim.logits(images), goal.labels, params.targets);
    const std::int64_t aims = ahead.size(1);
    for (std::int64_t aim = 0; aim < aims && rows.numel() > 0; ++aim) {
      PartProgress part(progress, 0.95 * double(aim) / double(aims), 0.95 * double(aim + 1) / double(aims));
      approach(victim, images, goal, params, ahead.select(1, aim), rows, nearest, part);
    }
    progress.step(95, 100);
    nearest.tighten(victim, goal);
    return nearest.found(goal);
  }

 private:
  static constexpr int kLookBack = 10;

  /// The samples on their way towards one class, one row each.
  struct Walk {
    at::Tensor rows;            // int64, positions in the batch
    at::Tensor clean, current;  // N×C×H×W
    at::Tensor target;          // int64 N
    at::Tensor best, before;    // N: nearest found on this way, now and at the last look back
    Goal goal;

    at::Tensor lead(const at::Tensor& logits) const {
      if (goal.targeted) return goal.margin(logits);
      return (logits.gather(1, target.unsqueeze(1)) - logits.gather(1, goal.labels.unsqueeze(1))).squeeze(1);
    }
    /// Which ways will find nothing nearer: those that still are far beyond the nearest that is known from other
    /// classes, and those that no longer gain.
    at::Tensor hopeless(const at::Tensor& nearest, const at::Tensor& distance) {
      constexpr double kFar = 1.2, kGain = 0.998;
      const at::Tensor where = at::where(best.isfinite(), best, distance);
      const at::Tensor over = (where > kFar * nearest).logical_or(best > kGain * before);
      before = best;
      return over;
    }
    void keep(const at::Tensor& index) {
      keepRows(index, rows, clean, current, target, best, before);
      goal = goal.rows(index);
    }
  };

  /// Towards the class `towards` (int64, one a sample of the batch) with the samples `rows`. A goal that names a
  /// radius is content with any example inside, and such samples leave `rows`.
  static void approach(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                       const at::Tensor& towards, at::Tensor& rows, Nearest& nearest, Progress& progress) {
    const bool bounded = goal.ball.radius.isfinite().all().item<bool>();
    Walk walk{rows,
              images.index_select(0, rows),
              images.index_select(0, rows),
              towards.index_select(0, rows),
              at::full({rows.numel()}, INFINITY),
              at::full({rows.numel()}, INFINITY),
              goal.rows(rows)};
    for (int step = 0; step < params.steps && walk.rows.numel() > 0; ++step) {
      progress.step(step, params.steps);
      // Where z_t − z_y crosses 0 lies the boundary; with a target, where the target overtakes all.
      InputGradient look = victim.inputGradient(
          walk.current, [&](const at::Tensor& logits) { return walk.lead(logits); }, walk.rows);
      const at::Tensor reached = walk.goal.reached(look.logits.argmax(1));
      const at::Tensor distance = quickNorm(walk.current - walk.clean, params.norm);
      walk.best = at::where(reached, at::minimum(walk.best, distance), walk.best);
      nearest.offer(walk.rows, walk.current, reached, distance);
      at::Tensor from =
          at::where(perImage(reached), walk.clean + params.backward * (walk.current - walk.clean), walk.current);
      at::Tensor over;
      if (bounded) {
        over = reached.logical_and(distance <= walk.goal.ball.radius);
      } else if (step % kLookBack == kLookBack - 1) {
        over = walk.hopeless(nearest.distances().index_select(0, walk.rows), distance);
      }
      if (over.defined() && over.any().item<bool>()) {
        const at::Tensor kept = rowsWhere(over.logical_not());
        keepRows(kept, from, look.gradient, look.loss);
        walk.keep(kept);
        if (kept.numel() == 0) break;
      }
      walk.current = stepped(walk.clean, walk.current, from, look, params);
      if (goal.onStep) goal.onStep(walk.current);
    }
    if (walk.rows.numel() > 0)
      nearest.offer(walk.rows, walk.current, walk.goal.reached(victim.decide(walk.current, walk.rows)));
    if (bounded)
      rows = rows.index_select(
          0, rowsWhere(nearest.distances().index_select(0, rows) > goal.ball.radius.index_select(0, rows)));
  }

  /// Eqs. (4) to (9): the projections of the point `from` and of the clean image onto the plane that is the
  /// boundary to first order at `seen`, mixed by their lengths.
  static at::Tensor stepped(const at::Tensor& clean, const at::Tensor& seen, const at::Tensor& from,
                            const InputGradient& look, const Params& params) {
    const at::Tensor& normal = look.gradient;
    const auto along = [&](const at::Tensor& change) {
      return at::bmm(normal.flatten(1).unsqueeze(1), change.flatten(1).unsqueeze(2)).view({-1});
    };
    const std::int64_t n = clean.size(0);
    const at::Tensor rise = at::cat({-look.loss - along(from - seen), -look.loss - along(clean - seen)});
    const at::Tensor way = wayToHyperplane(at::cat({from, clean}), at::cat({normal, normal}), rise, params.norm);
    const at::Tensor length = quickNorm(way, params.norm).clamp_min(1e-8);
    const at::Tensor own = length.slice(0, 0, n), cleans = length.slice(0, n);
    const at::Tensor weight = perImage((own / (own + cleans)).clamp(0, params.bias));
    const at::Tensor moved = from + params.overshoot * way.slice(0, 0, n);
    const at::Tensor pulled = clean + params.overshoot * way.slice(0, n);
    return (moved + weight * (pulled - moved)).clamp_(0, 1);
  }
};
const RegisteredAttack<Fab> kFabRegistered;

}  // namespace
}  // namespace adversarium
