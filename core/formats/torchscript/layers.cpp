// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript's layers: convolutions, products with weights, attention, pools and norms.
#include <cmath>
#include <limits>

#include "core/base/words.h"
#include "core/formats/torchscript/translation.h"

namespace adversarium {
namespace {

using Tensors = std::map<std::string, at::Tensor, std::less<>>;

/// Weights that are not computed while running: pruning and folding change them in place.
Tensors weights(ScriptCall& call, std::int64_t outputs = 0) {
  Tensors tensors;
  if (const at::Tensor weight = call.fixed("weight"); weight.defined()) tensors["weight"] = weight;
  if (const at::Tensor bias = call.fixed("bias"); bias.defined()) tensors["bias"] = bias;
  // Norms without a scale or shift of their own.
  if (outputs > 0) {
    if (!tensors.contains("weight")) tensors["weight"] = at::ones({outputs});
    if (!tensors.contains("bias")) tensors["bias"] = at::zeros({outputs});
  }
  return tensors;
}

/// Begins of all dimensions of the image, then ends.
Sizes paddingOf(ScriptCall& call, const at::Tensor& weight) {
  const auto count = static_cast<std::size_t>(weight.dim() - 2);
  Sizes both(2 * count, 0);
  const Sizes dilation = call.wholes("dilation"), said = call.isText("padding") ? Sizes() : call.wholes("padding");
  for (std::size_t d = 0; d < count; ++d) {
    if (!said.empty()) both[d] = both[d + count] = said[std::min(d, said.size() - 1)];
    if (call.text("padding") != "same") continue;
    const std::int64_t total =
        dilation[std::min(d, dilation.size() - 1)] * (weight.size(static_cast<std::int64_t>(d) + 2) - 1);
    both[d] = total / 2;
    both[d + count] = total - total / 2;
  }
  return both;
}

/// Zeros around the image that the program puts there first are the convolution's own.
ScriptTensor withoutPadding(ScriptCall& call, const ScriptTensor& input, Sizes& both) {
  const Node* node = call.builder.zeroPadding(input);
  if (!node) return input;
  const Sizes pads = node->wholes("pads");
  const std::size_t count = both.size() / 2;
  ScriptTensor inside = input;
  inside.node = node->inputs[0];
  for (std::size_t d = 0; d < count; ++d) {
    const std::int64_t begin = pads[d + 2], end = pads[d + 4 + count];
    both[d] += begin;
    both[d + count] += end;
    const auto dim = static_cast<std::int64_t>(d) + 2;
    inside.here = inside.here.slice(dim, begin, inside.here.size(dim) - end);
    inside.there = inside.there.slice(dim, begin, inside.there.size(dim) - end);
  }
  return inside;
}

/// Over as many dimensions as the weights say, plain or transposed.
ScriptTensors convolution(ScriptCall& call) {
  const Tensors tensors = weights(call);
  ScriptTensor input = call.in("input");
  if (!tensors.contains("weight")) call.refuse();
  const at::Tensor& weight = tensors.at("weight");
  if (weight.dim() != input.here.dim() || weight.dim() < 3) call.refuse();
  const bool transposed = call.op.find("transpose") != std::string::npos || call.flag("transposed");
  if (transposed && call.isText("padding")) call.refuse();
  Attributes attributes;
  setNumbers(attributes, "stride", call.wholes("stride"), 1);
  setNumbers(attributes, "dilation", call.wholes("dilation"), 1);
  Sizes both = paddingOf(call, weight);
  if (!transposed) input = withoutPadding(call, input, both);
  const auto half = both.begin() + static_cast<std::ptrdiff_t>(both.size() / 2);
  if (std::equal(both.begin(), half, half)) {
    setNumbers(attributes, "padding", Sizes(both.begin(), half), 0);
  } else {
    attributes["padding"] = {both.begin(), both.end()};
  }
  if (transposed) setNumbers(attributes, "output_padding", call.wholes("output_padding"), 0);
  if (const std::int64_t groups = call.whole("groups", 1); groups != 1) attributes["groups"] = {double(groups)};
  return {call.emit(transposed ? "conv_transpose" : "conv", {input}, attributes, tensors)};
}

ScriptTensor linearLayer(ScriptCall& call, const ScriptTensor& input, Tensors tensors) {
  const std::int64_t rank = input.here.dim();
  return call.emit("linear", {input}, rank == 2 ? Attributes{} : Attributes{{"dimensions", {double(rank)}}},
                   std::move(tensors));
}

ScriptTensors linear(ScriptCall& call) {
  const Tensors tensors = weights(call);
  if (!tensors.contains("weight") || tensors.at("weight").dim() != 2) call.refuse();
  return {linearLayer(call, call.in("input"), tensors)};
}

/// A product with a fixed matrix is a linear layer, which pruning, training and folding know.
ScriptTensor product(ScriptCall& call, const ScriptTensor& left, const ScriptTensor& right) {
  const bool layer = !left.constant() && left.here.dim() >= 2 && right.constant() && !right.grows() &&
                     right.here.dim() == 2 && right.here.is_floating_point();
  return layer ? linearLayer(call, left, {{"weight", right.here.t()}}) : call.emit("matmul", {left, right});
}

ScriptTensors matrixProduct(ScriptCall& call) {
  return {product(call, call.in("self"), call.in(call.has("other") ? "other" : "mat2"))};
}

/// β · self + α · (product of two), as a linear layer where it is one.
ScriptTensors addedProduct(ScriptCall& call) {
  const bool batches = call.op == "baddbmm";
  const ScriptTensor added = call.in("self"), left = call.in(batches ? "batch1" : "mat1"),
                     right = call.in(batches ? "batch2" : "mat2");
  const double alpha = call.number("alpha", 1), beta = call.number("beta", 1);
  const bool layer = alpha == 1 && beta == 1 && !left.constant() && right.constant() && !right.grows() &&
                     right.here.dim() == 2 && added.constant() && !added.grows() && added.here.dim() == 1 &&
                     added.here.numel() == right.here.size(1);
  if (layer) return {linearLayer(call, left, {{"weight", right.here.t()}, {"bias", added.here}})};
  const ScriptTensor result = call.times(product(call, left, right), alpha);
  return {beta == 0 ? result : call.sum(result, call.times(added, beta))};
}

/// softmax(q kᵀ · scale + mask) v (Vaswani et al. 2017, eq. 1).
ScriptTensors attention(ScriptCall& call) {
  const ScriptTensor query = call.in("query"), key = call.in("key"), value = call.in("value");
  const std::int64_t rank = query.here.dim();
  if (rank < 2 || call.number("dropout_p") != 0 || call.flag("enable_gqa")) call.refuse();
  const double scale = call.number("scale", 1 / std::sqrt(static_cast<double>(query.here.size(-1))));
  ScriptTensor scores = call.emit("matmul", {call.times(query, scale), call.turned(key, -2, -1)});
  const ScriptTensor never = ScriptBuilder::number(-std::numeric_limits<float>::infinity());
  if (call.flag("is_causal")) {
    const at::Tensor seen = at::ones({scores.here.size(-2), scores.here.size(-1)}, at::kBool).tril();
    scores = call.emit("where", {ScriptTensor::constantOf(seen), scores, never});
  }
  if (call.has("attn_mask")) {
    const ScriptTensor mask = call.in("attn_mask");
    scores =
        mask.here.scalar_type() == at::kBool ? call.emit("where", {mask, scores, never}) : call.sum(scores, mask);
  }
  return {call.emit("matmul", {call.emit("softmax", {scores}, {{"axis", {double(rank - 1)}}}), value})};
}

/// The same pieces as one operator, which exporters record where no gradient was asked for: queries, keys and
/// values by one layer, the heads side by side.
ScriptTensor multiHead(ScriptCall& call, const ScriptTensor& x, std::int64_t heads, const Tensors& into,
                       const Tensors& outOf) {
  const std::int64_t width = x.here.size(-1), tokens = x.here.size(1);
  if (x.here.dim() != 3 || heads < 1 || width % heads != 0) call.refuse();
  const auto shape = [](const Sizes& sizes) { return Attributes{{"shape", {sizes.begin(), sizes.end()}}}; };
  const ScriptTensor all = linearLayer(call, x, into);
  const auto part = [&](std::int64_t i) {
    const ScriptTensor piece = call.emit(
        "slice", {all}, {{"axes", {2}}, {"starts", {double(i * width)}}, {"ends", {double((i + 1) * width)}}});
    return call.turned(call.emit("reshape", {piece}, shape({-1, tokens, heads, width / heads})), 1, 2);
  };
  const ScriptTensor query = call.times(part(0), 1 / std::sqrt(static_cast<double>(width / heads)));
  const ScriptTensor scores = call.emit("matmul", {query, call.turned(part(1), -2, -1)});
  const ScriptTensor seen = call.emit("matmul", {call.emit("softmax", {scores}, {{"axis", {3}}}), part(2)});
  return linearLayer(call, call.emit("reshape", {call.turned(seen, 1, 2)}, shape({-1, tokens, width})), outOf);
}

Tensors layer(ScriptCall& call, const char* weight, const char* bias) {
  return {{"weight", call.fixed(weight)}, {"bias", call.fixed(bias)}};
}

ScriptTensors nativeMultiHead(ScriptCall& call) {
  const ScriptTensor query = call.in("query");
  const bool self = query.node == call.in("key").node && query.node == call.in("value").node;
  if (!self || query.constant() || call.has("mask")) call.refuse();
  return {multiHead(call, query, call.whole("num_head"), layer(call, "qkv_weight", "qkv_bias"),
                    layer(call, "proj_weight", "proj_bias"))};
}

/// A whole encoder layer, norms before or behind.
ScriptTensors encoderLayer(ScriptCall& call) {
  if (call.has("mask")) call.refuse();
  const ScriptTensor source = call.in("src");
  const bool before = call.flag("norm_first");
  const Attributes norm{{"dimensions", {1}}, {"eps", {call.number("eps", 1e-5)}}};
  const auto normed = [&](const ScriptTensor& x, const char* weight, const char* bias) {
    return call.emit("layer_norm", {x}, norm, layer(call, weight, bias));
  };
  const ScriptTensor seen =
      multiHead(call, before ? normed(source, "norm_weight_1", "norm_bias_1") : source, call.whole("num_heads"),
                layer(call, "qkv_weight", "qkv_bias"), layer(call, "proj_weight", "proj_bias"));
  ScriptTensor x = call.sum(source, seen);
  if (!before) x = normed(x, "norm_weight_1", "norm_bias_1");
  const ScriptTensor wide = linearLayer(call, before ? normed(x, "norm_weight_2", "norm_bias_2") : x,
                                        layer(call, "ffn_weight_1", "ffn_bias_1"));
  const ScriptTensor bent = call.emit(call.flag("use_gelu") ? "gelu" : "relu", {wide});
  x = call.sum(x, linearLayer(call, bent, layer(call, "ffn_weight_2", "ffn_bias_2")));
  return {before ? x : normed(x, "norm_weight_2", "norm_bias_2")};
}

ScriptTensors batchNorm(ScriptCall& call) {
  const at::Tensor mean = call.fixed("running_mean"), variance = call.fixed("running_var");
  const bool own = call.op == "instance_norm" ? call.flag("use_input_stats") : call.flag("training");
  if (own || !mean.defined() || !variance.defined()) {
    throw NoCounterpart{translatable("records", "because batch norm takes the statistics of the batch")};
  }
  Tensors tensors = weights(call, mean.numel());
  tensors["running_mean"] = mean;
  tensors["running_var"] = variance;
  Attributes attributes;
  if (const double eps = call.number("eps", 1e-5); eps != 1e-5) attributes["eps"] = {eps};
  if (const double momentum = call.number("momentum", 0.1); momentum != 0.1) attributes["momentum"] = {momentum};
  return {call.emit("batch_norm", {call.in("input")}, attributes, tensors)};
}

Attributes epsilonOf(ScriptCall& call) {
  const double eps = call.number("eps", 1e-5);
  return eps == 1e-5 ? Attributes{} : Attributes{{"eps", {eps}}};
}

ScriptTensors instanceNorm(ScriptCall& call) {
  if (!call.flag("use_input_stats")) return batchNorm(call);
  const ScriptTensor input = call.in("input");
  return {call.emit("instance_norm", {input}, epsilonOf(call), weights(call, input.here.size(1)))};
}

ScriptTensors layerNorm(ScriptCall& call) {
  Attributes attributes = epsilonOf(call);
  attributes["dimensions"] = {static_cast<double>(call.wholes("normalized_shape").size())};
  return {call.emit("layer_norm", {call.in("input")}, attributes, weights(call))};
}

ScriptTensors groupNorm(ScriptCall& call) {
  const ScriptTensor input = call.in("input");
  Attributes attributes = epsilonOf(call);
  attributes["groups"] = {static_cast<double>(call.whole("num_groups", 1))};
  return {call.emit("group_norm", {input}, attributes, weights(call, input.here.size(1)))};
}

/// Only what is no dropout at all; a whole map at once is left out in training.
ScriptTensors dropout(ScriptCall& call) {
  if (call.flag("train")) throw NoCounterpart{translatable("records", "because something in it is random")};
  if (call.op != "dropout") return {call.in("input")};
  return {call.emit("dropout", {call.in("input")}, {{"p", {call.number("p", 0.5)}}})};
}

Attributes windowOf(ScriptCall& call) {
  const Sizes kernel = call.wholes("kernel_size"), stride = call.wholes("stride");
  Attributes attributes{{"kernel", shortNumbers(kernel)},
                        {"stride", shortNumbers(stride.empty() ? kernel : stride)}};
  setNumbers(attributes, "dilation", call.wholes("dilation"), 1);
  setNumbers(attributes, "padding", call.wholes("padding"), 0);
  if (call.flag("ceil_mode")) attributes["ceil"] = {1};
  return attributes;
}

ScriptTensors maxPool(ScriptCall& call) { return {call.emit("max_pool", {call.in("self")}, windowOf(call))}; }

ScriptTensors averagePool(ScriptCall& call) {
  const ScriptTensor input = call.in("self");
  Attributes attributes = windowOf(call);
  const bool counted = attributes.contains("padding") && call.whole("count_include_pad", 1) != 0;
  if (counted) attributes["count_padding"] = {1};
  if (!call.has("divisor_override")) return {call.emit("average_pool", {input}, attributes)};
  if (attributes.contains("ceil") || (attributes.contains("padding") && !counted)) call.refuse();
  const Sizes kernel = call.wholes("kernel_size");
  double places = 1;
  for (std::int64_t d = 0; d + 2 < input.here.dim(); ++d) {
    places *= static_cast<double>(kernel[std::min(static_cast<std::size_t>(d), kernel.size() - 1)]);
  }
  return {call.times(call.emit("average_pool", {input}, attributes), places / call.number("divisor_override", 1))};
}

ScriptTensors adaptiveAverage(ScriptCall& call) {
  return {call.emit("adaptive_pool", {call.in("self")}, {{"size", shortNumbers(call.wholes("output_size"))}})};
}

/// Over everything, or over windows where they are all of one size.
ScriptTensors adaptiveMaximum(ScriptCall& call) {
  const ScriptTensor input = call.in("self");
  const Sizes size = call.wholes("output_size");
  if (std::all_of(size.begin(), size.end(), [](std::int64_t s) { return s == 1; })) {
    return {call.emit("global_max_pool", {input})};
  }
  Sizes kernel;
  for (std::int64_t d = 2; d < input.here.dim(); ++d) {
    const std::int64_t wanted = size[std::min(static_cast<std::size_t>(d) - 2, size.size() - 1)];
    if (wanted < 1 || input.here.size(d) % wanted != 0) call.refuse();
    kernel.push_back(input.here.size(d) / wanted);
  }
  return {call.emit("max_pool", {input}, {{"kernel", shortNumbers(kernel)}, {"stride", shortNumbers(kernel)}})};
}

}  // namespace

void addScriptLayers(ScriptRows& rows) {
  for (const char* name : {"conv1d", "conv2d", "conv3d", "_convolution", "convolution", "conv_transpose1d",
                           "conv_transpose2d", "conv_transpose3d"}) {
    rows[name] = convolution;
  }
  rows["linear"] = linear;
  for (const char* name : {"matmul", "mm", "bmm"}) rows[name] = matrixProduct;
  for (const char* name : {"addmm", "baddbmm"}) rows[name] = addedProduct;
  rows["scaled_dot_product_attention"] = attention;
  rows["_native_multi_head_attention"] = nativeMultiHead;
  rows["_transformer_encoder_layer_fwd"] = encoderLayer;
  rows["batch_norm"] = batchNorm;
  rows["instance_norm"] = instanceNorm;
  rows["layer_norm"] = layerNorm;
  rows["group_norm"] = groupNorm;
  for (const char* name : {"dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout"}) {
    rows[name] = dropout;
  }
  for (const char* name :
       {"max_pool1d", "max_pool2d", "max_pool3d", "max_pool2d_with_indices", "max_pool3d_with_indices"}) {
    rows[name] = maxPool;
  }
  for (const char* name : {"avg_pool1d", "avg_pool2d", "avg_pool3d"}) rows[name] = averagePool;
  for (const char* name : {"adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d"}) {
    rows[name] = adaptiveAverage;
  }
  for (const char* name : {"adaptive_max_pool1d", "adaptive_max_pool2d", "adaptive_max_pool3d"}) {
    rows[name] = adaptiveMaximum;
  }
}

}  // namespace adversarium
