// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/importer.h"

#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/base/error.h"
#include "core/graph/operations.h"

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
    addSampleRows(all);
    addQuantisedRows(all);
    return all;
  }();
  return table;
}

/// Names reach files, JSON and people: printable ASCII only.
std::string cleaned(std::string name) {
  for (char& c : name) {
    if (c <= 32 || c > 126 || c == '"' || c == '\\') c = '_';
  }
  return name.size() > 200 ? name.substr(0, 200) : name;
}

std::string nameOf(const onnx::NodeProto& node) {
  if (!node.name().empty()) return cleaned(node.name());
  return cleaned(node.output_size() > 0 && !node.output(0).empty() ? node.output(0) : node.op_type());
}

double product(at::IntArrayRef sizes) {
  double all = 1;
  for (const std::int64_t size : sizes) all *= static_cast<double>(size);
  return all;
}

double broadcastElements(const std::vector<at::Tensor>& inputs) {
  Sizes sizes;
  for (const at::Tensor& input : inputs) {
    const auto dims = input.sizes();
    if (dims.size() > sizes.size()) sizes.insert(sizes.begin(), dims.size() - sizes.size(), 1);
    for (std::size_t d = 0; d < dims.size(); ++d) {
      std::int64_t& size = sizes[sizes.size() - 1 - d];
      size = std::max(size, dims[dims.size() - 1 - d]);
    }
  }
  return product(sizes);
}

/// Elements that the operations which can make much out of little would write; 0 for the others.
double predictedElements(const Node& node, const std::vector<at::Tensor>& in) {
  const std::string& op = node.op;
  if (in.empty()) return 0;
  if (op == "concat") {
    double sum = 0;
    for (const at::Tensor& part : in) sum += static_cast<double>(part.numel());
    return sum;
  }
  if (op == "expand" || op == "reshape") {
    Sizes shape = node.wholes("shape");
    for (std::int64_t& size : shape) size = std::max<std::int64_t>(size, 1);
    return product(shape);
  }
  if (op == "tile") return static_cast<double>(in[0].numel()) * product(node.wholes("repeats"));
  if (op.starts_with("pad") && op != "padded_shortcut") {
    Sizes size = in[0].sizes().vec();
    const Sizes pads = node.wholes("pads");
    for (std::size_t d = 0; d < size.size() && pads.size() == 2 * size.size(); ++d) {
      size[d] += std::max<std::int64_t>(pads[d], 0) + std::max<std::int64_t>(pads[d + size.size()], 0);
    }
    return product(size);
  }
  if (op == "resize") {
    const auto scales = node.attributes.find("scales");
    double all = static_cast<double>(in[0].numel());
    const Sizes sizes = node.wholes("sizes");
    for (std::size_t d = 0; d < static_cast<std::size_t>(in[0].dim()); ++d) {
      if (d < sizes.size()) {
        if (sizes[d] > 0) all *= double(sizes[d]) / std::max<double>(1, double(in[0].size(std::int64_t(d))));
      } else if (scales != node.attributes.end() && d < scales->second.size()) {
        all *= scales->second[d];
      }
    }
    return all;
  }
  if ((op == "conv" || op == "conv_transpose" || op.ends_with("_pool")) && in[0].dim() > 2) {
    const at::Tensor weight = node.tensor("weight");
    const bool transposed = op == "conv_transpose";
    const std::int64_t channels = !weight.defined() ? in[0].size(1) : transposed ? weight.size(1) : weight.size(0);
    double all = static_cast<double>(in[0].size(0)) * static_cast<double>(channels) *
                 static_cast<double>(transposed ? std::max<std::int64_t>(node.whole("groups", 1), 1) : 1);
    double wide = static_cast<double>(in[0].size(0) * in[0].size(1));  // the padded input
    const Sizes stride = node.wholes("stride"), padding = node.wholes("padding"),
                dilation = node.wholes("dilation");
    const auto at = [](const Sizes& values, std::size_t d, std::int64_t fallback) {
      return double(values.empty() ? fallback : values[std::min(d, values.size() - 1)]);
    };
    for (std::size_t d = 0; d + 2 < static_cast<std::size_t>(in[0].dim()); ++d) {
      const auto size = static_cast<double>(in[0].size(std::int64_t(d) + 2));
      double most = 0;
      for (const std::int64_t p : padding) most = std::max(most, static_cast<double>(p));
      const double reach = weight.defined() && weight.dim() > std::int64_t(d) + 2
                               ? double(weight.size(std::int64_t(d) + 2)) * at(dilation, d, 1)
                               : 1;
      all *=
          transposed ? size * at(stride, d, 1) + reach : (size + 2 * most) / std::max(1.0, at(stride, d, 1)) + 1;
      wide *= size + 2 * most;
    }
    return std::max(all, wide);
  }
  if (op == "matmul" && in[0].dim() > 0 && in[1].dim() > 0) {
    double rows = 1, columns = 1, batches = 1;
    if (in[0].dim() > 1) rows = static_cast<double>(in[0].size(-2));
    if (in[1].dim() > 1) columns = static_cast<double>(in[1].size(-1));
    for (std::int64_t d = 0; d + 2 < std::max(in[0].dim(), in[1].dim()); ++d) {
      const auto sizeAt = [&](const at::Tensor& t) { return d + 2 < t.dim() ? double(t.size(-3 - d)) : 1; };
      batches *= std::max(sizeAt(in[0]), sizeAt(in[1]));
    }
    return rows * columns * batches;
  }
  if (op == "gather") {
    const std::int64_t axis =
        std::clamp<std::int64_t>(node.whole("axis"), -in[0].dim(), std::max<std::int64_t>(in[0].dim() - 1, 0));
    const std::int64_t size = in[0].dim() > 0 ? std::max<std::int64_t>(in[0].size(axis), 1) : 1;
    return static_cast<double>(in[0].numel()) / static_cast<double>(size) * static_cast<double>(in[1].numel());
  }
  if (op == "einsum") {  // at most every label once
    double all = 1;
    for (const at::Tensor& t : in) all *= static_cast<double>(std::max<std::int64_t>(t.numel(), 1));
    return std::sqrt(all);
  }
  return in.size() > 1 ? broadcastElements(in) : 0;
}

}  // namespace

Row rowOf(std::string_view op) {
  const auto row = rows().find(op);
  return row == rows().end() ? nullptr : row->second;
}

std::vector<double> numbers(const Sizes& values) { return {values.begin(), values.end()}; }

std::vector<double> shortened(const Sizes& values) {
  const bool same = std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == values.front(); });
  return same && !values.empty() ? std::vector<double>{static_cast<double>(values.front())} : numbers(values);
}

Sizes wholesIn(const at::Tensor& tensor) {
  const at::Tensor whole = tensor.to(at::kLong).contiguous();
  return {whole.data_ptr<std::int64_t>(), whole.data_ptr<std::int64_t>() + whole.numel()};
}

double asWritten(float value) {
  const std::string text = fmt::format("{}", value);
  double result = value;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
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

const Value& Call::in(std::size_t i) const {
  if (!has(i)) wrong(fmt::format("lacks its input {}", i + 1));
  return m_inputs[i];
}

at::Tensor Call::fixed(std::size_t i) const {
  const Value& value = in(i);
  if (!value.constant())
    notCovered(fmt::format("computes its input {} while running, which must be fixed", i + 1));
  if (value.there.defined()) notCovered(fmt::format("has an input {} that depends on the batch", i + 1));
  return value.here;
}

Sizes Call::fixedWholes(std::size_t i) const { return wholesIn(fixed(i)); }

double Call::fixedNumber(std::size_t i) const {
  const at::Tensor value = fixed(i);
  if (value.numel() != 1) wrong(fmt::format("needs a single number as its input {}", i + 1));
  return value.is_floating_point() ? asWritten(value.item<float>()) : value.item<double>();
}

const onnx::AttributeProto* Call::find(std::string_view attribute) const {
  for (const onnx::AttributeProto& candidate : node.attribute()) {
    if (candidate.name() == attribute) return &candidate;
  }
  return nullptr;
}

double Call::number(std::string_view attribute, double fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  if (!found) return fallback;
  const double value = found->has_f() ? asWritten(found->f()) : static_cast<double>(found->i());
  if (!std::isfinite(value)) wrong("has a '" + std::string(attribute) + "' that is no number");
  return value;
}

std::int64_t Call::whole(std::string_view attribute, std::int64_t fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? found->i() : fallback;
}

Sizes Call::wholes(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? Sizes(found->ints().begin(), found->ints().end()) : Sizes();
}

std::string Call::text(std::string_view attribute, const std::string& fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? found->s() : fallback;
}

at::Tensor Call::tensor(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  if (!found || !found->has_t()) wrong("lacks its '" + std::string(attribute) + "'");
  return tensorFrom(found->t(), importer.subject());
}

int Call::typeOf(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  return found && found->has_t() ? found->t().data_type() : 0;
}

Sizes Call::wholesAt(std::string_view attribute, std::size_t input) const {
  return has(input) ? fixedWholes(input) : wholes(attribute);
}

void Call::notCovered(const std::string& why) const {
  throw NotCovered(cleaned(node.op_type()), nameOf(node), why);
}

void Call::wrong(const std::string& why) const {
  throw InputError(importer.subject(),
                   fmt::format("node '{}' ({}) {}", nameOf(node), cleaned(node.op_type()), why));
}

ImportedGraph importOnnx(OnnxFile& file, const OnnxImport& how) { return Importer(file, how).run(); }

}  // namespace adversarium
