// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace adversarium {
namespace {

constexpr std::pair<const char*, std::uint64_t> kItemSizes[] = {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2},
                                                                {"I64", 8}, {"I32", 4}, {"I16", 2}, {"I8", 1},
                                                                {"U8", 1},  {"BOOL", 1}};

/// Only whole numbers ≥ 0: the JSON library would silently turn 1.5, −1 or true into one.
std::vector<std::uint64_t> countsAt(const nlohmann::json& entry, const char* key, const auto& fail) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) fail(std::string("has no list '") + key + "'");
  std::vector<std::uint64_t> counts;
  for (const auto& item : *found) {
    if (!item.is_number_unsigned()) fail(std::string("has something else than counts in '") + key + "'");
    counts.push_back(item.get<std::uint64_t>());
  }
  return counts;
}

SafetensorsEntry checkedEntry(const std::string& name, const nlohmann::json& entry, std::uint64_t dataSize,
                              const std::string& subject) {
  const auto fail = [&](const std::string& why) { throw InputError(subject, "tensor '" + name + "' " + why); };
  if (!entry.is_object()) fail("is not described by an object");
  const auto dtype = entry.find("dtype");
  if (dtype == entry.end() || !dtype->is_string()) fail("has no word 'dtype'");
  const auto type = dtype->get<std::string>();
  const auto* known =
      std::find_if(std::begin(kItemSizes), std::end(kItemSizes), [&](const auto& t) { return type == t.first; });
  if (known == std::end(kItemSizes)) fail("is of the unknown type '" + type + "'");

  const auto offsets = countsAt(entry, "data_offsets", fail);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) fail("lies outside the file");

  constexpr std::size_t kMostDimensions = 16;
  constexpr std::uint64_t kMostSpan = std::uint64_t{1} << 62;
  const auto shape = countsAt(entry, "shape", fail);
  if (shape.size() > kMostDimensions) fail("has " + std::to_string(shape.size()) + " dimensions");
  const std::uint64_t itemSize = known->second;
  std::uint64_t span = itemSize;  // as if no dimension were empty: strides must not overflow either
  bool empty = false;
  for (const std::uint64_t size : shape) {
    empty = empty || size == 0;
    if (size > kMostSpan / span) fail("has an absurd shape");
    span *= std::max<std::uint64_t>(size, 1);
  }
  const std::uint64_t expected = empty ? 0 : span;
  if (expected != offsets[1] - offsets[0]) {
    fail("has " + std::to_string(offsets[1] - offsets[0]) + " bytes where its shape needs " +
         std::to_string(expected));
  }
  return {name, type, {shape.begin(), shape.end()}, offsets[0], offsets[1]};
}

/// Before anything is allocated: a small file could name the same bytes a million times.
void checkOverlap(std::vector<SafetensorsEntry>& entries, const std::string& subject) {
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i].begin < entries[i - 1].end) {
      throw InputError(subject, "tensors '" + entries[i - 1].name + "' and '" + entries[i].name + "' overlap");
    }
  }
}

}  // namespace

std::uint64_t safetensorsHeaderLength(std::string_view start, std::uint64_t fileSize, const std::string& subject) {
  constexpr std::uint64_t kMostHeader = 100'000'000;
  std::uint64_t length = 0;
  if (fileSize < sizeof(length) || start.size() < sizeof(length))
    throw InputError(subject, "ends before its header");
  std::memcpy(&length, start.data(), sizeof(length));
  if (length > kMostHeader || length > fileSize - sizeof(length)) {
    throw InputError(subject, "claims a header of " + std::to_string(length) + " bytes");
  }
  return length;
}

SafetensorsHeader parseSafetensorsHeader(std::string_view header, std::uint64_t dataSize,
                                         const std::string& subject) {
  SafetensorsHeader content;
  try {
    const nlohmann::json described = boundedJson(header, subject);
    if (!described.is_object()) throw InputError(subject, "its header is no JSON object");
    for (const auto& [name, entry] : described.items()) {
      if (name == "__metadata__") {
        content.metadata = entry.get<std::map<std::string, std::string>>();
      } else {
        content.entries.push_back(checkedEntry(name, entry, dataSize, subject));
      }
    }
  } catch (const nlohmann::json::exception& wrong) {
    throw InputError(subject, std::string("its header cannot be read: ") + wrong.what());
  }
  checkOverlap(content.entries, subject);
  return content;
}

}  // namespace adversarium
