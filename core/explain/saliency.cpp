// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/base/words.h"
#include "core/explain/explain.h"

namespace adversarium {
namespace {

/// Simonyan, Vedaldi, Zisserman, ICLR workshop 2014, section 3.1: the largest magnitude over the colour channels.
struct Saliency {
  static constexpr AlgorithmInfo info{
      "saliency", "Saliency map", Chapter::Evasion, "Simonyan et al. 2014, arXiv:1312.6034",
      "The gradient of the class's score by each pixel: where a tiny change would matter most. One look."};
  using Victim = GradientAccess;
  struct Params {
    Quantity quantity = Quantity::Logit;
  };
  static constexpr std::tuple params{
      param(&Params::quantity, "quantity", "Explained number",
            "The probability saturates where the model is sure, so its gradient says less there"),
  };

  static HeatWords words(const Params&) { return {translatable("records", "largest slope over the channels")}; }

  static Heat explain(Victim& victim, const at::Tensor& images, const Subject& subject, const Params& params,
                      Progress& progress) {
    progress.step(0, 1);
    const auto number = [&](const at::Tensor& logits) {
      return quantityOf(logits, subject.classes, params.quantity);
    };
    return {victim.inputGradient(images, number).gradient.abs().amax(1)};
  }
};
const RegisteredExplanation<Saliency> kSaliencyRegistered;

}  // namespace
}  // namespace adversarium
