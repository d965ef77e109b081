// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's layers: convolutions, products with weights, pools and norms.
#include <cmath>

#include "core/formats/onnx/importer.h"

namespace adversarium {
namespace {

/// Where a file's padding is said in words, it depends on the input's size.
Sizes paddingOf(Call& call, const Sizes& kernel, const Sizes& stride, const Sizes& dilation) {
  const std::string mode = call.text("auto_pad", "NOTSET");
  const std::size_t count = kernel.size();
  Sizes pads = call.wholes("pads");
  if (pads.empty()) pads.assign(2 * count, 0);
  if (pads.size() != 2 * count) call.wrong("has a wrong number of pads");
  if (mode == "NOTSET" || mode.empty()) return pads;
  std::fill(pads.begin(), pads.end(), 0);
  if (mode == "VALID") return pads;
  const auto input = call.in(0).here.sizes();
  for (std::size_t d = 0; d < count; ++d) {
    const std::int64_t outputs = (input[d + 2] + stride[d] - 1) / stride[d];
    const std::int64_t total =
        std::max<std::int64_t>(0, (outputs - 1) * stride[d] + (kernel[d] - 1) * dilation[d] + 1 - input[d + 2]);
    pads[d] = mode == "SAME_LOWER" ? total - total / 2 : total / 2;
    pads[d + count] = total - pads[d];
  }
  return pads;
}

/// As short as the operations read it: one number, one a dimension, or begins and ends.
void setPadding(Attributes& attributes, const Sizes& pads) {
  const std::size_t count = pads.size() / 2;
  const Sizes begins(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(count));
  const bool even = std::equal(begins.begin(), begins.end(), pads.begin() + static_cast<std::ptrdiff_t>(count));
  if (std::all_of(pads.begin(), pads.end(), [](std::int64_t p) { return p == 0; })) return;
  attributes["padding"] = even ? shortened(begins) : numbers(pads);
}

void setUnlessOne(Attributes& attributes, const char* name, const Sizes& values) {
  if (std::any_of(values.begin(), values.end(), [](std::int64_t v) { return v != 1; })) {
    attributes[name] = shortened(values);
  }
}

Sizes positive(Call& call, const char* attribute, std::size_t count) {
  Sizes values = call.wholes(attribute);
  if (values.empty()) values.assign(count, 1);
  if (values.size() != count) call.wrong(std::string("has a wrong number of ") + attribute);
  for (const std::int64_t value : values) {
    if (value < 1 || value > (1 << 20)) call.wrong(std::string("has absurd ") + attribute);
  }
  return values;
}

/// Weights that must not be computed while running: pruning and folding change them in place.
at::Tensor weightAt(Call& call, std::size_t i) {
  const at::Tensor weight = call.fixed(i);
  if (!weight.is_floating_point()) call.wrong("has weights that are no real numbers");
  return weight.contiguous();
}

std::size_t spatialOf(Call& call, const at::Tensor& weight) {
  const std::int64_t dimensions = weight.dim() - 2;
  if (dimensions < 1 || dimensions > 3) {
    call.notCovered("works over " + std::to_string(dimensions) + " dimensions");
  }
  if (call.rank(0) != weight.dim()) call.wrong("has weights for another number of dimensions than its input's");
  return static_cast<std::size_t>(dimensions);
}

std::vector<Value> convolution(Call& call) {
  const at::Tensor weight = weightAt(call, 1);
  const std::size_t count = spatialOf(call, weight);
  const Sizes stride = positive(call, "strides", count), dilation = positive(call, "dilations", count);
  const Sizes kernel(weight.sizes().begin() + 2, weight.sizes().end());
  Attributes attributes;
  setUnlessOne(attributes, "stride", stride);
  setUnlessOne(attributes, "dilation", dilation);
  setPadding(attributes, paddingOf(call, kernel, stride, dilation));
  if (const std::int64_t groups = call.whole("group", 1); groups != 1) attributes["groups"] = {double(groups)};
  Tensors tensors{{"weight", weight}};
  if (call.has(2)) tensors["bias"] = weightAt(call, 2);
  return {call.emit("conv", {call.in(0)}, attributes, tensors)};
}

std::vector<Value> transposedConvolution(Call& call) {
  const at::Tensor weight = weightAt(call, 1);
  const std::size_t count = spatialOf(call, weight);
  const Sizes stride = positive(call, "strides", count), dilation = positive(call, "dilations", count);
  Sizes more = call.wholes("output_padding");
  if (more.empty()) more.assign(count, 0);
  if (more.size() != count) call.wrong("has a wrong number of output paddings");
  Sizes pads = call.wholes("pads");
  if (pads.empty()) pads.assign(2 * count, 0);
  if (pads.size() != 2 * count) call.wrong("has a wrong number of pads");
  const Sizes wanted = call.wholes("output_shape");
  const std::string mode = call.text("auto_pad", "NOTSET");
  if (!wanted.empty() || mode.starts_with("SAME")) {
    if (!wanted.empty() && wanted.size() != count) call.wrong("has a wrong output shape");
    for (std::size_t d = 0; d < count; ++d) {
      const auto dim = static_cast<std::int64_t>(d) + 2;
      const std::int64_t in = call.in(0).here.size(dim);
      const std::int64_t full = stride[d] * (in - 1) + more[d] + (weight.size(dim) - 1) * dilation[d] + 1;
      const std::int64_t total = std::max<std::int64_t>(0, full - (wanted.empty() ? in * stride[d] : wanted[d]));
      pads[d] = mode == "SAME_UPPER" ? total / 2 : total - total / 2;
      pads[d + count] = total - pads[d];
    }
  }
  Attributes attributes;
  setUnlessOne(attributes, "stride", stride);
  setUnlessOne(attributes, "dilation", dilation);
  setPadding(attributes, pads);
  if (std::any_of(more.begin(), more.end(), [](std::int64_t m) { return m != 0; })) {
    attributes["output_padding"] = shortened(more);
  }
  if (const std::int64_t groups = call.whole("group", 1); groups != 1) attributes["groups"] = {double(groups)};
  Tensors tensors{{"weight", weight}};
  if (call.has(2)) tensors["bias"] = weightAt(call, 2);
  return {call.emit("conv_transpose", {call.in(0)}, attributes, tensors)};
}

/// A product with a fixed matrix is a linear layer, which pruning, training and folding know.
std::vector<Value> matrixProduct(Call& call) {
  const Value &left = call.in(0), &right = call.in(1);
  const bool layer = !left.constant() && right.constant() && !right.there.defined() && right.here.dim() == 2 &&
                     right.here.is_floating_point() && left.here.dim() >= 2;
  if (!layer) return {call.emit("matmul", {left, right})};
  return {call.emit("linear", {left}, {{"dimensions", {double(left.here.dim())}}},
                    {{"weight", right.here.t().contiguous()}})};
}

std::vector<Value> generalProduct(Call& call) {
  const double alpha = call.number("alpha", 1), beta = call.number("beta", 1);
  const bool turnLeft = call.whole("transA", 0) != 0, turnRight = call.whole("transB", 0) != 0;
  Value left = call.in(0), right = call.in(1);
  if (left.here.dim() != 2 || right.here.dim() != 2) call.wrong("multiplies what are no matrices");
  const Attributes turn{{"permutation", {1, 0}}};
  if (turnLeft) left = call.emit("transpose", {left}, turn);
  const Value* added = call.has(2) ? &call.in(2) : nullptr;
  const std::int64_t outputs = right.here.size(turnRight ? 0 : 1);
  const bool plainBias = !added || (added->constant() && !added->there.defined() &&
                                    added->here.numel() == outputs && added->here.size(-1) == outputs);
  if (!left.constant() && right.constant() && !right.there.defined() && plainBias &&
      right.here.is_floating_point()) {
    at::Tensor weight = turnRight ? right.here.contiguous() : right.here.t().contiguous();
    if (alpha != 1) weight = weight * alpha;
    Tensors tensors{{"weight", weight}};
    if (added) tensors["bias"] = (beta == 1 ? added->here : added->here * beta).reshape({outputs}).contiguous();
    return {call.emit("linear", {left}, {}, tensors)};
  }
  if (turnRight) right = call.emit("transpose", {right}, turn);
  const auto number = [](double value) { return Importer::constant(at::scalar_tensor(value, at::kFloat)); };
  Value result = call.emit("matmul", {left, right});
  if (alpha != 1) result = call.emit("mul", {result, number(alpha)});
  if (!added) return {result};
  const Value scaled = beta == 1 ? *added : call.emit("mul", {*added, number(beta)});
  return {call.emit("add", {result, scaled}, {{"broadcast", {1}}})};
}

Attributes windowOf(Call& call, std::size_t count, bool dilated) {
  const Sizes kernel = positive(call, "kernel_shape", count);
  const Sizes stride = positive(call, "strides", count);
  const Sizes dilation = dilated ? positive(call, "dilations", count) : Sizes(count, 1);
  Attributes attributes{{"kernel", shortened(kernel)}, {"stride", shortened(stride)}};
  setUnlessOne(attributes, "dilation", dilation);
  setPadding(attributes, paddingOf(call, kernel, stride, dilation));
  if (call.whole("ceil_mode", 0) != 0) attributes["ceil"] = {1};
  return attributes;
}

std::size_t pooledDimensions(Call& call) {
  const std::int64_t dimensions = call.rank(0) - 2;
  if (dimensions < 1 || dimensions > 3) {
    call.notCovered("works over " + std::to_string(dimensions) + " dimensions");
  }
  return static_cast<std::size_t>(dimensions);
}

std::vector<Value> maxPool(Call& call) {
  return {call.emit("max_pool", {call.in(0)}, windowOf(call, pooledDimensions(call), true))};
}

std::vector<Value> averagePool(Call& call) {
  for (const std::int64_t dilation : call.wholes("dilations")) {
    if (dilation != 1) call.notCovered("averages dilated windows");
  }
  Attributes attributes = windowOf(call, pooledDimensions(call), false);
  if (call.whole("count_include_pad", 0) != 0 && attributes.contains("padding")) attributes["count_padding"] = {1};
  return {call.emit("average_pool", {call.in(0)}, attributes)};
}

std::vector<Value> globalAverage(Call& call) {
  (void)pooledDimensions(call);
  return {call.emit("adaptive_pool", {call.in(0)}, {{"size", {1}}})};
}

std::vector<Value> globalMaximum(Call& call) {
  (void)pooledDimensions(call);
  return {call.emit("global_max_pool", {call.in(0)})};
}

void setEpsilon(Call& call, Attributes& attributes) {
  if (const double eps = call.number("epsilon", 1e-5); eps != 1e-5) attributes["eps"] = {eps};
}

std::vector<Value> batchNorm(Call& call) {
  if (call.whole("training_mode", 0) != 0) call.notCovered("normalises with the batch's own statistics");
  if (call.whole("spatial", 1) == 0 && call.rank(0) > 2) call.notCovered("normalises every pixel by itself");
  Attributes attributes;
  setEpsilon(call, attributes);
  // ONNX says how much of the old statistics stays, LibTorch how much of the new enters.
  const double momentum = asWritten(static_cast<float>(1 - call.number("momentum", 0.9)));
  if (std::abs(momentum - 0.1) > 1e-6) attributes["momentum"] = {momentum};
  return {call.emit("batch_norm", {call.in(0)}, attributes,
                    {{"weight", weightAt(call, 1)},
                     {"bias", weightAt(call, 2)},
                     {"running_mean", weightAt(call, 3)},
                     {"running_var", weightAt(call, 4)}})};
}

std::vector<Value> instanceNorm(Call& call) {
  Attributes attributes;
  setEpsilon(call, attributes);
  return {call.emit("instance_norm", {call.in(0)}, attributes,
                    {{"weight", weightAt(call, 1)}, {"bias", weightAt(call, 2)}})};
}

std::vector<Value> layerNorm(Call& call) {
  const std::int64_t rank = call.rank(0), axis = call.whole("axis", -1);
  const std::int64_t dimensions = axis < 0 ? -axis : rank - axis;
  if (dimensions < 1 || dimensions > rank) call.wrong("normalises dimensions that are not there");
  Attributes attributes{{"dimensions", {double(dimensions)}}};
  setEpsilon(call, attributes);
  const auto sizes = call.in(0).here.sizes().slice(static_cast<std::size_t>(rank - dimensions));
  Tensors tensors{{"weight", weightAt(call, 1).expand(sizes).contiguous()}};
  if (call.has(2)) tensors["bias"] = weightAt(call, 2).expand(sizes).contiguous();
  return {call.emit("layer_norm", {call.in(0)}, attributes, tensors)};
}

/// Operator sets 18 to 20 have one scale a group, from 21 on one a channel.
std::vector<Value> groupNorm(Call& call) {
  const std::int64_t groups = call.whole("num_groups", 1), channels = call.in(0).here.size(1);
  if (groups < 1 || channels % groups != 0) call.wrong("has groups that do not fit its channels");
  at::Tensor weight = weightAt(call, 1), bias = weightAt(call, 2);
  if (call.opset() < 21 && weight.numel() == groups) {
    weight = weight.repeat_interleave(channels / groups);
    bias = bias.repeat_interleave(channels / groups);
  }
  Attributes attributes{{"groups", {double(groups)}}};
  setEpsilon(call, attributes);
  return {call.emit("group_norm", {call.in(0)}, attributes, {{"weight", weight}, {"bias", bias}})};
}

std::vector<Value> localResponse(Call& call) {
  return {call.emit("lrn", {call.in(0)},
                    {{"size", {double(call.whole("size", 1))}},
                     {"alpha", {call.number("alpha", 1e-4)}},
                     {"beta", {call.number("beta", 0.75)}},
                     {"bias", {call.number("bias", 1)}}})};
}

std::vector<Value> dropout(Call& call) {
  const double rate = call.has(1) ? call.fixedNumber(1) : call.number("ratio", 0.5);
  Value result = call.emit("dropout", {call.in(0)}, {{"p", {rate}}});
  return {result, Importer::constant(at::ones({1}, at::kBool))};
}

}  // namespace

void addLayerRows(Rows& rows) {
  rows["Conv"] = convolution;
  rows["ConvTranspose"] = transposedConvolution;
  rows["MatMul"] = matrixProduct;
  rows["Gemm"] = generalProduct;
  rows["MaxPool"] = maxPool;
  rows["AveragePool"] = averagePool;
  rows["GlobalAveragePool"] = globalAverage;
  rows["GlobalMaxPool"] = globalMaximum;
  rows["BatchNormalization"] = batchNorm;
  rows["InstanceNormalization"] = instanceNorm;
  rows["LayerNormalization"] = layerNorm;
  rows["GroupNormalization"] = groupNorm;
  rows["LRN"] = localResponse;
  rows["Dropout"] = dropout;
}

}  // namespace adversarium
