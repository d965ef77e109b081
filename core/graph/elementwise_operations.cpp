// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of several values, element by element with broadcasting; products of matrices; constants.

#include "core/graph/operation.h"

namespace adversarium {
namespace {

at::Tensor add(const Node& node, Inputs in, const Pass&) {
  at::Tensor sum = in[0];
  return node.whole("in_place") ? sum.add_(in[1]) : at::add(sum, in[1]);
}

/// Whole numbers are divided towards zero, as ONNX does in its arithmetic on shapes.
at::Tensor divide(const Node& node, Inputs in, const Pass&) {
  if (in[0].is_floating_point() || in[1].is_floating_point()) return in[0] / in[1];
  if (in[1].eq(0).any().item<bool>()) refuse(node, "divides a whole number by zero");
  return at::div(in[0], in[1], "trunc");
}

at::Tensor remainder(const Node& node, Inputs in, const Pass&) {
  if (!in[1].is_floating_point() && in[1].eq(0).any().item<bool>()) refuse(node, "divides a whole number by zero");
  return node.whole("truncate") ? at::fmod(in[0], in[1]) : at::remainder(in[0], in[1]);
}

/// The power keeps the base's type.
at::Tensor power(const Node&, Inputs in, const Pass&) {
  if (in[1].numel() == 1 && in[0].is_floating_point()) {
    const double exponent = in[1].item<double>();
    if (exponent == 2) return in[0].square();  // the general routine takes a hundred times longer
    if (exponent == 0.5) return in[0].sqrt();
    return at::pow(in[0], exponent);
  }
  return at::pow(in[0], in[1]).to(in[0].scalar_type());
}

using T = at::Tensor;

template <class Function>
Operation ofTwo(std::string_view name, Function) {
  return {name, 2, 2, {}, [](const Node&, Inputs in, const Pass&) { return Function{}(in[0], in[1]); }};
}

template <class Function>
Operation ofAll(std::string_view name, Function) {
  return {name, 1, Operation::kAny, {}, [](const Node&, Inputs in, const Pass&) {
            at::Tensor result = in[0];
            for (const at::Tensor& next : in.subspan(1)) result = Function{}(result, next);
            return result;
          }};
}

at::Tensor choose(const Node&, Inputs in, const Pass&) {
  const at::ScalarType type = at::result_type(in[1], in[2]);
  return at::where(in[0].to(at::kBool), in[1].to(type), in[2].to(type));
}

at::Tensor multiplyMatrices(const Node& node, Inputs in, const Pass&) {
  if (in[0].dim() < 1 || in[1].dim() < 1) refuse(node, "multiplies a single number as a matrix");
  return at::matmul(in[0], in[1]);
}

/// The equation in letters, as numbers: attributes hold nothing else.
at::Tensor einstein(const Node& node, Inputs in, const Pass&) {
  std::string equation;
  for (const std::int64_t code : node.wholes("equation")) {
    if (code < 32 || code > 126) refuse(node, "has an equation that is none");
    equation += static_cast<char>(code);
  }
  return at::einsum(equation, at::TensorList(in.data(), in.size()));
}

/// What the node keeps: `weight` may be trained, `value` is fixed.
at::Tensor constant(const Node& node, Inputs, const Pass&) {
  const at::Tensor weight = node.tensor("weight");
  const at::Tensor value = weight.defined() ? weight : node.tensor("value");
  if (!value.defined()) refuse(node, "lacks its value");
  return value;
}

}  // namespace

std::span<const Operation> elementwiseOperations() {
  static const std::vector<Operation> table{
      {"constant", 0, 0, {}, constant},
      {"add", 2, 2, {}, add},
      ofTwo("sub", [](const T& a, const T& b) { return at::sub(a, b); }),
      ofTwo("mul", [](const T& a, const T& b) { return at::mul(a, b); }),
      {"div", 2, 2, {}, divide},
      {"mod", 2, 2, {}, remainder},
      {"pow", 2, 2, {}, power},
      ofAll("min", [](const T& a, const T& b) { return at::minimum(a, b); }),
      ofAll("max", [](const T& a, const T& b) { return at::maximum(a, b); }),
      ofTwo("equal", [](const T& a, const T& b) { return at::eq(a, b); }),
      ofTwo("greater", [](const T& a, const T& b) { return at::gt(a, b); }),
      ofTwo("greater_or_equal", [](const T& a, const T& b) { return at::ge(a, b); }),
      ofTwo("less", [](const T& a, const T& b) { return at::lt(a, b); }),
      ofTwo("less_or_equal", [](const T& a, const T& b) { return at::le(a, b); }),
      ofTwo("and", [](const T& a, const T& b) { return at::logical_and(a, b); }),
      ofTwo("or", [](const T& a, const T& b) { return at::logical_or(a, b); }),
      ofTwo("xor", [](const T& a, const T& b) { return at::logical_xor(a, b); }),
      {"where", 3, 3, {}, choose},
      {"matmul", 2, 2, {}, multiplyMatrices},
      {"einsum", 1, Operation::kAny, {}, einstein},
  };
  return table;
}

}  // namespace adversarium
