// SPDX-License-Identifier: GPL-3.0-or-later
/// The few statistics that every record reports.
#pragma once

#include <cstdint>
#include <vector>

namespace adversarium {

struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson's score interval of a rate (Wilson 1927); [0,1] for n = 0.
Interval wilson(std::int64_t successes, std::int64_t n, double confidence = 0.95);

/// NaN for no values.
double mean(const std::vector<double>& values);
double median(std::vector<double> values);
/// Linear interpolation between order statistics; share in [0,1].
double quantile(std::vector<double> values, double share);

}  // namespace adversarium
