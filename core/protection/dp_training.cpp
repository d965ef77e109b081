// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/dp_training.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/poisoning/detection.h"
#include "core/protection/dp_checkpoint.h"
#include "core/record/measure.h"
#include "core/training/clipped_gradients.h"
#include "core/training/optimiser.h"

namespace adversarium {
namespace {

/// By every accountant.
constexpr MeasureSpec kBudgets[] = {
    {"privacy_budget_prv", translatable("measures", "Privacy budget ε, by privacy random variables"), "ε",
     Better::Lower},
    {"privacy_budget_rdp", translatable("measures", "Privacy budget ε, by Rényi divergence"), "ε", Better::Lower},
};

constexpr MeasureSpec kNoiseMultiplier{"noise_multiplier", translatable("measures", "Noise multiplier σ"),
                                       "clipping norms"};
constexpr MeasureSpec kPrivacyDelta{"privacy_delta", translatable("measures", "Privacy budget δ"), "probability"};
constexpr MeasureSpec kSampleRate{"sample_rate", translatable("measures", "Chance of a sample to be in a step"),
                                  "share"};
constexpr MeasureSpec kStepsTaken{"steps", translatable("measures", "Steps"), "steps"};

constexpr const char* kBudget = translatable("records", "Privacy budget ε");

/// In the layout for training, with gradients.
void prepareForSteps(Graph& graph) {
  for (Node& node : graph.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().cpu().clone(at::MemoryFormat::Contiguous);
  }
  for (const at::Tensor& parameter : graph.parameters()) parameter.set_requires_grad(true);
}

Graph settled(const Graph& graph) {
  Graph result = graph;
  for (Node& node : result.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach();
  }
  return result;
}

/// A privacy budget as a measure; nothing where it cannot be computed.
std::optional<double> budgetOf(const PrivacyPlan& plan, Accountant accountant) {
  try {
    const double budget = privacyBudget(plan, accountant);
    if (std::isfinite(budget)) return budget;
  } catch (const UsageError&) {
    // Far too little noise: as good as none.
  }
  return std::nullopt;
}

}  // namespace

std::int64_t stepsPerEpoch(const DpPlan& plan, std::int64_t samples) {
  return std::max<std::int64_t>(1, samples / std::min(plan.batch, samples));
}

PrivacyPlan spending(const DpPlan& plan, std::int64_t samples, std::int64_t steps, double delta) {
  return {double(std::min(plan.batch, samples)) / double(samples), plan.noise, steps, delta};
}

DpPlan dpPlanFor(const Request& request, const DpParams& params, std::int64_t samples) {
  if (request.device != "cpu") throw UsageError("device " + request.device, "private training runs on cpu only");
  DpPlan plan{params.epochs, request.batch, params.learningRate, params.momentum,  params.clip,
              params.noise,  request.seed,  params.noiseFrom,    params.checkpoint};
  if (params.targetEpsilon > 0) {
    const PrivacyPlan whole = spending(plan, samples, stepsPerEpoch(plan, samples) * plan.epochs, params.delta);
    plan.noise = noiseFor(params.targetEpsilon, whole, params.accountant);
  }
  return plan;
}

void trainPrivately(Graph& graph, const DataSet& data, const std::vector<std::int64_t>& indices,
                    const DpPlan& plan, const std::function<void(const DpEpoch&, const Graph&)>& after,
                    Progress& progress) {
  requirePerSampleGradients(graph);
  const Batch all = readSamples(data, indices, progress);
  const auto count = std::ssize(indices);
  const double rate = double(std::min(plan.batch, count)) / double(count), expected = rate * double(count);
  prepareForSteps(graph);
  TrainPlan steps;
  steps.optimiser = Optimiser::Sgd;
  steps.momentum = plan.momentum;
  steps.weightDecay = 0;
  OptimiserState optimiser(steps, graph.parameters());
  at::Generator random = generatorFrom(plan.seed ^ 0xd40ULL);  // dropout's, which promises nothing
  NoiseSource source(plan.noiseFrom, plan.seed ^ 0xd9ULL);
  const std::int64_t perEpoch = stepsPerEpoch(plan, count), total = perEpoch * plan.epochs;
  std::vector<DpEpoch> epochs;
  const std::string identity = plan.checkpoint.empty() ? std::string() : dpIdentity(plan, data, indices);
  if (!plan.checkpoint.empty() && std::filesystem::exists(plan.checkpoint)) {
    epochs = loadDpCheckpoint(plan.checkpoint, identity, graph, optimiser, random, source);
    for (const DpEpoch& epoch : epochs) after(epoch, settled(graph));
  }
  std::int64_t done = epochs.empty() ? 0 : epochs.back().steps;
  try {
    for (int epoch = epochs.empty() ? 1 : epochs.back().epoch + 1; epoch <= plan.epochs; ++epoch) {
      double loss = 0, right = 0, clipped = 0, seen = 0;
      for (std::int64_t s = 0; s < perEpoch; ++s) {
        progress.step(done, total);
        useThreadsFor(plan.batch);  // a preview in between may have changed it
        const at::Tensor drawn = source.drawn(count, rate).nonzero().squeeze(1);
        std::vector<at::Tensor> sums;
        constexpr std::int64_t kPart = 512;
        for (std::int64_t from = 0; from < drawn.numel(); from += kPart) {
          const at::Tensor rows = drawn.slice(0, from, from + kPart);
          const at::Tensor labels = all.labels.index_select(0, rows);
          ClippedGradients part =
              clippedGradients(graph, all.images.index_select(0, rows), labels, plan.clip, &random);
          loss += part.losses.sum().item<double>();
          right += part.logits.argmax(1).eq(labels).sum().item<double>();
          clipped += part.norms.gt(plan.clip).sum().item<double>();
          if (sums.empty()) {
            sums = std::move(part.sums);
          } else {
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i].add_(part.sums[i]);
          }
        }
        seen += double(drawn.numel());
        if (!std::isfinite(loss))
          throw UsageError("training", "diverged (the loss is not a number): lower the learning rate");
        const at::NoGradGuard noGradient;
        std::vector<at::Tensor> gradients;
        for (const at::Tensor& parameter : graph.parameters()) {
          at::Tensor sum = sums.empty() ? at::zeros(parameter.sizes(), at::kFloat) : sums[gradients.size()];
          if (plan.noise > 0) sum = source.normal(parameter.sizes()).mul_(plan.noise * plan.clip).add_(sum);
          gradients.push_back(sum.div(expected).to(at::kFloat));
        }
        optimiser.step(gradients, plan.learningRate);
        ++done;
        progress.show({filled(translatable("progress", "epoch {} of {}"), epoch, plan.epochs),
                       {{"loss", loss / std::max(1.0, seen)}, {"accuracy", right / std::max(1.0, seen)}}});
      }
      const double n = std::max(1.0, seen);
      epochs.push_back({epoch, done, loss / n, right / n, clipped / n});
      if (!plan.checkpoint.empty())
        saveDpCheckpoint(plan.checkpoint, identity, graph, optimiser, random, source, epochs);
      after(epochs.back(), settled(graph));
    }
  } catch (...) {
    graph = settled(graph);
    throw;
  }
  graph = settled(graph);
}

BudgetCurves emptyBudgetCurves() {
  const auto curve = [] {
    Curve made{translatable("records", "Epoch"), kBudget, {}, {}, {}, {}};
    made.group = kBudget;
    return made;
  };
  return {curve(), curve()};
}

void addBudgets(BudgetCurves& curves, const DpPlan& plan, std::int64_t samples, std::int64_t steps, int epoch,
                double delta) {
  const PrivacyPlan spent = spending(plan, samples, steps, delta);
  for (const auto& [curve, accountant] :
       {std::pair{&curves.prv, Accountant::Prv}, std::pair{&curves.rdp, Accountant::Rdp}}) {
    if (const auto budget = budgetOf(spent, accountant)) {
      curve->x.push_back(epoch);
      curve->y.push_back(*budget);
    }
  }
}

void reportBudget(const DpParams& params, const DpPlan& plan, std::int64_t samples, std::int64_t steps,
                  Record& record) {
  const PrivacyPlan spent = spending(plan, samples, steps, params.delta);
  record.measures.set(kNoiseMultiplier, plan.noise, 0);
  record.measures.set(kSampleRate, spent.sampleRate, 0);
  record.measures.set(kPrivacyDelta, params.delta, 0);
  record.measures.set(kStepsTaken, double(steps), samples);
  for (const auto& [name, accountant] : {std::pair{"prv", Accountant::Prv}, std::pair{"rdp", Accountant::Rdp}}) {
    const auto budget = budgetOf(spent, accountant);
    if (!budget) continue;
    record.measures.set(declared(kBudgets, std::string("privacy_budget_") + name), *budget, samples);
    if (accountant == params.accountant) record.measures.set(kPrivacyBudget, *budget, samples);
  }
  const auto say = [&](const char* id, const char* words) {
    std::erase_if(record.caveats, [&](const Caveat& caveat) { return caveat.id == id; });
    record.caveats.push_back({id, words});
  };
  if (plan.noiseFrom == NoiseFrom::Seed) {
    say("known-seed",
        translatable("records",
                     "The noise follows from the seed: who knows it can take the noise off again. Where the data "
                     "matters, let the noise come from the system."));
  } else {
    say("secret-noise",
        translatable(
            "records",
            "The noise was secret and is kept nowhere: computed again, this request gives another model that "
            "spends the same privacy budget."));
  }
  if (!record.measures.contains(kPrivacyBudget)) {
    say("no-privacy",
        translatable("records",
                     "With so little noise no privacy budget can be stated: this training promises none."));
  }
}

}  // namespace adversarium
