// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of elements and reductions as ONNX operators.
#include <cmath>

#include "core/formats/onnx/exporter.h"

namespace adversarium {
namespace {

const std::map<std::string_view, std::string>& sameMeaning() {
  static const std::map<std::string_view, std::string> names{{"relu", "Relu"},
                                                             {"tanh", "Tanh"},
                                                             {"sigmoid", "Sigmoid"},
                                                             {"softplus", "Softplus"},
                                                             {"softsign", "Softsign"},
                                                             {"erf", "Erf"},
                                                             {"exp", "Exp"},
                                                             {"log", "Log"},
                                                             {"sqrt", "Sqrt"},
                                                             {"abs", "Abs"},
                                                             {"neg", "Neg"},
                                                             {"sign", "Sign"},
                                                             {"reciprocal", "Reciprocal"},
                                                             {"floor", "Floor"},
                                                             {"ceil", "Ceil"},
                                                             {"round", "Round"},
                                                             {"sin", "Sin"},
                                                             {"cos", "Cos"},
                                                             {"tan", "Tan"},
                                                             {"asin", "Asin"},
                                                             {"acos", "Acos"},
                                                             {"atan", "Atan"},
                                                             {"sinh", "Sinh"},
                                                             {"cosh", "Cosh"},
                                                             {"asinh", "Asinh"},
                                                             {"acosh", "Acosh"},
                                                             {"atanh", "Atanh"},
                                                             {"not", "Not"},
                                                             {"identity", "Identity"},
                                                             {"add", "Add"},
                                                             {"sub", "Sub"},
                                                             {"mul", "Mul"},
                                                             {"div", "Div"},
                                                             {"pow", "Pow"},
                                                             {"min", "Min"},
                                                             {"max", "Max"},
                                                             {"equal", "Equal"},
                                                             {"greater", "Greater"},
                                                             {"greater_or_equal", "GreaterOrEqual"},
                                                             {"less", "Less"},
                                                             {"less_or_equal", "LessOrEqual"},
                                                             {"and", "And"},
                                                             {"or", "Or"},
                                                             {"xor", "Xor"},
                                                             {"where", "Where"},
                                                             {"matmul", "MatMul"}};
  return names;
}

void plain(Exporter& e) { e.finish(sameMeaning().at(e.node().op), e.inputs()); }

/// QuantizeLinear and DequantizeLinear: the zero point's type says to which whole numbers.
void rounding(Exporter& e) {
  const Node& node = e.node();
  const double low = node.number("low", 0), high = node.number("high", 255);
  const bool plain = low == 0 && high == 255, negative = low == -128 && high == 127;
  if (!plain && !negative) e.cannot("rounds to other numbers than 8 bits hold");
  const auto values = [&](const char* name, at::ScalarType type) {
    const at::Tensor all = at::tensor(node.attributes.at(name), at::kDouble).to(type);
    return all.numel() == 1 ? all.reshape({}) : all;
  };
  const std::string scale = e.constant("scale", values("scale", at::kFloat)),
                    zero = e.constant("zero_point", values("zero", plain ? at::kByte : at::kChar));
  OnnxAttributes attributes;
  if (node.attributes.contains("axis")) attributes.push_back({"axis", node.whole("axis")});
  e.finish(node.op == "quantize" ? "QuantizeLinear" : "DequantizeLinear", {e.in(0), scale, zero}, attributes);
}

template <int count>
void withNumbers(Exporter& e, const std::string& op, const std::pair<const char*, double> (&numbers)[count]) {
  OnnxAttributes attributes;
  for (const auto& [name, fallback] : numbers) attributes.push_back({name, e.node().number(name, fallback)});
  e.finish(op, {e.in(0)}, attributes);
}

void leakyRelu(Exporter& e) { withNumbers(e, "LeakyRelu", {{"alpha", 0.01}}); }
void thresholdedRelu(Exporter& e) { withNumbers(e, "ThresholdedRelu", {{"alpha", 1}}); }
void elu(Exporter& e) { withNumbers(e, "Elu", {{"alpha", 1}}); }
void celu(Exporter& e) { withNumbers(e, "Celu", {{"alpha", 1}}); }
void selu(Exporter& e) { withNumbers(e, "Selu", {{"alpha", 1.6732632423543772}, {"gamma", 1.0507009873554805}}); }
void hardSigmoid(Exporter& e) { withNumbers(e, "HardSigmoid", {{"alpha", 0.2}, {"beta", 0.5}}); }

void hardSwish(Exporter& e) {
  e.needOpset(14);
  e.finish("HardSwish", {e.in(0)});
}

/// Its formula: the operator came with operator set 20.
void gelu(Exporter& e) {
  const std::string& x = e.in(0);
  if (e.node().whole("tanh")) {
    const std::string cube = e.step("Mul", {e.step("Mul", {x, x}), x});
    const std::string inner = e.step("Add", {x, e.step("Mul", {cube, e.number("cubic", 0.044715)})});
    const std::string bent = e.step("Tanh", {e.step("Mul", {inner, e.number("scale", std::sqrt(2 / M_PI))})});
    const std::string twice = e.step("Mul", {x, e.step("Add", {bent, e.number("one", 1)})});
    return e.finish("Mul", {twice, e.number("half", 0.5)});
  }
  const std::string erf = e.step("Erf", {e.step("Div", {x, e.number("root", std::sqrt(2.0))})});
  const std::string twice = e.step("Mul", {x, e.step("Add", {erf, e.number("one", 1)})});
  e.finish("Mul", {twice, e.number("half", 0.5)});
}

void mish(Exporter& e) { e.finish("Mul", {e.in(0), e.step("Tanh", {e.step("Softplus", {e.in(0)})})}); }

/// One slope a channel needs ones behind it to be stretched over the pixels.
void prelu(Exporter& e) {
  at::Tensor slope = e.node().tensor("weight");
  if (slope.dim() == 1 && e.shape(0).size() > 2) {
    Sizes shape(e.shape(0).size() - 1, 1);
    shape[0] = -1;
    slope = slope.reshape(shape);
  }
  e.finish("PRelu", {e.in(0), e.initialiser(e.node().name + ".weight", slope)});
}

void clip(Exporter& e) {
  Names inputs{e.in(0)};
  inputs.push_back(e.node().attributes.contains("min") ? e.number("min", e.node().number("min")) : "");
  if (e.node().attributes.contains("max")) inputs.push_back(e.number("max", e.node().number("max")));
  if (inputs.back().empty()) inputs.pop_back();
  e.finish("Clip", inputs);
}

void logProbabilities(Exporter& e) { e.finish("Log", {e.step("Clip", {e.in(0), e.number("least", 1e-30)})}); }

void overAxis(Exporter& e) {
  static const std::map<std::string_view, std::string> names{
      {"softmax", "Softmax"}, {"log_softmax", "LogSoftmax"}, {"hardmax", "Hardmax"}};
  const Node& node = e.node();
  const std::string op = node.whole("probabilities") ? "Softmax" : names.at(node.op);
  const std::int64_t axis = node.whole("axis", -1);
  if (!node.whole("flatten")) return e.finish(op, {e.in(0)}, {{"axis", axis}});
  const std::string shape = e.step("Shape", {e.in(0)});
  const std::string flat = e.step("Flatten", {e.in(0)}, {{"axis", axis}});
  e.finish("Reshape", {e.named(op, {flat}, {{"axis", std::int64_t{1}}}), shape});
}

void modulo(Exporter& e) {
  e.finish("Mod", e.inputs(), {{"fmod", std::int64_t{e.node().whole("truncate") != 0}}});
}

void einsum(Exporter& e) {
  std::string equation;
  for (const std::int64_t code : e.node().wholes("equation")) equation += static_cast<char>(code);
  e.finish("Einsum", e.inputs(), {{"equation", equation}});
}

void constant(Exporter& e) {
  const at::Tensor weight = e.node().tensor("weight");
  if (weight.defined()) return e.finishAsInitialiser(weight);
  e.finishAsConstant(e.node().tensor("value"));
}

void reduction(Exporter& e) {
  static const std::map<std::string_view, std::string> names{{"reduce_mean", "ReduceMean"},
                                                             {"reduce_sum", "ReduceSum"},
                                                             {"reduce_max", "ReduceMax"},
                                                             {"reduce_min", "ReduceMin"},
                                                             {"reduce_prod", "ReduceProd"},
                                                             {"reduce_l1", "ReduceL1"},
                                                             {"reduce_l2", "ReduceL2"},
                                                             {"reduce_log_sum", "ReduceLogSum"},
                                                             {"reduce_log_sum_exp", "ReduceLogSumExp"},
                                                             {"reduce_sum_square", "ReduceSumSquare"}};
  const Sizes axes = e.node().wholes("axes");
  OnnxAttributes attributes{{"keepdims", std::int64_t{e.node().whole("keep") != 0}}};
  Names inputs{e.in(0)};
  if (!axes.empty() && e.node().op == "reduce_sum") {
    inputs.push_back(e.numbers("axes", axes));
  } else if (!axes.empty()) {
    attributes.push_back({"axes", axes});
  }
  e.finish(names.at(e.node().op), inputs, attributes);
}

void placeOfExtreme(Exporter& e) {
  e.finish(e.node().op == "arg_max" ? "ArgMax" : "ArgMin", {e.in(0)},
           {{"axis", e.node().whole("axis")}, {"keepdims", std::int64_t{e.node().whole("keep") != 0}}});
}

void cast(Exporter& e) {
  constexpr std::int64_t kTypes[] = {onnx::TensorProto::FLOAT, onnx::TensorProto::INT64, onnx::TensorProto::BOOL};
  e.finish("Cast", {e.in(0)}, {{"to", kTypes[std::clamp<std::int64_t>(e.node().whole("type"), 0, 2)]}});
}

}  // namespace

void addFunctionExports(ExportRows& rows) {
  rows["quantize"] = rounding;
  rows["dequantize"] = rounding;
  for (const auto& [name, op] : sameMeaning()) rows[name] = plain;
  rows["leaky_relu"] = leakyRelu;
  rows["thresholded_relu"] = thresholdedRelu;
  rows["elu"] = elu;
  rows["celu"] = celu;
  rows["selu"] = selu;
  rows["hard_sigmoid"] = hardSigmoid;
  rows["hard_swish"] = hardSwish;
  rows["gelu"] = gelu;
  rows["mish"] = mish;
  rows["prelu"] = prelu;
  rows["clip"] = clip;
  for (const char* name : {"softmax", "log_softmax", "hardmax"}) rows[name] = overAxis;
  rows["log_probabilities"] = logProbabilities;
  rows["mod"] = modulo;
  rows["einsum"] = einsum;
  rows["constant"] = constant;
  for (const char* name : {"reduce_mean", "reduce_sum", "reduce_max", "reduce_min", "reduce_prod", "reduce_l1",
                           "reduce_l2", "reduce_log_sum", "reduce_log_sum_exp", "reduce_sum_square"}) {
    rows[name] = reduction;
  }
  rows["arg_max"] = placeOfExtreme;
  rows["arg_min"] = placeOfExtreme;
  rows["cast"] = cast;
}

}  // namespace adversarium
