// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/file_bytes.h"
#include "core/base/words_json.h"
#include "core/data/csv.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

struct CurveKept {
  static void write(const Curve& curve, const std::filesystem::path& file) { writeBytes(file, csvOf(curve)); }
  static void describe(const Curve& curve, nlohmann::ordered_json& entry) {
    putWords(entry, "x", curve.xLabel);
    putWords(entry, "y", curve.yLabel);
    if (curve.logarithmic) entry["logarithmic"] = true;
    if (!curve.group.empty()) putWords(entry, "group", curve.group);
  }
  static void recall(const nlohmann::json& entry, Curve& curve) {
    curve.xLabel = wordsIn(entry, "x");
    curve.yLabel = wordsIn(entry, "y");
    curve.logarithmic = entry.value("logarithmic", false);
    curve.group = wordsIn(entry, "group");
  }
  static void read(Curve& curve, const std::filesystem::path& file) {
    const auto rows = parsedCsv(readBytes(file));
    for (std::size_t r = 1; r < rows.size(); ++r) {
      std::vector<double>* columns[] = {&curve.x, &curve.y, &curve.low, &curve.high};
      for (std::size_t c = 0; c < std::min<std::size_t>(rows[r].size(), 4); ++c)
        columns[c]->push_back(requiredNumber(rows[r][c], file, r));
    }
  }
  static std::string difference(const Curve& before, const Curve& after) {
    return sameNumbers(before.x, after.x) && sameNumbers(before.y, after.y) ? "" : "is another curve";
  }
};

}  // namespace

std::string csvOf(const Curve& curve) {
  const bool bounds = curve.low.size() == curve.y.size() && !curve.y.empty();
  std::string text =
      csvCell(curve.xLabel.english()) + "," + csvCell(curve.yLabel.english()) + (bounds ? ",low,high\n" : "\n");
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    text += fmt::format("{},{}", shortest(curve.x[i]), shortest(curve.y[i]));
    if (bounds) text += fmt::format(",{},{}", shortest(curve.low[i]), shortest(curve.high[i]));
    text += '\n';
  }
  return text;
}

template <>
const ArtefactKind& kindOf<Curve>() {
  static constexpr ArtefactKind kind = kindBy<Curve, CurveKept>("curve", ".csv");
  return kind;
}

}  // namespace adversarium
