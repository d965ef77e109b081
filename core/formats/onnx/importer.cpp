// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/importer.h"
#include "core/formats/onnx/onnx_tensor.h"

#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/graph/operations.h"
#include "core/graph/value_budget.h"

namespace adversarium {
namespace {

constexpr double kMostSampleElements = double(1 << 29);  // of one value, for all images of the sample
constexpr double kMostWork = 5e10;                       // of all values together

const Rows& rows() {
  static const Rows table = [] {
    Rows all;
    addLayerRows(all);
    addFunctionRows(all);
    addShapeRows(all);
    addConstantRows(all);
    addSampleRows(all);
    addQuantisedRows(all);
    return all;
  }();
  return table;
}

}  // namespace

Row rowOf(std::string_view op) {
  const auto row = rows().find(op);
  return row == rows().end() ? nullptr : row->second;
}

Importer::Importer(OnnxFile& file, const OnnxImport& how)
    : m_file(file), m_how(how), m_wanted(how.output.empty() ? file.outputs.front().name : how.output) {
  // Only what the wanted output depends on: the rest may be anything.
  const auto& nodes = file.model->graph().node();
  m_needed.assign(static_cast<std::size_t>(nodes.size()), false);
  std::set<std::string> open{m_wanted};
  m_uses[m_wanted] = 1;
  for (int i = nodes.size(); i-- > 0;) {
    const bool needed = std::any_of(nodes[i].output().begin(), nodes[i].output().end(),
                                    [&](const std::string& name) { return !name.empty() && open.contains(name); });
    if (!needed) continue;
    m_needed[static_cast<std::size_t>(i)] = true;
    for (const std::string& input : nodes[i].input()) {
      open.insert(input);
      ++m_uses[input];
    }
  }
  m_left = m_uses;
}

void Importer::fail(const std::string& why) const {
  if (!m_current) throw InputError(m_file.subject, why);
  throw InputError(m_file.subject,
                   fmt::format("node '{}' ({}): {}", nameOf(*m_current), cleaned(m_current->op_type()), why));
}

int Importer::uses(const std::string& name) const {
  const auto found = m_uses.find(name);
  return found == m_uses.end() ? 0 : found->second;
}

const Node* Importer::producer(int node, std::string_view op) const {
  if (node < 0 || m_graph.nodes[static_cast<std::size_t>(node)].op != op) return nullptr;
  return &m_graph.nodes[static_cast<std::size_t>(node)];
}

std::optional<double> Importer::numberOf(int node) const {
  const Node* constant = producer(node, "constant");
  const at::Tensor value = constant ? constant->tensor("value") : at::Tensor();
  if (!value.defined() || value.numel() != 1) return std::nullopt;
  return value.item<double>();
}

std::string Importer::unique(std::string name) {
  if (name.empty()) name = "node";
  std::string candidate = name;
  for (int i = 2; !m_names.insert(candidate).second; ++i) candidate = fmt::format("{}.{}", name, i);
  return candidate;
}

int Importer::append(Node node) {
  node.name = unique(std::move(node.name));
  m_graph.nodes.push_back(std::move(node));
  return static_cast<int>(m_graph.nodes.size()) - 1;
}

Value Importer::constant(at::Tensor here, at::Tensor there, bool learnable) {
  Value value;
  value.node = Value::kConstant;
  value.here = std::move(here);
  if (there.defined() && !(there.sizes() == value.here.sizes() && there.equal(value.here))) {
    value.there = std::move(there);
  }
  value.learnable = learnable;
  return value;
}

Value Importer::stretched(const Value& value, const Value& like) const {
  const at::Tensor& one = value.here;
  if (!value.constant() || value.there.defined() || !like.there.defined() || one.dim() != like.here.dim()) {
    return value;
  }
  for (std::int64_t d = 0; d < one.dim(); ++d) {
    if (like.here.size(d) == like.there.size(d) || one.size(d) != like.here.size(d)) continue;
    const at::Tensor first = one.narrow(d, 0, 1);
    if (!one.equal(first.expand_as(one))) return value;
    Sizes shape(static_cast<std::size_t>(one.dim()), -1);
    shape[static_cast<std::size_t>(d)] = like.there.size(d);
    Value result = value;
    result.there = first.expand(shape);
    return result;
  }
  return value;
}

/// A value that a node must read. What differs with the batch becomes one image's share and a node that repeats
/// it.
int Importer::nodeFor(const Value& value) {
  if (!value.constant()) return value.node;
  const std::pair key{static_cast<const void*>(value.here.unsafeGetTensorImpl()), value.there.defined()};
  if (const auto known = m_constants.find(key); known != m_constants.end()) return known->second;
  at::Tensor kept = value.here;
  std::int64_t axis = -1;
  std::int64_t times = 1;
  if (value.there.defined()) {
    const at::Tensor &here = value.here, &there = value.there;
    bool same = here.dim() == there.dim();
    for (std::int64_t d = 0; same && d < here.dim(); ++d) {
      if (here.size(d) == there.size(d)) continue;
      same = axis < 0 && here.size(d) % batch() == 0 && there.size(d) == here.size(d) / batch() * (batch() + 1);
      axis = d;
    }
    if (same && axis >= 0) {
      times = here.size(axis) / batch();
      kept = here.narrow(axis, 0, 1);
      same = here.equal(kept.expand_as(here)) && there.equal(kept.expand_as(there));
    }
    if (!same || axis < 0) {
      throw NotCovered(m_current->op_type(), nameOf(*m_current),
                       "computes with the number of images in the batch");
    }
  }
  Node node{value.name.empty() ? nameOf(*m_current) + ".constant" : cleaned(value.name), "constant", {}, {}, {}};
  kept = kept.contiguous();
  // Single numbers belong to a formula, not to what was learnt.
  const bool learnable = value.learnable && kept.is_floating_point() && kept.numel() > 1;
  node.tensors[learnable ? "weight" : "value"] = kept;
  int place = append(std::move(node));
  if (axis >= 0) {
    place = append({m_graph.nodes.back().name + ".repeat",
                    "repeat_for_batch",
                    {place, -1},
                    {{"axis", {double(axis)}}, {"times", {double(times)}}},
                    {}});
  }
  m_constants[key] = place;
  m_kept.push_back(value.here);
  return place;
}

void Importer::guard(const Node& node, const std::vector<at::Tensor>& inputs) const {
  const double elements = predictedElements(node, inputs);
  if (!(elements <= kMostSampleElements)) fail(fmt::format("would make a tensor of {:.0f} numbers", elements));
}

at::Tensor Importer::computed(const Node& node, const std::vector<at::Tensor>& inputs, bool larger) {
  const at::NoGradGuard noGradient;
  guard(node, inputs);
  at::Tensor result;
  try {
    result = runOperation(node, inputs, {});
  } catch (const Error& wrong) {
    std::string words = wrong.what();
    if (words.starts_with("layer '")) words = words.substr(std::min(words.size(), words.find("': ") + 3));
    if (larger) {
      words = fmt::format("works for a batch of {} only ({}); export the model with a batch size that may change",
                          batch(), words);
    }
    fail(words);
  } catch (const std::exception& wrong) {
    fail(std::string("cannot be computed: ") + wrong.what());
  }
  m_work += static_cast<double>(result.numel());
  if (m_work > kMostWork) fail("the graph computes more than any classifier would");
  return result;
}

Value Importer::emit(const std::string& op, const std::vector<Value>& inputs, Attributes attributes,
                     Tensors tensors) {
  Node node{m_current ? nameOf(*m_current) : op, op, {}, std::move(attributes), std::move(tensors)};
  if (!takesInputs(op, inputs.size())) fail("has a wrong number of inputs");
  std::vector<at::Tensor> here, there;
  bool constant = true, differs = false, learnable = false;
  for (const Value& input : inputs) {
    here.push_back(input.here);
    there.push_back(input.more());
    constant = constant && input.constant();
    differs = differs || input.there.defined();
    learnable = learnable || input.learnable;
  }
  Value result;
  result.here = computed(node, here, false);
  if (constant) {
    return Importer::constant(result.here, differs ? computed(node, there, true) : at::Tensor(), learnable);
  }
  if (anyBatch()) result.there = differs ? computed(node, there, true) : result.here;
  for (const Value& input : inputs) node.inputs.push_back(nodeFor(input));
  result.node = append(std::move(node));
  return result;
}

void Importer::takeInitialisers() {
  onnx::GraphProto& graph = *m_file.model->mutable_graph();
  for (onnx::TensorProto& tensor : *graph.mutable_initializer()) {
    Value value = constant(tensorFrom(tensor, m_file.subject), {}, true);
    value.name = tensor.name();
    value.type = tensor.data_type();
    m_values[tensor.name()] = std::move(value);
    tensor.Clear();  // the same numbers twice would be the largest part of the memory
  }
  graph.clear_initializer();
}

void Importer::translate(const onnx::NodeProto& node) {
  m_current = &node;
  std::vector<Value> inputs;
  for (const std::string& name : node.input()) {
    if (name.empty()) {
      inputs.emplace_back();
      continue;
    }
    const auto found = m_values.find(name);
    if (found == m_values.end()) fail("reads '" + cleaned(name) + "', which nothing before it gives");
    inputs.push_back(found->second);
    // The last reader takes it away: activations of a deep network would fill the memory.
    if (--m_left[name] <= 0) m_values.erase(found);
  }
  const auto row = rows().find(node.op_type());
  const bool own = node.domain().empty() || node.domain() == "ai.onnx";
  if (!own || row == rows().end()) {
    throw NotCovered(cleaned(node.op_type()), nameOf(node), "is none of the operators that are translated");
  }
  Call call(*this, node, std::move(inputs));
  std::vector<Value> results = row->second(call);
  for (Value& result : results) {
    for (const Value& input : call.inputs()) {
      if (result.node >= -1 && result.node == input.node) result.shared = true;
    }
  }
  for (int i = 0; i < node.output_size(); ++i) {
    const std::string& name = node.output(i);
    if (name.empty() || uses(name) == 0) continue;
    if (static_cast<std::size_t>(i) >= results.size() || !results[static_cast<std::size_t>(i)].present()) {
      call.notCovered("gives '" + cleaned(name) + "', which is not translated");
    }
    Value& value = m_values[name] = results[static_cast<std::size_t>(i)];
    if (value.constant() && value.name.empty()) value.name = name;
  }
}

ImportedGraph Importer::run() {
  takeInitialisers();
  Value input;
  input.node = -1;
  input.here = m_how.sample;
  input.there = m_how.larger;
  for (const Node& node : m_how.leading) {
    const at::NoGradGuard noGradient;
    input.here = runOperation(node, std::vector{input.here}, {});
    if (input.there.defined()) input.there = runOperation(node, std::vector{input.there}, {});
    input.node = append(node);
  }
  bool given = false;
  for (const OnnxPort& port : m_file.inputs) {
    if (const auto bound = m_how.bound.find(port.name); bound != m_how.bound.end()) {
      Value value = constant(bound->second, {}, true);
      value.name = port.name;
      m_values[port.name] = std::move(value);
      continue;
    }
    if (given) fail("takes more than one input");
    given = true;
    m_values[port.name] = input;
  }
  for (int i = 0; i < m_file.model->graph().node_size(); ++i) {
    if (m_needed[static_cast<std::size_t>(i)]) translate(m_file.model->graph().node(i));
  }
  m_current = nullptr;
  const auto found = m_values.find(m_wanted);
  if (found == m_values.end()) fail("nothing gives its output '" + cleaned(m_wanted) + "'");
  Value output = found->second;
  // The graph's output is its last node's.
  if (output.constant())
    output.node = append({"output", "constant", {}, {}, {{"value", output.here.contiguous()}}});
  if (output.node < 0) output.node = append({"output", "identity", {-1}, {}, {}});
  m_graph.nodes.resize(static_cast<std::size_t>(output.node) + 1);
  return {m_graph.pruned(), output.here, output.there};
}

}  // namespace adversarium
