// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <cmath>

#include "core/evasion/attack.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/nearest_adversarial.h"

namespace adversarium {
namespace {

/// Carlini & Wagner, S&P 2017, sections V and VI: minimises ‖δ‖₂² + c·f(x + δ) for the weight c that just
/// suffices, in the box by projected descent (section V-B). Every image searches its c at its own pace; the first
/// is what balances the two terms at a plane boundary, and a later search goes on from the nearest example so far.
struct CarliniWagner {
  static constexpr AlgorithmInfo info{"cw", "Carlini-Wagner", Chapter::Evasion,
                                      "Carlini & Wagner 2017, arXiv:1608.04644",
                                      "Weighs the size of the change against its success and searches the weight "
                                      "that just suffices: thorough, small "
                                      "changes."};
  using Victim = GradientAccess;
  static constexpr Norm kNorm = Norm::L2;
  struct Params {
    int steps = 100;
    int searches = 9;
    double rate = 0.01;
    double confidence = 0;
  };
  static constexpr std::tuple params{
      heroParam(&Params::steps, "steps", "Steps", "Most gradient steps for one weight",
                {1, 100000, 10, 1000, true})
          .as(Role::Steps),
      param(&Params::searches, "searches", "Search steps", "Most weights tried", {1, 50, 1, 15}),
      param(&Params::rate, "rate", "Learning rate", "Largest step of Adam, root mean square over the pixels",
            {1e-6, 1, 1e-3, 0.1, true, "pixel value"}),
      param(&Params::confidence, "confidence", "Confidence", "By how much the wrong score must lead",
            {0, 1000, 0, 50}),
  };

  static at::Tensor craft(Victim& victim, const at::Tensor& images, const Goal& goal, const Params& params,
                          Progress& progress) {
    Nearest nearest(images, kNorm);
    Search search(images, goal, params);
    const std::int64_t most = std::int64_t{params.steps} * params.searches;
    for (std::int64_t step = 0; step < most && search.rows.numel() > 0; ++step) {
      progress.step(step, most);
      search.step(victim, nearest);
      if (goal.onStep && search.rows.numel() > 0) goal.onStep(search.current);
    }
    nearest.tighten(victim, goal);
    return nearest.found(goal);
  }

 private:
  /// The images still searching, one row each.
  struct Search {
    Search(const at::Tensor& images, const Goal& whole, const Params& params)
        : params(params),
          rows(at::arange(images.size(0))),
          goal(whole.rows(rows)),
          clean(images),
          current(images.clone()),
          momentum(at::zeros_like(images)) {
      const std::int64_t n = images.size(0);
      age = at::zeros({n});
      count = at::zeros({n});
      spread = at::zeros({n});
      low = at::zeros({n});
      high = at::full({n}, INFINITY);
      worth = high.clone();
      before = high.clone();
      hit = at::zeros({n}, at::kBool);
    }

    void step(Victim& victim, Nearest& nearest) {
      const double enough = params.confidence;
      const InputGradient look = victim.inputGradient(
          current, [&](const at::Tensor& logits) { return goal.margin(logits).clamp_max(enough); }, rows);
      const at::Tensor change = current - clean;
      const at::Tensor distance = quickNorm(change, Norm::L2);
      const at::Tensor reached = goal.reached(look.logits.argmax(1)).logical_and(look.loss >= enough);
      nearest.offer(rows, current, reached, distance);
      const at::Tensor lack = enough - look.loss;
      if (!weight.defined()) {
        begin(look, lack);
        return;
      }
      hit = hit.logical_or(reached);
      age += 1;
      const at::Tensor over = stalled(distance.square() + weight * lack);
      descend(look, change, over);
      if (over.any().item<bool>()) finish(nearest, over);
    }

    /// At a plane boundary 2δ = c∇f and ‖δ‖ = f/‖∇f‖: twice that weight is sure to cross it, and the first step
    /// may go there at once.
    void begin(const InputGradient& look, const at::Tensor& lack) {
      const double pixels = std::sqrt(double(clean[0].numel()));
      const at::Tensor open = openWays(look.gradient, current);
      const at::Tensor slope = quickNorm(open, Norm::L2).clamp_min(1e-12);
      const at::Tensor distance = (lack / slope).clamp_max(0.1 * pixels);  // a flat spot says nothing
      weight = (4 * lack / slope.square()).clamp(1e-6, 1e10);
      rate = (0.1 * distance / pixels).clamp_max(params.rate);
      current = (clean + perImage(distance / slope) * open).clamp_(0, 1);
    }

    /// Which searches are over: out of steps, or without gain since the last look back (section VI-A).
    at::Tensor stalled(const at::Tensor& total) {
      const int period = std::max(1, params.steps / 10);
      const at::Tensor checked = age.remainder(period).eq(0);
      const at::Tensor over = checked.logical_and(total > 0.995 * worth).logical_or(age >= params.steps);
      worth = at::where(checked, total, worth);
      return over;
    }

    /// Adam with one scale an image, so that the direction stays the gradient's.
    void descend(const InputGradient& look, const at::Tensor& change, const at::Tensor& over) {
      constexpr double kMean = 0.9, kSpread = 0.999;
      const at::Tensor gradient = -openWays((perImage(weight) * look.gradient).sub_(change, 2), current);
      momentum.mul_(kMean).add_(gradient, 1 - kMean);
      spread =
          kSpread * spread + (1 - kSpread) * quickNorm(gradient, Norm::L2).square() / double(clean[0].numel());
      const at::Tensor scale = (spread / (1 - at::pow(kSpread, age))).sqrt().clamp_min(1e-20);
      const at::Tensor length = rate / (1 - at::pow(kMean, age)) / scale;
      current = (current - perImage(length.masked_fill(over, 0)) * momentum).clamp_(0, 1);
    }

    /// Gives searches that are over their next weight; images that gained nothing by one are done.
    void finish(const Nearest& nearest, const at::Tensor& over) {
      high = at::where(over.logical_and(hit), at::minimum(high, weight), high);
      low = at::where(over.logical_and(hit.logical_not()), at::maximum(low, weight), low);
      const at::Tensor between = at::where(low > 0, (low * high).sqrt(), high / 4);
      weight = at::where(over, at::where(high.isfinite(), between, low * 10), weight).clamp(1e-8, 1e12);
      count += over;
      const at::Tensor best = nearest.distances().index_select(0, rows);
      const at::Tensor found = best.isfinite();
      const at::Tensor gainless = found.logical_and(best > 0.99 * before);
      const at::Tensor done = over.logical_and(gainless.logical_or(count >= params.searches));
      before = at::where(over, best, before);
      const at::Tensor again = over.logical_and(found);
      current = at::where(perImage(again), nearest.images().index_select(0, rows), current);
      rate = at::where(again, rate / 2, rate);
      momentum.mul_(perImage(over.logical_not()));
      worth = worth.masked_fill(over, INFINITY);
      spread.masked_fill_(over, 0);
      age.masked_fill_(over, 0);
      hit = hit.logical_and(over.logical_not());
      if (!done.any().item<bool>()) return;
      const at::Tensor kept = rowsWhere(done.logical_not());
      goal = goal.rows(kept);
      keepRows(kept, rows, clean, current, momentum, weight, low, high, rate, age, count, spread, worth, before,
               hit);
    }

    const Params& params;
    at::Tensor rows;  // int64, positions in the batch
    Goal goal;
    at::Tensor clean, current, momentum;  // N×C×H×W
    at::Tensor weight, low, high;         // N: c and what is known of it
    at::Tensor rate;                      // N: step size now
    at::Tensor age, count;                // N: steps of this search, searches so far
    at::Tensor spread;                    // N: Adam's second moment
    at::Tensor worth, before;             // N: total at the last look back; best distance of earlier searches
    at::Tensor hit;                       // bool N: this search found an example
  };
};
const RegisteredAttack<CarliniWagner> kCarliniWagnerRegistered;

}  // namespace
}  // namespace adversarium
