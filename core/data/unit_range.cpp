// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/unit_range.h"

#include <fmt/format.h>

#include <algorithm>

namespace adversarium {

std::optional<std::string> wrongInUnitRange(std::span<float> values) {
  for (float& value : values) {
    if (value >= 0 && value <= 1) continue;
    if (!(value >= -kRounding && value <= 1 + kRounding)) {
      return fmt::format("value {} is outside [0,1]{}", value,
                         value > 1 && value <= 255 ? "; divide by 255 or save as uint8" : "");
    }
    value = std::clamp(value, 0.0F, 1.0F);
  }
  return std::nullopt;
}

}  // namespace adversarium
