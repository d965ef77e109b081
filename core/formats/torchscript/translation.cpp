// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/torchscript/translation.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include "core/base/words.h"
#include "core/graph/operations.h"

namespace adversarium {
namespace {

constexpr double kMostElements = double(1 << 30);  // of one value

std::int64_t wholeOf(const c10::IValue& value) {
  if (value.isInt()) return value.toInt();
  if (value.isBool()) return value.toBool() ? 1 : 0;
  if (value.isDouble()) return static_cast<std::int64_t>(value.toDouble());
  if (value.isTensor() && value.toTensor().numel() == 1) return value.toTensor().item<std::int64_t>();
  throw NoCounterpart{translatable("records", "because a number is computed from an image")};
}

double numberOf(const c10::IValue& value) {
  if (value.isDouble()) return value.toDouble();
  if (value.isTensor() && value.toTensor().numel() == 1) return value.toTensor().item<double>();
  return static_cast<double>(wholeOf(value));
}

/// The item as a plain value, for the smaller or the larger batch.
c10::IValue plain(const ScriptItem& item, bool larger) {
  if (!item.tensor) return larger ? item.there : item.here;
  if (!item.tensor->constant())
    throw NoCounterpart{translatable("records", "because a number is computed from an image")};
  return larger ? item.tensor->there : item.tensor->here;
}

}  // namespace

void ScriptBuilder::setPlace(std::string path, bool leaf) {
  m_path = std::move(path);
  m_leaf = leaf;
}

void ScriptBuilder::remember(const at::Tensor& tensor, const std::string& name, bool learnable) {
  if (tensor.defined() && !tensor.is_mkldnn() && tensor.numel() > 0) {
    m_known.emplace(tensor.data_ptr(), Known{name, learnable, tensor.numel()});
  }
}

/// The module's name before the parameter's; else where in the program it is.
std::string ScriptBuilder::nameFor(const at::Tensor& weight, const std::string& op) const {
  if (weight.defined()) {
    if (const auto found = m_known.find(weight.data_ptr()); found != m_known.end()) {
      return found->second.name.substr(0, found->second.name.rfind('.'));
    }
  }
  if (m_path.empty()) return op;
  return m_leaf ? m_path : m_path + "." + op;
}

int ScriptBuilder::append(Node node) {
  const std::string name = node.name;
  for (int i = 1; !m_names.insert(node.name).second; ++i) node.name = fmt::format("{}_{}", name, i);
  m_graph.nodes.push_back(std::move(node));
  return static_cast<int>(m_graph.nodes.size()) - 1;
}

/// A value that a node must read. What grows with the batch becomes one image's share and a node that repeats it.
int ScriptBuilder::nodeFor(const ScriptTensor& value) {
  if (!value.constant()) return value.node;
  const void* const key = value.here.unsafeGetTensorImpl();
  if (const auto known = m_constants.find(key); known != m_constants.end()) return known->second;
  at::Tensor kept = value.here;
  std::int64_t axis = -1, times = 1;
  if (value.grows()) {
    const at::Tensor &here = value.here, &there = value.there;
    if (here.dim() != there.dim()) refuseBatchArithmetic();
    for (std::int64_t d = 0; d < here.dim(); ++d) {
      if (here.size(d) == there.size(d)) continue;
      if (axis >= 0 || here.size(d) % 2 != 0 || there.size(d) != here.size(d) / 2 * 3) refuseBatchArithmetic();
      axis = d;
    }
    if (axis < 0) refuseBatchArithmetic();
    times = here.size(axis) / 2;
    kept = here.narrow(axis, 0, 1);
    if (!here.equal(kept.expand_as(here)) || !there.equal(kept.expand_as(there))) refuseBatchArithmetic();
  }
  const auto known = m_known.find(kept.data_ptr());
  const bool whole = known != m_known.end() && known->second.numbers == kept.numel();
  const bool learnable = whole && known->second.learnable && kept.is_floating_point() && kept.numel() > 1;
  const std::string name = whole ? known->second.name : nameFor({}, "constant");
  kept = kept.contiguous();
  if (!kept.is_floating_point() && kept.scalar_type() != at::kBool) kept = kept.to(at::kLong);
  if (kept.scalar_type() == at::kDouble) kept = kept.to(at::kFloat);
  int place = append({name, "constant", {}, {}, {{learnable ? "weight" : "value", kept}}});
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

ScriptTensor ScriptBuilder::emit(const std::string& op, const ScriptTensors& inputs, Attributes attributes,
                                 std::map<std::string, at::Tensor, std::less<>> tensors) {
  const at::NoGradGuard noGradient;
  const auto weight = tensors.find("weight");
  Node node{nameFor(weight == tensors.end() ? at::Tensor() : weight->second, op),
            op,
            {},
            std::move(attributes),
            std::move(tensors)};
  for (auto& [name, tensor] : node.tensors) {
    tensor = (tensor.is_floating_point() ? tensor.to(at::kFloat) : tensor).detach().contiguous();
  }
  std::vector<at::Tensor> here, there;
  bool constants = true, grows = false;
  for (const ScriptTensor& input : inputs) {
    here.push_back(input.here);
    there.push_back(input.there);
    constants = constants && input.constant();
    grows = grows || input.grows();
  }
  const at::Tensor result = runOperation(node, here, {}), larger = grows ? runOperation(node, there, {}) : result;
  if (static_cast<double>(larger.numel()) > kMostElements) {
    throw NoCounterpart{translatable("records", "because it makes a tensor of absurd size")};
  }
  if (constants) return ScriptTensor::constantOf(result, larger);
  for (const ScriptTensor& input : inputs) node.inputs.push_back(nodeFor(input));
  return {append(std::move(node)), result, larger};
}

const Node* ScriptBuilder::zeroPadding(const ScriptTensor& value) const {
  if (value.node < 0) return nullptr;
  const Node& node = m_graph.nodes[static_cast<std::size_t>(value.node)];
  if (node.op != "pad" || node.number("value") != 0) return nullptr;
  const Sizes pads = node.wholes("pads");
  const std::size_t rank = pads.size() / 2;
  for (std::size_t i = 0; i < pads.size(); ++i) {
    if (pads[i] < 0 || (i % rank < 2 && pads[i] != 0)) return nullptr;
  }
  return &node;
}

Graph ScriptBuilder::finished(const ScriptTensor& answer) {
  int last = nodeFor(answer);
  if (last < 0) last = append({"output", "identity", {last}, {}, {}});
  m_graph.nodes.resize(static_cast<std::size_t>(last) + 1);
  return m_graph.pruned();
}

void ScriptCall::add(std::string name, ScriptItem item) {
  m_arguments.emplace_back(std::move(name), std::move(item));
}

const ScriptItem* ScriptCall::find(std::string_view argument) const {
  for (const auto& [name, item] : m_arguments) {
    if (name == argument) return &item;
  }
  return nullptr;
}

const ScriptItem& ScriptCall::must(std::string_view argument) const {
  const ScriptItem* found = find(argument);
  if (!found) refuse();
  return *found;
}

ScriptTensor ScriptCall::sum(const ScriptTensor& a, const ScriptTensor& b) const {
  const bool same = a.here.sizes() == b.here.sizes() && a.there.sizes() == b.there.sizes();
  return emit("add", {a, b}, same ? Attributes{} : Attributes{{"broadcast", {1}}});
}

ScriptTensor ScriptCall::times(const ScriptTensor& value, double factor) const {
  return factor == 1 ? value : emit("mul", {value, ScriptBuilder::number(factor)});
}

ScriptTensor ScriptCall::turned(const ScriptTensor& value, std::int64_t a, std::int64_t b) const {
  std::vector<double> order(static_cast<std::size_t>(value.here.dim()));
  for (std::size_t d = 0; d < order.size(); ++d) order[d] = static_cast<double>(d);
  std::swap(order[static_cast<std::size_t>(axis(a, value.here.dim()))],
            order[static_cast<std::size_t>(axis(b, value.here.dim()))]);
  return emit("transpose", {value}, {{"permutation", order}});
}

void ScriptCall::refuse() const {
  throw NoCounterpart{filled(
      translatable("records", "because the operator ‘{}’ has no counterpart with its arguments"), "aten::" + op)};
}

bool ScriptCall::has(std::string_view argument) const {
  const ScriptItem* found = find(argument);
  if (!found) return false;
  return found->tensor ? found->tensor->here.defined() : found->sequence || !found->here.isNone();
}

bool ScriptCall::isText(std::string_view argument) const {
  const ScriptItem* found = find(argument);
  return found && found->here.isString();
}

bool ScriptCall::isTensor(std::string_view argument) const {
  const ScriptItem* found = find(argument);
  return found && found->tensor && found->tensor->here.defined();
}

ScriptTensor ScriptCall::in(std::string_view argument) const {
  const ScriptItem& item = must(argument);
  if (item.tensor) return *item.tensor;
  // A number beside whole numbers is one of them.
  const ScriptItem& first = m_arguments.front().second;
  const bool whole =
      item.here.isInt() && first.tensor && first.tensor->here.defined() && !first.tensor->here.is_floating_point();
  const auto made = [&](const c10::IValue& value) {
    if (!value.isScalar()) refuse();
    return whole ? at::scalar_tensor(value.toInt(), at::kLong) : at::scalar_tensor(numberOf(value), at::kFloat);
  };
  return ScriptTensor::constantOf(made(item.here), made(item.there));
}

at::Tensor ScriptCall::fixed(std::string_view argument) const {
  if (!has(argument)) return {};
  const ScriptTensor value = in(argument);
  if (!value.constant()) {
    throw NoCounterpart{filled(
        translatable("records", "because ‘{}’ of the operator ‘{}’ is computed from an image"), argument, op)};
  }
  if (value.grows()) refuseBatchArithmetic();
  return value.here;
}

ScriptTensors ScriptCall::list(std::string_view argument) const {
  const ScriptItem& item = must(argument);
  if (!item.sequence) refuse();
  ScriptTensors values;
  for (const ScriptItem& each : item.sequence->items) {
    if (!each.tensor && !each.here.isNone()) refuse();
    values.push_back(each.tensor ? *each.tensor : ScriptTensor());
  }
  if (values.empty()) refuse();
  return values;
}

c10::IValue ScriptCall::fixedValue(std::string_view argument) const {
  const ScriptItem& item = must(argument);
  if (item.sequence) refuse();
  const c10::IValue here = plain(item, false), there = plain(item, true);
  if (!item.tensor && here.isScalar() && numberOf(here) != numberOf(there)) refuseBatchArithmetic();
  if (item.tensor && item.tensor->grows()) refuseBatchArithmetic();
  return here;
}

double ScriptCall::number(std::string_view argument, double fallback) const {
  return has(argument) ? numberOf(fixedValue(argument)) : fallback;
}

std::int64_t ScriptCall::whole(std::string_view argument, std::int64_t fallback) const {
  return has(argument) ? wholeOf(fixedValue(argument)) : fallback;
}

std::string ScriptCall::text(std::string_view argument, const std::string& fallback) const {
  return isText(argument) ? must(argument).here.toStringRef() : fallback;
}

std::pair<Sizes, Sizes> ScriptCall::growingWholes(std::string_view argument) const {
  std::pair<Sizes, Sizes> sizes;
  if (!has(argument)) return sizes;
  const ScriptItem& item = must(argument);
  const auto add = [&](const ScriptItem& each) {
    sizes.first.push_back(wholeOf(plain(each, false)));
    sizes.second.push_back(wholeOf(plain(each, true)));
  };
  if (!item.sequence) add(item);
  for (std::size_t i = 0; item.sequence && i < item.sequence->items.size(); ++i) add(item.sequence->items[i]);
  return sizes;
}

Sizes ScriptCall::wholes(std::string_view argument) const {
  const auto [here, there] = growingWholes(argument);
  if (here != there) refuseBatchArithmetic();
  return here;
}

std::vector<double> ScriptCall::numbers(std::string_view argument) const {
  std::vector<double> values;
  if (!has(argument)) return values;
  const ScriptItem& item = must(argument);
  if (!item.sequence) return {number(argument)};
  for (const ScriptItem& each : item.sequence->items) values.push_back(numberOf(plain(each, false)));
  return values;
}

std::int64_t ScriptCall::axis(std::int64_t said, std::int64_t rank) const {
  const std::int64_t axis = said < 0 ? said + rank : said;
  if (axis < 0 || axis >= rank) refuse();
  return axis;
}

const ScriptRows& scriptRows() {
  static const ScriptRows table = [] {
    ScriptRows rows;
    addScriptLayers(rows);
    addScriptFunctions(rows);
    addScriptShapes(rows);
    addScriptSamples(rows);
    return rows;
  }();
  return table;
}

std::vector<double> shortNumbers(const Sizes& values) {
  const bool same = std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == values.front(); });
  return {values.begin(), same && !values.empty() ? values.begin() + 1 : values.end()};
}

void setNumbers(Attributes& attributes, const char* name, const Sizes& values, std::int64_t usual) {
  if (std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == usual; })) return;
  attributes[name] = shortNumbers(values);
}

}  // namespace adversarium
