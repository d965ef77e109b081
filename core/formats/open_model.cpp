// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/open_model.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/audit/audit.h"
#include "core/audit/model_file.h"
#include "core/audit/model_lineage.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_bytes.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/formats/checkpoint.h"
#include "core/formats/onnx/export.h"
#include "core/formats/onnx/open_onnx.h"
#include "core/formats/safetensors.h"
#include "core/formats/sidecar/sidecar.h"
#include "core/formats/sidecar/wanted_output.h"
#include "core/formats/torchscript/torchscript.h"
#include "core/graph/match_architecture.h"
#include "core/record/artefact/model.h"
#include "core/victim/opening_remarks.h"

namespace adversarium {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

fs::path g_resources;  // written once before anything is opened

fs::path fileFor(const std::string& where) {
  if (!where.starts_with("demo:")) return where;
  const fs::path file = g_resources / "models" / (where.substr(5) + ".adv");
  if (!fs::exists(file)) {
    std::string names;
    for (const std::string& name : builtInModelNames()) names += (names.empty() ? "demo:" : ", demo:") + name;
    throw InputError(
        where, names.empty() ? "no built-in models are installed" : "is no built-in model; there are " + names);
  }
  return file;
}

/// What a sidecar or a model's own metadata says of the model as a whole.
void describe(const Sidecar& said, ModelInfo& info) {
  if (!said.architecture.empty()) info.architecture = said.architecture;
  if (said.input.channels > 0) info.input = said.input;
  if (said.classes > 0) info.classes = said.classes;
  if (!said.classNames.empty()) info.classNames = said.classNames;
  if (!said.mean.empty()) {
    info.mean = said.mean;
    info.deviation = said.deviation;
    // Said for red first; the openers normalise what has been turned round already.
    if (said.bgr) {
      std::reverse(info.mean.begin(), info.mean.end());
      std::reverse(info.deviation.begin(), info.deviation.end());
    }
  }
}

void applySidecar(const fs::path& file, ModelInfo& info) { describe(readSidecar(file), info); }

/// A saved model carries its normalisation as its first node.
void replaceNormalisation(Graph& graph, const ModelInfo& info) {
  const Attributes numbers{{"mean", {info.mean.begin(), info.mean.end()}},
                           {"std", {info.deviation.begin(), info.deviation.end()}}};
  if (!graph.nodes.empty() && graph.nodes.front().op == "normalise") {
    graph.nodes.front().attributes = numbers;
  } else {
    Graph front;
    front.nodes.push_back({"normalise", "normalise", {-1}, numbers, {}});
    graph = chained(front, graph);
  }
}

/// A model whose inside is not known, between what comes before and behind it.
class Between final : public Classifier {
 public:
  Between(std::shared_ptr<const Classifier> inner, Graph front, Graph back, ModelInfo info)
      : Classifier(std::move(info)),
        m_inner(std::move(inner)),
        m_front(std::move(front)),
        m_back(std::move(back)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    return m_back.run(m_inner->logits(m_front.run(images)));
  }
  std::shared_ptr<const Classifier> on(at::Device device) const override {
    return std::make_shared<Between>(m_inner->on(device), m_front, m_back, m_info);
  }

 private:
  std::shared_ptr<const Classifier> m_inner;
  Graph m_front, m_back;
};

/// What a graph's answer is but for its shape; −1 where nothing of that operation is.
int finalOperation(const Graph& graph, std::string_view op) {
  static const std::set<std::string_view> moving{"flatten", "reshape", "squeeze", "unsqueeze", "identity"};
  int at = static_cast<int>(graph.nodes.size()) - 1;
  while (at >= 0 && moving.contains(graph.nodes[static_cast<std::size_t>(at)].op))
    at = graph.nodes[static_cast<std::size_t>(at)].inputs[0];
  return at >= 0 && graph.nodes[static_cast<std::size_t>(at)].op == op ? at : -1;
}

int append(Graph& graph, const char* name, const char* op, std::vector<int> inputs, Attributes attributes = {},
           std::map<std::string, at::Tensor, std::less<>> tensors = {}) {
  graph.nodes.push_back({name, op, std::move(inputs), std::move(attributes), std::move(tensors)});
  return static_cast<int>(graph.nodes.size()) - 1;
}

/// N×1 → N×2: a logit z becomes the logits 0 and z, a probability p the logarithms of 1 − p and p.
Graph toTwoClasses(bool probability) {
  Graph graph;
  if (!probability) {
    append(graph, "two_classes", "linear", {-1}, {}, {{"weight", at::tensor({0.F, 1.F}).reshape({2, 1})}});
    return graph;
  }
  const int one = append(graph, "one", "constant", {}, {}, {{"value", at::ones({1, 1})}});
  const int rest = append(graph, "first_class", "sub", {one, -1});
  const int both = append(graph, "two_classes", "concat", {rest, -1}, {{"axis", {1}}});
  append(graph, "log_probabilities", "log_probabilities", {both});
  return graph;
}

/// One number an image says which of two classes it is. A last linear layer gets a first output that is always 0,
/// so that it stays the model's last layer; `probability` says that the number is one.
std::shared_ptr<const Classifier> asTwoClasses(std::shared_ptr<const Classifier> model, bool probability) {
  ModelInfo info = model->info();
  info.classes = 2;
  if (!model->graph()) {
    info.remarks.push_back(twoClassesRemark(probability));
    return std::make_shared<Between>(std::move(model), Graph(), toTwoClasses(probability), std::move(info));
  }
  Graph graph = model->graph()->clone();
  if (const int at = finalOperation(graph, "sigmoid"); at >= 0) {
    const int end = static_cast<int>(graph.nodes.size()) - 1;
    if (at == end && graph.nodes.back().inputs[0] == end - 1) {
      graph.nodes.pop_back();
    } else {
      graph.nodes[static_cast<std::size_t>(at)].op = "identity";
    }
    info.remarks.push_back(finalSigmoidRemark());
    probability = false;
  }
  info.remarks.push_back(twoClassesRemark(probability));
  const int last = finalOperation(graph, "linear");
  if (probability || last < 0 || last != static_cast<int>(graph.nodes.size()) - 1) {
    return makeGraphClassifier(chained(graph, toTwoClasses(probability)), std::move(info));
  }
  auto& tensors = graph.nodes.back().tensors;
  for (auto& [name, tensor] : tensors) tensor = at::cat({at::zeros_like(tensor), tensor});
  return makeGraphClassifier(std::move(graph), std::move(info));
}

/// Carries out what the file beside the model says, but for the normalisation, which the openers have applied.
std::shared_ptr<const Classifier> withSidecar(std::shared_ptr<const Classifier> model, const fs::path& file) {
  Sidecar said = readSidecar(file);
  said.mean.clear();
  said.deviation.clear();
  const std::string wanted = wantedOutput(file);
  const bool severalPossible = model->info().kind == "onnx" || model->info().kind == "torchscript";
  if (!severalPossible && !wanted.empty() && !isKindOfScores(wanted)) {
    throw InputError(sidecarOf(file).string(),
                     "\"output\" names ‘" + wanted + "’; a file of weights has one output without a name");
  }
  if (model->info().classes == 1) {
    model = asTwoClasses(std::move(model), said.probabilities);
    said.probabilities = false;
  }
  // A soft maximum that was seen at the end of the file is a logarithm by now.
  if (const Graph* graph = model->graph()) {
    said.probabilities = said.probabilities &&
                         std::none_of(graph->nodes.begin(), graph->nodes.end(),
                                      [](const Node& node) { return node.attributes.contains("probabilities"); });
  }
  const std::string subject = sidecarOf(file).string();
  Graph front = said.front(model->info().input.channels, subject);
  Graph back = said.back(model->info().classes, subject);
  if (front.nodes.empty() && back.nodes.empty()) return model;
  if (!model->graph()) {
    ModelInfo info = model->info();
    return std::make_shared<Between>(std::move(model), std::move(front), std::move(back), std::move(info));
  }
  return makeGraphClassifier(chained(chained(front, *model->graph()), back), model->info());
}

double elementsOf(const Safetensors& content) {
  double all = 0;
  for (const auto& [name, tensor] : content.tensors) all += static_cast<double>(tensor.numel());
  return all;
}

void refuseNonFinite(const std::map<std::string, at::Tensor>& tensors, const std::string& where) {
  for (const auto& [name, tensor] : tensors) {
    if (tensor.is_floating_point() && !tensor.to(at::kFloat).isfinite().all().item<bool>()) {
      throw InputError(where, "its tensor '" + name + "' holds NaN or infinity");
    }
  }
}

/// Weights without a structure: one of the own architectures, by the file beside them or by their names and
/// shapes.
std::shared_ptr<const Classifier> openWeights(const fs::path& file, std::map<std::string, at::Tensor> tensors,
                                              ModelInfo info, ImageShape hint) {
  refuseNonFinite(tensors, info.where);
  applySidecar(file, info);
  Graph graph = matchArchitecture(std::move(tensors), info, hint);
  return makeGraphClassifier(std::move(graph), std::move(info));
}

/// The first of a file's state dicts that is a network of an architecture here.
std::shared_ptr<const Classifier> openCheckpoint(const BoundedFile& file, const ModelInfo& info, ImageShape hint) {
  constexpr std::size_t kMostTried = 6;
  const Checkpoint checkpoint(file);
  std::vector<std::string> keys = checkpoint.stateDicts();
  if (keys.size() > kMostTried) keys.resize(kMostTried);
  std::exception_ptr first;
  for (const std::string& key : keys) {
    ModelInfo own = info;
    std::string others;
    for (const std::string& other : keys) {
      if (other != key && others.size() < 100) others += (others.empty() ? "" : ", ") + other;
    }
    if (!others.empty()) {
      own.remarks.push_back(filled(
          translatable("records",
                       "of the state dicts in the file ‘{}’ is taken, the first that fits: ‘{}’ is left aside"),
          key.empty() ? "its own" : key, others));
    }
    try {
      return openWeights(file.path(), checkpoint.read(key), std::move(own), hint);
    } catch (const InputError&) {
      if (!first) first = std::current_exception();
    }
  }
  std::rethrow_exception(first);
}

std::shared_ptr<const Classifier> openSafetensors(const BoundedFile& file, ModelInfo info, ImageShape hint) {
  Safetensors content = readSafetensors(file);
  const auto described = content.metadata.find(kModelDescription);
  if (described == content.metadata.end()) {
    info.kind = "safetensors";
    return openWeights(file.path(), std::move(content.tensors), std::move(info), hint);
  }
  refuseNonFinite(content.tensors, info.where);
  const json said = boundedJson(described->second, info.where);
  describe(sidecarFromJson(described->second, info.where), info);
  if (!said.contains("graph")) throw InputError(info.where, "its metadata holds no graph");
  Graph graph = graphFromJson(said["graph"], info.where, elementsOf(content));
  if (said.contains("lineage")) info.lineage = said["lineage"].dump();
  info.kind = "adversarium";
  const std::vector<std::string> wrong = graph.loadStateDict(content.tensors);
  if (!wrong.empty()) {
    throw InputError(info.where,
                     "does not fit the architecture '" + info.architecture + "': " + wrong.front() +
                         (wrong.size() > 1 ? " (and " + std::to_string(wrong.size() - 1) + " more)" : ""));
  }
  if (const Sidecar beside = readSidecar(file.path()); !beside.mean.empty()) {
    describe(beside, info);
    replaceNormalisation(graph, info);
  }
  return makeGraphClassifier(std::move(graph), std::move(info));
}

std::shared_ptr<const Classifier> openContainer(const std::string& container, const BoundedFile& file,
                                                ModelInfo info, ImageShape hint) {
  const std::string where = info.where;
  if (container == "saved model" || container == "safetensors")
    return openSafetensors(file, std::move(info), hint);
  if (container == "checkpoint" || container == "legacy checkpoint") {
    info.kind = "checkpoint";
    return openCheckpoint(file, info, hint);
  }
  if (container == "onnx" || container == "torchscript") {
    applySidecar(file.path(), info);
    return container == "onnx" ? openOnnx(file, std::move(info), hint)
                               : openTorchScript(file, std::move(info), hint);
  }
  throw InputError(where,
                   "is neither a saved Adversarium model, nor safetensors, nor ONNX, nor a file of PyTorch's");
}

}  // namespace

void setModelResources(const fs::path& folder) { g_resources = folder; }

std::vector<std::string> builtInModelNames() {
  std::set<std::string> names;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(g_resources / "models", problem)) {
    if (entry.path().extension() == ".adv") names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

fs::path modelResource(const std::string& name) {
  const fs::path file = g_resources / "models" / name;
  std::error_code problem;
  return fs::exists(file, problem) ? file : fs::path();
}

std::shared_ptr<const Classifier> openModel(const std::string& where, ImageShape hint) {
  const BoundedFile file(fileFor(where));
  ModelInfo info;
  info.where = where;
  std::string container = "saved model";
  if (where.starts_with("demo:")) {
    info.sha256 = sha256OfFile(file.path());
  } else {
    const AuditReport report = auditModelFile(file);
    requireAllowed(report, where);
    info.sha256 = report.sha256;
    container = report.container;
  }
  const auto model = openContainer(container, file, std::move(info), hint);
  file.requireUnchanged();
  return where.starts_with("demo:") ? model : withSidecar(model, file.path());
}

std::string modelFileBytes(const Graph& graph, const ModelInfo& info, const std::string& lineage) {
  nlohmann::ordered_json said;
  said["architecture"] = info.architecture;
  said["input"] = {info.input.channels, info.input.height, info.input.width};
  if (info.classNames.empty()) {
    said["classes"] = info.classes;
  } else {
    said["classes"] = info.classNames;
  }
  if (!info.mean.empty()) {
    said["mean"] = info.mean;
    said["std"] = info.deviation;
  }
  said["graph"] = nlohmann::ordered_json::parse(graph.toJson());
  if (!lineage.empty()) said["lineage"] = nlohmann::ordered_json::parse(lineage);
  Safetensors content;
  for (const auto& [name, tensor] : graph.stateDict()) content.tensors[name] = tensor.contiguous();
  content.metadata[kModelDescription] = said.dump();
  return safetensorsBytes(content);
}

std::string onnxOfModelFile(const std::string& bytes, const std::string& subject) {
  const Safetensors content = parseSafetensors(bytes, subject);
  const auto described = content.metadata.find(kModelDescription);
  const json said = boundedJson(described == content.metadata.end() ? "{}" : described->second, subject);
  if (!said.contains("graph")) throw InputError(subject, "its metadata holds no graph");
  ModelInfo info;
  info.where = subject;
  describe(sidecarFromJson(described->second, subject), info);
  Graph graph = graphFromJson(said["graph"], subject, elementsOf(content));
  const std::vector<std::string> wrong = graph.loadStateDict(content.tensors);
  if (!wrong.empty()) throw InputError(subject, "does not fit its graph: " + wrong.front());
  return onnxBytes(graph, info);
}

/// Saved models are written a second time as ONNX.
[[maybe_unused]] const bool kCopied = (writeModelCopiesWith(onnxOfModelFile), true);

std::string lineageOf(const fs::path& file) { return lineageInBytes(readBytes(file), file.string()); }

}  // namespace adversarium
