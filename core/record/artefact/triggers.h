// SPDX-License-Identifier: GPL-3.0-or-later
/// The triggers that a search found, class by class.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/record/artefact/table.h"

namespace adversarium {

/// What one seed says of one class.
struct TriggerSearch {
  std::int64_t target = -1;
  Words name;
  double size = 0;        ///< pixels of its mask, or the share of images that end in the class
  double index = 0;       ///< anomaly index; not a number where there is none
  double deviations = 0;  ///< how far the class lies from the others
  double chance = 0;      ///< how often an ordinary class would
  bool standsOut = false;
  std::int64_t seed = 0;
  double success = 0, low = 0, high = 1;  ///< on `tried` images that the search did not see
  std::int64_t tried = 0;
  std::int64_t epochs = 0;
};

/// The numbers; the pictures stand in other artefacts of the record.
struct Triggers {
  std::vector<TriggerSearch> searches;
  bool masks = true;                ///< sizes are pixels, not shares
  std::string mask, pattern, worn;  ///< ids of the ImageSets with a picture a class; empty where there are none
  std::vector<std::int64_t> targets = {};  ///< the class of each picture
  /// A row a class and seed, as its file has it and a person reads it.
  Table table() const;
};

template <>
const ArtefactKind& kindOf<Triggers>();

}  // namespace adversarium
