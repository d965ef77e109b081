// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

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
      std::tuple{heroParam(&Params::rate, "rate", "Expected poison",
                           "Share of all samples that is poison at most; half as many again become suspects, as "
                           "published",
                           {0, 0.5, 0, 0.2}),
                 param(&Params::everyClass, "every_class", "Every class",
                       "Names suspects in every class, as published, not only in the one whose features fall into "
                       "two groups "
                       "more clearly than is usual for these classes")},
      sampleParams<Params>());

  static Suspicion suspect(const Run& run, const Params& params, Progress& progress) {
    PartProgress reading(progress, 0, 0.8), judging(progress, 0.8, 1);
    const at::Tensor features =
        representations(run.victim<WhiteBox>(), run.samples.images, reading).to(at::kDouble);
    const at::Tensor& labels = run.samples.labels;
    const std::int64_t count = features.size(0);
    const auto most = static_cast<std::int64_t>(1.5 * params.rate * double(count));
    Suspicion suspicion{at::zeros({count}, at::kDouble), at::zeros({count}, at::kBool), {}};
    std::vector<double> closeness;  // per class: smaller where two groups stand farther apart
    for (std::int64_t target = 0; target < run.classes(); ++target) {
      judging.step(target, run.classes());
      const at::Tensor rows = rowsOf(labels, target);
      closeness.push_back(std::numeric_limits<double>::quiet_NaN());
      if (rows.numel() < kFewest) continue;
      const at::Tensor signature = signatureOf(features.index_select(0, rows));
      suspicion.scores.index_copy_(0, rows, signature.square());
      closeness.back() = -std::log(separation(signature));
    }
    // One class at a time: ordinary classes may fall into two groups as well, if less clearly. A second poisoned
    // one is named when the first is cleaned.
    const std::optional<std::int64_t> clearest = standingOut(closeness);
    for (std::int64_t target = 0; target < run.classes(); ++target) {
      const at::Tensor rows = rowsOf(labels, target);
      // A class cannot be poison for the most part: then the poison would be what is usual in it.
      const std::int64_t taken = std::min(most, rows.numel() / 2);
      const bool named = params.everyClass || target == clearest;
      if (rows.numel() < kFewest || taken == 0 || !named) continue;
      const at::Tensor top = std::get<1>(suspicion.scores.index_select(0, rows).topk(taken));
      suspicion.suspects.index_fill_(0, rows.index_select(0, top), true);
    }
    return suspicion;
  }

 private:
  static constexpr std::int64_t kFewest = 10;  ///< samples of a class

  /// The class with the smallest value, where it is farther from the others than chance allows.
  static std::optional<std::int64_t> standingOut(const std::vector<double>& values) {
    const std::vector<Gap> gaps = gapsBelow(values);
    std::optional<std::int64_t> smallest;
    for (std::int64_t i = 0; i < std::ssize(values); ++i) {
      const auto at = [&](std::int64_t place) { return values[static_cast<std::size_t>(place)]; };
      if (std::isfinite(at(i)) && (!smallest || at(i) < at(*smallest))) smallest = i;
    }
    if (smallest && !gaps[static_cast<std::size_t>(*smallest)].standsOut()) smallest.reset();
    return smallest;
  }

  /// Places along the direction of greatest spread, around their mean.
  static at::Tensor signatureOf(const at::Tensor& features) {
    const at::Tensor centred = features - features.mean(0, true);
    return centred.mv(std::get<1>(at::linalg_eigh(centred.t().mm(centred))).select(1, -1));  // ascending
  }

  /// Variance between the two groups that one cut makes over the variance left within them, for the best cut
  /// (Otsu 1979). A direction may be long because a class varies, as digits lean; poison makes it two-humped.
  static double separation(const at::Tensor& places) {
    const at::Tensor sorted = std::get<0>(places.sort());
    const std::int64_t count = sorted.numel();
    const at::Tensor below = at::arange(1, count, sorted.options()), above = count - below;
    const at::Tensor sum = sorted.cumsum(0).slice(0, 0, count - 1);  // all together are 0
    const double between = (sum.square() / below + sum.square() / above).max().item<double>();
    const double all = sorted.square().sum().item<double>();
    return between / std::max(all - between, 1e-12 * all + 1e-300);
  }
};
const RegisteredSampleDetector<Spectral> kSpectralRegistered;

}  // namespace
}  // namespace adversarium
