// SPDX-License-Identifier: GPL-3.0-or-later
/// Fractions from files as images have them: in [0,1], but for what rounding does.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace adversarium {

/// How far outside [0,1] a value may lie and still be rounding: more than float32 arithmetic leaves, a fortieth of
/// what 8 bits can tell apart.
inline constexpr float kRounding = 1e-4F;

/// Brings what lies outside by rounding back, in place; the first value that lies further outside or is no number,
/// with what is to be done about it, in words; nothing where all are good.
std::optional<std::string> wrongInUnitRange(std::span<float> values);

}  // namespace adversarium
