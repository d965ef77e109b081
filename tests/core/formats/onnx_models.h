// SPDX-License-Identifier: GPL-3.0-or-later
/// Small ONNX files for tests, from ONNX's own text form.
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

#include "core/formats/onnx/messages.h"

#include <onnx/defs/parser.h>

namespace adversarium {

inline void addInitialiser(onnx::GraphProto& graph, const std::string& name, const at::Tensor& value) {
  onnx::TensorProto& tensor = *graph.add_initializer();
  tensor.set_name(name);
  const std::map<at::ScalarType, onnx::TensorProto::DataType> types{{at::kLong, onnx::TensorProto::INT64},
                                                                    {at::kInt, onnx::TensorProto::INT32},
                                                                    {at::kByte, onnx::TensorProto::UINT8},
                                                                    {at::kChar, onnx::TensorProto::INT8},
                                                                    {at::kFloat, onnx::TensorProto::FLOAT}};
  tensor.set_data_type(types.at(value.scalar_type()));
  for (const std::int64_t size : value.sizes()) tensor.add_dims(size);
  const at::Tensor whole = value.contiguous();
  tensor.set_raw_data(whole.data_ptr(), whole.nbytes());
}

/// `head` and `body` as in "classifier (float[N,3,8,8] x) => (float[N,5] y)" and "{ y = Relu(x) }"; weights become
/// initialisers.
inline onnx::ModelProto onnxModel(int opset, const std::string& head, const std::string& body,
                                  const std::map<std::string, at::Tensor>& weights = {}) {
  onnx::ModelProto model;
  const std::string text =
      "<ir_version: 7, opset_import: [\"\" : " + std::to_string(opset) + "]> " + head + " " + body;
  onnx::OnnxParser parser(text.c_str());
  const auto status = parser.Parse(model);
  if (!status.IsOK()) throw std::runtime_error(status.ErrorMessage());
  for (const auto& [name, value] : weights) addInitialiser(*model.mutable_graph(), name, value);
  int count = 0;
  for (onnx::NodeProto& node : *model.mutable_graph()->mutable_node()) {
    node.set_name(node.op_type() + "_" + std::to_string(count++));
  }
  return model;
}

inline std::string write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  return file.string();
}

}  // namespace adversarium
