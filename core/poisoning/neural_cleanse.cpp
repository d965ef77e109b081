// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/neural_cleanse.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Unbounded numbers ↔ [0,1].
at::Tensor bounded(const at::Tensor& raw) { return raw.tanh().add_(1).div_(2); }
at::Tensor slopeOf(const at::Tensor& value) { return 2 * value * (1 - value); }

/// Adam as the reference implementation sets it (β 0.5 and 0.9), on a tensor whose rows may leave.
class RowAdam {
 public:
  explicit RowAdam(at::Tensor start)
      : value(std::move(start)), m_mean(at::zeros_like(value)), m_square(at::zeros_like(value)) {}

  void step(const at::Tensor& gradient, int steps, double learningRate) {
    constexpr double kBeta1 = 0.5, kBeta2 = 0.9, kEpsilon = 1e-8;
    m_mean.mul_(kBeta1).add_(gradient, 1 - kBeta1);
    m_square.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
    const double correction1 = 1 - std::pow(kBeta1, steps), correction2 = 1 - std::pow(kBeta2, steps);
    value.addcdiv_(m_mean, (m_square / correction2).sqrt_().add_(kEpsilon), -learningRate / correction1);
  }
  void keep(const at::Tensor& rows) {
    for (at::Tensor* tensor : {&value, &m_mean, &m_square}) *tensor = tensor->index_select(0, rows);
  }

  at::Tensor value;

 private:
  at::Tensor m_mean, m_square;
};

/// How one class stands between epochs: the weight of its mask's size, and whether it still gets better.
struct CostSchedule {
  double cost;
  int above = 0, below = 0;  // epochs in a row with enough success, or without
  bool raised = false, lowered = false;
  double reference = std::numeric_limits<double>::infinity();  // norm that must be beaten clearly
  int idle = 0;                                                // epochs without that

  /// Section V of the paper: the size weighs more while the trigger works, less while it does not.
  void adapt(bool works, int patience) {
    const double factor = 2;
    above = works ? above + 1 : 0;
    below = works ? 0 : below + 1;
    if (above >= patience) {
      above = 0;
      cost *= factor;
      raised = true;
    } else if (below >= patience) {
      below = 0;
      cost /= std::pow(factor, 1.5);
      lowered = raised;  // before anything has worked it says nothing of the smallest size
    }
  }

  /// Whether the size has settled: pressed until the trigger failed, eased again, and no longer falling.
  bool settled(double best, int patience) {
    constexpr double kClearly = 0.98;
    if (!std::isfinite(best)) return false;
    if (best < kClearly * reference) {
      reference = best;
      idle = 0;
    } else {
      ++idle;
    }
    return raised && lowered && idle >= patience;
  }
};

at::Tensor randomStart(std::int64_t classCount, at::IntArrayRef shape, at::Generator& random) {
  // atanh of a number between −1 and 1, as the reference implementation starts.
  std::vector<std::int64_t> sizes{classCount};
  sizes.insert(sizes.end(), shape.begin(), shape.end());
  return at::empty(sizes, at::kFloat).uniform_(0.001, 0.999, random).mul_(2).sub_(1).atanh();
}

}  // namespace

at::Tensor stamped(const at::Tensor& images, const at::Tensor& mask, const at::Tensor& pattern) {
  return images * (1 - mask) + mask * pattern;
}

void searchTriggers(GradientAccess& victim, const at::Tensor& images, const std::vector<std::int64_t>& classes,
                    const CleansePlan& plan, Progress& progress, std::vector<ClassTrigger>& found,
                    const std::function<void(const ClassTrigger&)>& done) {
  const at::NoGradGuard noGradient;
  const std::int64_t count = images.size(0), channels = images.size(1), height = images.size(2),
                     width = images.size(3);
  const std::int64_t stepImages = std::min(plan.stepImages, count);
  const std::int64_t steps = std::max<std::int64_t>(1, count / stepImages);
  const std::int64_t together = std::max<std::int64_t>(1, plan.passImages / stepImages);  // classes in one pass
  const auto total = static_cast<std::int64_t>(classes.size()) * plan.epochs * steps;

  std::vector<at::Tensor> masks, patterns;
  for (const std::int64_t target : classes) {
    at::Generator own = generatorFrom(plan.seed * 1'000'003 + static_cast<std::uint64_t>(target) + 1);
    masks.push_back(randomStart(1, {1, height, width}, own));
    patterns.push_back(randomStart(1, {channels, height, width}, own));
  }
  RowAdam rawMask(at::cat(masks)), rawPattern(at::cat(patterns));
  std::vector<std::size_t> active(classes.size());  // row → place in `classes`
  std::iota(active.begin(), active.end(), std::size_t{0});
  std::vector<CostSchedule> schedules(classes.size(), CostSchedule{plan.cost});
  found.assign(classes.size(), {});
  for (std::size_t i = 0; i < classes.size(); ++i) {
    found[i].target = classes[i];
    found[i].norm = std::numeric_limits<double>::infinity();
  }

  at::Generator order = generatorFrom(plan.seed * 1'000'003);
  int updates = 0;
  for (int epoch = 0; epoch < plan.epochs && !active.empty(); ++epoch) {
    const auto rows = static_cast<std::int64_t>(active.size());
    const at::Tensor shuffled = at::randperm(count, order, at::kLong);
    const auto left = static_cast<std::int64_t>((classes.size() - active.size())) * plan.epochs * steps;
    std::vector<std::int64_t> targetOf;
    std::vector<double> costOf;
    for (const std::size_t place : active) {
      targetOf.push_back(classes[place]);
      costOf.push_back(schedules[place].cost);
    }
    const at::Tensor targets = at::tensor(targetOf, at::kLong);
    const at::Tensor costs = at::tensor(costOf, at::kDouble).to(at::kFloat).view({-1, 1, 1, 1});
    at::Tensor hits = at::zeros({rows}, at::kLong);
    for (std::int64_t s = 0; s < steps; ++s) {
      const at::Tensor batch = images.index_select(0, shuffled.slice(0, s * stepImages, (s + 1) * stepImages));
      const at::Tensor mask = bounded(rawMask.value), pattern = bounded(rawPattern.value);
      at::Tensor maskGradient = at::empty_like(mask), patternGradient = at::empty_like(pattern);
      for (std::int64_t from = 0; from < rows; from += together) {
        const std::int64_t to = std::min(rows, from + together), part = to - from;
        progress.step(left + rows * (epoch * steps + s) + from, total);
        const at::Tensor m = mask.slice(0, from, to).unsqueeze(1), p = pattern.slice(0, from, to).unsqueeze(1);
        const at::Tensor stampedImages = batch.unsqueeze(0) * (1 - m) + m * p;  // classes × images × C×H×W
        const at::Tensor wanted = targets.slice(0, from, to).repeat_interleave(stepImages);
        const InputGradient look =
            victim.inputGradient(stampedImages.flatten(0, 1), [&](const at::Tensor& logits) {
              return at::nll_loss(logits.log_softmax(1), wanted, {}, at::Reduction::None);
            });
        const at::Tensor gradient = look.gradient.view({part, stepImages, channels, height, width});
        const double share = 1.0 / static_cast<double>(stepImages);
        maskGradient.slice(0, from, to)
            .copy_((gradient * (p - batch.unsqueeze(0))).sum({1, 2}).unsqueeze(1) * share);
        patternGradient.slice(0, from, to).copy_(gradient.sum(1) * m.squeeze(1) * share);
        hits.slice(0, from, to).add_(look.logits.argmax(1).eq(wanted).view({part, stepImages}).sum(1));
      }
      ++updates;
      rawMask.step((maskGradient + costs) * slopeOf(mask), updates, plan.learningRate);
      rawPattern.step(patternGradient * slopeOf(pattern), updates, plan.learningRate);
    }

    const at::Tensor mask = bounded(rawMask.value), pattern = bounded(rawPattern.value);
    const std::vector<double> norms = doublesOf(mask.sum({1, 2, 3}, false, at::kDouble));
    const std::vector<std::int64_t> hit = integersOf(hits);
    std::vector<std::int64_t> staying;
    std::vector<std::size_t> next;
    for (std::size_t row = 0; row < active.size(); ++row) {
      const std::size_t place = active[row];
      ClassTrigger& best = found[place];
      const double success = double(hit[row]) / double(steps * stepImages);
      const bool works = success >= plan.success;
      // Until one works, the last one stands in: the most that the search could do.
      if ((works && (!best.convincing || norms[row] < best.norm)) || !best.convincing) {
        const auto at = static_cast<std::int64_t>(row);
        best.mask = mask[at].clone();
        best.pattern = pattern[at].clone();
        best.norm = norms[row];
        best.success = success;
        best.convincing = works;
      }
      best.epochs = epoch + 1;
      CostSchedule& schedule = schedules[place];
      schedule.adapt(works, plan.patience);
      const double convincingNorm = best.convincing ? best.norm : std::numeric_limits<double>::infinity();
      const bool leaves =
          (plan.stopEarly && schedule.settled(convincingNorm, plan.patience)) || epoch + 1 == plan.epochs;
      if (leaves) {
        best.finished = true;
        done(best);
      } else {
        staying.push_back(static_cast<std::int64_t>(row));
        next.push_back(place);
      }
    }
    if (next.size() < active.size() && !next.empty()) {
      const at::Tensor kept = at::tensor(staying, at::kLong);
      rawMask.keep(kept);
      rawPattern.keep(kept);
    }
    active = std::move(next);
  }
}

}  // namespace adversarium
