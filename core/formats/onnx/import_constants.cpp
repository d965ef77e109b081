// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's operators that give constants: numbers in the file, shapes, and what is counted from them.
#include "core/formats/onnx/importer.h"

namespace adversarium {
namespace {

at::Tensor shapeOf(const at::Tensor& tensor) { return at::tensor(tensor.sizes(), at::kLong); }

std::vector<Value> shape(Call& call) {
  const Value& value = call.in(0);
  const std::int64_t rank = value.here.dim();
  const auto place = [&](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank); };
  const std::int64_t from = place(call.whole("start", 0)), to = std::max(from, place(call.whole("end", rank)));
  return {Importer::constant(shapeOf(value.here).slice(0, from, to), shapeOf(value.more()).slice(0, from, to))};
}

std::vector<Value> size(Call& call) {
  const Value& value = call.in(0);
  return {Importer::constant(at::scalar_tensor(value.here.numel(), at::kLong),
                             at::scalar_tensor(value.more().numel(), at::kLong))};
}

std::vector<Value> constant(Call& call) {
  const auto whole = [&](const char* name) { return at::tensor(call.wholes(name), at::kLong); };
  if (call.says("value")) {
    Value value = Importer::constant(call.tensor("value"));
    value.type = call.typeOf("value");
    return {value};
  }
  if (call.says("value_int"))
    return {Importer::constant(at::scalar_tensor(call.whole("value_int", 0), at::kLong))};
  if (call.says("value_ints")) return {Importer::constant(whole("value_ints"))};
  if (call.says("value_float")) {
    return {Importer::constant(at::scalar_tensor(call.number("value_float", 0), at::kFloat))};
  }
  for (const onnx::AttributeProto& attribute : call.node.attribute()) {
    if (attribute.name() != "value_floats") continue;
    const std::vector<float> values(attribute.floats().begin(), attribute.floats().end());
    return {Importer::constant(at::tensor(values, at::kFloat))};
  }
  call.notCovered("holds no numbers");
}

std::vector<Value> constantOfShape(Call& call) {
  const Value& sizes = call.in(0);
  if (!sizes.constant()) call.notCovered("computes its shape from pixels");
  at::Tensor value = call.says("value") ? call.tensor("value") : at::zeros({1});
  if (value.numel() != 1) call.wrong("has a value that is no single number");
  const auto filled = [&](const at::Tensor& shape) {
    return at::full(call.bounded(wholesIn(shape)), value.item(), value.options());
  };
  return {
      Importer::constant(filled(sizes.here), sizes.there.defined() ? filled(sizes.there) : at::Tensor(), true)};
}

std::vector<Value> range(Call& call) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!call.in(i).constant() || call.in(i).here.numel() != 1) call.notCovered("counts from pixels");
  }
  const auto counted = [&](auto version) {
    const at::Scalar from = version(call.in(0)).item(), to = version(call.in(1)).item(),
                     step = version(call.in(2)).item();
    const double count = step.toDouble() == 0 ? 1e99 : (to.toDouble() - from.toDouble()) / step.toDouble();
    if (!(count < double(1 << 29))) call.wrong("would make a tensor of absurd size");
    return count <= 0 ? at::empty({0}, call.in(0).here.options())
                      : at::arange(from, to, step, call.in(0).here.options());
  };
  const bool differs = call.in(0).there.defined() || call.in(1).there.defined() || call.in(2).there.defined();
  return {Importer::constant(counted([](const Value& v) { return v.here; }),
                             differs ? counted([](const Value& v) { return v.more(); }) : at::Tensor())};
}

}  // namespace

void addConstantRows(Rows& rows) {
  rows["Shape"] = shape;
  rows["Size"] = size;
  rows["Constant"] = constant;
  rows["ConstantOfShape"] = constantOfShape;
  rows["Range"] = range;
}

}  // namespace adversarium
