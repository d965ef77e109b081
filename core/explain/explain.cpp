// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explain.h"

#include <ATen/ATen.h>

#include "core/tensor/log_odds.h"

namespace adversarium {

at::Tensor quantityOf(const at::Tensor& logits, const at::Tensor& classes, Quantity quantity) {
  if (quantity == Quantity::Logit) return logits.gather(1, classes.unsqueeze(1)).squeeze(1);
  // The soft maximum's value, by a way on which its gradient is not lost to rounding where it is near one.
  return (-at::softplus(logOddsAgainst(logits, classes))).exp();
}

const ExplanationMethod* explanationMethodFor(std::string_view id) {
  return dynamic_cast<const ExplanationMethod*>(&methodFor(id));
}

}  // namespace adversarium
