// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a picture matters.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/data/heat_colours.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// N × H × W floats, row-major: how much each place of a picture matters, higher for more.
struct HeatMaps {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  std::vector<Words> captions;  ///< one a map, or none
  Words unit;                   ///< what a value means: "drop of probability"
  bool isSigned = false;        ///< values below zero speak against the class
  std::string over;             ///< id of the ImageSet (one picture a map) that they belong to, or empty
  std::int64_t count() const { return shape.empty() ? 0 : shape[0]; }
  std::span<const float> map(std::int64_t index) const;
  /// What the colours of one map span, and of all together.
  HeatRange range(std::int64_t index) const { return heatRangeOf(map(index), isSigned); }
  HeatRange range() const { return heatRangeOf(values, isSigned); }
};
template <>
const ArtefactKind& kindOf<HeatMaps>();

}  // namespace adversarium
