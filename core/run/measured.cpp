// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/measured.h"

#include <ATen/ATen.h>

#include <limits>

#include "core/base/statistics.h"
#include "core/tensor/convert.h"

namespace adversarium {

Measure rateOf(std::int64_t hits, std::int64_t n) {
  if (n == 0) return {std::numeric_limits<double>::quiet_NaN(), {}, {}, 0, "rate"};
  const Interval interval = wilson(hits, n);
  return {double(hits) / double(n), interval.low, interval.high, n, "rate"};
}

ImageSet imageSetOf(const at::Tensor& images, std::vector<Words> captions) {
  return {images.sizes().vec(), floatsOf(images), std::move(captions)};
}

void addRate(Curve& curve, double x, const Measure& rate) {
  curve.x.push_back(x);
  curve.y.push_back(rate.value);
  curve.low.push_back(rate.low.value_or(0));
  curve.high.push_back(rate.high.value_or(1));
}

}  // namespace adversarium
