// SPDX-License-Identifier: GPL-3.0-or-later
/// How well a score tells two groups apart, over all thresholds.
#pragma once

#include <vector>

#include "core/base/statistics.h"

namespace adversarium {

/// Built from the scores of what should stay below a threshold and of what should exceed it.
class Roc {
 public:
  Roc(std::vector<double> negatives, std::vector<double> positives);

  /// Probability that a positive scores above a negative, ties counting half; not a number where a group is empty.
  double area() const { return m_area; }
  /// 95 % interval of the area: Hanley and McNeil 1982, eq. (2).
  Interval areaInterval() const;

  /// The least false positive rate at which at least `share` of the positives are found, and the other way round.
  double falsePositivesAt(double truePositives) const;
  double truePositivesAt(double falsePositives) const;

  /// Corners of the curve from (0,0) to (1,1), false positive rates ascending.
  const std::vector<double>& falsePositives() const { return m_falsePositives; }
  const std::vector<double>& truePositives() const { return m_truePositives; }

 private:
  double m_negatives = 0, m_positives = 0, m_area = 0;
  std::vector<double> m_falsePositives{0}, m_truePositives{0};
};

}  // namespace adversarium
