// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/audit_bound.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace adversarium {

double auditChance(const AuditGuesses& guesses, double epsilon, double delta) {
  if (guesses.guesses == 0) return 1;
  const auto r = static_cast<double>(guesses.guesses);
  // With budget (ε, 0) a guess is right with at most this probability, independently of the others.
  const boost::math::binomial_distribution<double> count(r, 1 / (1 + std::exp(-epsilon)));
  const auto atLeast = [&](std::int64_t v) {
    return v <= 0 ? 1.0 : boost::math::cdf(complement(count, static_cast<double>(v - 1)));
  };
  // δ may make every canary's answer plain at once; the worst share of that is what an adversary would spend it
  // on.
  double most = 0, sum = 0;
  for (std::int64_t i = 1; i <= guesses.right; ++i) {
    sum += boost::math::pdf(count, static_cast<double>(guesses.right - i));
    most = std::max(most, sum / static_cast<double>(i));
  }
  return std::min(1.0, atLeast(guesses.right) + most * delta * 2 * static_cast<double>(guesses.canaries));
}

double auditLowerBound(const AuditGuesses& guesses, double delta, double confidence) {
  const double refuted = 1 - confidence;
  if (auditChance(guesses, 0, delta) >= refuted) return 0;
  double low = 0, high = 1;
  while (auditChance(guesses, high, delta) < refuted && high < 64) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (auditChance(guesses, middle, delta) < refuted ? low : high) = middle;
  }
  return low;
}

}  // namespace adversarium
