// SPDX-License-Identifier: GPL-3.0-or-later
/// What a row of the translation tables works with while a TorchScript program is followed: its values so far, one
/// operator's arguments, and a way to add nodes to the native graph.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/formats/torchscript/items.h"
#include "core/graph/graph.h"

namespace adversarium {

/// The native graph while it grows.
class ScriptBuilder {
 public:
  /// Where in the program the next nodes come from; a `leaf` holds no other modules and lends them its name.
  void setPlace(std::string path, bool leaf);
  /// A tensor of the file, by where its numbers are.
  void remember(const at::Tensor& tensor, const std::string& name, bool learnable);

  /// A new node, or, where all inputs are constants, what it computes.
  ScriptTensor emit(const std::string& op, const std::vector<ScriptTensor>& inputs, Attributes attributes = {},
                    std::map<std::string, at::Tensor, std::less<>> tensors = {});
  static ScriptTensor number(double value) {
    return ScriptTensor::constantOf(at::scalar_tensor(value, at::kFloat));
  }

  /// Whose padding with zeros, behind the first two dimensions, a convolution can do itself; null for another
  /// node.
  const Node* zeroPadding(const ScriptTensor& value) const;

  /// The graph whose answer this is.
  Graph finished(const ScriptTensor& answer);

 private:
  int nodeFor(const ScriptTensor& value);
  int append(Node node);
  std::string nameFor(const at::Tensor& weight, const std::string& op) const;

  struct Known {
    std::string name;
    bool learnable;
    std::int64_t numbers;
  };
  Graph m_graph;
  std::string m_path;
  bool m_leaf = false;
  std::unordered_map<const void*, Known> m_known;
  std::map<const void*, int> m_constants;  // tensors that have a node already
  std::vector<at::Tensor> m_kept;          // keeps their addresses from being used again
  std::set<std::string> m_names;
};

using ScriptTensors = std::vector<ScriptTensor>;
using Sizes = std::vector<std::int64_t>;

/// One operator with its arguments while it is translated. Arguments go by the names of its schema.
class ScriptCall {
 public:
  ScriptCall(ScriptBuilder& builder, std::string op) : builder(builder), op(std::move(op)) {}
  void add(std::string name, ScriptItem item);

  ScriptBuilder& builder;
  const std::string op;  ///< without its namespace and, where it writes into its argument, without the last "_"

  /// Whether it is there and not None.
  bool has(std::string_view argument) const;
  /// A tensor, or a number as a constant one.
  ScriptTensor in(std::string_view argument) const;
  ScriptTensor first() const { return in(m_arguments.at(0).first); }
  /// Undefined where it is None. Throws where it is computed or grows with the batch.
  at::Tensor fixed(std::string_view argument) const;
  /// Tensors; an undefined one for None.
  ScriptTensors list(std::string_view argument) const;

  double number(std::string_view argument, double fallback = 0) const;
  std::int64_t whole(std::string_view argument, std::int64_t fallback = 0) const;
  bool flag(std::string_view argument) const { return whole(argument) != 0; }
  /// Whole numbers that are the same for every batch; one number is a list of one. Empty for None.
  Sizes wholes(std::string_view argument) const;
  /// The same, for two images and for three.
  std::pair<Sizes, Sizes> growingWholes(std::string_view argument) const;
  std::vector<double> numbers(std::string_view argument) const;
  std::string text(std::string_view argument, const std::string& fallback = {}) const;
  /// Whether the argument is of that kind, where several overloads share a name.
  bool isText(std::string_view argument) const;
  bool isTensor(std::string_view argument) const;
  /// A dimension of `argument`, counted from the front.
  std::int64_t axis(std::int64_t said, std::int64_t rank) const;

  ScriptTensor emit(const std::string& op, const ScriptTensors& inputs, Attributes attributes = {},
                    std::map<std::string, at::Tensor, std::less<>> tensors = {}) const {
    return builder.emit(op, inputs, std::move(attributes), std::move(tensors));
  }
  ScriptTensor sum(const ScriptTensor& a, const ScriptTensor& b) const;
  ScriptTensor times(const ScriptTensor& value, double factor) const;
  /// With two dimensions exchanged.
  ScriptTensor turned(const ScriptTensor& value, std::int64_t a, std::int64_t b) const;
  /// The operator does something that the graph cannot say.
  [[noreturn]] void refuse() const;

 private:
  const ScriptItem* find(std::string_view argument) const;
  const ScriptItem& must(std::string_view argument) const;
  c10::IValue fixedValue(std::string_view argument) const;

  std::vector<std::pair<std::string, ScriptItem>> m_arguments;
};

/// Translates one operator into its results, one an output; a list of tensors is all outputs of one.
using ScriptRow = ScriptTensors (*)(ScriptCall&);
using ScriptRows = std::map<std::string, ScriptRow, std::less<>>;
void addScriptLayers(ScriptRows& rows);
void addScriptFunctions(ScriptRows& rows);
void addScriptShapes(ScriptRows& rows);
void addScriptSamples(ScriptRows& rows);
/// All of them.
const ScriptRows& scriptRows();

/// As short as operations read them: one number where all are the same.
std::vector<double> shortNumbers(const Sizes& values);
/// The same, and nothing at all where all are `usual`.
void setNumbers(Attributes& attributes, const char* name, const Sizes& values, std::int64_t usual);

}  // namespace adversarium
