// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of one value: activations, and the soft maximum over one dimension.
#include "core/graph/operation.h"

namespace adversarium {
namespace {

at::Tensor rectify(const Node& node, Inputs in, const Pass&) {
  at::Tensor value = in[0];
  return node.whole("in_place") ? value.relu_() : at::relu(value);
}

/// A slope for each channel, or any shape that broadcasts from the right where there are several dimensions.
at::Tensor prelu(const Node& node, Inputs in, const Pass&) {
  at::Tensor slope = node.tensor("weight");
  if (slope.dim() == 1 && in[0].dim() > 1) {
    Sizes shape(static_cast<std::size_t>(in[0].dim()), 1);
    shape[1] = -1;
    slope = slope.reshape(shape);
  }
  return at::where(in[0] > 0, in[0], in[0] * slope.to(in[0].scalar_type()));
}

at::Tensor clip(const Node& node, Inputs in, const Pass&) {
  const auto bound = [&](std::string_view name) {
    return node.attributes.contains(name) ? c10::optional<at::Scalar>(node.number(name)) : c10::nullopt;
  };
  const auto low = bound("min"), high = bound("max");
  if (!low && !high) return in[0];
  if (in[0].is_floating_point()) return at::clamp(in[0], low, high);
  const auto whole = [](const auto& value) {
    return value ? c10::optional<at::Scalar>(value->toLong()) : c10::nullopt;
  };
  return at::clamp(in[0], whole(low), whole(high));
}

/// Over one dimension, or (`flatten`, as before operator set 13) over it and all behind it.
template <class Function>
Operation overDimension(std::string_view name, Function) {
  return {name, 1, 1, {}, [](const Node& node, Inputs in, const Pass&) {
            const std::int64_t axis = dimension(node, node.whole("axis", -1), in[0]);
            if (!node.whole("flatten")) return Function{}(in[0], axis);
            return Function{}(in[0].flatten(axis), axis).view_as(in[0]);
          }};
}

at::Tensor hardMaximum(const at::Tensor& values, std::int64_t axis) {
  return at::zeros_like(values).scatter(axis, values.argmax(axis, true), 1);
}

using T = at::Tensor;

/// A function of the value alone.
template <class Function>
Operation plain(std::string_view name, Function) {
  return {name, 1, 1, {}, [](const Node&, Inputs in, const Pass&) -> at::Tensor { return Function{}(in[0]); }};
}

/// A function of the value and the node's numbers.
template <class Function>
Operation shaped(std::string_view name, Function) {
  return {name, 1, 1, {}, [](const Node& node, Inputs in, const Pass&) -> at::Tensor {
            return Function{}(in[0], node);
          }};
}

}  // namespace

std::span<const Operation> activationOperations() {
  static const std::vector<Operation> table{
      {"relu", 1, 1, {}, rectify},
      {"prelu", 1, 1, {"weight"}, prelu},
      {"clip", 1, 1, {}, clip},
      overDimension("softmax", [](const T& x, std::int64_t d) { return at::softmax(x, d); }),
      overDimension("log_softmax", [](const T& x, std::int64_t d) { return at::log_softmax(x, d); }),
      overDimension("hardmax", [](const T& x, std::int64_t d) { return hardMaximum(x, d); }),
      shaped("leaky_relu", [](const T& x, const Node& n) { return at::leaky_relu(x, n.number("alpha", 0.01)); }),
      shaped("thresholded_relu",
             [](const T& x, const Node& n) { return at::where(x > n.number("alpha", 1), x, at::zeros_like(x)); }),
      shaped("elu", [](const T& x, const Node& n) { return at::elu(x, n.number("alpha", 1)); }),
      shaped("selu",
             [](const T& x, const Node& n) {
               return at::elu(x, n.number("alpha", 1.6732632423543772), n.number("gamma", 1.0507009873554805));
             }),
      shaped("celu", [](const T& x, const Node& n) { return at::celu(x, n.number("alpha", 1)); }),
      shaped("hard_sigmoid",
             [](const T& x, const Node& n) {
               return at::clamp(x * n.number("alpha", 0.2) + n.number("beta", 0.5), 0, 1);
             }),
      shaped("gelu",
             [](const T& x, const Node& n) {
               return at::gelu(x, n.whole("tanh") ? c10::string_view("tanh") : c10::string_view("none"));
             }),
      plain("tanh", [](const T& x) { return at::tanh(x); }),
      plain("sigmoid", [](const T& x) { return at::sigmoid(x); }),
      plain("erf", [](const T& x) { return at::erf(x); }),
      plain("exp", [](const T& x) { return at::exp(x); }),
      plain("log", [](const T& x) { return at::log(x); }),
      plain("log_probabilities", [](const T& x) { return x.clamp_min(1e-30).log(); }),
      plain("sqrt", [](const T& x) { return at::sqrt(x); }),
      plain("abs", [](const T& x) { return at::abs(x); }),
      plain("neg", [](const T& x) { return at::neg(x); }),
      plain("sign", [](const T& x) { return at::sign(x); }),
      plain("reciprocal", [](const T& x) { return at::reciprocal(x); }),
      plain("floor", [](const T& x) { return at::floor(x); }),
      plain("ceil", [](const T& x) { return at::ceil(x); }),
      plain("round", [](const T& x) { return at::round(x); }),
      plain("sin", [](const T& x) { return at::sin(x); }),
      plain("cos", [](const T& x) { return at::cos(x); }),
      plain("tan", [](const T& x) { return at::tan(x); }),
      plain("asin", [](const T& x) { return at::asin(x); }),
      plain("acos", [](const T& x) { return at::acos(x); }),
      plain("atan", [](const T& x) { return at::atan(x); }),
      plain("sinh", [](const T& x) { return at::sinh(x); }),
      plain("cosh", [](const T& x) { return at::cosh(x); }),
      plain("asinh", [](const T& x) { return at::asinh(x); }),
      plain("acosh", [](const T& x) { return at::acosh(x); }),
      plain("atanh", [](const T& x) { return at::atanh(x); }),
      plain("mish", [](const T& x) { return at::mish(x); }),
      plain("softplus", [](const T& x) { return at::softplus(x); }),
      plain("hard_swish", [](const T& x) { return at::hardswish(x); }),
      plain("softsign", [](const T& x) { return x / (x.abs() + 1); }),
      plain("not", [](const T& x) { return at::logical_not(x); }),
      plain("identity", [](const T& x) { return x; }),
  };
  return table;
}

}  // namespace adversarium
