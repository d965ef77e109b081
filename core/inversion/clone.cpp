// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/clone.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <numbers>

#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "core/training/optimiser.h"

namespace adversarium {

Clone::Clone(const ModelInfo& victim, const ClonePlan& plan, at::Generator& random)
    : m_plan(plan),
      m_random(generatorFrom(
          static_cast<std::uint64_t>(at::randint(0, 1 << 30, {1}, random, at::kLong).item<std::int64_t>()))) {
  m_info.architecture = plan.architecture;
  m_info.where = "clone of " + victim.where;
  m_info.kind = "adversarium";
  m_info.input = victim.input;
  m_info.classes = victim.classes;
  m_info.classNames = victim.classNames;
  const auto channels = static_cast<std::size_t>(victim.input.channels);
  m_info.mean.assign(channels, channels == 1 ? 0.13F : 0.45F);
  m_info.deviation.assign(channels, channels == 1 ? 0.31F : 0.25F);
  m_graph = buildArchitecture(plan.architecture, m_info.input, m_info.classes, m_info.mean, m_info.deviation);
  initialise(m_graph, random);
}

void Clone::learn(const at::Tensor& images, const at::Tensor& answers, Progress& progress,
                  std::int64_t mostSteps) {
  const std::int64_t count = images.size(0), size = std::min(m_plan.batch, count);
  constexpr std::int64_t kFewest = 200;  // a handful of answers is looked at more than ten times
  std::int64_t steps = std::max(kFewest, m_plan.epochs * count / size);
  if (mostSteps > 0) steps = std::min(steps, mostSteps);
  Graph graph = m_graph.clone();
  const std::vector<at::Tensor> parameters = graph.parameters();
  for (const at::Tensor& parameter : parameters) parameter.set_requires_grad(true);
  const TrainPlan plan;  // Adam
  OptimiserState optimiser(plan, parameters);
  at::Tensor order;
  std::int64_t place = count;
  for (std::int64_t step = 0; step < steps; ++step) {
    progress.step(step, steps);
    useThreadsFor(size);
    if (place + size > count) {
      order = at::randperm(count, m_random, at::kLong);
      place = 0;
    }
    const at::Tensor rows = order.slice(0, place, place + size);
    place += size;
    const at::AutoGradMode withGradient(true);
    const at::Tensor logits = graph.run(images.index_select(0, rows), {true, {}, &m_random});
    const at::Tensor loss = -(answers.index_select(0, rows) * logits.log_softmax(1)).sum(1).mean();
    const auto gradients = torch::autograd::grad({loss}, parameters, {}, c10::nullopt, false, true);
    const double done = double(step) / double(steps);
    optimiser.step(gradients, m_plan.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * done)));
  }
  m_graph = graph.clone();  // detached; left as it was when somebody stopped
}

Graph Clone::graph() const { return m_graph.clone(); }

std::shared_ptr<const Classifier> Clone::classifier() const { return makeGraphClassifier(graph(), m_info); }

}  // namespace adversarium
