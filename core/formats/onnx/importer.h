// SPDX-License-Identifier: GPL-3.0-or-later
/// What a row of the import tables works with: the values of the graph so far, one ONNX node's inputs and
/// attributes, and a way to add nodes.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/onnx/import.h"
#include "core/formats/onnx/messages.h"
#include "core/graph/graph.h"

namespace adversarium {

using Sizes = std::vector<std::int64_t>;
using Tensors = std::map<std::string, at::Tensor, std::less<>>;

/// A value on its way through the import: a constant, or what a node of the new graph gives. Both are known for
/// the file's batch (`here`) and, where any batch is wanted, for one image more (`there`). A constant has a
/// `there` only where it differs, as the shape of something with a batch does.
struct Value {
  static constexpr int kConstant = -2;
  static constexpr int kAbsent = -3;

  int node = kAbsent;
  at::Tensor here, there;
  bool learnable = false;
  bool shared = false;  ///< another name of the file stands for the same node
  std::string name;     ///< of the initialiser, if it is one
  int type = 0;         ///< TensorProto.DataType of a constant, where the file says it; 0: unknown

  bool present() const { return node != kAbsent; }
  bool constant() const { return node == kConstant; }
  const at::Tensor& more() const { return there.defined() ? there : here; }
};

class Importer {
 public:
  Importer(OnnxFile& file, const OnnxImport& how);
  ImportedGraph run();

  /// A new node, or, where all inputs are constants, what it computes.
  Value emit(const std::string& op, const std::vector<Value>& inputs, Attributes attributes = {},
             Tensors tensors = {});
  /// A constant; `there` is dropped where it is the same.
  static Value constant(at::Tensor here, at::Tensor there = {}, bool learnable = false);
  /// Whether a larger batch is looked at, too.
  bool anyBatch() const { return m_how.larger.defined(); }
  std::int64_t batch() const {
    return m_how.sample.defined() && m_how.sample.dim() > 0 ? m_how.sample.size(0) : 1;
  }
  /// Whether the file says its batch as a number, and so may say it anywhere else, too.
  bool literalBatch() const { return m_how.literalBatch; }
  std::int64_t opset() const { return m_file.opset; }
  const std::string& subject() const { return m_file.subject; }
  /// How many nodes and outputs of the file read a value.
  int uses(const std::string& name) const;
  std::vector<Node>& nodes() { return m_graph.nodes; }
  /// The node that gives this value, if its operation is `op`; null otherwise.
  const Node* producer(int node, std::string_view op) const;
  /// The number that a constant node holds, if it is a single one.
  std::optional<double> numberOf(int node) const;
  /// The constant of a batch that the file is written for, ready for the larger batch: what is the same for every
  /// image is repeated. `like` says which dimension grows.
  Value stretched(const Value& value, const Value& like) const;

 private:
  void takeInitialisers();
  void translate(const onnx::NodeProto& node);
  int nodeFor(const Value& value);
  int append(Node node);
  std::string unique(std::string name);
  at::Tensor computed(const Node& node, const std::vector<at::Tensor>& inputs, bool larger);
  void guard(const Node& node, const std::vector<at::Tensor>& inputs) const;
  [[noreturn]] void fail(const std::string& why) const;

  OnnxFile& m_file;
  const OnnxImport& m_how;
  std::string m_wanted;
  std::vector<bool> m_needed;  // which of the file's nodes
  Graph m_graph;
  std::map<std::string, Value> m_values;
  std::map<std::string, int> m_uses, m_left;                // readers of each value: all, and those still to come
  std::map<std::pair<const void*, bool>, int> m_constants;  // tensors that have a node already
  std::vector<at::Tensor> m_kept;                           // keeps their addresses from being used again
  std::set<std::string> m_names;
  const onnx::NodeProto* m_current = nullptr;
  double m_work = 0;  // elements computed so far
};

/// One ONNX node while it is translated.
class Call {
 public:
  Call(Importer& importer, const onnx::NodeProto& node, std::vector<Value> inputs)
      : importer(importer), node(node), m_inputs(std::move(inputs)) {}

  Importer& importer;
  const onnx::NodeProto& node;

  std::int64_t opset() const { return importer.opset(); }
  std::size_t count() const { return m_inputs.size(); }
  bool has(std::size_t i) const { return i < m_inputs.size() && m_inputs[i].present(); }
  /// Throws InputError where it is missing.
  const Value& in(std::size_t i) const;
  const std::vector<Value>& inputs() const { return m_inputs; }
  std::int64_t rank(std::size_t i) const { return in(i).here.dim(); }
  /// A constant that is the same for every batch. Throws NotCovered where it is none.
  at::Tensor fixed(std::size_t i) const;
  Sizes fixedWholes(std::size_t i) const;
  double fixedNumber(std::size_t i) const;

  bool says(std::string_view attribute) const { return find(attribute) != nullptr; }
  double number(std::string_view attribute, double fallback) const;
  std::int64_t whole(std::string_view attribute, std::int64_t fallback) const;
  Sizes wholes(std::string_view attribute) const;
  std::string text(std::string_view attribute, const std::string& fallback) const;
  at::Tensor tensor(std::string_view attribute) const;
  /// TensorProto.DataType of a tensor among the attributes; 0 where there is none.
  int typeOf(std::string_view attribute) const;
  /// `axes` and the like: an attribute in old operator sets, an input in newer ones. Empty where it says none.
  Sizes wholesAt(std::string_view attribute, std::size_t input) const;

  /// The sizes of a tensor that is to be made; throws for what a few bytes of a file must not make.
  Sizes bounded(const Sizes& sizes) const;

  Value emit(const std::string& op, const std::vector<Value>& inputs, Attributes attributes = {},
             Tensors tensors = {}) {
    return importer.emit(op, inputs, std::move(attributes), std::move(tensors));
  }
  /// Completes "node 'n' (Op) …".
  [[noreturn]] void notCovered(const std::string& why) const;
  [[noreturn]] void wrong(const std::string& why) const;

 private:
  const onnx::AttributeProto* find(std::string_view attribute) const;
  std::vector<Value> m_inputs;
};

/// Names reach files, JSON and people: printable ASCII only.
std::string cleaned(std::string name);
std::string nameOf(const onnx::NodeProto& node);

/// Numbers as an attribute.
std::vector<double> numbers(const Sizes& values);
/// The same number for all as one.
std::vector<double> shortened(const Sizes& values);
Sizes wholesIn(const at::Tensor& tensor);
/// The value that a person would write: 0.1 for 0.1F.
double asWritten(float value);

/// Translates one ONNX node into values, one an output.
using Row = std::vector<Value> (*)(Call&);
using Rows = std::map<std::string_view, Row>;
void addLayerRows(Rows& rows);
void addFunctionRows(Rows& rows);
void addShapeRows(Rows& rows);
void addConstantRows(Rows& rows);
void addSampleRows(Rows& rows);
void addQuantisedRows(Rows& rows);
/// For rows that are made of others; null where there is none of that operator.
Row rowOf(std::string_view op);

}  // namespace adversarium
