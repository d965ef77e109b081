// SPDX-License-Identifier: GPL-3.0-or-later
/// What a row of the export tables works with: names of values, initialisers, and a way to add ONNX nodes.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/formats/onnx/messages.h"
#include "core/graph/graph.h"

namespace adversarium {

using Sizes = std::vector<std::int64_t>;

/// Of an ONNX node.
struct OnnxAttribute {
  std::string name;
  std::variant<std::int64_t, double, Sizes, std::string> value;
};
using OnnxAttributes = std::vector<OnnxAttribute>;
using Names = std::vector<std::string>;

class Exporter {
 public:
  explicit Exporter(onnx::GraphProto& graph) : m_graph(graph) {}

  /// Makes `node` the one that the calls below write; `shapes` are those of its inputs and of its output.
  void begin(const Node& node, Names inputs, std::vector<Sizes> inputShapes, Sizes outputShape, std::string output,
             const std::string& images);

  const Node& node() const { return *m_node; }
  const std::string& in(std::size_t i) const { return m_inputs[i]; }
  const Names& inputs() const { return m_inputs; }
  const Sizes& shape(std::size_t i) const { return m_shapes[i]; }
  const Sizes& outputShape() const { return m_outputShape; }
  const std::string& images() const { return m_images; }

  /// One of the node's tensors, as an initialiser `node.tensor`.
  std::string tensor(std::string_view name);
  std::string initialiser(const std::string& name, const at::Tensor& value);
  /// Numbers of a formula, as constants, so that nobody takes them for what was learnt.
  std::string numbers(const std::string& name, const Sizes& values);
  std::string number(const std::string& name, double value);
  std::string constant(const std::string& name, const at::Tensor& value);

  /// An ONNX node on the way to the result; returns the name of its output.
  std::string step(const std::string& op, const Names& inputs, const OnnxAttributes& attributes = {});
  /// The ONNX node that gives the result.
  void finish(const std::string& op, const Names& inputs, const OnnxAttributes& attributes = {});
  /// As `step`, under the node's own name: what reading back shall call the layer.
  std::string named(const std::string& op, const Names& inputs, const OnnxAttributes& attributes = {});

  /// The result is a tensor of the file: one that may be trained, or a fixed one.
  void finishAsInitialiser(const at::Tensor& value);
  void finishAsConstant(const at::Tensor& value);

  void needOpset(std::int64_t version) { m_opset = std::max(m_opset, version); }
  std::int64_t opset() const { return m_opset; }
  std::string unique(const std::string& name);
  [[noreturn]] void cannot(const std::string& why) const;

 private:
  void addConstant(const std::string& name, const std::string& output, const at::Tensor& value);
  void add(const std::string& op, const Names& inputs, const OnnxAttributes& attributes, const std::string& name,
           const std::string& output);

  onnx::GraphProto& m_graph;
  std::set<std::string> m_names;
  const Node* m_node = nullptr;
  Names m_inputs;
  std::vector<Sizes> m_shapes;
  Sizes m_outputShape;
  std::string m_output, m_images;
  std::int64_t m_opset = 13;
};

using ExportRow = void (*)(Exporter&);
using ExportRows = std::map<std::string_view, ExportRow>;
void addLayerExports(ExportRows& rows);
void addFunctionExports(ExportRows& rows);
void addShapeExports(ExportRows& rows);

}  // namespace adversarium
