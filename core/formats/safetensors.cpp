// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/safetensors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/audit/model_file.h"
#include "core/audit/safetensors_header.h"
#include "core/base/error.h"

namespace adversarium {
namespace {

constexpr std::pair<const char*, at::ScalarType> kSafetensorsTypes[] = {
    {"F64", at::kDouble}, {"F32", at::kFloat}, {"F16", at::kHalf}, {"BF16", at::kBFloat16}, {"I64", at::kLong},
    {"I32", at::kInt},    {"I16", at::kShort}, {"I8", at::kChar},  {"U8", at::kByte},       {"BOOL", at::kBool}};

/// The types are the header's own: it knows no other.
at::ScalarType typeNamed(const std::string& name) {
  return std::find_if(std::begin(kSafetensorsTypes), std::end(kSafetensorsTypes),
                      [&](const auto& t) { return name == t.first; })
      ->second;
}

at::Tensor tensorFrom(const SafetensorsEntry& entry, std::string_view data, const std::string& subject) {
  const std::string_view bytes = data.substr(entry.begin, entry.end - entry.begin);
  const at::ScalarType type = typeNamed(entry.type);
  if (type == at::kBool && !std::all_of(bytes.begin(), bytes.end(), [](char b) { return b == 0 || b == 1; })) {
    throw InputError(subject, "tensor '" + entry.name + "' has truth values that are neither 0 nor 1");
  }
  at::Tensor tensor = at::empty(entry.shape, type);
  if (!bytes.empty()) std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  return tensor;
}

}  // namespace

Safetensors parseSafetensors(std::string_view bytes, const std::string& subject) {
  const std::uint64_t length = safetensorsHeaderLength(bytes, bytes.size(), subject);
  const std::string_view data = bytes.substr(kSafetensorsLength + length);
  SafetensorsHeader header =
      parseSafetensorsHeader(bytes.substr(kSafetensorsLength, length), data.size(), subject);
  Safetensors content;
  content.metadata = std::move(header.metadata);
  for (const SafetensorsEntry& entry : header.entries) {
    content.tensors[entry.name] = tensorFrom(entry, data, subject);
  }
  return content;
}

Safetensors readSafetensors(const std::filesystem::path& file) { return readSafetensors(BoundedFile(file)); }

Safetensors readSafetensors(const BoundedFile& file) {
  return parseSafetensors(file.read(0, file.size()), file.path().string());
}

std::string safetensorsBytes(const Safetensors& content) {
  nlohmann::ordered_json header;
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const auto* known = std::find_if(std::begin(kSafetensorsTypes), std::end(kSafetensorsTypes),
                                     [&](const auto& t) { return tensor.scalar_type() == t.second; });
    if (known == std::end(kSafetensorsTypes))
      throw std::logic_error("a tensor type that safetensors does not have");
    header[name] = {{"dtype", known->first},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {offset, offset + tensor.nbytes()}}};
    offset += tensor.nbytes();
  }
  std::string text = header.dump();
  while (text.size() % 8 != 0) text += ' ';
  const std::uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof(length));
  bytes += text;
  for (const auto& [name, tensor] : content.tensors) {
    const at::Tensor plain = tensor.cpu().contiguous();
    bytes.append(static_cast<const char*>(plain.data_ptr()), plain.nbytes());
  }
  return bytes;
}

}  // namespace adversarium
