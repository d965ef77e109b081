// SPDX-License-Identifier: GPL-3.0-or-later
/// How far one class stands out from the others, and how far the most conspicuous of equal classes would.
#pragma once

#include <cstdint>
#include <vector>

#include "core/tensor/statistics.h"

namespace adversarium {

/// (median − value) / (1.4826 × median absolute deviation) for each value: above 0 for what is smaller than usual.
/// Wang et al., S&P 2019, section V. Where more than half of the values are equal, a deviation of one thousandth
/// of the median stands in, so that nothing is divided by zero.
std::vector<double> anomalyIndices(const std::vector<double>& values);

/// The largest index among `count` values that differ only by chance (normally distributed): its 5 % and 95 %
/// quantiles. Few values give a median deviation of little use, and so a wide spread.
Interval referenceSpread(std::int64_t count);

}  // namespace adversarium
