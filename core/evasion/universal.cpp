// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// The perturbation of Moosavi-Dezfooli et al., CVPR 2017, found by stochastic ascent on a clipped loss (Shafahi
/// et al., AAAI 2020, algorithm 2): an image that is broken well enough stops pulling.
struct Universal {
  static constexpr AlgorithmInfo info{
      "universal", "Universal perturbation", Chapter::Evasion, "Moosavi-Dezfooli et al. 2017, arXiv:1610.08401",
      "One change that fools the model on most images, learned on one half of them and judged on the other."};
  using Victim = GradientAccess;
  struct Params {
    double epsilon = 10.0 / 255;
    Norm norm = Norm::Linf;
    int steps = 200;
    double step = 0.1;
    int images = 64;
    double clip = 9;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L1).as(Role::Norm),
      param(&Params::steps, "steps", "Steps", "Gradient steps", {1, 100000, 10, 1000, true}).as(Role::Steps),
      param(&Params::step, "step", "Step size", "Length of the first step, as a share of the strength",
            {1e-4, 2, 0.01, 1, true, "× ε"})
          .as(Role::StepSize),
      param(&Params::images, "images", "Images a step", "Images whose gradients are averaged",
            {1, 4096, 8, 256, true}),
      param(&Params::clip, "clip", "Enough loss", "Images whose loss is above this no longer count",
            {0.1, 1000, 1, 20, true}),
  };

  static at::Tensor learn(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const std::int64_t n = images.size(0), some = std::min<std::int64_t>(params.images, n);
    const Ball ball{params.norm, at::full({1}, params.epsilon, at::kFloat)};
    const at::Tensor nothing = at::full_like(images.slice(0, 0, 1), 0.5);
    at::Tensor change = at::zeros_like(nothing), velocity = at::zeros_like(nothing);
    for (int step = 0; step < params.steps; ++step) {
      progress.step(step, params.steps);
      const at::Tensor rows = at::randperm(n, *goal.random, at::kLong).slice(0, 0, some).contiguous();
      const Goal wanted = goal.rows(rows);
      const at::Tensor shown = (images.index_select(0, rows) + change).clamp_(0, 1);
      const InputGradient look = victim.inputGradient(
          shown, [&](const at::Tensor& logits) { return wanted.logOdds(logits).clamp_max(params.clip); }, rows);
      velocity = 0.9 * velocity + unitStep(look.gradient.mean(0, true), Norm::L1);
      const double length = params.epsilon * params.step * (1 - 0.9 * double(step) / params.steps);
      change = projected(change + length * steepest(velocity, params.norm), params.norm, ball.radius);
      if (goal.onStep) goal.onStep((images + change).clamp(0, 1));
    }
    return change;
  }

  /// Scaled to each image's own strength, which is `epsilon` but for a strength axis.
  static at::Tensor apply(const at::Tensor& change, const at::Tensor& images, const Goal& goal,
                          const Params& params) {
    if (params.epsilon <= 0) return images;
    return images + perImage(goal.ball.radius / params.epsilon) * change;
  }

  static Artefact exhibit(const at::Tensor& change, const Params&) {
    ImageSet set;
    set.shape = change.sizes().vec();
    set.values = floatsOf(change);
    set.isChange = true;
    return {"perturbation", translatable("records", "The perturbation"), set};
  }

 private:
  /// Under L1 the steepest step is a single pixel; a twentieth of them, the strongest, is nearly as steep and
  /// sooner done.
  static at::Tensor steepest(const at::Tensor& direction, Norm norm) {
    if (norm != Norm::L1) return unitStep(direction, norm);
    const at::Tensor flat = direction.flatten(1);
    const std::int64_t kept = std::max<std::int64_t>(1, flat.size(1) / 20);
    const at::Tensor threshold = std::get<0>(flat.abs().topk(kept, 1)).slice(1, kept - 1, kept);
    return unitStep((flat.sign() * flat.abs().ge(threshold)).view_as(direction), Norm::L1);
  }
};
const RegisteredAttack<Universal> kUniversalRegistered;

}  // namespace
}  // namespace adversarium
