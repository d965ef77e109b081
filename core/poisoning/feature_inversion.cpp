// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/feature_inversion.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>

#include "core/poisoning/detection.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& labels) {
  return at::nll_loss(logits.log_softmax(1), labels);
}

OptimiserState adam(const TrainPlan& plan, const std::vector<at::Tensor>& parameters) {
  return OptimiserState(plan, parameters);
}

TrainPlan plainAdam() {
  TrainPlan plan;
  plan.weightDecay = 0;
  return plan;
}

at::Tensor someOf(std::int64_t count, std::int64_t wanted, at::Generator& random) {
  return at::randperm(count, random, at::kLong).slice(0, 0, std::min(count, wanted));
}

at::Tensor run(const Graph& graph, const at::Tensor& input, Progress& progress) {
  const at::NoGradGuard noGradient;
  return inChunks(input, progress, [&](const at::Tensor& chunk) { return graph.run(chunk); });
}

/// BTI-DBF, eq. (3): a mask (1×C×H×W in [0,1]) that keeps what the right answers need and leaves out what they do
/// not. `penalty` is BAN's λ, which keeps the mask small so that strong features are not all called benign.
at::Tensor benignMask(const Graph& head, const at::Tensor& features, const at::Tensor& labels, double penalty,
                      const FeaturePlan& plan, at::Generator& random, Progress& progress) {
  const at::AutoGradMode withGradient(true);
  at::Tensor raw = at::empty({1, features.size(1), features.size(2), features.size(3)}, at::kFloat);
  raw.normal_(0, 1, random).set_requires_grad(true);
  const TrainPlan recipe = plainAdam();
  OptimiserState optimiser = adam(recipe, {raw});
  const auto maskOf = [](const at::Tensor& unbounded) { return (unbounded.tanh() + 1) / 2; };
  for (int step = 0; step < plan.maskSteps; ++step) {
    progress.step(step, plan.maskSteps);
    const at::Tensor rows = someOf(features.size(0), plan.batch, random);
    const at::Tensor some = features.index_select(0, rows), wanted = labels.index_select(0, rows);
    const at::Tensor mask = maskOf(raw);
    const at::Tensor kept = crossEntropy(head.run(mask * some), wanted);
    const at::Tensor left = crossEntropy(head.run((1 - mask) * some), wanted);
    const at::Tensor loss = kept - left + penalty * mask.mean();
    constexpr double kRate = 0.05;
    optimiser.step(torch::autograd::grad({loss}, {raw}), kRate);
  }
  return maskOf(raw).detach();
}

/// Changes images by a pattern common to all and by what two convolutions make of each: stamps, blends and
/// distortions are in reach.
struct Generator {
  std::vector<at::Tensor> parameters;

  Generator(const at::Tensor& like, at::Generator& random) {
    constexpr std::int64_t kWidth = 16;
    const std::int64_t channels = like.size(1);
    parameters = {at::zeros({1, channels, like.size(2), like.size(3)}),
                  at::empty({kWidth, channels, 5, 5}).normal_(0, std::sqrt(2.0 / double(25 * channels)), random),
                  at::zeros({kWidth}), at::empty({channels, kWidth, 5, 5}).normal_(0, 1e-2, random),
                  at::zeros({channels})};
    for (const at::Tensor& parameter : parameters) parameter.set_requires_grad(true);
  }
  at::Tensor operator()(const at::Tensor& images) const {
    const at::Tensor hidden = at::relu(at::conv2d(images, parameters[1], parameters[2], 1, 2));
    return (images + parameters[0] + at::conv2d(hidden, parameters[3], parameters[4], 1, 2)).clamp(0, 1);
  }
};

/// The graph with (1 + δ)·weight and (1 + ξ)·bias, one δ and ξ a neuron.
Graph disturbed(const Graph& graph, const std::vector<std::size_t>& layers, const std::vector<at::Tensor>& noise) {
  Graph result = graph;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Node& node = result.nodes[layers[i]];
    at::Tensor& weight = node.tensors["weight"];
    std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
    shape[0] = -1;
    weight = weight * (1 + noise[2 * i]).reshape(shape);
    if (node.tensor("bias").defined()) node.tensors["bias"] = node.tensor("bias") * (1 + noise[2 * i + 1]);
  }
  return result;
}

}  // namespace

std::vector<std::size_t> scaledNodes(const Graph& graph) {
  std::vector<std::size_t> norms, weighted;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.op == "batch_norm") norms.push_back(i);
    if (node.tensor("weight").defined()) weighted.push_back(i);
  }
  if (norms.empty() && weighted.size() > 1) weighted.pop_back();  // the last layer's neurons are the classes
  return norms.empty() ? weighted : norms;
}

SplitGraph splitAtFeatures(const Graph& graph, const at::Tensor& images) {
  const at::NoGradGuard noGradient;
  std::vector<bool> isMap;
  Pass pass;
  pass.tap = [&](const Node&, const at::Tensor& output) {
    isMap.push_back(output.dim() == 4 && output.size(2) * output.size(3) > 1);
  };
  (void)graph.run(images.slice(0, 0, 1), pass);
  const auto count = static_cast<int>(graph.nodes.size());
  for (int cut = count - 2; cut >= 0; --cut) {
    bool alone = true;
    for (int later = cut + 1; later < count; ++later) {
      for (const int input : graph.nodes[static_cast<std::size_t>(later)].inputs) alone = alone && input >= cut;
    }
    if (!isMap[static_cast<std::size_t>(cut)] || !alone) continue;
    SplitGraph split;
    split.front.nodes.assign(graph.nodes.begin(), graph.nodes.begin() + cut + 1);
    split.head.nodes.assign(graph.nodes.begin() + cut + 1, graph.nodes.end());
    for (Node& node : split.head.nodes) {
      for (int& input : node.inputs) input -= cut + 1;
    }
    return split;
  }
  throw UsageError("features", "the network has no map of features before its answer");
}

Driven invertFeatures(const WhiteBox& victim, const Batch& samples, const at::Tensor& probe,
                      const FeaturePlan& plan, at::Generator& random, Progress& progress) {
  const SplitGraph split = splitAtFeatures(victim.graph(), samples.images);
  PartProgress seeing(progress, 0, 0.05), decoupling(progress, 0.05, 0.2), driving(progress, 0.2, 0.95),
      judging(progress, 0.95, 1);
  const at::Tensor features = run(split.front, samples.images, seeing);
  const at::Tensor benign = benignMask(split.head, features, samples.labels, 0, plan, random, decoupling);

  const at::AutoGradMode withGradient(true);
  const Generator generator(samples.images, random);
  const TrainPlan recipe = plainAdam();
  OptimiserState optimiser = adam(recipe, generator.parameters);
  for (int step = 0; step < plan.driveSteps; ++step) {
    driving.step(step, plan.driveSteps);
    const at::Tensor rows = someOf(samples.images.size(0), plan.batch, random);
    const at::Tensor clean = samples.images.index_select(0, rows), before = features.index_select(0, rows);
    const at::Tensor changed = generator(clean);
    const at::Tensor after = split.front.run(changed);
    const at::Tensor size = at::mse_loss(changed, clean);
    const at::Tensor kept = at::mse_loss(benign * after, benign * before);
    const at::Tensor driven = at::mse_loss((1 - benign) * after, (1 - benign) * before);
    // Eq. (4): out of bounds only the size counts; within, the features that the answer does not need.
    const at::Tensor loss = size.item<double>() > plan.bound ? size : 0.01 * kept - driven;
    constexpr double kRate = 5e-3;
    optimiser.step(torch::autograd::grad({loss}, generator.parameters, {}, c10::nullopt, false, true), kRate);
  }
  const at::NoGradGuard noGradient;
  Driven result;
  result.images = inChunks(probe, judging, generator);
  result.answers = run(victim.graph(), result.images, judging).argmax(1);
  return result;
}

Driven disturbNeurons(const WhiteBox& victim, const Batch& samples, const at::Tensor& probe,
                      const FeaturePlan& plan, at::Generator& random, Progress& progress) {
  PartProgress disturbing(progress, 0, 0.8), seeing(progress, 0.8, 0.85), decoupling(progress, 0.85, 0.95),
      judging(progress, 0.95, 1);
  const Graph& graph = victim.graph();
  const std::vector<std::size_t> layers = scaledNodes(graph);
  std::vector<at::Tensor> noise;
  for (const std::size_t layer : layers) {
    const std::int64_t neurons = graph.nodes[layer].tensor("weight").size(0);
    for (int twice = 0; twice < 2; ++twice) {
      noise.push_back(at::empty({neurons}).uniform_(-plan.noise, plan.noise, random));
    }
  }
  {
    const at::AutoGradMode withGradient(true);
    for (int step = 0; step < plan.noiseSteps; ++step) {
      disturbing.step(step, plan.noiseSteps);
      const at::Tensor rows = someOf(samples.images.size(0), 4 * plan.batch, random);
      std::vector<at::Tensor> input;
      for (const at::Tensor& one : noise) input.push_back(one.detach().requires_grad_(true));
      const at::Tensor logits = disturbed(graph, layers, input).run(samples.images.index_select(0, rows));
      const at::Tensor loss = crossEntropy(logits, samples.labels.index_select(0, rows));
      const auto gradients = torch::autograd::grad({loss}, input, {}, c10::nullopt, false, true);
      const double length = 2.5 * plan.noise / plan.noiseSteps;
      for (std::size_t i = 0; i < noise.size(); ++i) {
        if (!gradients[i].defined()) continue;
        noise[i] = (noise[i] + length * gradients[i].sign()).clamp(-plan.noise, plan.noise).detach();
      }
    }
  }
  const SplitGraph clean = splitAtFeatures(graph, samples.images);
  constexpr double kPenalty = 0.75;
  const at::Tensor benign = benignMask(clean.head, run(clean.front, samples.images, seeing), samples.labels,
                                       kPenalty, plan, random, decoupling);
  const SplitGraph noisy = splitAtFeatures(disturbed(graph, layers, noise), samples.images);
  const at::Tensor others = (1 - benign) * run(noisy.front, probe, judging);
  return {run(noisy.head, others, judging).argmax(1), {}};
}

}  // namespace adversarium
