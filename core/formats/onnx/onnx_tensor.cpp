// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx/onnx_tensor.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/formats/onnx/messages.h"
#include "core/formats/onnx/onnx_file.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;

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
    fail("keeps its data at '" + printableOnnx(location) + "', which is no place beside the model");
  }
  for (const fs::path& part : given) {
    if (part == "..") fail("keeps its data at '" + printableOnnx(location) + "', outside the model's folder");
  }
  std::error_code problem;
  const fs::path root = fs::canonical(folder.empty() ? fs::path(".") : folder, problem);
  const fs::path file = problem ? fs::path() : fs::canonical(root / given, problem);
  if (problem) fail("keeps its data in '" + printableOnnx(location) + "', which is not there");
  const auto [rootEnd, ignored] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (rootEnd != root.end())
    fail("keeps its data at '" + printableOnnx(location) + "', outside the model's folder");
  if (!fs::is_regular_file(file, problem))
    fail("keeps its data in '" + printableOnnx(location) + "', which is no file");
  return file;
}

std::uint64_t numberIn(const std::string& text, const auto& fail) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) {
    fail("has the external offset or length '" + printableOnnx(text) + "'");
  }
  return value;
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

at::Tensor shapedValues(const TensorProto& tensor, const std::string& subject) {
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printableOnnx(tensor.name()), why));
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

std::string printableOnnx(std::string text) {
  for (char& c : text) {
    if (c < 32 || c > 126) c = '?';
  }
  return text.size() > 120 ? text.substr(0, 120) + "…" : text;
}

std::int64_t checkedCount(const TensorProto& tensor, const std::string& subject) {
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printableOnnx(tensor.name()), why));
  };
  if (tensor.dims_size() > kMostOnnxDimensions) fail(fmt::format("has {} dimensions", tensor.dims_size()));
  double span = 1;  // as if no dimension were empty: strides must not overflow either
  std::int64_t count = 1;
  for (const std::int64_t size : tensor.dims()) {
    if (size < 0) fail("has a negative size");
    span *= static_cast<double>(std::max<std::int64_t>(size, 1));
    if (span > kMostOnnxElements) fail("has an absurd shape");
    count *= size;
  }
  return count;
}

void fetchExternal(TensorProto& tensor, const fs::path& folder, std::uint64_t& budget,
                   const std::string& subject) {
  if (tensor.data_location() != TensorProto::EXTERNAL) return;
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printableOnnx(tensor.name()), why));
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
  if (offset > size || needed > size - offset) fail("reaches beyond the end of '" + printableOnnx(location) + "'");
  std::string bytes(needed, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  stream.read(bytes.data(), static_cast<std::streamsize>(needed));
  if (!stream) fail("cannot be read from '" + printableOnnx(location) + "'");
  tensor.set_raw_data(std::move(bytes));
  tensor.clear_external_data();
  tensor.clear_data_location();
}

at::Tensor tensorFrom(const TensorProto& tensor, const std::string& subject) {
  at::Tensor values = shapedValues(tensor, subject);
  const auto fail = [&](const std::string& why) {
    throw InputError(subject, fmt::format("tensor '{}' {}", printableOnnx(tensor.name()), why));
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

}  // namespace adversarium
