// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/choose_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/formats/onnx/messages.h"
#include "core/formats/sidecar/wanted_output.h"

namespace adversarium {
namespace {

constexpr std::size_t kMostCompared = 32;  // outputs; more are no classifier's

/// Operators after which the same scores stand in another form.
bool keepsScores(const std::string& op) {
  static const std::set<std::string_view> list{"Softmax", "LogSoftmax",     "Sigmoid",   "Identity",
                                               "Cast",    "Reshape",        "Flatten",   "Squeeze",
                                               "Log",     "QuantizeLinear", "Unsqueeze", "DequantizeLinear"};
  return list.contains(op);
}

/// Who computes what in the file's graph.
class Flow {
 public:
  explicit Flow(const onnx::GraphProto& graph) : m_graph(graph) {
    for (int i = 0; i < graph.node_size(); ++i) {
      for (const std::string& output : graph.node(i).output()) m_makers[output] = i;
      if (graph.node(i).op_type() == "Softmax" && graph.node(i).input_size() > 0)
        m_softened.insert(graph.node(i).input(0));
    }
  }
  int maker(const std::string& name) const {
    const auto found = m_makers.find(name);
    return found == m_makers.end() ? -1 : found->second;
  }
  bool softened(const std::string& name) const { return m_softened.contains(name); }

  /// Every node that the value depends on.
  std::vector<bool> upstream(const std::string& name) const {
    std::vector<bool> reached(static_cast<std::size_t>(m_graph.node_size()), false);
    std::vector<int> open{maker(name)};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      if (at < 0 || reached[static_cast<std::size_t>(at)]) continue;
      reached[static_cast<std::size_t>(at)] = true;
      for (const std::string& input : m_graph.node(at).input()) open.push_back(maker(input));
    }
    return reached;
  }

  /// Whether `later` is `earlier` in another form: its soft maximum, say.
  bool sameScores(const std::string& later, const std::string& earlier) const {
    std::string at = later;
    for (int steps = 0; steps < 8 && at != earlier; ++steps) {
      const int node = maker(at);
      if (node < 0 || !keepsScores(m_graph.node(node).op_type()) || m_graph.node(node).input_size() == 0)
        return false;
      at = m_graph.node(node).input(0);
    }
    return at == earlier;
  }
  bool endsIn(const std::string& name, std::string_view op) const {
    const int node = maker(name);
    return node >= 0 && m_graph.node(node).op_type() == op;
  }

 private:
  const onnx::GraphProto& m_graph;
  std::map<std::string, int> m_makers;
  std::set<std::string> m_softened;
};

/// Whether the declaration leaves it possible: a row of real numbers a picture.
bool possible(const OnnxPort& port) {
  static const std::set<std::string_view> numbers{"float", "float16", "double", "bfloat16", "uint8", "int8"};
  if (!numbers.contains(port.type)) return false;
  if (!port.shaped || port.shape.empty()) return !port.shaped;
  for (std::size_t d = 2; d < port.shape.size(); ++d) {
    if (port.shape[d] > 1) return false;
  }
  return true;
}

int points(const OnnxPort& port, std::int64_t classes) {
  int sum = 2 * nameSpeaksForScores(port.name);
  const std::int64_t width = port.shaped && port.shape.size() >= 2 ? port.shape[1] : -1;
  if (width > 0 && classes > 0) sum += width == classes ? 16 : -16;
  if (width == 1) sum -= 8;
  return sum;
}

}  // namespace

int nameSpeaksForScores(const std::string& output) {
  std::string name = output;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto holds = [&](const auto&... words) { return ((name.find(words) != std::string::npos) || ...); };
  if (holds("aux", "embed", "feature", "hidden", "latent", "attention", "loss", "pool", "attn")) return -2;
  if (holds("logit", "prob", "score", "class", "softmax", "pred")) return 2;
  return holds("output") ? 1 : 0;
}

std::vector<std::string> likelyOutputs(const OnnxFile& file, const std::string& wanted, std::int64_t classes) {
  const std::vector<OnnxPort>& outputs = file.outputs;
  const auto named = std::find_if(outputs.begin(), outputs.end(), [&](const auto& p) { return p.name == wanted; });
  if (named != outputs.end()) return {wanted};
  if (!wanted.empty() && !isKindOfScores(wanted)) {
    std::string names;
    for (const OnnxPort& port : outputs) names += (names.empty() ? "‘" : ", ‘") + port.name + "’";
    throw InputError(file.subject, fmt::format("has no output ‘{}’, which the file beside it names; there {} {}",
                                               wanted, outputs.size() == 1 ? "is" : "are", names));
  }
  if (outputs.size() == 1) return {outputs.front().name};
  struct Ranked {
    std::string name;
    int points;
    int place;
    bool possible;
  };
  const Flow flow(file.model->graph());
  std::vector<Ranked> list;
  for (const OnnxPort& port : outputs)
    list.push_back({port.name, points(port, classes), flow.maker(port.name), possible(port)});
  std::stable_partition(list.begin(), list.end(), [](const Ranked& r) { return r.possible; });
  if (list.size() > kMostCompared) list.resize(kMostCompared);
  for (Ranked& later : list) {
    if (!later.possible) continue;
    const std::vector<bool> before = flow.upstream(later.name);
    for (Ranked& earlier : list) {
      if (&earlier == &later || !earlier.possible || earlier.place < 0 || earlier.place == later.place) continue;
      if (!before[static_cast<std::size_t>(earlier.place)]) continue;
      if (flow.sameScores(later.name, earlier.name)) {
        --later.points;
      } else {
        earlier.points -= 3;  // an embedding on the way to the scores
      }
    }
    if (flow.softened(later.name) || flow.endsIn(later.name, "Softmax")) later.points += 2;
  }
  std::stable_sort(list.begin(), list.end(), [](const Ranked& a, const Ranked& b) {
    if (a.possible != b.possible) return a.possible;
    return a.points != b.points ? a.points > b.points : a.place > b.place;
  });
  std::vector<std::string> names;
  for (const Ranked& ranked : list) names.push_back(ranked.name);
  return names;
}

void keepOnly(OnnxFile& file, const std::string& output) {
  onnx::GraphProto& graph = *file.model->mutable_graph();
  const std::vector<bool> needed = Flow(graph).upstream(output);
  google::protobuf::RepeatedPtrField<onnx::NodeProto> nodes;
  for (int i = 0; i < graph.node_size(); ++i) {
    if (needed[static_cast<std::size_t>(i)]) nodes.Add()->Swap(graph.mutable_node(i));
  }
  graph.mutable_node()->Swap(&nodes);
  for (int i = graph.output_size(); i-- > 0;) {
    if (graph.output(i).name() != output) graph.mutable_output()->DeleteSubrange(i, 1);
  }
  std::erase_if(file.outputs, [&](const OnnxPort& port) { return port.name != output; });
}

}  // namespace adversarium
