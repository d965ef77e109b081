// SPDX-License-Identifier: GPL-3.0-or-later
/// A curve, and how curves are drawn together.
#pragma once

#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// Numbers against numbers. `low` and `high` bound `y` where an interval is known, else they are empty. Curves of
/// one `group` (the title of their plot) are drawn together.
struct Curve {
  Words xLabel;
  Words yLabel;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low;
  std::vector<double> high;
  bool logarithmic = false;  ///< both axes; then all values are above zero
  Words group{};
};
template <>
const ArtefactKind& kindOf<Curve>();

/// Comma-separated text, C locale, RFC 4180 quoting; also what "copy as CSV" gives.
std::string csvOf(const Curve& curve);

}  // namespace adversarium
