// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run will take, said before it begins, by those methods that can tell.
#pragma once

#include <string>

#include "core/method/param.h"

namespace adversarium {

/// Seconds by the clock of this machine.
struct RunCost {
  std::string parameter;  ///< a number of the method that the time grows with
  double each = 0;        ///< for every one of it
  double fixed = 0;       ///< whatever it says

  double seconds(const ParamMap& params) const {
    const auto found = params.find(parameter);
    if (found == params.end()) return fixed;
    const auto* whole = std::get_if<std::int64_t>(&found->second);
    const auto* real = std::get_if<double>(&found->second);
    return fixed + each * (whole ? static_cast<double>(*whole) : real ? *real : 0.0);
  }
};

}  // namespace adversarium
