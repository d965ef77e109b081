// SPDX-License-Identifier: GPL-3.0-or-later
/// The batch's bookkeeping that every attack needs: numbers an image, and leaving finished images behind.
#pragma once

#include <ATen/ATen.h>

#include <limits>

namespace adversarium {

/// N → N×1×1×1, to broadcast over images.
inline at::Tensor perImage(const at::Tensor& values) { return values.view({-1, 1, 1, 1}); }

/// Keeps the rows `index` (int64) of every tensor that is defined.
template <class... Tensor>
void keepRows(const at::Tensor& index, Tensor&... tensors) {
  ((tensors = tensors.defined() ? tensors.index_select(0, index) : tensors), ...);
}

/// int64 rows at which `mask` (bool N) holds.
inline at::Tensor rowsWhere(const at::Tensor& mask) { return mask.nonzero().squeeze(1); }

/// Copies rows of `from` at which `mask` holds into the places `rows` of `to`.
inline void copyWhere(const at::Tensor& mask, at::Tensor& to, const at::Tensor& rows, const at::Tensor& from) {
  const at::Tensor index = rowsWhere(mask);
  if (index.numel() > 0) to.index_copy_(0, rows.index_select(0, index), from.index_select(0, index));
}

/// The direction without what would leave [0,1] at once: where a value stands at an end, only the way back is
/// open.
inline at::Tensor openWays(const at::Tensor& direction, const at::Tensor& images) {
  const at::Tensor shut =
      images.le(0).logical_and(direction.lt(0)).logical_or(images.ge(1).logical_and(direction.gt(0)));
  return direction.masked_fill(shut, 0);
}

/// The classes of highest score other than `labels`, best first, at most `count` of them; int64 N×count.
inline at::Tensor runnersUp(const at::Tensor& logits, const at::Tensor& labels, std::int64_t count) {
  const at::Tensor others = logits.scatter(1, labels.unsqueeze(1), -std::numeric_limits<double>::infinity());
  return std::get<1>(others.topk(std::min(count, logits.size(1) - 1), 1));
}

}  // namespace adversarium
