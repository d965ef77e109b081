// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/graph/operations.h"

namespace adversarium {
namespace {

/// Fixed numbers of an imported graph are called `value`, those that training may change `weight`.
bool learnable(std::string_view tensorName) {
  return tensorName != "running_mean" && tensorName != "running_var" && tensorName != "num_batches_tracked" &&
         tensorName != "value";
}

constexpr std::pair<const char*, at::ScalarType> kTensorTypes[] = {
    {"float32", at::kFloat}, {"int64", at::kLong}, {"bool", at::kBool}};

/// Tensors are float32 unless they say otherwise.
const char* nameOf(at::ScalarType type) {
  for (const auto& [name, known] : kTensorTypes) {
    if (known == type) return name;
  }
  return "float32";
}

/// How many nodes read each node's output.
std::vector<int> consumers(const std::vector<Node>& nodes) {
  std::vector<int> count(nodes.size(), 0);
  for (const Node& node : nodes) {
    for (const int input : node.inputs) {
      if (input >= 0) ++count[static_cast<std::size_t>(input)];
    }
  }
  return count;
}

void foldInto(Node& layer, const Node& norm) {
  const at::NoGradGuard noGradient;
  const at::Tensor scale = norm.tensor("weight") / (norm.tensor("running_var") + norm.number("eps", 1e-5)).sqrt();
  const at::Tensor shift = norm.tensor("bias") - norm.tensor("running_mean") * scale;
  const at::Tensor weight = layer.tensor("weight");
  std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
  shape[0] = -1;
  layer.tensors["weight"] = weight * scale.reshape(shape);
  const at::Tensor bias = layer.tensor("bias");
  layer.tensors["bias"] = bias.defined() ? bias * scale + shift : shift;
}

}  // namespace

double Node::number(std::string_view attribute, double fallback) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() || found->second.empty() ? fallback : found->second.front();
}

namespace {
/// Exact up to 2⁵³; what lies beyond (from a crafted file) stays there instead of overflowing.
std::int64_t wholeOf(double value) {
  constexpr double kMost = 9007199254740992;
  return static_cast<std::int64_t>(std::clamp(std::isnan(value) ? 0 : value, -kMost, kMost));
}
}  // namespace

std::int64_t Node::whole(std::string_view attribute, std::int64_t fallback) const {
  return wholeOf(number(attribute, static_cast<double>(fallback)));
}

std::vector<std::int64_t> Node::wholes(std::string_view attribute) const {
  std::vector<std::int64_t> values;
  const auto found = attributes.find(attribute);
  if (found == attributes.end()) return values;
  for (const double value : found->second) values.push_back(wholeOf(value));
  return values;
}

at::Tensor Node::tensor(std::string_view wanted) const {
  const auto found = tensors.find(wanted);
  return found == tensors.end() ? at::Tensor() : found->second;
}

at::Tensor Graph::run(const at::Tensor& images, const Pass& pass) const {
  const at::Tensor input = images.to(device());
  std::vector<at::Tensor> values(nodes.size());
  std::vector<int> waiting = consumers(nodes);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    std::vector<at::Tensor> inputs;
    inputs.reserve(node.inputs.size());
    for (const int from : node.inputs) {
      inputs.push_back(from < 0 ? input : values[static_cast<std::size_t>(from)]);
      // Whatever nobody will read again is freed, or may be written into.
      if (from >= 0 && --waiting[static_cast<std::size_t>(from)] == 0)
        values[static_cast<std::size_t>(from)].reset();
    }
    values[i] = runOperation(node, inputs, pass);
    if (pass.tap) pass.tap(node, values[i]);
  }
  return nodes.empty() ? images : values.back().to(images.device());
}

Graph Graph::clone() const {
  Graph copy = *this;
  for (Node& node : copy.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().clone();
  }
  return copy;
}

Graph Graph::folded() const {
  const at::NoGradGuard noGradient;
  const std::vector<int> readers = consumers(nodes);
  Graph result;
  std::vector<int> place(nodes.size(), -1);  // where each node's output is found in the result
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node node = nodes[i];
    const int source = node.inputs.empty() ? -1 : node.inputs[0];
    const auto at = static_cast<std::size_t>(std::max(source, 0));
    const bool onlyReader = source >= 0 && readers[at] == 1;
    for (int& input : node.inputs) {
      if (input >= 0) input = place[static_cast<std::size_t>(input)];
    }
    // A linear layer over the last of three dimensions is not normalised along its outputs.
    const bool foldable = onlyReader && (nodes[at].op == "conv" ||
                                         (nodes[at].op == "linear" && nodes[at].whole("dimensions", 2) == 2));
    if (node.op == "batch_norm" && foldable) {
      foldInto(result.nodes[static_cast<std::size_t>(node.inputs[0])], node);
      place[i] = node.inputs[0];
      continue;
    }
    // What a convolution, a sum or a batch norm wrote is not needed for the gradient by its input.
    const bool overwritable = onlyReader && (nodes[at].op == "conv" || nodes[at].op == "add" ||
                                             nodes[at].op == "linear" || nodes[at].op == "batch_norm");
    const bool sameShape = node.op == "relu" || (node.op == "add" && !node.whole("broadcast"));
    if (sameShape && overwritable) node.attributes["in_place"] = {1};
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach();
    result.nodes.push_back(std::move(node));
    place[i] = static_cast<int>(result.nodes.size()) - 1;
  }
  return result;
}

Graph Graph::laidOut(at::ScalarType type) const {
  const at::NoGradGuard noGradient;
  Graph result = *this;
  for (Node& node : result.nodes) {
    for (auto& [name, tensor] : node.tensors) {
      if (!tensor.is_floating_point()) continue;
      tensor = tensor.detach().to(type);
      if (tensor.dim() == 4) tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
    }
  }
  return result;
}

Graph Graph::on(at::Device device) const {
  const at::NoGradGuard noGradient;
  Graph result = *this;
  for (Node& node : result.nodes) {
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().to(device);
  }
  return result;
}

at::Device Graph::device() const {
  for (const Node& node : nodes) {
    if (!node.tensors.empty()) return node.tensors.begin()->second.device();
  }
  return at::kCPU;
}

bool Graph::convolutional() const {
  return std::any_of(nodes.begin(), nodes.end(), [](const Node& node) { return node.op == "conv"; });
}

Graph Graph::pruned() const {
  std::vector<bool> needed(nodes.size(), false);
  if (!nodes.empty()) needed.back() = true;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    if (!needed[i]) continue;
    for (const int input : nodes[i].inputs) {
      if (input >= 0) needed[static_cast<std::size_t>(input)] = true;
    }
  }
  Graph result;
  std::vector<int> place(nodes.size(), -1);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!needed[i]) continue;
    place[i] = static_cast<int>(result.nodes.size());
    result.nodes.push_back(nodes[i]);
    for (int& input : result.nodes.back().inputs) {
      if (input >= 0) input = place[static_cast<std::size_t>(input)];
    }
  }
  return result;
}

std::vector<at::Tensor> Graph::parameters() const {
  std::vector<at::Tensor> found;
  for (const Node& node : nodes) {
    for (const auto& [name, tensor] : node.tensors) {
      if (learnable(name) && tensor.is_floating_point()) found.push_back(tensor);
    }
  }
  return found;
}

std::int64_t Graph::parameterCount() const {
  std::int64_t count = 0;
  for (const at::Tensor& tensor : parameters()) count += tensor.numel();
  return count;
}

std::map<std::string, at::Tensor> Graph::stateDict() const {
  std::map<std::string, at::Tensor> state;
  for (const Node& node : nodes) {
    for (const auto& [name, tensor] : node.tensors) state[node.name + "." + name] = tensor.detach();
  }
  return state;
}

std::vector<std::string> Graph::loadStateDict(const std::map<std::string, at::Tensor>& state) {
  std::vector<std::string> wrong;
  std::size_t used = 0;
  for (const Node& node : nodes) {
    for (const auto& [name, tensor] : node.tensors) {
      const std::string full = node.name + "." + name;
      const auto found = state.find(full);
      if (found == state.end()) {
        wrong.push_back("missing " + full);
      } else {
        ++used;
        if (found->second.sizes() != tensor.sizes()) {
          wrong.push_back(full + " has another shape than the architecture's");
        }
      }
    }
  }
  for (const auto& [name, tensor] : state) {
    if (name.ends_with(".num_batches_tracked")) ++used;  // PyTorch counts batches; nothing here reads it
  }
  if (used < state.size()) {
    wrong.push_back(std::to_string(state.size() - used) + " tensors that the architecture does not have");
  }
  if (!wrong.empty()) return wrong;
  for (Node& node : nodes) {
    for (auto& [name, tensor] : node.tensors) {
      tensor = state.at(node.name + "." + name).to(tensor.scalar_type()).clone();
    }
  }
  return {};
}

std::string Graph::toJson() const {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Node& node : nodes) {
    nlohmann::ordered_json entry{{"name", node.name}, {"op", node.op}, {"inputs", node.inputs}};
    if (!node.attributes.empty()) {
      nlohmann::ordered_json attributes;
      for (const auto& [name, values] : node.attributes) attributes[name] = values;
      entry["attributes"] = attributes;
    }
    if (!node.tensors.empty()) {
      nlohmann::ordered_json shapes;
      nlohmann::ordered_json types;
      for (const auto& [name, tensor] : node.tensors) {
        shapes[name] = tensor.sizes().vec();
        if (!tensor.is_floating_point()) types[name] = nameOf(tensor.scalar_type());
      }
      entry["tensors"] = shapes;
      if (!types.empty()) entry["types"] = types;
    }
    list.push_back(std::move(entry));
  }
  return list.dump();
}

Graph chained(const Graph& first, const Graph& second) {
  Graph whole = first;
  const int offset = static_cast<int>(first.nodes.size());
  for (Node node : second.nodes) {
    for (int& input : node.inputs) input = input < 0 ? offset - 1 : input + offset;
    whole.nodes.push_back(std::move(node));
  }
  return whole;
}

Graph graphFromJson(const std::string& json, const std::string& subject) {
  return graphFromJson(boundedJson(json, subject), subject);
}

Graph graphFromJson(const nlohmann::json& list, const std::string& subject, double mostElements) {
  constexpr std::size_t kMostNodes = 100'000;
  constexpr double kMostSteps = 1 << 20;
  // What LibTorch and the own kernels divide by.
  const auto divides = [](std::string_view attribute) {
    return attribute == "stride" || attribute == "dilation" || attribute == "kernel" || attribute == "groups" ||
           attribute == "block";
  };
  Graph graph;
  double all = 0;
  try {
    if (!list.is_array() || list.size() > kMostNodes)
      throw InputError(subject, "its graph is not a list of nodes");
    for (const nlohmann::json& entry : list) {
      Node node{entry.at("name"), entry.at("op"), entry.at("inputs").get<std::vector<int>>(), {}, {}};
      const auto fail = [&](const std::string& why) -> void {
        throw InputError(subject, "node '" + node.name + "' " + why);
      };
      if (!knownOperation(node.op)) fail("uses the unknown operation '" + node.op + "'");
      if (!takesInputs(node.op, node.inputs.size())) fail("has a wrong number of inputs");
      for (const int input : node.inputs) {
        if (input < -1 || input >= static_cast<int>(graph.nodes.size()))
          fail("reads a node that is not before it");
      }
      if (entry.contains("attributes")) node.attributes = entry["attributes"].get<Attributes>();
      for (const auto& [attribute, values] : node.attributes) {
        if (!divides(attribute)) continue;
        for (const double value : values) {
          if (!(value >= 1 && value <= kMostSteps)) fail("has an absurd '" + attribute + "'");
        }
      }
      if (entry.contains("tensors")) {
        for (const auto& [name, value] : entry["tensors"].items()) {
          const auto shape = value.get<std::vector<std::int64_t>>();
          double elements = 1;
          for (const std::int64_t size : shape) {
            if (size < 0) fail("has a tensor of negative size");
            elements *= static_cast<double>(size);
          }
          all += elements;
          if (all > mostElements) fail("has a tensor of absurd size");
          at::ScalarType type = at::kFloat;
          if (entry.contains("types") && entry["types"].contains(name)) {
            const std::string word = entry["types"][name];
            const auto* known = std::find_if(std::begin(kTensorTypes), std::end(kTensorTypes),
                                             [&](const auto& pair) { return word == pair.first; });
            if (known == std::end(kTensorTypes)) fail("has a tensor of the unknown type '" + word + "'");
            type = known->second;
          }
          node.tensors[name] = at::zeros(shape, type);
        }
      }
      for (const std::string_view needed : operationTensors(node.op)) {
        if (!node.tensors.contains(needed)) fail("lacks its tensor '" + std::string(needed) + "'");
      }
      graph.nodes.push_back(std::move(node));
    }
  } catch (const nlohmann::json::exception& wrong) {
    throw InputError(subject, std::string("its graph cannot be read: ") + wrong.what());
  }
  if (graph.nodes.empty()) throw InputError(subject, "its graph is empty");
  return graph;
}

}  // namespace adversarium
