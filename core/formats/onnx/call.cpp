// SPDX-License-Identifier: GPL-3.0-or-later
// What a node of the file says: its inputs, its attributes, its name.
#include <fmt/format.h>

#include <charconv>

#include "core/base/error.h"
#include "core/formats/onnx/importer.h"
#include "core/formats/onnx/onnx_tensor.h"

namespace adversarium {

std::string cleaned(std::string name) {
  for (char& c : name) {
    if (c <= 32 || c > 126 || c == '"' || c == '\\') c = '_';
  }
  return name.size() > 200 ? name.substr(0, 200) : name;
}

std::string nameOf(const onnx::NodeProto& node) {
  if (!node.name().empty()) return cleaned(node.name());
  return cleaned(node.output_size() > 0 && !node.output(0).empty() ? node.output(0) : node.op_type());
}

std::vector<double> numbers(const Sizes& values) { return {values.begin(), values.end()}; }

std::vector<double> shortened(const Sizes& values) {
  const bool same = std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == values.front(); });
  return same && !values.empty() ? std::vector<double>{static_cast<double>(values.front())} : numbers(values);
}

Sizes wholesIn(const at::Tensor& tensor) {
  const at::Tensor whole = tensor.to(at::kLong).contiguous();
  return {whole.data_ptr<std::int64_t>(), whole.data_ptr<std::int64_t>() + whole.numel()};
}

double asWritten(float value) {
  const std::string text = fmt::format("{}", value);
  double result = value;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

const Value& Call::in(std::size_t i) const {
  if (!has(i)) wrong(fmt::format("lacks its input {}", i + 1));
  return m_inputs[i];
}

at::Tensor Call::fixed(std::size_t i) const {
  const Value& value = in(i);
  if (!value.constant())
    notCovered(fmt::format("computes its input {} while running, which must be fixed", i + 1));
  if (value.there.defined()) notCovered(fmt::format("has an input {} that depends on the batch", i + 1));
  return value.here;
}

Sizes Call::fixedWholes(std::size_t i) const { return wholesIn(fixed(i)); }

double Call::fixedNumber(std::size_t i) const {
  const at::Tensor value = fixed(i);
  if (value.numel() != 1) wrong(fmt::format("needs a single number as its input {}", i + 1));
  return value.is_floating_point() ? asWritten(value.item<float>()) : value.item<double>();
}

const onnx::AttributeProto* Call::find(std::string_view attribute) const {
  for (const onnx::AttributeProto& candidate : node.attribute()) {
    if (candidate.name() == attribute) return &candidate;
  }
  return nullptr;
}

double Call::number(std::string_view attribute, double fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  if (!found) return fallback;
  const double value = found->has_f() ? asWritten(found->f()) : static_cast<double>(found->i());
  if (!std::isfinite(value)) wrong("has a '" + std::string(attribute) + "' that is no number");
  return value;
}

std::int64_t Call::whole(std::string_view attribute, std::int64_t fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? found->i() : fallback;
}

Sizes Call::wholes(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? Sizes(found->ints().begin(), found->ints().end()) : Sizes();
}

std::string Call::text(std::string_view attribute, const std::string& fallback) const {
  const onnx::AttributeProto* found = find(attribute);
  return found ? found->s() : fallback;
}

at::Tensor Call::tensor(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  if (!found || !found->has_t()) wrong("lacks its '" + std::string(attribute) + "'");
  return tensorFrom(found->t(), importer.subject());
}

int Call::typeOf(std::string_view attribute) const {
  const onnx::AttributeProto* found = find(attribute);
  return found && found->has_t() ? found->t().data_type() : 0;
}

Sizes Call::wholesAt(std::string_view attribute, std::size_t input) const {
  return has(input) ? fixedWholes(input) : wholes(attribute);
}

Sizes Call::bounded(const Sizes& sizes) const {
  double all = 1;
  for (const std::int64_t size : sizes) {
    if (size < 0) wrong("has a negative size");
    all *= static_cast<double>(std::max<std::int64_t>(size, 1));
  }
  if (all > kMostOnnxElements) wrong("would make a tensor of absurd size");
  return sizes;
}

void Call::notCovered(const std::string& why) const {
  throw NotCovered(cleaned(node.op_type()), nameOf(node), why);
}

void Call::wrong(const std::string& why) const {
  throw InputError(importer.subject(),
                   fmt::format("node '{}' ({}) {}", nameOf(node), cleaned(node.op_type()), why));
}

ImportedGraph importOnnx(OnnxFile& file, const OnnxImport& how) { return Importer(file, how).run(); }

}  // namespace adversarium
