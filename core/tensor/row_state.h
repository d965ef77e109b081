// SPDX-License-Identifier: GPL-3.0-or-later
/// Which rows of a gradient say anything at all.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace adversarium {

enum class RowState : std::uint8_t {
  Sound,
  Zero,      ///< zero throughout
  Undefined  ///< some value is NaN or infinite
};

/// One an image of N×…; of float32 on the processor a single pass over the numbers.
std::vector<RowState> rowStates(const at::Tensor& rows);

/// int64, the rows in that state.
at::Tensor rowsIn(RowState state, const std::vector<RowState>& states);

}  // namespace adversarium
