// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/batch_rows.h"
#include "core/evasion/boundary_hunt.h"

namespace adversarium {
namespace {

enum class Way { Arc, Straight };

}  // namespace

template <>
struct Choices<Way> {
  static constexpr std::array<std::string_view, 2> names{"arc", "straight"};
};

namespace {

/// Chen, Jordan, Wainwright, S&P 2020, algorithm 2, with the way of Reza et al., ICCV 2023 (arXiv:2308.03163), and
/// coarse probes first (Li et al., CVPR 2020, arXiv:2005.14137, section 3.3).
struct HopSkipJump {
  static constexpr AlgorithmInfo info{
      "hopskipjump", "HopSkipJump", Chapter::Evasion, "Chen et al. 2020, arXiv:1904.02144",
      "Walks along the decision boundary towards the clean image: needs nothing but the winning class."};
  using Victim = LabelAccess;
  static constexpr bool kStandard = true;
  struct Params {
    int queries = 10000;
    Norm norm = Norm::L2;
    Way way = Way::Arc;
    int iterations = 50;
    int initial = 100;
    int evaluations = 10000;
    int grain = 2;
  };
  static constexpr std::tuple params{
      heroParam(&Params::queries, "queries", "Query budget", "Most looks at the winning class for each image",
                {1, 1e7, 100, 25000, true, "queries"})
          .as(Role::Queries),
      choiceParam(&Params::norm, "norm", "Norm", "How distance to the clean image is measured", Norm::L2)
          .as(Role::Norm),
      param(&Params::way, "way", "Way",
            "From an estimate to the next point of the boundary. arc: along the half circle between the point and "
            "the clean image, L2 alone; straight: a step, then back in a line, as published"),
      param(&Params::iterations, "iterations", "Iterations", "Most rounds of estimate, step and search",
            {1, 10000, 1, 100, true}),
      param(&Params::initial, "initial", "First estimate",
            "Queries for the first gradient estimate; later ones grow", {1, 100000, 10, 1000, true, "queries"}),
      param(&Params::grain, "grain", "Grain",
            "The first estimates probe with noise of so coarse a grain, as the changes that matter in pictures "
            "mostly are; later ones with single pixels (L2 alone)",
            {1, 64, 1, 8, false, "pixels"}),
      param(&Params::evaluations, "evaluations", "Largest estimate", "Most queries for one gradient estimate",
            {1, 1e6, 100, 10000, true, "queries"}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    BoundaryHunt hunt(victim, images, goal, params.norm, params.queries);
    at::Tensor current = images.clone();
    at::Tensor rows = hunt.start(current, *goal.random, progress);
    if (rows.numel() == 0) return current;

    const double dimension = static_cast<double>(images[0].numel());
    const double precision = 0.01 / std::sqrt(dimension) * (params.norm == Norm::L2 ? 1 : 10);
    current.index_copy_(0, rows, hunt.toBoundary(current.index_select(0, rows), rows, precision));
    at::Tensor nearest = current.clone();
    at::Tensor record = hunt.distance(current.index_select(0, rows), rows);
    at::Tensor records = at::full({images.size(0)}, std::numeric_limits<float>::infinity());
    records.index_copy_(0, rows, record);

    for (int iteration = 1; iteration <= params.iterations; ++iteration) {
      const double wanted = params.initial * std::sqrt(static_cast<double>(iteration));
      const auto samples = static_cast<std::int64_t>(std::min<double>(wanted, params.evaluations));
      const bool arc = params.way == Way::Arc && params.norm == Norm::L2;
      // An estimate without a step after it is wasted: a round is paid for as a whole.
      constexpr std::int64_t kStepAndSearch = 25;
      rows = hunt.solvent(rows, samples + kStepAndSearch);
      if (rows.numel() == 0) break;
      const at::Tensor at = current.index_select(0, rows);
      const at::Tensor distance = hunt.distance(at, rows);
      const at::Tensor radius =
          iteration == 1 ? at::full_like(distance, 0.1F) : distance * probeShare(params.norm, dimension);
      const at::Tensor direction =
          estimate(hunt, at, rows, radius, samples, *goal.random, progress, iteration, params);
      const at::Tensor landed =
          arc ? hunt.alongArc(at, rows, direction)
              : hunt.toBoundary(stepAlong(hunt, at, rows, direction, distance / std::sqrt(double(iteration))),
                                rows, precision);
      current.index_copy_(0, rows, landed);
      const at::Tensor reachedDistance = hunt.distance(landed, rows);
      const at::Tensor better = reachedDistance < records.index_select(0, rows);
      records.index_copy_(0, rows, at::where(better, reachedDistance, records.index_select(0, rows)));
      nearest.index_copy_(0, rows, at::where(perImage(better), landed, nearest.index_select(0, rows)));
      if (goal.onStep) goal.onStep(nearest);
    }
    return nearest;
  }

 private:
  /// Coarse probes find the rough direction with few queries, but not the last of the way.
  static constexpr int kCoarseRounds = 5;

  /// How far the probes of an estimate lie from the boundary point, as a share of its distance to the clean image.
  static double probeShare(Norm norm, double dimension) {
    const double theta = 0.01 / std::sqrt(dimension);
    return norm == Norm::L2 ? std::sqrt(dimension) * theta : dimension * theta / 10;
  }

  /// Eq. (16) of the paper, with its variance-reducing baseline; N×C×H×W of unit norm.
  static at::Tensor estimate(BoundaryHunt& hunt, const at::Tensor& at, const at::Tensor& rows,
                             const at::Tensor& radius, std::int64_t samples, at::Generator& random,
                             Progress& progress, int iteration, const Params& params) {
    constexpr std::int64_t kChunk = 256;
    const int grain = iteration <= kCoarseRounds ? params.grain : 1;
    const std::int64_t n = at.size(0);
    const std::int64_t each = std::max<std::int64_t>(1, kChunk / n);
    // Where the probes leaned to, by their votes and by chance; in units of the radius, which the direction does
    // not depend on.
    at::Tensor weighted = at::zeros_like(at);
    at::Tensor plain = at::zeros_like(at);
    at::Tensor votes = at::zeros({n});
    for (std::int64_t done = 0; done < samples; done += each) {
      progress.step(iteration, params.iterations + 1);
      const std::int64_t now = std::min(each, samples - done);
      at::Tensor probes = at::empty({n, now, at.size(1), at.size(2), at.size(3)});
      if (params.norm == Norm::L2 && grain > 1) {
        const std::int64_t height = at.size(2), width = at.size(3);
        const at::Tensor coarse =
            at::empty({n * now, at.size(1), (height + grain - 1) / grain, (width + grain - 1) / grain})
                .normal_(0, 1, random);
        probes = at::upsample_bilinear2d(coarse, {height, width}, false).view(probes.sizes());
      } else if (params.norm == Norm::L2) {
        probes.normal_(0, 1, random);
      } else {
        probes.uniform_(-1, 1, random);
      }
      probes *= (radius.view({n, 1}) / probes.flatten(2).norm(2, {2})).view({n, now, 1, 1, 1});
      probes.add_(at.unsqueeze(1)).clamp_(0, 1);
      const at::Tensor owners = rows.unsqueeze(1).expand({n, now}).reshape({-1}).contiguous();
      const at::Tensor vote = hunt.ask(probes.flatten(0, 1), owners).view({n, now}).to(at::kFloat).mul_(2).sub_(1);
      const at::Tensor weights = at::stack({vote, at::ones_like(vote)}, 1);
      const at::Tensor sums = at::bmm(weights, probes.flatten(2)).view({n, 2, at.size(1), at.size(2), at.size(3)});
      weighted += sums.select(1, 0) - perImage(vote.sum(1)) * at;
      plain += sums.select(1, 1) - static_cast<double>(now) * at;
      votes += vote.sum(1);
    }
    const at::Tensor mean = votes / static_cast<double>(samples);
    // All votes alike: the boundary is out of reach of the probes and their mean is the best guess.
    const at::Tensor uniform = mean.abs().ge(1);
    at::Tensor gradient = at::where(perImage(uniform), perImage(mean) * plain, weighted - perImage(mean) * plain);
    return params.norm == Norm::L2 ? unitStep(gradient, Norm::L2) : gradient.sign();
  }

  /// Halves the step until it ends on the adversarial side; stays where it is if that never happens.
  static at::Tensor stepAlong(BoundaryHunt& hunt, const at::Tensor& at, const at::Tensor& rows,
                              const at::Tensor& direction, at::Tensor length) {
    constexpr int kHalvings = 10;
    at::Tensor result = at.clone();
    at::Tensor open = at::arange(rows.numel());
    for (int halving = 0; halving < kHalvings && open.numel() > 0; ++halving) {
      const at::Tensor candidate =
          (at.index_select(0, open) + perImage(length.index_select(0, open)) * direction.index_select(0, open))
              .clamp(0, 1);
      const at::Tensor reached = hunt.ask(candidate, rows.index_select(0, open));
      const at::Tensor hits = reached.nonzero().squeeze(1);
      result.index_copy_(0, open.index_select(0, hits), candidate.index_select(0, hits));
      open = open.index_select(0, reached.logical_not().nonzero().squeeze(1));
      length = length / 2;
    }
    return result;
  }
};
const RegisteredAttack<HopSkipJump> kHopSkipJumpRegistered;

}  // namespace
}  // namespace adversarium
