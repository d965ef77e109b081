// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/run/guard.h"

namespace adversarium {
namespace {

enum class Reveal { All, Best, Label };

}  // namespace

template <>
struct Choices<Reveal> {
  static constexpr std::array<std::string_view, 3> names{"all", "best", "label"};
};

namespace {

/// What a service lets out of its answers. Rounding and the k best: Tramèr et al., USENIX Security 2016, section
/// 7; reverse sigmoid: Lee et al., SPW 2019 (arXiv:1806.00054), eq. (4). The winning class is never changed by
/// hiding or rounding; what the policy costs in accuracy is measured all the same.
class OutputPolicy final : public GuardOf<OutputPolicy> {
 public:
  static constexpr AlgorithmInfo info{
      "output-policy", "Output policy", Chapter::Extraction,
      "Tramèr et al. 2016, arXiv:1609.02943; Lee et al. 2019, arXiv:1806.00054",
      "Decides what the model lets out: all scores, only the best, rounded, bent, or "
      "the winning class alone."};
  struct Params {
    Reveal reveal = Reveal::All;
    int best = 1;
    int decimals = 12;
    double temperature = 1;
    double reverse = 0;
    double slope = 0.2;
  };
  static constexpr std::tuple params{
      param(&Params::reveal, "reveal", "Reveal",
            "all: every class's score; best: the k best classes with scores; label: the winning class alone"),
      param(&Params::best, "best", "Best classes k", "So many classes come with a score (reveal best)",
            {1, 100000, 1, 10}),
      heroParam(&Params::decimals, "decimals", "Decimals", "Places behind the point that a score keeps",
                {0, 12, 0, 8}),
      param(&Params::temperature, "temperature", "Temperature",
            "Scores are flattened (above 1) or sharpened (below 1) before anything else",
            {0.01, 100, 0.2, 20, true}),
      param(&Params::reverse, "reverse", "Reverse sigmoid β",
            "How far scores are bent to mislead who copies the model; 0: not at all", {0, 1, 0, 1}),
      param(&Params::slope, "slope", "Reverse sigmoid γ", "How fast the bending grows with certainty",
            {0.01, 10, 0.05, 2, true}),
  };

  OutputPolicy(std::shared_ptr<const Classifier> model, const Params& chosen)
      : GuardOf(std::move(model)), m_params(chosen) {
    const bool label = chosen.reveal == Reveal::Label;
    grantAtMost(label ? Access::Labels : Access::Scores, label
                                                             ? "the output policy lets out the winning class alone"
                                                             : "the output policy lets out scores alone");
  }

  static std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const Params& chosen,
                                            const GuardPost&) {
    return std::make_shared<OutputPolicy>(std::move(model), chosen);
  }

  std::string_view counterAttack() const override { return standardAttack(Access::Labels).info.id; }

 protected:
  at::Tensor respond(const at::Tensor& images, const Ask& ask) const override {
    const at::Tensor scores = bent(ask(images).div(m_params.temperature).softmax(1).to(at::kDouble));
    const at::Tensor winner = scores.argmax(1, true);
    const at::Tensor one = at::zeros_like(scores).scatter_(1, winner, 1);
    constexpr double kUnsaid = 1e-12;  // a logarithm for what is said to be zero
    if (m_params.reveal == Reveal::Label) return (one + kUnsaid).log().to(at::kFloat);
    const double places = std::pow(10.0, m_params.decimals);
    at::Tensor said = (scores * places).round() / places;
    if (m_params.reveal == Reveal::Best && m_params.best < scores.size(1)) {
      // What is left out is known to share the rest: no attacker could assume less.
      const at::Tensor index = std::get<1>(scores.topk(m_params.best, 1));
      const at::Tensor kept = at::zeros_like(scores, at::kBool).scatter_(1, index, true);
      const at::Tensor rest = (1 - said.masked_fill(kept.logical_not(), 0).sum(1, true)).clamp_min(0) /
                              double(scores.size(1) - m_params.best);
      said = at::where(kept, said, rest.expand_as(said));
    }
    // A label comes with the scores: ties after rounding leave the winner the winner.
    const at::Tensor most = at::where(one.to(at::kBool), std::get<0>(said.max(1, true)), said);
    return (most + kUnsaid + one * 1e-9).log().to(at::kFloat);
  }

 private:
  at::Tensor bent(const at::Tensor& scores) const {
    if (m_params.reverse == 0) return scores;
    const at::Tensor safe = scores.clamp(1e-12, 1 - 1e-12);
    const at::Tensor pull = m_params.reverse * ((m_params.slope * (safe / (1 - safe)).log()).sigmoid() - 0.5);
    const at::Tensor moved = (safe - pull).clamp_min(1e-12);
    return moved / moved.sum(1, true);
  }

  Params m_params;
};
const RegisteredGuard<OutputPolicy> kOutputPolicyRegistered;

}  // namespace
}  // namespace adversarium
