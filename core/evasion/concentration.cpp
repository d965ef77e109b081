// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/concentration.h"

#include <ATen/ATen.h>

#include "core/tensor/convert.h"
#include "core/tensor/statistics.h"

namespace adversarium {

at::Tensor gini(const at::Tensor& counts) {
  // Sorted ascending, the double sum is Σᵢ (2 i − K − 1) xᵢ · 2 with i from 1.
  const std::int64_t classes = counts.size(-1);
  const at::Tensor sorted = std::get<0>(counts.to(at::kDouble).sort(-1));
  const at::Tensor weight = 2 * at::arange(1, classes + 1, at::kDouble) - double(classes) - 1;
  return (sorted * weight).sum(-1) / (double(classes) * sorted.sum(-1));
}

Measure concentration(const at::Tensor& answers, std::int64_t classes, at::Generator& random) {
  constexpr int kResamples = 1000;
  const std::int64_t n = answers.size(0);
  const double scale = double(classes) / double(std::max<std::int64_t>(1, classes - 1));
  const auto ofAnswers = [&](const at::Tensor& drawn) {
    return gini(at::bincount(drawn, {}, classes)).item<double>() * scale;
  };
  std::vector<double> drawn;
  for (int i = 0; i < kResamples; ++i)
    drawn.push_back(ofAnswers(answers.index_select(0, at::randint(0, n, {n}, random, at::kLong))));
  return {ofAnswers(answers), quantile(drawn, 0.025), quantile(drawn, 0.975), n, "Gini coefficient"};
}

}  // namespace adversarium
