// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/sample_detector.h"

namespace adversarium {
namespace {

/// Tran, Li, Madry, NeurIPS 2018, algorithm 1.
struct Spectral {
  static constexpr AlgorithmInfo info{"spectral", "Spectral signatures", Chapter::Poisoning,
                                      "Tran et al. 2018, arXiv:1811.00636",
                                      "Poisoned samples pull the features of their class in one direction: those "
                                      "that lie farthest along it are suspects."};
  using Rights = WhiteBox;
  struct Params : SampleParams {
    double rate = 0.05;
    bool everyClass = false;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::rate, "rate", "Expected poison",
                    "Share of all samples that is poison at most; half as many again become suspects, as "
                    "published",
                    {0, 0.5, 0, 0.2}),
          param(&Params::everyClass, "every_class", "Every class",
                "Names suspects in every class, as published, not only where the features are pulled farther "
                "than is usual for these classes")},
      sampleParams<Params>());

  static Suspicion suspect(const Inspection& inspection, const Params& params, Progress& progress) {
    PartProgress reading(progress, 0, 0.8), judging(progress, 0.8, 1);
    const at::Tensor features =
        representations(inspection.original<WhiteBox>(), inspection.samples.images, reading).to(at::kDouble);
    const at::Tensor& labels = inspection.samples.labels;
    const std::int64_t count = features.size(0);
    const auto most = static_cast<std::int64_t>(1.5 * params.rate * double(count));
    Suspicion suspicion{at::zeros({count}, at::kDouble), at::zeros({count}, at::kBool), {}};
    std::vector<double> pulls;  // per class: smaller where the first direction outweighs the second by more
    for (std::int64_t target = 0; target < inspection.classes(); ++target) {
      judging.step(target, inspection.classes());
      const at::Tensor rows = rowsOf(labels, target);
      pulls.push_back(0);
      if (rows.numel() < kFewest) continue;
      const auto [scores, pull] = signatureOf(features.index_select(0, rows));
      suspicion.scores.index_copy_(0, rows, scores);
      pulls.back() = -std::log(pull);
    }
    const std::vector<double> indices = anomalyIndices(pulls);
    const double usual = referenceSpread(inspection.classes()).high;
    for (std::int64_t target = 0; target < inspection.classes(); ++target) {
      const at::Tensor rows = rowsOf(labels, target);
      // A class cannot be poison for the most part: then the poison would be what is usual in it.
      const std::int64_t taken = std::min(most, rows.numel() / 2);
      const bool named = params.everyClass || indices[static_cast<std::size_t>(target)] > usual;
      if (rows.numel() < kFewest || taken == 0 || !named) continue;
      const at::Tensor top = std::get<1>(suspicion.scores.index_select(0, rows).topk(taken));
      suspicion.suspects.index_fill_(0, rows.index_select(0, top), true);
    }
    return suspicion;
  }

 private:
  static constexpr std::int64_t kFewest = 10;  ///< samples of a class

  /// Squared lengths along the direction of greatest spread, and how much that spread exceeds the next.
  static std::pair<at::Tensor, double> signatureOf(const at::Tensor& features) {
    const at::Tensor centred = features - features.mean(0, true);
    const auto [spreads, directions] = at::linalg_eigh(centred.t().mm(centred));  // ascending
    const at::Tensor largest = spreads.slice(0, -2).clamp_min(1e-12);
    return {centred.mv(directions.select(1, -1)).square(), (largest[-1] / largest[0]).item<double>()};
  }
};
const RegisteredSampleDetector<Spectral> kSpectralRegistered;

}  // namespace
}  // namespace adversarium
