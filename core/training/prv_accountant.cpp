// SPDX-License-Identifier: GPL-3.0-or-later
// Privacy random variables: the distribution of one step's privacy loss on a fine grid, convolved with itself as
// often as there are steps by one Fourier transform (Gopi, Lee, Wutschitz 2021, algorithms 1 and 2).
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "core/base/error.h"
#include "core/tensor/convert.h"
#include "core/training/privacy_accountant.h"

namespace adversarium {
namespace {

/// Share of losses up to t: the loss is log(1 − q + q·exp((2x − 1)/2σ²)) for x from the mixture (proposition B.4).
double lossBelow(double t, double q, double sigma) {
  const double odds = std::exp(t) + q - 1;
  if (odds <= 0) return 0;
  const double x = sigma * sigma * std::log(odds / q) + 0.5;  // where the loss is t
  const double narrow = std::numbers::sqrt2 * sigma;
  return 1 - 0.5 * q * std::erfc((x - 1) / narrow) - 0.5 * (1 - q) * std::erfc(x / narrow);
}

struct Grid {
  double low = 0, step = 0;
  std::int64_t size = 0;
  double at(std::int64_t i) const { return low + step * static_cast<double>(i); }
};

/// Even many points, a multiple of the step away from 0, over [−reach, reach].
Grid gridOver(double reach, double step) {
  const double low = std::floor(-reach / step), high = std::ceil(reach / step);
  std::int64_t size = std::llround(high - low) + 1;
  size += size % 2;
  return {low * step, step, size};
}

/// What Gopi et al.'s remark 5.6 asks for, by the looser accountant.
double safeReach(const PrivacyPlan& plan, double budgetError, double deltaError) {
  PrivacyPlan whole = plan, single = plan;
  whole.delta = deltaError / 4;
  single.delta = deltaError / (8 * static_cast<double>(plan.steps));
  single.steps = 1;
  constexpr double kMargin = 3;
  return std::max({rdpBudget(whole), rdpBudget(single), budgetError}) + kMargin;
}

/// ∫ t dF over the grid for the truncated F, by parts, in pieces that are short where F turns.
double truncatedMean(const std::function<double(double)>& below, double low, double high) {
  std::vector<double> ends{low};
  for (int power = -1; power >= -5; --power) ends.push_back(-std::pow(10.0, power));
  for (int power = -5; power <= -1; ++power) ends.push_back(std::pow(10.0, power));
  ends.push_back(high);
  double mean = 0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    constexpr unsigned kDeepest = 15;
    constexpr double kTolerance = 1e-10;
    const double a = ends[i], b = ends[i + 1];
    mean += b * below(b) - a * below(a) -
            boost::math::quadrature::gauss_kronrod<double, 31>::integrate(below, a, b, kDeepest, kTolerance);
  }
  return mean;
}

}  // namespace

double prvBudget(const PrivacyPlan& plan) {
  constexpr double kBudgetError = 0.01, kDeltaShare = 1000, kMostPoints = 3e7;
  if (plan.steps == 0) return 0;
  const double deltaError = plan.delta / kDeltaShare, q = plan.sampleRate, sigma = plan.noise;
  const double reach = safeReach(plan, kBudgetError, deltaError);
  const double step = kBudgetError / std::sqrt(static_cast<double>(plan.steps) * std::log(12 / deltaError) / 2);
  if (!(2 * reach / step < kMostPoints))
    throw UsageError("noise", "is too small for this accountant: the privacy budget would be astronomic");
  const Grid grid = gridOver(reach, step);
  const double high = grid.at(grid.size - 1);

  const double floor = lossBelow(grid.low, q, sigma), mass = lossBelow(high, q, sigma) - floor;
  const auto below = [&](double t) {
    return t < grid.low ? 0 : t < high ? (lossBelow(t, q, sigma) - floor) / mass : 1;
  };
  at::Tensor probability = at::empty({grid.size}, at::kDouble);
  double* const p = probability.data_ptr<double>();
  double mean = 0, before = below(grid.low - step / 2);
  for (std::int64_t i = 0; i < grid.size; ++i) {
    const double after = below(grid.at(i) + step / 2);
    p[i] = after - before;
    before = after;
    mean += grid.at(i) * p[i];
  }
  const double shift = truncatedMean(below, grid.low, high) - mean;

  const at::NoGradGuard noGradient;
  const at::Tensor spectrum = at::fft_rfft(probability);
  at::Tensor composed =
      at::fft_irfft(at::polar(spectrum.abs().pow(plan.steps), spectrum.angle() * plan.steps), grid.size);
  // The k-fold sum of grid points falls on the grid again, k − 1 times its first point (and a half of the circle)
  // on.
  std::int64_t turn = plan.steps - 1;
  if (plan.steps % 2 == 0) turn += grid.size / 2;
  composed = composed.roll(turn % grid.size);
  const double start = grid.low + static_cast<double>(plan.steps) * shift;

  // δ(ε) = Σ_{t ≥ ε} p(t)·(1 − e^{ε − t}) is linear in e^ε between two grid points.
  const double* const c = composed.data_ptr<double>();
  const double target = plan.delta - deltaError;
  long double weight = 0, discounted = 0;
  for (std::int64_t i = grid.size - 1; i >= 0; --i) {
    const long double t = start + step * static_cast<double>(i);
    weight += c[i];
    discounted += c[i] * std::exp(-t);
    // At the point before, δ exceeds the target: ε lies between the two.
    const long double previous = t - step;
    const bool found = weight + 0.0L - std::exp(previous) * discounted > target;
    if (found) return std::max(0.0, static_cast<double>(std::log((weight - target) / discounted)) + kBudgetError);
  }
  return kBudgetError;
}

}  // namespace adversarium
