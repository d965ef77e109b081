// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/anomaly_index.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "core/base/statistics.h"

namespace adversarium {

std::vector<double> anomalyIndices(const std::vector<double>& values) {
  constexpr double kNormal = 1.4826;  // makes the deviation a standard deviation for normal values
  const double middle = median(values);
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - middle));
  const double least = std::max(1e-3 * std::abs(middle), std::numeric_limits<double>::min());
  const double scale = std::max(kNormal * median(distances), least);
  std::vector<double> indices;
  for (const double value : values) indices.push_back((middle - value) / scale);
  return indices;
}

std::vector<Gap> gapsBelow(const std::vector<double>& values) {
  std::vector<Gap> gaps(values.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) order.push_back(i);
  }
  constexpr std::size_t kFewest = 4;
  if (order.size() < kFewest) return gaps;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });

  const std::size_t deepest = std::max<std::size_t>(1, order.size() / 5);
  double chance = 1;
  for (std::size_t rank = deepest; rank-- > 0;) {
    std::vector<double> larger;
    for (std::size_t i = rank + 1; i < order.size(); ++i) larger.push_back(values[order[i]]);
    const auto count = static_cast<double>(larger.size());
    const double middle = mean(larger);
    double squares = 0;
    for (const double value : larger) squares += (value - middle) * (value - middle);
    const double least = std::max(1e-3 * std::abs(middle), std::numeric_limits<double>::min());
    const double deviation = std::max(std::sqrt(squares / (count - 1)), least) * std::sqrt(1 + 1 / count);
    Gap& gap = gaps[order[rank]];
    gap.deviations = (middle - values[order[rank]]) / deviation;
    // Any of the count + 1 might have been the smallest.
    const boost::math::students_t distribution(count - 1);
    const double above = boost::math::cdf(boost::math::complement(distribution, gap.deviations));
    chance = std::min(chance, (count + 1) * above);  // what is smaller still is no more ordinary
    gap.chance = chance;
  }
  return gaps;
}

}  // namespace adversarium
