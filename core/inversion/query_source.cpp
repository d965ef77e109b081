// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/query_source.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/tensor/convert.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

at::Tensor shifted(const at::Tensor& images, at::Generator& random) {
  constexpr std::int64_t kReach = 2;
  const auto by = integersOf(at::randint(-kReach, kReach + 1, {2}, random, at::kLong));
  return at::roll(images, {by[0], by[1]}, {2, 3});
}

class RandomImages final : public QuerySource {
 public:
  RandomImages(const Pool& pool, at::Generator& random) : m_pool(pool), m_random(random) {
    if (pool.samples.empty()) throw InputError(pool.data->info().where, "has no images to ask about");
  }
  at::Tensor next(std::int64_t count, const Clone&) override {
    const auto size = static_cast<std::int64_t>(m_pool.samples.size());
    if (m_place == std::int64_t(m_order.size())) {
      m_order = integersOf(at::randperm(size, m_random, at::kLong));
      m_place = 0;
      ++m_rounds;
    }
    std::vector<std::int64_t> wanted;
    while (std::int64_t(wanted.size()) < count && m_place < size)
      wanted.push_back(m_pool.samples[std::size_t(m_order[std::size_t(m_place++)])]);
    const at::Tensor images = readBatch(*m_pool.data, wanted).images;
    return m_rounds > 1 ? shifted(images, m_random) : images;
  }

 private:
  Pool m_pool;
  at::Generator& m_random;
  std::vector<std::int64_t> m_order;
  std::int64_t m_place = 0, m_rounds = 0;
};

/// A gradient bandit (Sutton & Barto, section 2.8) whose arms are the pool's classes.
class AdaptiveImages final : public QuerySource {
 public:
  AdaptiveImages(const Pool& pool, at::Generator& random) : m_pool(pool), m_random(random) {
    std::map<int, std::vector<std::int64_t>> byLabel;
    for (const std::int64_t sample : pool.samples) byLabel[pool.data->label(sample)].push_back(sample);
    for (auto& [label, samples] : byLabel) m_arms.push_back(std::move(samples));
    if (m_arms.empty()) throw InputError(pool.data->info().where, "has no images to ask about");
    m_preference.assign(m_arms.size(), 0);
    m_pulls.assign(m_arms.size(), 0);
  }

  at::Tensor next(std::int64_t count, const Clone&) override {
    constexpr std::int64_t kBatch = 32;  // the policy moves between small batches
    const at::Tensor policy = at::tensor(m_preference, at::kDouble).softmax(0);
    m_pulled = integersOf(at::multinomial(policy, std::min(count, kBatch), true, m_random));
    std::vector<std::int64_t> wanted;
    for (const std::int64_t arm : m_pulled) {
      const auto& samples = m_arms[std::size_t(arm)];
      wanted.push_back(samples[std::size_t(
          at::randint(0, std::int64_t(samples.size()), {1}, m_random, at::kLong).item<std::int64_t>())]);
    }
    return shifted(readBatch(*m_pool.data, wanted).images, m_random);
  }

  void answered(const at::Tensor& images, const at::Tensor& answers, const Clone& clone) override {
    const at::NoGradGuard noGradient;
    const at::Tensor two = std::get<0>(answers.topk(std::min<std::int64_t>(2, answers.size(1)), 1));
    const at::Tensor certainty = two.select(1, 0) - two.select(1, two.size(1) - 1);
    if (!m_mean.defined()) m_mean = at::full({answers.size(1)}, 1.0 / double(answers.size(1)));
    const at::Tensor novelty = (answers - m_mean).clamp_min(0).sum(1);
    const at::Tensor error = -(answers * clone.graph().run(images).log_softmax(1)).sum(1);
    const at::Tensor unit = error / (1 + error);  // each reward lies in [0,1]
    const auto reward = doublesOf(((certainty + novelty + unit) / 3).to(at::kDouble));
    m_mean = 0.95 * m_mean + 0.05 * answers.mean(0);
    for (std::size_t i = 0; i < m_pulled.size(); ++i) {
      const at::Tensor policy = at::tensor(m_preference, at::kDouble).softmax(0);
      const auto chance = doublesOf(policy);
      const auto arm = static_cast<std::size_t>(m_pulled[i]);
      const double rate = 1.0 / double(++m_pulls[arm]), gain = reward[i] - m_baseline;
      for (std::size_t a = 0; a < m_preference.size(); ++a)
        m_preference[a] += rate * gain * ((a == arm ? 1 : 0) - chance[a]);
      m_baseline += (reward[i] - m_baseline) / double(++m_seen);
    }
  }

 private:
  Pool m_pool;
  at::Generator& m_random;
  std::vector<std::vector<std::int64_t>> m_arms;
  std::vector<double> m_preference;
  std::vector<std::int64_t> m_pulls, m_pulled;
  at::Tensor m_mean;
  double m_baseline = 0;
  std::int64_t m_seen = 0;
};

class JacobianImages final : public QuerySource {
 public:
  JacobianImages(const Pool& pool, std::int64_t budget, at::Generator& random)
      : m_seeds(pool, random), m_random(random), m_seedCount(std::max<std::int64_t>(10, budget / 64)) {}

  at::Tensor next(std::int64_t count, const Clone& clone) override {
    if (m_known < m_seedCount) return m_seeds.next(std::min(count, m_seedCount - m_known), clone);
    if (m_place == 0) {  // a new round starts from all that is known
      m_images = {at::cat(m_images)};
      m_classes = {at::cat(m_classes)};
      m_order = at::randperm(m_known, m_random, at::kLong);
      m_round = m_known;
      m_direction = -m_direction;  // Juuti et al. 2019: to both sides in turn
    }
    const std::int64_t to = std::min(m_round, m_place + count);
    const at::Tensor rows = m_order.slice(0, m_place, to);
    m_place = to == m_round ? 0 : to;
    const at::Tensor images = m_images.front().index_select(0, rows),
                     classes = m_classes.front().index_select(0, rows);
    constexpr double kStep = 0.1;
    const Graph graph = clone.graph();
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = images.detach().requires_grad_(true);
    const at::Tensor score = graph.run(input).softmax(1).gather(1, classes.unsqueeze(1)).sum();
    const at::Tensor gradient = torch::autograd::grad({score}, {input})[0];
    return (images + m_direction * kStep * gradient.sign()).clamp(0, 1);
  }

  void answered(const at::Tensor& images, const at::Tensor& answers, const Clone&) override {
    m_images.push_back(images);
    m_classes.push_back(answers.argmax(1));
    m_known += images.size(0);
  }

 private:
  RandomImages m_seeds;
  at::Generator& m_random;
  std::int64_t m_seedCount, m_known = 0, m_place = 0, m_round = 0;
  double m_direction = -1;
  std::vector<at::Tensor> m_images, m_classes;  // what began the round, then what it added
  at::Tensor m_order;
};

/// Noise and a class → an image: linear, twice doubled and convolved.
class GeneratedImages final : public QuerySource {
 public:
  GeneratedImages(const ModelInfo& victim, at::Generator& random)
      : m_shape(victim.input),
        m_classes(victim.classes),
        m_height((victim.input.height + 3) / 4),
        m_width((victim.input.width + 3) / 4),
        m_random(random) {
    const auto weight = [&](std::vector<std::int64_t> shape, std::int64_t fan) {
      m_parameters.push_back(
          at::empty(shape).normal_(0, std::sqrt(2.0 / double(fan)), random).set_requires_grad(true));
      m_parameters.push_back(at::zeros({shape[0]}).set_requires_grad(true));
    };
    const std::int64_t inputs = kNoise + m_classes;
    weight({kFirst * m_height * m_width, inputs}, inputs);
    weight({kFirst, kFirst, 3, 3}, kFirst * 9);
    weight({kSecond, kFirst, 3, 3}, kFirst * 9);
    weight({m_shape.channels, kSecond, 3, 3}, kSecond * 9);
    m_optimiser = std::make_unique<OptimiserState>(m_plan, m_parameters);
  }

  bool needsFreshClone() const override { return true; }

  at::Tensor next(std::int64_t count, const Clone& clone) override {
    constexpr int kSteps = 10;
    constexpr double kRate = 1e-3;
    constexpr std::int64_t kBatch = 64;
    const Graph graph = clone.graph();
    for (int step = 0; step < kSteps; ++step) {
      const at::AutoGradMode withGradient(true);
      const at::Tensor wanted = at::randint(0, m_classes, {kBatch}, m_random, at::kLong);
      const at::Tensor logits = graph.run(images(wanted));
      const at::Tensor mean = logits.softmax(1).mean(0);
      const at::Tensor loss = at::cross_entropy_loss(logits, wanted) + (mean * mean.clamp_min(1e-9).log()).sum();
      m_optimiser->step(torch::autograd::grad({loss}, m_parameters), kRate);
    }
    const at::NoGradGuard noGradient;
    return images(at::randint(0, m_classes, {std::min<std::int64_t>(count, 256)}, m_random, at::kLong)).detach();
  }

 private:
  static constexpr std::int64_t kNoise = 64, kFirst = 64, kSecond = 32;

  at::Tensor images(const at::Tensor& wanted) const {
    const std::int64_t n = wanted.size(0);
    const auto& p = m_parameters;
    const at::Tensor noise = at::empty({n, kNoise}).normal_(0, 1, m_random);
    const at::Tensor input = at::cat({noise, at::one_hot(wanted, m_classes).to(at::kFloat)}, 1);
    at::Tensor x = at::leaky_relu(at::linear(input, p[0], p[1]), 0.2).view({n, kFirst, m_height, m_width});
    const auto normal = [](const at::Tensor& t) {
      return at::instance_norm(t, {}, {}, {}, {}, true, 0.1, 1e-5, false);
    };
    x = at::leaky_relu(
        at::conv2d(normal(at::upsample_nearest2d(x, {2 * m_height, 2 * m_width})), p[2], p[3], 1, 1), 0.2);
    x = at::leaky_relu(
        at::conv2d(normal(at::upsample_nearest2d(x, {4 * m_height, 4 * m_width})), p[4], p[5], 1, 1), 0.2);
    x = at::conv2d(normal(x), p[6], p[7], 1, 1).sigmoid();
    return x.slice(2, 0, m_shape.height).slice(3, 0, m_shape.width).contiguous();
  }

  ImageShape m_shape;
  std::int64_t m_classes, m_height, m_width;
  at::Generator& m_random;
  TrainPlan m_plan;
  std::vector<at::Tensor> m_parameters;
  std::unique_ptr<OptimiserState> m_optimiser;
};

}  // namespace

std::unique_ptr<QuerySource> querySource(QueryStrategy strategy, const Pool& pool, const ModelInfo& victim,
                                         std::int64_t budget, at::Generator& random) {
  switch (strategy) {
    case QueryStrategy::Random:
      return std::make_unique<RandomImages>(pool, random);
    case QueryStrategy::Adaptive:
      return std::make_unique<AdaptiveImages>(pool, random);
    case QueryStrategy::Jacobian:
      return std::make_unique<JacobianImages>(pool, budget, random);
    case QueryStrategy::DataFree:
      return std::make_unique<GeneratedImages>(victim, random);
  }
  return nullptr;
}

}  // namespace adversarium
