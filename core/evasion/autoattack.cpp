// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <array>
#include <functional>

#include "core/base/words.h"
#include "core/evasion/attack.h"

namespace adversarium {
namespace {

enum class Cascade { Standard, Rand };

}  // namespace

template <>
struct Choices<Cascade> {
  static constexpr std::array<std::string_view, 2> names{"standard", "rand"};
};

namespace {

/// Croce & Hein, ICML 2020, section 5, with the warnings of its reference implementation.
struct AutoAttack {
  static constexpr AlgorithmInfo info{"autoattack", "AutoAttack", Chapter::Evasion,
                                      "Croce & Hein 2020, arXiv:2003.01690",
                                      "Four attacks that fail in different ways, one after another on what still "
                                      "stands: the field's yardstick for "
                                      "robust accuracy."};
  using Victim = GradientAccess;
  struct Params {
    double epsilon = 8.0 / 255;
    Norm norm = Norm::Linf;
    Cascade version = Cascade::Standard;
    int steps = 100;
    int targets = 9;
    int queries = 5000;
    int eot = 20;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured; Square knows no L1",
                  Norm::L1)
          .as(Role::Norm),
      param(&Params::version, "version", "Version",
            "standard, or rand for models that answer randomly: two attacks that average over many looks"),
      param(&Params::steps, "steps", "Steps", "Gradient steps of each attack", {1, 10000, 10, 200, true})
          .as(Role::Steps),
      param(&Params::targets, "targets", "Target classes", "How many of the nearest classes are gone towards",
            {1, 1000, 1, 20, true})
          .as(Role::Targets),
      param(&Params::queries, "queries", "Query budget", "Looks at the scores for each image in the Square attack",
            {1, 1e6, 100, 10000, true, "queries"})
          .as(Role::Queries),
      param(&Params::eot, "eot", "Looks a step", "Gradients averaged for one step of rand", {1, 1000, 1, 50, true})
          .as(Role::Looks),
  };

  static std::vector<Stage> stages(const Params& params) {
    // The cascade's ball is each stage's: only what the stages do not share is said here.
    const std::string norm(kNormNames[static_cast<std::size_t>(params.norm)]);
    const auto climb = [&](std::string_view attack, RoleValues more) {
      more.insert(more.end(), {{Role::Norm, norm}, {Role::Steps, params.steps}, {Role::Targets, params.targets}});
      return attackWith(catalogueEntry(attack), more);
    };
    if (params.version == Cascade::Rand)
      return {{"APGD cross-entropy", climb("apgd", {{Role::Looks, params.eot}, {Role::Loss, "ce"}})},
              {"APGD DLR", climb("apgd", {{Role::Looks, params.eot}, {Role::Loss, "dlr"}})}};
    const bool sparse = params.norm == Norm::L1;
    std::vector<Stage> list{{"APGD cross-entropy", climb("apgd", {{Role::Restarts, sparse ? 5 : 1}})},
                            {"APGD targeted", climb("apgd", {{Role::Loss, "targeted-dlr"}})},
                            {"FAB targeted", climb("fab", {})}};
    if (!sparse) {
      list.push_back(
          {kSquare, attackWith(catalogueEntry("square"), {{Role::Norm, norm}, {Role::Queries, params.queries}})});
    }
    return list;
  }

  /// Three of the five warnings, each of which says that robustness measured here may be an illusion; that
  /// gradients vanish, or answers are probabilities, the house says of every attack.
  static std::vector<Remark> examine(Victim& victim, const at::Tensor& images,
                                     const std::vector<StageOutcome>& outcomes) {
    constexpr std::int64_t kMost = 32;  // a property of the model shows on few images
    const std::int64_t n = std::min(images.size(0), kMost);
    const at::Tensor rows = at::arange(n), some = images.slice(0, 0, n);
    std::vector<Remark> found;
    const at::Tensor answers = victim.logits(some, rows);
    const double scale = answers.abs().max().item<double>() + 1e-12;
    const auto differs = [&](const at::Tensor& other) {
      return (other - answers).abs().max().item<double>() > 1e-3 * scale;
    };
    const bool random = differs(victim.logits(some, rows));
    if (random) {
      found.push_back(
          {"randomness",
           translatable(
               "records",
               "The model answers the same images differently each time: use the version rand, which averages "
               "over many looks."),
           0});
    } else if (adaptsAtTestTime(victim, some, rows, answers, differs)) {
      found.push_back(
          {"test-time-optimisation",
           translatable(
               "records",
               "The model's answer to an image depends on its batch or takes gradients itself: it optimises "
               "at test time, for which these attacks are not made."),
           0});
    }
    for (const StageOutcome& stage : outcomes) {
      if (stage.name == kSquare && stage.fell > 0) {
        found.push_back(
            {"square-wins",
             translatable("records",
                          "{} images that no gradient attack broke fell to Square, which needs no gradient: the "
                          "gradients are masked."),
             stage.fell});
      }
    }
    return found;
  }

 private:
  static constexpr std::string_view kSquare = "Square";

  /// Inference mode forbids gradients inside the model; a batch of one hides the others from it.
  static bool adaptsAtTestTime(Victim& victim, const at::Tensor& some, const at::Tensor& rows,
                               const at::Tensor& answers, const std::function<bool(const at::Tensor&)>& differs) {
    try {
      const c10::InferenceMode inference;
      if (differs(victim.logits(some.clone(), rows))) return true;
    } catch (const c10::Error&) {
      return true;
    }
    return differs(at::cat({victim.logits(some.slice(0, 0, 1), rows.slice(0, 0, 1)), answers.slice(0, 1)}));
  }
};
const RegisteredAttack<AutoAttack> kAutoAttackRegistered;

}  // namespace
}  // namespace adversarium
