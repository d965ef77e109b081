// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/row_state.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <bit>

namespace adversarium {
namespace {

/// As whole numbers, magnitudes are ordered as they are, and infinity and NaN come last.
RowState stateOf(const float* values, std::int64_t count) {
  constexpr std::int32_t kMagnitude = 0x7fffffff, kInfinity = 0x7f800000;
  std::int32_t largest = 0;
  for (std::int64_t i = 0; i < count; ++i)
    largest = std::max(largest, std::bit_cast<std::int32_t>(values[i]) & kMagnitude);
  return largest == 0 ? RowState::Zero : largest >= kInfinity ? RowState::Undefined : RowState::Sound;
}

/// Whether every row lies in one piece, in whatever order.
bool inOnePiece(const at::Tensor& rows) {
  return rows.is_non_overlapping_and_dense() &&
         (rows.size(0) == 1 || rows.stride(0) * rows.size(0) == rows.numel());
}

}  // namespace

std::vector<RowState> rowStates(const at::Tensor& rows) {
  const std::int64_t count = rows.size(0);
  std::vector<RowState> states(static_cast<std::size_t>(count), RowState::Zero);
  if (rows.numel() == 0) return states;
  const at::Tensor here = rows.to(at::kCPU, at::kFloat), plain = inOnePiece(here) ? here : here.contiguous();
  const std::int64_t length = rows.numel() / count, stride = count > 1 ? plain.stride(0) : length;
  const float* const values = plain.data_ptr<float>();
  constexpr std::int64_t kWorthAThread = 1 << 16;
  at::parallel_for(0, count, std::max<std::int64_t>(1, kWorthAThread / length),
                   [&](std::int64_t begin, std::int64_t end) {
                     for (std::int64_t i = begin; i < end; ++i)
                       states[static_cast<std::size_t>(i)] = stateOf(values + i * stride, length);
                   });
  return states;
}

at::Tensor rowsIn(RowState state, const std::vector<RowState>& states) {
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == state) found.push_back(static_cast<std::int64_t>(i));
  }
  return at::tensor(found, at::kLong);
}

}  // namespace adversarium
