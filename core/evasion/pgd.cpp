// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/evasion/attack.h"

namespace adversarium {
namespace {

/// The steepest step of unit length under L1 changes one pixel; Tramèr & Boneh, NeurIPS 2019, spread it over the
/// strongest few so that a handful of steps suffices. Pixels already at the border in that direction are skipped.
at::Tensor sparseStep(const at::Tensor& gradient, const at::Tensor& images, double share) {
  const at::Tensor stuck =
      (images <= 0).logical_and(gradient < 0).logical_or((images >= 1).logical_and(gradient > 0));
  const at::Tensor flat = gradient.masked_fill(stuck, 0).flatten(1);
  const auto kept =
      std::max<std::int64_t>(1, static_cast<std::int64_t>(share * static_cast<double>(flat.size(1))));
  const at::Tensor threshold = std::get<0>(flat.abs().topk(kept, 1)).slice(1, kept - 1, kept);
  const at::Tensor step = flat.sign() * flat.abs().ge(threshold).logical_and(flat.ne(0));
  return (step / step.abs().sum(1, true).clamp_min(1)).view_as(gradient);
}

/// Uniform in the L∞ ball; for L2 and L1 a random direction of random length.
at::Tensor randomStart(const at::Tensor& clean, const Goal& goal) {
  const at::Tensor radius = goal.ball.radius.view({-1, 1, 1, 1});
  if (goal.ball.norm == Norm::Linf) {
    return (clean + radius * at::empty_like(clean).uniform_(-1, 1, *goal.random)).clamp_(0, 1);
  }
  const at::Tensor direction = unitStep(at::empty_like(clean).normal_(0, 1, *goal.random), goal.ball.norm);
  const at::Tensor length = at::empty_like(radius).uniform_(0, 1, *goal.random);
  return (clean + radius * length * direction).clamp_(0, 1);
}

/// Madry et al., ICLR 2018, eq. (2); with momentum Dong et al., CVPR 2018, algorithm 1.
struct Pgd {
  static constexpr AlgorithmInfo info{
      "pgd", "Projected gradient descent", Chapter::Evasion, "Madry et al. 2018, arXiv:1706.06083",
      "Climbs the loss in small steps and returns into the ball after each: the standard white-box attack."};
  using Victim = GradientAccess;
  static constexpr bool kStandard = true;
  struct Params {
    double epsilon = 8.0 / 255;
    Norm norm = Norm::Linf;
    int steps = 20;
    double step = 0.25;
    int restarts = 1;
    double momentum = 0;
    bool randomStart = false;
    bool stopAtSuccess = true;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L1).as(Role::Norm),
      param(&Params::steps, "steps", "Steps", "Gradient steps in each try", {1, 10000, 1, 100, true})
          .as(Role::Steps),
      param(&Params::step, "step", "Step size", "Length of one step, as a share of the strength",
            {1e-4, 2, 0.01, 1, true, "× ε"})
          .as(Role::StepSize),
      param(&Params::restarts, "restarts", "Restarts",
            "How often images that still stand are tried again, from a random place in the ball",
            {1, 1000, 1, 20, true})
          .as(Role::Restarts),
      param(&Params::momentum, "momentum", "Momentum", "Share of the last direction that is kept (MI-FGSM uses 1)",
            {0, 1, 0, 1}),
      param(&Params::randomStart, "random_start", "Random start", "Begin the first try at a random place, too"),
      param(&Params::stopAtSuccess, "stop_at_success", "Stop at success",
            "Leave an image alone as soon as it is misclassified; many times faster, same success")
          .as(Role::EarlyStop),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    at::Tensor result = images.clone();
    at::Tensor standing = at::arange(images.size(0));
    for (int attempt = 0; attempt < params.restarts && standing.numel() > 0; ++attempt) {
      const bool random = params.randomStart || attempt > 0;
      standing = climb(victim, images, goal, params, random, standing, result, progress, attempt);
    }
    return result;
  }

 private:
  /// One try on the images `standing` (int64 rows); writes what it made into `result` and returns the rows that
  /// were not seen to fall. With several tries, an image that fell is never overwritten.
  static at::Tensor climb(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          bool random, at::Tensor standing, at::Tensor& result, Progress& progress, int attempt) {
    at::Tensor clean = images.index_select(0, standing);
    Goal wanted = goal.rows(standing);
    at::Tensor current = random ? randomStart(clean, wanted) : clean.clone();
    at::Tensor velocity = params.momentum > 0 ? at::zeros_like(clean) : at::Tensor();
    const bool drops = params.stopAtSuccess;
    for (int step = 0; step < params.steps; ++step) {
      progress.step(std::int64_t{attempt} * params.steps + step, std::int64_t{params.restarts} * params.steps);
      const auto loss = [&](const at::Tensor& logits) { return wanted.logOdds(logits); };
      InputGradient look = victim.inputGradient(current, loss, standing);
      if (drops) {
        const at::Tensor reached = wanted.reached(look.logits.argmax(1));
        if (reached.any().item<bool>()) {
          const at::Tensor gone = reached.nonzero().squeeze(1);
          result.index_copy_(0, standing.index_select(0, gone), current.index_select(0, gone));
          const at::Tensor kept = reached.logical_not().nonzero().squeeze(1);
          standing = standing.index_select(0, kept);
          if (kept.numel() == 0) break;
          clean = clean.index_select(0, kept);
          current = current.index_select(0, kept);
          look.gradient = look.gradient.index_select(0, kept);
          if (velocity.defined()) velocity = velocity.index_select(0, kept);
          wanted = wanted.rows(kept);
        }
      }
      at::Tensor direction = look.gradient;
      if (velocity.defined()) {
        velocity = params.momentum * velocity + unitStep(direction, Norm::L1);
        direction = velocity;
      }
      const at::Tensor unit =
          params.norm == Norm::L1 ? sparseStep(direction, current, 0.05) : unitStep(direction, params.norm);
      const at::Tensor length = (wanted.ball.radius * params.step).view({-1, 1, 1, 1});
      current = wanted.ball.project(current + length * unit, clean);
      if (goal.onStep) goal.onStep(current);
    }
    if (standing.numel() > 0) result.index_copy_(0, standing, current);
    if (params.restarts > 1 && standing.numel() > 0) {  // the last step's success was not seen yet
      const at::Tensor stands = wanted.reached(victim.decide(current, standing)).logical_not();
      return standing.index_select(0, stands.nonzero().squeeze(1));
    }
    return standing;
  }
};
const RegisteredAttack<Pgd> kPgdRegistered;

}  // namespace
}  // namespace adversarium
