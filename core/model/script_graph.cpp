// SPDX-License-Identifier: GPL-3.0-or-later
// Freezing inlines every submodule and turns parameters into constants; what then remains is one list of ATen
// calls.
#include "core/model/script_graph.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.h"

namespace adversarium {
namespace {

using torch::jit::Value;
using JitNode = torch::jit::Node;

/// Thrown where a call has no counterpart; never leaves this file.
struct NoCounterpart {
  std::string words;
};

class Importer {
 public:
  explicit Importer(const torch::jit::Module& module) {
    for (const auto& parameter : module.named_parameters()) remember(parameter.value, parameter.name);
    for (const auto& buffer : module.named_buffers()) remember(buffer.value, buffer.name);
    // The file's own tensors stay as they are: freezing works on a copy of the modules, not of the numbers.
    m_frozen = torch::jit::freeze(module, c10::nullopt, /*optimize_numerics=*/false);
  }

  Graph run() {
    const auto graph = m_frozen.get_method("forward").graph();
    if (graph->outputs().size() != 1)
      throw NoCounterpart{translatable("records", "no feature taps: it has several outputs")};
    m_places[graph->inputs().at(1)] = -1;
    block(*graph->block());
    if (place(graph->outputs()[0]) != static_cast<int>(m_graph.nodes.size()) - 1) {
      throw NoCounterpart{translatable("records", "no feature taps: its last operation is not its answer")};
    }
    return std::move(m_graph);
  }

 private:
  void remember(const at::Tensor& tensor, const std::string& name) {
    if (tensor.defined() && tensor.numel() > 0) m_names.emplace(tensor.data_ptr(), name);
  }

  // What a value is.
  c10::optional<c10::IValue> constant(const Value* value) const {
    if (value->node()->kind() == c10::prim::Constant) return torch::jit::toIValue(value);
    return c10::nullopt;
  }
  at::Tensor tensorConstant(const Value* value) const {
    const auto known = constant(value);
    return known && known->isTensor() ? known->toTensor() : at::Tensor();
  }
  double numberOf(const Value* value, const char* what) const {
    const auto known = constant(value);
    if (known && known->isInt()) return static_cast<double>(known->toInt());
    if (known && known->isDouble()) return known->toDouble();
    if (known && known->isBool()) return known->toBool() ? 1 : 0;
    throw NoCounterpart{fmt::format(translatable("records", "no feature taps: a layer's ‘{}’ is computed"), what)};
  }
  /// A list of whole numbers, constant or made of constants.
  std::vector<std::int64_t> listOf(const Value* value, const char* what) const {
    const auto known = constant(value);
    if (known && known->isIntList()) return known->toIntVector();
    if (known && known->isInt()) return {known->toInt()};
    if (value->node()->kind() == c10::prim::ListConstruct) {
      std::vector<std::int64_t> list;
      for (const Value* item : value->node()->inputs())
        list.push_back(static_cast<std::int64_t>(numberOf(item, what)));
      return list;
    }
    throw NoCounterpart{fmt::format(translatable("records", "no feature taps: a layer's ‘{}’ is computed"), what)};
  }
  /// The one number that a list repeats.
  double squareOf(const Value* value, const char* what, double whenEmpty = 0) const {
    const std::vector<std::int64_t> list = listOf(value, what);
    if (list.empty()) return whenEmpty;
    for (const std::int64_t item : list) {
      if (item != list[0])
        throw NoCounterpart{fmt::format(
            translatable("records", "no feature taps: a layer's ‘{}’ is not the same in both directions"), what)};
    }
    return static_cast<double>(list[0]);
  }
  int place(const Value* value) const {
    const auto found = m_places.find(value);
    if (found == m_places.end()) {
      throw NoCounterpart{
          fmt::format(translatable("records", "no feature taps: ‘{}’ works on something that is no image"),
                      value->node()->kind().toQualString())};
    }
    return found->second;
  }

  // What becomes of it.
  /// The module's name before the parameter's; a fresh one where the file has none.
  std::string nameFor(const at::Tensor& parameter, const std::string& op) {
    std::string name;
    if (parameter.defined()) {
      const auto found = m_names.find(parameter.data_ptr());
      if (found != m_names.end()) name = found->second.substr(0, found->second.rfind('.'));
    }
    if (name.empty()) name = op;
    std::string unique = name;
    for (int i = 1; !m_used.insert(unique).second; ++i) unique = name + "_" + std::to_string(i);
    return unique;
  }
  Node& push(const JitNode& from, std::string op, std::vector<int> inputs, Attributes attributes = {},
             std::map<std::string, at::Tensor, std::less<>> tensors = {}) {
    const auto weight = tensors.find("weight");
    Node node{nameFor(weight == tensors.end() ? at::Tensor() : weight->second, op), op, std::move(inputs),
              std::move(attributes), std::move(tensors)};
    m_graph.nodes.push_back(std::move(node));
    m_places[from.outputs()[0]] = static_cast<int>(m_graph.nodes.size()) - 1;
    return m_graph.nodes.back();
  }
  void same(const JitNode& node) { m_places[node.outputs()[0]] = place(node.inputs()[0]); }

  void block(const torch::jit::Block& block);
  void call(const JitNode& node);
  void convolution(const JitNode& node, bool general);
  void batchNorm(const JitNode& node);
  void linear(const JitNode& node, const Value* image, at::Tensor weight, const at::Tensor& bias);
  void pool(const JitNode& node, const char* op);
  void addition(const JitNode& node);
  void reshape(const JitNode& node);
  void mean(const JitNode& node);

  torch::jit::Module m_frozen;
  std::unordered_map<const void*, std::string> m_names;  // of parameters, by where their numbers are
  std::unordered_map<const Value*, int> m_places;        // of images: the node that makes them, −1 for the input
  std::set<std::string> m_used;
  Graph m_graph;
};

void Importer::block(const torch::jit::Block& block) {
  for (const JitNode* node : block.nodes()) {
    const auto kind = node->kind();
    if (kind == c10::prim::Constant || kind == c10::prim::ListConstruct) continue;
    // A branch that only complains about a wrong input decides nothing.
    if (kind == c10::prim::If && node->outputs().empty()) continue;
    if (node->outputs().size() != 1) {
      throw NoCounterpart{
          fmt::format(translatable("records", "no feature taps: ‘{}’ has no counterpart"), kind.toQualString())};
    }
    // Numbers (sizes, dimensions, comparisons) are looked at where an operation uses them.
    if (!node->outputs()[0]->type()->isSubtypeOf(*c10::TensorType::get())) continue;
    if (node->outputs()[0]->uses().empty()) continue;
    call(*node);
  }
}

void Importer::call(const JitNode& node) {
  using Handler = std::function<void(Importer&, const JitNode&)>;
  const auto simple = [](const char* op) {
    return [op](Importer& self, const JitNode& n) { self.push(n, op, {self.place(n.inputs()[0])}); };
  };
  const Handler same = [](Importer& self, const JitNode& n) { self.same(n); };
  static const std::map<std::string, Handler> handlers{
      {"aten::conv2d", [](Importer& self, const JitNode& n) { self.convolution(n, false); }},
      {"aten::_convolution", [](Importer& self, const JitNode& n) { self.convolution(n, true); }},
      {"aten::batch_norm", &Importer::batchNorm},
      {"aten::linear",
       [](Importer& self, const JitNode& n) {
         self.linear(n, n.inputs()[0], self.tensorConstant(n.inputs()[1]), self.tensorConstant(n.inputs()[2]));
       }},
      {"aten::addmm",
       [](Importer& self, const JitNode& n) {
         const at::Tensor weight = self.tensorConstant(n.inputs()[2]);
         self.linear(n, n.inputs()[1], weight.defined() ? weight.t() : weight, self.tensorConstant(n.inputs()[0]));
       }},
      {"aten::relu", simple("relu")},
      {"aten::relu_", simple("relu")},
      {"aten::tanh", simple("tanh")},
      {"aten::tanh_", simple("tanh")},
      {"aten::add", &Importer::addition},
      {"aten::add_", &Importer::addition},
      {"aten::max_pool2d", [](Importer& self, const JitNode& n) { self.pool(n, "max_pool"); }},
      {"aten::avg_pool2d", [](Importer& self, const JitNode& n) { self.pool(n, "average_pool"); }},
      {"aten::adaptive_avg_pool2d",
       [](Importer& self, const JitNode& n) {
         self.push(n, "adaptive_pool", {self.place(n.inputs()[0])},
                   {{"size", {self.squareOf(n.inputs()[1], "size")}}});
       }},
      {"aten::mean", &Importer::mean},
      {"aten::flatten",
       [](Importer& self, const JitNode& n) {
         if (self.numberOf(n.inputs()[1], "start") != 1 || self.numberOf(n.inputs()[2], "end") != -1) {
           throw NoCounterpart{translatable(
               "records", "no feature taps: ‘aten::flatten’ flattens other dimensions than all of an image's")};
         }
         self.push(n, "flatten", {self.place(n.inputs()[0])});
       }},
      {"aten::view", &Importer::reshape},
      {"aten::reshape", &Importer::reshape},
      {"aten::dropout",
       [](Importer& self, const JitNode& n) {
         self.push(n, "dropout", {self.place(n.inputs()[0])},
                   {{"p", {self.numberOf(n.inputs()[1], "probability")}}});
       }},
      {"aten::contiguous", same},
      {"aten::alias", same},
      {"aten::clone", same},
  };
  const std::string name = node.kind().toQualString();
  const auto found = handlers.find(name);
  if (found == handlers.end())
    throw NoCounterpart{
        fmt::format(translatable("records", "no feature taps: the operator ‘{}’ has no counterpart"), name)};
  found->second(*this, node);
}

void Importer::convolution(const JitNode& node, bool general) {
  const auto in = node.inputs();
  if (general && numberOf(in[6], "transposition") != 0)
    throw NoCounterpart{translatable("records", "no feature taps: a convolution is transposed")};
  const at::Tensor weight = tensorConstant(in[1]);
  if (!weight.defined() || weight.dim() != 4)
    throw NoCounterpart{
        translatable("records", "no feature taps: a convolution is not of images by constant weights")};
  if (const auto padding = constant(in[4]); padding && padding->isString()) {
    throw NoCounterpart{translatable("records", "no feature taps: a convolution's padding is a word")};
  }
  Attributes attributes{{"stride", {squareOf(in[3], "stride", 1)}},
                        {"padding", {squareOf(in[4], "padding")}},
                        {"dilation", {squareOf(in[5], "dilation", 1)}},
                        {"groups", {numberOf(in[general ? 8 : 6], "groups")}}};
  std::map<std::string, at::Tensor, std::less<>> tensors{{"weight", weight}};
  if (const at::Tensor bias = tensorConstant(in[2]); bias.defined()) tensors["bias"] = bias;
  push(node, "conv", {place(in[0])}, std::move(attributes), std::move(tensors));
}

void Importer::batchNorm(const JitNode& node) {
  const auto in = node.inputs();
  if (numberOf(in[5], "mode") != 0)
    throw NoCounterpart{translatable("records", "no feature taps: batch norm is in training mode")};
  const at::Tensor mean = tensorConstant(in[3]), variance = tensorConstant(in[4]);
  if (!mean.defined() || !variance.defined())
    throw NoCounterpart{translatable("records", "no feature taps: batch norm has no statistics")};
  at::Tensor weight = tensorConstant(in[1]), bias = tensorConstant(in[2]);
  if (!weight.defined()) weight = at::ones_like(mean);
  if (!bias.defined()) bias = at::zeros_like(mean);
  push(node, "batch_norm", {place(in[0])},
       {{"momentum", {numberOf(in[6], "momentum")}}, {"eps", {numberOf(in[7], "epsilon")}}},
       {{"weight", weight}, {"bias", bias}, {"running_mean", mean}, {"running_var", variance}});
}

void Importer::linear(const JitNode& node, const Value* image, at::Tensor weight, const at::Tensor& bias) {
  if (!weight.defined() || weight.dim() != 2)
    throw NoCounterpart{translatable("records", "no feature taps: a linear layer's weights are computed")};
  std::map<std::string, at::Tensor, std::less<>> tensors{{"weight", std::move(weight)}};
  if (bias.defined()) tensors["bias"] = bias;
  push(node, "linear", {place(image)}, {}, std::move(tensors));
}

void Importer::pool(const JitNode& node, const char* op) {
  const auto in = node.inputs();
  const bool average = std::string(op) == "average_pool";
  const double kernel = squareOf(in[1], "kernel");
  Attributes attributes{{"kernel", {kernel}}, {"stride", {squareOf(in[2], "stride", kernel)}}};
  const double padding = squareOf(in[3], "padding");
  if (average) {
    if (padding != 0) throw NoCounterpart{translatable("records", "no feature taps: an average pool is padded")};
    if (numberOf(in[4], "rounding") != 0)
      throw NoCounterpart{translatable("records", "no feature taps: a pool rounds its size up")};
  } else {
    attributes["padding"] = {padding};
    if (squareOf(in[4], "dilation", 1) != 1)
      throw NoCounterpart{translatable("records", "no feature taps: a pool is dilated")};
    if (numberOf(in[5], "rounding") != 0)
      throw NoCounterpart{translatable("records", "no feature taps: a pool rounds its size up")};
  }
  push(node, op, {place(in[0])}, std::move(attributes));
}

void Importer::addition(const JitNode& node) {
  const auto in = node.inputs();
  if (in.size() > 2 && numberOf(in[2], "factor") != 1)
    throw NoCounterpart{translatable("records", "no feature taps: a sum has a factor")};
  push(node, "add", {place(in[0]), place(in[1])});
}

/// x.view(x.size(0), -1), as most classifiers flatten; the comparison with the file's own answers decides.
void Importer::reshape(const JitNode& node) {
  const Value* shape = node.inputs()[1];
  std::size_t dimensions = 0;
  if (const auto known = constant(shape); known && known->isIntList()) {
    dimensions = known->toIntVector().size();
  } else if (shape->node()->kind() == c10::prim::ListConstruct) {
    dimensions = shape->node()->inputs().size();
  }
  if (dimensions != 2)
    throw NoCounterpart{translatable("records", "no feature taps: a reshape has no counterpart")};
  push(node, "flatten", {place(node.inputs()[0])});
}

void Importer::mean(const JitNode& node) {
  const auto in = node.inputs();
  const std::vector<std::int64_t> dims = listOf(in[1], "dimensions");
  const std::set<std::int64_t> over(dims.begin(), dims.end());
  if (over != std::set<std::int64_t>{2, 3} && over != std::set<std::int64_t>{-2, -1}) {
    throw NoCounterpart{
        translatable("records", "no feature taps: a mean is over other dimensions than an image's")};
  }
  const int from = place(in[0]);
  const bool keep = numberOf(in[2], "dimensions") != 0;
  push(node, "adaptive_pool", {from}, {{"size", {1}}});
  if (!keep) push(node, "flatten", {static_cast<int>(m_graph.nodes.size()) - 1});
}

}  // namespace

std::optional<Graph> graphFromScript(const torch::jit::Module& module, std::string& reason) {
  try {
    return Importer(module).run();
  } catch (const NoCounterpart& missing) {
    reason = missing.words;
  } catch (const c10::Error& wrong) {
    const std::string words = wrong.what_without_backtrace();
    reason = "no feature taps: its program cannot be simplified: " + words.substr(0, words.find('\n'));
  } catch (const std::exception& wrong) {
    const std::string words = wrong.what();
    reason = "no feature taps: its program cannot be simplified: " + words.substr(0, words.find('\n'));
  }
  return std::nullopt;
}

}  // namespace adversarium
