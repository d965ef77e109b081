// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <array>
#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"

namespace adversarium {
namespace {

enum class SimbaBasis { Pixel, Dct };

}  // namespace

template <>
struct Choices<SimbaBasis> {
  static constexpr std::array<std::string_view, 2> names{"pixel", "dct"};
};

namespace {

/// The orthonormal cosine transform of length `size`: row u is the wave of frequency u.
at::Tensor cosines(std::int64_t size) {
  const at::Tensor u = at::arange(size, at::kFloat).unsqueeze(1), x = at::arange(size, at::kFloat).unsqueeze(0);
  at::Tensor waves = (u * (x + 0.5) * (M_PI / double(size))).cos() * std::sqrt(2.0 / double(size));
  waves[0] /= std::sqrt(2.0);
  return waves;
}

/// Guo et al., ICML 2019, algorithm 1.
struct Simba {
  static constexpr AlgorithmInfo info{"simba", "SimBA", Chapter::Evasion, "Guo et al. 2019, arXiv:1905.07121",
                                      "Tries one direction after another, forwards and backwards, and keeps what "
                                      "lowers the score: the simplest attack "
                                      "on scores."};
  using Victim = ScoreAccess;
  static constexpr Norm kNorm = Norm::L2;
  struct Params {
    int queries = 3000;
    SimbaBasis basis = SimbaBasis::Dct;
    double step = 0.2;
    double frequencies = 0.25;
  };
  static constexpr std::tuple params{
      heroParam(&Params::queries, "queries", "Query budget", "Most looks at the scores for each image",
                {1, 1e6, 100, 10000, true, "queries"})
          .as(Role::Queries),
      param(&Params::basis, "basis", "Directions", "Single pixels, or waves of the cosine transform"),
      param(&Params::step, "step", "Step size", "Length (L2) of a step along one direction",
            {1e-4, 10, 0.01, 1, true, "pixel value"})
          .as(Role::StepSize),
      param(&Params::frequencies, "frequencies", "Frequencies",
            "Share of the frequencies, the lowest, that waves are drawn from first", {0.01, 1, 0.05, 1}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    const Directions directions(images, params, *goal.random);
    Front front{at::arange(images.size(0)),
                images,
                {},
                at::zeros({images.size(0)}, at::kLong),
                goal.rows(at::arange(images.size(0)))};
    at::Tensor result = images.clone();
    front.worth = at::full({images.size(0)}, -INFINITY);
    progress.step(0, directions.count());
    (void)front.tryOut(victim, front.current, at::arange(images.size(0)));
    for (std::int64_t turn = 0; turn < directions.count(); ++turn) {
      front.retire(result, params.queries);
      if (front.rows.numel() == 0) break;
      progress.step(turn, directions.count());
      const at::Tensor step = params.step * directions.at(turn, front.rows);
      const at::Tensor all = at::arange(front.rows.numel());
      const at::Tensor better = front.tryOut(victim, (front.current - step).clamp_(0, 1), all);
      // The other way is tried only where this one did not help and the budget allows it.
      const at::Tensor rest = rowsWhere(better.logical_not().logical_and(front.spent < params.queries));
      if (rest.numel() > 0) {
        const at::Tensor forwards = front.current.index_select(0, rest) + step.index_select(0, rest);
        (void)front.tryOut(victim, forwards.clamp(0, 1), rest);
      }
      if (goal.onStep) goal.onStep(front.current);
    }
    result.index_copy_(0, front.rows, front.current);
    return result;
  }

 private:
  /// The images that still stand.
  struct Front {
    at::Tensor rows;     // int64, positions in the batch
    at::Tensor current;  // N×C×H×W
    at::Tensor worth;    // N: what is climbed
    at::Tensor spent;    // int64 N: queries
    Goal goal;
    at::Tensor fallen = {};  // bool N

    /// Keeps the candidates (of the rows `index` of the front) that are better; bool, one a candidate.
    at::Tensor tryOut(Victim& victim, const at::Tensor& candidates, const at::Tensor& index) {
      const Goal wanted = goal.rows(index);
      const at::Tensor scores = victim.logScores(candidates, rows.index_select(0, index));
      const at::Tensor loss = wanted.logOdds(scores);
      const at::Tensor better = loss > worth.index_select(0, index);
      if (!fallen.defined()) fallen = at::zeros({rows.numel()}, at::kBool);
      current = current.clone();
      copyWhere(better, current, index, candidates);
      copyWhere(better, worth, index, loss);
      copyWhere(better, fallen, index, wanted.reached(scores.argmax(1)));
      spent.index_add_(0, index, at::ones_like(index));
      return better;
    }

    /// Images that fell, or have spent their budget, cost nothing more.
    void retire(at::Tensor& result, std::int64_t budget) {
      const at::Tensor over = fallen.logical_or(spent >= budget);
      if (!over.any().item<bool>()) return;
      copyWhere(over, result, rows, current);
      const at::Tensor kept = rowsWhere(over.logical_not());
      keepRows(kept, rows, current, worth, spent, fallen);
      goal = goal.rows(kept);
    }
  };

  /// Orthonormal directions, every image's in an order of its own.
  class Directions {
   public:
    Directions(const at::Tensor& images, const Params& params, at::Generator& random)
        : m_channels(images.size(1)), m_height(images.size(2)), m_width(images.size(3)) {
      const std::int64_t n = images.size(0), all = m_channels * m_height * m_width;
      m_count = std::min<std::int64_t>(params.queries, all);
      const bool waves = params.basis == SimbaBasis::Dct;
      at::Tensor low;
      if (waves) {
        m_rows = cosines(m_height);
        m_columns = cosines(m_width);
        const auto lowest = [&](std::int64_t size) {
          return at::arange(size).lt(std::max<std::int64_t>(1, std::llround(params.frequencies * double(size))));
        };
        low = lowest(m_height)
                  .unsqueeze(1)
                  .logical_and(lowest(m_width))
                  .expand({m_channels, m_height, m_width})
                  .reshape({-1});
      }
      std::vector<at::Tensor> orders;
      for (std::int64_t i = 0; i < n; ++i) {
        at::Tensor keys = at::rand({all}, random, at::kFloat);
        if (waves) keys = at::where(low, keys, keys + 1);  // low frequencies first
        orders.push_back(keys.argsort().slice(0, 0, m_count).clone());
      }
      m_order = at::stack(orders);
    }

    std::int64_t count() const { return m_count; }

    /// The `turn`-th direction of the samples `rows`; N×C×H×W of unit norm.
    at::Tensor at(std::int64_t turn, const at::Tensor& rows) const {
      const at::Tensor place = m_order.select(1, turn).index_select(0, rows);
      const std::int64_t n = place.size(0);
      if (!m_rows.defined()) {
        return at::zeros({n, m_channels * m_height * m_width})
            .scatter_(1, place.unsqueeze(1), 1.0)
            .view({n, m_channels, m_height, m_width});
      }
      const auto whole = [](const at::Tensor& a, std::int64_t b) { return at::div(a, b, "floor"); };
      const at::Tensor channel = whole(place, m_height * m_width);
      const at::Tensor within = place.remainder(m_height * m_width);
      const at::Tensor down = m_rows.index_select(0, whole(within, m_width));
      const at::Tensor across = m_columns.index_select(0, within.remainder(m_width));
      const at::Tensor wave = at::bmm(down.unsqueeze(2), across.unsqueeze(1));
      const at::Tensor where = at::zeros({n, m_channels}).scatter_(1, channel.unsqueeze(1), 1.0);
      return where.view({n, m_channels, 1, 1}) * wave.unsqueeze(1);
    }

   private:
    std::int64_t m_channels, m_height, m_width, m_count;
    at::Tensor m_order;            // int64 N×count
    at::Tensor m_rows, m_columns;  // the waves, H×H and W×W; undefined for pixels
  };
};
const RegisteredAttack<Simba> kSimbaRegistered;

}  // namespace
}  // namespace adversarium
