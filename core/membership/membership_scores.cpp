// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/membership/membership_scores.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "core/graph/architectures.h"
#include "core/poisoning/detection.h"
#include "core/tensor/convert.h"
#include "core/tensor/tensor_data.h"
#include "core/training/trainer.h"

namespace adversarium {
namespace {

/// double N: each row's entry at its label.
at::Tensor atLabel(const at::Tensor& logScores, const at::Tensor& labels) {
  return logScores.to(at::kDouble).gather(1, labels.unsqueeze(1)).squeeze(1);
}

/// Mean over the models where `which` (bool M×N), double N; not a number where there is none.
at::Tensor meanWhere(const at::Tensor& values, const at::Tensor& which) {
  const at::Tensor weight = which.to(at::kDouble);
  return (values * weight).sum(0) / weight.sum(0);
}

/// The models' spread about that mean: per sample from 32 models a side on, else one for all.
at::Tensor varianceWhere(const at::Tensor& values, const at::Tensor& which, const at::Tensor& mean) {
  constexpr std::int64_t kEnough = 64;
  constexpr double kLeast = 1e-12;
  const at::Tensor weight = which.to(at::kDouble);
  const at::Tensor squares = ((values - mean).square().nan_to_num() * weight).sum(0);
  if (values.size(0) >= kEnough) return (squares / (weight.sum(0) - 1).clamp_min(1)).clamp_min(kLeast);
  // Each sample's mean has used up one degree of freedom.
  const at::Tensor freedom = (weight.sum(0) - 1).clamp_min(0).sum().clamp_min(1);
  return (squares.sum() / freedom).clamp_min(kLeast).expand({values.size(1)});
}

/// float N×F: the answer sorted (the largest three), the label's log-odds, entropy, and the label.
at::Tensor attackFeatures(const at::Tensor& logScores, const at::Tensor& labels) {
  constexpr double kFloor = -20;  // of a log-probability: further down is all the same
  const std::int64_t classes = logScores.size(1);
  const at::Tensor sorted =
      std::get<0>(logScores.to(at::kFloat).sort(1, true)).slice(1, 0, std::min<std::int64_t>(classes, 3));
  const at::Tensor odds = logitConfidence(logScores, labels).clamp(kFloor, -kFloor).to(at::kFloat).unsqueeze(1);
  const at::Tensor entropy = entropyScores(logScores).to(at::kFloat).unsqueeze(1);
  const at::Tensor label = at::zeros({logScores.size(0), classes}, at::kFloat).scatter_(1, labels.unsqueeze(1), 1);
  return at::cat({sorted.clamp_min(kFloor) * 0.2, odds * 0.2, entropy, label}, 1);
}

}  // namespace

at::Tensor lossScores(const at::Tensor& logScores, const at::Tensor& labels) { return atLabel(logScores, labels); }

at::Tensor entropyScores(const at::Tensor& logScores) {
  const at::Tensor log = logScores.to(at::kDouble);
  return (log.exp() * log.clamp_min(-1e3)).sum(1);  // 0·log 0 is 0
}

at::Tensor confidenceScores(const at::Tensor& logScores) { return std::get<0>(logScores.to(at::kDouble).max(1)); }

at::Tensor logitConfidence(const at::Tensor& logScores, const at::Tensor& labels) {
  const at::Tensor log = logScores.to(at::kDouble);
  const at::Tensor others = log.scatter(1, labels.unsqueeze(1), -HUGE_VAL);
  // Guards may answer 0 or 1: the odds end there, not at infinity.
  constexpr double kMost = 100;
  return (atLabel(logScores, labels) - others.logsumexp(1)).nan_to_num(0, kMost, -kMost).clamp(-kMost, kMost);
}

at::Tensor liraScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows, bool online) {
  const at::Tensor seen = logitConfidence(logScores, labels);
  std::vector<at::Tensor> rows;
  for (const at::Tensor& one : shadows.logScores.unbind(0)) rows.push_back(logitConfidence(one, labels));
  const at::Tensor values = at::stack(rows), out = shadows.in.logical_not();
  const auto deviation = [&](const at::Tensor& which, at::Tensor& variance) {
    const at::Tensor mean = meanWhere(values, which);
    variance = varianceWhere(values, which, mean);
    return (seen - mean) / variance.sqrt();
  };
  at::Tensor varianceIn, varianceOut;
  const at::Tensor outside = deviation(out, varianceOut);
  if (!online) return outside.nan_to_num();
  const at::Tensor inside = deviation(shadows.in, varianceIn);
  return (0.5 * (outside.square() - inside.square() + (varianceOut / varianceIn).log())).nan_to_num();
}

at::Tensor rmiaScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows,
                      const at::Tensor& references, const RmiaParams& params) {
  std::vector<at::Tensor> rows;
  for (const at::Tensor& one : shadows.logScores.unbind(0)) rows.push_back(atLabel(one, labels).exp());
  const at::Tensor values = at::stack(rows);
  const at::Tensor out = meanWhere(values, shadows.in.logical_not());
  const at::Tensor usual = params.online ? 0.5 * (out + meanWhere(values, shadows.in))
                                         : 0.5 * ((1 + params.slope) * out + (1 - params.slope));
  constexpr double kLeast = 1e-30;
  const at::Tensor ratio = (atLabel(logScores, labels).exp() / usual.clamp_min(kLeast)).nan_to_num();
  const at::Tensor against = std::get<0>(ratio.index_select(0, references).sort());
  // How many z have ratio(z) ≤ ratio(x)/γ.
  const at::Tensor reached = at::searchsorted(against, ratio / params.gamma, false, true);
  // Ties are many where the model is sure of everything; the ratio itself breaks them without changing the order.
  return (reached.to(at::kDouble) + ratio / (1 + ratio)) / double(references.numel());
}

at::Tensor attackModelScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows,
                             std::uint64_t seed, Progress& progress) {
  constexpr std::int64_t kMostPairs = 40'000;
  std::vector<at::Tensor> seen, members;
  const std::int64_t models = shadows.in.size(0);
  for (std::int64_t m = 0; m < models; ++m) {
    seen.push_back(attackFeatures(shadows.logScores[m], labels));
    members.push_back(shadows.in[m].to(at::kLong));
  }
  at::Generator random = generatorFrom(seed);
  at::Tensor images = at::cat(seen), answers = at::cat(members);
  const at::Tensor chosen = at::randperm(images.size(0), random, at::kLong).slice(0, 0, kMostPairs);
  const std::int64_t width = images.size(1);
  const TensorData data(images.index_select(0, chosen).view({-1, 1, 1, width}), answers.index_select(0, chosen));
  Graph graph = buildArchitecture("mlp", {1, 1, static_cast<int>(width)}, 2);
  initialise(graph, random);
  TrainPlan plan;
  plan.epochs = 6;
  plan.batch = 256;
  plan.learningRate = 2e-3;
  plan.seed = seed;
  (void)train(graph, data, integersOf(at::arange(chosen.size(0))), plan, plainLoss, progress);
  const at::NoGradGuard noGradient;
  const at::Tensor said = inChunks(attackFeatures(logScores, labels).view({-1, 1, 1, width}), progress,
                                   [&](const at::Tensor& chunk) { return graph.run(chunk); });
  return (said.select(1, 1) - said.select(1, 0)).to(at::kDouble);
}

at::Tensor balancedHalves(std::int64_t models, std::int64_t samples, at::Generator& random) {
  const at::Tensor draw = at::rand({models, samples}, random, at::kDouble);
  return draw.argsort(0, false).argsort(0, false).lt(models / 2);
}

}  // namespace adversarium
