// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/log_odds.h"

#include <ATen/ATen.h>

#include <limits>

namespace adversarium {

at::Tensor logOddsAgainst(const at::Tensor& logits, const at::Tensor& labels) {
  const at::Tensor own = labels.unsqueeze(1);
  const at::Tensor others = logits.scatter(1, own, -std::numeric_limits<double>::infinity()).logsumexp(1);
  return others - logits.gather(1, own).squeeze(1);
}

}  // namespace adversarium
