// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/final_softmax.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace adversarium {

int finalSoftmax(const Graph& graph) {
  int at = static_cast<int>(graph.nodes.size()) - 1;
  // What only moves values may come behind: a logarithm does not mind.
  const auto passes = [](const Node& node) {
    static const std::set<std::string_view> moving{"flatten", "reshape", "squeeze", "unsqueeze",      "identity",
                                                   "gather",  "slice",   "select",  "select_classes", "transpose"};
    return moving.contains(node.op);
  };
  std::size_t reader = graph.nodes.size();
  while (at >= 0 && passes(graph.nodes[static_cast<std::size_t>(at)])) {
    reader = static_cast<std::size_t>(at);
    at = graph.nodes[reader].inputs[0];
  }
  if (at < 0 || graph.nodes[static_cast<std::size_t>(at)].op != "softmax") return -1;
  for (std::size_t i = static_cast<std::size_t>(at) + 1; i < graph.nodes.size(); ++i) {
    const std::vector<int>& inputs = graph.nodes[i].inputs;
    if (i != reader && std::find(inputs.begin(), inputs.end(), at) != inputs.end()) return -1;  // inside, too
  }
  return at;
}

void seeLogarithm(Graph& graph) {
  const int at = finalSoftmax(graph);
  if (at < 0) return;
  Node& node = graph.nodes[static_cast<std::size_t>(at)];
  node.op = "log_softmax";
  node.attributes["probabilities"] = {1};  // what it is outside
}

}  // namespace adversarium
