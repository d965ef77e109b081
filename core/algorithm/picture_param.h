// SPDX-License-Identifier: GPL-3.0-or-later
/// Parameters whose value is the path of a picture: said once, so that a form can offer to draw one.
#pragma once

#include "core/algorithm/param.h"

namespace adversarium {

/// The limits of such a parameter: its unit is the format that keeps transparency.
inline constexpr Limits kPictureFile{.unit = "PNG"};

inline bool namesPicture(const ParamSpec& spec) {
  return std::holds_alternative<std::string>(spec.fallback) && spec.choices.empty() &&
         spec.limits.unit == kPictureFile.unit;
}

}  // namespace adversarium
