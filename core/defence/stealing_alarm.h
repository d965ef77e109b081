// SPDX-License-Identifier: GPL-3.0-or-later
/// PRADA: notices who queries a model in order to copy it, by how unnaturally evenly the queries lie.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <vector>

namespace adversarium {

/// Juuti et al., EuroS&P 2019 (arXiv:1805.02628), algorithm 3. The distances of honest queries to the nearest
/// earlier one of their class are about normal; those of a stealing attack are not.
class StealingAlarm {
 public:
  /// `threshold` for the Shapiro-Wilk statistic below which the alarm stands (the paper's δ), judged anew after
  /// every `every` queries.
  explicit StealingAlarm(double threshold, std::int64_t every = 50) : m_threshold(threshold), m_every(every) {}

  /// One query: any float tensor and the class that was answered. Returns its distance to the nearest earlier one
  /// of its class; 0 for the first.
  double add(const at::Tensor& image, std::int64_t winner);

  std::int64_t queries() const { return m_queries; }
  bool alarmed() const { return m_alarmed; }
  /// The statistic when it was judged last; 1 before.
  double statistic() const { return m_statistic; }
  std::int64_t checks() const { return m_checks; }
  std::int64_t alarms() const { return m_alarms; }
  /// Queries before the first alarm; −1: none yet.
  std::int64_t firstAlarm() const { return m_firstAlarm; }

 private:
  /// The growing set of one class: earlier queries that lay apart from each other.
  struct Known {
    at::Tensor images;  // capacity × D
    std::int64_t count = 0;
    std::vector<double> distances;
    double threshold = 0;
    void grow(const at::Tensor& image, double distance);
  };
  void judge();

  double m_threshold;
  std::int64_t m_every;
  std::map<std::int64_t, Known> m_known;
  std::vector<double> m_distances;
  std::int64_t m_queries = 0, m_checks = 0, m_alarms = 0, m_firstAlarm = -1;
  double m_statistic = 1;
  bool m_alarmed = false;
};

}  // namespace adversarium
