// SPDX-License-Identifier: GPL-3.0-or-later
/// What a person set on the explorer's page, as one value that undo can put back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/method/catalogue.h"

namespace adversarium {

struct ExploreState {
  std::string algorithm;
  ParamMap params;  ///< complete, the strength included
  int target = -1;  ///< −1: any wrong class
  std::uint64_t seed = 0;
  bool operator==(const ExploreState&) const = default;
};

/// Nothing where the method takes none, and so has no ribbon.
inline std::optional<double> strengthOf(const ExploreState& state) {
  const CatalogueEntry* entry = knownMethod(state.algorithm);
  return entry ? entry->strength(state.params) : std::nullopt;
}
inline bool hasStrength(const ExploreState& state) { return strengthOf(state).has_value(); }

}  // namespace adversarium
