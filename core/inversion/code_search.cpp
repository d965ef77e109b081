// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/code_search.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/inversion/surrogate_pictures.h"
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

  /// A guard's words where it answered no more.
  const Words& refusal() const { return m_refusal; }
  int steps() const { return m_steps; }
  /// Of what start() was asked for; such a search begins anywhere.
  std::int64_t withoutStart() const { return m_withoutStart; }

  /// For each label the best of the drawn codes that no label before it took; without scores any that is right.
  /// The search goes on from them.
  void start(const at::Tensor& labels, Progress& progress) {
    constexpr std::int64_t kChunk = 200;
    m_labels = labels;
    const std::string& sha256 = m_victim.model->info().sha256;
    const at::Tensor conditions = conditionsToSearch(m_generator, integersOf(labels), sha256);
    const Codes drawn{drawnCodes(m_plan.drawn, m_random),
                      conditions.index_select(0, at::arange(m_plan.drawn).remainder(conditions.numel()))};
    std::vector<at::Tensor> leads;
    untilRefused([&] {
      for (std::int64_t from = 0; from < m_plan.drawn; from += kChunk) {
        progress.step(from, m_plan.drawn);
        leads.push_back(leadOfEach(answersAt(
            {drawn.places.slice(0, from, from + kChunk), drawn.conditions.slice(0, from, from + kChunk)})));
      }
    });
    if (leads.empty()) {
      m_codes = drawn.rows(at::arange(labels.numel()).remainder(m_plan.drawn));
      return;
    }
    constexpr double kNext = 1e-4;  // less than any difference that means something
    const at::Tensor lead = at::cat(leads);
    if (m_plan.right == SearchRight::Labels) {
      const at::Tensor heard = lead.gt(0).any(0);
      m_withoutStart = heard.index_select(0, labels).logical_not().sum().item<std::int64_t>();
    }
    const at::Tensor own = conditionsOf(m_generator, at::arange(lead.size(1)), sha256);
    lead.add_(drawn.conditions.slice(0, 0, lead.size(0)).unsqueeze(1).eq(own), kNext);
    const std::int64_t most = std::min<std::int64_t>(lead.size(0), labels.numel());
    const at::Tensor order = std::get<1>(lead.topk(most, 0));  // most × K
    std::vector<std::int64_t> rows, taken(static_cast<std::size_t>(lead.size(1)), 0);
    for (const std::int64_t label : integersOf(labels)) {
      std::int64_t& place = taken[static_cast<std::size_t>(label)];
      rows.push_back(order[place++ % most][label].item<std::int64_t>());
    }
    m_codes = drawn.rows(at::tensor(rows, at::kLong));
  }

  /// What the search has come to; one a label.
  const Codes& codes() const { return m_codes; }

  template <class OnStep>
  void alongGradients(Progress& progress, const OnStep& onStep) {
    GradientAccess victim(m_victim.model, m_victim.meter);
    const Loss lead = [&](const at::Tensor& logits) { return leadOf(logits, m_labels).clamp_max(m_plan.lead); };
    climb(progress, onStep, [&](const at::Tensor& here, double) {
      const at::AutoGradMode withGradient(true);
      const at::Tensor input = here.detach().requires_grad_(true);
      const auto by = integersOf(at::randint(-1, 2, {2}, m_random, at::kLong));
      const at::Tensor images = moved(m_generator.images({input, m_codes.conditions}), by[0], by[1]);
      const at::Tensor outer = victim.inputGradient(images.detach(), lead).gradient;
      return torch::autograd::grad({images}, {input}, {outer})[0];
    });
  }

  template <class OnStep>
  void alongScores(Progress& progress, const OnStep& onStep) {
    const std::int64_t n = m_labels.numel(), pairs = std::max(1, m_plan.around / 2);
    const at::Tensor asked = m_labels.repeat_interleave(pairs);
    const at::Tensor conditions = m_codes.conditions.repeat_interleave(pairs);
    climb(progress, onStep, [&](const at::Tensor& here, double done) {
      const double spread = 0.3 - 0.2 * done;
      const at::Tensor way = at::empty({n, pairs, kCodes}).normal_(0, 1, m_random);
      const auto leadAt = [&](double sign) {
        const at::Tensor there = (here.unsqueeze(1) + sign * spread * way).reshape({n * pairs, kCodes});
        return leadOf(answersAt({there, conditions}), asked).clamp_max(m_plan.lead).view({n, pairs, 1});
      };
      return ((leadAt(1) - leadAt(-1)) * way).mean(1) / (2 * spread);
    });
  }

  template <class OnStep>
  void alongLabels(Progress& progress, const OnStep& onStep) {
    const std::int64_t n = m_labels.numel(), around = m_plan.around;
    const at::Tensor asked = m_labels.repeat_interleave(around);
    const at::Tensor conditions = m_codes.conditions.repeat_interleave(around);
    at::Tensor codes = m_codes.places;
    at::Tensor radius = at::full({n, 1}, 2.0F), most = at::zeros({n, 1});
    untilRefused([&] {
      for (int step = 0; step < m_plan.steps; ++step) {
        progress.step(step, m_plan.steps);
        onStep(step, m_codes);
        const at::Tensor way = unitLength(at::empty({n, around, kCodes}).normal_(0, 1, m_random));
        const at::Tensor there = (codes.unsqueeze(1) + radius.unsqueeze(2) * way).reshape({n * around, kCodes});
        const at::Tensor right = leadOf(answersAt({there, conditions}), asked).gt(0).view({n, around});
        const at::Tensor all = right.all(1, true);
        // What stands in the middle of the largest sphere of right answers is deepest inside the class.
        const at::Tensor deeper = all.logical_and(radius.gt(most));
        m_codes.places = at::where(deeper, codes, m_codes.places);
        most = at::where(deeper, radius, most);
        const at::Tensor away = unitLength(-(way * right.logical_not().to(at::kFloat).unsqueeze(2)).sum(1));
        codes = at::where(all, codes, onSphere(codes + (radius / 3).clamp_max(3) * away));
        radius = at::where(all, 1.3 * radius, radius);
        m_steps = step + 1;
      }
    });
  }

  /// Of each `tries` codes in a row the one whose neighbourhood the victim knows best, its pictures moved about:
  /// the mean lead over the others, or without scores the share of right answers. A code that only just fooled it
  /// stands alone.
  Codes steadiest(std::int64_t tries) {
    constexpr double kAway = 0.6;
    at::Tensor sum = at::zeros({m_labels.numel()});
    untilRefused([&] {
      for (const std::int64_t down : {-1, 0, 1}) {
        for (const std::int64_t across : {-1, 0, 1}) {
          const at::Tensor near =
              onSphere(m_codes.places + kAway * at::empty_like(m_codes.places).normal_(0, 1, m_random));
          const at::Tensor lead = leadOf(answersAt({near, m_codes.conditions}, down, across), m_labels);
          sum = sum +
                (m_plan.right == SearchRight::Labels ? lead.gt(0).to(at::kFloat) : lead.clamp_max(m_plan.lead));
        }
      }
    });
    const std::int64_t n = m_labels.numel() / tries;
    return m_codes.rows(sum.view({n, tries}).argmax(1) + tries * at::arange(n));
  }

 private:
  /// What was found until a guard refuses to answer counts; nothing is asked after it.
  template <class Asking>
  void untilRefused(const Asking& asking) {
    if (!m_refusal.empty()) return;
    try {
      asking();
    } catch (const Error& refused) {
      if (refused.kind() != Error::Kind::Refused) throw;
      m_refusal = refused.reason();
    }
  }

  /// Adam upwards; after every step back onto the sphere.
  template <class OnStep, class Slope>
  void climb(Progress& progress, const OnStep& onStep, const Slope& slope) {
    TrainPlan adam;
    adam.weightDecay = 0;
    const at::Tensor places = m_codes.places.detach().clone();
    m_codes.places = places;
    OptimiserState optimiser(adam, {places});
    untilRefused([&] {
      for (int step = 0; step < m_plan.steps; ++step) {
        progress.step(step, m_plan.steps);
        onStep(step, m_codes);
        useThreadsFor(places.size(0));
        const double done = double(step) / double(m_plan.steps);
        optimiser.step({-slope(places, done)}, m_plan.rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
        places.copy_(onSphere(places));
        m_steps = step + 1;
      }
    });
  }

  /// What the attacker may know of pictures: log-probabilities, or for labels alone 1 where the answer is and 0
  /// elsewhere; N×K.
  at::Tensor answersTo(const at::Tensor& images) {
    if (m_plan.right != SearchRight::Labels) return ScoreAccess(m_victim.model, m_victim.meter).logScores(images);
    LabelAccess access(m_victim.model, m_victim.meter);
    return at::one_hot(access.decide(images), access.classes()).to(at::kFloat);
  }
  at::Tensor answersAt(const Codes& codes, std::int64_t down = 0, std::int64_t across = 0) {
    constexpr std::int64_t kChunk = 256;
    useThreadsFor(codes.places.size(0));
    std::vector<at::Tensor> answers;
    for (std::int64_t from = 0; from < codes.places.size(0); from += kChunk) {
      const Codes part{codes.places.slice(0, from, from + kChunk), codes.conditions.slice(0, from, from + kChunk)};
      answers.push_back(answersTo(moved(m_generator.images(part), down, across)));
    }
    return at::cat(answers);
  }

  const ImageGenerator& m_generator;
  const Oracle& m_victim;
  const SearchPlan& m_plan;
  at::Generator& m_random;
  at::Tensor m_labels;
  Codes m_codes;
  int m_steps = 0;
  std::int64_t m_withoutStart = 0;
  Words m_refusal;
};

}  // namespace

FoundCodes searchCodes(const ImageGenerator& generator, const Oracle& victim, const at::Tensor& labels,
                       const SearchPlan& plan, at::Generator& random, Progress& progress,
                       const std::function<void(int step, const Codes& codes)>& onStep) {
  const at::NoGradGuard noGradient;
  CodeSearch search(generator, victim, plan, random);
  const std::int64_t tries = plan.restarts;
  PartProgress drawing(progress, 0, 0.1), climbing(progress, 0.1, 1);
  search.start(labels.repeat_interleave(tries), drawing);
  const at::Tensor first = tries * at::arange(labels.numel());
  const auto firstOfEach = [&](int step, const Codes& found) { onStep(step, found.rows(first)); };
  switch (plan.right) {
    case SearchRight::Gradients:
      search.alongGradients(climbing, firstOfEach);
      break;
    case SearchRight::Scores:
      search.alongScores(climbing, firstOfEach);
      break;
    case SearchRight::Labels:
      search.alongLabels(climbing, firstOfEach);
      break;
  }
  Codes steadiest = search.steadiest(tries);
  return {std::move(steadiest), search.steps(), search.refusal(), search.withoutStart() / tries};
}

}  // namespace adversarium
