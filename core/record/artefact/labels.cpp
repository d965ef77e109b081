// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/labels.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>

#include "core/data/npy.h"

namespace adversarium {
namespace {

struct LabelsKept {
  static void write(const Labels& labels, const std::filesystem::path& file) {
    writeNpy(file, {static_cast<std::int64_t>(labels.values.size())},
             std::span<const std::int64_t>(labels.values));
  }
  static void describe(const Labels&, nlohmann::ordered_json&) {}
  static void recall(const nlohmann::json&, Labels&) {}
  static void read(Labels& labels, const std::filesystem::path& file) { labels.values = readNpyIntegers(file); }
  static std::string difference(const Labels& before, const Labels& after) {
    if (before.values.size() != after.values.size()) return "has another length";
    std::size_t count = 0;
    for (std::size_t i = 0; i < before.values.size(); ++i) count += before.values[i] != after.values[i];
    return count == 0 ? "" : fmt::format("differs for {} of {} samples", count, before.values.size());
  }
};

}  // namespace

template <>
const ArtefactKind& kindOf<Labels>() {
  static constexpr ArtefactKind kind = kindBy<Labels, LabelsKept>("labels", ".npy");
  return kind;
}

}  // namespace adversarium
