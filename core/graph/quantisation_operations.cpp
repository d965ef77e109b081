// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding to a few whole numbers and back, as networks for small devices compute. A whole number is kept as a
// float of that value.
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/graph/operation.h"

namespace adversarium {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The node's numbers of that name, one for all or one for each place of its dimension `axis`, so that they
/// broadcast with `like`.
at::Tensor alongAxis(const Node& node, std::string_view attribute, const at::Tensor& like) {
  const auto found = node.attributes.find(attribute);
  if (found == node.attributes.end() || found->second.empty()) {
    refuse(node, "lacks its numbers '" + std::string(attribute) + "'");
  }
  const at::Tensor values = at::tensor(found->second, at::kDouble).to(like.device(), like.scalar_type());
  if (values.numel() == 1) return values.reshape({});
  const std::int64_t axis = dimension(node, node.whole("axis", 1), like);
  if (like.size(axis) != values.numel()) refuse(node, "has another number of steps than its input has places");
  Sizes shape(static_cast<std::size_t>(like.dim()), 1);
  shape[static_cast<std::size_t>(axis)] = -1;
  return values.reshape(shape);
}

/// The slope of rounding is 0 wherever it has one. The gradient goes straight through it instead, and ends where
/// the range does (Bengio et al. 2013, "Estimating or propagating gradients through stochastic neurons").
class StraightThrough final : public torch::autograd::Function<StraightThrough> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& scale,
                            const at::Tensor& zero, double low, double high) {
    at::Tensor value = at::div(input, scale).round_().add_(zero);
    context->saved_data["inside"] = value.ge(low).logical_and_(value.le(high));
    context->saved_data["scale"] = scale;
    return value.clamp_(low, high);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const at::Tensor inside = context->saved_data["inside"].toTensor(),
                     scale = context->saved_data["scale"].toTensor();
    return {gradients[0].mul(inside).div_(scale), {}, {}, {}, {}};
  }
};

/// round(x / scale) + zero, half to even, kept within `low` and `high`.
at::Tensor quantise(const Node& node, Inputs in, const Pass&) {
  const at::ScalarType own = in[0].scalar_type();
  const at::Tensor x = own == at::kDouble ? in[0] : in[0].to(at::kFloat);
  const at::Tensor scale = alongAxis(node, "scale", x), zero = alongAxis(node, "zero", x);
  const double low = node.number("low", 0), high = node.number("high", 255);
  const bool differentiated = at::GradMode::is_enabled() && x.requires_grad();
  const at::Tensor result = differentiated ? StraightThrough::apply(x, scale, zero, low, high)
                                           : at::div(x, scale).round_().add_(zero).clamp_(low, high);
  // 256 is the last whole number that bfloat16 holds with all before it.
  return own == at::kBFloat16 && low >= -256 && high <= 256 ? result.to(own) : result;
}

/// (x − zero) · scale. Whole numbers are subtracted as such: 32 bits are more than a float holds.
at::Tensor dequantise(const Node& node, Inputs in, const Pass&) {
  const at::Tensor zero = alongAxis(node, "zero", in[0]);
  const at::Tensor steps = in[0] - zero;
  const at::Tensor real = steps.is_floating_point() ? steps : steps.to(at::kFloat);
  return real * alongAxis(node, "scale", real);
}

}  // namespace

std::span<const Operation> quantisationOperations() {
  static const std::vector<Operation> table{
      {"quantize", 1, 1, {}, quantise},
      {"dequantize", 1, 1, {}, dequantise},
  };
  return table;
}

}  // namespace adversarium
