// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/operations.h"

#include <ATen/ATen.h>

#include "core/error.h"
#include "core/model/blocked_convolution.h"

namespace adversarium {
namespace {

using Inputs = std::span<const at::Tensor>;

struct Operation {
  std::string_view name;
  std::size_t inputs;
  std::vector<std::string_view> tensors;
  at::Tensor (*run)(const Node&, Inputs, const Pass&);
  bool ofAttackCopies = false;  ///< made by withBlockedConvolutions alone, which keeps its shapes right
};

/// Constants per channel, in the input's type and place.
at::Tensor channelConstants(const Node& node, std::string_view attribute, const at::Tensor& like) {
  const auto& values = node.attributes.find(attribute)->second;
  return at::tensor(values, at::kDouble).to(like.device(), like.scalar_type()).view({1, -1, 1, 1});
}

at::Tensor normalise(const Node& node, Inputs in, const Pass&) {
  return (in[0] - channelConstants(node, "mean", in[0])) / channelConstants(node, "std", in[0]);
}

at::Tensor convolve(const Node& node, Inputs in, const Pass&) {
  const std::int64_t stride = node.whole("stride", 1);
  const std::int64_t padding = node.whole("padding", 0);
  const std::int64_t dilation = node.whole("dilation", 1);
  return at::conv2d(in[0], node.tensor("weight"), node.tensor("bias"), {stride, stride}, {padding, padding},
                    {dilation, dilation}, node.whole("groups", 1));
}

/// A node marked "frozen" (in the copy that a training hook runs) keeps its running statistics.
at::Tensor batchNorm(const Node& node, Inputs in, const Pass& pass) {
  return at::batch_norm(in[0], node.tensor("weight"), node.tensor("bias"), node.tensor("running_mean"),
                        node.tensor("running_var"), pass.training && !node.whole("frozen"),
                        node.number("momentum", 0.1),
                        node.number("eps", 1e-5), false);
}

at::Tensor selectClasses(const Node& node, Inputs in, const Pass&) {
  const auto& order = node.attributes.find("order")->second;
  return in[0].index_select(1, at::tensor(order, at::kDouble).to(in[0].device(), at::kLong));
}

at::Tensor rectify(const Node& node, Inputs in, const Pass&) {
  at::Tensor value = in[0];
  return node.whole("in_place") ? value.relu_() : at::relu(value);
}

at::Tensor add(const Node& node, Inputs in, const Pass&) {
  at::Tensor sum = in[0];
  return node.whole("in_place") ? sum.add_(in[1]) : at::add(sum, in[1]);
}

at::Tensor maxPool(const Node& node, Inputs in, const Pass&) {
  const std::int64_t kernel = node.whole("kernel", 2);
  const std::int64_t stride = node.whole("stride", kernel);
  const std::int64_t padding = node.whole("padding", 0);
  return at::max_pool2d(in[0], {kernel, kernel}, {stride, stride}, {padding, padding});
}

at::Tensor averagePool(const Node& node, Inputs in, const Pass&) {
  const std::int64_t kernel = node.whole("kernel", 2);
  const std::int64_t stride = node.whole("stride", kernel);
  return at::avg_pool2d(in[0], {kernel, kernel}, {stride, stride});
}

at::Tensor adaptivePool(const Node& node, Inputs in, const Pass&) {
  const std::int64_t size = node.whole("size", 1);
  // The mean over two dimensions is several times faster than the general routine.
  return size == 1 ? in[0].mean({2, 3}, /*keepdim=*/true) : at::adaptive_avg_pool2d(in[0], {size, size});
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

const std::vector<Operation>& operations() {
  static const std::vector<Operation> table{
      {"normalise", 1, {}, normalise},
      {"conv", 1, {"weight"}, convolve},
      {"linear",
       1,
       {"weight"},
       [](const Node& n, Inputs in, const Pass&) {
         return at::linear(in[0], n.tensor("weight"), n.tensor("bias"));
       }},
      {"batch_norm", 1, {"weight", "bias", "running_mean", "running_var"}, batchNorm},
      {"reverse_channels", 1, {}, [](const Node&, Inputs in, const Pass&) { return in[0].flip(1); }},
      {"swap_axes", 1, {}, [](const Node&, Inputs in, const Pass&) { return in[0].transpose(2, 3).contiguous(); }},
      {"log", 1, {}, [](const Node&, Inputs in, const Pass&) { return in[0].clamp_min(1e-30).log(); }},
      {"select_classes", 1, {}, selectClasses},
      {"relu", 1, {}, rectify},
      {"tanh", 1, {}, [](const Node&, Inputs in, const Pass&) { return at::tanh(in[0]); }},
      {"add", 2, {}, add},
      {"max_pool", 1, {}, maxPool},
      {"average_pool", 1, {}, averagePool},
      {"adaptive_pool", 1, {}, adaptivePool},
      {"flatten", 1, {}, [](const Node&, Inputs in, const Pass&) { return in[0].flatten(1); }},
      {"dropout", 1, {}, dropout},
      {"padded_shortcut", 1, {}, paddedShortcut},
      {"to_blocks", 1, {}, [](const Node&, Inputs in, const Pass&) { return toBlocks(in[0]); }, true},
      {"from_blocks", 1, {}, [](const Node&, Inputs in, const Pass&) { return fromBlocks(in[0]); }, true},
      {"blocked_conv",
       1,
       {"weight", "bias"},
       [](const Node& n, Inputs in, const Pass&) { return convolveBlocks(n, in[0]); },
       true},
  };
  return table;
}

const Operation* find(std::string_view op) {
  const auto& table = operations();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Operation& o) { return o.name == op; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

at::Tensor runOperation(const Node& node, std::span<const at::Tensor> inputs, const Pass& pass) {
  try {
    return find(node.op)->run(node, inputs, pass);
  } catch (const c10::Error& wrong) {
    const std::string words = wrong.what_without_backtrace();
    throw UsageError("layer '" + node.name + "'", words.substr(0, words.find('\n')));
  }
}

bool knownOperation(std::string_view op) { return find(op) && !find(op)->ofAttackCopies; }
std::size_t operationInputs(std::string_view op) { return find(op) ? find(op)->inputs : 0; }
std::span<const std::string_view> operationTensors(std::string_view op) {
  return find(op) ? std::span<const std::string_view>(find(op)->tensors) : std::span<const std::string_view>();
}

}  // namespace adversarium
