// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/roc.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace adversarium {

Roc::Roc(std::vector<double> negatives, std::vector<double> positives)
    : m_negatives(static_cast<double>(negatives.size())), m_positives(static_cast<double>(positives.size())) {
  if (negatives.empty() || positives.empty()) {
    m_area = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  std::sort(negatives.begin(), negatives.end(), std::greater<>());
  std::sort(positives.begin(), positives.end(), std::greater<>());
  std::size_t n = 0, p = 0;
  while (n < negatives.size() || p < positives.size()) {
    const double threshold =
        std::max(n < negatives.size() ? negatives[n] : -std::numeric_limits<double>::infinity(),
                 p < positives.size() ? positives[p] : -std::numeric_limits<double>::infinity());
    while (n < negatives.size() && negatives[n] >= threshold) ++n;
    while (p < positives.size() && positives[p] >= threshold) ++p;
    const double falseRate = double(n) / m_negatives, trueRate = double(p) / m_positives;
    m_area += (falseRate - m_falsePositives.back()) * (trueRate + m_truePositives.back()) / 2;
    m_falsePositives.push_back(falseRate);
    m_truePositives.push_back(trueRate);
  }
}

Interval Roc::areaInterval() const {
  if (std::isnan(m_area)) return {};
  const double a = m_area, q1 = a / (2 - a), q2 = 2 * a * a / (1 + a);
  const double variance = (a * (1 - a) + (m_positives - 1) * (q1 - a * a) + (m_negatives - 1) * (q2 - a * a)) /
                          (m_negatives * m_positives);
  constexpr double kNormal = 1.959964;
  const double half = kNormal * std::sqrt(std::max(0.0, variance));
  return {std::max(0.0, a - half), std::min(1.0, a + half)};
}

double Roc::falsePositivesAt(double truePositives) const {
  for (std::size_t i = 0; i < m_truePositives.size(); ++i) {
    if (m_truePositives[i] >= truePositives) return m_falsePositives[i];
  }
  return std::numeric_limits<double>::quiet_NaN();
}

double Roc::truePositivesAt(double falsePositives) const {
  if (std::isnan(m_area)) return m_area;
  double best = 0;
  for (std::size_t i = 0; i < m_falsePositives.size(); ++i) {
    if (m_falsePositives[i] <= falsePositives) best = std::max(best, m_truePositives[i]);
  }
  return best;
}

}  // namespace adversarium
