// SPDX-License-Identifier: GPL-3.0-or-later
/// Parameters whose value is a path: said once, so that a form can offer to choose one, or to draw a picture.
#pragma once

#include "core/method/param.h"

namespace adversarium {

/// The limits of such parameters; the unit says what lies there.
inline constexpr Limits kPictureFile{.unit = "PNG"};  // the format that keeps transparency
inline constexpr Limits kModelFile{.unit = "model"};
inline constexpr Limits kModelFiles{.unit = "models"};  // separated by commas
inline constexpr Limits kDataPlace{.unit = "data"};
inline constexpr Limits kIndexFile{.unit = "NPY"};
inline constexpr Limits kGeneratorFile{.unit = "generator"};
inline constexpr Limits kCheckpointFile{.unit = "checkpoint"};  // need not be there yet
inline constexpr Limits kFolder{.unit = "folder"};

/// Whether the parameter was declared with those limits.
inline bool declaredWith(const Limits& kind, const ParamSpec& spec) {
  return std::holds_alternative<std::string>(spec.fallback) && spec.choices.empty() &&
         spec.limits.unit == kind.unit;
}

inline bool namesPath(const ParamSpec& spec) {
  for (const Limits& kind :
       {kPictureFile, kModelFile, kModelFiles, kDataPlace, kIndexFile, kGeneratorFile, kCheckpointFile, kFolder}) {
    if (declaredWith(kind, spec)) return true;
  }
  return false;
}

}  // namespace adversarium
