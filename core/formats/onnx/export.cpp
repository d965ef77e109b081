// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/export.h"

#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/formats/onnx/exporter.h"

namespace adversarium {
namespace {

void fill(onnx::TensorProto& proto, const at::Tensor& value) {
  const at::Tensor whole = value.detach().to(at::kCPU).contiguous();
  for (const std::int64_t size : whole.sizes()) proto.add_dims(size);
  switch (whole.scalar_type()) {
    case at::kLong:
      proto.set_data_type(onnx::TensorProto::INT64);
      break;
    case at::kBool:
      proto.set_data_type(onnx::TensorProto::BOOL);
      break;
    case at::kByte:
      proto.set_data_type(onnx::TensorProto::UINT8);
      break;
    case at::kChar:
      proto.set_data_type(onnx::TensorProto::INT8);
      break;
    default:
      proto.set_data_type(onnx::TensorProto::FLOAT);
      if (whole.scalar_type() != at::kFloat) return fill(proto, whole.to(at::kFloat));
  }
  proto.set_raw_data(whole.data_ptr(), whole.nbytes());
}

const ExportRows& rows() {
  static const ExportRows table = [] {
    ExportRows all;
    addLayerExports(all);
    addFunctionExports(all);
    addShapeExports(all);
    return all;
  }();
  return table;
}

void declare(onnx::ValueInfoProto& port, const std::string& name, const Sizes& shape) {
  port.set_name(name);
  auto& type = *port.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape()->add_dim()->set_dim_param("batch");
  for (std::size_t d = 1; d < shape.size(); ++d) type.mutable_shape()->add_dim()->set_dim_value(shape[d]);
}

}  // namespace

void Exporter::cannot(const std::string& why) const {
  throw UsageError("layer '" + m_node->name + "'", why + ", which cannot be written as ONNX");
}

std::string Exporter::unique(const std::string& name) {
  std::string candidate = name;
  for (int i = 2; !m_names.insert(candidate).second; ++i) candidate = fmt::format("{}:{}", name, i);
  return candidate;
}

void Exporter::begin(const Node& node, Names inputs, std::vector<Sizes> inputShapes, Sizes outputShape,
                     std::string output, const std::string& images) {
  m_node = &node;
  m_inputs = std::move(inputs);
  m_shapes = std::move(inputShapes);
  m_outputShape = std::move(outputShape);
  m_output = std::move(output);
  m_images = images;
}

std::string Exporter::initialiser(const std::string& name, const at::Tensor& value) {
  onnx::TensorProto& proto = *m_graph.add_initializer();
  fill(proto, value);
  proto.set_name(unique(name));
  return proto.name();
}

std::string Exporter::tensor(std::string_view name) {
  return initialiser(m_node->name + "." + std::string(name), m_node->tensor(name));
}

void Exporter::addConstant(const std::string& name, const std::string& output, const at::Tensor& value) {
  onnx::NodeProto& proto = *m_graph.add_node();
  proto.set_op_type("Constant");
  proto.set_name(name);
  proto.add_output(output);
  onnx::AttributeProto& attribute = *proto.add_attribute();
  attribute.set_name("value");
  attribute.set_type(onnx::AttributeProto::TENSOR);
  fill(*attribute.mutable_t(), value);
}

std::string Exporter::constant(const std::string& name, const at::Tensor& value) {
  const std::string output = unique(m_node->name + "." + name);
  addConstant(output, output, value);
  return output;
}

void Exporter::finishAsConstant(const at::Tensor& value) { addConstant(m_node->name, m_output, value); }

void Exporter::finishAsInitialiser(const at::Tensor& value) {
  onnx::TensorProto& proto = *m_graph.add_initializer();
  fill(proto, value);
  proto.set_name(m_output);
}

std::string Exporter::numbers(const std::string& name, const Sizes& values) {
  return constant(name, at::tensor(values, at::kLong));
}

std::string Exporter::number(const std::string& name, double value) {
  return constant(name, at::scalar_tensor(value, at::kFloat));
}

void Exporter::add(const std::string& op, const Names& inputs, const OnnxAttributes& attributes,
                   const std::string& name, const std::string& output) {
  onnx::NodeProto& proto = *m_graph.add_node();
  proto.set_op_type(op);
  proto.set_name(name);
  for (const std::string& input : inputs) proto.add_input(input);
  proto.add_output(output);
  for (const OnnxAttribute& attribute : attributes) {
    onnx::AttributeProto& said = *proto.add_attribute();
    said.set_name(attribute.name);
    if (const auto* whole = std::get_if<std::int64_t>(&attribute.value)) {
      said.set_type(onnx::AttributeProto::INT);
      said.set_i(*whole);
    } else if (const auto* real = std::get_if<double>(&attribute.value)) {
      said.set_type(onnx::AttributeProto::FLOAT);
      said.set_f(static_cast<float>(*real));
    } else if (const auto* list = std::get_if<Sizes>(&attribute.value)) {
      said.set_type(onnx::AttributeProto::INTS);
      for (const std::int64_t value : *list) said.add_ints(value);
    } else {
      said.set_type(onnx::AttributeProto::STRING);
      said.set_s(std::get<std::string>(attribute.value));
    }
  }
}

std::string Exporter::step(const std::string& op, const Names& inputs, const OnnxAttributes& attributes) {
  const std::string output = unique(m_node->name + "/" + op);
  add(op, inputs, attributes, output, output);
  return output;
}

std::string Exporter::named(const std::string& op, const Names& inputs, const OnnxAttributes& attributes) {
  const std::string output = unique(m_node->name + "/" + op);
  add(op, inputs, attributes, m_node->name, output);
  return output;
}

void Exporter::finish(const std::string& op, const Names& inputs, const OnnxAttributes& attributes) {
  add(op, inputs, attributes, m_node->name, m_output);
}

std::string onnxBytes(const Graph& graph, const ModelInfo& info) {
  if (graph.nodes.empty()) throw UsageError(info.where, "is an empty graph");
  // ONNX writes many things by shape; one pass tells them all.
  const at::NoGradGuard noGradient;
  const ImageShape& input = info.input;
  const at::Tensor images = at::full({2, input.channels, input.height, input.width}, 0.5, at::kFloat);
  std::vector<Sizes> shapes;
  Pass pass;
  pass.tap = [&](const Node&, const at::Tensor& output) { shapes.push_back(output.sizes().vec()); };
  (void)graph.run(images, pass);

  onnx::ModelProto model;
  onnx::GraphProto& written = *model.mutable_graph();
  Exporter exporter(written);
  std::vector<std::string> values;
  const std::string entrance = exporter.unique("images");
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    values.push_back(exporter.unique(i + 1 == graph.nodes.size() ? "scores" : node.name));
    Names names;
    std::vector<Sizes> from;
    for (const int at : node.inputs) {
      names.push_back(at < 0 ? entrance : values[static_cast<std::size_t>(at)]);
      from.push_back(at < 0 ? images.sizes().vec() : shapes[static_cast<std::size_t>(at)]);
    }
    exporter.begin(node, std::move(names), std::move(from), shapes[i], values[i], entrance);
    const auto row = rows().find(node.op);
    if (row == rows().end()) exporter.cannot("is the operation '" + node.op + "'");
    row->second(exporter);
  }
  declare(*written.add_input(), entrance, images.sizes().vec());
  declare(*written.add_output(), values.back(), shapes.back());
  written.set_name(info.architecture.empty() ? "classifier" : info.architecture);
  model.set_ir_version(exporter.opset() > 13 ? 8 : 7);
  model.set_producer_name("Adversarium");
  model.set_producer_version(ADVERSARIUM_VERSION);
  model.add_opset_import()->set_version(exporter.opset());
  if (!info.classNames.empty()) {
    onnx::StringStringEntryProto& names = *model.add_metadata_props();
    names.set_key("class_names");
    names.set_value(
        nlohmann::json(info.classNames).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  if (model.ByteSizeLong() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw UsageError(info.where, "is larger than the 2 GiB of an ONNX file");
  }
  return model.SerializeAsString();
}

}  // namespace adversarium
