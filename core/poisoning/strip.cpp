// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/poisoning/input_detector.h"

namespace adversarium {
namespace {

/// Gao et al., "STRIP", ACSAC 2019, eqs. (3) and (4).
struct Strip {
  static constexpr AlgorithmInfo info{"strip", "STRIP", Chapter::Poisoning, "Gao et al. 2019, arXiv:1902.06531",
                                      "Lays clean images over an input: where the answer stays sure in spite of "
                                      "that, a trigger may be at work."};
  using Rights = ScoreAccess;
  struct Params : InputParams {
    int overlays = 64;
    double weight = 0.5;
  };
  static constexpr auto params =
      std::tuple_cat(inputParams<Params>(),
                     std::tuple{param(&Params::overlays, "overlays", "Overlays",
                                      "Clean images that are laid over each input", {2, 1000, 10, 200, true}),
                                param(&Params::weight, "weight", "Weight", "Share of the overlay in the mixture",
                                      {0.05, 0.95, 0.2, 0.8})});

  static at::Tensor score(Scoring& scoring, const at::Tensor& images, const Params& params, Progress& progress) {
    auto victim = scoring.run.fastVictim<ScoreAccess>();
    const at::Tensor& pool = scoring.reference.images;
    const std::int64_t count = images.size(0), overlays = std::min<std::int64_t>(params.overlays, pool.size(0));
    at::Tensor scores = at::empty({count}, at::kDouble);
    for (std::int64_t i = 0; i < count; ++i) {
      progress.step(i, count);
      const at::Tensor chosen = at::randperm(pool.size(0), scoring.random, at::kLong).slice(0, 0, overlays);
      const at::Tensor mixed =
          (1 - params.weight) * images[i].unsqueeze(0) + params.weight * pool.index_select(0, chosen);
      const at::Tensor logScores = victim.logScores(mixed);
      const at::Tensor entropy = -(logScores.exp() * logScores.clamp_min(-100)).sum(1).mean();
      scores[i] = -entropy.to(at::kDouble);
    }
    return scores;
  }
};
const RegisteredInputDetector<Strip> kStripRegistered;

}  // namespace
}  // namespace adversarium
