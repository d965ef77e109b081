// SPDX-License-Identifier: GPL-3.0-or-later
/// What guards are worth against one attack. One number without the other says nothing: no guard, a guard met
/// blindly, a guard known, and the attack that takes the guard's own way round.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/evasion/runner.h"
#include "core/run/guard.h"
#include "core/tensor/convert.h"

namespace adversarium {

/// Gathers batch after batch beside the attack that knows the guards.
class GuardComparison {
 public:
  explicit GuardComparison(const Assignment& assignment);
  /// Whether any guard stands before the model; else add() and report() do nothing.
  bool active() const { return !m_guards.empty(); }

  /// For attacks that learn one thing for all images: the attacker who does not know the guards learns his own.
  void learn(const BoundAttack& attack, const Batch& images, const AttackSettings& settings,
             std::shared_ptr<at::Generator> random, Progress& progress);

  /// `attacked` is what `attack` made of `clean` through the guards; `random` makes a fresh generator.
  void add(const BoundAttack& attack, const Batch& clean, const AttackedBatch& attacked,
           const AttackSettings& settings, const std::function<std::shared_ptr<at::Generator>()>& random,
           Progress& progress);

  /// Beside the record's own clean_accuracy, robust_accuracy and success_rate.
  void report(Record& record) const;

 private:
  void addUnaware(const Batch& clean, const AttackedBatch& attacked, const AttackedBatch& open);
  void addCounter(std::string_view id, const BoundAttack& main, const Batch& clean, const AttackedBatch& attacked,
                  AttackSettings settings, std::shared_ptr<at::Generator> random, Progress& progress);

  struct Fates {
    std::int64_t right = 0, tried = 0, fell = 0, standing = 0;
  };
  const Assignment& m_assignment;
  std::vector<const Guard*> m_guards;
  at::Tensor m_learnedOpen;  // undefined for attacks that learn nothing
  std::int64_t m_images = 0;
  Fates m_open, m_unaware, m_countered;
  std::shared_ptr<const BoundAttack> m_counter;  // the attack that takes a guard's own way round
};

}  // namespace adversarium
