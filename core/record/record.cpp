// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/record.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/words.h"

namespace adversarium {

Column::Column(const char* heading_) : Column(Words(heading_)) {}

Column::Column(Words heading_) : id(heading_.english()), heading(std::move(heading_)) {
  std::replace(id.begin(), id.end(), ' ', '_');
}

std::string Table::textOf(const Cell& cell) {
  const auto* number = std::get_if<double>(&cell);
  return number ? fmt::format("{}", *number) : std::get<Words>(cell).english();
}

Image ImageSet::image(std::int64_t index) const {
  Image image(static_cast<int>(shape.at(1)), static_cast<int>(shape.at(2)), static_cast<int>(shape.at(3)));
  const auto start = values.begin() + index * static_cast<std::ptrdiff_t>(image.planes.size());
  std::copy_n(start, image.planes.size(), image.planes.begin());
  return image;
}

std::span<const float> HeatMaps::map(std::int64_t index) const {
  const auto size = static_cast<std::size_t>(shape.at(1) * shape.at(2));
  return {values.data() + static_cast<std::size_t>(index) * size, size};
}

Words sharedLabel(const std::vector<const Artefact*>& curves) {
  const auto labelOf = [](const Artefact* curve) { return std::get<Curve>(curve->content).yLabel; };
  const bool agree = std::all_of(curves.begin(), curves.end(),
                                 [&](const Artefact* curve) { return labelOf(curve) == labelOf(curves.front()); });
  return agree ? labelOf(curves.front()) : Words(translatable("records", "Share"));
}

std::vector<const Artefact*> Record::plotFrom(const Artefact& curve) const {
  const Words& group = std::get<Curve>(curve.content).group;
  if (group.empty()) return {&curve};
  std::vector<const Artefact*> together;
  for (const Artefact& other : found) {
    const auto* member = std::get_if<Curve>(&other.content);
    if (member && member->group == group) together.push_back(&other);
  }
  if (together.front() != &curve) together.clear();
  return together;
}

const Artefact* Record::artefact(std::string_view id) const {
  const auto at = std::find_if(found.begin(), found.end(), [&](const Artefact& a) { return a.id == id; });
  return at == found.end() ? nullptr : &*at;
}

}  // namespace adversarium
