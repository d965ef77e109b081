// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include "core/base/words.h"
#include "core/defence/repair.h"
#include "core/defence/unlearning.h"
#include "core/poisoning/detection.h"
#include "core/poisoning/trigger_findings.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

enum class TuneRecipe { Plain, FtSam, Unlearn };

}  // namespace

template <>
struct Choices<TuneRecipe> {
  static constexpr std::array<std::string_view, 3> names{"plain", "ft-sam", "unlearn"};
};

namespace {

/// FT-SAM: Zhu et al., ICCV 2023, eq. (4): sharpness-aware steps whose reach is adapted to each weight, which move
/// the backdoor's few large weights most. Neither reaches weights that no clean image excites, such as those
/// behind a corner that is always black; unlearning (unlearning.h) does.
struct FineTune {
  static constexpr AlgorithmInfo info{
      "fine-tune", "Fine-tuning", Chapter::Poisoning, "Zhu et al. 2023, arXiv:2304.11823",
      "Goes on training with a few clean images, so that the model forgets what they do not show."};
  struct Params : TrainParams, RepairParams {
    Params() {
      epochs = 20;
      learningRate = 0.02;
      optimiser = Optimiser::Sgd;
      schedule = Schedule::Cosine;
    }
    TuneRecipe recipe = TuneRecipe::FtSam;
    double rho = 2;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          param(
              &Params::recipe, "recipe", "Recipe",
              "plain: as in training; ft-sam: each step taken from the worst weights nearby; unlearn: looks for a "
              "trigger first and stamps it on a fifth of the images, with their right labels"),
          param(&Params::rho, "rho", "Reach ρ", "How far the worst weights are looked for (recipe ft-sam)",
                {0, 20, 0.1, 8}),
      },
      trainParams<Params>(), repairParams<Params>());

  static Repaired repair(Patient& patient, const Params& params, Progress& progress) {
    Repaired repaired;
    const double searchShare = params.recipe == TuneRecipe::Unlearn ? 0.6 : 0;
    PartProgress searches(progress, 0, searchShare), trains(progress, searchShare, 1);
    const LossHook hook = hookFor(patient, params, repaired, searches);
    const TrainCurves curves = train(patient.graph, *patient.clean, patient.allClean(),
                                     trainPlanFor(patient.request(), params), hook, trains);
    repaired.graph = patient.graph;
    repaired.words = recipeOf(
        {filled(translatable("records", "fine-tuned (‘{}’) on {} clean images"),
                Name::ofChoice(std::get<std::string>(paramValue(params.recipe))), patient.clean->info().count),
         filled(translatable("records", "{} epochs"), params.epochs), repaired.words});
    repaired.found.push_back({"loss", translatable("records", "Training loss"),
                              perEpoch(curves.loss, translatable("records", "Mean loss"))});
    return repaired;
  }

 private:
  static LossHook hookFor(const Patient& patient, const Params& params, Repaired& repaired, Progress& progress) {
    if (params.recipe == TuneRecipe::Plain) return plainLoss;
    if (params.recipe == TuneRecipe::FtSam) {
      return [rho = params.rho](TrainStep& step) { return sharpnessAware(step, rho); };
    }
    const Suspect suspect = suspectedTrigger(patient, progress);
    const ClassTrigger& trigger = suspect.trigger;
    if (!trigger.convincing || !suspect.gap.standsOut()) {
      repaired.caveats.push_back(
          {"nothing-stands-out",
           translatable(
               "records",
               "No class stands out in the search: the trigger that was unlearnt may be an ordinary one.")});
    }
    repaired.words = filled(translatable("records", "unlearnt a trigger of class {} ({} pixels)"), trigger.target,
                            shortNumber(trigger.norm));
    repaired.measures.set(kTargetClass, double(trigger.target), 0);
    repaired.measures.set(kTriggerSize, trigger.norm, 0);
    repaired.measures.set(kTriggerGap, suspect.gap.deviations, 0);
    repaired.measures.set(kTriggerGapChance, suspect.gap.chance, 0);
    repaired.found.push_back(
        {"mask", translatable("records", "Mask of the trigger found"), imageSetOf(trigger.mask.unsqueeze(0))});
    repaired.found.push_back({"pattern", translatable("records", "Pattern of the trigger found"),
                              imageSetOf(trigger.pattern.unsqueeze(0))});
    return unlearning(trigger);
  }

  static StepLoss sharpnessAware(TrainStep& step, double rho) {
    const StepLoss first = plainLoss(step);
    const std::vector<at::Tensor> weights = step.graph.parameters();
    const auto gradients = torch::autograd::grad({first.loss}, weights, {}, c10::nullopt, false, true);
    std::vector<at::Tensor> moves(weights.size());
    {
      const at::NoGradGuard noGradient;
      at::Tensor squares = at::zeros({}, weights.front().options());
      for (std::size_t i = 0; i < weights.size(); ++i) {
        if (gradients[i].defined()) squares += (weights[i] * gradients[i]).square().sum();
      }
      const at::Tensor scale = rho / squares.sqrt().clamp_min(1e-12);
      for (std::size_t i = 0; i < weights.size(); ++i) {
        if (gradients[i].defined()) moves[i] = scale * weights[i].square() * gradients[i];
      }
    }
    // Functional, not in place: the trainer's gradients must be those of the weights it will move.
    Graph moved = step.graph;
    std::size_t next = 0;
    for (Node& node : moved.nodes) {
      for (auto& [name, tensor] : node.tensors) {
        if (!tensor.requires_grad()) continue;
        if (moves[next].defined()) tensor = tensor + moves[next];
        ++next;
      }
    }
    TrainStep worse{moved, step.images, step.labels, step.random, step.progress};
    return plainLoss(worse);
  }
};
const RegisteredRepair<FineTune> kFineTuneRegistered;

}  // namespace
}  // namespace adversarium
