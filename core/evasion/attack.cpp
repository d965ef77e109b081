// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/attack.h"

#include <ATen/ATen.h>

namespace adversarium {

at::Tensor Goal::reached(const at::Tensor& decisions) const {
  return targeted ? decisions.eq(labels) : decisions.ne(labels);
}

at::Tensor Goal::crossEntropy(const at::Tensor& logits) const {
  const at::Tensor loss = at::nll_loss(logits.log_softmax(1), labels, {}, at::Reduction::None);
  return targeted ? -loss : loss;
}

at::Tensor Goal::margin(const at::Tensor& scores) const {
  const at::Tensor named = scores.gather(1, labels.unsqueeze(1)).squeeze(1);
  const at::Tensor others =
      std::get<0>(scores.scatter(1, labels.unsqueeze(1), -std::numeric_limits<double>::infinity()).max(1));
  return targeted ? named - others : others - named;
}

Goal Goal::rows(const at::Tensor& index) const {
  return {labels.index_select(0, index), targeted, ball.rows(index), random, {}};
}

const AttackMethod* attackMethodFor(std::string_view id) {
  return dynamic_cast<const AttackMethod*>(&methodFor(id));
}

}  // namespace adversarium
