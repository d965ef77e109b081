// SPDX-License-Identifier: GPL-3.0-or-later
/// What a person set on the explorer's page, as one value that undo can put back.
#pragma once

#include <cstdint>
#include <string>

#include "core/method/param.h"

namespace adversarium {

struct ExploreState {
  std::string algorithm;
  ParamMap params;  ///< complete, the strength included
  int target = -1;  ///< −1: any wrong class
  std::uint64_t seed = 0;
  bool operator==(const ExploreState&) const = default;
};

/// Whether the method takes one, and so has a ribbon.
inline bool hasStrength(const ExploreState& state) { return state.params.contains("epsilon"); }

}  // namespace adversarium
