// SPDX-License-Identifier: GPL-3.0-or-later
/// Whole numbers of samples.
#pragma once

#include <cstdint>
#include <vector>

#include "core/record/artefact/content.h"

namespace adversarium {

/// One whole number a sample: true classes, predicted classes, sample indices.
struct Labels {
  std::vector<std::int64_t> values;
};
template <>
const ArtefactKind& kindOf<Labels>();

}  // namespace adversarium
