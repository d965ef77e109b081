// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/noise_source.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <openssl/rand.h>

#include <algorithm>
#include <bit>
#include <numbers>

#include "core/base/error.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

void fillWithSecretBits(const at::Tensor& tensor) {
  constexpr std::int64_t kMost = 1 << 24;
  auto* const bytes = static_cast<unsigned char*>(tensor.data_ptr());
  const auto count = static_cast<std::int64_t>(tensor.nbytes());
  for (std::int64_t from = 0; from < count; from += kMost) {
    if (RAND_priv_bytes(bytes + from, static_cast<int>(std::min(kMost, count - from))) != 1)
      throw Error(Error::Kind::Failure, "random numbers", "the system has none that are secret");
  }
}

/// Double N in (0, 1], 53 random bits each.
at::Tensor secretUniform(std::int64_t count) {
  const at::Tensor made = at::empty({count}, at::kDouble);
  fillWithSecretBits(made);
  auto* const numbers = made.data_ptr<double>();
  for (std::int64_t i = 0; i < count; ++i) {
    // As a signed number: processors convert no other at once.
    const auto whole = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(numbers[i]) >> 11) + 1;
    numbers[i] = 0x1p-53 * static_cast<double>(whole);
  }
  return made;
}

/// Box and Muller 1958; double N. The radius, on which the tails hang, has 53 random bits, the angle 32.
at::Tensor secretNormal(std::int64_t count) {
  constexpr std::int64_t kChunk = 1 << 12;  // pairs: a cache's worth
  const std::int64_t pairs = (count + 1) / 2;
  const at::Tensor made = at::empty({2 * pairs}, at::kDouble);
  at::parallel_for(0, (pairs + kChunk - 1) / kChunk, 4, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t from = begin * kChunk; from < std::min(pairs, end * kChunk); from += kChunk) {
      const std::int64_t part = std::min(kChunk, pairs - from);
      const at::Tensor radius = secretUniform(part).log_().mul_(-2).sqrt_();
      const at::Tensor bits = at::empty({part}, at::kInt);
      fillWithSecretBits(bits);
      const at::Tensor angle = bits.to(at::kFloat).mul_(std::numbers::pi / 0x1p31);
      at::Tensor cosines = made.slice(0, 2 * from, 2 * from + part),
                 sines = made.slice(0, 2 * from + part, 2 * (from + part));
      at::mul_out(cosines, radius, angle.cos());
      at::mul_out(sines, radius, angle.sin());
    }
  });
  return made.slice(0, 0, count);
}

}  // namespace

NoiseSource::NoiseSource(NoiseFrom from, std::uint64_t seed) {
  if (from == NoiseFrom::Seed) m_seeded = generatorFrom(seed);
}

at::Tensor NoiseSource::normal(at::IntArrayRef sizes) {
  if (m_seeded) return at::empty(sizes, at::kFloat).normal_(0, 1, *m_seeded).to(at::kDouble);
  return secretNormal(c10::multiply_integers(sizes)).view(sizes);
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
