// SPDX-License-Identifier: GPL-3.0-or-later
/// Success against strength, measured beside a run, batch by batch, with the same strengths for all. Where the
/// person asks for no number of them, an attack that is linear in its strength is measured at a few, which cost no
/// more than the attack itself: the first batch shows where the curve moves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/evasion/runner.h"
#include "core/tensor/convert.h"

namespace adversarium {

class StrengthSweep {
 public:
  /// For Request::sweep; `guarded`: a guard would count what nobody asked for. `attack` must outlive this.
  StrengthSweep(const BoundAttack& attack, const Request& request, bool guarded);

  bool active() const { return !m_strengths.empty(); }
  /// Which part of a batch's time it takes; a guess for the progress bar.
  double share() const;

  /// How many of the attempted images fall at each strength. The run's own strength and none at all are known from
  /// `attacked`. Of an attack that is not linear in its strength an example found at one strength counts at every
  /// larger one, whose ball it lies in, and only what stands is tried again.
  std::vector<std::int64_t> measured(const Classifier& model, const Batch& clean, const AttackedBatch& attacked,
                                     const AttackSettings& settings,
                                     const std::function<std::shared_ptr<at::Generator>()>& random,
                                     Progress& progress) const;
  /// Adds what was measured of a batch of which `attempted` images were tried, now or before an interruption.
  void add(const std::vector<std::int64_t>& hits, std::int64_t attempted);

  /// Strength and images that fell at it, by strength.
  std::vector<std::pair<double, std::int64_t>> points() const;

 private:
  const BoundAttack& m_attack;
  double m_strength = 0;            // the run's own
  std::vector<double> m_strengths;  // in the order in which they are measured
  std::vector<std::int64_t> m_hits;
  bool m_settled = true;  // no strength is added any more
};

}  // namespace adversarium
