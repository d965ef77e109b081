// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/safetensors.h"

#include <ATen/ATen.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.h"

namespace adversarium {
namespace {

constexpr std::pair<const char*, at::ScalarType> kTypes[] = {
    {"F64", at::kDouble}, {"F32", at::kFloat}, {"F16", at::kHalf}, {"BF16", at::kBFloat16}, {"I64", at::kLong},
    {"I32", at::kInt},    {"I16", at::kShort}, {"I8", at::kChar},  {"U8", at::kByte},       {"BOOL", at::kBool}};

at::Tensor tensorFrom(const std::string& name, const nlohmann::json& entry, std::string_view data,
                      const std::string& subject) {
  const auto fail = [&](const std::string& why) { throw InputError(subject, "tensor '" + name + "' " + why); };
  const auto type = entry.at("dtype").get<std::string>();
  const auto* known =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& t) { return type == t.first; });
  if (known == std::end(kTypes)) fail("is of the unknown type '" + type + "'");
  const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size()) fail("lies outside the file");
  const std::uint64_t bytes = offsets[1] - offsets[0];
  std::uint64_t expected = c10::elementSize(known->second);
  for (const std::int64_t size : shape) {
    if (size < 0) fail("has a negative size");
    if (size != 0 && expected > data.size() / static_cast<std::uint64_t>(size) + 1)
      fail("is larger than the file");
    expected *= static_cast<std::uint64_t>(size);
  }
  if (expected != bytes) {
    fail("has " + std::to_string(bytes) + " bytes where its shape needs " + std::to_string(expected));
  }
  at::Tensor tensor = at::empty(shape, known->second);
  if (bytes > 0) std::memcpy(tensor.data_ptr(), data.data() + offsets[0], bytes);
  return tensor;
}

}  // namespace

Safetensors parseSafetensors(std::string_view bytes, const std::string& subject) {
  constexpr std::uint64_t kMostHeader = 100'000'000;
  std::uint64_t length = 0;
  if (bytes.size() < sizeof(length)) throw InputError(subject, "ends before its header");
  std::memcpy(&length, bytes.data(), sizeof(length));
  if (length > kMostHeader || length > bytes.size() - sizeof(length)) {
    throw InputError(subject, "claims a header of " + std::to_string(length) + " bytes");
  }
  const std::string_view header = bytes.substr(sizeof(length), length);
  const std::string_view data = bytes.substr(sizeof(length) + length);
  Safetensors content;
  try {
    const nlohmann::json described = nlohmann::json::parse(header);
    if (!described.is_object()) throw InputError(subject, "its header is no JSON object");
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (const auto& [name, entry] : described.items()) {
      if (name == "__metadata__") {
        content.metadata = entry.get<std::map<std::string, std::string>>();
        continue;
      }
      content.tensors[name] = tensorFrom(name, entry, data, subject);
      const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
      if (offsets[0] < offsets[1]) ranges.emplace_back(offsets[0], offsets[1]);
    }
    std::sort(ranges.begin(), ranges.end());
    for (std::size_t i = 1; i < ranges.size(); ++i) {
      if (ranges[i].first < ranges[i - 1].second) throw InputError(subject, "two of its tensors overlap");
    }
  } catch (const nlohmann::json::exception& wrong) {
    throw InputError(subject, std::string("its header cannot be read: ") + wrong.what());
  }
  return content;
}

Safetensors readSafetensors(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file.string(), "cannot be read");
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return parseSafetensors(bytes, file.string());
}

std::string safetensorsBytes(const Safetensors& content) {
  nlohmann::ordered_json header;
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const auto* known = std::find_if(std::begin(kTypes), std::end(kTypes),
                                     [&](const auto& t) { return tensor.scalar_type() == t.second; });
    if (known == std::end(kTypes)) throw std::logic_error("a tensor type that safetensors does not have");
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
    const at::Tensor plain = tensor.contiguous();
    bytes.append(static_cast<const char*>(plain.data_ptr()), plain.nbytes());
  }
  return bytes;
}

}  // namespace adversarium
