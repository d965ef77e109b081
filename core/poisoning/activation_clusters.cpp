// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "core/poisoning/sample_detector.h"

namespace adversarium {
namespace {

/// Chen et al., SafeAI 2019, sections 3 and 4; principal components stand in for independent ones.
struct ActivationClusters {
  static constexpr AlgorithmInfo info{
      "activation-clusters", "Activation clustering", Chapter::Poisoning, "Chen et al. 2018, arXiv:1811.03728",
      "Splits the features of each class in two: a small group well apart from the "
      "rest is suspect."};
  using Rights = WhiteBox;
  struct Params : SampleParams {
    double size = 0.35;
    double silhouette = 0.3;
    int components = 10;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{heroParam(&Params::silhouette, "silhouette", "Separation",
                           "Least mean silhouette for the two groups to count as apart", {-1, 1, 0, 0.8}),
                 param(&Params::size, "size", "Size of the group", "Largest share of a class that can be suspect",
                       {0, 0.5, 0.1, 0.5}),
                 param(&Params::components, "components", "Components", "Directions of the features that are kept",
                       {1, 1000, 2, 50, true})},
      sampleParams<Params>());

  static Suspicion suspect(const Run& run, const Params& params, Progress& progress) {
    PartProgress reading(progress, 0, 0.5), clustering(progress, 0.5, 1);
    const at::Tensor features =
        representations(run.victim<WhiteBox>(), run.samples.images, reading).to(at::kDouble);
    const std::int64_t count = features.size(0);
    at::Generator random = run.random(1);
    Suspicion suspicion{at::full({count}, -1, at::kDouble), at::zeros({count}, at::kBool), {}};
    for (std::int64_t target = 0; target < run.classes(); ++target) {
      clustering.step(target, run.classes());
      const at::Tensor rows = rowsOf(run.samples.labels, target);
      constexpr std::int64_t kEnough = 10;
      if (rows.numel() < kEnough) continue;
      const at::Tensor reduced = principal(features.index_select(0, rows), params.components);
      at::Tensor second = twoMeans(reduced, random);
      if (2 * second.sum().item<std::int64_t>() > rows.numel()) second = second.logical_not();
      const at::Tensor silhouettes = silhouettesOf(reduced, second, random);
      // The smaller group's samples rank by how well they lie in it, all others below.
      suspicion.scores.index_copy_(0, rows, at::where(second, silhouettes, -silhouettes.abs()));
      const double share = second.to(at::kDouble).mean().item<double>();
      if (share > 0 && share < params.size && silhouettes.mean().item<double>() >= params.silhouette) {
        suspicion.suspects.index_copy_(0, rows, second);
      }
    }
    return suspicion;
  }

 private:
  static at::Tensor principal(const at::Tensor& features, std::int64_t components) {
    const at::Tensor centred = features - features.mean(0, true);
    const at::Tensor directions = std::get<1>(at::linalg_eigh(centred.t().mm(centred)));  // ascending
    const std::int64_t kept = std::min(components, directions.size(1));
    return centred.mm(directions.slice(1, directions.size(1) - kept));
  }

  /// k-means with two centres, the best of several starts; bool N: in the second group.
  static at::Tensor twoMeans(const at::Tensor& points, at::Generator& random) {
    constexpr int kStarts = 8, kRounds = 50;
    at::Tensor best;
    double least = std::numeric_limits<double>::infinity();
    for (int start = 0; start < kStarts; ++start) {
      at::Tensor centres = points.index_select(0, at::randperm(points.size(0), random, at::kLong).slice(0, 0, 2));
      at::Tensor group, previous;
      double error = 0;
      for (int round = 0; round < kRounds; ++round) {
        const at::Tensor distance = at::cdist(points, centres);
        group = distance.argmin(1);
        error = std::get<0>(distance.min(1)).square().sum().item<double>();
        if (previous.defined() && group.equal(previous)) break;
        previous = group;
        for (std::int64_t c = 0; c < 2; ++c) {
          const at::Tensor own = group.eq(c).nonzero().squeeze(1);
          if (own.numel() > 0) centres[c].copy_(points.index_select(0, own).mean(0));
        }
      }
      if (error < least) {
        least = error;
        best = group.eq(1);
      }
    }
    return best;
  }

  /// Rousseeuw 1987: how much nearer a point is to its own group than to the other, in [−1,1]; measured against at
  /// most 500 points of each, which is as exact as the verdict needs.
  static at::Tensor silhouettesOf(const at::Tensor& points, const at::Tensor& second, at::Generator& random) {
    constexpr std::int64_t kMost = 500;
    const auto meanDistance = [&](const at::Tensor& members) {
      const at::Tensor rows = members.nonzero().squeeze(1);
      if (rows.numel() == 0) return at::zeros({points.size(0)}, at::kDouble);
      const at::Tensor some =
          rows.index_select(0, at::randperm(rows.numel(), random, at::kLong).slice(0, 0, kMost));
      return at::cdist(points, points.index_select(0, some)).mean(1);
    };
    const at::Tensor toFirst = meanDistance(second.logical_not()), toSecond = meanDistance(second);
    const at::Tensor own = at::where(second, toSecond, toFirst), other = at::where(second, toFirst, toSecond);
    return (other - own) / at::maximum(own, other).clamp_min(1e-12);
  }
};
const RegisteredSampleDetector<ActivationClusters> kActivationClustersRegistered;

}  // namespace
}  // namespace adversarium
