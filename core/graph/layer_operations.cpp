// SPDX-License-Identifier: GPL-3.0-or-later
// Layers with parameters, and what belongs beside them: convolutions, linear layers, norms, dropout.
#include "core/graph/operation.h"

namespace adversarium {
namespace {

/// Constants per channel, in the input's type and place.
at::Tensor channelConstants(const Node& node, std::string_view attribute, const at::Tensor& like) {
  const auto found = node.attributes.find(attribute);
  if (found == node.attributes.end() || found->second.empty()) {
    refuse(node, "lacks its numbers '" + std::string(attribute) + "'");
  }
  return at::tensor(found->second, at::kDouble).to(like.device(), like.scalar_type()).view({1, -1, 1, 1});
}

at::Tensor normalise(const Node& node, Inputs in, const Pass&) {
  return (in[0] - channelConstants(node, "mean", in[0])) / channelConstants(node, "std", in[0]);
}

/// In the weights' type: a comparison or a cast before the layer leaves a bfloat16 copy in float32.
at::Tensor fitting(const at::Tensor& input, const at::Tensor& weight) {
  return input.scalar_type() == weight.scalar_type() ? input : input.to(weight.scalar_type());
}

/// Padding is one number, one a dimension, or begins followed by ends. Asymmetric padding comes first, as zeros.
struct Padded {
  at::Tensor input;
  Sizes padding;
};
Padded padded(const Node& node, const at::Tensor& input, std::int64_t dimensions) {
  const auto count = static_cast<std::size_t>(dimensions);
  if (node.wholes("padding").size() != 2 * count || count == 0) {
    return {input, axisNumbers(node, "padding", dimensions, 0)};
  }
  const Sizes both = axisNumbers(node, "padding", 2 * dimensions, 0);
  Sizes backwards;  // LibTorch names the last dimension first
  for (std::size_t d = count; d-- > 0;) backwards.insert(backwards.end(), {both[d], both[d + count]});
  return {at::constant_pad_nd(input, backwards), Sizes(count, 0)};
}

std::int64_t checkedGroups(const Node& node) {
  const std::int64_t groups = node.whole("groups", 1);
  if (groups < 1) refuse(node, "has no groups");
  if (groups > (1 << 20)) refuse(node, "has an absurd number of groups");
  return groups;
}

at::Tensor convolve(const Node& node, Inputs in, const Pass&) {
  const at::Tensor weight = node.tensor("weight");
  const std::int64_t dimensions = weight.dim() - 2;
  const std::int64_t groups = checkedGroups(node);
  const Sizes stride = axisNumbers(node, "stride", std::max<std::int64_t>(dimensions, 1), 1);
  const Sizes dilation = axisNumbers(node, "dilation", std::max<std::int64_t>(dimensions, 1), 1);
  const auto [input, padding] = padded(node, fitting(in[0], weight), dimensions);
  switch (dimensions) {
    case 1:
      return at::conv1d(input, weight, node.tensor("bias"), stride, padding, dilation, groups);
    case 2:
      return at::conv2d(input, weight, node.tensor("bias"), stride, padding, dilation, groups);
    case 3:
      return at::conv3d(input, weight, node.tensor("bias"), stride, padding, dilation, groups);
    default:
      refuse(node, "convolves over " + std::to_string(dimensions) + " dimensions");
  }
}

/// LibTorch 1.13 takes a transposed convolution in bfloat16 for a plain one.
at::Tensor convolvedTransposed(const at::Tensor& input, const Node& node, const Sizes& stride,
                               const Sizes& padding, const Sizes& more, std::int64_t groups,
                               const Sizes& dilation) {
  const bool whole = input.scalar_type() != at::kBFloat16 || !input.is_cpu();
  const at::Tensor x = whole ? input : input.to(at::kFloat);
  const at::Tensor weight = node.tensor("weight").to(x.scalar_type());
  const at::Tensor given = node.tensor("bias");
  const at::Tensor bias = given.defined() ? given.to(x.scalar_type()) : given;
  at::Tensor output;
  if (stride.size() == 1) {
    output = at::conv_transpose1d(x, weight, bias, stride, padding, more, groups, dilation);
  } else if (stride.size() == 2) {
    output = at::conv_transpose2d(x, weight, bias, stride, padding, more, groups, dilation);
  } else {
    output = at::conv_transpose3d(x, weight, bias, stride, padding, more, groups, dilation);
  }
  return output.to(input.scalar_type());
}

/// Asymmetric padding cuts the output after the fact: padding of a transposed convolution removes.
at::Tensor convolveTransposed(const Node& node, Inputs in, const Pass&) {
  const at::Tensor weight = node.tensor("weight");
  const std::int64_t dimensions = weight.dim() - 2;
  if (dimensions < 1 || dimensions > 3)
    refuse(node, "convolves over " + std::to_string(dimensions) + " dimensions");
  const bool both = node.wholes("padding").size() == 2 * static_cast<std::size_t>(dimensions);
  const Sizes stride = axisNumbers(node, "stride", dimensions, 1);
  const Sizes dilation = axisNumbers(node, "dilation", dimensions, 1);
  const Sizes padding =
      both ? Sizes(static_cast<std::size_t>(dimensions), 0) : axisNumbers(node, "padding", dimensions, 0);
  Sizes more = axisNumbers(node, "output_padding", dimensions, 0);
  const Sizes behind = more;
  if (both) std::fill(more.begin(), more.end(), 0);
  const std::int64_t groups = checkedGroups(node);
  at::Tensor output = convolvedTransposed(fitting(in[0], weight), node, stride, padding, more, groups, dilation);
  if (!both) return output;
  // What is behind the last input's reach is bias alone, so it can only be cut away, not added: it was asked for
  // by output_padding and is taken from the padding at the end first.
  const Sizes cut = axisNumbers(node, "padding", 2 * dimensions, 0);
  for (std::size_t d = 0; d < static_cast<std::size_t>(dimensions); ++d) {
    const auto dim = static_cast<std::int64_t>(d) + 2;
    const std::int64_t end = output.size(dim) - cut[d + static_cast<std::size_t>(dimensions)] + behind[d];
    if (cut[d] < 0 || end > output.size(dim)) refuse(node, "has an output padding beyond its padding");
    output = output.slice(dim, cut[d], end);
  }
  return output;
}

at::Tensor linear(const Node& node, Inputs in, const Pass&) {
  return at::linear(fitting(in[0], node.tensor("weight")), node.tensor("weight"), node.tensor("bias"));
}

/// A node marked "frozen" (in the copy that a training hook runs) keeps its running statistics.
at::Tensor batchNorm(const Node& node, Inputs in, const Pass& pass) {
  return at::batch_norm(fitting(in[0], node.tensor("weight")), node.tensor("weight"), node.tensor("bias"),
                        node.tensor("running_mean"), node.tensor("running_var"),
                        pass.training && !node.whole("frozen"), node.number("momentum", 0.1),
                        node.number("eps", 1e-5), false);
}

at::Tensor instanceNorm(const Node& node, Inputs in, const Pass&) {
  return at::instance_norm(in[0], node.tensor("weight"), node.tensor("bias"), {}, {}, true, 0,
                           node.number("eps", 1e-5), false);
}

/// Over the last dimensions, as many as `dimensions` says.
at::Tensor layerNorm(const Node& node, Inputs in, const Pass&) {
  const std::int64_t count = node.whole("dimensions", 1);
  if (count < 1 || count > in[0].dim()) refuse(node, "normalises more dimensions than there are");
  return at::layer_norm(in[0], in[0].sizes().slice(static_cast<std::size_t>(in[0].dim() - count)),
                        node.tensor("weight"), node.tensor("bias"), node.number("eps", 1e-5), false);
}

at::Tensor groupNorm(const Node& node, Inputs in, const Pass&) {
  return at::group_norm(in[0], checkedGroups(node), node.tensor("weight"), node.tensor("bias"),
                        node.number("eps", 1e-5), false);
}

/// Krizhevsky et al. 2012, §3.3: divided by the squares of `size` neighbouring channels.
at::Tensor localResponseNorm(const Node& node, Inputs in, const Pass&) {
  const std::int64_t size = axisNumbers(node, "size", 1, 5)[0];
  if (size < 1 || in[0].dim() < 3) refuse(node, "normalises over no channels");
  // A mean over a window of channels is a pooling once they stand where a picture has its height.
  const at::Tensor squares = in[0].square().flatten(2).unsqueeze(1);  // N, 1, C, H·W
  const at::Tensor wide = at::constant_pad_nd(squares, {0, 0, (size - 1) / 2, size / 2});
  const at::Tensor mean = at::avg_pool2d(wide, {size, 1}, {1, 1}).squeeze(1).view_as(in[0]);
  return in[0] / (mean * node.number("alpha", 1e-4) + node.number("bias", 1)).pow(node.number("beta", 0.75));
}

at::Tensor dropout(const Node& node, Inputs in, const Pass& pass) {
  if (!pass.training) return in[0];
  const double keep = 1 - node.number("p", 0.5);
  at::Tensor mask = at::empty_like(in[0], in[0].options().device(at::kCPU));  // where the generator is
  mask.bernoulli_(keep, pass.random ? c10::optional<at::Generator>(*pass.random) : c10::nullopt);
  return in[0] * mask.to(in[0].device()) / keep;
}

/// Zero-pads channels and subsamples: the parameter-free shortcut of CIFAR ResNets (He et al. 2016, option A).
at::Tensor paddedShortcut(const Node& node, Inputs in, const Pass&) {
  const std::int64_t stride = node.whole("stride", 2);
  const std::int64_t padding = node.whole("channels") - in[0].size(1);
  const at::Tensor thin = in[0].slice(2, 0, in[0].size(2), stride).slice(3, 0, in[0].size(3), stride);
  return at::constant_pad_nd(thin, {0, 0, 0, 0, padding / 2, padding - padding / 2});
}

}  // namespace

std::span<const Operation> layerOperations() {
  static const std::vector<Operation> table{
      {"normalise", 1, 1, {}, normalise},
      {"conv", 1, 1, {"weight"}, convolve},
      {"conv_transpose", 1, 1, {"weight"}, convolveTransposed},
      {"linear", 1, 1, {"weight"}, linear},
      {"batch_norm", 1, 1, {"weight", "bias", "running_mean", "running_var"}, batchNorm},
      {"instance_norm", 1, 1, {"weight", "bias"}, instanceNorm},
      {"layer_norm", 1, 1, {}, layerNorm},
      {"group_norm", 1, 1, {"weight", "bias"}, groupNorm},
      {"lrn", 1, 1, {}, localResponseNorm},
      {"dropout", 1, 1, {}, dropout},
      {"padded_shortcut", 1, 1, {}, paddedShortcut},
  };
  return table;
}

}  // namespace adversarium
