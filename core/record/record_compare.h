// SPDX-License-Identifier: GPL-3.0-or-later
/// Whether two computations of one request agree, bit by bit.
#pragma once

#include <string>
#include <vector>

#include "core/record/record.h"

namespace adversarium {

/// Empty when every artefact has the same bits and every measure but those of time the same value; else each
/// difference in words. Differing model or data hashes come first: they explain the rest.
std::vector<std::string> differencesBetween(const Record& before, const Record& after);

}  // namespace adversarium
