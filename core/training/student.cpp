// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/student.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

void renewHead(Graph& graph, std::int64_t classes, at::Generator& random) {
  Node& head = graph.nodes.back();
  if (head.op != "linear") throw UsageError(head.name, "is no linear layer that could be exchanged");
  const std::int64_t width = head.tensor("weight").size(1);
  head.tensors["weight"] = at::empty({classes, width}).normal_(0, 0.5 * std::sqrt(2.0 / double(width)), random);
  head.tensors["bias"] = at::zeros({classes});
}

}  // namespace

std::vector<std::size_t> layersWithWeights(const Graph& graph) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].op == "conv" || graph.nodes[i].op == "linear") places.push_back(i);
  }
  return places;
}

std::size_t firstTrained(const Graph& graph, std::int64_t trainedLayers) {
  const std::vector<std::size_t> places = layersWithWeights(graph);
  const auto trained = static_cast<std::size_t>(trainedLayers);
  return trained > places.size() ? 0 : places[places.size() - trained];
}

Graph firstLayers(const Graph& graph, std::int64_t layers) {
  const std::vector<std::size_t> places = layersWithWeights(graph);
  if (layers < 1 || layers >= static_cast<std::int64_t>(places.size())) {
    throw UsageError("layer " + std::to_string(layers),
                     "the model has " + std::to_string(places.size()) + " layers with weights; one must follow");
  }
  const int output = graph.nodes[places[static_cast<std::size_t>(layers)]].inputs.front();
  Graph features = graph;
  features.nodes.resize(static_cast<std::size_t>(output) + 1);
  return features.pruned();
}

Lesson lessonOf(const Assignment& assignment) {
  const Request& request = assignment.request;
  if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
  at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
  ModelInfo info;
  Graph teacher = startingGraph(assignment, info, random);
  Split split = splitFor(assignment.data, chosenSamples(request.samples, *assignment.data), request.seed);
  return {std::move(teacher), std::move(info), std::move(split), std::move(random)};
}

Student makeStudent(const Graph& teacher, const ModelInfo& teacherInfo, const DataSet& data,
                    const std::vector<std::int64_t>& samples, const StudentParams& params, const TrainPlan& plan,
                    at::Generator& random, Progress& progress) {
  Student student{teacher.clone(), teacherInfo, {}, 0, 0};
  const std::int64_t classes = classCount(data);
  if (classes != teacherInfo.classes || params.freshHead) renewHead(student.graph, classes, random);
  student.info.classes = classes;
  student.info.classNames = data.info().classNames;
  student.layers = static_cast<std::int64_t>(layersWithWeights(student.graph).size());
  student.frozen = std::max<std::int64_t>(0, student.layers - params.trainedLayers);
  const std::size_t boundary = firstTrained(student.graph, params.trainedLayers);
  const LossHook hook = [boundary](TrainStep& step) {
    Graph view = step.graph;
    for (std::size_t i = 0; i < boundary; ++i) {
      for (auto& [name, tensor] : view.nodes[i].tensors) tensor = tensor.detach();
      if (view.nodes[i].op == "batch_norm") view.nodes[i].attributes["frozen"] = {1};
    }
    const at::Tensor logits = view.run(step.images, {true, {}, &step.random});
    return StepLoss{at::cross_entropy_loss(logits, step.labels), logits};
  };
  student.curves = train(student.graph, data, samples, plan, hook, progress);
  return student;
}

nlohmann::ordered_json lineageOf(const Student& student, const Assignment& assignment, std::size_t samples,
                                 const TrainPlan& plan, const Measure& clean, const std::string& test) {
  const ModelInfo& teacher = assignment.model->info();
  const Words recipe =
      recipeOf({filled(translatable("records", "student of ‘{}’"), teacher.where),
                filled(translatable("records", "last {} layers trained"), student.layers - student.frozen),
                filled(translatable("records", "{} epochs"), plan.epochs)});
  nlohmann::ordered_json lineage{{"recipe", recipe.english()},
                                 {"data", assignment.request.data},
                                 {"data_sha256", assignment.data->sha256()},
                                 {"samples", samples},
                                 {"seed", assignment.request.seed},
                                 {"epochs", plan.epochs},
                                 {"parent_sha256", teacher.sha256},
                                 {"teacher", teacher.where},
                                 {"frozen_layers", student.frozen},
                                 {"layers", student.layers},
                                 {"accuracy", clean.value},
                                 {"accuracy_on", test},
                                 {"accuracy_samples", clean.n}};
  putWords(lineage, "recipe", recipe);
  return lineage;
}

void addStudent(Record& record, const Student& student, const nlohmann::ordered_json& lineage) {
  record.found.push_back({"model", translatable("records", "Student"),
                          ModelFile{modelFileBytes(student.graph, student.info, lineage.dump()),
                                    recipeOf({student.info.architecture, wordsIn(lineage, "recipe")})}});
  record.found.push_back({"loss", translatable("records", "Training loss"),
                          perEpoch(student.curves.loss, translatable("records", "Mean loss"))});
  record.found.push_back({"accuracy", translatable("records", "Training accuracy"),
                          perEpoch(student.curves.accuracy, translatable("records", "Training accuracy"))});
}

std::optional<TeacherKnown> teacherInLineage(const std::string& lineage) {
  const auto said = nlohmann::json::parse(lineage, nullptr, false);
  if (!said.is_object() || !said.contains("teacher") || !said["teacher"].is_string()) return std::nullopt;
  TeacherKnown known{said["teacher"].get<std::string>(), {}, 0};
  if (said.contains("parent_sha256") && said["parent_sha256"].is_string())
    known.sha256 = said["parent_sha256"].get<std::string>();
  if (said.contains("frozen_layers") && said["frozen_layers"].is_number_integer())
    known.frozen = said["frozen_layers"].get<std::int64_t>();
  return known;
}

}  // namespace adversarium
