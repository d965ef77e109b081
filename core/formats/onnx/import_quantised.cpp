// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's operators of networks for small devices. Weights in whole numbers become real ones while the file is
// read; what is rounded while the network runs stays rounded.
#include <cmath>
#include <utility>

#include "core/formats/onnx/importer.h"
#include "core/formats/onnx/onnx_tensor.h"

namespace adversarium {
namespace {

/// The whole numbers that a type holds; NotCovered for types that are none.
std::pair<double, double> rangeOf(Call& call, int type) {
  switch (type) {
    case onnx::TensorProto::UINT8:
      return {0, 255};
    case onnx::TensorProto::INT8:
      return {-128, 127};
    case onnx::TensorProto::UINT16:
      return {0, 65535};
    case onnx::TensorProto::INT16:
      return {-32768, 32767};
    case kUint4:
      return {0, 15};
    case kInt4:
      return {-8, 7};
    case onnx::TensorProto::INT32:
      return {-2147483648.0, 2147483647.0};
    default:
      call.notCovered(
          "rounds to a type that is not of whole numbers: quantise the model to 8 bits, or export it "
          "with real numbers");
  }
}

std::vector<double> doublesIn(const at::Tensor& values) {
  const at::Tensor all = values.to(at::kDouble).contiguous();
  return {all.data_ptr<double>(), all.data_ptr<double>() + all.numel()};
}

/// How a value is rounded: the inputs of the node that say it, and along which dimension there are several.
struct Steps {
  at::Tensor scale, zero;
  std::int64_t axis = 1;
  int type = onnx::TensorProto::UINT8;

  bool single() const { return scale.numel() == 1; }
};

Steps stepsAt(Call& call, std::size_t scale, std::size_t zero, std::int64_t axis) {
  Steps steps;
  steps.scale = call.fixed(scale).to(at::kFloat);
  steps.axis = axis;
  if (call.has(zero)) {
    steps.zero = call.fixed(zero);
    steps.type = call.in(zero).type;
    if (steps.type == 0) call.notCovered("has a zero point whose type the file does not say");
  } else {
    steps.zero = at::zeros_like(steps.scale);
    if (const std::int64_t said = call.whole("output_dtype", 0); said != 0) steps.type = static_cast<int>(said);
  }
  if (steps.zero.sizes() != steps.scale.sizes() && steps.zero.numel() != 1)
    call.wrong("has another number of zero points than of scales");
  if (!steps.scale.isfinite().all().item<bool>() || steps.scale.eq(0).any().item<bool>())
    call.wrong("has a scale of nothing");
  return steps;
}

Attributes attributesOf(Call& call, const Steps& steps, const at::Tensor& value) {
  const auto [low, high] = rangeOf(call, steps.type);
  Attributes attributes{{"scale", doublesIn(steps.scale)}, {"low", {low}}, {"high", {high}}};
  attributes["zero"] = doublesIn(steps.zero);
  if (steps.single()) return attributes;
  const std::int64_t axis = steps.axis < 0 ? steps.axis + value.dim() : steps.axis;
  if (steps.scale.dim() != 1 || axis < 0 || axis >= value.dim() || value.size(axis) != steps.scale.numel()) {
    call.wrong("has scales for another shape than its input's");
  }
  attributes["axis"] = {double(axis)};
  return attributes;
}

Value quantised(Call& call, const Value& value, const Steps& steps) {
  return call.emit("quantize", {value}, attributesOf(call, steps, value.here));
}

/// A constant is computed at once.
Value dequantised(Call& call, const Value& value, const Steps& steps) {
  return call.emit("dequantize", {value}, attributesOf(call, steps, value.here));
}

/// Since operator set 21: one scale for each run of `size` numbers along the axis.
Value dequantisedInBlocks(Call& call, const Value& value, const Steps& steps, std::int64_t size) {
  if (!value.constant()) call.notCovered("rounds an activation block by block");
  const at::Tensor& x = value.here;
  const std::int64_t axis = steps.axis < 0 ? steps.axis + x.dim() : steps.axis;
  if (size < 1 || axis < 0 || axis >= x.dim() || steps.scale.dim() != x.dim() ||
      steps.scale.size(axis) != (x.size(axis) + size - 1) / size) {
    call.wrong("has blocks that do not fit its input");
  }
  for (std::int64_t d = 0; d < x.dim(); ++d) {
    if (d != axis && steps.scale.size(d) != x.size(d)) call.wrong("has blocks that do not fit its input");
  }
  const at::Tensor block = at::arange(x.size(axis), at::kLong).div(size, "trunc");
  const auto wide = [&](const at::Tensor& few) { return few.expand_as(steps.scale).index_select(axis, block); };
  return Importer::constant((x - wide(steps.zero)).to(at::kFloat) * wide(steps.scale), {}, value.learnable);
}

std::vector<Value> quantizeLinear(Call& call) {
  if (call.whole("block_size", 0) != 0) call.notCovered("rounds an activation block by block");
  return {quantised(call, call.in(0), stepsAt(call, 1, 2, call.whole("axis", 1)))};
}

std::vector<Value> dequantizeLinear(Call& call) {
  Steps steps = stepsAt(call, 1, 2, call.whole("axis", 1));
  // Without a zero point, the type is the input's own.
  if (!call.has(2)) steps.type = call.in(0).type != 0 ? call.in(0).type : int(onnx::TensorProto::UINT8);
  const std::int64_t block = call.whole("block_size", 0);
  if (block != 0) return {dequantisedInBlocks(call, call.in(0), steps, block)};
  return {dequantised(call, call.in(0), steps)};
}

/// The same node with other inputs, as another operator.
Value as(Call& call, const char* op, std::vector<Value> inputs) {
  Call inner(call.importer, call.node, std::move(inputs));
  return rowOf(op)(inner).at(0);
}

/// Between whole numbers, a layer is what it is between the real ones that they stand for.
std::vector<Value> quantisedConvolution(Call& call) {
  const Steps from = stepsAt(call, 1, 2, 1), weights = stepsAt(call, 4, 5, 0), to = stepsAt(call, 6, 7, 1);
  if (!from.single()) call.notCovered("has several scales for its input");
  std::vector<Value> inputs{dequantised(call, call.in(0), from), dequantised(call, call.in(3), weights)};
  if (call.has(8)) {
    Steps bias = weights;
    bias.scale = from.scale.reshape({}) * weights.scale;
    bias.zero = at::zeros_like(bias.scale);
    bias.type = onnx::TensorProto::INT32;
    inputs.push_back(dequantised(call, call.in(8), bias));
  }
  return {quantised(call, as(call, "Conv", std::move(inputs)), to)};
}

std::vector<Value> quantisedProduct(Call& call) {
  const Steps left = stepsAt(call, 1, 2, -2), right = stepsAt(call, 4, 5, -1), to = stepsAt(call, 6, 7, -1);
  return {quantised(
      call, as(call, "MatMul", {dequantised(call, call.in(0), left), dequantised(call, call.in(3), right)}), to)};
}

/// Input `i` without its zero point, which is input `zero`.
Value withoutZero(Call& call, std::size_t i, std::size_t zero) {
  Steps steps;
  steps.scale = at::ones({});
  steps.zero = call.has(zero) ? call.fixed(zero) : at::zeros({}, at::kLong);
  steps.type = onnx::TensorProto::INT32;
  if (steps.zero.numel() != 1) call.notCovered("has several zero points");
  return dequantised(call, call.in(i), steps);
}

std::vector<Value> integerConvolution(Call& call) {
  return {as(call, "Conv", {withoutZero(call, 0, 2), withoutZero(call, 1, 3)})};
}
std::vector<Value> integerProduct(Call& call) {
  return {as(call, "MatMul", {withoutZero(call, 0, 2), withoutZero(call, 1, 3)})};
}

std::vector<Value> dynamicallyQuantised(Call& call) {
  call.notCovered(
      "measures the range of its input anew each time, over the whole batch: quantise the model statically "
      "(QuantizeLinear and DequantizeLinear with fixed scales), or export it with real numbers");
}

}  // namespace

void addQuantisedRows(Rows& rows) {
  rows["QuantizeLinear"] = quantizeLinear;
  rows["DequantizeLinear"] = dequantizeLinear;
  rows["QLinearConv"] = quantisedConvolution;
  rows["QLinearMatMul"] = quantisedProduct;
  rows["ConvInteger"] = integerConvolution;
  rows["MatMulInteger"] = integerProduct;
  rows["DynamicQuantizeLinear"] = dynamicallyQuantised;
}

}  // namespace adversarium
