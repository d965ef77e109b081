// SPDX-License-Identifier: GPL-3.0-or-later
/// What an attacker climbs instead of cross-entropy: it orders answers alike and its gradient points the same way,
/// but it never fades where a model is sure of itself.
#pragma once

#include <ATen/core/Tensor.h>

namespace adversarium {

/// log((1 − p) / p) of the class `labels` (int64 N) under N×K logits or log-probabilities: the soft maximum of the
/// other logits less the own; float N, differentiable. Cross-entropy is softplus of it, so both gradients by the
/// logits are the soft maximum of the others less the one-hot label, cross-entropy's times 1 − p. Left out, that
/// factor can neither cancel to rounding noise nor underflow.
at::Tensor logOddsAgainst(const at::Tensor& logits, const at::Tensor& labels);

}  // namespace adversarium
