// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/open_model.h"

#include <ATen/ATen.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/data/hash.h"
#include "core/error.h"
#include "core/model/architectures.h"
#include "core/model/safetensors.h"
#include "core/model/sidecar.h"
#include "core/model/torchscript.h"

namespace adversarium {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kMetadataKey = "adversarium.model";
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

void checkReadable(const fs::path& file, const std::string& where) {
  std::error_code problem;
  if (!fs::exists(file, problem)) throw InputError(where, "does not exist");
  if (fs::is_directory(file, problem)) throw InputError(where, "is a folder, not a model file");
  if (fs::file_size(file, problem) == 0) throw InputError(where, "is empty");
}

std::string firstBytes(const fs::path& file, std::size_t count) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(count, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

/// Reads what a sidecar or a model's own metadata says into `info`.
void applyDescription(const json& said, ModelInfo& info, const std::string& subject) {
  try {
    if (!said.is_object()) throw InputError(subject, "is not a JSON object");
    if (said.contains("architecture")) info.architecture = said["architecture"];
    if (said.contains("input")) {
      const auto shape = said["input"].get<std::vector<int>>();
      if (shape.size() != 3 || shape[0] < 1 || shape[1] < 1 || shape[2] < 1 || shape[0] > 4 || shape[1] > 8192 ||
          shape[2] > 8192) {
        throw InputError(subject, "\"input\" must be [channels, height, width]");
      }
      info.input = {shape[0], shape[1], shape[2]};
    }
    if (said.contains("classes")) {
      if (said["classes"].is_array()) {
        info.classNames = said["classes"].get<std::vector<std::string>>();
        info.classes = static_cast<std::int64_t>(info.classNames.size());
      } else {
        info.classes = said["classes"];
      }
    }
    if (said.contains("mean")) info.mean = said["mean"].get<std::vector<float>>();
    if (said.contains("std")) info.deviation = said["std"].get<std::vector<float>>();
    for (const float deviation : info.deviation) {
      if (!(deviation > 0)) throw InputError(subject, "\"std\" must be above 0");
    }
    if (info.mean.size() != info.deviation.size()) throw InputError(subject, "needs as many \"std\" as \"mean\"");
  } catch (const json::exception& wrong) {
    throw InputError(subject, wrong.what());
  }
}

json parsed(const std::string& text, const std::string& subject) {
  try {
    return json::parse(text);
  } catch (const json::exception& wrong) {
    throw InputError(subject, std::string("is not valid JSON: ") + wrong.what());
  }
}

void applySidecar(const fs::path& file, ModelInfo& info) {
  const fs::path sidecar = file.string() + ".json";
  std::ifstream stream(sidecar);
  if (!stream) return;
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  applyDescription(parsed(text, sidecar.string()), info, sidecar.string());
}

void refuseNonFinite(const std::map<std::string, at::Tensor>& tensors, const std::string& where) {
  for (const auto& [name, tensor] : tensors) {
    if (tensor.is_floating_point() && !tensor.to(at::kFloat).isfinite().all().item<bool>()) {
      throw InputError(where, "its tensor '" + name + "' holds NaN or infinity");
    }
  }
}

std::shared_ptr<const Classifier> openSafetensors(const fs::path& file, ModelInfo info) {
  const Safetensors content = readSafetensors(file);
  refuseNonFinite(content.tensors, info.where);
  const auto described = content.metadata.find(kMetadataKey);
  Graph graph;
  if (described != content.metadata.end()) {
    const json said = parsed(described->second, info.where);
    applyDescription(said, info, info.where);
    if (!said.contains("graph")) throw InputError(info.where, "its metadata holds no graph");
    graph = graphFromJson(said["graph"].dump(), info.where);
    info.kind = "adversarium";
  } else {
    applySidecar(file, info);
    if (info.architecture.empty() || info.input.channels == 0 || info.classes == 0) {
      throw InputError(info.where, "holds bare weights: say architecture, input and classes in " + file.string() +
                                       ".json, as {\"architecture\": \"resnet18\", \"input\": [3,224,224], "
                                       "\"classes\": 1000}");
    }
    graph = buildArchitecture(info.architecture, info.input, info.classes, info.mean, info.deviation);
    info.kind = "safetensors";
  }
  const std::vector<std::string> wrong = graph.loadStateDict(content.tensors);
  if (!wrong.empty()) {
    throw InputError(info.where,
                     "does not fit the architecture '" + info.architecture + "': " + wrong.front() +
                         (wrong.size() > 1 ? " (and " + std::to_string(wrong.size() - 1) + " more)" : ""));
  }
  return makeGraphClassifier(std::move(graph), std::move(info));
}

/// Both as one: `second` reads what `first` gives.
Graph chained(const Graph& first, const Graph& second) {
  Graph whole = first;
  const int offset = static_cast<int>(first.nodes.size());
  for (Node node : second.nodes) {
    for (int& input : node.inputs) input = input < 0 ? offset - 1 : input + offset;
    whole.nodes.push_back(std::move(node));
  }
  return whole;
}

/// A model whose inside is not known, between what comes before and behind it.
class Between final : public Classifier {
 public:
  Between(std::shared_ptr<const Classifier> inner, Graph front, Graph back)
      : Classifier(inner->info()), m_inner(std::move(inner)), m_front(std::move(front)), m_back(std::move(back)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    return m_back.run(m_inner->logits(m_front.run(images)));
  }
  std::shared_ptr<const Classifier> on(at::Device device) const override {
    return std::make_shared<Between>(m_inner->on(device), m_front, m_back);
  }

 private:
  std::shared_ptr<const Classifier> m_inner;
  Graph m_front, m_back;
};

/// Carries out what the file beside the model says. Weights and scripts have their normalisation already; a saved
/// model's own is replaced.
std::shared_ptr<const Classifier> withSidecar(std::shared_ptr<const Classifier> model, const fs::path& file) {
  Sidecar said = readSidecar(file);
  ModelInfo info = model->info();
  Graph inner = model->graph() ? *model->graph() : Graph();
  if (info.kind == "adversarium" && !said.mean.empty()) {
    if (!inner.nodes.empty() && inner.nodes.front().op == "normalise") {
      inner.nodes.front().attributes =
          said.front(info.input.channels, sidecarOf(file).string()).nodes.front().attributes;
      said.mean.clear();
    }
    info.mean = said.mean.empty() ? readSidecar(file).mean : said.mean;
    info.deviation = said.deviation;
  } else {
    said.mean.clear();
  }
  const Graph front = said.front(info.input.channels, sidecarOf(file).string());
  const Graph back = said.back(info.classes, sidecarOf(file).string());
  if (!model->graph()) {
    if (front.nodes.empty() && back.nodes.empty()) return model;
    return std::make_shared<Between>(std::move(model), front, back);
  }
  return makeGraphClassifier(chained(chained(front, inner), back), info);
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

std::shared_ptr<const Classifier> openModel(const std::string& where, ImageShape hint) {
  const fs::path file = fileFor(where);
  checkReadable(file, where);
  ModelInfo info;
  info.where = where;
  info.sha256 = sha256OfFile(file);
  const std::string head = firstBytes(file, 9);
  if (head.starts_with("PK")) {  // a zip: TorchScript, or a checkpoint that only Python can read
    applySidecar(file, info);
    return withSidecar(openTorchScript(std::move(info), hint), file);
  }
  if (head.size() == 9 && head[8] == '{') {
    const auto model = openSafetensors(file, std::move(info));
    return where.starts_with("demo:") || !fs::exists(sidecarOf(file)) ? model : withSidecar(model, file);
  }
  throw InputError(where, "is neither a saved Adversarium model, nor safetensors, nor TorchScript");
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
  content.metadata[kMetadataKey] = said.dump();
  return safetensorsBytes(content);
}

std::string lineageOf(const fs::path& file) {
  const Safetensors content = readSafetensors(file);
  const auto described = content.metadata.find(kMetadataKey);
  if (described == content.metadata.end()) return {};
  const json said = parsed(described->second, file.string());
  return said.contains("lineage") ? said["lineage"].dump() : std::string();
}

}  // namespace adversarium
