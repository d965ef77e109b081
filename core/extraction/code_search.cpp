// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/code_search.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr std::int64_t kCodes = ImageGenerator::kCode;

at::Tensor unitLength(const at::Tensor& v) { return v / v.norm(2, {-1}, true).clamp_min(1e-9); }
at::Tensor onSphere(const at::Tensor& codes) { return std::sqrt(double(kCodes)) * unitLength(codes); }
at::Tensor drawnCodes(std::int64_t count, at::Generator& random) {
  return onSphere(at::empty({count, kCodes}).normal_(0, 1, random));
}
at::Tensor moved(const at::Tensor& images, std::int64_t down, std::int64_t across) {
  return at::roll(images, {down, across}, {2, 3});
}

/// N×K scores → how much each class leads over the best other (or trails behind it); N×K.
at::Tensor leadOfEach(const at::Tensor& scores) {
  const at::Tensor best = std::get<0>(scores.topk(2, 1));
  const at::Tensor first = best.slice(1, 0, 1), second = best.slice(1, 1, 2);
  return scores - at::where(scores.eq(first), second, first);
}
at::Tensor leadOf(const at::Tensor& scores, const at::Tensor& labels) {
  const at::Tensor column = labels.unsqueeze(1);
  const at::Tensor others = scores.scatter(1, column, -std::numeric_limits<float>::infinity());
  return scores.gather(1, column).squeeze(1) - std::get<0>(others.max(1));
}

class CodeSearch {
 public:
  CodeSearch(const ImageGenerator& generator, const Oracle& victim, const SearchPlan& plan, at::Generator& random)
      : m_generator(generator), m_victim(victim), m_plan(plan), m_random(random) {}

  /// For each label the best of the drawn codes that no label before it took; without scores any that is right.
  at::Tensor start(const at::Tensor& labels, Progress& progress) {
    constexpr std::int64_t kChunk = 200;
    std::vector<at::Tensor> drawn, leads;
    for (std::int64_t from = 0; from < m_plan.drawn; from += kChunk) {
      progress.step(from, m_plan.drawn);
      drawn.push_back(drawnCodes(std::min(kChunk, m_plan.drawn - from), m_random));
      leads.push_back(leadOfEach(answersAt(drawn.back())));
    }
    const at::Tensor codes = at::cat(drawn), lead = at::cat(leads);
    const std::int64_t most = std::min<std::int64_t>(codes.size(0), labels.size(0));
    const at::Tensor order = std::get<1>(lead.topk(most, 0));  // most × K
    std::vector<std::int64_t> rows, taken(static_cast<std::size_t>(lead.size(1)), 0);
    for (const std::int64_t label : integersOf(labels)) {
      std::int64_t& place = taken[static_cast<std::size_t>(label)];
      rows.push_back(order[place++ % most][label].item<std::int64_t>());
    }
    return codes.index_select(0, at::tensor(rows, at::kLong));
  }

  template <class OnStep>
  at::Tensor alongGradients(at::Tensor codes, const at::Tensor& labels, Progress& progress, const OnStep& onStep) {
    GradientAccess victim(m_victim.model, m_victim.meter);
    const Loss lead = [&](const at::Tensor& logits) { return leadOf(logits, labels).clamp_max(m_plan.lead); };
    return climb(std::move(codes), progress, onStep, [&](const at::Tensor& here, double) {
      const at::AutoGradMode withGradient(true);
      const at::Tensor input = here.detach().requires_grad_(true);
      const auto by = integersOf(at::randint(-1, 2, {2}, m_random, at::kLong));
      const at::Tensor images = moved(m_generator.images(input), by[0], by[1]);
      const at::Tensor outer = victim.inputGradient(images.detach(), lead).gradient;
      return torch::autograd::grad({images}, {input}, {outer})[0];
    });
  }

  template <class OnStep>
  at::Tensor alongScores(at::Tensor codes, const at::Tensor& labels, Progress& progress, const OnStep& onStep) {
    const std::int64_t n = codes.size(0), pairs = std::max(1, m_plan.around / 2);
    const at::Tensor asked = labels.repeat_interleave(pairs);
    return climb(std::move(codes), progress, onStep, [&](const at::Tensor& here, double done) {
      const double spread = 0.3 - 0.2 * done;
      const at::Tensor way = at::empty({n, pairs, kCodes}).normal_(0, 1, m_random);
      const auto leadAt = [&](double sign) {
        const at::Tensor there = (here.unsqueeze(1) + sign * spread * way).reshape({n * pairs, kCodes});
        return leadOf(answersAt(there), asked).clamp_max(m_plan.lead).view({n, pairs, 1});
      };
      return ((leadAt(1) - leadAt(-1)) * way).mean(1) / (2 * spread);
    });
  }

  template <class OnStep>
  at::Tensor alongLabels(at::Tensor codes, const at::Tensor& labels, Progress& progress, const OnStep& onStep) {
    const std::int64_t n = codes.size(0), around = m_plan.around;
    const at::Tensor asked = labels.repeat_interleave(around);
    at::Tensor radius = at::full({n, 1}, 2.0F), best = codes.clone();
    at::Tensor most = at::zeros({n, 1});
    for (int step = 0; step < m_plan.steps; ++step) {
      progress.step(step, m_plan.steps);
      onStep(step, best);
      const at::Tensor way = unitLength(at::empty({n, around, kCodes}).normal_(0, 1, m_random));
      const at::Tensor there = (codes.unsqueeze(1) + radius.unsqueeze(2) * way).reshape({n * around, kCodes});
      const at::Tensor right = leadOf(answersAt(there), asked).gt(0).view({n, around});
      const at::Tensor all = right.all(1, true);
      // What stands in the middle of the largest sphere of right answers is deepest inside the class.
      const at::Tensor deeper = all.logical_and(radius.gt(most));
      best = at::where(deeper, codes, best);
      most = at::where(deeper, radius, most);
      const at::Tensor away = unitLength(-(way * right.logical_not().to(at::kFloat).unsqueeze(2)).sum(1));
      codes = at::where(all, codes, onSphere(codes + (radius / 3).clamp_max(3) * away));
      radius = at::where(all, 1.3 * radius, radius);
    }
    return best;
  }

  /// How well the victim knows the neighbourhood of each code, its pictures moved about: the mean lead over the
  /// others, or without scores the share of right answers. A code that only just fooled it stands alone.
  at::Tensor steadiness(const at::Tensor& codes, const at::Tensor& labels) {
    constexpr double kAway = 0.6;
    at::Tensor sum = at::zeros({codes.size(0)});
    for (const std::int64_t down : {-1, 0, 1}) {
      for (const std::int64_t across : {-1, 0, 1}) {
        const at::Tensor near = onSphere(codes + kAway * at::empty_like(codes).normal_(0, 1, m_random));
        const at::Tensor lead = leadOf(answersAt(near, down, across), labels);
        sum =
            sum + (m_plan.right == SearchRight::Labels ? lead.gt(0).to(at::kFloat) : lead.clamp_max(m_plan.lead));
      }
    }
    return sum;
  }

 private:
  /// Adam upwards; after every step back onto the sphere.
  template <class OnStep, class Slope>
  at::Tensor climb(at::Tensor codes, Progress& progress, const OnStep& onStep, const Slope& slope) {
    TrainPlan adam;
    adam.weightDecay = 0;
    codes = codes.detach().clone();
    OptimiserState optimiser(adam, {codes});
    for (int step = 0; step < m_plan.steps; ++step) {
      progress.step(step, m_plan.steps);
      onStep(step, codes);
      useThreadsFor(codes.size(0));
      const double done = double(step) / double(m_plan.steps);
      optimiser.step({-slope(codes, done)}, m_plan.rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
      codes.copy_(onSphere(codes));
    }
    return codes;
  }

  /// What the attacker may know of pictures: log-probabilities, or for labels alone 1 where the answer is and 0
  /// elsewhere; N×K.
  at::Tensor answersTo(const at::Tensor& images) {
    if (m_plan.right != SearchRight::Labels) return ScoreAccess(m_victim.model, m_victim.meter).logScores(images);
    LabelAccess access(m_victim.model, m_victim.meter);
    return at::one_hot(access.decide(images), access.classes()).to(at::kFloat);
  }
  at::Tensor answersAt(const at::Tensor& codes, std::int64_t down = 0, std::int64_t across = 0) {
    constexpr std::int64_t kChunk = 256;
    useThreadsFor(codes.size(0));
    std::vector<at::Tensor> answers;
    for (const at::Tensor& part : codes.split(kChunk))
      answers.push_back(answersTo(moved(m_generator.images(part), down, across)));
    return at::cat(answers);
  }

  const ImageGenerator& m_generator;
  const Oracle& m_victim;
  const SearchPlan& m_plan;
  at::Generator& m_random;
};

}  // namespace

at::Tensor searchCodes(const ImageGenerator& generator, const Oracle& victim, const at::Tensor& labels,
                       const SearchPlan& plan, at::Generator& random, Progress& progress,
                       const std::function<void(int step, const at::Tensor& codes)>& onStep) {
  const at::NoGradGuard noGradient;
  CodeSearch search(generator, victim, plan, random);
  const std::int64_t n = labels.size(0), tries = plan.restarts;
  const at::Tensor all = labels.repeat_interleave(tries);
  PartProgress drawing(progress, 0, 0.1), climbing(progress, 0.1, 1);
  at::Tensor codes = search.start(all, drawing);
  const auto firstOfEach = [&](int step, const at::Tensor& found) {
    onStep(step, found.view({n, tries, kCodes}).select(1, 0));
  };
  switch (plan.right) {
    case SearchRight::Gradients:
      codes = search.alongGradients(codes, all, climbing, firstOfEach);
      break;
    case SearchRight::Scores:
      codes = search.alongScores(codes, all, climbing, firstOfEach);
      break;
    case SearchRight::Labels:
      codes = search.alongLabels(codes, all, climbing, firstOfEach);
      break;
  }
  const at::Tensor kept = search.steadiness(codes, all).view({n, tries}).argmax(1);
  return codes.view({n, tries, kCodes})
      .gather(1, kept.view({n, 1, 1}).expand({n, 1, kCodes}))
      .squeeze(1)
      .contiguous();
}

}  // namespace adversarium
