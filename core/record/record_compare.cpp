// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/record_compare.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace adversarium {
namespace {

bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

bool sameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), sameNumber);
}

/// As text: a class called "7" comes back from a file as the number 7.
bool sameCell(const Table::Cell& a, const Table::Cell& b) { return Table::textOf(a) == Table::textOf(b); }

/// Empty when equal.
struct Differ {
  std::string operator()(const ImageSet& a, const ImageSet& b) const { return arrays(a, b); }
  std::string operator()(const HeatMaps& a, const HeatMaps& b) const { return arrays(a, b); }
  std::string operator()(const Labels& a, const Labels& b) const {
    if (a.values.size() != b.values.size()) return "has another length";
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) count += a.values[i] != b.values[i];
    return count == 0 ? "" : fmt::format("differs for {} of {} samples", count, a.values.size());
  }
  std::string operator()(const Curve& a, const Curve& b) const {
    return sameNumbers(a.x, b.x) && sameNumbers(a.y, b.y) ? "" : "is another curve";
  }
  std::string operator()(const Table& a, const Table& b) const {
    const auto sameId = [](const Column& one, const Column& other) { return one.id == other.id; };
    const bool sameColumns =
        std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(), sameId);
    if (!sameColumns || a.rows.size() != b.rows.size()) return "has another shape";
    for (std::size_t r = 0; r < a.rows.size(); ++r) {
      for (std::size_t c = 0; c < a.columns.size(); ++c) {
        if (!sameCell(a.rows[r][c], b.rows[r][c])) return fmt::format("differs in row {}, {}", r, a.columns[c].id);
      }
    }
    return {};
  }
  std::string operator()(const ModelFile& a, const ModelFile& b) const {
    return a.bytes == b.bytes ? "" : "is another model";
  }
  template <class A, class B>
  std::string operator()(const A&, const B&) const {
    return "is of another kind";
  }

 private:
  template <class Arrays>
  static std::string arrays(const Arrays& a, const Arrays& b) {
    if (a.shape != b.shape) return "has another shape";
    if (sameBits(a.values, b.values)) return {};
    std::size_t count = 0;
    float most = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      if (a.values[i] == b.values[i]) continue;
      ++count;
      most = std::max(most, std::abs(a.values[i] - b.values[i]));
    }
    return fmt::format("differs in {} of {} values, by up to {:.3g}", count, a.values.size(), most);
  }
};

}  // namespace

std::vector<std::string> differencesBetween(const Record& before, const Record& after) {
  std::vector<std::string> found;
  if (before.origin.modelSha256 != after.origin.modelSha256)
    found.emplace_back("the model file is another one (SHA-256)");
  if (before.origin.dataSha256 != after.origin.dataSha256) found.emplace_back("the data is other data (SHA-256)");
  for (const auto& [name, measure] : before.measures) {
    if (measure.unit == "s") continue;  // time is never the same twice
    const auto other = after.measures.find(name);
    if (other == after.measures.end()) {
      found.push_back(fmt::format("measure {} is missing", name));
    } else if (!sameNumber(measure.value, other->second.value)) {
      found.push_back(fmt::format("measure {} is {} instead of {}", name, other->second.value, measure.value));
    }
  }
  for (const Artefact& artefact : before.found) {
    const Artefact* other = after.artefact(artefact.id);
    const std::string words = other ? std::visit(Differ{}, artefact.content, other->content) : "is missing";
    if (!words.empty()) found.push_back("artefact " + artefact.id + " " + words);
  }
  if (before.verdict != after.verdict) found.emplace_back("the verdict is another one");
  if (found.empty()) return found;
  if (before.origin.threads != after.origin.threads) {
    found.push_back(fmt::format("the thread count was {}, now {}: sums round differently", before.origin.threads,
                                after.origin.threads));
  }
  if (before.origin.libtorch != after.origin.libtorch || before.origin.device != after.origin.device) {
    found.push_back(fmt::format("it ran on LibTorch {} ({}), now on {} ({})", before.origin.libtorch,
                                before.origin.device, after.origin.libtorch, after.origin.device));
  }
  return found;
}

}  // namespace adversarium
