// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/nearest_adversarial.h"
#include "core/tensor/hyperplane.h"

namespace adversarium {
namespace {

/// Pintor, Roli, Brendel, Biggio, NeurIPS 2021, algorithm 1; in L∞ with steps of that norm.
struct Fmn {
  static constexpr AlgorithmInfo info{"fmn", "Fast minimum norm", Chapter::Evasion,
                                      "Pintor et al. 2021, arXiv:2102.12827",
                                      "Shrinks the ball while the image is misclassified and widens it while it "
                                      "is not, one gradient step each: the "
                                      "smallest change for few looks."};
  using Victim = GradientAccess;
  struct Params {
    int steps = 100;
    int targets = 3;
    Norm norm = Norm::L2;
    double step = 10;
    double lastStep = 0.01;
    double shrink = 0.2;
    double lastShrink = 0.001;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Gradient steps", {1, 10000, 1, 500, true}).as(Role::Steps),
      param(&Params::targets, "targets", "Target classes",
            "So many starts share the steps: the first heads for any class, the others for the next likely ones; "
            "1 is "
            "the paper's. L0 and a chosen target always have one",
            {1, 1000, 1, 10, true})
          .as(Role::Targets),
      param(&Params::norm, "norm", "Norm",
            "How distance to the clean image is measured; L0 counts pixels, all channels together")
          .as(Role::Norm),
      param(&Params::step, "step", "First step size",
            "Most length (L2; in L∞ in that norm) of the first step; it is hardly longer than the way to the "
            "boundary seems to be (not L0)",
            {1e-4, 100, 0.01, 10, true})
          .as(Role::StepSize),
      param(&Params::lastStep, "last_step", "Last step size",
            "Length (L2) of the last step; in L∞ its share of the first", {1e-6, 100, 1e-3, 1, true}),
      param(&Params::shrink, "shrink", "First shrinking",
            "Share by which the first steps shrink or widen the ball", {1e-4, 0.9, 0.01, 0.3, true}),
      param(&Params::lastShrink, "last_shrink", "Last shrinking",
            "Share by which the last steps shrink or widen the ball", {1e-6, 0.9, 1e-4, 0.1, true}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const bool pixels = params.norm == Norm::L0;
    Nearest nearest(images, params.norm);
    const int starts = pixels || goal.targeted ? 1 : std::clamp(params.targets, 1, params.steps);
    at::Tensor rivals;  // int64 N×classes, likeliest first
    int done = 0;
    for (int start = 0; start < starts; ++start) {
      const int steps = (params.steps - done) / (starts - start);
      PartProgress part(progress, double(done) / params.steps, double(done + steps) / params.steps);
      const auto lead = [&](const at::Tensor& logits) {
        if (!rivals.defined()) rivals = runnersUp(logits.detach(), goal.labels, starts);
        if (start == 0 || start >= rivals.size(1)) return goal.margin(logits);
        const at::Tensor rival = rivals.slice(1, start, start + 1);
        return (logits.gather(1, rival) - logits.gather(1, goal.labels.unsqueeze(1))).squeeze(1);
      };
      descend(victim, images, goal, params, steps, lead, nearest, part);
      done += steps;
    }
    nearest.tighten(victim, goal);
    return nearest.found(goal);
  }

 private:
  /// Algorithm 1 from the clean images, with `steps` gradients of `lead`.
  template <class Lead>
  static void descend(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params, int steps,
                      const Lead& lead, Nearest& nearest, Progress& progress) {
    const bool pixels = params.norm == Norm::L0, box = params.norm == Norm::Linf;
    const at::Tensor rows = at::arange(images.size(0));
    at::Tensor current = images.clone();
    // L0 has no way to tell how far the boundary is: its ball grows from one pixel.
    Ball ball{params.norm, at::full({images.size(0)}, pixels ? 1.0 : INFINITY, at::kFloat)};
    at::Tensor everReached = at::zeros({images.size(0)}, at::kBool);
    at::Tensor first, last;  // N: lengths of the first and the last step
    for (int step = 0; step < steps; ++step) {
      progress.step(step, steps);
      const double share = annealed(step, steps);
      const double rate = params.lastShrink + (params.shrink - params.lastShrink) * share;
      InputGradient look = victim.inputGradient(current, lead, rows);
      // Length spent on what the box takes back would be missing elsewhere: near the corners the climb would stop.
      look.gradient = openWays(look.gradient, current);
      const at::Tensor slope = quickNorm(look.gradient, Norm::L2).clamp_min(1e-12);  // a zero gradient stays zero
      if (step == 0) {
        // The boundary may be nearer than one step is long: no step needs to go much farther than the way there
        // seems to be. Where gradients are flat it seems too long.
        constexpr double kFar = 0.2;  // in L∞, of the range of a pixel
        const at::Tensor steepness = box ? dualNorm(look.gradient, params.norm).clamp_min(1e-12) : slope;
        const at::Tensor way = (box ? 1 : 1.1) * look.loss.abs() / steepness;
        first = pixels ? at::full_like(slope, std::min(params.step, 1.0))
                       : way.clamp_max(box ? std::min(params.step, kFar) : params.step);
        last = box ? first * std::min(params.lastStep, 1.0) : first.clamp_max(params.lastStep);
      }
      const at::Tensor reached = goal.reached(look.logits.argmax(1));
      const at::Tensor distance = quickNorm(current - images, params.norm);
      nearest.offer(rows, current, reached, distance);
      everReached = everReached.logical_or(reached);
      const at::Tensor& radius = ball.radius;
      const at::Tensor& best = nearest.distances();
      if (pixels) {
        const at::Tensor less = at::minimum(radius - 1, (radius * (1 - rate)).floor());
        const at::Tensor more = at::maximum(radius + 1, (radius * (1 + rate)).floor());
        ball.radius = at::where(reached, at::minimum(less, best), more).clamp_min(0);
      } else {
        // Where the box shuts most ways the linear estimate falls short again and again: what it has not brought
        // over soon goes on unbounded.
        const double patience = step < steps / 10 ? 0 : INFINITY;
        const at::Tensor gap = look.loss.abs() / dualNorm(look.gradient, params.norm).clamp_min(1e-12);
        ball.radius = at::where(reached, at::minimum(radius * (1 - rate), best),
                                at::where(everReached, radius * (1 + rate), distance + gap + patience));
      }
      const at::Tensor length = last + (first - last) * share;
      // Along the gradient itself, a few steep pixels run into the corners of a box while the others, all of which
      // have to move where a model withstands, stay behind.
      const at::Tensor move =
          box ? perImage(length) * look.gradient.sign() : perImage(length / slope) * look.gradient;
      current = ball.project(current.add_(move), images);
      if (goal.onStep) goal.onStep(current);
    }
    nearest.offer(rows, current, goal.reached(victim.decide(current, rows)));
  }

  /// From 1 to 0 along half a cosine.
  static double annealed(int step, int steps) { return (1 + std::cos(M_PI * step / std::max(1, steps - 1))) / 2; }
};
const RegisteredAttack<Fmn> kFmnRegistered;

}  // namespace
}  // namespace adversarium
