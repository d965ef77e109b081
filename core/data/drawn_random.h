// SPDX-License-Identifier: GPL-3.0-or-later
/// A small random generator whose numbers are the same with every standard library.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace adversarium {

/// SplitMix64 (Steele, Lea, Flood 2014). Never draw twice in the arguments of one call: compilers differ in which
/// argument comes first.
class DrawnRandom {
 public:
  explicit DrawnRandom(std::uint64_t seed) : m_state(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// Uniform in [low, high).
  double uniform(double low = 0, double high = 1) {
    return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1.0p-53;
  }
  /// Uniform in 0 … count − 1.
  int below(int count) { return static_cast<int>(uniform(0, count)); }
  bool chance(double probability) { return uniform() < probability; }
  /// Box and Muller 1958.
  double normal(double deviation = 1) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return deviation * radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t m_state;
};

}  // namespace adversarium
