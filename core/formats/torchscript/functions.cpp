// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript's functions of single elements, activations, reductions and comparisons.
#include <cmath>
#include <numeric>

#include "core/base/words.h"
#include "core/formats/torchscript/translation.h"

namespace adversarium {
namespace {

/// The same in both worlds, without numbers.
const std::map<std::string_view, std::string>& plainNames() {
  static const std::map<std::string_view, std::string> names{
      {"relu", "relu"},       {"tanh", "tanh"},     {"sigmoid", "sigmoid"}, {"hardswish", "hard_swish"},
      {"mish", "mish"},       {"erf", "erf"},       {"exp", "exp"},         {"log", "log"},
      {"sqrt", "sqrt"},       {"abs", "abs"},       {"absolute", "abs"},    {"neg", "neg"},
      {"negative", "neg"},    {"sign", "sign"},     {"floor", "floor"},     {"ceil", "ceil"},
      {"sin", "sin"},         {"cos", "cos"},       {"tan", "tan"},         {"asin", "asin"},
      {"acos", "acos"},       {"atan", "atan"},     {"sinh", "sinh"},       {"cosh", "cosh"},
      {"asinh", "asinh"},     {"acosh", "acosh"},   {"atanh", "atanh"},     {"logical_not", "not"},
      {"bitwise_not", "not"}, {"arcsin", "asin"},   {"arccos", "acos"},     {"arctan", "atan"},
      {"arcsinh", "asinh"},   {"arccosh", "acosh"}, {"arctanh", "atanh"},   {"reciprocal", "reciprocal"}};
  return names;
}

ScriptTensors plain(ScriptCall& call) {
  const ScriptTensor value = call.in("self");
  if (call.op == "bitwise_not" && value.here.scalar_type() != at::kBool) call.refuse();
  return {call.emit(plainNames().at(call.op), {value})};
}

ScriptTensor number(double value) { return ScriptBuilder::number(value); }

ScriptTensor clipped(ScriptCall& call, const ScriptTensor& value, double low, double high) {
  return call.emit("clip", {value}, {{"min", {low}}, {"max", {high}}});
}

ScriptTensors silu(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  return {call.emit("mul", {x, call.emit("sigmoid", {x})})};
}

ScriptTensors roundHalfToEven(ScriptCall& call) {
  if (call.whole("decimals") != 0) call.refuse();
  return {call.emit("round", {call.in("self")})};
}

ScriptTensors rootOfInverse(ScriptCall& call) {
  return {call.emit("reciprocal", {call.emit("sqrt", {call.in("self")})})};
}

ScriptTensors square(ScriptCall& call) { return {call.emit("pow", {call.in("self"), number(2)})}; }

/// exp(x) − 1 and log(1 + x); near zero these are less exact than the originals.
ScriptTensors shiftedExponential(ScriptCall& call) {
  return {call.emit("sub", {call.emit("exp", {call.in("self")}), number(1)})};
}
ScriptTensors shiftedLogarithm(ScriptCall& call) {
  return {call.emit("log", {call.sum(call.in("self"), number(1))})};
}
ScriptTensors logarithmOfBase(ScriptCall& call) {
  return {call.times(call.emit("log", {call.in("self")}), 1 / std::log(call.op == "log2" ? 2.0 : 10.0))};
}

ScriptTensors leakyRelu(ScriptCall& call) {
  // The randomised one has, while not training, the middle slope.
  if (call.op == "rrelu" && call.flag("training"))
    throw NoCounterpart{translatable("records", "because something in it is random")};
  const double slope = call.op == "rrelu" ? (call.number("lower", 0.125) + call.number("upper", 1.0 / 3)) / 2
                                          : call.number("negative_slope", 0.01);
  return {call.emit("leaky_relu", {call.in("self")}, {{"alpha", {slope}}})};
}

ScriptTensors elu(ScriptCall& call) {
  const double scale = call.number("scale", 1);
  if (call.number("input_scale", 1) != 1) call.refuse();
  if (scale == 1) return {call.emit("elu", {call.in("self")}, {{"alpha", {call.number("alpha", 1)}}})};
  return {call.emit("selu", {call.in("self")}, {{"alpha", {call.number("alpha", 1)}}, {"gamma", {scale}}})};
}

ScriptTensors selu(ScriptCall& call) { return {call.emit("selu", {call.in("self")})}; }

ScriptTensors celu(ScriptCall& call) {
  return {call.emit("celu", {call.in("self")}, {{"alpha", {call.number("alpha", 1)}}})};
}

ScriptTensors gelu(ScriptCall& call) {
  const bool tanh = call.text("approximate", "none") == "tanh";
  return {call.emit("gelu", {call.in("self")}, tanh ? Attributes{{"tanh", {1}}} : Attributes{})};
}

ScriptTensors hardSigmoid(ScriptCall& call) {
  return {call.emit("hard_sigmoid", {call.in("self")}, {{"alpha", {1.0 / 6}}, {"beta", {0.5}}})};
}

ScriptTensors hardTanh(ScriptCall& call) {
  const bool six = call.op == "relu6";
  return {
      clipped(call, call.in("self"), six ? 0 : call.number("min_val", -1), six ? 6 : call.number("max_val", 1))};
}

ScriptTensors prelu(ScriptCall& call) {
  at::Tensor slope = call.fixed("weight");
  if (!slope.defined()) call.refuse();
  return {call.emit("prelu", {call.in("self")}, {}, {{"weight", slope.reshape({-1})}})};
}

ScriptTensors softplus(ScriptCall& call) {
  const double beta = call.number("beta", 1);
  if (call.number("threshold", 20) != 20) call.refuse();
  return {call.times(call.emit("softplus", {call.times(call.in("self"), beta)}), 1 / beta)};
}

ScriptTensors logSigmoid(ScriptCall& call) {
  return {call.emit("neg", {call.emit("softplus", {call.emit("neg", {call.in("self")})})})};
}

ScriptTensors threshold(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const double bound = call.number("threshold"), value = call.number("value");
  if (value == 0) return {call.emit("thresholded_relu", {x}, {{"alpha", {bound}}})};
  return {call.emit("where", {call.emit("greater", {x, number(bound)}), x, number(value)})};
}

/// x without what lies within ±λ; the soft one shrinks the rest by λ.
ScriptTensors shrink(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const double lambda = call.number("lambd", 0.5);
  if (call.op == "softshrink") return {call.emit("sub", {x, clipped(call, x, -lambda, lambda)})};
  const ScriptTensor large = call.emit("greater", {call.emit("abs", {x}), number(lambda)});
  return {call.emit("where", {large, x, number(0)})};
}

ScriptTensors gatedLinear(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t axis = call.axis(call.whole("dim", -1), x.here.dim()), size = x.here.size(axis);
  if (size % 2 != 0) call.refuse();
  const auto half = [&](std::int64_t from) {
    return call.emit("slice", {x},
                     {{"axes", {double(axis)}}, {"starts", {double(from)}}, {"ends", {double(from + size / 2)}}});
  };
  return {call.emit("mul", {half(0), call.emit("sigmoid", {half(size / 2)})})};
}

ScriptTensors clamp(ScriptCall& call) {
  ScriptTensor x = call.in("self");
  if (call.isTensor("min") || call.isTensor("max")) {
    if (call.has("min")) x = call.emit("max", {x, call.in("min")});
    return {call.has("max") ? call.emit("min", {x, call.in("max")}) : x};
  }
  Attributes attributes;
  for (const char* bound : {"min", "max"}) {
    if (!call.has(bound)) continue;
    if (const double value = call.number(bound); std::isfinite(value)) attributes[bound] = {value};
  }
  return {call.emit("clip", {x}, attributes)};
}

ScriptTensors overAxis(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const double axis = static_cast<double>(call.axis(call.whole("dim", -1), x.here.dim()));
  return {
      call.emit(call.op.find("log") != std::string::npos ? "log_softmax" : "softmax", {x}, {{"axis", {axis}}})};
}

ScriptTensors addition(ScriptCall& call) {
  return {call.sum(call.in("self"), call.times(call.in("other"), call.number("alpha", 1)))};
}

ScriptTensors subtraction(ScriptCall& call) {
  const ScriptTensor other =
      call.times(call.op == "rsub" ? call.in("self") : call.in("other"), call.number("alpha", 1));
  return {call.emit("sub", {call.op == "rsub" ? call.in("other") : call.in("self"), other})};
}

/// With truth values as numbers, as LibTorch takes them.
ScriptTensor numeric(ScriptCall& call, const ScriptTensor& value) {
  return value.here.scalar_type() == at::kBool ? call.emit("cast", {value}, {{"type", {0}}}) : value;
}

ScriptTensors multiplication(ScriptCall& call) {
  return {call.emit("mul", {numeric(call, call.in("self")), numeric(call, call.in("other"))})};
}

ScriptTensors division(ScriptCall& call) {
  ScriptTensor a = numeric(call, call.in("self")), b = numeric(call, call.in("other"));
  // Whole numbers divide to real ones here.
  if (!a.here.is_floating_point() && !b.here.is_floating_point()) a = call.emit("cast", {a}, {{"type", {0}}});
  const ScriptTensor quotient = call.emit("div", {a, b});
  const std::string rounding = call.op == "floor_divide" ? "floor" : call.text("rounding_mode");
  if (rounding == "floor") return {call.emit("floor", {quotient})};
  if (rounding != "trunc") return {quotient};
  return {call.emit("mul", {call.emit("sign", {quotient}), call.emit("floor", {call.emit("abs", {quotient})})})};
}

ScriptTensors remainder(ScriptCall& call) {
  return {call.emit("mod", {call.in("self"), call.in("other")},
                    call.op == "fmod" ? Attributes{{"truncate", {1}}} : Attributes{})};
}

ScriptTensors power(ScriptCall& call) { return {call.emit("pow", {call.in("self"), call.in("exponent")})}; }

ScriptTensors comparison(ScriptCall& call) {
  static const std::map<std::string_view, std::string> names{{"eq", "equal"},
                                                             {"gt", "greater"},
                                                             {"ge", "greater_or_equal"},
                                                             {"lt", "less"},
                                                             {"le", "less_or_equal"},
                                                             {"greater", "greater"},
                                                             {"less", "less"},
                                                             {"logical_and", "and"},
                                                             {"greater_equal", "greater_or_equal"},
                                                             {"less_equal", "less_or_equal"},
                                                             {"logical_or", "or"},
                                                             {"logical_xor", "xor"},
                                                             {"maximum", "max"},
                                                             {"minimum", "min"}};
  return {call.emit(names.at(call.op), {call.in("self"), call.in("other")})};
}

ScriptTensors difference(ScriptCall& call) {
  return {call.emit("not", {call.emit("equal", {call.in("self"), call.in("other")})})};
}

/// Of truth values alone: bits of numbers have no counterpart.
ScriptTensors bitwise(ScriptCall& call) {
  static const std::map<std::string_view, std::string> names{{"bitwise_and", "and"}, {"bitwise_or", "or"},
                                                             {"bitwise_xor", "xor"}, {"__and__", "and"},
                                                             {"__or__", "or"},       {"__xor__", "xor"}};
  const ScriptTensor a = call.in("self"), b = call.in("other");
  if (a.here.scalar_type() != at::kBool || b.here.scalar_type() != at::kBool) call.refuse();
  return {call.emit(names.at(call.op), {a, b})};
}

ScriptTensors where(ScriptCall& call) {
  return {call.emit("where", {call.in("condition"), call.in("self"), call.in("other")})};
}

ScriptTensors maskedFill(ScriptCall& call) {
  return {call.emit("where", {call.in("mask"), call.in("value"), call.in("self")})};
}

/// self + value · (t1 · t2), or with a quotient.
ScriptTensors addedPair(ScriptCall& call) {
  const ScriptTensor pair =
      call.emit(call.op == "addcmul" ? "mul" : "div", {call.in("tensor1"), call.in("tensor2")});
  return {call.sum(call.in("self"), call.times(pair, call.number("value", 1)))};
}

ScriptTensors interpolation(ScriptCall& call) {
  const ScriptTensor from = call.in("self"), to = call.in("end");
  return {call.sum(from, call.emit("mul", {call.in("weight"), call.emit("sub", {to, from})}))};
}

ScriptTensors einsum(ScriptCall& call) {
  std::vector<double> letters;
  for (const char c : call.text("equation")) letters.push_back(static_cast<unsigned char>(c));
  return {call.emit("einsum", call.list("tensors"), {{"equation", letters}})};
}

/// The dimensions to reduce, counted from the front; none means all.
Attributes along(ScriptCall& call, std::int64_t rank) {
  Attributes attributes;
  for (const std::int64_t dim : call.wholes("dim")) attributes["axes"].push_back(double(call.axis(dim, rank)));
  if (call.flag("keepdim")) attributes["keep"] = {1};
  return attributes;
}

ScriptTensors reduction(ScriptCall& call) {
  static const std::map<std::string_view, std::string> names{
      {"mean", "reduce_mean"}, {"sum", "reduce_sum"},   {"amax", "reduce_max"},
      {"amin", "reduce_min"},  {"prod", "reduce_prod"}, {"logsumexp", "reduce_log_sum_exp"}};
  const ScriptTensor x = numeric(call, call.in("self"));
  const std::int64_t rank = x.here.dim();
  const Attributes attributes = along(call, rank);
  const auto axes = attributes.find("axes");
  // All of each map: what a global pool does.
  if (call.op == "mean" && rank == 4 && axes != attributes.end() && axes->second.size() == 2 &&
      std::min(axes->second[0], axes->second[1]) == 2 && std::max(axes->second[0], axes->second[1]) == 3) {
    const ScriptTensor pooled = call.emit("adaptive_pool", {x}, {{"size", {1}}});
    return {call.flag("keepdim") ? pooled : call.emit("flatten", {pooled})};
  }
  return {call.emit(names.at(call.op), {x}, attributes)};
}

/// The largest of all, along a dimension (with its place), or of two.
ScriptTensors extreme(ScriptCall& call) {
  const bool largest = call.op == "max";
  const ScriptTensor x = call.in("self");
  if (call.has("other")) return {call.emit(largest ? "max" : "min", {x, call.in("other")})};
  const std::string op = largest ? "reduce_max" : "reduce_min";
  if (!call.has("dim")) return {call.emit(op, {x})};
  const double axis = static_cast<double>(call.axis(call.whole("dim"), x.here.dim()));
  const std::vector<double> keep{call.flag("keepdim") ? 1.0 : 0.0};
  return {call.emit(op, {x}, {{"axes", {axis}}, {"keep", keep}}),
          call.emit(largest ? "arg_max" : "arg_min", {x}, {{"axis", {axis}}, {"keep", keep}})};
}

ScriptTensors placeOfExtreme(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  if (!call.has("dim")) call.refuse();
  return {call.emit(call.op == "argmax" ? "arg_max" : "arg_min", {x},
                    {{"axis", {double(call.axis(call.whole("dim"), x.here.dim()))}},
                     {"keep", {call.flag("keepdim") ? 1.0 : 0.0}}})};
}

ScriptTensors norm(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const char* order = call.op == "linalg_vector_norm" ? "ord" : "p";
  const double p = call.op == "frobenius_norm" ? 2 : call.number(order, 2);
  const Attributes attributes = along(call, x.here.dim());
  if (p == 2) return {call.emit("reduce_l2", {x}, attributes)};
  if (p == 1) return {call.emit("reduce_l1", {x}, attributes)};
  if (std::isinf(p) && p > 0) return {call.emit("reduce_max", {call.emit("abs", {x})}, attributes)};
  call.refuse();
}

/// Mean squared distance from the mean; without bias unless it is told otherwise.
ScriptTensors variance(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t rank = x.here.dim();
  Attributes attributes = along(call, rank);
  Sizes axes = call.wholes("dim");
  if (axes.empty()) {
    axes.resize(static_cast<std::size_t>(rank));
    std::iota(axes.begin(), axes.end(), 0);
  }
  double count = 1;
  for (std::int64_t& axis : axes) {
    axis = call.axis(axis, rank);
    if (x.here.size(axis) != x.there.size(axis)) call.refuse();
    count *= static_cast<double>(x.here.size(axis));
  }
  Attributes kept = attributes;
  kept["keep"] = {1};
  const ScriptTensor mean = call.emit("reduce_mean", {x}, kept);
  const ScriptTensor squares = call.emit("pow", {call.emit("sub", {x, mean}), number(2)});
  const double correction = call.has("correction") ? call.number("correction") : call.whole("unbiased", 1) ? 1 : 0;
  const ScriptTensor result =
      call.times(call.emit("reduce_mean", {squares}, attributes), count / std::max(count - correction, 0.0));
  const bool deviation = call.op.starts_with("std");
  const ScriptTensor spread = deviation ? call.emit("sqrt", {result}) : result;
  if (!call.op.ends_with("_mean")) return {spread};
  return {spread, call.emit("reduce_mean", {x}, attributes)};
}

}  // namespace

void addScriptFunctions(ScriptRows& rows) {
  for (const auto& [name, op] : plainNames()) rows[std::string(name)] = plain;
  rows["silu"] = silu;
  rows["round"] = roundHalfToEven;
  rows["rsqrt"] = rootOfInverse;
  rows["square"] = square;
  rows["expm1"] = shiftedExponential;
  rows["log1p"] = shiftedLogarithm;
  for (const char* name : {"log2", "log10"}) rows[name] = logarithmOfBase;
  for (const char* name : {"leaky_relu", "rrelu"}) rows[name] = leakyRelu;
  rows["elu"] = elu;
  rows["selu"] = selu;
  rows["celu"] = celu;
  rows["gelu"] = gelu;
  rows["hardsigmoid"] = hardSigmoid;
  for (const char* name : {"hardtanh", "relu6"}) rows[name] = hardTanh;
  rows["prelu"] = prelu;
  rows["softplus"] = softplus;
  rows["log_sigmoid"] = logSigmoid;
  rows["threshold"] = threshold;
  for (const char* name : {"softshrink", "hardshrink"}) rows[name] = shrink;
  rows["glu"] = gatedLinear;
  for (const char* name : {"clamp", "clip", "clamp_min", "clamp_max"}) rows[name] = clamp;
  for (const char* name : {"softmax", "_softmax", "log_softmax", "_log_softmax"}) rows[name] = overAxis;
  rows["add"] = addition;
  for (const char* name : {"sub", "subtract", "rsub"}) rows[name] = subtraction;
  for (const char* name : {"mul", "multiply"}) rows[name] = multiplication;
  for (const char* name : {"div", "divide", "true_divide", "floor_divide"}) rows[name] = division;
  for (const char* name : {"remainder", "fmod"}) rows[name] = remainder;
  rows["pow"] = power;
  for (const char* name : {"eq", "gt", "ge", "lt", "le", "greater", "greater_equal", "less", "less_equal",
                           "logical_and", "logical_or", "logical_xor", "maximum", "minimum"}) {
    rows[name] = comparison;
  }
  for (const char* name : {"ne", "not_equal"}) rows[name] = difference;
  for (const char* name : {"bitwise_and", "bitwise_or", "bitwise_xor", "__and__", "__or__", "__xor__"}) {
    rows[name] = bitwise;
  }
  rows["where"] = where;
  rows["masked_fill"] = maskedFill;
  for (const char* name : {"addcmul", "addcdiv"}) rows[name] = addedPair;
  rows["lerp"] = interpolation;
  rows["einsum"] = einsum;
  for (const char* name : {"mean", "sum", "amax", "amin", "prod", "logsumexp"}) rows[name] = reduction;
  for (const char* name : {"max", "min"}) rows[name] = extreme;
  for (const char* name : {"argmax", "argmin"}) rows[name] = placeOfExtreme;
  for (const char* name : {"norm", "frobenius_norm", "linalg_vector_norm"}) rows[name] = norm;
  for (const char* name : {"var", "std", "var_mean", "std_mean"}) rows[name] = variance;
}

}  // namespace adversarium
