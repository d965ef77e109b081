// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/condensation.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <optional>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/membership/membership_pool.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

/// How often the images move on one network, and how long it then learns them (the authors' table).
struct Loops {
  int outer, inner;
};
Loops loopsFor(std::int64_t perClass) {
  if (perClass <= 1) return {1, 1};
  if (perClass <= 10) return {10, 50};
  if (perClass <= 20) return {20, 25};
  return {50, 10};
}

class Condensing {
 public:
  Condensing(const Batch& data, std::int64_t classes, const Graph& blueprint, const CondensePlan& plan,
             at::Generator& random)
      : m_data(data), m_plan(plan), m_random(random), m_blueprint(blueprint.clone()), m_classes(classes) {
    if (m_blueprint.nodes.empty() || m_blueprint.nodes.back().op != "linear")
      throw UsageError("condense", "needs a network that ends in a linear layer");
    for (std::int64_t c = 0; c < classes; ++c) {
      m_rows.push_back(data.labels.eq(c).nonzero().squeeze(1));
      if (m_rows.back().numel() < plan.perClass) {
        throw UsageError("per_class", fmt::format("class {} has {} images, fewer than {}", c,
                                                  m_rows.back().numel(), plan.perClass));
      }
    }
    begin();
  }

  /// `done`: 0…1 of all steps.
  void step(double done) {
    m_done = done;
    Graph network = freshLike(m_blueprint, m_random);
    if (m_plan.matching == Matching::Distribution) {
      move([&](std::int64_t c, const at::Tensor& condensed, const at::Tensor& real) {
        (void)c;
        const at::Tensor wanted = [&] {
          const at::NoGradGuard noGradient;
          return features(network, real).mean(0);
        }();
        return (features(network, condensed).mean(0) - wanted).square().sum();
      });
      return;
    }
    const std::vector<at::Tensor> weights = network.parameters();
    for (const at::Tensor& weight : weights) weight.set_requires_grad(true);
    const auto gradients = [&](const at::Tensor& images, std::int64_t c, bool differentiable) {
      const at::Tensor labels = at::full({images.size(0)}, c, at::kLong);
      const at::Tensor loss = at::cross_entropy_loss(network.run(images), labels);
      return torch::autograd::grad({loss}, weights, {}, differentiable, differentiable, true);
    };
    const Loops loops = loopsFor(m_plan.perClass);
    std::vector<at::Tensor> speeds;
    for (const at::Tensor& weight : weights) speeds.push_back(at::zeros_like(weight));
    for (int outer = 0; outer < loops.outer; ++outer) {
      move([&](std::int64_t c, const at::Tensor& condensed, const at::Tensor& real) {
        return gradientDistance(gradients(condensed, c, true), gradients(real, c, false));
      });
      if (outer + 1 < loops.outer) learn(network, weights, speeds, loops.inner);
    }
  }

  Condensed now() const { return {m_images.clone(), m_labels, m_startedFrom}; }
  double loss() const { return m_loss; }

 private:
  void begin() {
    const std::int64_t each = m_plan.perClass;
    std::vector<at::Tensor> images, labels;
    for (std::int64_t c = 0; c < m_classes; ++c) {
      const at::Tensor& rows = m_rows[static_cast<std::size_t>(c)];
      labels.push_back(at::full({each}, c, at::kLong));
      if (m_plan.fromReal) {
        const at::Tensor chosen =
            rows.index_select(0, at::randperm(rows.numel(), m_random, at::kLong).slice(0, 0, each));
        for (const std::int64_t row : integersOf(chosen)) m_startedFrom.push_back(row);
        images.push_back(m_data.images.index_select(0, chosen));
      } else {
        std::vector<std::int64_t> shape = m_data.images.sizes().vec();
        shape[0] = each;
        images.push_back(at::rand(shape, m_random, at::kFloat));
      }
    }
    m_images = at::cat(images);
    m_labels = at::cat(labels);
    m_adam.weightDecay = 0;
    m_steps.emplace(m_adam, std::vector<at::Tensor>{m_images});
  }

  at::Tensor features(const Graph& network, const at::Tensor& images) const {
    const int wanted = network.nodes.back().inputs.front();
    const Node* const at = wanted < 0 ? nullptr : &network.nodes[static_cast<std::size_t>(wanted)];
    at::Tensor found = images;
    (void)network.run(images, {false,
                               [&](const Node& node, const at::Tensor& output) {
                                 if (&node == at) found = output;
                               },
                               nullptr});
    return found.flatten(1);
  }

  using ClassLoss = std::function<at::Tensor(std::int64_t c, const at::Tensor& condensed, const at::Tensor& real)>;
  /// One step of all images down the sum of the classes' losses. A class's images hang on its own loss alone, so
  /// each is taken back at once and its memory is free again.
  void move(const ClassLoss& lossOf) {
    const at::AutoGradMode withGradient(true);
    std::vector<at::Tensor> slopes;
    m_loss = 0;
    for (std::int64_t c = 0; c < m_classes; ++c) {
      const at::Tensor& rows = m_rows[static_cast<std::size_t>(c)];
      const std::int64_t count = std::min(m_plan.realBatch, rows.numel());
      const at::Tensor chosen =
          rows.index_select(0, at::randperm(rows.numel(), m_random, at::kLong).slice(0, 0, count));
      at::Tensor real = m_data.images.index_select(0, chosen);
      const at::Tensor own =
          m_images.slice(0, c * m_plan.perClass, (c + 1) * m_plan.perClass).clone().set_requires_grad(true);
      at::Tensor condensed = own;
      if (m_plan.augment) {
        const auto same = m_random.get_state();
        condensed = augmentedAlike(condensed, m_random);
        m_random.set_state(same);
        real = augmentedAlike(real, m_random);
      }
      const at::Tensor loss = lossOf(c, condensed, real);
      m_loss += loss.item<double>();
      slopes.push_back(torch::autograd::grad({loss}, {own})[0]);
    }
    const at::NoGradGuard noGradient;
    m_steps->step({at::cat(slopes)}, m_plan.imageRate * 0.5 * (1 + std::cos(std::numbers::pi * m_done)));
    m_images.clamp_(0, 1);
  }

  /// The network learns the condensed images, so that it is matched on along a whole training.
  void learn(const Graph& network, const std::vector<at::Tensor>& weights, std::vector<at::Tensor>& speeds,
             int epochs) {
    constexpr std::int64_t kBatch = 256;
    constexpr double kRate = 0.01, kMomentum = 0.5, kDecay = 5e-4;
    const std::int64_t count = m_images.size(0);
    for (int epoch = 0; epoch < epochs; ++epoch) {
      const at::Tensor order = at::randperm(count, m_random, at::kLong);
      for (std::int64_t from = 0; from < count; from += kBatch) {
        const at::Tensor rows = order.slice(0, from, from + kBatch);
        at::Tensor images = m_images.index_select(0, rows);
        if (m_plan.augment) images = augmentedEach(images, m_random);
        const at::AutoGradMode withGradient(true);
        const at::Tensor loss = at::cross_entropy_loss(network.run(images), m_labels.index_select(0, rows));
        const auto gradients = torch::autograd::grad({loss}, weights, {}, c10::nullopt, false, true);
        const at::NoGradGuard noGradient;
        for (std::size_t i = 0; i < weights.size(); ++i) {
          if (!gradients[i].defined()) continue;
          speeds[i].mul_(kMomentum).add_(gradients[i] + kDecay * weights[i]);
          at::Tensor weight = weights[i];
          weight.sub_(speeds[i], kRate);
        }
      }
    }
  }

  const Batch& m_data;
  const CondensePlan& m_plan;
  at::Generator& m_random;
  Graph m_blueprint;
  std::int64_t m_classes;
  std::vector<at::Tensor> m_rows;  // of each class
  std::vector<std::int64_t> m_startedFrom;
  at::Tensor m_images, m_labels;
  TrainPlan m_adam;
  std::optional<OptimiserState> m_steps;
  double m_done = 0;  // of the iterations
  double m_loss = 0;
};

}  // namespace

namespace {

/// By one transformation for all images, or one for each.
at::Tensor augmentedBy(const at::Tensor& images, std::int64_t transformations, at::Generator& random) {
  constexpr double kDegrees = 15, kScale = 1.2, kShift = 0.125;
  const std::int64_t n = transformations;
  const at::Tensor drawn = at::rand({4, n}, random, at::kDouble) * 2 - 1;
  const at::Tensor angle = drawn[0] * (kDegrees * std::numbers::pi / 180), scale = at::pow(kScale, drawn[1]);
  const at::Tensor c = scale * angle.cos(), s = scale * angle.sin();
  const at::Tensor matrix =
      at::stack({c, -s, 2 * kShift * drawn[2], s, c, 2 * kShift * drawn[3]}, 1).to(at::kFloat).view({n, 2, 3});
  const at::Tensor grid =
      at::affine_grid_generator(matrix, {n, images.size(1), images.size(2), images.size(3)}, false)
          .expand({images.size(0), -1, -1, -1});
  constexpr std::int64_t kBilinear = 0, kBorder = 1;
  return at::grid_sampler(images, grid, kBilinear, kBorder, false);
}

}  // namespace

at::Tensor augmentedAlike(const at::Tensor& images, at::Generator& random) {
  return augmentedBy(images, 1, random);
}
at::Tensor augmentedEach(const at::Tensor& images, at::Generator& random) {
  return augmentedBy(images, images.size(0), random);
}

at::Tensor gradientDistance(const std::vector<at::Tensor>& condensed, const std::vector<at::Tensor>& real) {
  constexpr double kFloor = 1e-6;
  at::Tensor sum = at::zeros({}, at::kFloat);
  for (std::size_t i = 0; i < condensed.size(); ++i) {
    if (!condensed[i].defined() || condensed[i].dim() < 2) continue;
    const at::Tensor a = condensed[i].flatten(1), b = real[i].flatten(1);
    sum = sum + (1 - (a * b).sum(1) / (a.norm(2, 1) * b.norm(2, 1) + kFloor)).sum();
  }
  return sum;
}

Condensed condense(const Batch& data, std::int64_t classes, const Graph& blueprint, const CondensePlan& plan,
                   at::Generator& random, Progress& progress, const std::function<void(const Condensed&)>& show) {
  constexpr int kShown = 10;
  Condensing condensing(data, classes, blueprint, plan, random);
  for (int i = 0; i < plan.iterations; ++i) {
    progress.step(i, plan.iterations);
    useThreadsFor(plan.realBatch);  // a preview in between may have changed it
    condensing.step(double(i) / plan.iterations);
    if (!std::isfinite(condensing.loss())) throw UsageError("image_rate", "is too high: the images ran away");
    progress.show({filled(translatable("progress", "network {} of {}"), i + 1, plan.iterations),
                   {{"distance", condensing.loss()}}});
    if (i == 0 || (i + 1) % std::max(1, plan.iterations / kShown) == 0) show(condensing.now());
  }
  return condensing.now();
}

}  // namespace adversarium
