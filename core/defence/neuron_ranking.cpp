// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/neuron_ranking.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Endless shuffled batches of a data set.
class Batches {
 public:
  Batches(const DataSet& data, std::int64_t size, at::Generator random)
      : m_data(data), m_size(std::clamp<std::int64_t>(size, 1, data.info().count)), m_random(std::move(random)) {}

  Batch next() {
    if (m_at + static_cast<std::size_t>(m_size) > m_order.size()) {
      m_order = integersOf(at::randperm(m_data.info().count, m_random, at::kLong));
      m_at = 0;
    }
    const auto begin = m_order.begin() + static_cast<std::ptrdiff_t>(m_at);
    m_at += static_cast<std::size_t>(m_size);
    Batch batch = readBatch(m_data, {begin, begin + m_size});
    batch.images = batch.images.contiguous(at::MemoryFormat::ChannelsLast);
    return batch;
  }

 private:
  const DataSet& m_data;
  std::int64_t m_size;
  at::Generator m_random;
  std::vector<std::int64_t> m_order;
  std::size_t m_at = 0;
};

/// A copy of its own, laid out for speed.
Graph steady(const Graph& graph) {
  const Graph copy = graph.clone();
  return copy.convolutional() ? copy.laidOut(at::kFloat) : copy;
}

std::vector<at::Tensor> perLayer(const std::vector<NeuronLayer>& layers, double value) {
  std::vector<at::Tensor> tensors;
  for (const NeuronLayer& layer : layers) tensors.push_back(at::full({layer.channels}, value, at::kFloat));
  return tensors;
}

void requireGradients(const std::vector<at::Tensor>& tensors) {
  for (const at::Tensor& tensor : tensors) tensor.set_requires_grad(true);
}

std::vector<at::Tensor> sums(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
  std::vector<at::Tensor> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] + b[i]);
  return result;
}

std::vector<Neuron> ascending(const std::vector<NeuronLayer>& layers, const std::vector<at::Tensor>& values) {
  std::vector<std::pair<float, Neuron>> all;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto list = floatsOf(values[i]);
    for (std::int64_t c = 0; c < layers[i].channels; ++c)
      all.push_back({list[static_cast<std::size_t>(c)], {layers[i].node, c}});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Neuron> ranking;
  for (const auto& [value, neuron] : all) ranking.push_back(neuron);
  return ranking;
}

/// Descends with momentum and keeps the masks in [0,1].
class MaskStep {
 public:
  explicit MaskStep(std::vector<at::Tensor> masks) : m_masks(std::move(masks)) {
    for (const at::Tensor& mask : m_masks) m_momentum.push_back(at::zeros_like(mask));
  }
  void descend(const std::vector<at::Tensor>& gradients) {
    constexpr double kRate = 0.2, kMomentum = 0.9;  // both papers' settings
    const at::NoGradGuard noGradient;
    for (std::size_t i = 0; i < m_masks.size(); ++i) {
      m_momentum[i].mul_(kMomentum).add_(gradients[i]);
      at::Tensor mask = m_masks[i];
      mask.sub_(m_momentum[i], kRate).clamp_(0, 1);
    }
  }

 private:
  std::vector<at::Tensor> m_masks, m_momentum;
};

std::vector<NeuronLayer> layersOrThrow(const Graph& graph) {
  auto layers = neuronLayers(graph);
  if (layers.empty()) throw UsageError("model", "has no hidden neurons to prune");
  return layers;
}

/// Up the loss of the clean images, by ever larger steps of all weights, until they are no longer recognised.
Graph unlearnt(const Graph& graph, Batches& batches, const RankingPlan& plan, at::Generator& random,
               Progress& progress) {
  constexpr double kRate = 0.01, kMomentum = 0.9, kMostGradient = 20, kRecognised = 0.2;
  Graph forgetful = steady(graph);
  const std::vector<at::Tensor> parameters = forgetful.parameters();
  requireGradients(parameters);
  std::vector<at::Tensor> momentum;
  for (const at::Tensor& parameter : parameters) momentum.push_back(at::zeros_like(parameter));
  double recognised = 1;
  for (int step = 0; step < plan.steps && recognised > kRecognised; ++step) {
    progress.step(step, plan.steps);
    const Batch batch = batches.next();
    const at::AutoGradMode withGradient(true);
    const at::Tensor logits = forgetful.run(batch.images, {true, {}, &random});
    const auto gradients = torch::autograd::grad({-at::cross_entropy_loss(logits, batch.labels)}, parameters, {},
                                                 c10::nullopt, false, true);
    const at::NoGradGuard noGradient;
    double squares = 0;
    for (const at::Tensor& gradient : gradients) {
      if (gradient.defined()) squares += gradient.square().sum().item<double>();
    }
    const double scale = std::min(1.0, kMostGradient / std::max(1e-12, std::sqrt(squares)));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (!gradients[i].defined()) continue;
      momentum[i].mul_(kMomentum).add_(gradients[i], scale);
      at::Tensor parameter = parameters[i];
      parameter.sub_(momentum[i], kRate);
    }
    recognised = logits.argmax(1).eq(batch.labels).to(at::kFloat).mean().item<double>();
    progress.show({translatable("progress", "unlearning the clean images"), {{"accuracy", recognised}}});
  }
  for (const at::Tensor& parameter : parameters) parameter.set_requires_grad(false);
  return forgetful;
}

}  // namespace

std::vector<Neuron> rankByActivation(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                     Progress& progress) {
  const at::NoGradGuard noGradient;
  const auto layers = layersOrThrow(graph);
  // The last layer that still has a place for each feature.
  NeuronLayer last = layers.back();
  for (const NeuronLayer& layer : layers) {
    const std::string& op = graph.nodes[layer.node].op;
    if (op == "conv" || op == "batch_norm") last = layer;
  }
  const std::string& name = graph.nodes[last.node].name;
  const Graph fast = steady(graph);
  at::Tensor sum = at::zeros({last.channels}, at::kFloat);
  Pass pass;
  pass.tap = [&](const Node& node, const at::Tensor& output) {
    if (node.name != name) return;
    const at::Tensor active = output.clamp_min(0);
    sum += (active.dim() == 4 ? active.mean({2, 3}) : active).sum(0);
  };
  const std::int64_t count = clean.info().count;
  for (std::int64_t from = 0; from < count; from += plan.batch) {
    progress.step(from, count);
    std::vector<std::int64_t> indices(static_cast<std::size_t>(std::min(plan.batch, count - from)));
    std::iota(indices.begin(), indices.end(), from);
    (void)fast.run(readBatch(clean, indices).images.contiguous(at::MemoryFormat::ChannelsLast), pass);
  }
  return ascending({last}, {sum});
}

std::vector<Neuron> rankByAdversary(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                    Progress& progress) {
  const auto layers = layersOrThrow(graph);
  const Graph fixed = steady(graph);
  const auto masks = perLayer(layers, 1), ones = perLayer(layers, 1);
  requireGradients(masks);
  MaskStep optimiser(masks);
  at::Generator random = generatorFrom(plan.seed ^ 0xa9fULL);
  Batches batches(clean, plan.batch, generatorFrom(plan.seed));
  const Pass training{true, {}, &random};
  const std::vector<at::Tensor> untouched(layers.size());
  for (int step = 0; step < plan.steps; ++step) {
    progress.step(step, plan.steps);
    const Batch batch = batches.next();
    const at::AutoGradMode withGradient(true);
    const auto loss = [&](const std::vector<at::Tensor>& weights, const std::vector<at::Tensor>& biases) {
      return at::cross_entropy_loss(scaledNeurons(fixed, layers, weights, biases).run(batch.images, training),
                                    batch.labels);
    };
    // The worst change of weights (first half) and biases, from a random start by one signed step to the border.
    std::vector<at::Tensor> changes;
    for (std::size_t i = 0; i < 2 * layers.size(); ++i) {
      changes.push_back(at::empty({layers[i % layers.size()].channels}, at::kFloat)
                            .uniform_(-plan.epsilon, plan.epsilon, random));
    }
    requireGradients(changes);
    const auto halves = [&] {
      const auto middle = changes.begin() + static_cast<std::ptrdiff_t>(layers.size());
      return std::pair(std::vector<at::Tensor>(changes.begin(), middle),
                       std::vector<at::Tensor>(middle, changes.end()));
    };
    std::vector<at::Tensor> settled;
    for (const at::Tensor& mask : masks) settled.push_back(mask.detach());
    const auto [startWeights, startBiases] = halves();
    const auto uphill = torch::autograd::grad({loss(sums(settled, startWeights), sums(ones, startBiases))},
                                              changes, {}, c10::nullopt, false, true);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      changes[i] = changes[i].detach();
      if (uphill[i].defined())
        changes[i] = (changes[i] + plan.epsilon * uphill[i].sign()).clamp(-plan.epsilon, plan.epsilon);
    }
    const auto [worstWeights, worstBiases] = halves();
    const at::Tensor total = plan.alpha * loss(masks, untouched) +
                             (1 - plan.alpha) * loss(sums(masks, worstWeights), sums(ones, worstBiases));
    optimiser.descend(torch::autograd::grad({total}, masks));
    progress.show({translatable("progress", "looking for neurons that a small change turns"),
                   {{"loss", total.item<double>()}}});
  }
  return ascending(layers, masks);
}

std::vector<Neuron> rankByReconstruction(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                         Progress& progress) {
  constexpr double kPull = 0.001;
  const auto layers = layersOrThrow(graph);
  Batches batches(clean, plan.batch, generatorFrom(plan.seed));
  at::Generator random = generatorFrom(plan.seed ^ 0x49fULL);
  PartProgress first(progress, 0, 0.4), second(progress, 0.4, 1);
  const Graph forgetful = unlearnt(graph, batches, plan, random, first);

  // Recover: only masks may move.
  const auto masks = perLayer(layers, 1);
  requireGradients(masks);
  MaskStep optimiser(masks);
  const std::vector<at::Tensor> untouched(layers.size());
  for (int step = 0; step < plan.steps; ++step) {
    second.step(step, plan.steps);
    const Batch batch = batches.next();
    const at::AutoGradMode withGradient(true);
    const at::Tensor loss = at::cross_entropy_loss(
        scaledNeurons(forgetful, layers, masks, untouched).run(batch.images, {true, {}, &random}), batch.labels);
    at::Tensor pulled = loss;
    for (const at::Tensor& mask : masks) pulled = pulled + kPull * (1 - mask).abs().sum();
    optimiser.descend(torch::autograd::grad({pulled}, masks));
    second.show({translatable("progress", "winning them back with masks"), {{"loss", loss.item<double>()}}});
  }
  return ascending(layers, masks);
}

}  // namespace adversarium
