// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/repair.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// After the repair, and before.
constexpr MeasureSpec kRepairRates[] = {
    kCleanAccuracy,
    kTriggerSuccess,
    kCleanAccuracyBefore,
    kTriggerSuccessBefore,
};

constexpr MeasureSpec kCleanSamples{"clean_samples", translatable("measures", "Clean samples for the repair"),
                                    "images"};

const UsualFiles kRepairFiles(Family::Repair, {"model.adv", "model.onnx"});

std::vector<std::int64_t> someOf(const std::vector<std::int64_t>& samples, double share, std::uint64_t seed) {
  at::Generator random = generatorFrom(seed ^ 0x5a1eULL);
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t wanted = std::clamp<std::int64_t>(std::llround(share * double(count)), 1, count);
  std::vector<std::int64_t> chosen;
  for (const std::int64_t place : integersOf(at::randperm(count, random, at::kLong).slice(0, 0, wanted)))
    chosen.push_back(samples[static_cast<std::size_t>(place)]);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

void report(Record& record, const BackdoorRates& rates, const std::string& suffix) {
  record.measures.set(declared(kRepairRates, "clean_accuracy" + suffix), rates.clean);
  if (rates.triggered.n > 0)
    record.measures.set(declared(kRepairRates, "trigger_success" + suffix), rates.triggered);
}

void saveModel(Record& record, const Patient& patient, const Graph& graph, const Words& words,
               const BackdoorRates& rates, const DataSet& test) {
  const Request& request = record.request;
  nlohmann::ordered_json lineage{{"recipe", words.english()},
                                 {"data", request.data},
                                 {"data_sha256", patient.assignment.data->sha256()},
                                 {"samples", patient.clean->info().count},
                                 {"seed", request.seed},
                                 {"parent", patient.info.where},
                                 {"parent_sha256", patient.info.sha256},
                                 {"accuracy", rates.clean.value},
                                 {"accuracy_on", test.info().where},
                                 {"accuracy_samples", rates.clean.n}};
  putWords(lineage, "recipe", words);
  if (patient.backdoor) {
    // The trigger stays in the lineage, so that what is left of it can be measured again.
    lineage["backdoor"] = nlohmann::ordered_json::parse(
        backdoorToJson({patient.backdoor->trigger.recipe(), patient.backdoor->target}));
    lineage["trigger_success"] = rates.triggered.value;
    lineage["repaired"] = true;
  }
  record.found.insert(record.found.begin(), {"model", translatable("records", "Repaired model"),
                                             ModelFile{modelFileBytes(graph, patient.info, lineage.dump()),
                                                       recipeOf({patient.info.architecture, words})}});
}

}  // namespace

std::vector<std::int64_t> Patient::allClean() const {
  std::vector<std::int64_t> all(static_cast<std::size_t>(clean->info().count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::shared_ptr<const Record> runRepair(const Assignment& assignment, const RepairParams& params,
                                        const Repair& repair, Progress& progress, const KeepRecord& keep) {
  const Request& request = assignment.request;
  if (!assignment.model) throw UsageError(request.model, "is untrained; a repair needs a model");
  if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to repair with");
  ModelInfo info;
  at::Generator unused = generatorFrom(request.seed);
  Graph graph = startingGraph(assignment, info, unused);
  const auto backdoor = knownBackdoor(assignment, params.trigger, info.input);
  if (backdoor && backdoor->target >= info.classes)
    throw UsageError(
        "trigger", fmt::format("calls up class {}, but the model has {} classes", backdoor->target, info.classes));

  return carriedOut(assignment, progress, keep, [&](const Run& run) {
    Record& record = run.record;
    const Split split = splitFor(assignment.data, chosenSamples(request.samples, *assignment.data), request.seed);
    const auto defenders = someOf(split.training, params.share, request.seed);
    if (split.heldBack) {
      run.caveat("held-back",
                 translatable("records",
                              "No held-out data belongs to this training set: a tenth of it was kept back to "
                              "measure on."));
    }
    if (!backdoor) {
      run.caveat("no-trigger", translatable("records", "No trigger is known: only clean accuracy was measured."));
    }
    Patient patient{assignment,
                    info,
                    std::move(graph),
                    std::make_shared<ChosenData>(assignment.data, defenders),
                    info.classes,
                    [&](const Graph& model, std::int64_t first, Progress& part) {
                      return backdoorRates(model, *split.test, backdoor, first, part);
                    },
                    [&](std::vector<Artefact> found) {
                      record.found = std::move(found);
                      run.publish();
                    },
                    backdoor.has_value(),
                    backdoor};
    PartProgress before(progress, 0, 0.05), during(progress, 0.05, 0.95), after(progress, 0.95, 1);
    report(record, patient.judge(patient.graph, 0, before), "_before");
    record.measures.set(kCleanSamples, double(defenders.size()), 0);
    Repaired repaired = repair(patient, during);
    for (Caveat& caveat : repaired.caveats) record.caveats.push_back(std::move(caveat));
    record.found = std::move(repaired.found);
    record.measures.merge(repaired.measures);
    if (repaired.graph) {
      const BackdoorRates rates = patient.judge(*repaired.graph, 0, after);
      report(record, rates, "");
      saveModel(record, patient, *repaired.graph, repaired.words, rates, *split.test);
    }
  });
}

}  // namespace adversarium
