// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"

namespace adversarium {
namespace {

at::Tensor perImage(const at::Tensor& values) { return values.view({-1, 1, 1, 1}); }

/// The batch while it is attacked: every image keeps its own query budget and leaves when that is spent.
struct Hunt {
  LabelAccess& victim;
  const at::Tensor& images;
  const Goal& goal;
  Norm norm;
  std::int64_t budget;
  std::vector<std::int64_t> spent = std::vector<std::int64_t>(static_cast<std::size_t>(images.size(0)), 0);

  /// Whether `candidates` reach the goal of the samples `rows` (int64, one a candidate); bool.
  at::Tensor ask(const at::Tensor& candidates, const at::Tensor& rows) {
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < rows.numel(); ++i) ++spent[static_cast<std::size_t>(row[i])];
    return goal.rows(rows).reached(victim.decide(candidates, rows));
  }
  std::int64_t left(std::int64_t row) const { return budget - spent[static_cast<std::size_t>(row)]; }

  /// The rows among `rows` that can still pay for `cost` queries.
  at::Tensor solvent(const at::Tensor& rows, std::int64_t cost) const {
    std::vector<std::int64_t> kept;
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < rows.numel(); ++i) {
      if (left(row[i]) >= cost) kept.push_back(row[i]);
    }
    return at::tensor(kept, at::kLong);
  }

  at::Tensor distance(const at::Tensor& current, const at::Tensor& rows) const {
    return normOf(current - images.index_select(0, rows), norm).to(at::kFloat);
  }
};

/// Between clean (share 0) and `far` (share 1): a straight line for L2, a shrinking box for L∞.
at::Tensor between(const at::Tensor& clean, const at::Tensor& far, const at::Tensor& share, Norm norm) {
  if (norm == Norm::L2) return clean + perImage(share) * (far - clean);
  return at::minimum(at::maximum(far, clean - perImage(share)), clean + perImage(share)).clamp(0, 1);
}

/// Halves the way between clean and an adversarial `far` until the boundary is known to `precision`, relative to
/// the way; returns the adversarial end.
at::Tensor toBoundary(Hunt& hunt, const at::Tensor& far, const at::Tensor& rows, double precision) {
  const at::Tensor clean = hunt.images.index_select(0, rows);
  at::Tensor high = hunt.norm == Norm::L2 ? at::ones({rows.numel()}) : hunt.distance(far, rows);
  at::Tensor low = at::zeros_like(high);
  const at::Tensor tolerance = (high * precision).clamp_min(1e-7);
  at::Tensor best = far;
  at::Tensor open = at::arange(rows.numel());
  while (open.numel() > 0) {
    const at::Tensor middle = (low.index_select(0, open) + high.index_select(0, open)) / 2;
    const at::Tensor openRows = rows.index_select(0, open);
    const at::Tensor candidate =
        between(clean.index_select(0, open), far.index_select(0, open), middle, hunt.norm);
    const at::Tensor reached = hunt.ask(candidate, openRows);
    best = best.index_copy(0, open, at::where(perImage(reached), candidate, best.index_select(0, open)));
    high.index_copy_(0, open, at::where(reached, middle, high.index_select(0, open)));
    low.index_copy_(0, open, at::where(reached, low.index_select(0, open), middle));
    std::vector<std::int64_t> next;
    for (std::int64_t i = 0; i < open.numel(); ++i) {
      const std::int64_t at = open[i].item<std::int64_t>();
      const bool wide = high[at].item<float>() - low[at].item<float>() > tolerance[at].item<float>();
      if (wide && hunt.left(rows[at].item<std::int64_t>()) > 0) next.push_back(at);
    }
    open = at::tensor(next, at::kLong);
  }
  return best;
}

/// Chen, Jordan, Wainwright, S&P 2020, algorithm 2.
struct HopSkipJump {
  static constexpr AlgorithmInfo info{
      "hopskipjump", "HopSkipJump", Chapter::Evasion, "Chen et al. 2020, arXiv:1904.02144",
      "Walks along the decision boundary towards the clean image: needs nothing but the winning class."};
  using Victim = LabelAccess;
  struct Params {
    int queries = 10000;
    Norm norm = Norm::L2;
    int iterations = 50;
    int initial = 100;
    int evaluations = 10000;
  };
  static constexpr std::tuple params{
      heroParam(&Params::queries, "queries", "Query budget", "Most looks at the winning class for each image",
                {1, 1e7, 100, 25000, true, "queries"}),
      param(&Params::norm, "norm", "Norm", "How distance to the clean image is measured; L1 is not offered"),
      param(&Params::iterations, "iterations", "Iterations", "Most rounds of estimate, step and search",
            {1, 10000, 1, 100, true}),
      param(&Params::initial, "initial", "First estimate",
            "Queries for the first gradient estimate; later ones grow", {1, 100000, 10, 1000, true, "queries"}),
      param(&Params::evaluations, "evaluations", "Largest estimate", "Most queries for one gradient estimate",
            {1, 1e6, 100, 10000, true, "queries"}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    if (params.norm == Norm::L1) throw UsageError("hopskipjump", "works in the norms linf and l2, not l1");
    Hunt hunt{victim, images, goal, params.norm, params.queries};
    at::Tensor current = images.clone();
    at::Tensor rows = start(hunt, current, *goal.random, progress);
    if (rows.numel() == 0) return current;

    const double dimension = static_cast<double>(images[0].numel());
    const double precision = 0.01 / std::sqrt(dimension) * (params.norm == Norm::L2 ? 1 : 10);
    current.index_copy_(0, rows, toBoundary(hunt, current.index_select(0, rows), rows, precision));
    at::Tensor nearest = current.clone();
    at::Tensor record = hunt.distance(current.index_select(0, rows), rows);
    at::Tensor records = at::full({images.size(0)}, std::numeric_limits<float>::infinity());
    records.index_copy_(0, rows, record);

    for (int iteration = 1; iteration <= params.iterations; ++iteration) {
      const double wanted = params.initial * std::sqrt(static_cast<double>(iteration));
      const auto samples = static_cast<std::int64_t>(std::min<double>(wanted, params.evaluations));
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
      const at::Tensor stepped = stepAlong(hunt, at, rows, direction, distance / std::sqrt(double(iteration)));
      const at::Tensor landed = toBoundary(hunt, stepped, rows, precision);
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
  /// How far the probes of an estimate lie from the boundary point, as a share of its distance to the clean image.
  static double probeShare(Norm norm, double dimension) {
    const double theta = 0.01 / std::sqrt(dimension);
    return norm == Norm::L2 ? std::sqrt(dimension) * theta : dimension * theta / 10;
  }

  /// Uniform noise until it is misclassified, then as much of it as is needed; writes into `current` and returns
  /// the rows for which a start was found.
  static at::Tensor start(Hunt& hunt, at::Tensor& current, at::Generator& random, Progress& progress) {
    constexpr int kTries = 100;
    at::Tensor open = at::arange(hunt.images.size(0));
    std::vector<std::int64_t> found;
    for (int attempt = 0; attempt < kTries && open.numel() > 0; ++attempt) {
      progress.step(attempt, std::int64_t{kTries} * 100);
      open = hunt.solvent(open, 1);
      if (open.numel() == 0) break;
      const at::Tensor clean = hunt.images.index_select(0, open);
      // Later tries keep more of the image: noise alone always falls into one class on some models.
      const at::Tensor share = at::full({open.numel()}, 1.0F - static_cast<float>(attempt % 10) * 0.09F);
      const at::Tensor noise = at::empty_like(clean).uniform_(0, 1, random);
      const at::Tensor candidate = clean + perImage(share) * (noise - clean);
      const at::Tensor reached = hunt.ask(candidate, open);
      const at::Tensor hits = reached.nonzero().squeeze(1);
      current.index_copy_(0, open.index_select(0, hits), candidate.index_select(0, hits));
      for (std::int64_t i = 0; i < hits.numel(); ++i) found.push_back(open[hits[i]].item<std::int64_t>());
      open = open.index_select(0, reached.logical_not().nonzero().squeeze(1));
    }
    if (open.numel() > 0) startFromOthers(hunt, current, open, found);
    std::sort(found.begin(), found.end());
    return at::tensor(found, at::kLong);
  }

  /// Where noise never reaches the goal (targeted attacks, mostly), another image of the batch that does is a
  /// start.
  static void startFromOthers(Hunt& hunt, at::Tensor& current, at::Tensor open, std::vector<std::int64_t>& found) {
    for (std::int64_t shift = 1; shift < hunt.images.size(0) && open.numel() > 0; ++shift) {
      open = hunt.solvent(open, 1);
      if (open.numel() == 0) return;
      const at::Tensor candidate = hunt.images.index_select(0, (open + shift).remainder(hunt.images.size(0)));
      const at::Tensor reached = hunt.ask(candidate, open);
      const at::Tensor hits = reached.nonzero().squeeze(1);
      current.index_copy_(0, open.index_select(0, hits), candidate.index_select(0, hits));
      for (std::int64_t i = 0; i < hits.numel(); ++i) found.push_back(open[hits[i]].item<std::int64_t>());
      open = open.index_select(0, reached.logical_not().nonzero().squeeze(1));
    }
  }

  /// Eq. (16) of the paper, with its variance-reducing baseline; N×C×H×W of unit norm.
  static at::Tensor estimate(Hunt& hunt, const at::Tensor& at, const at::Tensor& rows, const at::Tensor& radius,
                             std::int64_t samples, at::Generator& random, Progress& progress, int iteration,
                             const Params& params) {
    constexpr std::int64_t kChunk = 256;
    const std::int64_t n = at.size(0);
    const std::int64_t each = std::max<std::int64_t>(1, kChunk / n);
    at::Tensor weighted = at::zeros_like(at);
    at::Tensor plain = at::zeros_like(at);
    at::Tensor votes = at::zeros({n});
    for (std::int64_t done = 0; done < samples; done += each) {
      progress.step(iteration, params.iterations + 1);
      const std::int64_t now = std::min(each, samples - done);
      at::Tensor noise = at::empty({n, now, at.size(1), at.size(2), at.size(3)});
      if (params.norm == Norm::L2) {
        noise.normal_(0, 1, random);
      } else {
        noise.uniform_(-1, 1, random);
      }
      noise /= noise.flatten(2).norm(2, {2}).view({n, now, 1, 1, 1});
      const at::Tensor probes = (at.unsqueeze(1) + radius.view({n, 1, 1, 1, 1}) * noise).clamp(0, 1);
      noise = (probes - at.unsqueeze(1)) / radius.view({n, 1, 1, 1, 1});
      const at::Tensor owners = rows.unsqueeze(1).expand({n, now}).reshape({-1}).contiguous();
      const at::Tensor vote = hunt.ask(probes.flatten(0, 1), owners).view({n, now}).to(at::kFloat).mul_(2).sub_(1);
      weighted += (noise * vote.view({n, now, 1, 1, 1})).sum(1);
      plain += noise.sum(1);
      votes += vote.sum(1);
    }
    const at::Tensor mean = votes / static_cast<double>(samples);
    // All votes alike: the boundary is out of reach of the probes and their mean is the best guess.
    const at::Tensor uniform = mean.abs().ge(1);
    at::Tensor gradient = at::where(perImage(uniform), perImage(mean) * plain, weighted - perImage(mean) * plain);
    return params.norm == Norm::L2 ? unitStep(gradient, Norm::L2) : gradient.sign();
  }

  /// Halves the step until it ends on the adversarial side; stays where it is if that never happens.
  static at::Tensor stepAlong(Hunt& hunt, const at::Tensor& at, const at::Tensor& rows,
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
const RegisteredAttack<HopSkipJump> kRegistered;

}  // namespace
}  // namespace adversarium
