// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/poisoning/input_detector.h"

namespace adversarium {
namespace {

/// Guo et al., "SCALE-UP", ICLR 2023, eqs. (2) and (3).
struct ScaleUp {
  static constexpr AlgorithmInfo info{
      "scale-up", "SCALE-UP", Chapter::Poisoning, "Guo et al. 2023, arXiv:2302.03251",
      "Multiplies an input's pixel values: where the answer survives every factor, "
      "a trigger may be at work. Needs nothing but labels."};
  using Rights = LabelAccess;
  struct Params : InputParams {
    int factors = 5;
    int step = 2;
    bool perClass = true;
  };
  static constexpr auto params = std::tuple_cat(
      inputParams<Params>(),
      std::tuple{
          param(&Params::factors, "factors", "Factors", "How many multiples of each input are asked for",
                {1, 50, 2, 12}),
          param(&Params::step, "step", "Step between factors",
                "The factors are one plus whole multiples of this: 3, 5, 7 … for 2", {1, 10, 1, 4})
              .as(Role::StepSize),
          param(&Params::perClass, "per_class", "Per class",
                "Compares an input with clean ones of the same answer (the paper's data-limited setting)")});

  static at::Tensor score(Scoring& scoring, const at::Tensor& images, const Params& params, Progress& progress) {
    auto victim = scoring.run.fastVictim<LabelAccess>();
    PartProgress own(progress, 0, 0.9), reference(progress, 0.9, 1);
    const auto [consistency, answers] = consistencyOf(victim, images, params, own);
    if (!params.perClass) return consistency;
    const auto [usual, usualAnswers] = consistencyOf(victim, scoring.reference.images, params, reference);
    at::Tensor scores = at::empty_like(consistency);
    const double overallMean = usual.mean().item<double>();
    for (std::int64_t target = 0; target < victim.classes(); ++target) {
      const at::Tensor same = usual.masked_select(usualAnswers.eq(target));
      constexpr std::int64_t kEnough = 3;
      const bool enough = same.numel() >= kEnough;
      const double centre = enough ? same.mean().item<double>() : overallMean;
      const double spread = (enough ? same : usual).std(false).item<double>();
      constexpr double kLeast = 0.1;  // half a factor's worth: few clean samples may all agree
      const at::Tensor rows = answers.eq(target).nonzero().squeeze(1);
      scores.index_copy_(0, rows, (consistency.index_select(0, rows) - centre) / std::max(spread, kLeast));
    }
    return scores;
  }

 private:
  /// Share of multiples with the input's own answer, and that answer.
  static std::pair<at::Tensor, at::Tensor> consistencyOf(LabelAccess& victim, const at::Tensor& images,
                                                         const Params& params, Progress& progress) {
    const auto answersTo = [&](double factor, int number) {
      PartProgress part(progress, double(number) / (params.factors + 1),
                        double(number + 1) / (params.factors + 1));
      return inChunks(images, part,
                      [&](const at::Tensor& chunk) { return victim.decide((chunk * factor).clamp_max(1)); });
    };
    const at::Tensor answers = answersTo(1, 0);
    at::Tensor kept = at::zeros({images.size(0)}, at::kDouble);
    for (int i = 1; i <= params.factors; ++i)
      kept.add_(answersTo(1 + params.step * i, i).eq(answers).to(at::kDouble));
    return {kept / params.factors, answers};
  }
};
const RegisteredInputDetector<ScaleUp> kScaleUpRegistered;

}  // namespace
}  // namespace adversarium
