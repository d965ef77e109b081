// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/open_onnx.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "core/audit/model_file.h"
#include "core/base/error.h"
#include "core/base/words.h"
#include "core/formats/onnx/choose_output.h"
#include "core/formats/onnx/import.h"
#include "core/formats/onnx/opencv_classifier.h"
#include "core/formats/sidecar/wanted_output.h"
#include "core/graph/final_softmax.h"
#include "core/graph/operations.h"
#include "core/tensor/convert.h"
#include "core/victim/opening_remarks.h"

namespace adversarium {
namespace {

std::string inWords(const std::vector<std::int64_t>& shape) {
  std::string words;
  for (const std::int64_t size : shape)
    words += (words.empty() ? "" : "×") + (size < 0 ? "N" : std::to_string(size));
  return words.empty() ? "a single number" : words;
}

/// How pictures become the file's input.
struct Entrance {
  ImageShape image;
  Graph leading;
  std::int64_t batch = -1;  // as the file says it; −1: any

  void push(const std::string& name, const std::string& op, Attributes attributes) {
    const int before = static_cast<int>(leading.nodes.size()) - 1;
    leading.nodes.push_back({name, op, {before}, std::move(attributes), {}});
  }
};

bool isChannels(std::int64_t size) { return size == 1 || size == 3 || size == 4; }

/// A flat input is a picture where the sidecar says so, or a square one of one or three colours.
ImageShape unfolded(std::int64_t length, const ImageShape& stated, const ImageShape& hint,
                    const std::string& where) {
  for (const ImageShape& shape : {stated, hint}) {
    if (shape.channels > 0 && std::int64_t{shape.channels} * shape.height * shape.width == length) return shape;
  }
  for (const int channels : {1, 3}) {
    const auto side = static_cast<std::int64_t>(std::llround(std::sqrt(double(length) / channels)));
    if (side > 1 && side * side * channels == length) return {channels, int(side), int(side)};
  }
  throw InputError(where, fmt::format("takes {} numbers in a row: say which picture they are in {}.json, as "
                                      "{{\"input\": [channels, height, width]}}",
                                      length, where));
}

Entrance entranceOf(const OnnxFile& file, const ModelInfo& info, const ImageShape& hint) {
  if (file.inputs.size() != 1) {
    std::string names;
    for (const OnnxPort& port : file.inputs) names += (names.empty() ? "'" : ", '") + port.name + "'";
    throw InputError(info.where, file.inputs.empty()
                                     ? "takes no input"
                                     : fmt::format("takes {} inputs ({}): a classifier takes pictures "
                                                   "alone",
                                                   file.inputs.size(), names));
  }
  const OnnxPort& port = file.inputs.front();
  if (port.type != "float" && port.type != "float16" && port.type != "double") {
    throw InputError(info.where, fmt::format("takes {} values: export it with real numbers, so that it can be "
                                             "differentiated",
                                             port.type));
  }
  std::vector<std::int64_t> shape = port.shape;
  if (!port.shaped) shape.assign(4, -1);
  const ImageShape& stated = info.input.channels > 0 ? info.input : hint;
  const auto size = [](std::int64_t said, int wish, int otherwise) {
    return said > 0 ? static_cast<int>(said) : wish > 0 ? wish : otherwise;
  };
  Entrance entrance;
  entrance.batch = shape.empty() ? -1 : shape[0];
  if (shape.size() == 4) {
    const bool last = !isChannels(shape[1]) && isChannels(shape[3]);
    entrance.image.channels = size(shape[last ? 3 : 1], stated.channels, 3);
    entrance.image.height = size(shape[last ? 1 : 2], stated.height, 224);
    entrance.image.width = size(shape[last ? 2 : 3], stated.width, 224);
    if (last) entrance.push("channels_last", "transpose", {{"permutation", {0, 2, 3, 1}}});
  } else if (shape.size() == 3) {
    entrance.image = {1, size(shape[1], stated.height, 28), size(shape[2], stated.width, 28)};
    entrance.push("rows", "squeeze", {{"axes", {1}}});
  } else if (shape.size() == 2 && shape[1] > 0) {
    entrance.image = unfolded(shape[1], info.input, hint, info.where);
    entrance.push("row", "flatten", {});
  } else {
    throw InputError(info.where, fmt::format("takes an input of {}, which is no picture", inWords(shape)));
  }
  const ImageShape& image = entrance.image;
  constexpr int kLongest = 8192;
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 27;
  const std::int64_t pixels = std::int64_t{image.channels} * image.height * image.width;
  if (image.channels > 4096 || image.height > kLongest || image.width > kLongest ||
      pixels * std::max<std::int64_t>(entrance.batch, 2) > kMostPixels) {
    throw InputError(info.where, fmt::format("takes absurdly large pictures ({})", inWords(shape)));
  }
  const ImageShape& said = info.input;
  if (said.channels > 0 &&
      (said.channels != image.channels || said.height != image.height || said.width != image.width)) {
    throw InputError(info.where,
                     fmt::format("takes pictures of {}×{}×{}, but {}.json says {}×{}×{}", image.channels,
                                 image.height, image.width, info.where, said.channels, said.height, said.width));
  }
  if (!info.mean.empty()) {
    if (static_cast<int>(info.mean.size()) != image.channels) {
      throw InputError(info.where, "its normalisation needs one mean and deviation a channel");
    }
    for (Node& node : entrance.leading.nodes) ++node.inputs[0];
    entrance.leading.nodes.insert(
        entrance.leading.nodes.begin(),
        {"normalise",
         "normalise",
         {-1},
         {{"mean", {info.mean.begin(), info.mean.end()}}, {"std", {info.deviation.begin(), info.deviation.end()}}},
         {}});
  }
  return entrance;
}

/// Whether the first pictures of a larger batch get what they get alone. Before a soft maximum, because large
/// differences inside make it magnify rounding.
bool sameAnswers(const Graph& graph, const OnnxImport& how, at::Tensor alone, at::Tensor together) {
  const auto close = [&] {
    const at::Tensor first = together.slice(0, 0, alone.size(0));
    const double scale = std::max(alone.abs().max().item<double>(), 1e-6);
    return (first - alone).abs().max().item<double>() < 1e-3 * scale;
  };
  if (close()) return true;
  const int at = finalSoftmax(graph);
  if (at < 1) return false;
  Graph before = graph;
  before.nodes.resize(static_cast<std::size_t>(at));
  if (before.nodes.size() != static_cast<std::size_t>(graph.nodes[static_cast<std::size_t>(at)].inputs[0]) + 1) {
    return false;
  }
  const at::NoGradGuard noGradient;
  alone = before.run(how.sample);
  together = before.run(how.larger);
  return close();
}

/// The file's graph with what it answers; InputError where it is no classifier's.
Graph classifierGraph(OnnxFile& file, const ModelInfo& info, const Entrance& entrance, const std::string& output,
                      std::int64_t batch, bool literal) {
  at::Generator random = generatorFrom(20240229);
  const ImageShape& image = entrance.image;
  OnnxImport how;
  how.output = output;
  how.literalBatch = literal;
  how.leading = entrance.leading.nodes;
  how.larger = at::rand({batch + 1, image.channels, image.height, image.width}, random, at::kFloat);
  how.sample = how.larger.slice(0, 0, batch);
  ImportedGraph imported = importOnnx(file, how);
  at::Tensor answer = imported.output, larger = imported.largerOutput;
  const std::vector<std::int64_t> shape = answer.sizes().vec();
  const auto refuse = [&](const std::string& why) {
    throw InputError(info.where, fmt::format("its output '{}' {}", output, why));
  };
  bool row = !shape.empty() && shape[0] == batch && larger.defined() && larger.size(0) == batch + 1;
  for (std::size_t d = 2; d < shape.size(); ++d) row = row && shape[d] == 1;
  if (!row)
    refuse(fmt::format("is {} for {} pictures, not one row of class scores a picture", inWords(shape), batch));
  if (!answer.is_floating_point()) refuse("is made of labels, not of class scores");
  if (!answer.isfinite().all().item<bool>()) refuse("is not finite");
  if (shape.size() == 1) {  // one number a picture
    imported.graph.nodes.push_back(
        {"classes", "unsqueeze", {static_cast<int>(imported.graph.nodes.size()) - 1}, {{"axes", {1}}}, {}});
    answer = answer.unsqueeze(1);
    larger = larger.unsqueeze(1);
  }
  if (shape.size() > 2) {
    imported.graph.nodes.push_back(
        {"flattened", "flatten", {static_cast<int>(imported.graph.nodes.size()) - 1}, {}, {}});
    answer = answer.flatten(1);
    larger = larger.flatten(1);
  }
  if (!sameAnswers(imported.graph, how, answer, larger)) {
    refuse("mixes the pictures of a batch: export the model with a batch size that may change");
  }
  return std::move(imported.graph);
}

/// The graph of the first of `outputs` that is a classifier's; `chosen` becomes the one that was tried last.
Graph imported(const BoundedFile& source, OnnxFile file, const ModelInfo& info, const Entrance& entrance,
               const std::vector<std::string>& outputs, std::string& chosen) {
  constexpr std::size_t kMostTried = 4;  // each costs a reading of the file
  const bool literal = entrance.batch > 0;
  std::optional<OnnxFile> fresh = std::move(file);  // importing takes the tensors out
  std::exception_ptr first;
  const auto attempt = [&](const std::string& output, std::int64_t batch, bool asLiteral) -> std::optional<Graph> {
    try {
      if (!fresh) fresh = readOnnxFile(source, info.where);
      OnnxFile taken = std::move(*fresh);
      fresh.reset();
      return classifierGraph(taken, info, entrance, output, batch, asLiteral);
    } catch (const InputError&) {
      if (!first) first = std::current_exception();
      return std::nullopt;
    }
  };
  for (std::size_t i = 0; i < std::min(outputs.size(), kMostTried); ++i) {
    chosen = outputs[i];
    if (auto graph = attempt(chosen, literal ? entrance.batch : 2, literal)) return std::move(*graph);
    // Some writers leave the batch open at the input and say 1 everywhere else.
    if (!literal) {
      if (auto graph = attempt(chosen, 1, true)) return std::move(*graph);
    }
  }
  std::rethrow_exception(first);
}

/// What whoever reads a record must know of how the file was taken.
void remark(const std::vector<OnnxPort>& outputs, const std::string& chosen, const Graph* graph, ModelInfo& info) {
  if (outputs.size() > 1) {
    std::vector<std::string> names;
    for (const OnnxPort& port : outputs) names.push_back(port.name);
    info.remarks.push_back(otherOutputsRemark(names, chosen));
  }
  const auto rounded = !graph ? 0 : std::count_if(graph->nodes.begin(), graph->nodes.end(), [](const Node& node) {
    return node.op == "quantize";
  });
  if (rounded > 0) {
    info.remarks.push_back(filled(
        translatable("records",
                     "rounds what it computes at {} places: gradients go straight through the rounding, so that "
                     "attacks by gradient may look weaker than they are"),
        rounded));
  }
}

}  // namespace

std::shared_ptr<const Classifier> openOnnx(const BoundedFile& source, ModelInfo info, ImageShape hint) {
  OnnxFile file = readOnnxFile(source, info.where);
  const Entrance entrance = entranceOf(file, info, hint);
  info.kind = "onnx";
  if (info.architecture.empty()) info.architecture = "ONNX";
  info.input = entrance.image;
  const std::vector<std::string> inside = file.classNames;
  const std::vector<OnnxPort> declared = file.outputs;
  const std::vector<std::string> outputs = likelyOutputs(file, wantedOutput(source.path()), info.classes);
  std::string chosen;
  const auto complete = [&](std::int64_t classes) {
    // One number a picture becomes two classes behind this.
    const std::int64_t names = std::max<std::int64_t>(classes, 2);
    if (!info.classNames.empty() && static_cast<std::int64_t>(info.classNames.size()) != names) {
      throw InputError(info.where, fmt::format("has {} classes, but {}.json names {}", names, info.where,
                                               info.classNames.size()));
    }
    if (info.classNames.empty() && static_cast<std::int64_t>(inside.size()) == names) info.classNames = inside;
    info.classes = classes;
  };
  try {
    Graph graph = imported(source, std::move(file), info, entrance, outputs, chosen);
    seeLogarithm(graph);
    remark(declared, chosen, &graph, info);
    const at::NoGradGuard noGradient;
    complete(graph.run(at::zeros({1, info.input.channels, info.input.height, info.input.width})).size(1));
    return makeGraphClassifier(std::move(graph), std::move(info));
  } catch (const NotCovered& missing) {
    ModelInfo through = info;
    through.access = Access::Scores;
    through.accessReason = fmt::format("{}; OpenCV computes it, which gives scores only", missing.what());
    remark(declared, chosen, nullptr, through);
    OnnxFile again = readOnnxFile(source, info.where);
    keepOnly(again, chosen);
    const auto model = openThroughOpenCv(again, through, entrance.leading);
    if (!model)
      throw InputError(info.where, fmt::format("{}, and OpenCV cannot compute it either", missing.what()));
    complete(model->info().classes);
    return model;
  }
}

}  // namespace adversarium
