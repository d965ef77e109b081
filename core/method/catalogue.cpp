// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/catalogue.h"

#include <algorithm>
#include <cmath>

#include "core/base/words.h"

namespace adversarium {
namespace {

std::vector<CatalogueEntry>& entries() {
  static std::vector<CatalogueEntry> list;
  return list;
}

}  // namespace

std::string_view wordFor(Access access) {
  switch (access) {
    case Access::None:
      return translatable("methods", "none");
    case Access::Labels:
      return translatable("methods", "labels");
    case Access::Scores:
      return translatable("methods", "scores");
    case Access::Gradients:
      return translatable("methods", "gradients");
    case Access::WhiteBox:
      return translatable("methods", "white box");
  }
  return {};
}

std::string_view wordFor(Family family) {
  switch (family) {
    case Family::Attack:
      return translatable("methods", "attack");
    case Family::Training:
      return translatable("methods", "training");
    case Family::Explanation:
      return translatable("methods", "explanation");
    case Family::Poisoning:
      return translatable("methods", "poisoning");
    case Family::Detection:
      return translatable("methods", "detection");
    case Family::Repair:
      return translatable("methods", "repair");
    case Family::Evaluation:
      return translatable("methods", "evaluation");
    case Family::Extraction:
      return translatable("methods", "extraction");
    case Family::Protection:
      return translatable("methods", "protection");
  }
  return {};
}

bool learns(Family family) {
  return family == Family::Training || family == Family::Poisoning || family == Family::Repair ||
         family == Family::Protection;
}

std::int64_t usualSamples(Scope scope) {
  constexpr std::int64_t kSome = 100;
  return scope == Scope::FirstN ? kSome : 0;
}

std::string_view titleOf(Chapter chapter) {
  switch (chapter) {
    case Chapter::General:
      return translatable("methods", "General measures");
    case Chapter::Evasion:
      return translatable("methods", "Evasion attacks");
    case Chapter::Extraction:
      return translatable("methods", "Information extraction");
    case Chapter::Poisoning:
      return translatable("methods", "Poisoning and backdoors");
    case Chapter::Limits:
      return translatable("methods", "Limits");
  }
  return {};
}

const ParamSpec* CatalogueEntry::find(std::string_view paramId) const {
  const auto found =
      std::find_if(params.begin(), params.end(), [&](const ParamSpec& p) { return p.id == paramId; });
  return found == params.end() ? nullptr : &*found;
}

const ParamSpec* CatalogueEntry::hero() const {
  const auto found = std::find_if(params.begin(), params.end(), [](const ParamSpec& p) { return p.hero; });
  return found == params.end() ? nullptr : &*found;
}

StrengthScale strengthScale(std::string_view norm, const ImageShape& shape) {
  const bool grey = shape.channels == 1;
  const double pixels = std::max(1.0, double(shape.channels) * shape.height * shape.width);
  if (norm == "l2") return {grey ? 2.0 : 0.5, 0.12 * std::sqrt(pixels)};
  if (norm == "l0")
    return {std::ceil(0.01 * shape.height * shape.width), std::ceil(0.1 * shape.height * shape.width)};
  if (norm == "l1") return {grey ? 10.0 : 12.0, 0.03 * pixels};
  return {grey ? 0.2 : 8.0 / 255, grey ? 0.5 : 64.0 / 255};
}

ParamMap suggestedParams(const CatalogueEntry& entry, const ParamMap& given, const ImageShape& shape) {
  ParamMap params = completeParams(entry.params, given);
  if (entry.find("epsilon") && !given.contains("epsilon")) {
    const auto norm = params.find("norm");
    params["epsilon"] =
        strengthScale(norm == params.end() ? "linf" : std::get<std::string>(norm->second), shape).usual;
  }
  return params;
}

void addToCatalogue(CatalogueEntry entry) {
  auto& list = entries();
  const auto place = std::lower_bound(list.begin(), list.end(), entry, [](const auto& a, const auto& b) {
    return std::pair(a.info.chapter, a.info.id) < std::pair(b.info.chapter, b.info.id);
  });
  list.insert(place, std::move(entry));
}

const std::vector<CatalogueEntry>& catalogue() { return entries(); }

const CatalogueEntry& catalogueEntry(std::string_view id) {
  std::string known;
  for (const CatalogueEntry& entry : entries()) {
    if (entry.info.id == id) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.info.id);
  }
  throw UsageError("method '" + std::string(id) + "'", "is not known; there are " + known);
}

}  // namespace adversarium
