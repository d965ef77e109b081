// SPDX-License-Identifier: GPL-3.0-or-later
// The attackers' own models: trained one after the other, kept in a folder so that a second run need not wait.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/data/hash.h"
#include "core/error.h"
#include "core/extraction/membership_pool.h"
#include "core/model/safetensors.h"
#include "core/poisoning/detection.h"
#include "core/provenance/artefact_file.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// Everything that decides what a shadow model answers.
std::string keyOf(const Graph& blueprint, const DataSet& data, const std::vector<std::int64_t>& rows,
                  const TrainPlan& plan) {
  Sha256 hash;
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

void keepInCache(const fs::path& file, const at::Tensor& logScores) {
  const fs::path fresh = file.string() + ".part";
  writeBytes(fresh, safetensorsBytes({{{"log_scores", logScores}}, {}}));
  fs::rename(fresh, file);
}

}  // namespace

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

Shadows trainShadows(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& plan, int count,
                     const std::string& cache, Progress& progress) {
  if (!cache.empty()) {
    std::error_code problem;
    fs::create_directories(cache, problem);
    if (problem) throw InputError(cache, "cannot be made: " + problem.message());
  }
  at::Generator random = generatorFrom(plan.seed ^ 0x5ad0ULL);
  Shadows shadows{balancedHalves(count, pool.member.numel(), random), {}};
  const auto data = pool.data();
  std::vector<at::Tensor> answers;
  for (int m = 0; m < count; ++m) {
    TrainPlan own = plan;
    own.seed = plan.seed + 7919 * static_cast<std::uint64_t>(m + 1);
    own.checkpoint.clear();
    const auto rows = integersOf(shadows.in[m].nonzero().squeeze(1));
    const fs::path kept =
        cache.empty() ? fs::path()
                      : fs::path(cache) / ("shadow-" + keyOf(blueprint, *data, rows, own) + ".safetensors");
    std::error_code ignored;
    progress.step(m, count);
    if (!kept.empty() && fs::exists(kept, ignored)) {
      answers.push_back(readSafetensors(kept).tensors.at("log_scores"));
      continue;
    }
    PartProgress training(progress, double(m) / count, (m + 0.95) / count),
        asking(progress, (m + 0.95) / count, (m + 1.0) / count);
    at::Generator weights = generatorFrom(own.seed ^ 0x5eedULL);
    Graph graph = freshLike(blueprint, weights);
    (void)train(graph, *data, rows, own, plainLoss, training);
    progress.show({fmt::format("shadow model {} of {}", m + 1, count), {}});
    const at::NoGradGuard noGradient;
    const Graph fast = graph.folded();
    answers.push_back(inChunks(pool.samples.images, asking,
                               [&](const at::Tensor& chunk) { return fast.run(chunk).log_softmax(1); }));
    if (!kept.empty()) keepInCache(kept, answers.back());
  }
  shadows.logScores = at::stack(answers);
  return shadows;
}

}  // namespace adversarium
