// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/blocked_convolution.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#ifdef ADVERSARIUM_ONEDNN
#include <dnnl.hpp>
#endif

#include <array>

#include "core/fast/kernels.h"

namespace adversarium {

#ifdef ADVERSARIUM_ONEDNN
namespace {

constexpr std::int64_t kBlock = 16;  // floats in an AVX-512 register
using dnnl::memory;
using Tag = memory::format_tag;
using Sizes = std::vector<std::int64_t>;

struct Convolution {
  Sizes input;   // N, I, H, W
  Sizes weight;  // O, I, kh, kw
  std::int64_t stride = 1, padding = 0;

  Sizes output() const {
    return {input[0], weight[0], (input[2] + 2 * padding - weight[2]) / stride + 1,
            (input[3] + 2 * padding - weight[3]) / stride + 1};
  }
};

/// A primitive and the memory it needs. Making one takes longer than a small convolution, so they are kept.
struct Plan {
  dnnl::primitive primitive;
  memory::desc source, weight, bias, result, scratch;
};

const dnnl::engine& processor() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

Plan makePlan(const Convolution& shape, bool backward) {
  constexpr auto kDirect = dnnl::algorithm::convolution_direct;
  const auto type = memory::data_type::f32;
  const memory::desc source(shape.input, type, Tag::nChw16c), result(shape.output(), type, Tag::nChw16c);
  const memory::desc bias({shape.weight[0]}, type, Tag::a);
  const memory::desc weight(shape.weight, type, Tag::any);
  const memory::dims stride{shape.stride, shape.stride}, padding{shape.padding, shape.padding};
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  constexpr auto kTraining = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3  // Debian 13's
  const dnnl::convolution_forward::primitive_desc forward(processor(), kTraining, kDirect, source, weight, bias,
                                                          result, stride, padding, padding, attributes);
#else
  const dnnl::convolution_forward::primitive_desc forward(
      {kTraining, kDirect, source, weight, bias, result, stride, padding, padding}, attributes, processor());
#endif
  if (!backward) {
    return {dnnl::convolution_forward(forward), source, forward.weights_desc(), bias, result,
            forward.scratchpad_desc()};
  }
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::convolution_backward_data::primitive_desc gradient(processor(), kDirect, source, weight, result,
                                                                 stride, padding, padding, forward, attributes);
#else
  const dnnl::convolution_backward_data::primitive_desc gradient(
      {kDirect, source, weight, result, stride, padding, padding}, attributes, processor(), forward);
#endif
  return {dnnl::convolution_backward_data(gradient),
          source,
          gradient.weights_desc(),
          bias,
          result,
          gradient.scratchpad_desc()};
}

const Plan& planFor(const Convolution& shape, bool backward) {
  using Key = std::array<std::int64_t, 11>;
  static thread_local std::map<Key, Plan> plans;
  constexpr std::size_t kMostPlans = 512;
  Key key{shape.stride, shape.padding, backward ? 1 : 0, at::in_parallel_region() ? 1 : at::get_num_threads()};
  std::copy_n(shape.input.begin(), 4, key.begin() + 4);
  key[8] = shape.weight[0];
  std::copy_n(shape.weight.begin() + 2, 2, key.begin() + 9);
  if (const auto found = plans.find(key); found != plans.end()) return found->second;
  if (plans.size() == kMostPlans) plans.clear();
  return plans[key] = makePlan(shape, backward);
}

memory wrapped(const memory::desc& desc, const at::Tensor& tensor) {
  return {desc, processor(), tensor.data_ptr()};
}

at::Tensor emptyBlocks(const Sizes& sizes, const at::Tensor& like) {
  return at::empty({sizes[0], sizes[1] / kBlock, sizes[2], sizes[3], kBlock}, like.options());
}

/// The weights in the order that the plan reads; most forward ones read them as they are kept.
memory weightsFor(const Plan& plan, const Convolution& shape, const at::Tensor& weight) {
  memory kept = wrapped({shape.weight, memory::data_type::f32, Tag::OIhw16i16o}, weight);
  if (kept.get_desc() == plan.weight) return kept;
  memory ordered(plan.weight, processor());
  dnnl::stream stream(processor());
  dnnl::reorder(kept, ordered).execute(stream, kept, ordered);
  stream.wait();
  return ordered;
}

void execute(const Plan& plan, std::unordered_map<int, memory> arguments) {
  // Fresh memory of tens of megabytes for every layer would cost more than the layer: the system clears it.
  static thread_local at::Tensor scratch;
  const auto needed = static_cast<std::int64_t>(plan.scratch.get_size());
  if (!scratch.defined() || scratch.numel() < needed) scratch = at::empty({needed}, at::kByte);
  arguments.emplace(DNNL_ARG_SCRATCHPAD, wrapped(plan.scratch, scratch));
  dnnl::stream stream(processor());
  plan.primitive.execute(stream, arguments);
  stream.wait();
}

class BlockedConvolution final : public torch::autograd::Function<BlockedConvolution> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& blocks,
                            const at::Tensor& weight, const at::Tensor& bias, std::int64_t stride,
                            std::int64_t padding) {
    const Convolution shape{{blocks.size(0), blocks.size(1) * kBlock, blocks.size(2), blocks.size(3)},
                            {weight.size(0) * kBlock, weight.size(1) * kBlock, weight.size(2), weight.size(3)},
                            stride,
                            padding};
    context->saved_data["input"] = shape.input;
    context->saved_data["kernel"] = shape.weight;
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    context->saved_data["weight"] = weight;
    const at::Tensor source = blocks.contiguous();
    at::Tensor result = emptyBlocks(shape.output(), blocks);
    const Plan& plan = planFor(shape, false);
    execute(plan, {{DNNL_ARG_SRC, wrapped(plan.source, source)},
                   {DNNL_ARG_WEIGHTS, weightsFor(plan, shape, weight)},
                   {DNNL_ARG_BIAS, wrapped(plan.bias, bias)},
                   {DNNL_ARG_DST, wrapped(plan.result, result)}});
    return result;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const Convolution shape{context->saved_data["input"].toIntVector(),
                            context->saved_data["kernel"].toIntVector(), context->saved_data["stride"].toInt(),
                            context->saved_data["padding"].toInt()};
    const at::Tensor weight = context->saved_data["weight"].toTensor();
    const at::Tensor above = gradients[0].contiguous();
    at::Tensor below = emptyBlocks(shape.input, above);
    const Plan& plan = planFor(shape, true);
    execute(plan, {{DNNL_ARG_DIFF_DST, wrapped(plan.result, above)},
                   {DNNL_ARG_WEIGHTS, weightsFor(plan, shape, weight)},
                   {DNNL_ARG_DIFF_SRC, wrapped(plan.source, below)}});
    return {below, {}, {}, {}, {}};
  }
};

class FilteredConvolution final : public torch::autograd::Function<FilteredConvolution> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& blocks,
                            const at::Tensor& weight, const at::Tensor& mirrored, const at::Tensor& bias,
                            std::int64_t kernel, std::int64_t padding) {
    context->saved_data["mirrored"] = mirrored;
    context->saved_data["kernel"] = kernel;
    context->saved_data["padding"] = padding;
    return convolveWinograd(blocks, weight, bias, kernel, padding);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const std::int64_t kernel = context->saved_data["kernel"].toInt(),
                       padding = kernel - 1 - context->saved_data["padding"].toInt();
    const at::Tensor mirrored = context->saved_data["mirrored"].toTensor();
    return {convolveWinograd(gradients[0], mirrored, {}, kernel, padding), {}, {}, {}, {}, {}};
  }
};

/// [N, C, H, W] with C a multiple of 16 → [N, C/16, H, W, 16].
at::Tensor toBlocks(const Node&, const at::Tensor& images) {
  return images.view({images.size(0), images.size(1) / kBlock, kBlock, images.size(2), images.size(3)})
      .permute({0, 1, 3, 4, 2})
      .contiguous();
}

/// Back again, as channels_last.
at::Tensor fromBlocks(const Node&, const at::Tensor& blocks) {
  const at::Tensor split = blocks.permute({0, 2, 3, 1, 4}).contiguous();  // N, H, W, C/16, 16
  return split.flatten(3).permute({0, 3, 1, 2});
}

/// The node's `weight` is [O/16, I/16, kh, kw, 16 (I), 16 (O)] or, where it is filtered, as it was, with
/// `filtered` and `filtered_mirrored` beside it. No gradient by it: in an attack it is constant.
at::Tensor convolveBlocks(const Node& node, const at::Tensor& blocks) {
  if (const at::Tensor filtered = node.tensor("filtered"); filtered.defined()) {
    return FilteredConvolution::apply(blocks, filtered, node.tensor("filtered_mirrored"), node.tensor("bias"),
                                      node.tensor("weight").size(2), node.whole("padding", 0));
  }
  return BlockedConvolution::apply(blocks, node.tensor("weight"), node.tensor("bias"), node.whole("stride", 1),
                                   node.whole("padding", 0));
}

Convolution shapeOf(const Node& node) {
  return {{}, node.tensor("weight").sizes().vec(), node.whole("stride", 1), node.whole("padding", 0)};
}

bool fits(const Node& node) {
  if (node.op != "conv" || node.whole("groups", 1) != 1) return false;
  const Sizes weight = node.tensor("weight").sizes().vec();
  if (weight.size() != 4 || weight[0] % kBlock != 0 || weight[1] % kBlock != 0) return false;
  // One number for both dimensions, or the same for both.
  const auto even = [&](std::string_view attribute) {
    const Sizes values = node.wholes(attribute);
    return std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == values.front(); });
  };
  return even("stride") && even("padding") && even("dilation") && node.whole("dilation", 1) == 1;
}

/// From the plain picture straight into blocks.
bool leadsIntoBlocks(const Node& node) {
  return node.op == "thin_conv" && node.whole("stride", 1) == 1 && kernelsWork() &&
         thinBlocksFit(node.tensor("weight"));
}

Node thinNode(Node node) {
  const at::Tensor weight = node.tensor("weight");
  if (!node.tensor("bias").defined()) node.tensors["bias"] = at::zeros({weight.size(0)}, weight.options());
  node.tensors["into_blocks"] = thinBlocksWeights(weight);
  return node;
}

/// Works on every channel alone, so any order of them will do.
bool channelwise(const Node& node) {
  return node.op == "relu" || node.op == "add" || node.op == "tanh" || node.op == "quick_pool";
}

Node blockedNode(Node node) {
  const at::Tensor weight = node.tensor("weight");
  const Sizes size = weight.sizes().vec();
  node.op = "blocked_conv";
  node.kernel = convolveBlocks;
  if (!node.tensor("bias").defined()) node.tensors["bias"] = at::zeros({size[0]}, weight.options());
  if (size[2] == size[3] && (size[2] == 3 || size[2] == 5) && node.whole("stride", 1) == 1 &&
      node.whole("padding", 0) < size[2]) {
    node.tensors["filtered"] = winogradWeights(weight);
    node.tensors["filtered_mirrored"] = winogradWeights(weight.flip({2, 3}).transpose(0, 1));
    return node;
  }
  node.tensors["weight"] = weight.contiguous()
                               .view({size[0] / kBlock, kBlock, size[1] / kBlock, kBlock, size[2], size[3]})
                               .permute({0, 2, 4, 5, 3, 1})
                               .contiguous();
  return node;
}

}  // namespace

bool blockedConvolutionsWork() {
  static const bool work = [] {
    try {
      const Convolution typical{{1, 64, 16, 16}, {64, 64, 1, 1}, 1, 0};
      makePlan(typical, false);
      makePlan(typical, true);
      return kernelsWork();
    } catch (const dnnl::error&) {
      return false;
    }
  }();
  return work;
}

Graph withBlockedConvolutions(const Graph& folded) {
  const at::NoGradGuard noGradient;
  const bool gains = std::any_of(folded.nodes.begin(), folded.nodes.end(),
                                 [](const Node& node) { return fits(node) && shapeOf(node).weight[2] > 1; });
  if (!gains || !blockedConvolutionsWork()) return folded;
  Graph result;
  struct Places {
    int plain = -1, blocked = -1;  // where a value is found in the result, in either layout
  };
  std::vector<Places> places(folded.nodes.size());
  const auto append = [&](Node node) {
    result.nodes.push_back(std::move(node));
    return static_cast<int>(result.nodes.size()) - 1;
  };
  const auto blocked = [&](int input) {
    if (input < 0) return append({"input.blocks", "to_blocks", {-1}, {}, {}, toBlocks});
    Places& place = places[static_cast<std::size_t>(input)];
    if (place.blocked < 0) {
      const std::string name = folded.nodes[static_cast<std::size_t>(input)].name + ".blocks";
      place.blocked = append({name, "to_blocks", {place.plain}, {}, {}, toBlocks});
    }
    return place.blocked;
  };
  const auto plain = [&](int input) {
    if (input < 0) return -1;
    Places& place = places[static_cast<std::size_t>(input)];
    if (place.plain < 0) {
      const std::string name = folded.nodes[static_cast<std::size_t>(input)].name + ".plain";
      place.plain = append({name, "from_blocks", {place.blocked}, {}, {}, fromBlocks});
    }
    return place.plain;
  };
  for (std::size_t i = 0; i < folded.nodes.size(); ++i) {
    Node node = folded.nodes[i];
    const bool inputsBlocked = std::all_of(node.inputs.begin(), node.inputs.end(), [&](int input) {
      return input >= 0 && places[static_cast<std::size_t>(input)].blocked >= 0;
    });
    if (fits(node) || (channelwise(node) && inputsBlocked)) {
      for (int& input : node.inputs) input = blocked(input);
      places[i].blocked = append(fits(node) ? blockedNode(std::move(node)) : std::move(node));
    } else if (leadsIntoBlocks(node)) {
      for (int& input : node.inputs) input = plain(input);
      places[i].blocked = append(thinNode(std::move(node)));
    } else {
      for (int& input : node.inputs) input = plain(input);
      places[i].plain = append(std::move(node));
    }
  }
  if (!folded.nodes.empty()) plain(static_cast<int>(folded.nodes.size()) - 1);
  return result;
}

#else

bool blockedConvolutionsWork() { return false; }
Graph withBlockedConvolutions(const Graph& folded) { return folded; }

#endif

}  // namespace adversarium
