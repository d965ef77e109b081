// SPDX-License-Identifier: GPL-3.0-or-later
/// The random numbers on whose secrecy the promise of private training hangs.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/method/param.h"

namespace adversarium {

/// `System`: cryptographic random numbers, fed by the operating system and kept nowhere. `Seed`: a Mersenne
/// twister, which gives the same numbers again, to whoever knows the seed.
enum class NoiseFrom { System, Seed };
template <>
struct Choices<NoiseFrom> {
  static constexpr std::array<std::string_view, 2> names{"system", "seed"};
};

class NoiseSource {
 public:
  /// `seed` counts only where the noise comes from it.
  NoiseSource(NoiseFrom from, std::uint64_t seed);

  /// Standard normal, float64: added in that precision and only then rounded to what a model holds, every result
  /// could have come from every sum, and the gaps between floating-point numbers tell nothing (Mironov, CCS 2012).
  at::Tensor normal(at::IntArrayRef sizes);
  /// Poisson sampling: bool N, each true with probability `rate`.
  at::Tensor drawn(std::int64_t count, double rate);

  /// What a checkpoint needs to go on with the same numbers; undefined where there are none to go on with.
  at::Tensor state() const;
  void restore(const at::Tensor& state);

 private:
  std::optional<at::Generator> m_seeded;
};

}  // namespace adversarium
