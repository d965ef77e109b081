// SPDX-License-Identifier: GPL-3.0-or-later
/// Statistics that a proof or an alarm rests on.
#pragma once

#include <cstdint>
#include <vector>

namespace adversarium {

/// One-sided exact lower bound of a rate (Clopper and Pearson 1934), wrong with probability `alpha` at most.
double clopperPearsonLower(std::int64_t successes, std::int64_t n, double alpha);

/// The W statistic of Shapiro and Wilk for normality, near 1 for what looks normal; weights as in Royston 1992,
/// Statistics and Computing 2, 117-119. 1 for fewer than three values or for equal ones.
double shapiroWilk(std::vector<double> values);

}  // namespace adversarium
