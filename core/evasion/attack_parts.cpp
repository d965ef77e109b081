// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/attack_parts.h"

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

namespace adversarium {
namespace {

using nlohmann::json;
constexpr const char* kSaid = "said";  // numbers and words, as JSON in the metadata

void write(const Notes& notes, json& said) {
  json stages = json::array(), remarks = json::array();
  for (const StageOutcome& stage : notes.stages) stages.push_back({stage.name, stage.tried, stage.fell});
  for (const Remark& remark : notes.remarks) remarks.push_back({remark.id, remark.words, remark.count});
  said["stages"] = stages;
  said["remarks"] = remarks;
}

Notes notesIn(const json& said) {
  Notes notes;
  for (const json& stage : said.at("stages")) notes.stages.push_back({stage[0], stage[1], stage[2]});
  for (const json& remark : said.at("remarks")) notes.remarks.push_back({remark[0], remark[1], remark[2]});
  return notes;
}

}  // namespace

Safetensors partOf(const FinishedBatch& batch) {
  const AttackedBatch& made = batch.attacked;
  json said{
      {"gradients", made.gradients}, {"repeated", made.repeated}, {"queries", made.queries}, {"hits", batch.hits}};
  write(made.notes, said);
  return {{{"adversarial", made.adversarial.contiguous()},
           {"clean_scores", made.cleanScores.contiguous()},
           {"attack_scores", made.attackScores.contiguous()},
           {"attempted", made.attempted.contiguous()},
           {"succeeded", made.succeeded.contiguous()}},
          {{kSaid, said.dump()}}};
}

std::optional<FinishedBatch> finishedBatch(const std::optional<Safetensors>& part, const at::Tensor& images) try {
  if (!part) return {};
  const json said = json::parse(part->metadata.at(kSaid));
  FinishedBatch batch;
  AttackedBatch& made = batch.attacked;
  made.adversarial = part->tensors.at("adversarial");
  made.cleanScores = part->tensors.at("clean_scores");
  made.attackScores = part->tensors.at("attack_scores");
  made.attempted = part->tensors.at("attempted");
  made.succeeded = part->tensors.at("succeeded");
  made.gradients = said.at("gradients");
  made.repeated = said.at("repeated");
  made.queries = said.at("queries").get<std::vector<std::int64_t>>();
  batch.hits = said.at("hits").get<std::vector<std::int64_t>>();
  made.notes = notesIn(said);
  if (made.adversarial.sizes() != images.sizes()) return {};
  return batch;
} catch (const std::exception&) {
  return {};
}

Safetensors partOf(const Learned& learned) {
  json said{{"samples", learned.samples}, {"queries", learned.queries}, {"gradients", learned.gradients}};
  write(learned.notes, said);
  return {{{"thing", learned.thing.contiguous()}}, {{kSaid, said.dump()}}};
}

std::optional<Learned> learnedBefore(const std::optional<Safetensors>& part) try {
  if (!part) return {};
  const json said = json::parse(part->metadata.at(kSaid));
  return Learned{part->tensors.at("thing"), said.at("samples"), said.at("queries"), said.at("gradients"),
                 notesIn(said)};
} catch (const std::exception&) {
  return {};
}

}  // namespace adversarium
