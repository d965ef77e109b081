// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/poisoning/sample_detector.h"

namespace adversarium {
namespace {

/// Northcutt, Jiang, Chuang, JAIR 2021, eqs. (1) and (2): the confident joint's off-diagonal.
struct LabelAudit {
  static constexpr AlgorithmInfo info{"label-audit", "Label audit", Chapter::Poisoning,
                                      "Northcutt et al. 2021, arXiv:1911.00068",
                                      "Finds samples that the model confidently sees in another class than their "
                                      "label says. Best with a model that was not trained on these very samples."};
  using Rights = ScoreAccess;
  struct Params : SampleParams {
    double margin = 0;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{heroParam(&Params::margin, "margin", "Margin",
                           "By how much the other class's score must exceed that of the label", {0, 1, 0, 0.9})},
      sampleParams<Params>());

  static Suspicion suspect(const Run& run, const Params& params, Progress& progress) {
    const at::Tensor scores = allScores(run, progress).to(at::kDouble);
    const at::Tensor& labels = run.samples.labels;
    const std::int64_t classes = scores.size(1);
    const at::Tensor valid = labels.ge(0).logical_and(labels.lt(classes));
    const at::Tensor known = labels.clamp(0, classes - 1);
    // What the model usually gives a class to those who bear its label.
    at::Tensor usual = at::ones({classes}, at::kDouble);
    for (std::int64_t target = 0; target < classes; ++target) {
      const at::Tensor rows = rowsOf(labels, target);
      if (rows.numel() > 0) usual[target] = scores.index_select(0, rows).select(1, target).mean();
    }
    const at::Tensor confident = scores.ge(usual.unsqueeze(0));
    const at::Tensor candidate = scores.masked_fill(confident.logical_not(), -1);
    const auto [best, answer] = candidate.max(1);
    const at::Tensor own = scores.gather(1, known.unsqueeze(1)).squeeze(1);
    const at::Tensor strongestOther = std::get<0>(scores.scatter(1, known.unsqueeze(1), -1).max(1));
    Suspicion suspicion{strongestOther - own, at::Tensor(), {}};
    suspicion.suspects = best.ge(0)
                             .logical_and(answer.ne(known))
                             .logical_and(suspicion.scores.gt(params.margin))
                             .logical_and(valid);
    return suspicion;
  }

 private:
  static at::Tensor allScores(const Run& run, Progress& progress) {
    auto victim = run.fastVictim<ScoreAccess>();
    return inChunks(run.samples.images, progress,
                    [&](const at::Tensor& chunk) { return victim.logScores(chunk).exp(); });
  }
};
const RegisteredSampleDetector<LabelAudit> kLabelAuditRegistered;

}  // namespace
}  // namespace adversarium
