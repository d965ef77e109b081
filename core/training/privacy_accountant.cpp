// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/privacy_accountant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/base/error.h"

namespace adversarium {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// log(e^a + e^b) and log(e^a − e^b), a ≥ b for the second.
double logSum(double a, double b) {
  const double most = std::max(a, b), least = std::min(a, b);
  return most == -kInfinite ? most : most + std::log1p(std::exp(least - most));
}
double logDifference(double a, double b) {
  if (b == -kInfinite) return a;
  return a <= b ? -kInfinite : a + std::log1p(-std::exp(b - a));
}

double logErfc(double x) {
  constexpr double kFar = 20;
  if (x < kFar) return std::log(std::erfc(x));
  // Abramowitz and Stegun 7.1.23: erfc underflows here.
  const double inverse = 1 / (2 * x * x);
  return -x * x - std::log(x * std::sqrt(std::numbers::pi)) + std::log1p(-inverse * (1 - 3 * inverse));
}

double logBinomial(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

/// log A(α), Mironov et al. 2019, §3.3, for a whole order: a finite sum.
double wholeMoment(double q, double sigma, std::int64_t alpha) {
  double total = -kInfinite;
  for (std::int64_t i = 0; i <= alpha; ++i) {
    const auto k = static_cast<double>(i), n = static_cast<double>(alpha);
    total = logSum(
        total, logBinomial(n, k) + k * std::log(q) + (n - k) * std::log1p(-q) + k * (k - 1) / (2 * sigma * sigma));
  }
  return total;
}

/// The same for any order: two series whose terms alternate once the binomial coefficients do.
double fractionalMoment(double q, double sigma, double alpha) {
  constexpr double kNegligible = -30;
  constexpr int kMostTerms = 100'000;
  const double split = sigma * sigma * std::log(1 / q - 1) + 0.5;
  double below = -kInfinite, above = -kInfinite;
  double logCoefficient = 0;  // of |binom(α, i)|
  bool positive = true;
  for (int i = 0; i < kMostTerms; ++i) {
    const double k = i, rest = alpha - k;
    const double narrow = std::numbers::sqrt2 * sigma;
    const double low = logCoefficient + k * std::log(q) + rest * std::log1p(-q) +
                       k * (k - 1) / (2 * sigma * sigma) + std::log(0.5) + logErfc((k - split) / narrow);
    const double high = logCoefficient + rest * std::log(q) + k * std::log1p(-q) +
                        rest * (rest - 1) / (2 * sigma * sigma) + std::log(0.5) + logErfc((split - rest) / narrow);
    below = positive ? logSum(below, low) : logDifference(below, low);
    above = positive ? logSum(above, high) : logDifference(above, high);
    if (std::max(low, high) < kNegligible) break;
    if (rest < 0) positive = !positive;  // binom(α, i+1) = binom(α, i)·(α−i)/(i+1)
    logCoefficient += std::log(std::abs(rest)) - std::log(k + 1);
  }
  return logSum(below, above);
}

/// 1.1 to 10.9 by tenths, then 12 to 63: what the field's accountants search.
std::vector<double> orders() {
  std::vector<double> list;
  for (int i = 1; i < 100; ++i) list.push_back(1 + i / 10.0);
  for (int i = 12; i < 64; ++i) list.push_back(i);
  return list;
}

}  // namespace

double renyiDivergence(double sampleRate, double noise, double alpha) {
  if (sampleRate == 0) return 0;
  if (noise == 0) return kInfinite;
  if (sampleRate == 1) return alpha / (2 * noise * noise);
  const bool whole = alpha == std::floor(alpha);
  const double moment = whole ? wholeMoment(sampleRate, noise, static_cast<std::int64_t>(alpha))
                              : fractionalMoment(sampleRate, noise, alpha);
  return moment / (alpha - 1);
}

double rdpBudget(const PrivacyPlan& plan) {
  if (plan.steps == 0) return 0;
  static const std::vector<double> kOrders = orders();
  double least = kInfinite;
  for (const double alpha : kOrders) {
    const double spent = renyiDivergence(plan.sampleRate, plan.noise, alpha) * static_cast<double>(plan.steps);
    const double budget =
        spent - (std::log(plan.delta) + std::log(alpha)) / (alpha - 1) + std::log((alpha - 1) / alpha);
    if (std::isfinite(budget)) least = std::min(least, budget);
  }
  return std::max(0.0, least);
}

double privacyBudget(const PrivacyPlan& plan, Accountant accountant) {
  if (plan.noise <= 0) return kInfinite;
  if (plan.steps == 0) return 0;
  return accountant == Accountant::Prv ? prvBudget(plan) : rdpBudget(plan);
}

double noiseFor(double budget, const PrivacyPlan& plan, Accountant accountant) {
  constexpr double kTolerance = 0.01, kMost = 1e6;
  const auto spentWith = [&](double noise) {
    PrivacyPlan tried = plan;
    tried.noise = noise;
    return privacyBudget(tried, accountant);
  };
  double low = 0, high = 10, spent = spentWith(high);
  while (spent > budget) {
    low = high;
    high *= 2;
    if (high > kMost) throw UsageError("target_epsilon", "is too small for so many steps: no noise reaches it");
    spent = spentWith(high);
  }
  // Halving goes on until the budget is used up but for a hundredth (or the noise is known to many digits).
  while (budget - spent > kTolerance && high - low > 1e-9 * high) {
    const double middle = (low + high) / 2;
    double tried = kInfinite;
    try {
      tried = spentWith(middle);
    } catch (const UsageError&) {
      // Too little noise to compute with: certainly too little.
    }
    if (tried <= budget) {
      high = middle;
      spent = tried;
    } else {
      low = middle;
    }
  }
  return high;
}

}  // namespace adversarium
