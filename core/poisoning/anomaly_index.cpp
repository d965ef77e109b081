// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/anomaly_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

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

Interval referenceSpread(std::int64_t count) {
  constexpr int kRounds = 4000;
  std::mt19937_64 random(20190519);  // always the same spread for the same count
  std::normal_distribution<double> normal;
  std::vector<double> largest;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> values(static_cast<std::size_t>(count));
    for (double& value : values) value = normal(random);
    const std::vector<double> indices = anomalyIndices(values);
    largest.push_back(*std::max_element(indices.begin(), indices.end()));
  }
  return {quantile(largest, 0.05), quantile(largest, 0.95)};
}

}  // namespace adversarium
