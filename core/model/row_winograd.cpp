// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/row_winograd.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <utility>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define ADVERSARIUM_ROW_WINOGRAD __attribute__((target("avx512f")))
#endif

namespace adversarium {

#ifdef ADVERSARIUM_ROW_WINOGRAD
namespace {

constexpr std::int64_t kLane = 16;      // channels of a block: floats in a register
constexpr std::int64_t kKernel = 5;     // width and height
constexpr std::int64_t kTile = 4;       // places of the output computed together
constexpr std::int64_t kPoints = 8;     // where the polynomials are evaluated: 0, ±1, ±2, ±1/2, ∞
constexpr std::int64_t kMostRows = 14;  // with two blocks of outputs that fills the registers

/// What one strip of a map needs to know.
struct Strip {
  std::int64_t height, width, in, out;    // of the input map; channels
  std::int64_t padding, tiles, rows;      // rows of the output in this strip
  std::int64_t outHeight, outWidth, top;  // top: first row of the strip in the output
  std::int64_t reach() const { return rows + kKernel - 1; }
};

/// The rows that the strip sees, evaluated: [point][tile][row][channel].
ADVERSARIUM_ROW_WINOGRAD void evaluate(const float* map, const Strip& s, float* to) {
  const std::int64_t plane = s.tiles * s.reach() * s.in;
  for (std::int64_t row = 0; row < s.reach(); ++row) {
    const std::int64_t y = s.top + row - s.padding;
    for (std::int64_t tile = 0; tile < s.tiles; ++tile) {
      float* const target = to + (tile * s.reach() + row) * s.in;
      for (std::int64_t block = 0; block < s.in / kLane; ++block) {
        __m512 d[kPoints];
        for (std::int64_t i = 0; i < kPoints; ++i) {
          const std::int64_t x = tile * kTile + i - s.padding;
          const bool inside = y >= 0 && y < s.height && x >= 0 && x < s.width;
          d[i] =
              inside ? _mm512_loadu_ps(map + ((block * s.height + y) * s.width + x) * kLane) : _mm512_setzero_ps();
        }
        const __m512 quarter = _mm512_set1_ps(4.25F), large = _mm512_set1_ps(5.25F), half = _mm512_set1_ps(2.5F);
        const auto put = [&](std::int64_t point, __m512 value) __attribute__((target("avx512f"))) {
          _mm512_storeu_ps(target + point * plane + block * kLane, value);
        };
        put(0, _mm512_fmadd_ps(large, d[4] - d[2], d[0] - d[6]));
        put(7, _mm512_fmadd_ps(large, d[3] - d[5], d[7] - d[1]));
        __m512 even = _mm512_fnmadd_ps(quarter, d[4], d[2] + d[6]);
        __m512 odd = _mm512_fnmadd_ps(quarter, d[3], d[1] + d[5]);
        put(1, even + odd);
        put(2, even - odd);
        even = d[2] * 0.25F - d[4] * 1.25F + d[6];
        odd = _mm512_fnmadd_ps(half, d[3], d[1] * 0.5F + d[5] * 2.0F);
        put(3, even + odd);
        put(4, even - odd);
        even = d[2] * 4.0F - d[4] * 5.0F + d[6];
        odd = _mm512_fnmadd_ps(half, d[3], d[1] * 2.0F + d[5] * 0.5F);
        put(5, even + odd);
        put(6, even - odd);
      }
    }
  }
}

/// One column of tiles at one point: [row][channel] by [ky][channel][output] to [block][row][output]. The five
/// rows under the kernel lie one behind the other, so they are one long sum.
template <int Rows, int Blocks>
ADVERSARIUM_ROW_WINOGRAD void multiply(const float* from, std::int64_t in, const float* weights, float* to) {
  __m512 sum[Rows][Blocks];
#pragma GCC unroll 14
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) sum[r][b] = _mm512_setzero_ps();
  }
  for (std::int64_t k = 0; k < kKernel * in; ++k) {
    __m512 weight[Blocks];
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) weight[b] = _mm512_loadu_ps(weights + (k * Blocks + b) * kLane);
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
      const __m512 value = _mm512_set1_ps(from[r * in + k]);
#pragma GCC unroll 2
      for (int b = 0; b < Blocks; ++b) sum[r][b] = _mm512_fmadd_ps(value, weight[b], sum[r][b]);
    }
  }
#pragma GCC unroll 14
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) _mm512_storeu_ps(to + (b * Rows + r) * kLane, sum[r][b]);
  }
}

using Multiply = void (*)(const float*, std::int64_t, const float*, float*);
template <int Blocks, int... Rows>
constexpr std::array<Multiply, sizeof...(Rows)> multipliers(std::integer_sequence<int, Rows...>) {
  return {multiply<Rows + 1, Blocks>...};
}
template <int Blocks>
constexpr auto kMultipliers = multipliers<Blocks>(std::make_integer_sequence<int, int(kMostRows)>());

/// Back from [point][tile][block][row][output] to places of the output map.
ADVERSARIUM_ROW_WINOGRAD void interpolate(const float* from, const Strip& s, const float* bias, float* map) {
  const std::int64_t blocks = s.out / kLane, plane = s.tiles * s.rows * s.out;
  for (std::int64_t tile = 0; tile < s.tiles; ++tile) {
    const std::int64_t wanted = std::min(kTile, s.outWidth - tile * kTile);
    for (std::int64_t block = 0; block < blocks; ++block) {
      const __m512 base = bias ? _mm512_loadu_ps(bias + block * kLane) : _mm512_setzero_ps();
      for (std::int64_t row = 0; row < s.rows; ++row) {
        const float* const source = from + ((tile * blocks + block) * s.rows + row) * kLane;
        __m512 m[kPoints];
        for (std::int64_t i = 0; i < kPoints; ++i) m[i] = _mm512_loadu_ps(source + i * plane);
        const __m512 one = m[1] + m[2], oneOdd = m[1] - m[2], two = m[3] + m[4], twoOdd = m[3] - m[4];
        const __m512 half = m[5] + m[6], halfOdd = m[5] - m[6];
        const __m512 value[kTile] = {
            base + m[0] + one + two + half, base + oneOdd + twoOdd * 2.0F + halfOdd * 0.5F,
            base + one + two * 4.0F + half * 0.25F, base + oneOdd + twoOdd * 8.0F + halfOdd * 0.125F + m[7]};
        float* const target = map + ((block * s.outHeight + s.top + row) * s.outWidth + tile * kTile) * kLane;
#pragma GCC unroll 4
        for (std::int64_t i = 0; i < kTile; ++i) {
          if (i < wanted) _mm512_storeu_ps(target + i * kLane, value[i]);
        }
      }
    }
  }
}

void convolveStrip(const float* map, const Strip& s, const float* weights, const float* bias, float* to) {
  static thread_local std::vector<float> points, products;
  points.resize(std::size_t(kPoints * s.tiles * s.reach() * s.in));
  products.resize(std::size_t(kPoints * s.tiles * s.rows * s.out));
  evaluate(map, s, points.data());
  const std::int64_t blocks = s.out / kLane, depth = kKernel * s.in;
  for (std::int64_t point = 0; point < kPoints; ++point) {
    for (std::int64_t block = 0; block < blocks; block += 2) {
      const auto by = (block + 1 < blocks ? kMultipliers<2> : kMultipliers<1>)[std::size_t(s.rows - 1)];
      for (std::int64_t tile = 0; tile < s.tiles; ++tile) {
        by(points.data() + (point * s.tiles + tile) * s.reach() * s.in, s.in,
           weights + (point * s.out + block * kLane) * depth,
           products.data() + ((point * s.tiles + tile) * blocks + block) * s.rows * kLane);
      }
    }
  }
  interpolate(products.data(), s, bias, to);
}

}  // namespace

bool rowWinogradWorks() { return __builtin_cpu_supports("avx512f") != 0; }

at::Tensor rowWinogradWeights(const at::Tensor& weight) {
  const std::array<double, 7> point{0, 1, -1, 2, -2, 0.5, -0.5};
  const std::array<double, 7> scale{1, -2.0 / 9, -2.0 / 9, 1.0 / 90, 1.0 / 90, 32.0 / 45, 32.0 / 45};
  at::Tensor matrix = at::zeros({kPoints, kKernel}, at::kDouble);
  for (std::int64_t p = 0; p < std::ssize(point); ++p) {
    double power = scale[std::size_t(p)];
    for (std::int64_t j = 0; j < kKernel; ++j, power *= point[std::size_t(p)]) matrix[p][j] = power;
  }
  matrix[kPoints - 1][kKernel - 1] = 1.0;
  const at::Tensor evaluated = at::matmul(weight.to(at::kDouble), matrix.t()).to(at::kFloat);  // O, I, ky, point
  std::vector<at::Tensor> pairs;  // of blocks of outputs, as the multiplication takes them
  for (const at::Tensor& pair : evaluated.split(2 * kLane, 0)) {
    pairs.push_back(pair.permute({3, 2, 1, 0}).reshape({kPoints, -1}));
  }
  return at::cat(pairs, 1).contiguous();
}

at::Tensor convolveRows(const at::Tensor& blocks, const at::Tensor& weights, const at::Tensor& bias,
                        std::int64_t padding) {
  const at::Tensor source = blocks.contiguous();
  Strip whole{};
  whole.in = source.size(1) * kLane;
  whole.height = source.size(2);
  whole.width = source.size(3);
  whole.out = weights.numel() / (kPoints * kKernel * whole.in);
  whole.padding = padding;
  whole.outHeight = whole.height + 2 * padding - kKernel + 1;
  whole.outWidth = whole.width + 2 * padding - kKernel + 1;
  whole.tiles = (whole.outWidth + kTile - 1) / kTile;
  at::Tensor result =
      at::empty({source.size(0), whole.out / kLane, whole.outHeight, whole.outWidth, kLane}, source.options());
  const std::int64_t strips = (whole.outHeight + kMostRows - 1) / kMostRows;
  const std::int64_t rows = (whole.outHeight + strips - 1) / strips;
  const float* const from = source.data_ptr<float>();
  const float* const add = bias.defined() ? bias.data_ptr<float>() : nullptr;
  const float* const by = weights.data_ptr<float>();
  float* const to = result.data_ptr<float>();
  at::parallel_for(0, source.size(0) * strips, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      Strip strip = whole;
      strip.top = i % strips * rows;
      strip.rows = std::min(rows, whole.outHeight - strip.top);
      if (strip.rows <= 0) continue;
      convolveStrip(from + i / strips * whole.in * whole.height * whole.width, strip, by, add,
                    to + i / strips * whole.out * whole.outHeight * whole.outWidth);
    }
  });
  return result;
}

#else

bool rowWinogradWorks() { return false; }
at::Tensor rowWinogradWeights(const at::Tensor& weight) { return weight; }
at::Tensor convolveRows(const at::Tensor& blocks, const at::Tensor&, const at::Tensor&, std::int64_t) {
  return blocks;
}

#endif

}  // namespace adversarium
