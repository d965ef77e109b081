// SPDX-License-Identifier: GPL-3.0-or-later
/// A number for each of some things, the classes say, with its spread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// `low` and `high` bound `y` where a spread is known, else they are empty. Things have their numbers in `x` and,
/// where they have any, their names.
struct Bars {
  Words xLabel;  ///< what the things are
  Words yLabel;
  std::vector<double> x;
  std::vector<Words> names;
  std::vector<double> y;
  std::vector<double> low;
  std::vector<double> high;
};

template <>
const ArtefactKind& kindOf<Bars>();

/// As of a curve; names come last.
std::string csvOf(const Bars& bars);

}  // namespace adversarium
