// SPDX-License-Identifier: GPL-3.0-or-later
// The attackers' own models: trained one after the other, kept in a folder so that a second run need not wait. All
// of them in one stack of weights (grouped convolutions, batched products) would not be faster on a processor:
// batches of a hundred pictures already fill it.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/formats/safetensors.h"
#include "core/membership/membership_pool.h"
#include "core/poisoning/detection.h"
#include "core/record/artefact_file.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Everything that decides what a shadow model answers.
std::string keyOf(const Graph& blueprint, const DataSet& data, const std::vector<std::int64_t>& rows,
                  const TrainPlan& plan) {
  Sha256 hash;
  hash.add(ADVERSARIUM_VERSION);
  hash.add(blueprint.toJson());
  for (const Node& node : blueprint.nodes) {  // what training leaves alone: means, constants
    for (const auto& [name, values] : node.attributes) hash.add(values.data(), values.size() * sizeof(double));
  }
  hash.add(data.sha256());
  hash.add(rows.data(), rows.size() * sizeof(std::int64_t));
  hash.add(fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", plan.epochs, plan.batch,
                       static_cast<int>(plan.optimiser), plan.learningRate, static_cast<int>(plan.schedule),
                       plan.momentum, plan.weightDecay, plan.shift, plan.flip, plan.seed, plan.device,
                       threadLimit()));
  return hash.hex();
}

using Clock = std::chrono::steady_clock;
double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Words durationWords(double seconds) {
  constexpr double kMinute = 60, kHour = 3600;
  if (seconds < kMinute) return filled("{} s", Number{std::max(1.0, seconds), 0});
  return seconds < kHour ? filled("{} min", Number{seconds / kMinute, 0})
                         : filled("{} h", Number{seconds / kHour, 1});
}

/// Says before everything that a training says which model it is and how long the rest takes.
class ShadowVoice final : public Progress {
 public:
  ShadowVoice(Progress& whole, Words words) : m_whole(whole), m_words(std::move(words)) {}
  void step(std::int64_t done, std::int64_t total) override { m_whole.step(done, total); }
  void show(Snapshot snapshot) override {
    snapshot.words = snapshot.words.empty() ? m_words : Words("{}: {}", {m_words, std::move(snapshot.words)});
    m_whole.show(std::move(snapshot));
  }

 private:
  Progress& m_whole;
  Words m_words;
};

struct ShadowTraining {
  TrainPlan plan;
  std::vector<std::int64_t> rows;
  fs::path kept;  // empty without a cache
  bool done() const {
    std::error_code ignored;
    return !kept.empty() && fs::exists(kept, ignored);
  }
};

}  // namespace

double shadowSeconds(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& training) {
  constexpr std::int64_t kSteps = 3;  // the first of which pays for what all share
  const std::int64_t half = std::max<std::int64_t>(1, pool.member.numel() / 2);
  const std::int64_t size = std::min(training.batch, half), batches = std::max<std::int64_t>(1, half / size);
  at::Generator random = generatorFrom(1);
  TrainPlan trial = training;
  trial.checkpoint.clear();
  trial.epochs = 1;
  std::vector<double> each;
  const LossHook timed = [&, last = Clock::now()](TrainStep& step) mutable {
    each.push_back(secondsSince(last));
    last = Clock::now();
    return plainLoss(step);
  };
  Graph graph = freshLike(blueprint, random);
  Progress silent;
  (void)train(graph, *pool.data(), integersOf(at::arange(std::min(half, kSteps * size))), trial, timed, silent);
  return *std::min_element(each.begin() + (each.size() > 1 ? 1 : 0), each.end()) * double(batches) *
         training.epochs;
}

Graph freshLike(const Graph& graph, at::Generator& random) {
  const at::NoGradGuard noGradient;
  Graph fresh = graph.clone();
  Node* last = nullptr;
  for (Node& node : fresh.nodes) {
    const bool norm = node.op == "batch_norm" || node.op.ends_with("_norm");
    for (auto& [name, tensor] : node.tensors) {
      if (name == "bias" || name == "running_mean") tensor.zero_();
      if (name == "running_var" || (norm && name == "weight")) tensor.fill_(1);
    }
    const bool layer = node.op == "conv" || node.op == "linear" || node.op == "conv_transpose";
    if (!layer || !node.tensor("weight").defined()) continue;
    at::Tensor weight = node.tensor("weight");  // He et al. 2015, as `initialise` does
    weight.normal_(0, std::sqrt(2.0 / double(std::max<std::int64_t>(1, weight.numel() / weight.size(0)))), random);
    last = &node;
  }
  if (last) last->tensor("weight").mul_(0.5);
  return fresh;
}

Shadows trainShadows(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& training,
                     const ShadowPlan& plan, Progress& progress) {
  if (!plan.cache.empty()) {
    std::error_code problem;
    fs::create_directories(plan.cache, problem);
    if (problem) throw InputError(plan.cache, "cannot be made: " + problem.message());
  }
  at::Generator random = generatorFrom(training.seed ^ 0x5ad0ULL);
  Shadows shadows{balancedHalves(plan.count, pool.member.numel(), random), {}};
  const auto data = pool.data();
  std::vector<ShadowTraining> trainings;
  for (int m = 0; m < plan.count; ++m) {
    ShadowTraining own{training, integersOf(shadows.in[m].nonzero().squeeze(1)), {}};
    own.plan.seed = training.seed + 7919 * static_cast<std::uint64_t>(m + 1);
    own.plan.checkpoint.clear();
    if (!plan.cache.empty())
      own.kept = fs::path(plan.cache) / ("shadow-" + keyOf(blueprint, *data, own.rows, own.plan) + ".safetensors");
    trainings.push_back(std::move(own));
  }
  auto missing = std::count_if(trainings.begin(), trainings.end(), [](const auto& own) { return !own.done(); });
  progress.step(0, plan.count);
  double each = missing > 0 ? shadowSeconds(blueprint, pool, training) : 0;
  progress.show({filled(translatable("progress", "{} shadow models, {} of them kept from before: about {}"),
                        plan.count, plan.count - missing, durationWords(each * double(missing))),
                 {}});
  std::vector<at::Tensor> answers;
  for (int m = 0; m < plan.count; ++m) {
    ShadowTraining& own = trainings[static_cast<std::size_t>(m)];
    progress.step(m, plan.count);
    if (own.done()) {
      answers.push_back(readSafetensors(own.kept).tensors.at("log_scores"));
      continue;
    }
    ShadowVoice voice(progress, filled(translatable("progress", "shadow model {} of {}, about {} left"), m + 1,
                                       plan.count, durationWords(each * double(missing))));
    PartProgress learning(voice, double(m) / plan.count, (m + 0.95) / plan.count),
        asking(voice, (m + 0.95) / plan.count, (m + 1.0) / plan.count);
    if (!own.kept.empty() && each >= plan.longTraining) own.plan.checkpoint = fs::path(own.kept) += ".epochs";
    const Clock::time_point start = Clock::now();
    at::Generator weights = generatorFrom(own.plan.seed ^ 0x5eedULL);
    Graph graph = freshLike(blueprint, weights);
    (void)train(graph, *data, own.rows, own.plan, plainLoss, learning);
    const at::NoGradGuard noGradient;
    const Graph fast = graph.folded();
    answers.push_back(inChunks(pool.samples.images, asking,
                               [&](const at::Tensor& chunk) { return fast.run(chunk).log_softmax(1); }));
    if (!own.kept.empty()) replaceBytes(own.kept, safetensorsBytes({{{"log_scores", answers.back()}}, {}}));
    std::error_code ignored;
    if (!own.plan.checkpoint.empty()) fs::remove(own.plan.checkpoint, ignored);
    each = secondsSince(start);
    --missing;
  }
  shadows.logScores = at::stack(answers);
  return shadows;
}

}  // namespace adversarium
