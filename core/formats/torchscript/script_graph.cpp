// SPDX-License-Identifier: GPL-3.0-or-later
// The program is followed as it runs: calls into submodules, branches, loops and the arithmetic on sizes are
// carried out, and what remains is one list of tensor operators, which the tables of core/formats/torchscript
// translate.
#include "core/formats/torchscript/script_graph.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "core/base/words.h"
#include "core/formats/torchscript/translation.h"

namespace adversarium {
namespace {

using JitNode = torch::jit::Node;
using JitValue = torch::jit::Value;
using Items = std::vector<ScriptItem>;

constexpr int kDeepestCall = 200;
constexpr std::int64_t kMostSteps = 2'000'000;

bool hasModules(const c10::ClassType& type) {
  for (std::size_t i = 0; i < type.numAttributes(); ++i) {
    if (type.getAttribute(i)->is_module()) return true;
  }
  return false;
}

class Follower {
 public:
  Follower(const torch::jit::Module& module, const at::Tensor& images) : m_module(module), m_images(images) {
    for (const auto& parameter : module.named_parameters())
      m_builder.remember(parameter.value, parameter.name, true);
    for (const auto& buffer : module.named_buffers()) m_builder.remember(buffer.value, buffer.name, false);
  }

  Graph run() {
    ScriptItem self, image;
    self.here = self.there = m_module._ivalue();
    image.tensor =
        std::make_shared<ScriptTensor>(ScriptTensor{-1, m_images.narrow(0, 0, 2), m_images.narrow(0, 0, 3)});
    torch::jit::Function& forward = m_module.get_method("forward").function();
    Items arguments{self, image};
    const auto& stated = forward.getSchema().arguments();
    for (std::size_t i = 2; i < stated.size(); ++i) {
      if (!stated[i].default_value())
        throw NoCounterpart{translatable("records", "because it has several inputs")};
      arguments.push_back(itemOf(*stated[i].default_value()));
    }
    Items answers;
    tensorsIn(function(forward, arguments), answers);
    if (answers.size() != 1) throw NoCounterpart{translatable("records", "because it has several outputs")};
    return m_builder.finished(*answers[0].tensor);
  }

 private:
  using Values = std::unordered_map<const JitValue*, ScriptItem>;

  static void tensorsIn(const ScriptItem& item, Items& found) {
    if (item.tensor) found.push_back(item);
    for (std::size_t i = 0; item.sequence && i < item.sequence->items.size(); ++i) {
      tensorsIn(item.sequence->items[i], found);
    }
  }

  ScriptItem function(torch::jit::Function& called, const Items& arguments);
  void block(const torch::jit::Block& block, Values& values);
  Items outputsOf(const torch::jit::Block& block, const Values& values) const;
  void step(const JitNode& node, Values& values);
  bool control(const JitNode& node, const Items& in, Values& values);
  bool bookkeeping(const JitNode& node, const Items& in, Values& values);
  void loop(const JitNode& node, const Items& in, Values& values);
  void evaluate(const JitNode& node, const Items& in, Values& values);
  void translate(const JitNode& node, const Items& in, Values& values);
  void give(const JitNode& node, const Items& results, Values& values) const;
  /// Of what a program decides by.
  bool truth(const ScriptItem& item) const;

  const torch::jit::Module& m_module;
  at::Tensor m_images;
  ScriptBuilder m_builder;
  std::string m_path;
  bool m_leaf = false;
  int m_depth = 0;
  std::int64_t m_steps = 0;
};

bool Follower::truth(const ScriptItem& item) const {
  if (!item.here.isBool()) throw NoCounterpart{translatable("records", "because it decides by an image")};
  if (item.here.toBool() != item.there.toBool()) {
    throw NoCounterpart{translatable("records", "because it decides by the number of images in the batch")};
  }
  return item.here.toBool();
}

ScriptItem Follower::function(torch::jit::Function& called, const Items& arguments) {
  torch::jit::GraphFunction* written = torch::jit::tryToGraphFunction(called);
  if (!written) refuseOperator(called.name());
  if (++m_depth > kDeepestCall) {
    throw NoCounterpart{translatable("records", "because its program calls itself without end")};
  }
  const std::shared_ptr<torch::jit::Graph> graph = written->graph();
  Values values;
  for (std::size_t i = 0; i < graph->inputs().size(); ++i) values[graph->inputs()[i]] = arguments.at(i);
  block(*graph->block(), values);
  --m_depth;
  const Items results = outputsOf(*graph->block(), values);
  return results.empty() ? ScriptItem() : results[0];
}

Items Follower::outputsOf(const torch::jit::Block& block, const Values& values) const {
  Items results;
  for (const JitValue* output : block.outputs()) results.push_back(values.at(output));
  return results;
}

/// What no later node of the same block reads: activations of a deep network would fill the memory.
bool readLast(const JitValue& value, const JitNode& node) {
  return value.node()->owningBlock() == node.owningBlock() &&
         std::all_of(value.uses().begin(), value.uses().end(), [&](const torch::jit::Use& use) {
           return use.user == &node ||
                  (use.user->owningBlock() == node.owningBlock() && use.user->isBefore(&node));
         });
}

void Follower::block(const torch::jit::Block& block, Values& values) {
  for (const JitNode* node : block.nodes()) {
    if (++m_steps > kMostSteps) {
      throw NoCounterpart{translatable("records", "because its program has more steps than any classifier's")};
    }
    step(*node, values);
    for (const JitValue* input : node->inputs()) {
      if (readLast(*input, *node)) values.erase(input);
    }
  }
}

void Follower::give(const JitNode& node, const Items& results, Values& values) const {
  for (std::size_t i = 0; i < node.outputs().size(); ++i) {
    if (i < results.size()) {
      values[node.outputs()[i]] = results[i];
    } else if (!node.outputs()[i]->uses().empty()) {
      refuseOperator(node.kind().toQualString());
    }
  }
}

void Follower::step(const JitNode& node, Values& values) {
  Items in;
  for (const JitValue* input : node.inputs()) in.push_back(values.at(input));
  if (control(node, in, values) || bookkeeping(node, in, values)) return;
  const bool anyImage = std::any_of(in.begin(), in.end(), fromImage);
  // What is known of a tensor without its numbers.
  static const std::set<std::string> kShapes{
      "aten::size",         "aten::dim",          "aten::numel",
      "aten::len",          "aten::sym_size",     "aten::sym_numel",
      "aten::is_complex",   "aten::get_device",   "aten::zeros_like",
      "aten::ones_like",    "aten::full_like",    "aten::new_zeros",
      "aten::new_ones",     "aten::new_full",     "aten::is_floating_point",
      "aten::is_signed",    "aten::element_size", "aten::has_torch_function",
      "prim::dtype",        "prim::device",       "prim::layout",
      "prim::shape",        "prim::ndim",         "prim::is_cuda",
      "prim::is_cpu",       "prim::is_nested",    "prim::is_sparse",
      "prim::is_quantized", "prim::is_mkldnn"};
  const std::string name = node.kind().toQualString();
  const bool random = !anyImage && node.isNondeterministic();
  if (!random && (!anyImage || kShapes.contains(name))) return evaluate(node, in, values);
  translate(node, in, values);
}

/// Constants, calls, branches and loops.
bool Follower::control(const JitNode& node, const Items& in, Values& values) {
  switch (node.kind()) {
    case c10::prim::Constant: {
      if (node.output()->type()->kind() == c10::TypeKind::FunctionType) return true;
      const auto value = torch::jit::toIValue(node.output());
      give(node, {itemOf(*value)}, values);
      return true;
    }
    case c10::prim::GetAttr: {
      const std::string& name = node.s(c10::attr::name);
      const c10::IValue value = in[0].here.toObject()->getAttr(name);
      ScriptItem item = itemOf(value);
      if (value.isObject()) item.path = in[0].path.empty() ? name : in[0].path + "." + name;
      give(node, {item}, values);
      return true;
    }
    case c10::prim::CallMethod: {
      const auto type = in[0].here.toObject()->type();
      const std::string outer = m_path;
      const bool outerLeaf = m_leaf;
      m_path = in[0].path;
      m_leaf = !hasModules(*type);
      m_builder.setPlace(m_path, m_leaf);
      const ScriptItem result = function(type->getMethod(node.s(c10::attr::name)), in);
      m_path = outer;
      m_leaf = outerLeaf;
      m_builder.setPlace(m_path, m_leaf);
      give(node, {result}, values);
      return true;
    }
    case c10::prim::CallFunction: {
      torch::jit::Function* called = node.input(0)->type()->expectRef<c10::FunctionType>().function();
      give(node, {function(*called, Items(in.begin() + 1, in.end()))}, values);
      return true;
    }
    case c10::prim::If: {
      const torch::jit::Block& taken = *node.blocks()[truth(in[0]) ? 0 : 1];
      block(taken, values);
      give(node, outputsOf(taken, values), values);
      return true;
    }
    case c10::prim::Loop:
      loop(node, in, values);
      return true;
    case c10::prim::RaiseException:
      throw NoCounterpart{translatable("records", "because it stops with an error")};
    default:
      return false;
  }
}

void Follower::loop(const JitNode& node, const Items& in, Values& values) {
  const torch::jit::Block& body = *node.blocks()[0];
  const auto& inputs = body.inputs();
  if (!in[0].here.isInt() || in[0].here.toInt() != in[0].there.toInt()) {
    throw NoCounterpart{translatable("records", "because it decides by the number of images in the batch")};
  }
  Items carried(in.begin() + 2, in.end());
  bool on = truth(in[1]);
  for (std::int64_t i = 0; on && i < in[0].here.toInt(); ++i) {
    values[inputs[0]] = itemOf(i);
    for (std::size_t c = 0; c < carried.size(); ++c) values[inputs[c + 1]] = carried[c];
    block(body, values);
    const Items results = outputsOf(body, values);
    on = truth(results[0]);
    carried.assign(results.begin() + 1, results.end());
    if (++m_steps > kMostSteps) {
      throw NoCounterpart{translatable("records", "because its program has more steps than any classifier's")};
    }
  }
  give(node, carried, values);
}

/// What makes and opens sequences, passes values on, or asks what a value is.
bool Follower::bookkeeping(const JitNode& node, const Items& in, Values& values) {
  const auto answer = [&](bool yes) {
    give(node, {itemOf(yes)}, values);
    return true;
  };
  const std::string name = node.kind().toQualString();
  if (name == "prim::ListConstruct" || name == "prim::TupleConstruct") {
    ScriptItem made;
    made.sequence = std::make_shared<ScriptSequence>(ScriptSequence{in, {}, name == "prim::TupleConstruct"});
    give(node, {made}, values);
    return true;
  }
  if (name == "prim::DictConstruct") {
    ScriptItem made;
    made.sequence = std::make_shared<ScriptSequence>();
    for (std::size_t i = 0; i + 1 < in.size(); i += 2) {
      made.sequence->keys.push_back(in[i].here);
      made.sequence->items.push_back(in[i + 1]);
    }
    give(node, {made}, values);
    return true;
  }
  if (name == "prim::ListUnpack" || name == "prim::TupleUnpack") {
    give(node, in[0].sequence->items, values);
    return true;
  }
  static const std::set<std::string> kPassed{"prim::unchecked_cast",
                                             "prim::unchecked_unwrap_optional",
                                             "aten::_unwrap_optional",
                                             "aten::contiguous",
                                             "aten::alias",
                                             "aten::detach",
                                             "aten::detach_",
                                             "aten::requires_grad_",
                                             "aten::lift",
                                             "aten::lift_fresh",
                                             "aten::positive",
                                             "aten::resolve_conj",
                                             "aten::resolve_neg",
                                             "aten::cpu",
                                             "aten::cuda",
                                             "prim::data"};
  if (kPassed.contains(name)) {
    give(node, {in[0]}, values);
    return true;
  }
  if (name == "aten::clone" && in[0].tensor) {
    ScriptItem copy;
    copy.tensor = std::make_shared<ScriptTensor>(*in[0].tensor);
    copy.tensor->part = false;
    give(node, {copy}, values);
    return true;
  }
  if (name == "aten::warn" || name == "prim::Print") return true;
  if (name == "prim::Uninitialized") {
    give(node, {ScriptItem()}, values);
    return true;
  }
  // An attack asks for the gradient by the image.
  if (name == "prim::requires_grad" || name == "aten::is_grad_enabled") return answer(true);
  if (name == "aten::__is__" || name == "aten::__isnot__") {
    const ScriptItem &a = in[0], &b = in[1];
    const bool plain = !a.tensor && !b.tensor && !a.sequence && !b.sequence;
    const bool same = plain ? a.here.is(b.here) : a.tensor == b.tensor && a.sequence == b.sequence;
    return answer(same == (name == "aten::__is__"));
  }
  if (name == "prim::isinstance") {
    const c10::TypePtr type = valueOf(in[0], node.input(0)->type(), false).type();
    const auto& types = node.tys(c10::attr::types);
    return answer(std::any_of(types.begin(), types.end(), [&](const auto& t) { return type->isSubtypeOf(*t); }));
  }
  if (in.empty() || !in[0].sequence) return false;
  const bool dictionary = node.input(0)->type()->kind() == c10::TypeKind::DictType;
  const std::optional<ScriptItem> result = sequenceOperator(name, in, dictionary);
  if (result) give(node, {*result}, values);
  return result.has_value();
}

bool writesInto(const c10::Argument& argument) {
  return argument.alias_info() && argument.alias_info()->isWrite();
}

/// Carried out as LibTorch would, once for each batch.
void Follower::evaluate(const JitNode& node, const Items& in, Values& values) {
  const std::string name = node.kind().toQualString();
  const c10::FunctionSchema* schema = node.maybeSchema();
  if (!schema) refuseOperator(name);
  const auto& arguments = schema->arguments();
  const bool writes = !arguments.empty() && writesInto(arguments[0]);
  if (writes && (in.empty() || !in[0].tensor)) refuseOperator(name);
  const at::NoGradGuard noGradient;
  const auto run = [&](bool larger) {
    torch::jit::Stack stack;
    for (std::size_t i = 0; i < in.size(); ++i) {
      c10::IValue value = valueOf(in[i], node.input(i)->type(), larger);
      if (writes && i == 0) value = value.toTensor().clone();  // the file's own numbers stay
      stack.push_back(std::move(value));
    }
    if (schema->is_vararg()) stack.emplace_back(static_cast<std::int64_t>(in.size()));
    node.getOperation()(stack);
    return std::vector<c10::IValue>(stack.end() - static_cast<std::ptrdiff_t>(node.outputs().size()), stack.end());
  };
  const std::vector<c10::IValue> here = run(false), there = run(true);
  Items results;
  for (std::size_t i = 0; i < here.size(); ++i) results.push_back(itemOf(here[i], there[i]));
  if (writes && !results.empty()) {
    *in[0].tensor = *results[0].tensor;
    results[0] = in[0];
  }
  give(node, results, values);
}

void Follower::translate(const JitNode& node, const Items& in, Values& values) {
  const std::string full = node.kind().toQualString();
  const c10::FunctionSchema* schema = node.maybeSchema();
  if (!schema || !full.starts_with("aten::")) refuseOperator(full);
  const auto& arguments = schema->arguments();
  const bool writes = !arguments.empty() && writesInto(arguments[0]);
  std::string name = full.substr(6);
  if (writes && name.ends_with('_') && !name.ends_with("__")) name.pop_back();
  const auto row = scriptRows().find(name);
  if (row == scriptRows().end()) refuseOperator(full);
  if (writes && in[0].tensor && in[0].tensor->part) {
    throw NoCounterpart{translatable("records", "because it writes into a part of an image")};
  }
  ScriptCall call(m_builder, name);
  for (std::size_t i = 0; i < arguments.size() && i < in.size(); ++i) {
    if (i > 0 && writesInto(arguments[i])) refuseOperator(full);
    call.add(arguments[i].name(), in[i]);
  }
  const ScriptTensors found = row->second(call);
  Items results;
  for (const ScriptTensor& each : found) {
    ScriptItem item;
    item.tensor = std::make_shared<ScriptTensor>(each);
    results.push_back(std::move(item));
  }
  if (node.outputs().size() == 1 && node.output()->type()->kind() == c10::TypeKind::ListType) {
    ScriptItem list;
    list.sequence = std::make_shared<ScriptSequence>(ScriptSequence{std::move(results), {}, false});
    return give(node, {list}, values);
  }
  // Nothing was done, or it was done in place: all who hold it see the result.
  const bool nothing = !in.empty() && in[0].tensor && found[0].node == in[0].tensor->node && found[0].node >= -1 &&
                       found[0].part == in[0].tensor->part;
  if (writes && in[0].tensor) *in[0].tensor = found[0];
  if ((writes && in[0].tensor) || nothing) results[0] = in[0];
  give(node, results, values);
}

}  // namespace

std::optional<Graph> graphFromScript(const torch::jit::Module& module, const at::Tensor& images, Words& reason) {
  const auto plainly = [](std::string words) {
    words = words.substr(0, words.find('\n'));
    return filled(translatable("records", "because its program cannot be followed: ‘{}’"), words);
  };
  try {
    return Follower(module, images).run();
  } catch (const NoCounterpart& missing) {
    reason = missing.words;
  } catch (const c10::Error& wrong) {
    reason = plainly(wrong.what_without_backtrace());
  } catch (const std::exception& wrong) {
    reason = plainly(wrong.what());
  }
  return std::nullopt;
}

}  // namespace adversarium
