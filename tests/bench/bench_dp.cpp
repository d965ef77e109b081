// SPDX-License-Identifier: GPL-3.0-or-later
// A step of private training (clipped per-sample gradients, noise) against a step of plain training on the same
// batch.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <tuple>

#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "core/training/clipped_gradients.h"
#include "core/training/noise_source.h"
#include "core/training/optimiser.h"
#include "tests/bench/bench.h"
#include "tests/bench/bench_subject.h"

namespace adversarium {
namespace {

constexpr std::int64_t kDpBatch = 256;

struct Steps {
  double plain = 1e9, dp = 1e9;
};

/// Processor time, of all threads: who else is at work on the machine counts less than by the clock on the wall.
double processorSecondsOf(const std::function<void()>& work) {
  const std::clock_t before = std::clock();
  work();
  return double(std::clock() - before) / CLOCKS_PER_SEC;
}

/// The best of several rounds, taken in turn, so that a busy moment hits both.
Steps timedSteps(const std::string& architecture, int channels, int pixels) {
  constexpr int kRounds = 7;
  at::Generator random = generatorFrom(1);
  Graph graph = buildArchitecture(architecture, {channels, pixels, pixels}, 10);
  initialise(graph, random);
  for (const at::Tensor& parameter : graph.parameters()) parameter.set_requires_grad(true);
  const auto parameters = graph.parameters();
  const at::Tensor images = at::rand({kDpBatch, channels, pixels, pixels}, random, at::kFloat);
  const at::Tensor labels = at::randint(0, 10, {kDpBatch}, random, at::kLong);
  TrainPlan plan;
  plan.optimiser = Optimiser::Sgd;
  OptimiserState optimiser(plan, parameters);
  NoiseSource source(NoiseFrom::System, 0);
  useThreadsFor(kDpBatch);
  constexpr double kRate = 1e-4;
  const auto plain = [&] {
    const at::AutoGradMode withGradient(true);
    const at::Tensor loss = at::cross_entropy_loss(
        graph.run(images.contiguous(at::MemoryFormat::ChannelsLast), {true, {}, &random}), labels);
    optimiser.step(torch::autograd::grad({loss}, parameters), kRate);
  };
  const auto dp = [&] {
    ClippedGradients found = clippedGradients(graph, images, labels, 1, &random);
    for (at::Tensor& sum : found.sums)
      sum = source.normal(sum.sizes()).add_(sum).div_(double(kDpBatch)).to(at::kFloat);
    optimiser.step(found.sums, kRate);
  };
  Steps best;
  for (int round = 0; round < kRounds; ++round) {
    best.plain = std::min(best.plain, processorSecondsOf(plain));
    best.dp = std::min(best.dp, processorSecondsOf(dp));
  }
  return best;
}

}  // namespace

std::string benchDp() {
  std::string text =
      fmt::format("dp: a step of private training over a step of plain training, batch {}\n", kDpBatch) +
      fmt::format("{:<28} {:>10} {:>10} {:>8}\n", "", "plain ms", "private ms", "ratio");
  for (const auto& [name, channels, pixels] : {std::tuple{"mlp", 1, 28}, std::tuple{"smallcnn", 1, 28},
                                               std::tuple{"lenet", 1, 28}, std::tuple{"lenet", 3, 32}}) {
    const Steps steps = timedSteps(name, channels, pixels);
    text += fmt::format("{:<28} {:>10.1f} {:>10.1f} {:>8.2f}\n",
                        fmt::format("{} {}×{}×{}", name, channels, pixels, pixels), 1e3 * steps.plain,
                        1e3 * steps.dp, steps.dp / steps.plain);
  }
  return text;
}

}  // namespace adversarium
