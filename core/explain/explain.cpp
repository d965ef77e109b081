// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explain.h"

#include <ATen/ATen.h>

namespace adversarium {

at::Tensor quantityOf(const at::Tensor& logits, const at::Tensor& classes, Quantity quantity) {
  const at::Tensor all = quantity == Quantity::Logit ? logits : logits.softmax(1);
  return all.gather(1, classes.unsqueeze(1)).squeeze(1);
}

const ExplanationMethod* explanationMethodFor(std::string_view id) {
  return dynamic_cast<const ExplanationMethod*>(&methodFor(id));
}

}  // namespace adversarium
