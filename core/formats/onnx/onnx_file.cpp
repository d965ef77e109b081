// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/onnx_file.h"

#include <ATen/ATen.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/audit/model_file.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/formats/onnx/messages.h"
#include "core/formats/onnx/onnx_tensor.h"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;

constexpr int kMostNodes = 100'000;

std::string firstLine(const std::string& words) {
  const std::string line = words.substr(0, words.find('\n'));
  return line.size() > 300 ? line.substr(0, 300) + "…" : line;
}

/// Visits every tensor that the file holds: initialisers, and constants in nodes' attributes.
void forEachTensor(onnx::GraphProto& graph, const std::function<void(TensorProto&)>& visit) {
  for (TensorProto& tensor : *graph.mutable_initializer()) visit(tensor);
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    for (onnx::AttributeProto& attribute : *node.mutable_attribute()) {
      if (attribute.has_t()) visit(*attribute.mutable_t());
      for (TensorProto& tensor : *attribute.mutable_tensors()) visit(tensor);
      if (attribute.has_g()) forEachTensor(*attribute.mutable_g(), visit);
      for (onnx::GraphProto& inner : *attribute.mutable_graphs()) forEachTensor(inner, visit);
    }
  }
}

/// The open file as protobuf reads it.
class FilePieces final : public google::protobuf::io::CopyingInputStream {
 public:
  explicit FilePieces(const BoundedFile& file) : m_file(file) {}
  int Read(void* target, int count) override {
    const auto taken = std::min<std::uint64_t>(static_cast<std::uint64_t>(count), m_file.size() - m_at);
    m_file.readInto(target, m_at, taken);
    m_at += taken;
    return static_cast<int>(taken);
  }

 private:
  const BoundedFile& m_file;
  std::uint64_t m_at = 0;
};

OnnxPort portOf(const onnx::ValueInfoProto& value, const std::string& subject) {
  OnnxPort port;
  port.name = value.name();
  if (!value.type().has_tensor_type()) {
    throw InputError(subject, fmt::format("'{}' is no tensor", printableOnnx(value.name())));
  }
  const auto& type = value.type().tensor_type();
  port.type = onnx::TensorProto_DataType_Name(static_cast<TensorProto::DataType>(type.elem_type()));
  std::transform(port.type.begin(), port.type.end(), port.type.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  port.shaped = type.has_shape();
  if (!port.shaped) return port;
  double elements = 1;
  for (const auto& size : type.shape().dim()) {
    // A size of 0 or less is how some writers leave one open.
    port.shape.push_back(size.has_dim_value() && size.dim_value() > 0 ? size.dim_value() : -1);
    elements *= static_cast<double>(std::max<std::int64_t>(port.shape.back(), 1));
  }
  if (elements > kMostOnnxElements || static_cast<std::int64_t>(port.shape.size()) > kMostOnnxDimensions) {
    throw InputError(subject, fmt::format("'{}' has an absurd shape", printableOnnx(value.name())));
  }
  return port;
}

/// Numbers that inference and computing divide by, in every graph of the file.
void checkDivisors(const onnx::GraphProto& graph, const std::string& subject);

std::string namedNode(const onnx::NodeProto& node) {
  return node.name().empty() && node.output_size() > 0 ? node.output(0) : node.name();
}

void checkDivisors(const onnx::NodeProto& node, const std::string& subject) {
  static const std::set<std::string_view> divisors{"strides",   "dilations",  "kernel_shape", "group",
                                                   "blocksize", "num_groups", "num_outputs"};
  constexpr std::int64_t kMost = 1 << 20;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (attribute.has_g()) checkDivisors(attribute.g(), subject);
    for (const onnx::GraphProto& inner : attribute.graphs()) checkDivisors(inner, subject);
    if (!divisors.contains(attribute.name())) continue;
    const auto check = [&](std::int64_t value) {
      if (value >= 1 && value <= kMost) return;
      throw InputError(subject, fmt::format("node '{}' ({}) has absurd {}", printableOnnx(namedNode(node)),
                                            printableOnnx(node.op_type()), printableOnnx(attribute.name())));
    };
    for (const std::int64_t value : attribute.ints()) check(value);
    if (attribute.has_i()) check(attribute.i());
  }
}

void checkDivisors(const onnx::GraphProto& graph, const std::string& subject) {
  for (const onnx::NodeProto& node : graph.node()) checkDivisors(node, subject);
}

/// What the library infers is used to refuse absurd sizes before a node is computed.
void checkInferredShapes(onnx::ModelProto& model, const std::string& subject) {
  try {
    onnx::shape_inference::InferShapes(model);
  } catch (const std::exception&) {
    return;  // contradictions show when the nodes are computed, with their names
  }
  for (const onnx::ValueInfoProto& value : model.graph().value_info()) {
    if (value.type().has_tensor_type()) (void)portOf(value, subject);
  }
}

void checkWithLibrary(const OnnxFile& file) {
  // Newer files than the library knows are left to the importer, which checks what it translates anyway.
  const auto& known = onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  if (file.opset > known.at("").second || file.model->ir_version() > onnx::Version::IR_VERSION) return;
  for (const onnx::NodeProto& node : file.model->graph().node()) {
    // An operator that the library does not know is not wrong: it is named later, and may be OpenCV's.
    if (!node.domain().empty() && node.domain() != "ai.onnx") return;
    if (!onnx::OpSchemaRegistry::Schema(node.op_type(), static_cast<int>(file.opset), "")) return;
  }
  try {
    onnx::checker::check_model(*file.model);
  } catch (const std::exception& wrong) {
    throw InputError(file.subject, "is not valid ONNX: " + firstLine(wrong.what()));
  }
  checkInferredShapes(*file.model, file.subject);
}

}  // namespace

bool looksLikeOnnx(std::string_view beginning) {
  // Field 1 (ir_version) as a small number, which every writer puts first.
  return beginning.size() >= 4 && beginning[0] == 0x08 && beginning[1] > 0 && beginning[1] < 0x20;
}

OnnxFile readOnnxFile(const BoundedFile& source, const std::string& subject) {
  constexpr std::uint64_t kMostBytes = std::numeric_limits<int>::max();  // protobuf's own limit
  constexpr std::uint64_t kMostExternal = std::uint64_t{8} << 30;
  OnnxFile file;
  file.subject = subject;
  file.model = std::make_shared<onnx::ModelProto>();
  if (source.size() > kMostBytes) throw InputError(subject, "is larger than 2 GiB: save it with external data");
  FilePieces pieces(source);
  google::protobuf::io::CopyingInputStreamAdaptor bytes(&pieces);
  google::protobuf::io::CodedInputStream coded(&bytes);
  coded.SetTotalBytesLimit(std::numeric_limits<int>::max());
  // Partly: a required field that is missing is the checker's to report, not a message on standard error.
  if (!file.model->ParsePartialFromCodedStream(&coded) || !coded.ConsumedEntireMessage()) {
    throw InputError(subject, "is not a whole ONNX model (damaged, or of another format)");
  }
  if (!file.model->has_graph() || file.model->graph().node_size() == 0) {
    throw InputError(subject, "is not an ONNX model with a graph");
  }
  onnx::GraphProto& graph = *file.model->mutable_graph();
  if (graph.node_size() > kMostNodes) throw InputError(subject, "has more than 100 000 nodes");
  if (graph.sparse_initializer_size() > 0) throw InputError(subject, "has sparse weights, which are not read");
  for (const onnx::OperatorSetIdProto& set : file.model->opset_import()) {
    if (set.domain().empty() || set.domain() == "ai.onnx") file.opset = set.version();
  }
  if (file.model->opset_import_size() == 0) file.opset = 1;
  std::uint64_t budget = kMostExternal;
  forEachTensor(graph, [&](TensorProto& tensor) {
    (void)checkedCount(tensor, subject);
    fetchExternal(tensor, source.path().parent_path(), budget, subject);
  });
  std::set<std::string> filled;
  for (const TensorProto& tensor : graph.initializer()) filled.insert(tensor.name());
  for (const onnx::ValueInfoProto& value : graph.input()) {
    const OnnxPort port = portOf(value, subject);
    if (!filled.contains(value.name())) file.inputs.push_back(port);
  }
  checkDivisors(graph, subject);
  for (const onnx::FunctionProto& function : file.model->functions()) {
    for (const onnx::NodeProto& node : function.node()) checkDivisors(node, subject);
  }
  for (const onnx::StringStringEntryProto& entry : file.model->metadata_props()) {
    if (entry.key() != "class_names") continue;
    nlohmann::json said;
    try {
      said = boundedJson(entry.value(), subject);
    } catch (const InputError&) {  // somebody else's key of the same name
    }
    if (!said.is_array()) continue;
    for (const auto& name : said) {
      if (name.is_string()) file.classNames.push_back(name);
    }
  }
  checkWithLibrary(file);
  // After inference, which fills in shapes. A list of dictionaries, say, is no tensor, but may stand beside one.
  for (const onnx::ValueInfoProto& value : graph.output()) {
    if (value.type().has_tensor_type()) file.outputs.push_back(portOf(value, subject));
  }
  if (file.outputs.empty()) {
    throw InputError(subject, graph.output_size() == 0 ? "has no output" : "has no output that is a tensor");
  }
  return file;
}

}  // namespace adversarium
