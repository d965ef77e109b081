// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run will take, said before it begins, by those methods that can tell.
#pragma once

#include <string>
#include <string_view>

#include "core/method/param.h"

namespace adversarium {

/// Seconds by the clock of this machine.
struct RunCost {
  std::string parameter;  ///< a number of the method that the time grows with
  double each = 0;        ///< for every one of it
  double fixed = 0;       ///< whatever it says

  double seconds(const ParamMap& params) const;
};

/// Whether a cost can be asked for.
bool tellsCost(std::string_view method);

}  // namespace adversarium
