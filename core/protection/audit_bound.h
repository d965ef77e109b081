// SPDX-License-Identifier: GPL-3.0-or-later
/// A lower bound on what a training leaks, from guesses about who was in it: Steinke, Nasr, Jagielski, NeurIPS
/// 2023 (arXiv:2305.08846), theorem 5.2.
#pragma once

#include <cstdint>

namespace adversarium {

/// Guesses about `canaries` samples, each of which was in the training with probability ½.
struct AuditGuesses {
  std::int64_t canaries = 0;
  std::int64_t guesses = 0;  ///< no abstentions among them
  std::int64_t right = 0;
};

/// How likely a training of privacy budget (ε, δ) makes at least so many guesses right.
double auditChance(const AuditGuesses& guesses, double epsilon, double delta);

/// The largest ε that the guesses refute with this confidence; 0 where they refute nothing.
double auditLowerBound(const AuditGuesses& guesses, double delta, double confidence = 0.95);

}  // namespace adversarium
