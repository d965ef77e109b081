// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"

namespace adversarium {
namespace {

/// Su, Vargas, Sakurai, IEEE Transactions on Evolutionary Computation 2019: differential evolution (DE/rand/1
/// without crossover, section III-B) over the places and colours of a few pixels.
struct OnePixel {
  static constexpr AlgorithmInfo info{
      "one-pixel", "One pixel", Chapter::Evasion, "Su et al. 2019, arXiv:1710.08864",
      "Breeds the place and colour of one or a few pixels until the answer changes: needs only the scores."};
  using Victim = ScoreAccess;
  static constexpr Norm kNorm = Norm::L0;
  struct Params {
    int pixels = 1;
    int steps = 100;
    int population = 400;
    double weight = 0.5;
  };
  static constexpr std::tuple params{
      heroParam(&Params::pixels, "pixels", "Pixels", "How many pixels may change", {1, 1000, 1, 20}),
      param(&Params::steps, "steps", "Generations", "Most generations", {1, 10000, 10, 200, true}).as(Role::Steps),
      param(&Params::population, "population", "Population", "Candidates of each image in a generation",
            {4, 100000, 20, 800, true}),
      param(&Params::weight, "weight", "Differential weight",
            "How far a child moves along its parents' difference", {0, 2, 0.1, 1}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    // A group of images is bred at a time, so that the candidates fill a batch and fit into memory.
    constexpr std::int64_t kTogether = 4096;
    const std::int64_t group = std::max<std::int64_t>(1, kTogether / params.population);
    const std::int64_t groups = (images.size(0) + group - 1) / group;
    at::Tensor result = images.clone();
    for (std::int64_t g = 0; g < groups; ++g) {
      PartProgress part(progress, double(g) / double(groups), double(g + 1) / double(groups));
      const at::Tensor rows = at::arange(g * group, std::min(images.size(0), (g + 1) * group));
      breed(victim, images, goal, params, rows, result, part);
    }
    return result;
  }

 private:
  /// Genes: N×P×K×(2 + C), place (row, column) and colour, all in [0,1].
  static at::Tensor painted(const at::Tensor& clean, const at::Tensor& genes) {
    const std::int64_t n = genes.size(0), p = genes.size(1), k = genes.size(2), c = clean.size(1);
    const std::int64_t height = clean.size(2), width = clean.size(3);
    at::Tensor canvas =
        clean.unsqueeze(1).expand({n, p, c, height, width}).reshape({n * p, c, height * width}).contiguous();
    const auto cell = [&](std::int64_t gene, std::int64_t size) {
      return (genes.select(3, gene) * double(size)).floor().clamp(0, double(size - 1)).to(at::kLong);
    };
    const at::Tensor place = (cell(0, height) * width + cell(1, width)).view({n * p, 1, k}).expand({n * p, c, k});
    const at::Tensor colour = genes.slice(3, 2).reshape({n * p, k, c}).transpose(1, 2);
    canvas.scatter_(2, place, colour);
    return canvas.view({n * p, c, height, width});
  }

  static void breed(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                    at::Tensor rows, at::Tensor& result, Progress& progress) {
    at::Generator& random = *goal.random;
    const std::int64_t p = params.population, channels = images.size(1);
    at::Tensor clean = images.index_select(0, rows);
    at::Tensor genes = at::rand({rows.numel(), p, params.pixels, 2 + channels}, random, at::kFloat);
    // Colours begin around mid-grey with the paper's spread of half the range.
    genes.slice(3, 2).normal_(0.5, 0.5, random).clamp_(0, 1);
    at::Tensor worth;  // N×P
    for (int generation = 0; generation <= params.steps && rows.numel() > 0; ++generation) {
      progress.step(generation, params.steps + 1);
      const at::Tensor children = generation == 0 ? genes : offspring(genes, params.weight, random);
      const at::Tensor candidates = painted(clean, children);
      const at::Tensor owners = rows.unsqueeze(1).expand({rows.numel(), p}).reshape({-1});
      const Goal wanted = goal.rows(owners);
      const at::Tensor scores = victim.logScores(candidates, owners);
      const at::Tensor loss = wanted.logOdds(scores).view({-1, p});
      const at::Tensor reached = wanted.reached(scores.argmax(1)).view({-1, p});
      if (generation == 0) {
        worth = loss;
      } else {
        const at::Tensor better = loss > worth;
        genes = at::where(better.unsqueeze(2).unsqueeze(3), children, genes);
        worth = at::where(better, loss, worth);
      }
      // What fell is shown by its best candidate and leaves.
      const at::Tensor best = at::where(reached, loss + 1e6, loss).argmax(1);
      const at::Tensor shown =
          candidates.view({rows.numel(), p, channels, images.size(2), images.size(3)})
              .gather(1, best.view({-1, 1, 1, 1, 1}).expand({-1, 1, channels, images.size(2), images.size(3)}))
              .squeeze(1);
      const at::Tensor fell = reached.any(1);
      if (generation == params.steps) {
        result.index_copy_(0, rows, shown);
      } else {
        copyWhere(fell, result, rows, shown);
      }
      if (goal.onStep) goal.onStep(shown);
      const at::Tensor kept = rowsWhere(fell.logical_not());
      keepRows(kept, rows, clean, genes, worth);
    }
  }

  /// r₁ + F (r₂ − r₃) with three different others, section III-B, back into the picture where it leaves it.
  static at::Tensor offspring(const at::Tensor& genes, double weight, at::Generator& random) {
    const std::int64_t n = genes.size(0), p = genes.size(1);
    const auto pick = [&](const at::Tensor& index) {
      return genes.gather(1, index.view({n, p, 1, 1}).expand({n, p, genes.size(2), genes.size(3)}));
    };
    // Three different shifts of one random order give three different members.
    const at::Tensor order = at::rand({n, p}, random, at::kFloat).argsort(1, false);
    const auto shifted = [&](std::int64_t by) { return pick(order.roll(by, 1)); };
    return (shifted(0) + weight * (shifted(1) - shifted(2))).clamp_(0, 1);
  }
};
const RegisteredAttack<OnePixel> kOnePixelRegistered;

}  // namespace
}  // namespace adversarium
