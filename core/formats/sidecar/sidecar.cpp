// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/sidecar/sidecar.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_bytes.h"
#include "core/formats/sidecar/wanted_output.h"
#include "core/graph/graph.h"

namespace adversarium {
namespace {

using nlohmann::json;

constexpr int kMostChannels = 4, kMostPixels = 8192;
constexpr std::int64_t kMostClasses = 1'000'000;

ImageShape shapeFrom(const json& said, const std::string& subject) {
  const auto shape = said.get<std::vector<int>>();
  if (shape.size() != 3 || shape[0] < 1 || shape[1] < 1 || shape[2] < 1 || shape[0] > kMostChannels ||
      shape[1] > kMostPixels || shape[2] > kMostPixels) {
    throw InputError(subject, "\"input\" must be [channels, height, width]");
  }
  return {shape[0], shape[1], shape[2]};
}

/// One of two words; the second one means true.
bool choice(const json& said, const char* key, const char* no, const char* yes, const std::string& subject) {
  if (!said.contains(key)) return false;
  const auto word = said[key].get<std::string>();
  if (word != no && word != yes) {
    throw InputError(
        subject, std::string("\"") + key + "\" is '" + word + "'; there are \"" + no + "\" and \"" + yes + "\"");
  }
  return word == yes;
}

/// A name, a place in a tuple, or what the scores are.
std::string outputIn(const json& said) {
  if (!said.contains("output")) return {};
  const json& output = said["output"];
  return output.is_number_unsigned() ? std::to_string(output.get<std::uint64_t>()) : output.get<std::string>();
}

std::vector<double> asDoubles(const std::vector<float>& values) { return {values.begin(), values.end()}; }

/// Each node reads the one before it.
void append(Graph& graph, const char* name, Attributes attributes) {
  const int last = static_cast<int>(graph.nodes.size()) - 1;
  graph.nodes.push_back({name, name, {last}, std::move(attributes), {}});
}

}  // namespace

Graph Sidecar::front(int channels, const std::string& subject) const {
  Graph graph;
  if (!mean.empty()) {
    if (mean.size() != deviation.size() || static_cast<int>(mean.size()) != channels) {
      throw InputError(subject,
                       "needs one \"mean\" and one \"std\" for each of " + std::to_string(channels) + " channels");
    }
    append(graph, "normalise", {{"mean", asDoubles(mean)}, {"std", asDoubles(deviation)}});
  }
  if (bgr) append(graph, "reverse_channels", {});
  if (transposed) append(graph, "swap_axes", {});
  return graph;
}

Graph Sidecar::back(std::int64_t count, const std::string& subject) const {
  Graph graph;
  if (probabilities) append(graph, "log_probabilities", {});
  if (!order.empty()) {
    const std::set<std::int64_t> all(order.begin(), order.end());
    if (std::int64_t(order.size()) != count || std::int64_t(all.size()) != count || *all.begin() != 0 ||
        *all.rbegin() != count - 1) {
      throw InputError(subject,
                       "\"order\" must hold each of the numbers 0 to " + std::to_string(count - 1) + " once");
    }
    append(graph, "select_classes", {{"order", {order.begin(), order.end()}}});
  }
  return graph;
}

std::filesystem::path sidecarOf(const std::filesystem::path& model) { return model.string() + ".json"; }

Sidecar sidecarFromJson(const std::string& text, const std::string& subject) {
  Sidecar result;
  try {
    const json said = boundedJson(text, subject);
    if (!said.is_object()) throw InputError(subject, "is not a JSON object");
    if (said.contains("architecture")) result.architecture = said["architecture"];
    if (said.contains("input")) result.input = shapeFrom(said["input"], subject);
    if (said.contains("classes")) {
      if (said["classes"].is_array()) {
        result.classNames = said["classes"].get<std::vector<std::string>>();
        result.classes = static_cast<std::int64_t>(result.classNames.size());
      } else {
        result.classes = said["classes"];
      }
      if (result.classes < 1 || result.classes > kMostClasses)
        throw InputError(subject, "\"classes\" must be names or a count from 1 on");
    }
    if (said.contains("mean")) result.mean = said["mean"].get<std::vector<float>>();
    if (said.contains("std")) result.deviation = said["std"].get<std::vector<float>>();
    for (const float deviation : result.deviation) {
      if (!(deviation > 0)) throw InputError(subject, "\"std\" must be above 0");
    }
    if (result.mean.size() != result.deviation.size())
      throw InputError(subject, "needs as many \"std\" as \"mean\"");
    result.bgr = choice(said, "channels", "rgb", "bgr", subject);
    result.probabilities =
        outputIn(said) == "probabilities" || (said.contains("probabilities") && said["probabilities"].get<bool>());
    if (said.contains("transposed")) result.transposed = said["transposed"].get<bool>();
    if (said.contains("order")) result.order = said["order"].get<std::vector<std::int64_t>>();
  } catch (const json::exception& wrong) {
    throw InputError(subject, std::string("is not valid JSON: ") + wrong.what());
  }
  return result;
}

std::string sidecarToJson(const Sidecar& sidecar) {
  nlohmann::ordered_json said = nlohmann::ordered_json::object();
  if (!sidecar.architecture.empty()) said["architecture"] = sidecar.architecture;
  if (sidecar.input.channels > 0)
    said["input"] = {sidecar.input.channels, sidecar.input.height, sidecar.input.width};
  if (!sidecar.classNames.empty()) {
    said["classes"] = sidecar.classNames;
  } else if (sidecar.classes > 0) {
    said["classes"] = sidecar.classes;
  }
  if (!sidecar.mean.empty()) {
    said["mean"] = sidecar.mean;
    said["std"] = sidecar.deviation;
  }
  if (sidecar.bgr) said["channels"] = "bgr";
  if (sidecar.transposed) said["transposed"] = true;
  if (sidecar.probabilities) said["output"] = "probabilities";
  if (!sidecar.order.empty()) said["order"] = sidecar.order;
  return said.dump(2) + "\n";
}

Sidecar readSidecar(const std::filesystem::path& model) {
  const std::filesystem::path file = sidecarOf(model);
  std::ifstream stream(file);
  if (!stream) return {};
  return sidecarFromJson({std::istreambuf_iterator<char>(stream), {}}, file.string());
}

std::string wantedOutput(const std::filesystem::path& model) {
  const std::filesystem::path file = sidecarOf(model);
  std::ifstream stream(file);
  if (!stream) return {};
  const json said = boundedJson(std::string(std::istreambuf_iterator<char>(stream), {}), file.string());
  try {
    return outputIn(said);
  } catch (const json::exception& wrong) {
    throw InputError(file.string(),
                     std::string("names its \"output\" by neither a word nor a place: ") + wrong.what());
  }
}

std::filesystem::path applyCure(const std::string& model, const Sidecar& cure) {
  if (model.starts_with("demo:")) throw UsageError(model, "is built in and needs no file beside it");
  const std::filesystem::path file = sidecarOf(model);
  const Sidecar known = readSidecar(model);  // throws where the file is damaged, so that nothing of it is lost
  std::ifstream before(file);
  json said = before ? boundedJson(std::string(std::istreambuf_iterator<char>(before), {}), file.string())
                     : json::object();
  const std::string output = outputIn(said);
  for (const char* key : {"channels", "transposed", "output", "probabilities"})
    said.erase(key);  // if usual: left out
  said.update(json::parse(sidecarToJson(merged(known, cure))));
  if (!output.empty() && !isKindOfScores(output)) {  // which one it is stays said beside what it holds
    if (said.contains("output")) said["probabilities"] = true;
    said["output"] = output;
  }
  replaceBytes(file, said.dump(2) + '\n');
  return file;
}

Sidecar merged(Sidecar given, const Sidecar& cure) {
  if (!cure.mean.empty()) {
    given.mean = cure.mean;
    given.deviation = cure.deviation;
  }
  given.bgr = given.bgr != cure.bgr;
  given.transposed = given.transposed != cure.transposed;
  given.probabilities = given.probabilities || cure.probabilities;
  if (!cure.order.empty()) {
    if (given.order.empty()) {
      given.order = cure.order;
    } else {
      std::vector<std::int64_t> both;
      for (const std::int64_t place : cure.order) both.push_back(given.order.at(static_cast<std::size_t>(place)));
      given.order = both;
    }
  }
  return given;
}

}  // namespace adversarium
