// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/nearest_adversarial.h"
#include "core/tensor/hyperplane.h"

namespace adversarium {
namespace {

/// Moosavi-Dezfooli, Fawzi, Frossard, CVPR 2016, algorithm 2, with the nearest point of a plane taken in the box.
struct DeepFool {
  static constexpr AlgorithmInfo info{"deepfool", "DeepFool", Chapter::Evasion,
                                      "Moosavi-Dezfooli et al. 2016, arXiv:1511.04599",
                                      "Takes every class boundary for a plane and steps onto the nearest one "
                                      "until the answer changes: a quick look "
                                      "for a small change."};
  using Victim = GradientAccess;
  struct Params {
    int steps = 50;
    Norm norm = Norm::L2;
    double overshoot = 0.02;
    int candidates = 10;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Most linearisations of an image", {1, 1000, 1, 100, true})
          .as(Role::Steps),
      choiceParam(&Params::norm, "norm", "Norm", "How distance to the clean image is measured", Norm::L2)
          .as(Role::Norm),
      param(&Params::overshoot, "overshoot", "Overshoot",
            "How far beyond the boundary to go, as a share of the way", {0, 1, 0, 0.2}),
      param(&Params::candidates, "candidates", "Candidate classes",
            "How many of the leading classes are looked at, the image's own among them", {2, 1000, 2, 20, true}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    at::Tensor result = images.clone();
    at::Tensor rows = at::arange(images.size(0));
    at::Tensor clean = images, current = images.clone(), way = at::zeros_like(images);
    Goal wanted = goal.rows(rows);
    at::Tensor ahead;  // N×M: the classes to go to
    if (goal.targeted) ahead = goal.labels.unsqueeze(1);
    for (int step = 0; step < params.steps && rows.numel() > 0; ++step) {
      progress.step(step, params.steps);
      const InputGradients look = victim.inputGradients(
          current,
          [&](const at::Tensor& logits) {
            if (!ahead.defined()) ahead = runnersUp(logits.detach(), wanted.labels, params.candidates - 1);
            std::vector<at::Tensor> gains;
            const at::Tensor own = wanted.targeted ? leader(logits, wanted.labels)
                                                   : logits.gather(1, wanted.labels.unsqueeze(1)).squeeze(1);
            for (std::int64_t k = 0; k < ahead.size(1); ++k) {
              gains.push_back(logits.gather(1, ahead.select(1, k).unsqueeze(1)).squeeze(1) - own);
            }
            return gains;
          },
          rows);
      at::Tensor gradients = at::stack(look.gradients, 1);  // N×M×C×H×W
      at::Tensor gaps = at::stack(look.losses, 1).abs();    // N×M
      const at::Tensor reached = wanted.reached(look.logits.argmax(1));
      if (reached.any().item<bool>()) {
        copyWhere(reached, result, rows, current);
        const at::Tensor kept = rowsWhere(reached.logical_not());
        keepRows(kept, rows, clean, current, way, ahead, gradients, gaps);
        wanted = wanted.rows(kept);
        if (rows.numel() == 0) break;
      }
      const std::int64_t n = rows.numel(), m = ahead.size(1);
      const at::Tensor slopes = dualNorm(gradients.flatten(0, 1), params.norm).view({n, m});
      const at::Tensor distances = gaps / slopes.clamp_min(1e-12);
      const at::Tensor nearest = distances.argmin(1, true);
      const at::Tensor normal =
          gradients
              .gather(1, nearest.view({n, 1, 1, 1, 1})
                             .expand({n, 1, gradients.size(2), gradients.size(3), gradients.size(4)}))
              .squeeze(1);
      // A touch more than the gap, so that a plane is crossed even where the gap is tiny; within [0,1], where a
      // step of which the box takes half back would need many.
      const auto chosen = [&](const at::Tensor& values) { return values.gather(1, nearest).squeeze(1); };
      way += wayToHyperplane(current, normal, chosen(gaps) + 1e-4 * chosen(slopes), params.norm);
      current = (clean + (1 + params.overshoot) * way).clamp_(0, 1);
      if (goal.onStep) goal.onStep(current);
      // Which planes are near hardly changes once the first step has shown it: a look costs a pass a class.
      constexpr std::int64_t kAfterFirst = 3;
      if (m > kAfterFirst) {
        ahead = ahead.gather(1, std::get<1>(distances.topk(kAfterFirst, 1, /*largest=*/false)));
      }
    }
    if (rows.numel() > 0) {
      result.index_copy_(0, rows, current);
      const at::Tensor late = wanted.reached(victim.decide(current, rows));
      sayNoneFound(goal, rows.numel() - late.sum().item<std::int64_t>());
    }
    return result;
  }

 private:
  /// The best score among the classes other than `labels`.
  static at::Tensor leader(const at::Tensor& logits, const at::Tensor& labels) {
    return logits.gather(1, runnersUp(logits.detach(), labels, 1)).squeeze(1);
  }
};
const RegisteredAttack<DeepFool> kDeepFoolRegistered;

}  // namespace
}  // namespace adversarium
