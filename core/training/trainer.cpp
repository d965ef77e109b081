// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/formats/safetensors.h"
#include "core/record/artefact_file.h"
#include "core/tensor/convert.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

/// Training samples, kept in memory as floats when they fit and read again for every batch when they do not.
class Feed {
 public:
  Feed(const DataSet& data, const std::vector<std::int64_t>& indices, Progress& progress)
      : m_data(data), m_indices(indices) {
    constexpr double kMostBytes = 2e9;
    const DataInfo& info = data.info();
    const double bytes = 4.0 * double(indices.size()) * info.channels * info.height * info.width;
    if (bytes > kMostBytes) return;
    constexpr std::size_t kChunk = 1000;
    std::vector<at::Tensor> images, labels;
    for (std::size_t from = 0; from < indices.size(); from += kChunk) {
      progress.step(0, 1);
      const auto end = indices.begin() + static_cast<std::ptrdiff_t>(std::min(indices.size(), from + kChunk));
      Batch part = readBatch(data, {indices.begin() + static_cast<std::ptrdiff_t>(from), end});
      images.push_back(std::move(part.images));
      labels.push_back(std::move(part.labels));
    }
    m_all = {at::cat(images), at::cat(labels)};
  }

  Batch take(const at::Tensor& order) const {
    if (m_all.images.defined()) return {m_all.images.index_select(0, order), m_all.labels.index_select(0, order)};
    std::vector<std::int64_t> wanted;
    for (const std::int64_t place : integersOf(order))
      wanted.push_back(m_indices[static_cast<std::size_t>(place)]);
    return readBatch(m_data, wanted);
  }

 private:
  const DataSet& m_data;
  const std::vector<std::int64_t>& m_indices;
  Batch m_all;
};

double scheduled(const TrainPlan& plan, double done) {
  switch (plan.schedule) {
    case Schedule::Constant:
      return plan.learningRate;
    case Schedule::Cosine:
      return plan.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * done));
    case Schedule::OneCycle: {  // Smith & Topin 2018: up for three tenths, down to almost nothing
      constexpr double kWarm = 0.3;
      if (done < kWarm)
        return plan.learningRate * (0.04 + 0.96 * 0.5 * (1 - std::cos(std::numbers::pi * done / kWarm)));
      return plan.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * (done - kWarm) / (1 - kWarm)));
    }
  }
  return plan.learningRate;
}

at::Tensor augmented(const at::Tensor& images, const TrainPlan& plan, at::Generator& random) {
  at::Tensor result = images;
  const std::int64_t n = images.size(0), height = images.size(2), width = images.size(3);
  if (plan.flip) {
    const at::Tensor mirrored = at::empty({n}, at::kFloat).bernoulli_(0.5, random).to(at::kBool);
    result = at::where(mirrored.view({-1, 1, 1, 1}), result.flip(3), result);
  }
  if (plan.shift > 0) {
    const at::Tensor padded = at::replication_pad2d(result, {plan.shift, plan.shift, plan.shift, plan.shift});
    const auto offsets = integersOf(at::randint(0, 2 * plan.shift + 1, {n, 2}, random, at::kLong));
    at::Tensor shifted = at::empty_like(images);
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t y = offsets[static_cast<std::size_t>(2 * i)],
                         x = offsets[static_cast<std::size_t>(2 * i + 1)];
      shifted[i].copy_(padded[i].slice(1, y, y + height).slice(2, x, x + width));
    }
    result = shifted;
  }
  return result;
}

/// Everything that decides how training goes on.
struct Checkpoint {
  int epoch = 0;
  TrainCurves curves;
};

void saveCheckpoint(const TrainPlan& plan, const Graph& graph, const OptimiserState& optimiser,
                    const at::Generator& random, const Checkpoint& at) {
  Safetensors content;
  for (const auto& [name, tensor] : graph.stateDict())
    content.tensors["model." + name] = tensor.cpu().contiguous();
  for (const auto& [name, tensor] : optimiser.save()) content.tensors["optimiser." + name] = tensor.cpu();
  content.tensors["random"] = random.get_state();
  content.tensors["epoch"] = at::full({1}, at.epoch, at::kLong);
  content.tensors["curve.loss"] = at::tensor(at.curves.loss, at::kDouble).to(at::kDouble);
  content.tensors["curve.accuracy"] = at::tensor(at.curves.accuracy, at::kDouble).to(at::kDouble);
  replaceBytes(plan.checkpoint, safetensorsBytes(content));
}

Checkpoint loadCheckpoint(const TrainPlan& plan, Graph& graph, OptimiserState& optimiser, at::Generator& random) {
  Safetensors content = readSafetensors(plan.checkpoint);
  const auto part = [&](const std::string& prefix) {
    std::map<std::string, at::Tensor> found;
    for (const auto& [name, tensor] : content.tensors) {
      if (name.starts_with(prefix)) found[name.substr(prefix.size())] = tensor;
    }
    return found;
  };
  try {
    const auto saved = part("model.");
    const at::NoGradGuard noGradient;
    for (auto& [name, tensor] : graph.stateDict()) {
      if (saved.at(name).sizes() != tensor.sizes()) throw std::out_of_range(name);
      tensor.copy_(saved.at(name));
    }
    optimiser.load(part("optimiser."));
    random.set_state(content.tensors.at("random"));
    return {static_cast<int>(content.tensors.at("epoch").item<std::int64_t>()),
            {doublesOf(content.tensors.at("curve.loss")), doublesOf(content.tensors.at("curve.accuracy"))}};
  } catch (const std::out_of_range&) {
    throw InputError(plan.checkpoint.string(), "is a checkpoint of another training; remove it to begin anew");
  } catch (const c10::Error&) {
    throw InputError(plan.checkpoint.string(), "is a checkpoint of another training; remove it to begin anew");
  }
}

/// Own storage in the fastest layout for training, with gradients.
void prepareParameters(Graph& graph, at::Device device) {
  for (Node& node : graph.nodes) {
    for (auto& [name, tensor] : node.tensors) {
      tensor = tensor.detach().to(device).clone(tensor.dim() == 4 ? at::MemoryFormat::ChannelsLast
                                                                  : at::MemoryFormat::Contiguous);
    }
  }
  for (const at::Tensor& parameter : graph.parameters()) parameter.set_requires_grad(true);
}

}  // namespace

StepLoss plainLoss(TrainStep& step) {
  const at::Tensor logits = step.graph.run(step.images, {true, {}, &step.random});
  return {at::cross_entropy_loss(logits, step.labels), logits};
}

TrainCurves train(Graph& graph, const DataSet& data, const std::vector<std::int64_t>& indices,
                  const TrainPlan& plan, const LossHook& hook, Progress& progress) {
  if (indices.empty()) throw InputError(data.info().where, "has no samples to train on");
  useThreadsFor(plan.batch);
  const Feed feed(data, indices, progress);
  prepareParameters(graph, at::Device(plan.device));
  const std::vector<at::Tensor> parameters = graph.parameters();
  OptimiserState optimiser(plan, parameters);
  at::Generator random = generatorFrom(plan.seed);
  Checkpoint at;
  if (!plan.checkpoint.empty() && std::filesystem::exists(plan.checkpoint)) {
    at = loadCheckpoint(plan, graph, optimiser, random);
  }
  const auto count = static_cast<std::int64_t>(indices.size());
  const std::int64_t size = std::min(plan.batch, count);
  const std::int64_t batches = std::max<std::int64_t>(1, count / size);  // the odd rest waits for the next shuffle
  const double total = double(batches) * plan.epochs;

  for (; at.epoch < plan.epochs; ++at.epoch) {
    const at::Tensor order = at::randperm(count, random, at::kLong);
    double loss = 0;
    std::int64_t right = 0;
    for (std::int64_t b = 0; b < batches; ++b) {
      const std::int64_t done = at.epoch * batches + b;
      progress.step(done, static_cast<std::int64_t>(total));
      useThreadsFor(size);  // a preview in between may have changed it
      const Batch batch = feed.take(order.slice(0, b * size, (b + 1) * size));
      const at::AutoGradMode withGradient(true);
      TrainStep step{graph,
                     augmented(batch.images, plan, random).contiguous(at::MemoryFormat::ChannelsLast),
                     batch.labels,
                     random,
                     double(done) / total,
                     &at.curves.looks};
      const StepLoss result = hook(step);
      const auto gradients = torch::autograd::grad({result.loss}, parameters, {}, c10::nullopt, false, true);
      optimiser.step(gradients, scheduled(plan, double(done) / total));
      loss += result.loss.item<double>();
      right += result.logits.detach().argmax(1).eq(batch.labels).sum().item<std::int64_t>();
      if (!std::isfinite(loss))
        throw UsageError("training", "diverged (the loss is not a number): lower the learning rate");
      progress.show({filled(translatable("progress", "epoch {} of {}"), at.epoch + 1, plan.epochs),
                     {{"loss", loss / double(b + 1)}, {"accuracy", double(right) / double((b + 1) * size)}}});
    }
    at.curves.loss.push_back(loss / double(batches));
    at.curves.accuracy.push_back(double(right) / double(batches * size));
    if (!plan.checkpoint.empty()) {
      Checkpoint next = at;
      ++next.epoch;
      saveCheckpoint(plan, graph, optimiser, random, next);
    }
  }
  for (Node& node : graph.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().cpu().contiguous();
  }
  return at.curves;
}

Accuracy accuracyOf(const Graph& graph, const DataSet& data, std::int64_t first, Progress& progress) {
  const at::NoGradGuard noGradient;
  constexpr std::int64_t kBatch = 256;
  const std::int64_t count = first > 0 ? std::min(first, data.info().count) : data.info().count;
  Accuracy accuracy;
  useThreadsFor(kBatch);
  for (std::int64_t from = 0; from < count; from += kBatch) {
    progress.step(from, count);
    std::vector<std::int64_t> indices;
    for (std::int64_t i = from; i < std::min(count, from + kBatch); ++i) indices.push_back(i);
    const Batch batch = readBatch(data, indices);
    accuracy.right += graph.run(batch.images).argmax(1).eq(batch.labels).sum().item<std::int64_t>();
    accuracy.count += static_cast<std::int64_t>(indices.size());
  }
  return accuracy;
}

}  // namespace adversarium
