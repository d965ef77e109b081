// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exact_statistics.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/base/statistics.h"

namespace adversarium {

double clopperPearsonLower(std::int64_t successes, std::int64_t n, double alpha) {
  if (successes <= 0 || n <= 0) return 0;
  return boost::math::binomial::find_lower_bound_on_p(double(n), double(successes), alpha);
}

double shapiroWilk(std::vector<double> values) {
  const std::size_t n = values.size();
  std::sort(values.begin(), values.end());
  if (n < 3 || values.front() == values.back()) return 1;
  const boost::math::normal normal;
  const auto count = static_cast<double>(n);
  std::vector<double> weights(n);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    weights[i] = boost::math::quantile(normal, (double(i) + 1 - 0.375) / (count + 0.25));
    squares += weights[i] * weights[i];
  }
  // Polynomials in 1/√n put the outermost weights right, the others are scaled to make the sum of squares 1.
  const double u = 1 / std::sqrt(count), last = weights[n - 1], beforeLast = weights[n - 2];
  const auto polynomial = [u](double a, double b, double c, double d, double e) {
    return u * (a + u * (b + u * (c + u * (d + u * e))));
  };
  const double outer = last / std::sqrt(squares) + polynomial(0.221157, -0.147981, -2.071190, 4.434685, -2.706056);
  if (n == 3) {
    weights = {-std::sqrt(0.5), 0, std::sqrt(0.5)};
  } else {
    const bool two = n > 5;
    const double next =
        two ? beforeLast / std::sqrt(squares) + polynomial(0.042981, -0.293762, -1.752461, 5.682633, -3.582633)
            : 0;
    const double rest = squares - 2 * last * last - (two ? 2 * beforeLast * beforeLast : 0);
    const double scale = std::sqrt(rest / (1 - 2 * outer * outer - (two ? 2 * next * next : 0)));
    for (double& weight : weights) weight /= scale;
    weights[n - 1] = outer;
    weights[0] = -outer;
    if (two) {
      weights[n - 2] = next;
      weights[1] = -next;
    }
  }
  const double centre = mean(values);
  double weighted = 0, spread = 0;
  for (std::size_t i = 0; i < n; ++i) {
    weighted += weights[i] * values[i];
    spread += (values[i] - centre) * (values[i] - centre);
  }
  return std::min(1.0, weighted * weighted / spread);
}

}  // namespace adversarium
