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
#include "core/base/error.h"
#include "core/formats/onnx/messages.h"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;

constexpr std::int64_t kMostDimensions = 16;
constexpr double kMostTensorElements = double(1 << 29);  // of one tensor: 2 GiB of float32
constexpr int kMostNodes = 100'000;

std::string firstLine(const std::string& words) {
  const std::string line = words.substr(0, words.find('\n'));
  return line.size() > 300 ? line.substr(0, 300) + "…" : line;
}

/// Names come from the file and may hold anything; only what is printable reaches a person.
std::string printable(std::string text) {
  for (char& c : text) {
    if (c < 32 || c > 126) c = '?';
  }
  return text.size() > 120 ? text.substr(0, 120) + "…" : text;
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

/// Elements of a shape; throws for absurd ones before anything of that size is touched.
std::int64_t checkedCount(const TensorProto& tensor, const std::string& subject) {
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printable(tensor.name()), why));
  };
  if (tensor.dims_size() > kMostDimensions) fail(fmt::format("has {} dimensions", tensor.dims_size()));
  double span = 1;  // as if no dimension were empty: strides must not overflow either
  std::int64_t count = 1;
  for (const std::int64_t size : tensor.dims()) {
    if (size < 0) fail("has a negative size");
    span *= static_cast<double>(std::max<std::int64_t>(size, 1));
    if (span > kMostTensorElements) fail("has an absurd shape");
    count *= size;
  }
  return count;
}

/// Types newer than the library's list of them: two numbers a byte, the first in its lower half.
constexpr int kUint4 = 21, kInt4 = 22;

/// Bytes of one element in raw data; 0 for types without numbers, and for those that share a byte.
std::size_t itemSize(int type) {
  switch (type) {
    case TensorProto::FLOAT:
    case TensorProto::INT32:
    case TensorProto::UINT32:
      return 4;
    case TensorProto::DOUBLE:
    case TensorProto::INT64:
    case TensorProto::UINT64:
      return 8;
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16:
    case TensorProto::INT16:
    case TensorProto::UINT16:
      return 2;
    case TensorProto::INT8:
    case TensorProto::UINT8:
    case TensorProto::BOOL:
      return 1;
    default:
      return 0;
  }
}

std::size_t bytesOf(int type, std::int64_t count) {
  const auto numbers = static_cast<std::size_t>(count);
  return type == kUint4 || type == kInt4 ? (numbers + 1) / 2 : numbers * itemSize(type);
}
bool holdsNumbers(int type) { return type == kUint4 || type == kInt4 || itemSize(type) > 0; }
constexpr const char* kNotRead = "is of a type that is not read (text, complex or 8-bit floating-point numbers)";

/// A file inside `folder`, wherever links lead. Throws for anything else.
fs::path besideModel(const fs::path& folder, const std::string& location, const auto& fail) {
  const fs::path given(location);
  if (location.empty() || given.is_absolute() || location.find('\\') != std::string::npos ||
      location.find('\0') != std::string::npos) {
    fail("keeps its data at '" + printable(location) + "', which is no place beside the model");
  }
  for (const fs::path& part : given) {
    if (part == "..") fail("keeps its data at '" + printable(location) + "', outside the model's folder");
  }
  std::error_code problem;
  const fs::path root = fs::canonical(folder.empty() ? fs::path(".") : folder, problem);
  const fs::path file = problem ? fs::path() : fs::canonical(root / given, problem);
  if (problem) fail("keeps its data in '" + printable(location) + "', which is not there");
  const auto [rootEnd, ignored] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (rootEnd != root.end()) fail("keeps its data at '" + printable(location) + "', outside the model's folder");
  if (!fs::is_regular_file(file, problem))
    fail("keeps its data in '" + printable(location) + "', which is no file");
  return file;
}

std::uint64_t numberIn(const std::string& text, const auto& fail) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) {
    fail("has the external offset or length '" + printable(text) + "'");
  }
  return value;
}

/// Moves a tensor's external data into the message, so that everything after this knows one form only.
void fetchExternal(TensorProto& tensor, const fs::path& folder, std::uint64_t& budget,
                   const std::string& subject) {
  if (tensor.data_location() != TensorProto::EXTERNAL) return;
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printable(tensor.name()), why));
  };
  const std::uint64_t needed = bytesOf(tensor.data_type(), checkedCount(tensor, subject));
  if (!holdsNumbers(tensor.data_type())) fail(kNotRead);
  if (needed > budget) fail("would take the model's data above 8 GiB");
  budget -= needed;
  std::string location;
  std::uint64_t offset = 0, length = needed;
  for (const onnx::StringStringEntryProto& entry : tensor.external_data()) {
    if (entry.key() == "location") location = entry.value();
    if (entry.key() == "offset") offset = numberIn(entry.value(), fail);
    if (entry.key() == "length") length = numberIn(entry.value(), fail);
  }
  if (length != needed) fail(fmt::format("has {} bytes where its shape needs {}", length, needed));
  const fs::path file = besideModel(folder, location, fail);
  const std::uint64_t size = fs::file_size(file);
  if (offset > size || needed > size - offset) fail("reaches beyond the end of '" + printable(location) + "'");
  std::string bytes(needed, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  stream.read(bytes.data(), static_cast<std::streamsize>(needed));
  if (!stream) fail("cannot be read from '" + printable(location) + "'");
  tensor.set_raw_data(std::move(bytes));
  tensor.clear_external_data();
  tensor.clear_data_location();
}

OnnxPort portOf(const onnx::ValueInfoProto& value, const std::string& subject) {
  OnnxPort port;
  port.name = value.name();
  if (!value.type().has_tensor_type()) {
    throw InputError(subject, fmt::format("'{}' is no tensor", printable(value.name())));
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
  if (elements > kMostTensorElements || static_cast<std::int64_t>(port.shape.size()) > kMostDimensions) {
    throw InputError(subject, fmt::format("'{}' has an absurd shape", printable(value.name())));
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
      throw InputError(subject, fmt::format("node '{}' ({}) has absurd {}", printable(namedNode(node)),
                                            printable(node.op_type()), printable(attribute.name())));
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

template <class T>
at::Tensor fromRaw(const std::string& bytes, at::ScalarType stored, at::ScalarType wanted) {
  at::Tensor values = at::empty({static_cast<std::int64_t>(bytes.size() / sizeof(T))}, stored);
  std::memcpy(values.data_ptr(), bytes.data(), bytes.size());
  return values.to(wanted);
}

template <class T>
at::Tensor fromField(const auto& field, at::ScalarType wanted) {
  at::Tensor values = at::empty({field.size()}, wanted);
  T* out = values.data_ptr<T>();
  for (const auto item : field) *out++ = static_cast<T>(item);
  return values;
}

/// The unsigned types that LibTorch lacks.
template <class T>
at::Tensor fromUnsigned(const std::string& bytes) {
  at::Tensor values = at::empty({static_cast<std::int64_t>(bytes.size() / sizeof(T))}, at::kLong);
  auto* out = values.data_ptr<std::int64_t>();
  for (std::size_t at = 0; at + sizeof(T) <= bytes.size(); at += sizeof(T)) {
    T item;
    std::memcpy(&item, bytes.data() + at, sizeof(T));
    *out++ = static_cast<std::int64_t>(item);
  }
  return values;
}

at::Tensor halvesFromField(const auto& field, at::ScalarType stored) {
  std::string bytes;
  for (const std::int32_t item : field) {
    bytes += static_cast<char>(item & 0xff);
    bytes += static_cast<char>((item >> 8) & 0xff);
  }
  return fromRaw<std::uint16_t>(bytes, stored, at::kFloat);
}

/// Two numbers a byte.
at::Tensor halvedBytes(const at::Tensor& bytes, bool negative) {
  const at::Tensor both = at::stack({bytes.bitwise_and(15), bytes.bitwise_right_shift(4).bitwise_and(15)}, 1);
  return negative ? at::where(both.ge(8), both - 16, both).flatten() : both.flatten();
}

at::Tensor flatValues(const TensorProto& t) {
  const std::string& raw = t.raw_data();
  const bool inRaw = t.has_raw_data();
  if (t.data_type() == kUint4 || t.data_type() == kInt4) {
    return halvedBytes(inRaw ? fromRaw<std::uint8_t>(raw, at::kByte, at::kLong)
                             : fromField<std::int64_t>(t.int32_data(), at::kLong),
                       t.data_type() == kInt4);
  }
  switch (t.data_type()) {
    case TensorProto::FLOAT:
      return inRaw ? fromRaw<float>(raw, at::kFloat, at::kFloat) : fromField<float>(t.float_data(), at::kFloat);
    case TensorProto::DOUBLE:
      return inRaw ? fromRaw<double>(raw, at::kDouble, at::kFloat) : fromField<float>(t.double_data(), at::kFloat);
    case TensorProto::FLOAT16:
      return inRaw ? fromRaw<std::uint16_t>(raw, at::kHalf, at::kFloat)
                   : halvesFromField(t.int32_data(), at::kHalf);
    case TensorProto::BFLOAT16:
      return inRaw ? fromRaw<std::uint16_t>(raw, at::kBFloat16, at::kFloat)
                   : halvesFromField(t.int32_data(), at::kBFloat16);
    case TensorProto::INT64:
      return inRaw ? fromRaw<std::int64_t>(raw, at::kLong, at::kLong)
                   : fromField<std::int64_t>(t.int64_data(), at::kLong);
    case TensorProto::INT32:
      return inRaw ? fromRaw<std::int32_t>(raw, at::kInt, at::kLong)
                   : fromField<std::int64_t>(t.int32_data(), at::kLong);
    case TensorProto::INT16:
      return inRaw ? fromRaw<std::int16_t>(raw, at::kShort, at::kLong)
                   : fromField<std::int64_t>(t.int32_data(), at::kLong);
    case TensorProto::INT8:
      return inRaw ? fromRaw<std::int8_t>(raw, at::kChar, at::kLong)
                   : fromField<std::int64_t>(t.int32_data(), at::kLong);
    case TensorProto::UINT8:
      return inRaw ? fromRaw<std::uint8_t>(raw, at::kByte, at::kLong)
                   : fromField<std::int64_t>(t.int32_data(), at::kLong);
    case TensorProto::UINT16:
      return inRaw ? fromUnsigned<std::uint16_t>(raw) : fromField<std::int64_t>(t.int32_data(), at::kLong);
    case TensorProto::UINT32:
      return inRaw ? fromUnsigned<std::uint32_t>(raw) : fromField<std::int64_t>(t.uint64_data(), at::kLong);
    case TensorProto::UINT64:
      return inRaw ? fromUnsigned<std::uint64_t>(raw) : fromField<std::int64_t>(t.uint64_data(), at::kLong);
    default: {
      // Any byte but 0 is true: a bool of another value would be undefined.
      const at::Tensor bytes = inRaw ? fromRaw<std::uint8_t>(raw, at::kByte, at::kByte)
                                     : fromField<std::int64_t>(t.int32_data(), at::kLong);
      return bytes.ne(0);
    }
  }
}

}  // namespace

bool looksLikeOnnx(std::string_view beginning) {
  // Field 1 (ir_version) as a small number, which every writer puts first.
  return beginning.size() >= 4 && beginning[0] == 0x08 && beginning[1] > 0 && beginning[1] < 0x20;
}

namespace {

at::Tensor shapedValues(const TensorProto& tensor, const std::string& subject) {
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printable(tensor.name()), why));
  };
  const std::int64_t count = checkedCount(tensor, subject);
  if (!holdsNumbers(tensor.data_type())) fail(kNotRead);
  if (tensor.has_segment()) fail("is only a segment");
  const std::size_t needed = bytesOf(tensor.data_type(), count);
  if (tensor.has_raw_data() && tensor.raw_data().size() != needed) {
    fail(fmt::format("has {} bytes where its shape needs {}", tensor.raw_data().size(), needed));
  }
  at::Tensor values = flatValues(tensor);
  if (itemSize(tensor.data_type()) == 0) values = values.slice(0, 0, count);  // half of the last byte may be free
  if (values.numel() != count) fail(fmt::format("has {} numbers where its shape needs {}", values.numel(), count));
  return values.reshape(std::vector<std::int64_t>(tensor.dims().begin(), tensor.dims().end()));
}

}  // namespace

at::Tensor tensorFrom(const TensorProto& tensor, const std::string& subject) {
  at::Tensor values = shapedValues(tensor, subject);
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printable(tensor.name()), why));
  };
  if (!values.is_floating_point()) return values;
  if (values.isnan().any().item<bool>()) fail("holds NaN");
  // A single infinity is how a bound that is none is written.
  if (values.numel() > 1 && !values.isfinite().all().item<bool>()) fail("holds infinity");
  return values;
}

at::Tensor readOnnxTensor(const fs::path& file) {
  TensorProto tensor;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !tensor.ParseFromIstream(&stream)) throw InputError(file.string(), "is no serialised tensor");
  return shapedValues(tensor, file.string());
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
    const auto said = nlohmann::json::parse(entry.value(), nullptr, /*allow_exceptions=*/false);
    if (!said.is_array()) continue;  // somebody else's key of the same name
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
