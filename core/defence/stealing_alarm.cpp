// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/stealing_alarm.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "core/base/exact_statistics.h"
#include "core/base/statistics.h"

namespace adversarium {
namespace {

double standardDeviation(const std::vector<double>& values, double centre) {
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / double(values.size()));
}

}  // namespace

void StealingAlarm::Known::grow(const at::Tensor& image, double distance) {
  if (!images.defined()) images = at::empty({16, image.numel()}, at::kFloat);
  if (count == images.size(0)) {
    at::Tensor larger = at::empty({2 * count, image.numel()}, at::kFloat);
    larger.slice(0, 0, count).copy_(images);
    images = larger;
  }
  images[count++].copy_(image);
  distances.push_back(distance);
  const double centre = mean(distances);
  threshold = std::max(threshold, centre - standardDeviation(distances, centre));
}

double StealingAlarm::add(const at::Tensor& image, std::int64_t winner) {
  const at::NoGradGuard noGradient;
  ++m_queries;
  const at::Tensor flat = image.detach().to(at::kCPU, at::kFloat).flatten();
  Known& known = m_known[winner];
  double nearest = 0;
  if (known.count == 0) {
    known.grow(flat, 0);
  } else {
    nearest = std::sqrt((known.images.slice(0, 0, known.count) - flat).square().sum(1).min().item<double>());
    if (nearest > known.threshold) known.grow(flat, nearest);
  }
  m_distances.push_back(nearest);
  if (m_queries % m_every == 0) judge();
  return nearest;
}

void StealingAlarm::judge() {
  constexpr std::size_t kFewest = 100;  // the paper's: fewer say nothing
  if (m_distances.size() <= kFewest) return;
  const double centre = mean(m_distances), spread = standardDeviation(m_distances, centre);
  std::vector<double> usual;
  for (const double distance : m_distances) {
    if (std::abs(distance - centre) <= 3 * spread) usual.push_back(distance);
  }
  m_statistic = shapiroWilk(usual);
  m_alarmed = m_statistic < m_threshold;
  ++m_checks;
  m_alarms += m_alarmed;
  if (m_alarmed && m_firstAlarm < 0) m_firstAlarm = m_queries;
}

}  // namespace adversarium
