// SPDX-License-Identifier: GPL-3.0-or-later
// Layers as ONNX operators.
#include <limits>

#include "core/formats/onnx/exporter.h"

namespace adversarium {
namespace {

/// One number stands for all.
Sizes spread(Sizes values, std::size_t count, std::int64_t fallback) {
  if (values.empty()) values.push_back(fallback);
  if (values.size() == 1) values.resize(count, values.front());
  return values;
}

/// Begins and ends.
Sizes padsOf(const Node& node, std::size_t count) {
  Sizes padding = node.wholes("padding");
  if (padding.size() == 2 * count) return padding;
  padding = spread(padding, count, 0);
  const Sizes begins = padding;
  padding.insert(padding.end(), begins.begin(), begins.end());
  return padding;
}

OnnxAttributes windowOf(const Node& node, std::size_t count, const Sizes& kernel) {
  return {{"kernel_shape", kernel},
          {"strides", spread(node.wholes("stride"), count, 1)},
          {"pads", padsOf(node, count)}};
}

Names withBias(Exporter& e, Names names) {
  if (e.node().tensor("bias").defined()) names.push_back(e.tensor("bias"));
  return names;
}

void convolution(Exporter& e) {
  const at::Tensor weight = e.node().tensor("weight");
  const auto count = static_cast<std::size_t>(weight.dim() - 2);
  OnnxAttributes attributes = windowOf(e.node(), count, Sizes(weight.sizes().begin() + 2, weight.sizes().end()));
  attributes.push_back({"dilations", spread(e.node().wholes("dilation"), count, 1)});
  attributes.push_back({"group", e.node().whole("groups", 1)});
  if (e.node().op == "conv_transpose" && e.node().attributes.contains("output_padding")) {
    attributes.push_back({"output_padding", spread(e.node().wholes("output_padding"), count, 0)});
  }
  const Names inputs = withBias(e, {e.in(0), e.tensor("weight")});
  e.finish(e.node().op == "conv" ? "Conv" : "ConvTranspose", inputs, attributes);
}

/// A layer that was a product of matrices becomes one again; others are the general product of two dimensions.
void linear(Exporter& e) {
  const Node& node = e.node();
  if (!node.attributes.contains("dimensions") && e.shape(0).size() == 2) {
    const Names inputs = withBias(e, {e.in(0), e.tensor("weight")});
    return e.finish("Gemm", inputs, {{"transB", std::int64_t{1}}});
  }
  const std::string weight = e.initialiser(node.name + ".weight", node.tensor("weight").t());
  if (!node.tensor("bias").defined()) return e.finish("MatMul", {e.in(0), weight});
  const std::string product = e.named("MatMul", {e.in(0), weight});
  const std::string bias = e.tensor("bias");
  e.finish("Add", {product, bias});
}

void batchNorm(Exporter& e) {
  const Names inputs{e.in(0), e.tensor("weight"), e.tensor("bias"), e.tensor("running_mean"),
                     e.tensor("running_var")};
  e.finish("BatchNormalization", inputs,
           {{"epsilon", e.node().number("eps", 1e-5)}, {"momentum", 1 - e.node().number("momentum", 0.1)}});
}

void instanceNorm(Exporter& e) {
  const Names inputs{e.in(0), e.tensor("weight"), e.tensor("bias")};
  e.finish("InstanceNormalization", inputs, {{"epsilon", e.node().number("eps", 1e-5)}});
}

void layerNorm(Exporter& e) {
  e.needOpset(17);
  const Node& node = e.node();
  const std::int64_t dimensions = node.whole("dimensions", 1);
  const auto rank = static_cast<std::int64_t>(e.shape(0).size());
  Names inputs{e.in(0)};
  if (node.tensor("weight").defined()) {
    inputs.push_back(e.tensor("weight"));
  } else {
    const Sizes shape(e.shape(0).begin() + (rank - dimensions), e.shape(0).end());
    inputs.push_back(e.constant("ones", at::ones(shape)));
  }
  inputs = withBias(e, inputs);
  e.finish("LayerNormalization", inputs, {{"axis", -dimensions}, {"epsilon", node.number("eps", 1e-5)}});
}

/// As an instance norm of the groups, with the channels' scale and shift behind it.
void groupNorm(Exporter& e) {
  const Node& node = e.node();
  const std::int64_t groups = node.whole("groups", 1);
  const std::string shape = e.step("Shape", {e.in(0)});
  const std::string grouped = e.step("Reshape", {e.in(0), e.numbers("groups", {0, groups, -1})});
  const std::string normal =
      e.step("InstanceNormalization",
             {grouped, e.constant("ones", at::ones({groups})), e.constant("zeros", at::zeros({groups}))},
             {{"epsilon", node.number("eps", 1e-5)}});
  const std::string back = e.step("Reshape", {normal, shape});
  Sizes channels(e.shape(0).size() - 1, 1);
  channels[0] = -1;
  const std::string weight = e.initialiser(node.name + ".weight", node.tensor("weight").reshape(channels));
  const std::string scaled = e.step("Mul", {back, weight});
  const std::string bias = e.initialiser(node.name + ".bias", node.tensor("bias").reshape(channels));
  e.finish("Add", {scaled, bias});
}

void localResponse(Exporter& e) {
  const Node& node = e.node();
  e.finish("LRN", {e.in(0)},
           {{"size", node.whole("size", 5)},
            {"alpha", node.number("alpha", 1e-4)},
            {"beta", node.number("beta", 0.75)},
            {"bias", node.number("bias", 1)}});
}

void maxPool(Exporter& e) {
  const std::size_t count = e.shape(0).size() - 2;
  const Sizes kernel = spread(e.node().wholes("kernel"), count, 2);
  OnnxAttributes attributes = windowOf(e.node(), count, kernel);
  if (!e.node().attributes.contains("stride")) attributes[1].value = kernel;
  attributes.push_back({"ceil_mode", std::int64_t{e.node().whole("ceil") != 0}});
  if (e.node().op == "max_pool") {
    attributes.push_back({"dilations", spread(e.node().wholes("dilation"), count, 1)});
    return e.finish("MaxPool", {e.in(0)}, attributes);
  }
  attributes.push_back({"count_include_pad", std::int64_t{e.node().whole("count_padding") != 0}});
  e.finish("AveragePool", {e.in(0)}, attributes);
}

void adaptivePool(Exporter& e) {
  const std::size_t count = e.shape(0).size() - 2;
  const Sizes size = spread(e.node().wholes("size"), count, 1);
  if (std::all_of(size.begin(), size.end(), [](std::int64_t s) { return s == 1; })) {
    return e.finish("GlobalAveragePool", {e.in(0)});
  }
  Sizes kernel;
  for (std::size_t d = 0; d < count; ++d) {
    const std::int64_t in = e.shape(0)[d + 2];
    if (in % size[d] != 0) e.cannot("averages over windows of different sizes");
    kernel.push_back(in / size[d]);
  }
  e.finish("AveragePool", {e.in(0)}, {{"kernel_shape", kernel}, {"strides", kernel}});
}

void globalMaximum(Exporter& e) { e.finish("GlobalMaxPool", {e.in(0)}); }

void dropout(Exporter& e) {
  const std::string rate = e.number("ratio", e.node().number("p", 0.5));
  e.finish("Dropout", {e.in(0), rate});
}

void normalise(Exporter& e) {
  const auto channels = [&](const char* attribute) {
    const at::Tensor values = at::tensor(e.node().attributes.find(attribute)->second, at::kDouble).to(at::kFloat);
    return e.constant(attribute, values.view({1, -1, 1, 1}));
  };
  const std::string mean = channels("mean"), deviation = channels("std");
  e.finish("Div", {e.step("Sub", {e.in(0), mean}), deviation});
}

void paddedShortcut(Exporter& e) {
  const std::int64_t stride = e.node().whole("stride", 2);
  const std::int64_t padding = e.node().whole("channels") - e.shape(0)[1];
  const Sizes end(2, std::numeric_limits<std::int32_t>::max());
  const std::string thin = e.step("Slice", {e.in(0), e.numbers("starts", {0, 0}), e.numbers("ends", end),
                                            e.numbers("axes", {2, 3}), e.numbers("steps", {stride, stride})});
  e.finish("Pad", {thin, e.numbers("pads", {0, padding / 2, 0, 0, 0, padding - padding / 2, 0, 0})});
}

}  // namespace

void addLayerExports(ExportRows& rows) {
  rows["conv"] = convolution;
  rows["conv_transpose"] = convolution;
  rows["linear"] = linear;
  rows["batch_norm"] = batchNorm;
  rows["instance_norm"] = instanceNorm;
  rows["layer_norm"] = layerNorm;
  rows["group_norm"] = groupNorm;
  rows["lrn"] = localResponse;
  rows["max_pool"] = maxPool;
  rows["average_pool"] = maxPool;
  rows["adaptive_pool"] = adaptivePool;
  rows["global_max_pool"] = globalMaximum;
  rows["dropout"] = dropout;
  rows["normalise"] = normalise;
  rows["padded_shortcut"] = paddedShortcut;
}

}  // namespace adversarium
