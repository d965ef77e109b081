// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/measure.h"

#include <algorithm>
#include <stdexcept>

namespace adversarium {
namespace {

void complete(Measure& measure, const MeasureSpec& spec) {
  if (!spec.unit.empty()) measure.unit = spec.unit;
  measure.better = spec.better;
}

}  // namespace

void Measures::set(const MeasureSpec& spec, Measure measure) {
  complete(measure, spec);
  measure.title = spec.title;
  put(std::string(spec.id), std::move(measure));
}

void Measures::set(const MeasureSpec& row, std::string_view which, const Words::Arg& named, Measure measure) {
  complete(measure, row);
  measure.title = filled(row.title, named);
  std::string id(row.id);
  put(id.replace(id.find("{}"), 2, which), std::move(measure));
}

const Measure& Measures::at(std::string_view id) const {
  const auto found = m_all.find(id);
  if (found == m_all.end()) throw std::out_of_range("no measure " + std::string(id));
  return found->second;
}

Words titleOf(const std::string& id, const Measure& measure) {
  if (!measure.title.empty()) return measure.title;
  std::string words = id;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

const MeasureSpec& declared(std::span<const MeasureSpec> specs, std::string_view id) {
  const auto found =
      std::find_if(specs.begin(), specs.end(), [&](const MeasureSpec& spec) { return spec.id == id; });
  if (found == specs.end()) throw std::logic_error("the measure " + std::string(id) + " is declared nowhere");
  return *found;
}

}  // namespace adversarium
