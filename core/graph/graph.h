// SPDX-License-Identifier: GPL-3.0-or-later
/// A classifier as a list of named operations on LibTorch: every node is a tap, every parameter editable.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace adversarium {

/// Numbers that shape an operation (stride, padding, epsilon, mean); whole numbers are exact.
using Attributes = std::map<std::string, std::vector<double>, std::less<>>;

/// One operation. Its parameters appear in a state dict as `name.weight`, `name.bias`, `name.running_mean`, …
struct Node {
  std::string name;
  std::string op;
  std::vector<int> inputs;  ///< positions of earlier nodes; −1 is the graph's input
  Attributes attributes;
  std::map<std::string, at::Tensor, std::less<>> tensors;
  /// In attack copies alone: computes this node in place of its operation's row (core/fast).
  at::Tensor (*kernel)(const Node&, const at::Tensor& input) = nullptr;

  double number(std::string_view attribute, double fallback = 0) const;
  std::int64_t whole(std::string_view attribute, std::int64_t fallback = 0) const;
  /// All numbers of an attribute; empty where the node has none of that name.
  std::vector<std::int64_t> wholes(std::string_view attribute) const;
  /// Undefined where the node has none of that name.
  at::Tensor tensor(std::string_view name) const;
};

/// What a forward pass does beside computing.
struct Pass {
  bool training = false;  ///< batch norm with batch statistics (updating the running ones), dropout active
  std::function<void(const Node&, const at::Tensor& output)> tap;  ///< called after every node
  at::Generator* random = nullptr;                                 ///< for dropout
};

/// A value: copying shares tensors; `clone` does not.
class Graph {
 public:
  std::vector<Node> nodes;  ///< in order of execution; the last one's output is the graph's

  /// The input may be on another device than the parameters: it is moved there, and the output back.
  at::Tensor run(const at::Tensor& input, const Pass& pass = {}) const;

  Graph clone() const;
  /// Batch norm folded into the convolution or linear layer before it, activations and sums in place.
  /// For evaluation only; same answers up to rounding.
  Graph folded() const;
  /// Every tensor in this type, convolution weights laid out for channels_last.
  Graph laidOut(at::ScalarType type) const;
  /// With every tensor on that device.
  Graph on(at::Device device) const;
  /// Where the parameters are; the processor for a graph without any.
  at::Device device() const;
  /// Whether an operation works on images with several channels, so that channels_last pays.
  bool convolutional() const;

  /// Only what the last node's output depends on, in the same order.
  Graph pruned() const;

  /// Learnable tensors (running statistics and fixed values are not), in order.
  std::vector<at::Tensor> parameters() const;
  std::int64_t parameterCount() const;
  std::map<std::string, at::Tensor> stateDict() const;
  /// Fills every tensor by name and shape. Returns in words what is missing, superfluous or misshapen; on any
  /// of these nothing is changed.
  std::vector<std::string> loadStateDict(const std::map<std::string, at::Tensor>& state);

  /// Structure only (names, operations, attributes, tensor shapes); \see graphFromJson.
  std::string toJson() const;
};

/// Both as one: `second` reads what `first` gives. Tensors are shared; names stay as they are.
Graph chained(const Graph& first, const Graph& second);

/// A graph with zero tensors of the stated shapes. Throws InputError naming `subject` and the bad node.
Graph graphFromJson(const std::string& json, const std::string& subject);
/// `mostElements`: of all tensors together, so that a few bytes of a file do not take the memory of many.
Graph graphFromJson(const nlohmann::json& list, const std::string& subject, double mostElements = 1e9);

/// The operations that a graph may use, for loaders that must refuse others.
bool knownOperation(std::string_view op);

}  // namespace adversarium
