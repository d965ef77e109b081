// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/evasion/attack.h"

namespace adversarium {
namespace {

/// Goodfellow, Shlens, Szegedy, ICLR 2015, section 4.
struct Fgm {
  static constexpr AlgorithmInfo info{"fgm", "Fast gradient method", Chapter::Evasion,
                                      "Goodfellow et al. 2015, arXiv:1412.6572",
                                      "One step along the gradient of the loss: the quickest attack, and every "
                                      "strength costs just one more look."};
  using Victim = GradientAccess;
  struct Params {
    double epsilon = 8.0 / 255;
    Norm norm = Norm::Linf;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L1).as(Role::Norm),
  };

  static at::Tensor direction(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params) {
    const auto loss = [&](const at::Tensor& logits) { return goal.logOdds(logits); };
    return unitStep(victim.inputGradient(images, loss).gradient, params.norm);
  }
};
const RegisteredAttack<Fgm> kFgmRegistered;

}  // namespace
}  // namespace adversarium
