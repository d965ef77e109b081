// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/catalogue.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

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

const ParamSpec* CatalogueEntry::find(Role role) const {
  const auto found =
      std::find_if(params.begin(), params.end(), [&](const ParamSpec& p) { return p.role == role; });
  return found == params.end() ? nullptr : &*found;
}

const ParamSpec* CatalogueEntry::hero() const {
  const auto found = std::find_if(params.begin(), params.end(), [](const ParamSpec& p) { return p.hero; });
  return found == params.end() ? nullptr : &*found;
}

std::optional<double> CatalogueEntry::strength(const ParamMap& given) const {
  const auto* value = get<double>(given, Role::Strength);
  return value ? std::optional(*value) : std::nullopt;
}

std::string CatalogueEntry::norm(const ParamMap& given) const {
  const auto* word = get<std::string>(given, Role::Norm);
  return word ? *word : "linf";
}

bool CatalogueEntry::set(ParamMap& values, Role role, ParamValue value) const {
  const ParamSpec* spec = find(role);
  if (spec) values.insert_or_assign(std::string(spec->id), std::move(value));
  return spec != nullptr;
}

void CatalogueEntry::erase(ParamMap& values, Role role) const {
  if (const ParamSpec* spec = find(role)) values.erase(std::string(spec->id));
}

ParamMap CatalogueEntry::with(const RoleValues& values) const {
  ParamMap given;
  for (const auto& [role, value] : values) set(given, role, value);
  return completeParams(params, given);
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
  const ParamSpec* strength = entry.find(Role::Strength);
  if (strength && !given.contains(strength->id))
    entry.set(params, Role::Strength, strengthScale(entry.norm(params), shape).usual);
  return params;
}

void addToCatalogue(CatalogueEntry entry) {
  auto& list = entries();
  for (const CatalogueEntry& other : list) {
    if (other.info.id == entry.info.id)
      throw std::logic_error("two methods are called " + std::string(entry.info.id));
  }
  const auto place = std::lower_bound(list.begin(), list.end(), entry, [](const auto& a, const auto& b) {
    return std::pair(a.info.chapter, a.info.id) < std::pair(b.info.chapter, b.info.id);
  });
  list.insert(place, std::move(entry));
}

const std::vector<CatalogueEntry>& catalogue() {
  static const auto& whole = []() -> auto& {
    for (CatalogueEntry& entry : entries()) {
      for (ParamSpec& spec : entry.params) {
        if (!spec.offers) continue;
        for (const CatalogueEntry& other : entries()) {
          if (spec.offers(other)) spec.choices.push_back(other.info.id);
        }
      }
    }
    return entries();
  }
  ();
  return whole;
}

const CatalogueEntry* knownMethod(std::string_view id) {
  const auto& all = catalogue();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.info.id == id; });
  return found == all.end() ? nullptr : &*found;
}

const CatalogueEntry& standardAttack(Access granted) {
  const CatalogueEntry* best = nullptr;
  for (const CatalogueEntry& entry : catalogue()) {
    const bool allowed = entry.standard && entry.access <= std::max(granted, Access::Labels);
    if (allowed && (!best || entry.access > best->access)) best = &entry;
  }
  if (!best) throw std::logic_error("no attack is a yardstick for labels");
  return *best;
}

const CatalogueEntry& catalogueEntry(std::string_view id) {
  if (const CatalogueEntry* entry = knownMethod(id)) return *entry;
  std::string known;
  for (const CatalogueEntry& entry : catalogue())
    known += (known.empty() ? "" : ", ") + std::string(entry.info.id);
  throw UsageError("method '" + std::string(id) + "'", "is not known; there are " + known);
}

}  // namespace adversarium
