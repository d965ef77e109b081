// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's functions of single elements, activations, reductions and comparisons.
#include <cmath>

#include "core/formats/onnx/importer.h"

namespace adversarium {
namespace {

/// The same name in both worlds, no attributes. The row's own operator says which.
std::vector<Value> plain(Call& call) {
  static const std::map<std::string_view, std::string> names{{"Relu", "relu"},
                                                             {"Tanh", "tanh"},
                                                             {"Sigmoid", "sigmoid"},
                                                             {"HardSwish", "hard_swish"},
                                                             {"Mish", "mish"},
                                                             {"Softplus", "softplus"},
                                                             {"Softsign", "softsign"},
                                                             {"Erf", "erf"},
                                                             {"Exp", "exp"},
                                                             {"Log", "log"},
                                                             {"Sqrt", "sqrt"},
                                                             {"Abs", "abs"},
                                                             {"Neg", "neg"},
                                                             {"Sign", "sign"},
                                                             {"Reciprocal", "reciprocal"},
                                                             {"Floor", "floor"},
                                                             {"Ceil", "ceil"},
                                                             {"Round", "round"},
                                                             {"Sin", "sin"},
                                                             {"Cos", "cos"},
                                                             {"Tan", "tan"},
                                                             {"Asin", "asin"},
                                                             {"Acos", "acos"},
                                                             {"Atan", "atan"},
                                                             {"Sinh", "sinh"},
                                                             {"Cosh", "cosh"},
                                                             {"Asinh", "asinh"},
                                                             {"Acosh", "acosh"},
                                                             {"Atanh", "atanh"},
                                                             {"Not", "not"}};
  return {call.emit(names.at(call.node.op_type()), {call.in(0)})};
}

/// An activation with numbers: the operation, and attributes with what they are when the file says nothing.
std::vector<Value> shaped(Call& call, const char* op, const std::vector<std::pair<const char*, double>>& numbers) {
  Attributes attributes;
  for (const auto& [name, fallback] : numbers) attributes[name] = {call.number(name, fallback)};
  return {call.emit(op, {call.in(0)}, attributes)};
}

std::vector<Value> leakyRelu(Call& call) { return shaped(call, "leaky_relu", {{"alpha", 0.01}}); }
std::vector<Value> thresholdedRelu(Call& call) { return shaped(call, "thresholded_relu", {{"alpha", 1}}); }
std::vector<Value> elu(Call& call) { return shaped(call, "elu", {{"alpha", 1}}); }
std::vector<Value> celu(Call& call) { return shaped(call, "celu", {{"alpha", 1}}); }
std::vector<Value> selu(Call& call) {
  // Before operator set 6 the constants had fewer digits.
  return shaped(
      call, "selu",
      {{"alpha", asWritten(1.67326319217681884765625F)}, {"gamma", asWritten(1.05070102214813232421875F)}});
}
std::vector<Value> hardSigmoid(Call& call) {
  return shaped(call, "hard_sigmoid", {{"alpha", 0.2}, {"beta", 0.5}});
}

std::vector<Value> gelu(Call& call) {
  const bool tanh = call.text("approximate", "none") == "tanh";
  return {call.emit("gelu", {call.in(0)}, tanh ? Attributes{{"tanh", {1}}} : Attributes{})};
}

std::vector<Value> prelu(Call& call) {
  at::Tensor slope = call.fixed(1);
  const std::int64_t rank = call.rank(0);
  if (slope.dim() > rank) call.wrong("has slopes of more dimensions than its input");
  if (slope.dim() == 0) slope = slope.reshape({1});
  if (slope.numel() > 1 && slope.dim() == 1) {
    // Since operator set 7 slopes broadcast from the right, before that there was one a channel.
    const bool channels = call.opset() < 7;
    if (!channels && rank > 2) {
      Sizes shape(static_cast<std::size_t>(rank), 1);
      shape.back() = -1;
      slope = slope.reshape(shape);
    }
  } else if (slope.dim() == rank - 1 && slope.numel() == slope.size(0) && rank > 1) {
    slope = slope.reshape({-1});  // C×1×1: one a channel
  }
  return {call.emit("prelu", {call.in(0)}, {}, {{"weight", slope.contiguous()}})};
}

std::vector<Value> clip(Call& call) {
  Attributes attributes;
  const auto set = [&](const char* name, std::size_t input, double none) {
    double bound = call.has(input) ? call.fixedNumber(input) : call.number(name, none);
    // The largest float is how old files say that there is no bound.
    if (std::isfinite(bound) && std::abs(bound) < 3.4e38) attributes[name] = {bound};
  };
  set("min", 1, -3.5e38);
  set("max", 2, 3.5e38);
  return {call.emit("clip", {call.in(0)}, attributes)};
}

std::vector<Value> overAxis(Call& call) {
  static const std::map<std::string_view, std::string> names{
      {"Softmax", "softmax"}, {"LogSoftmax", "log_softmax"}, {"Hardmax", "hardmax"}};
  const std::int64_t rank = call.rank(0);
  std::int64_t axis = call.whole("axis", call.opset() < 13 ? 1 : -1);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) call.wrong("works over a dimension that is not there");
  Attributes attributes{{"axis", {double(axis)}}};
  bool behind = false;  // whether there is anything to flatten
  for (std::int64_t d = axis + 1; d < rank; ++d) behind = behind || call.in(0).here.size(d) != 1;
  if (call.opset() < 13 && behind) attributes["flatten"] = {1};
  return {call.emit(names.at(call.node.op_type()), {call.in(0)}, attributes)};
}

/// Before operator set 7 only the second operand was stretched, from `axis` on.
std::vector<Value> operands(Call& call) {
  std::vector<Value> values = call.inputs();
  for (std::size_t i = 0; i < values.size(); ++i) (void)call.in(i);
  if (call.opset() >= 7 || values.size() != 2 || !call.says("axis")) return values;
  const std::int64_t rank = call.rank(0), own = call.rank(1), axis = call.whole("axis", 0);
  const std::int64_t from = axis < 0 ? axis + rank : axis;
  if (from < 0 || from + own > rank) call.wrong("stretches over dimensions that are not there");
  Sizes axes;
  for (std::int64_t d = own; from + d < rank; ++d) axes.push_back(d);
  if (!axes.empty()) values[1] = call.emit("unsqueeze", {values[1]}, {{"axes", numbers(axes)}});
  return values;
}

bool sameShape(const Value& a, const Value& b) {
  return a.here.sizes() == b.here.sizes() && a.more().sizes() == b.more().sizes();
}

/// Constants added to a product with weights are its bias.
std::optional<Value> asBias(Call& call, const Value& sum, const Value& term, const std::string& name) {
  if (sum.shared || call.importer.uses(name) != 1 || !term.constant() || term.there.defined() || sum.node < 0)
    return std::nullopt;
  Node& layer = call.importer.nodes()[static_cast<std::size_t>(sum.node)];
  const bool linear = layer.op == "linear" && layer.attributes.contains("dimensions");
  if ((!linear && layer.op != "conv") || layer.tensors.contains("bias") || !term.here.is_floating_point()) {
    return std::nullopt;
  }
  const std::int64_t outputs = layer.tensor("weight").size(0), rank = sum.here.dim();
  const std::int64_t place = linear ? rank - 1 : 1;  // which dimension has the outputs
  const std::int64_t own = place - (rank - term.here.dim());
  if (term.here.numel() != outputs || own < 0 || term.here.dim() > rank || term.here.size(own) != outputs) {
    return std::nullopt;
  }
  layer.tensors["bias"] = term.here.reshape({outputs}).contiguous();
  Value result = sum;
  result.here = sum.here + term.here;
  if (sum.there.defined()) result.there = sum.there + term.here;
  return result;
}

std::vector<Value> addition(Call& call) {
  const std::vector<Value> values = operands(call);
  if (values.size() != 2) call.wrong("needs two inputs");
  if (const auto merged = asBias(call, values[0], values[1], call.node.input(0))) return {*merged};
  if (const auto merged = asBias(call, values[1], values[0], call.node.input(1))) return {*merged};
  const bool same = sameShape(values[0], values[1]);
  return {call.emit("add", values, same ? Attributes{} : Attributes{{"broadcast", {1}}})};
}

std::vector<Value> sum(Call& call) {
  Value total = call.in(0);
  for (std::size_t i = 1; i < call.count(); ++i) {
    const bool same = sameShape(total, call.in(i));
    total = call.emit("add", {total, call.in(i)}, same ? Attributes{} : Attributes{{"broadcast", {1}}});
  }
  return {total};
}

std::vector<Value> mean(Call& call) {
  const Value total = sum(call)[0];
  return {call.emit("div", {total, Importer::constant(at::scalar_tensor(double(call.count()), at::kFloat))})};
}

bool near(const std::optional<double>& value, double wanted) {
  return value && std::abs(*value - wanted) < 1e-4 * std::abs(wanted);
}

/// What the importer needs of a node to recognise a formula: its operation and inputs, in either order.
struct Formula {
  Importer& importer;
  const Node* node(int at, std::string_view op) const { return importer.producer(at, op); }
  /// The other input of a two-input node, one of whose inputs is that number.
  int besides(const Node* node, double number) const {
    if (!node || node->inputs.size() != 2) return -2;
    if (near(importer.numberOf(node->inputs[1]), number)) return node->inputs[0];
    if (near(importer.numberOf(node->inputs[0]), number)) return node->inputs[1];
    return -2;
  }
  /// x for a node that is 1 + erf(x / √2).
  int insideErf(int at) const {
    const int erf = besides(node(at, "add"), 1);
    const Node* function = erf >= 0 ? node(erf, "erf") : nullptr;
    if (!function) return -2;
    int x = besides(node(function->inputs[0], "div"), std::sqrt(2.0));
    if (x == -2) x = besides(node(function->inputs[0], "mul"), std::sqrt(0.5));
    return x;
  }
};

/// x · ½ · (1 + erf(x/√2)) in any of the orders in which exporters write it (Hendrycks & Gimpel 2016).
int geluOf(Importer& importer, const Value& a, const Value& b) {
  const Formula formula{importer};
  for (const auto& [left, right] : {std::pair(a, b), std::pair(b, a)}) {
    if (left.node < 0) continue;
    // (x · (1 + erf)) · ½
    if (right.constant() && right.here.numel() == 1 && std::abs(right.here.item<double>() - 0.5) < 1e-6) {
      const Node* product = formula.node(left.node, "mul");
      if (!product) continue;
      for (const int side : {0, 1}) {
        const int x = formula.insideErf(product->inputs[static_cast<std::size_t>(side)]);
        if (x != -2 && product->inputs[static_cast<std::size_t>(1 - side)] == x) return x;
      }
    }
    if (right.node < -1 || right.constant()) continue;
    // (x · ½) · (1 + erf)
    const int x = formula.insideErf(right.node);
    if (x != -2 && formula.besides(formula.node(left.node, "mul"), 0.5) == x) return x;
    // x · (½ · (1 + erf))
    const int half = formula.besides(formula.node(right.node, "mul"), 0.5);
    const int inner = half >= 0 ? formula.insideErf(half) : -2;
    if (inner != -2 && inner == left.node) return inner;
  }
  return -2;
}

std::vector<Value> product(Call& call) {
  const std::vector<Value> values = operands(call);
  if (values.size() != 2) call.wrong("needs two inputs");
  const Value result = call.emit("mul", values);
  const int x = geluOf(call.importer, values[0], values[1]);
  if (x == -2) return {result};
  // The node just added becomes the formula's name; what it read before falls away when the graph is pruned.
  Node& node = call.importer.nodes()[static_cast<std::size_t>(result.node)];
  node.op = "gelu";
  node.inputs = {x};
  return {result};
}

/// (x − mean) / √(variance + ε) along the last dimension, as exporters wrote it before there was an operator.
bool becomesLayerNorm(Importer& importer, Node& quotient, const Value& result) {
  const Formula formula{importer};
  const int above = quotient.inputs[0];
  const Node* difference = formula.node(above, "sub");
  const Node* root = formula.node(quotient.inputs[1], "sqrt");
  const Node* shifted = root ? formula.node(root->inputs[0], "add") : nullptr;
  if (!difference || !shifted) return false;
  const auto eps = importer.numberOf(shifted->inputs[1]);
  const Node* variance = formula.node(shifted->inputs[0], "reduce_mean");
  const Node* square = variance ? formula.node(variance->inputs[0], "pow") : nullptr;
  const Node* mean = formula.node(difference->inputs[1], "reduce_mean");
  if (!eps || !square || !mean || square->inputs[0] != above || !near(importer.numberOf(square->inputs[1]), 2)) {
    return false;
  }
  if (mean->inputs[0] != difference->inputs[0]) return false;
  const std::int64_t last = result.here.dim() - 1;
  for (const Node* reduction : {mean, variance}) {
    const Sizes axes = reduction->wholes("axes");
    if (axes.size() != 1 || (axes[0] != -1 && axes[0] != last) || reduction->whole("keep") == 0) return false;
  }
  quotient.op = "layer_norm";
  quotient.inputs = {difference->inputs[0]};
  quotient.attributes = {{"dimensions", {1}}, {"eps", {*eps}}};
  return true;
}

std::vector<Value> quotient(Call& call) {
  const std::vector<Value> values = operands(call);
  if (values.size() != 2) call.wrong("needs two inputs");
  Value result = call.emit("div", values);
  if (result.node >= 0) {
    Node& node = call.importer.nodes()[static_cast<std::size_t>(result.node)];
    (void)becomesLayerNorm(call.importer, node, result);
  }
  return {result};
}

std::vector<Value> binary(Call& call) {
  static const std::map<std::string_view, std::string> names{{"Sub", "sub"},
                                                             {"Pow", "pow"},
                                                             {"Equal", "equal"},
                                                             {"Greater", "greater"},
                                                             {"GreaterOrEqual", "greater_or_equal"},
                                                             {"Less", "less"},
                                                             {"LessOrEqual", "less_or_equal"},
                                                             {"And", "and"},
                                                             {"Or", "or"},
                                                             {"Xor", "xor"}};
  return {call.emit(names.at(call.node.op_type()), operands(call))};
}

std::vector<Value> modulo(Call& call) {
  return {call.emit("mod", operands(call), call.whole("fmod", 0) ? Attributes{{"truncate", {1}}} : Attributes{})};
}

std::vector<Value> extreme(Call& call) {
  const std::string op = call.node.op_type() == "Min" ? "min" : "max";
  Value result = call.in(0);
  for (std::size_t i = 1; i < call.count(); ++i) result = call.emit(op, {result, call.in(i)});
  return {result};
}

std::vector<Value> where(Call& call) { return {call.emit("where", {call.in(0), call.in(1), call.in(2)})}; }

std::vector<Value> einsum(Call& call) {
  std::vector<double> letters;
  for (const char c : call.text("equation", "")) letters.push_back(static_cast<unsigned char>(c));
  for (std::size_t i = 0; i < call.count(); ++i) (void)call.in(i);
  return {call.emit("einsum", call.inputs(), {{"equation", letters}})};
}

std::vector<Value> reduction(Call& call) {
  static const std::map<std::string_view, std::string> names{{"ReduceMean", "reduce_mean"},
                                                             {"ReduceSum", "reduce_sum"},
                                                             {"ReduceMax", "reduce_max"},
                                                             {"ReduceMin", "reduce_min"},
                                                             {"ReduceProd", "reduce_prod"},
                                                             {"ReduceL1", "reduce_l1"},
                                                             {"ReduceL2", "reduce_l2"},
                                                             {"ReduceLogSum", "reduce_log_sum"},
                                                             {"ReduceLogSumExp", "reduce_log_sum_exp"},
                                                             {"ReduceSumSquare", "reduce_sum_square"}};
  Sizes axes = call.wholesAt("axes", 1);
  if (axes.empty() && call.whole("noop_with_empty_axes", 0) != 0) return {call.in(0)};
  Attributes attributes;
  if (!axes.empty()) attributes["axes"] = numbers(axes);
  if (call.whole("keepdims", 1) != 0) attributes["keep"] = {1};
  return {call.emit(names.at(call.node.op_type()), {call.in(0)}, attributes)};
}

std::vector<Value> placeOfExtreme(Call& call) {
  if (call.whole("select_last_index", 0) != 0) call.notCovered("takes the last of equal places");
  return {call.emit(call.node.op_type() == "ArgMax" ? "arg_max" : "arg_min", {call.in(0)},
                    {{"axis", {double(call.whole("axis", 0))}}, {"keep", {double(call.whole("keepdims", 1))}}})};
}

/// 0 real numbers, 1 whole ones, 2 truth values.
std::vector<Value> cast(Call& call) {
  const Value& value = call.in(0);
  double type = 0;
  const at::ScalarType own = value.here.scalar_type();
  switch (call.whole("to", onnx::TensorProto::FLOAT)) {
    case onnx::TensorProto::FLOAT:
    case onnx::TensorProto::DOUBLE:
    case onnx::TensorProto::FLOAT16:
    case onnx::TensorProto::BFLOAT16:
      if (own == at::kFloat) return {value};
      break;
    case onnx::TensorProto::INT64:
    case onnx::TensorProto::INT32:
    case onnx::TensorProto::INT16:
    case onnx::TensorProto::INT8:
    case onnx::TensorProto::UINT8:
    case onnx::TensorProto::UINT16:
    case onnx::TensorProto::UINT32:
    case onnx::TensorProto::UINT64:
      if (own == at::kLong) return {value};
      type = 1;
      break;
    case onnx::TensorProto::BOOL:
      if (own == at::kBool) return {value};
      type = 2;
      break;
    default:
      call.notCovered("casts to a type without numbers");
  }
  Value result = call.emit("cast", {value}, {{"type", {type}}});
  result.type = static_cast<int>(call.whole("to", 0));
  return {result};
}

}  // namespace

void addFunctionRows(Rows& rows) {
  for (const char* name :
       {"Relu", "Tanh", "Sigmoid", "HardSwish", "Mish",       "Softplus", "Softsign", "Erf",   "Exp",   "Log",
        "Sqrt", "Abs",  "Neg",     "Sign",      "Reciprocal", "Floor",    "Ceil",     "Round", "Sin",   "Cos",
        "Tan",  "Asin", "Acos",    "Atan",      "Sinh",       "Cosh",     "Asinh",    "Acosh", "Atanh", "Not"}) {
    rows[name] = plain;
  }
  rows["LeakyRelu"] = leakyRelu;
  rows["ThresholdedRelu"] = thresholdedRelu;
  rows["Elu"] = elu;
  rows["Celu"] = celu;
  rows["Selu"] = selu;
  rows["HardSigmoid"] = hardSigmoid;
  rows["Gelu"] = gelu;
  rows["PRelu"] = prelu;
  rows["Clip"] = clip;
  for (const char* name : {"Softmax", "LogSoftmax", "Hardmax"}) rows[name] = overAxis;
  rows["Add"] = addition;
  rows["Sum"] = sum;
  rows["Mean"] = mean;
  rows["Mul"] = product;
  rows["Div"] = quotient;
  for (const char* name :
       {"Sub", "Pow", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"}) {
    rows[name] = binary;
  }
  rows["Mod"] = modulo;
  rows["Min"] = extreme;
  rows["Max"] = extreme;
  rows["Where"] = where;
  rows["Einsum"] = einsum;
  for (const char* name : {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
                           "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare"}) {
    rows[name] = reduction;
  }
  rows["ArgMax"] = placeOfExtreme;
  rows["ArgMin"] = placeOfExtreme;
  rows["Cast"] = cast;
}

}  // namespace adversarium
