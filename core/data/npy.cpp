// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/base/error.h"

namespace adversarium {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers in files are little-endian");
constexpr std::string_view kMagic = "\x93NUMPY";

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason) {
  throw InputError(file.string(), reason);
}

/// The text after `key` in a header dictionary like {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }.
std::string_view after(std::string_view header, std::string_view key, const std::filesystem::path& file) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) fail(file, "its header lacks " + std::string(key));
  std::string_view rest = header.substr(at + key.size());
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) fail(file, "its header is damaged");
  rest.remove_prefix(colon + 1);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return rest;
}

std::vector<std::int64_t> parsedShape(std::string_view text, const std::filesystem::path& file) {
  const std::size_t close = text.find(')');
  if (text.empty() || text.front() != '(' || close == std::string_view::npos) fail(file, "its shape is damaged");
  text = text.substr(1, close - 1);
  std::vector<std::int64_t> shape;
  while (!text.empty()) {
    if (text.front() == ' ' || text.front() == ',') {
      text.remove_prefix(1);
      continue;
    }
    std::int64_t size = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (problem != std::errc() || size < 0) fail(file, "its shape is damaged");
    shape.push_back(size);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return shape;
}

std::size_t itemSizeOf(const std::string& dtype, const std::filesystem::path& file) {
  for (const char* known : {"<f4", "<f8", "<f2", "|u1", "|i1", "|b1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"}) {
    if (dtype == known) return static_cast<std::size_t>(dtype[2] - '0');
  }
  fail(file, "holds elements of type '" + dtype + "'; save it as float32, uint8 or int64, little-endian");
}

template <class From, class To>
void convert(std::span<const char> bytes, std::span<To> into, double scale = 1) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    From value;
    std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
    into[i] = scale == 1 ? static_cast<To>(value) : static_cast<To>(static_cast<double>(value) * scale);
  }
}

template <class To>
void convertAs(const std::string& dtype, std::span<const char> bytes, std::span<To> into,
               const std::filesystem::path& file) {
  if (dtype == "<f4") return convert<float>(bytes, into);
  if (dtype == "<f8") return convert<double>(bytes, into);
  if (dtype == "|u1") return convert<std::uint8_t>(bytes, into, std::is_floating_point_v<To> ? 1.0 / 255 : 1.0);
  if (dtype == "|i1") return convert<std::int8_t>(bytes, into);
  if (dtype == "|b1") return convert<std::uint8_t>(bytes, into);
  if (dtype == "<i2") return convert<std::int16_t>(bytes, into);
  if (dtype == "<u2") return convert<std::uint16_t>(bytes, into);
  if (dtype == "<i4") return convert<std::int32_t>(bytes, into);
  if (dtype == "<u4") return convert<std::uint32_t>(bytes, into);
  if (dtype == "<i8") return convert<std::int64_t>(bytes, into);
  if (dtype == "<u8") return convert<std::uint64_t>(bytes, into);
  fail(file, "holds elements of type '" + dtype + "', which is not read here");
}

std::vector<char> bytesAt(const std::filesystem::path& file, std::size_t offset, std::size_t count) {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  std::vector<char> bytes(count);
  stream.read(bytes.data(), static_cast<std::streamsize>(count));
  if (!stream) fail(file, "ends or cannot be read at byte " + std::to_string(offset));
  return bytes;
}

void write(const std::filesystem::path& file, const std::string& dtype, const std::vector<std::int64_t>& shape,
           const void* values, std::size_t bytes) {
  std::string dictionary = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char* after = shape.size() == 1 ? "," : i + 1 < shape.size() ? ", " : "";
    dictionary += std::to_string(shape[i]) + after;
  }
  dictionary += "), }";
  constexpr std::size_t kPreamble = 10, kAlignment = 64;
  while ((kPreamble + dictionary.size() + 1) % kAlignment != 0) dictionary += ' ';
  dictionary += '\n';
  const auto length = static_cast<std::uint16_t>(dictionary.size());
  std::ofstream stream(file, std::ios::binary);
  stream.write(kMagic.data(), static_cast<std::streamsize>(kMagic.size()));
  stream.write("\x01\x00", 2);
  stream.write(reinterpret_cast<const char*>(&length), 2);
  stream.write(dictionary.data(), static_cast<std::streamsize>(dictionary.size()));
  stream.write(static_cast<const char*>(values), static_cast<std::streamsize>(bytes));
  stream.close();
  if (!stream) fail(file, "cannot be written (no permission, or the disk is full)");
}

}  // namespace

std::int64_t NpyHeader::elements() const {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

NpyHeader readNpyHeader(const std::filesystem::path& file) {
  std::error_code problem;
  const std::uintmax_t fileSize = std::filesystem::file_size(file, problem);
  if (problem) fail(file, "does not exist or is no file");
  std::ifstream stream(file, std::ios::binary);
  std::array<char, 12> head{};
  stream.read(head.data(), 12);
  if (stream.gcount() < 12 || std::string_view(head.data(), 6) != kMagic) fail(file, "is no .npy file");
  const int version = head[6];
  if (version != 1 && version != 2 && version != 3) fail(file, "is of an unknown .npy version");
  std::uint32_t length = 0;
  std::memcpy(&length, head.data() + 8, version == 1 ? 2 : 4);
  const std::size_t start = version == 1 ? 10 : 12;
  if (start + length > fileSize) fail(file, "ends inside its header, at byte " + std::to_string(fileSize));
  const std::vector<char> bytes = bytesAt(file, start, length);
  const std::string_view header(bytes.data(), bytes.size());

  NpyHeader result;
  std::string_view type = after(header, "'descr'", file);
  if (type.size() < 2 || type.front() != '\'') fail(file, "holds structured records, not an array of numbers");
  type.remove_prefix(1);
  result.dtype = std::string(type.substr(0, type.find('\'')));
  if (result.dtype.starts_with('>')) fail(file, "is big-endian; save it little-endian");
  result.itemSize = itemSizeOf(result.dtype, file);
  result.shape = parsedShape(after(header, "'shape'", file), file);
  result.dataOffset = start + length;
  if (!after(header, "'fortran_order'", file).starts_with("False") && result.shape.size() > 1) {
    fail(file, "is stored in Fortran order; save np.ascontiguousarray(x)");
  }
  const std::uintmax_t available = (fileSize - result.dataOffset) / result.itemSize;
  std::uintmax_t elements = 1;
  for (const std::int64_t size : result.shape) {
    if (size != 0 && elements > available / static_cast<std::uintmax_t>(size)) {
      fail(file, "promises more elements than its " + std::to_string(fileSize) + " bytes hold");
    }
    elements *= static_cast<std::uintmax_t>(size);
  }
  return result;
}

void readNpyFloats(const std::filesystem::path& file, const NpyHeader& header, std::int64_t first,
                   std::span<float> into) {
  const std::vector<char> bytes = bytesAt(
      file, header.dataOffset + static_cast<std::size_t>(first) * header.itemSize, into.size() * header.itemSize);
  convertAs<float>(header.dtype, bytes, into, file);
}

std::vector<float> readNpyFloats(const std::filesystem::path& file, NpyHeader* header) {
  const NpyHeader found = readNpyHeader(file);
  std::vector<float> values(static_cast<std::size_t>(found.elements()));
  if (!values.empty()) readNpyFloats(file, found, 0, values);
  if (header) *header = found;
  return values;
}

std::vector<std::int64_t> readNpyIntegers(const std::filesystem::path& file) {
  const NpyHeader header = readNpyHeader(file);
  if (header.dtype[1] == 'f') fail(file, "holds fractions where whole numbers (labels) are expected");
  std::vector<std::int64_t> values(static_cast<std::size_t>(header.elements()));
  if (values.empty()) return values;
  const std::vector<char> bytes = bytesAt(file, header.dataOffset, values.size() * header.itemSize);
  convertAs<std::int64_t>(header.dtype, bytes, std::span<std::int64_t>(values), file);
  return values;
}

void writeNpy(const std::filesystem::path& file, const std::vector<std::int64_t>& shape,
              std::span<const float> values) {
  write(file, "<f4", shape, values.data(), values.size_bytes());
}

void writeNpy(const std::filesystem::path& file, const std::vector<std::int64_t>& shape,
              std::span<const std::int64_t> values) {
  write(file, "<i8", shape, values.data(), values.size_bytes());
}

}  // namespace adversarium
