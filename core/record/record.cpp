// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/record.h"

#include <algorithm>

#include "core/base/words.h"

namespace adversarium {

Words sharedLabel(const std::vector<const Artefact*>& curves) {
  const auto labelOf = [](const Artefact* curve) { return curve->get<Curve>()->yLabel; };
  const bool agree = std::all_of(curves.begin(), curves.end(),
                                 [&](const Artefact* curve) { return labelOf(curve) == labelOf(curves.front()); });
  return agree ? labelOf(curves.front()) : Words(translatable("records", "Share"));
}

std::vector<const Artefact*> Record::plotFrom(const Artefact& curve) const {
  const Words& group = curve.get<Curve>()->group;
  if (group.empty()) return {&curve};
  std::vector<const Artefact*> together;
  for (const Artefact& other : found) {
    const auto* member = other.get<Curve>();
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
