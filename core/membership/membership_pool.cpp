// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/membership/membership_pool.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/data/npy.h"
#include "core/formats/open_model.h"
#include "core/poisoning/detection.h"
#include "core/record/usual_measures.h"
#include "core/tensor/tensor_data.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

/// The file said, or the one that a run of Adversarium left beside the model; empty for none.
fs::path membersFile(const Run& run, const std::string& said) {
  if (!said.empty()) return said;
  const fs::path beside = fs::path(run.request().model).parent_path() / "members.npy";
  std::error_code ignored;
  return !run.request().model.starts_with("demo:") && fs::exists(beside, ignored) ? beside : fs::path();
}

std::set<std::int64_t> statedMembers(const fs::path& file, std::int64_t count) {
  std::set<std::int64_t> members;
  for (const std::int64_t index : readNpyIntegers(file)) {
    if (index < 0 || index >= count)
      throw InputError(file.string(), "names sample " + std::to_string(index) + ", which the data does not have");
    members.insert(index);
  }
  return members;
}

std::set<std::int64_t> chosenMembers(const Run& run, double share) {
  at::Generator random = run.random(1);
  const auto count = std::ssize(run.indices);
  const auto wanted = static_cast<std::int64_t>(std::lround(share * double(count)));
  std::set<std::int64_t> members;
  for (const std::int64_t place : integersOf(at::randperm(count, random, at::kLong).slice(0, 0, wanted)))
    members.insert(run.indices[static_cast<std::size_t>(place)]);
  return members;
}

Accuracy accuracyWhere(const at::Tensor& right, const at::Tensor& which) {
  return {right.logical_and(which).sum().item<std::int64_t>(), which.sum().item<std::int64_t>()};
}

/// bool, one a sample of the run.
at::Tensor flagsOf(const Run& run, const std::set<std::int64_t>& members) {
  std::vector<std::int64_t> isMember;
  for (const std::int64_t index : run.indices) isMember.push_back(members.contains(index) ? 1 : 0);
  return at::tensor(isMember, at::kLong).to(at::kBool);
}

void checkSides(const Run& run, const MembershipPool& pool, Record& record) {
  const std::int64_t inside = pool.member.sum().item<std::int64_t>();
  if (inside == 0 || inside == pool.member.numel()) {
    throw InputError(run.request().data, inside == 0 ? "holds no sample that the model was trained on"
                                                     : "holds no sample that the model was not trained on");
  }
  constexpr std::int64_t kEnough = 1000;
  if (pool.member.numel() - inside < kEnough) {
    record.caveats.push_back(
        {"few-others",
         translatable("records",
                      "Fewer than a thousand samples were not trained on: a false positive rate of a thousandth "
                      "cannot be told from none.")});
  }
}

}  // namespace

std::shared_ptr<const DataSet> MembershipPool::data() const {
  return std::make_shared<TensorData>(samples.images, samples.labels);
}

std::vector<std::int64_t> MembershipPool::rows(bool members) const {
  return integersOf(member.eq(members).nonzero().squeeze(1));
}

MembershipPool membershipPool(const Run& run, const std::string& file, double share, Record& record,
                              Progress& progress) {
  const DataInfo& info = run.data().info();
  if (!info.labelled) throw InputError(run.request().data, "has no labels to judge the answers by");
  const fs::path stated = membersFile(run, file);
  MembershipPool pool{readSamples(run.data(), run.indices, progress), {}, run.indices};
  if (run.fresh() || !stated.empty()) {
    pool.member = flagsOf(run, run.fresh() ? chosenMembers(run, share) : statedMembers(stated, info.count));
  } else {
    const auto others = heldOutPart(run.data());
    if (!others) {
      throw InputError(run.request().data,
                       "has no held-out part: say with --members which samples the model was trained on");
    }
    const std::int64_t each = std::min<std::int64_t>(std::ssize(run.indices), others->info().count);
    std::vector<std::int64_t> outside;
    for (std::int64_t i = 0; i < each; ++i) {
      outside.push_back(i);
      pool.indices.push_back(-1 - i);
    }
    const Batch rest = readSamples(*others, outside, progress);
    pool.member = at::cat({at::ones({std::ssize(run.indices)}, at::kBool), at::zeros({each}, at::kBool)});
    pool.samples = {at::cat({pool.samples.images, rest.images}), at::cat({pool.samples.labels, rest.labels})};
    record.caveats.push_back(
        {"assumed-members",
         translatable("records",
                      "No list of the model's training samples is known: the training part of the data was taken "
                      "for members, its held-out part for the others.")});
  }
  checkSides(run, pool, record);
  return pool;
}

std::int64_t poolSize(const Run& run, const std::string& file) {
  const std::int64_t own = std::ssize(run.indices);
  if (run.fresh() || !membersFile(run, file).empty()) return own;
  const auto others = heldOutPart(run.data());
  return own + (others ? std::min<std::int64_t>(own, others->info().count) : 0);
}

MembershipPool chosenPool(const Run& run, double share, Record& record, Progress& progress) {
  if (!run.data().info().labelled) throw InputError(run.request().data, "has no labels to judge the answers by");
  MembershipPool pool{readSamples(run.data(), run.indices, progress), {}, run.indices};
  pool.member = flagsOf(run, chosenMembers(run, share));
  checkSides(run, pool, record);
  return pool;
}

Victim victimFor(const Run& run, const MembershipPool& pool, const TrainParams& params, Record& record,
                 Progress& progress) {
  Victim victim{run.assignment.model, {}};
  if (run.fresh()) {
    at::Generator random = run.random(2);
    ModelInfo info;
    Graph graph = startingGraph(run.assignment, info, random);
    const std::vector<std::int64_t> members = pool.rows(true);
    const TrainPlan plan = trainPlanFor(run.request(), params);
    (void)train(graph, *pool.data(), members, plan, plainLoss, progress);
    const Words recipe = recipeOf(
        {translatable("records", "plain training"), filled(translatable("records", "{} epochs"), params.epochs)});
    nlohmann::ordered_json lineage{{"recipe", recipe.english()},         {"data", run.request().data},
                                   {"data_sha256", run.data().sha256()}, {"samples", members.size()},
                                   {"seed", run.request().seed},         {"epochs", params.epochs}};
    putWords(lineage, "recipe", recipe);
    record.found.push_back({"model", translatable("records", "The model that is attacked"),
                            ModelFile{modelFileBytes(graph, info, lineage.dump()), info.architecture}});
    Labels trainedOn;
    for (const std::int64_t row : members) trainedOn.values.push_back(pool.indices[static_cast<std::size_t>(row)]);
    record.found.push_back(
        {"members", translatable("records", "Indices of the samples that it was trained on"), trainedOn});
    victim.model = makeGraphClassifier(std::move(graph), std::move(info));
  }
  if (const Graph* graph = victim.model->graph()) victim.blueprint = graph->on(at::kCPU);
  const at::Tensor right = answersOf(*victim.model, pool.samples.images, progress).eq(pool.samples.labels);
  const Accuracy inside = accuracyWhere(right, pool.member),
                 outside = accuracyWhere(right, pool.member.logical_not());
  record.measures.set(kTrainingAccuracy, rateOf(inside.right, inside.count));
  record.measures.set(kCleanAccuracy, rateOf(outside.right, outside.count));
  record.measures.set(kGeneralisationGap, inside.value() - outside.value(), inside.count);
  return victim;
}

}  // namespace adversarium
