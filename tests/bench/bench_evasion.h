// SPDX-License-Identifier: GPL-3.0-or-later
/// What the evasion attacks cost, as a table and for programs to read.
#pragma once

#include <string>

namespace adversarium {

struct EvasionBench {
  std::string model, data;  ///< empty: the built-in signs and digits
  double epsilon = 8.0 / 255;
  std::string only;  ///< only rows whose name begins so
  std::int64_t images = 64;
};

struct BenchReport {
  std::string text;
  std::string json;
};

/// Writes every row to standard error as soon as it is measured.
BenchReport benchEvasion(const EvasionBench& asked);

}  // namespace adversarium
