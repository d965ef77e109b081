// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train_method.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/record/gradient_caveats.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

constexpr std::string_view kNew = "new:";

const UsualFiles kTrainingFiles(Family::Training, {"model.adv", "model.onnx", "loss.csv", "accuracy.csv"});

Measure rate(const Accuracy& accuracy) { return rateOf(accuracy.right, accuracy.count); }

}  // namespace

std::int64_t classCount(const DataSet& data) {
  if (!data.info().classNames.empty()) return static_cast<std::int64_t>(data.info().classNames.size());
  std::int64_t most = -1;
  for (std::int64_t i = 0; i < data.info().count; ++i) most = std::max<std::int64_t>(most, data.label(i));
  return most + 1;
}

Graph startingGraph(const Assignment& assignment, ModelInfo& info, at::Generator& random) {
  const DataInfo& data = assignment.data->info();
  if (assignment.model) {
    info = assignment.model->info();
    if (!assignment.model->graph()) {
      throw UsageError(info.where,
                       "cannot be trained: its inside is not known (" + info.accessReason.english() + ")");
    }
    return assignment.model->graph()->on(at::kCPU).clone();
  }
  info.architecture = assignment.request.model.substr(kNew.size());
  info.where = assignment.request.model;
  info.kind = "adversarium";
  info.input = {data.channels, data.height, data.width};
  info.classes = classCount(*assignment.data);
  info.classNames = data.classNames;
  // Centring makes training quicker; the constants are rough on purpose and travel with the model.
  info.mean.assign(static_cast<std::size_t>(data.channels), data.channels == 1 ? 0.13F : 0.45F);
  info.deviation.assign(static_cast<std::size_t>(data.channels), data.channels == 1 ? 0.31F : 0.25F);
  Graph graph = buildArchitecture(info.architecture, info.input, info.classes, info.mean, info.deviation);
  initialise(graph, random);
  return graph;
}

Curve perEpoch(const std::vector<double>& values, const std::string& label) {
  Curve curve{translatable("records", "Epoch"), label, {}, values, {}, {}};
  for (std::size_t i = 1; i <= values.size(); ++i) curve.x.push_back(static_cast<double>(i));
  return curve;
}

TrainPlan trainPlanFor(const Request& request, const TrainParams& params) {
  TrainPlan plan;
  plan.epochs = params.epochs;
  plan.batch = request.batch;
  plan.optimiser = params.optimiser;
  plan.learningRate = params.learningRate;
  plan.schedule = params.schedule;
  plan.weightDecay = params.weightDecay;
  plan.shift = params.shift;
  plan.flip = params.flip;
  plan.seed = request.seed;
  plan.device = request.device;
  plan.checkpoint = params.checkpoint;
  return plan;
}

std::shared_ptr<const Record> runTraining(const Assignment& assignment, const TrainParams& params,
                                          const LossHook& hook, const Words& words, Progress& progress,
                                          const KeepRecord& keep) {
  const auto began = std::chrono::steady_clock::now();
  const Request& request = assignment.request;
  if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
  at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
  ModelInfo info;
  Graph graph = startingGraph(assignment, info, random);

  const TrainPlan plan = trainPlanFor(request, params);
  const auto samples = chosenSamples(request.samples, *assignment.data);
  auto record = std::make_shared<Record>();
  record->request = request;
  TrainCurves curves;
  bool cancelled = false;
  try {
    PartProgress part(progress, 0, 0.98);
    curves = train(graph, *assignment.data, samples, plan, hook, part);
  } catch (const Cancelled&) {
    cancelled = true;  // what was learnt so far is worth keeping
    record->partial = true;
    record->caveats.push_back({"partial", translatable("records", "The training was stopped before its end.")});
    graph = graph.on(at::kCPU).clone();
  }
  nlohmann::ordered_json lineage{
      {"recipe", words.english()}, {"data", request.data}, {"data_sha256", assignment.data->sha256()},
      {"samples", samples.size()}, {"seed", request.seed}, {"epochs", params.epochs}};
  putWords(lineage, "recipe", words);
  if (assignment.model) lineage["parent_sha256"] = info.sha256;
  if (!cancelled) {
    PartProgress part(progress, 0.98, 1);
    const auto test = heldOutPart(*assignment.data);
    if (test) {
      const Accuracy accuracy = accuracyOf(graph, *test, 0, part);
      record->measures.set(kCleanAccuracy, rate(accuracy));
      lineage["accuracy"] = accuracy.value();
      lineage["accuracy_on"] = test->info().where;
      lineage["accuracy_samples"] = accuracy.count;
    } else {
      record->caveats.push_back(
          {"no-held-out",
           translatable("records",
                        "No held-out data belongs to this training set: only training accuracy is known.")});
    }
  }
  reportGradients(*record, curves.looks);
  if (!curves.accuracy.empty()) {
    record->measures.set(kTrainingAccuracy, curves.accuracy.back(), std::int64_t(samples.size()));
    record->measures.set(kTrainingLoss, curves.loss.back(), std::int64_t(samples.size()));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record->measures.set(kSeconds, seconds, std::int64_t(samples.size()));
  record->found.push_back(
      {"model", translatable("records", "Trained model"),
       ModelFile{modelFileBytes(graph, info, lineage.dump()), recipeOf({info.architecture, words})}});
  if (!curves.loss.empty()) {
    record->found.push_back({"loss", translatable("records", "Training loss"),
                             perEpoch(curves.loss, translatable("records", "Mean loss"))});
    record->found.push_back({"accuracy", translatable("records", "Training accuracy"),
                             perEpoch(curves.accuracy, translatable("records", "Training accuracy"))});
  }
  if (cancelled) {
    keep(record);
    throw Cancelled();
  }
  return record;
}

}  // namespace adversarium
