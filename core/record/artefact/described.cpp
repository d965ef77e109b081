// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/described.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words_json.h"

namespace adversarium {

using nlohmann::json;
using nlohmann::ordered_json;

void putCaptions(ordered_json& entry, const std::vector<Words>& captions) {
  entry["captions"] = ordered_json::array();
  bool holes = false;
  for (const Words& caption : captions) {
    entry["captions"].push_back(caption.english());
    holes = holes || !caption.args.empty();
  }
  if (!holes) return;
  entry["captions_words"] = ordered_json::array();
  for (const Words& caption : captions) {
    ordered_json said = ordered_json::object();
    putWords(said, "words", caption);
    entry["captions_words"].push_back(std::move(said));
  }
}

std::vector<Words> captionsIn(const json& entry) {
  std::vector<Words> captions;
  if (const auto whole = entry.find("captions_words"); whole != entry.end() && whole->is_array()) {
    for (const json& caption : *whole) captions.push_back(wordsIn(caption, "words"));
  } else {
    for (const std::string& caption : entry.value("captions", std::vector<std::string>()))
      captions.emplace_back(caption);
  }
  return captions;
}

bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double one, double other) {
    return one == other || (std::isnan(one) && std::isnan(other));
  });
}

std::string differenceOf(std::span<const float> a, std::span<const float> b) {
  if (a.size() != b.size()) return "has another shape";
  if (std::memcmp(a.data(), b.data(), a.size_bytes()) == 0) return {};
  std::size_t count = 0;
  float most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    ++count;
    most = std::max(most, std::abs(a[i] - b[i]));
  }
  return fmt::format("differs in {} of {} values, by up to {:.3g}", count, a.size(), most);
}

std::optional<double> cellNumber(const CsvCell& cell) {
  if (cell.quoted) return std::nullopt;
  return cell.text.empty() ? std::numeric_limits<double>::quiet_NaN() : numberIn(cell.text);
}

double requiredNumber(const CsvCell& cell, const std::filesystem::path& file, std::size_t row) {
  const auto value = cellNumber(cell);
  if (!value) throw InputError(file.string(), fmt::format("line {}: '{}' is no number", row + 1, cell.text));
  return *value;
}

std::string shortest(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

}  // namespace adversarium
