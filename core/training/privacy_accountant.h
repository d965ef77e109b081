// SPDX-License-Identifier: GPL-3.0-or-later
/// How much of a privacy budget (ε, δ) a training with clipped, noised gradients has spent: every step draws each
/// sample with probability q (Poisson sampling) and adds Gaussian noise of σ times the clipping norm.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/method/param.h"

namespace adversarium {

/// Rényi differential privacy is quick and loose; privacy random variables compose the losses' distribution
/// itself.
enum class Accountant { Prv, Rdp };
template <>
struct Choices<Accountant> {
  static constexpr std::array<std::string_view, 2> names{"prv", "rdp"};
};

struct PrivacyPlan {
  double sampleRate = 0.01;  ///< q, in (0,1]
  double noise = 1;          ///< σ; 0: no privacy at all
  std::int64_t steps = 1;
  double delta = 1e-5;
};

/// An upper bound of ε for every neighbouring pair of data sets (one sample added or removed). Infinite without
/// noise, 0 for no step.
double privacyBudget(const PrivacyPlan& plan, Accountant accountant);

/// Mironov, Talwar, Zhang 2019 (arXiv:1908.10530), converted by Canonne, Kamath, Steinke 2020, proposition 12.
double rdpBudget(const PrivacyPlan& plan);
/// Gopi, Lee, Wutschitz 2021 (arXiv:2106.02848), with errors of 0.01 in ε and δ/1000 in δ, on the safe side.
/// Throws UsageError for a budget too small or too large to compute (σ far off).
double prvBudget(const PrivacyPlan& plan);

/// ε(α) of one step, for any order α > 1.
double renyiDivergence(double sampleRate, double noise, double alpha);

/// The noise for which the plan (its own noise is not looked at) spends `budget`, at most 0.01 less. Throws
/// UsageError where no noise up to a million does.
double noiseFor(double budget, const PrivacyPlan& plan, Accountant accountant);

}  // namespace adversarium
