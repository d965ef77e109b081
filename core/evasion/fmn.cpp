// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/nearest.h"
#include "core/evasion/rows.h"
#include "core/tensor/hyperplane.h"

namespace adversarium {
namespace {

/// Pintor, Roli, Brendel, Biggio, NeurIPS 2021, algorithm 1.
struct Fmn {
  static constexpr AlgorithmInfo info{"fmn", "Fast minimum norm", Chapter::Evasion,
                                      "Pintor et al. 2021, arXiv:2102.12827",
                                      "Shrinks the ball while the image is misclassified and widens it while it "
                                      "is not, one gradient step each: the "
                                      "smallest change for few looks."};
  using Victim = GradientAccess;
  struct Params {
    int steps = 100;
    Norm norm = Norm::L2;
    double step = 1;
    double lastStep = 0.01;
    double shrink = 0.05;
    double lastShrink = 0.001;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Gradient steps", {1, 10000, 1, 500, true}),
      param(&Params::norm, "norm", "Norm",
            "How distance to the clean image is measured; L0 counts pixels, all channels together"),
      param(&Params::step, "step", "First step size", "Length (L2) of the first step",
            {1e-4, 100, 0.01, 10, true}),
      param(&Params::lastStep, "last_step", "Last step size", "Length (L2) of the last step",
            {1e-6, 100, 1e-3, 1, true}),
      param(&Params::shrink, "shrink", "First shrinking",
            "Share by which the first steps shrink or widen the ball", {1e-4, 0.9, 0.01, 0.3, true}),
      param(&Params::lastShrink, "last_shrink", "Last shrinking",
            "Share by which the last steps shrink or widen the ball", {1e-6, 0.9, 1e-4, 0.1, true}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const bool pixels = params.norm == Norm::L0;
    Nearest nearest(images, params.norm);
    const at::Tensor rows = at::arange(images.size(0));
    at::Tensor current = images.clone();
    // L0 has no way to tell how far the boundary is: its ball grows from one pixel.
    Ball ball{params.norm, at::full({images.size(0)}, pixels ? 1.0 : INFINITY, at::kFloat)};
    at::Tensor everReached = at::zeros({images.size(0)}, at::kBool);
    for (int step = 0; step < params.steps; ++step) {
      progress.step(step, params.steps);
      const double share = annealed(step, params.steps);
      const double length = params.lastStep + (params.step - params.lastStep) * share;
      const double rate = params.lastShrink + (params.shrink - params.lastShrink) * share;
      InputGradient look = victim.inputGradient(
          current, [&](const at::Tensor& logits) { return goal.margin(logits); }, rows);
      // Length spent on what the box takes back would be missing elsewhere: near the corners the climb would stop.
      look.gradient = openWays(look.gradient, current);
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
        const double patience = step < params.steps / 10 ? 0 : INFINITY;
        const at::Tensor gap = look.loss.abs() / dualNorm(look.gradient, params.norm).clamp_min(1e-12);
        ball.radius = at::where(reached, at::minimum(radius * (1 - rate), best),
                                at::where(everReached, radius * (1 + rate), distance + gap + patience));
      }
      current = ball.project(current.add_(perImage(length * quickInverse(look.gradient)) * look.gradient), images);
      if (goal.onStep) goal.onStep(current);
    }
    nearest.offer(rows, current, goal.reached(victim.decide(current, rows)));
    nearest.tighten(victim, goal);
    return nearest.images();
  }

 private:
  /// From 1 to 0 along half a cosine.
  static double annealed(int step, int steps) { return (1 + std::cos(M_PI * step / std::max(1, steps - 1))) / 2; }

  /// 1/‖g‖₂ an image; a zero gradient stays zero.
  static at::Tensor quickInverse(const at::Tensor& gradient) {
    return 1 / quickNorm(gradient, Norm::L2).clamp_min(1e-12);
  }
};
const RegisteredAttack<Fmn> kFmnRegistered;

}  // namespace
}  // namespace adversarium
