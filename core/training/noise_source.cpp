// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/noise_source.h"

#include <ATen/ATen.h>
#include <openssl/rand.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// 53 random bits each; double N in (0, 1].
at::Tensor secretUniform(std::int64_t count) {
  const at::Tensor bits = at::empty({count}, at::kLong);
  auto* at = static_cast<unsigned char*>(bits.data_ptr());
  for (std::int64_t left = count * 8; left > 0;) {
    const int part = static_cast<int>(std::min<std::int64_t>(left, INT_MAX));
    if (RAND_priv_bytes(at, part) != 1)
      throw Error(Error::Kind::Failure, "random numbers", "the system has none that are secret");
    at += part;
    left -= part;
  }
  // The shift keeps the sign: 53 of the bits, moved from [-2^52, 2^52) to (0, 2^53].
  constexpr double kHalf = 4503599627370496.0;
  return (bits.bitwise_right_shift(11).to(at::kDouble) + (kHalf + 1)) / (2 * kHalf);
}

/// Box and Muller 1958; double N.
at::Tensor secretNormal(std::int64_t count) {
  const std::int64_t pairs = (count + 1) / 2;
  const at::Tensor radius = secretUniform(pairs).log_().mul_(-2).sqrt_();
  const at::Tensor angle = secretUniform(pairs).mul_(2 * std::numbers::pi);
  return at::cat({radius * angle.cos(), radius * angle.sin()}).slice(0, 0, count);
}

}  // namespace

NoiseSource::NoiseSource(NoiseFrom from, std::uint64_t seed) {
  if (from == NoiseFrom::Seed) m_seeded = generatorFrom(seed);
}

at::Tensor NoiseSource::normal(at::IntArrayRef sizes) {
  const at::Tensor made = at::empty(sizes, at::kFloat);
  if (m_seeded) return made.normal_(0, 1, *m_seeded);
  constexpr std::int64_t kSummed = 4, kChunk = 1 << 14;  // a cache's worth
  const at::Tensor flat = made.view({-1});
  for (std::int64_t from = 0; from < flat.numel(); from += kChunk) {
    const at::Tensor part = flat.slice(0, from, from + kChunk);
    part.copy_(secretNormal(kSummed * part.numel()).view({kSummed, -1}).sum(0).div_(std::sqrt(double(kSummed))));
  }
  return made;
}

at::Tensor NoiseSource::drawn(std::int64_t count, double rate) {
  if (m_seeded) return at::empty({count}, at::kFloat).bernoulli_(rate, *m_seeded).to(at::kBool);
  return secretUniform(count).le(rate);
}

at::Tensor NoiseSource::state() const { return m_seeded ? m_seeded->get_state() : at::Tensor(); }

void NoiseSource::restore(const at::Tensor& state) {
  if (m_seeded) m_seeded->set_state(state);
}

}  // namespace adversarium
