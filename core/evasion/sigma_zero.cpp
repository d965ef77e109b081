// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/nearest_adversarial.h"

namespace adversarium {
namespace {

/// Cinà et al., ICLR 2025, algorithm 1; a pixel's channels count together.
struct SigmaZero {
  static constexpr AlgorithmInfo info{"sigma-zero", "σ-zero", Chapter::Evasion,
                                      "Cinà et al. 2025, arXiv:2402.01879",
                                      "Follows the gradient of a smooth stand-in for the number of changed pixels "
                                      "and drops the weakest: as few pixels "
                                      "as possible."};
  using Victim = GradientAccess;
  static constexpr Norm kNorm = Norm::L0;
  struct Params {
    int steps = 100;
    double rate = 1;
    double threshold = 0.3;
    double thresholdRate = 0.01;
    double sigma = 1e-3;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Gradient steps", {1, 100000, 1, 1000, true}).as(Role::Steps),
      param(&Params::rate, "rate", "Step size", "Largest change of a pixel in the first step",
            {1e-3, 10, 0.1, 1, true, "pixel value"}),
      param(&Params::threshold, "threshold", "First threshold", "Smaller changes are dropped at the beginning",
            {0, 1, 0.01, 0.9, false, "pixel value"}),
      param(&Params::thresholdRate, "threshold_rate", "Threshold step",
            "By how much the threshold rises after success and falls after failure",
            {1e-5, 1, 1e-3, 0.1, true, "pixel value"}),
      param(&Params::sigma, "sigma", "Smoothing σ", "The smaller, the closer to counting pixels",
            {1e-8, 1, 1e-5, 0.1, true}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    Nearest nearest(images, kNorm);
    const at::Tensor rows = at::arange(images.size(0));
    at::Tensor change = at::zeros_like(images);
    at::Tensor threshold = at::full({images.size(0)}, params.threshold);
    const double pixels = double(images.size(2) * images.size(3));
    for (int step = 0; step < params.steps; ++step) {
      progress.step(step, params.steps);
      const double share = (1 + std::cos(M_PI * step / params.steps)) / 2;
      const double rate = params.rate * (0.1 + 0.9 * share);
      const at::Tensor current = images + change;
      const InputGradient look = victim.inputGradient(
          current, [&](const at::Tensor& logits) { return goal.margin(logits).clamp_max(0); }, rows);
      const at::Tensor reached = goal.reached(look.logits.argmax(1));
      nearest.offer(rows, current, reached);
      // Eq. (5): Σ s/(s + σ) over the pixels, s the squared change; its gradient pulls small changes to 0.
      const at::Tensor square = change.square().sum(1, true);
      const at::Tensor pull = change * (2 * params.sigma / pixels) / (square + params.sigma).square();
      const at::Tensor descent = pull - look.gradient;
      const at::Tensor scaled = descent / perImage(quickNorm(descent, Norm::Linf).clamp_min(1e-12));
      change = (current - rate * scaled).clamp_(0, 1).sub_(images);
      threshold = (threshold + params.thresholdRate * rate * (reached.to(at::kFloat) * 2 - 1)).clamp_(0, 1);
      change = change * change.abs().amax(1, true).ge(perImage(threshold));
      if (goal.onStep) goal.onStep(images + change);
    }
    const at::Tensor last = images + change;
    nearest.offer(rows, last, goal.reached(victim.decide(last, rows)));
    return nearest.found(goal);
  }
};
const RegisteredAttack<SigmaZero> kSigmaZeroRegistered;

}  // namespace
}  // namespace adversarium
