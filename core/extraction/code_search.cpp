// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/code_search.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr std::int64_t kCodes = ImageGan::kNoise;

/// Score of the class minus the best other; float N.
at::Tensor marginOf(const at::Tensor& scores, const at::Tensor& labels) {
  const at::Tensor own = scores.gather(1, labels.unsqueeze(1)).squeeze(1);
  const at::Tensor others =
      std::get<0>(scores.scatter(1, labels.unsqueeze(1), -std::numeric_limits<float>::infinity()).max(1));
  return own - others;
}

class CodeSearch {
 public:
  CodeSearch(const ImageGan& gan, const Oracle& victim, const at::Tensor& labels, const SearchPlan& plan,
             at::Generator& random)
      : m_gan(gan), m_victim(victim), m_labels(labels), m_plan(plan), m_random(random) {}

  /// The best of so many drawn codes for every label.
  at::Tensor start(Progress& progress) {
    constexpr int kDrawn = 32;
    at::Tensor best, worth;
    for (int i = 0; i < kDrawn; ++i) {
      progress.step(i, kDrawn);
      const at::Tensor codes = at::empty({m_labels.size(0), kCodes}).normal_(0, 1, m_random);
      const at::Tensor here = worthOf(codes, m_labels);
      if (!best.defined()) {
        best = codes;
        worth = here;
        continue;
      }
      const at::Tensor better = here.gt(worth);
      best = at::where(better.unsqueeze(1), codes, best);
      worth = at::where(better, here, worth);
    }
    return best;
  }

  at::Tensor alongGradients(at::Tensor codes, Progress& progress,
                            const std::function<void(int, const at::Tensor&)>& onStep) {
    GradientAccess victim(m_victim.model, m_victim.meter);
    TrainPlan adam;
    adam.weightDecay = 0;
    codes = codes.detach().clone();
    codes.set_requires_grad(true);
    OptimiserState optimiser(adam, {codes});
    const Loss margin = [&](const at::Tensor& logits) { return marginOf(logits.log_softmax(1), m_labels); };
    for (int step = 0; step < m_plan.steps; ++step) {
      progress.step(step, m_plan.steps);
      onStep(step, codes.detach());
      at::Tensor gradient;
      {
        const at::AutoGradMode withGradient(true);
        const at::Tensor images = m_gan.images(codes, m_labels);
        const at::Tensor outer = victim.inputGradient(images.detach(), margin).gradient;
        gradient = torch::autograd::grad({images}, {codes}, {outer})[0];
      }
      // Far from the origin the generator has never been: a light pull back, as its training's prior has it.
      constexpr double kPrior = 1e-3;
      const double done = double(step) / double(m_plan.steps);
      optimiser.step({kPrior * codes.detach() - gradient},
                     m_plan.rate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
    }
    return codes.detach();
  }

  at::Tensor byAsking(at::Tensor codes, Progress& progress,
                      const std::function<void(int, const at::Tensor&)>& onStep) {
    const std::int64_t n = m_labels.size(0), around = m_plan.around;
    const bool labelsOnly = m_plan.right == SearchRight::Labels;
    at::Tensor radius = at::full({n, 1}, 2.0F);
    const at::Tensor asked = m_labels.repeat_interleave(around);
    at::Tensor best = codes.clone(), most = at::full({n}, -std::numeric_limits<float>::infinity());
    for (int step = 0; step < m_plan.steps; ++step) {
      progress.step(step, m_plan.steps);
      onStep(step, codes);
      at::Tensor way = at::empty({n, around, kCodes}).normal_(0, 1, m_random);
      way = way / way.norm(2, {2}, true);
      const at::Tensor there = (codes.unsqueeze(1) + radius.unsqueeze(2) * way).reshape({n * around, kCodes});
      const at::Tensor worth = worthOf(there, asked).view({n, around});
      if (labelsOnly) {
        const at::Tensor right = worth.gt(0), all = right.all(1, true);
        // What stands on the largest sphere of right answers is deepest inside the class.
        const at::Tensor reached = at::where(all.squeeze(1), radius.squeeze(1), most);
        best = at::where(reached.gt(most).unsqueeze(1), codes, best);
        most = at::maximum(most, reached);
        const at::Tensor away = -(way * right.logical_not().to(at::kFloat).unsqueeze(2)).mean(1);
        codes = codes + (radius / 3).clamp_max(3) * unit(away);
        radius = at::where(all, 1.3 * radius, radius);
      } else {
        const at::Tensor weight = worth - worth.mean(1, true);
        const double done = double(step) / double(m_plan.steps);
        codes = codes + (1 - 0.9 * done) * unit((way * weight.unsqueeze(2)).mean(1));
        const at::Tensor now = worth.mean(1);
        best = at::where(now.gt(most).unsqueeze(1), codes, best);
        most = at::maximum(most, now);
        radius.fill_(2 - 1.5 * done);
      }
      codes = bounded(codes);
    }
    return best;
  }

 private:
  static at::Tensor unit(const at::Tensor& v) { return v / v.norm(2, {1}, true).clamp_min(1e-9); }
  /// Not much farther from the origin than the codes that the generator was trained on.
  static at::Tensor bounded(const at::Tensor& codes) {
    const double most = 1.5 * std::sqrt(double(kCodes));
    return codes * (most / codes.norm(2, {1}, true)).clamp_max(1);
  }

  /// What the attacker may know of pictures: margins, or for labels alone 1 where the answer is right, else 0.
  at::Tensor worthOf(const at::Tensor& codes, const at::Tensor& labels) {
    const at::NoGradGuard noGradient;
    useThreadsFor(codes.size(0));
    const at::Tensor images = m_gan.images(codes, labels);
    if (m_plan.right == SearchRight::Labels)
      return LabelAccess(m_victim.model, m_victim.meter).decide(images).eq(labels).to(at::kFloat);
    return marginOf(ScoreAccess(m_victim.model, m_victim.meter).logScores(images), labels);
  }

  const ImageGan& m_gan;
  const Oracle& m_victim;
  const at::Tensor& m_labels;
  const SearchPlan& m_plan;
  at::Generator& m_random;
};

}  // namespace

at::Tensor searchCodes(const ImageGan& gan, const Oracle& victim, const at::Tensor& labels, const SearchPlan& plan,
                       at::Generator& random, Progress& progress,
                       const std::function<void(int step, const at::Tensor& codes)>& onStep) {
  const at::NoGradGuard noGradient;
  CodeSearch search(gan, victim, labels, plan, random);
  PartProgress drawing(progress, 0, 0.1), climbing(progress, 0.1, 1);
  const at::Tensor codes = search.start(drawing);
  return plan.right == SearchRight::Gradients ? search.alongGradients(codes, climbing, onStep)
                                              : search.byAsking(codes, climbing, onStep);
}

}  // namespace adversarium
