// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/heat_maps.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words_json.h"
#include "core/data/npy.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

struct HeatMapsKept {
  static void write(const HeatMaps& maps, const std::filesystem::path& file) {
    writeNpy(file, maps.shape, std::span<const float>(maps.values));
  }
  static void describe(const HeatMaps& maps, nlohmann::ordered_json& entry) {
    const auto number = [](double value) {
      return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
    };
    const HeatRange range = maps.range();
    entry["shape"] = maps.shape;
    putWords(entry, "unit", maps.unit);
    entry["signed"] = maps.isSigned;
    entry["range"] = {number(range.low), number(range.high)};
    entry["over"] = maps.over;
    putCaptions(entry, maps.captions);
  }
  static void recall(const nlohmann::json& entry, HeatMaps& maps) {
    maps.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    maps.unit = wordsIn(entry, "unit");
    maps.isSigned = entry.value("signed", false);
    maps.over = entry.value("over", "");
    maps.captions = captionsIn(entry);
  }
  static void read(HeatMaps& maps, const std::filesystem::path& file) {
    NpyHeader header;
    maps.values = readNpyFloats(file, &header);
    maps.shape = header.shape;
    if (maps.shape.size() != 3) throw InputError(file.string(), "does not hold N×H×W heat maps");
  }
  static std::string difference(const HeatMaps& before, const HeatMaps& after) {
    return before.shape == after.shape ? differenceOf(before.values, after.values) : "has another shape";
  }
};

}  // namespace

std::span<const float> HeatMaps::map(std::int64_t index) const {
  const auto size = static_cast<std::size_t>(shape.at(1) * shape.at(2));
  return {values.data() + static_cast<std::size_t>(index) * size, size};
}

template <>
const ArtefactKind& kindOf<HeatMaps>() {
  static constexpr ArtefactKind kind = kindBy<HeatMaps, HeatMapsKept>("heatmap", ".npy");
  return kind;
}

}  // namespace adversarium
