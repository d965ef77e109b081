// SPDX-License-Identifier: GPL-3.0-or-later
/// What attacks that know only the winning class share: a query budget for every image, a first misclassified
/// point, and the search for the boundary between it and the clean image.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/evasion/attack.h"

namespace adversarium {

/// The batch while it is attacked. `rows` are always int64, the samples that the other arguments belong to.
class BoundaryHunt {
 public:
  /// `budget` queries for each image. The arguments must outlive the hunt.
  BoundaryHunt(LabelAccess& victim, const at::Tensor& images, const Goal& goal, Norm norm, std::int64_t budget);

  /// Whether `candidates` reach the goal; bool. Spends one query each.
  at::Tensor ask(const at::Tensor& candidates, const at::Tensor& rows);
  std::int64_t left(std::int64_t row) const { return m_budget - m_spent[static_cast<std::size_t>(row)]; }
  /// The rows among `rows` that can still pay for `cost` queries.
  at::Tensor solvent(const at::Tensor& rows, std::int64_t cost) const;
  /// From the clean image; float.
  at::Tensor distance(const at::Tensor& current, const at::Tensor& rows) const;

  /// Uniform noise until it is misclassified, then as much of it as is needed; where noise never is, a picture
  /// that the attacker has, the nearest of those that get a wanted answer. Whoever wants one class of many looks
  /// among the pictures first. Writes into `current` (the whole batch) and returns the rows for which a start was
  /// found; says how many have none.
  at::Tensor start(at::Tensor& current, at::Generator& random, Progress& progress);

  /// Halves the way between clean and an adversarial `far` until the boundary is known to `precision`, relative to
  /// the way; returns the adversarial end.
  at::Tensor toBoundary(const at::Tensor& far, const at::Tensor& rows, double precision);

  /// From adversarial points along half circles, whose diameter is the way to the clean image, towards `normal`
  /// (N×C×H×W), until the answer turns; the adversarial end. Never farther from the clean image than before, and
  /// on a flat boundary with its true normal the nearest point there is: Reza et al., ICCV 2023
  /// (arXiv:2308.03163), section 3.2.
  at::Tensor alongArc(const at::Tensor& from, const at::Tensor& rows, const at::Tensor& normal);

 private:
  /// int64 M: what the victim calls `candidates`. Spends one query each.
  at::Tensor answers(const at::Tensor& candidates, const at::Tensor& rows);
  /// Both write what they find into `current` and take it out of `open` (bool, the whole batch).
  void startFromNoise(at::Tensor& current, at::Tensor& open, at::Generator& random, Progress& progress);
  void startFromPictures(at::Tensor& current, at::Tensor& open, at::Generator& random, Progress& progress);

  LabelAccess& m_victim;
  const at::Tensor& m_images;
  const Goal& m_goal;
  Norm m_norm;
  std::int64_t m_budget;
  std::vector<std::int64_t> m_spent;
};

}  // namespace adversarium
