// SPDX-License-Identifier: GPL-3.0-or-later
/// How far one class stands out from the others, and how often chance alone would do that.
#pragma once

#include <vector>

namespace adversarium {

/// (median − value) / (1.4826 × median absolute deviation) for each value: above 0 for what is smaller than usual.
/// Wang et al., S&P 2019, section V. Where more than half of the values are equal, a deviation of one thousandth
/// of the median stands in, so that nothing is divided by zero.
std::vector<double> anomalyIndices(const std::vector<double>& values);

/// One of several values, seen from the larger ones.
struct Gap {
  double deviations = 0;  ///< how far it lies below their mean, in their standard deviations
  double chance = 1;      ///< that the smallest of as many normally distributed values lies so far below, in [0,1]

  /// At the level at which a class is named.
  bool standsOut() const { return chance <= 0.05; }
};

/// For each value its gap: Grubbs' test in its studentised form, repeated inward for up to a fifth of the values,
/// so that several outliers do not hide each other (Rosner, Technometrics 1983). The anomaly index of few values
/// scatters so widely that a threshold for it is either blind or cries wolf: of ten ordinary classes the largest
/// exceeds 2 in a third of all cases. This has a known distribution for any number. Fewer than four finite values
/// have no gaps; values that are not finite take no part.
std::vector<Gap> gapsBelow(const std::vector<double>& values);

}  // namespace adversarium
