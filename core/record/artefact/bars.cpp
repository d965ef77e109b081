// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/bars.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/file_bytes.h"
#include "core/base/words_json.h"
#include "core/data/csv.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

struct BarsKept {
  static void write(const Bars& bars, const std::filesystem::path& file) { writeBytes(file, csvOf(bars)); }
  static void describe(const Bars& bars, nlohmann::ordered_json& entry) {
    putWords(entry, "x", bars.xLabel);
    putWords(entry, "y", bars.yLabel);
    if (!bars.names.empty()) putCaptions(entry, bars.names);
  }
  static void recall(const nlohmann::json& entry, Bars& bars) {
    bars.xLabel = wordsIn(entry, "x");
    bars.yLabel = wordsIn(entry, "y");
    bars.names = captionsIn(entry);
  }
  static void read(Bars& bars, const std::filesystem::path& file) {
    const auto rows = parsedCsv(readBytes(file));
    for (std::size_t r = 1; r < rows.size(); ++r) {
      std::vector<double>* columns[] = {&bars.x, &bars.y, &bars.low, &bars.high};
      for (std::size_t c = 0; c < std::min<std::size_t>(rows[r].size(), 4); ++c)
        columns[c]->push_back(requiredNumber(rows[r][c], file, r));
    }
    if (bars.names.size() != bars.x.size()) bars.names.clear();
  }
  static std::string difference(const Bars& before, const Bars& after) {
    const bool same = sameNumbers(before.x, after.x) && sameNumbers(before.y, after.y) &&
                      sameNumbers(before.low, after.low) && sameNumbers(before.high, after.high);
    return same ? "" : "has other bars";
  }
};

}  // namespace

std::string csvOf(const Bars& bars) {
  std::string text = csvCell(bars.xLabel.english()) + "," + csvCell(bars.yLabel.english()) + ",low,high,name\n";
  for (std::size_t i = 0; i < bars.x.size(); ++i) {
    const auto bound = [&](const std::vector<double>& of) {
      return i < of.size() ? shortest(of[i]) : std::string();
    };
    text += shortest(bars.x[i]) + "," + shortest(bars.y[i]) + "," + bound(bars.low) + "," + bound(bars.high) +
            "," + (i < bars.names.size() ? csvCell(bars.names[i].english()) : std::string()) + "\n";
  }
  return text;
}

template <>
const ArtefactKind& kindOf<Bars>() {
  static constexpr ArtefactKind kind = kindBy<Bars, BarsKept>("bars", ".csv");
  return kind;
}

}  // namespace adversarium
