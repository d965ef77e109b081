// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <utility>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define ADVERSARIUM_WINOGRAD __attribute__((target("avx512f")))
#endif

namespace adversarium {

#ifdef ADVERSARIUM_WINOGRAD
namespace {

constexpr std::int64_t kLane = 16;       // channels of a block: floats in a register
constexpr std::int64_t kTile = 4;        // width and height of the output computed together
constexpr std::int64_t kPair = 2;        // blocks of outputs multiplied at once
constexpr std::int64_t kMostTiles = 14;  // with a pair of blocks that fills the registers

/// Along one dimension the polynomials are evaluated at 0, ±1, ±2, for five taps at ±1/2, too, and at ∞.
template <int Kernel>
constexpr int kPoints = Kernel + int(kTile) - 1;
template <int Kernel>
using Line = __m512[kPoints<Kernel>];

ADVERSARIUM_WINOGRAD inline void evaluate(const Line<3>& d, Line<3>& to) {
  const __m512 four = _mm512_set1_ps(4.0F), five = _mm512_set1_ps(5.0F);
  to[0] = _mm512_fmadd_ps(four, d[0], _mm512_fnmadd_ps(five, d[2], d[4]));
  to[5] = _mm512_fmadd_ps(four, d[1], _mm512_fnmadd_ps(five, d[3], d[5]));
  const __m512 even = _mm512_fnmadd_ps(four, d[2], d[4]), odd = _mm512_fnmadd_ps(four, d[1], d[3]);
  to[1] = even + odd;
  to[2] = even - odd;
  const __m512 evenTwo = d[4] - d[2], oddTwo = (d[3] - d[1]) * 2.0F;
  to[3] = evenTwo + oddTwo;
  to[4] = evenTwo - oddTwo;
}

ADVERSARIUM_WINOGRAD inline void evaluate(const Line<5>& d, Line<5>& to) {
  const __m512 quarter = _mm512_set1_ps(4.25F), large = _mm512_set1_ps(5.25F), half = _mm512_set1_ps(2.5F);
  to[0] = _mm512_fmadd_ps(large, d[4] - d[2], d[0] - d[6]);
  to[7] = _mm512_fmadd_ps(large, d[3] - d[5], d[7] - d[1]);
  __m512 even = _mm512_fnmadd_ps(quarter, d[4], d[2] + d[6]);
  __m512 odd = _mm512_fnmadd_ps(quarter, d[3], d[1] + d[5]);
  to[1] = even + odd;
  to[2] = even - odd;
  even = d[2] * 0.25F - d[4] * 1.25F + d[6];
  odd = _mm512_fnmadd_ps(half, d[3], d[1] * 0.5F + d[5] * 2.0F);
  to[3] = even + odd;
  to[4] = even - odd;
  even = d[2] * 4.0F - d[4] * 5.0F + d[6];
  odd = _mm512_fnmadd_ps(half, d[3], d[1] * 2.0F + d[5] * 0.5F);
  to[5] = even + odd;
  to[6] = even - odd;
}

ADVERSARIUM_WINOGRAD inline void interpolate(const Line<3>& m, __m512 (&to)[kTile]) {
  const __m512 one = m[1] + m[2], oneOdd = m[1] - m[2], two = m[3] + m[4], twoOdd = m[3] - m[4];
  to[0] = m[0] + one + two;
  to[1] = oneOdd + twoOdd * 2.0F;
  to[2] = one + two * 4.0F;
  to[3] = oneOdd + twoOdd * 8.0F + m[5];
}

ADVERSARIUM_WINOGRAD inline void interpolate(const Line<5>& m, __m512 (&to)[kTile]) {
  const __m512 one = m[1] + m[2], oneOdd = m[1] - m[2], two = m[3] + m[4], twoOdd = m[3] - m[4];
  const __m512 half = m[5] + m[6], halfOdd = m[5] - m[6];
  to[0] = m[0] + one + two + half;
  to[1] = oneOdd + twoOdd * 2.0F + halfOdd * 0.5F;
  to[2] = one + two * 4.0F + half * 0.25F;
  to[3] = oneOdd + twoOdd * 8.0F + halfOdd * 0.125F + m[7];
}

struct Shape {
  std::int64_t height, width, in, padding;  // of the input
  std::int64_t outHeight, outWidth, out;    // of the output
  std::int64_t columns, tiles;              // tiles of a picture: across, in all
  std::int64_t taken;                       // tiles transformed together
  // From one point to the next; not a power of two, whose lines would displace one another in a cache.
  std::int64_t inPlane() const { return taken * in + kLane; }
  std::int64_t outPlane() const { return taken * kPair * kLane + kLane; }
};

/// Where a tile lies, in its picture and among the pictures.
struct Place {
  std::int64_t picture, top, left;
};

/// One block of what a tile sees, evaluated: a register a point, `plane` floats from one to the next.
template <int Kernel>
ADVERSARIUM_WINOGRAD void evaluateTile(const Shape& s, const float* map, std::int64_t top, std::int64_t left,
                                       std::int64_t plane, float* to) {
  constexpr int kWide = kPoints<Kernel>;
  Line<Kernel> across[kWide];
  for (int y = 0; y < kWide; ++y) {
    const bool seen = top + y >= 0 && top + y < s.height;
    const float* const row = map + ((top + y) * s.width + left) * kLane;
    Line<Kernel> line;
    for (int x = 0; x < kWide; ++x) {
      line[x] =
          seen && left + x >= 0 && left + x < s.width ? _mm512_loadu_ps(row + x * kLane) : _mm512_setzero_ps();
    }
    evaluate(line, across[y]);
  }
  for (int x = 0; x < kWide; ++x) {
    Line<Kernel> line, down;
    for (int y = 0; y < kWide; ++y) line[y] = across[y][x];
    evaluate(line, down);
    for (int y = 0; y < kWide; ++y) _mm512_storeu_ps(to + (y * kWide + x) * plane, down[y]);
  }
}

/// Several tiles at one point: [tile][channel] by [channel][output] to [tile][pair of blocks].
template <int Tiles, int Blocks>
ADVERSARIUM_WINOGRAD void multiply(const float* from, std::int64_t in, const float* weights, float* to) {
  constexpr std::int64_t kAhead = 32;
  __m512 sum[Tiles][Blocks];
#pragma GCC unroll 14
  for (int t = 0; t < Tiles; ++t) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) sum[t][b] = _mm512_setzero_ps();
  }
  for (std::int64_t k = 0; k < in; ++k) {
    __m512 weight[Blocks];
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) {
      weight[b] = _mm512_loadu_ps(weights + (k * Blocks + b) * kLane);
      // All weights are more than the nearest cache holds, and every group of tiles comes back to them.
      _mm_prefetch(weights + ((k + kAhead) * Blocks + b) * kLane, _MM_HINT_T0);
    }
#pragma GCC unroll 14
    for (int t = 0; t < Tiles; ++t) {
      const __m512 value = _mm512_set1_ps(from[t * in + k]);
#pragma GCC unroll 2
      for (int b = 0; b < Blocks; ++b) sum[t][b] = _mm512_fmadd_ps(value, weight[b], sum[t][b]);
    }
  }
#pragma GCC unroll 14
  for (int t = 0; t < Tiles; ++t) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) _mm512_storeu_ps(to + (t * kPair + b) * kLane, sum[t][b]);
  }
}

using Multiply = void (*)(const float*, std::int64_t, const float*, float*);
template <int Blocks, int... Tiles>
constexpr std::array<Multiply, sizeof...(Tiles)> multipliers(std::integer_sequence<int, Tiles...>) {
  return {multiply<Tiles + 1, Blocks>...};
}
template <int Blocks>
constexpr auto kMultipliers = multipliers<Blocks>(std::make_integer_sequence<int, int(kMostTiles)>());

/// Back from the points to the places of one block of the output.
template <int Kernel>
ADVERSARIUM_WINOGRAD void interpolateTile(const Shape& s, const float* from, std::int64_t plane, const float* bias,
                                          std::int64_t top, std::int64_t left, float* map) {
  constexpr int kWide = kPoints<Kernel>;
  const __m512 base = bias ? _mm512_loadu_ps(bias) : _mm512_setzero_ps();
  Line<Kernel> down[kTile];
  for (int x = 0; x < kWide; ++x) {
    Line<Kernel> line;
    __m512 value[kTile];
    for (int y = 0; y < kWide; ++y) line[y] = _mm512_loadu_ps(from + (y * kWide + x) * plane);
    interpolate(line, value);
    for (int y = 0; y < kTile; ++y) down[y][x] = value[y];
  }
  const std::int64_t rows = std::min(kTile, s.outHeight - top), columns = std::min(kTile, s.outWidth - left);
  for (std::int64_t y = 0; y < rows; ++y) {
    __m512 value[kTile];
    interpolate(down[y], value);
    float* const row = map + ((top + y) * s.outWidth + left) * kLane;
    for (std::int64_t x = 0; x < columns; ++x) _mm512_storeu_ps(row + x * kLane, value[x] + base);
  }
}

/// The tiles from `first` on, over as many pictures as they take.
template <int Kernel>
void convolveTiles(const Shape& s, std::int64_t first, std::int64_t count, const float* from, const float* weights,
                   const float* bias, float* to) {
  constexpr std::int64_t kSquare = kPoints<Kernel> * kPoints<Kernel>;
  static thread_local std::vector<float> points, products;
  points.resize(std::size_t(kSquare * s.inPlane()));
  products.resize(std::size_t(kSquare * s.outPlane()));
  std::array<Place, kMostTiles> places;
  for (std::int64_t t = 0; t < count; ++t) {
    const std::int64_t within = (first + t) % s.tiles;
    places[std::size_t(t)] = {(first + t) / s.tiles, within / s.columns * kTile, within % s.columns * kTile};
  }
  for (std::int64_t block = 0; block < s.in / kLane; ++block) {
    for (std::int64_t t = 0; t < count; ++t) {
      const Place& place = places[std::size_t(t)];
      const float* const map = from + (place.picture * s.in / kLane + block) * s.height * s.width * kLane;
      evaluateTile<Kernel>(s, map, place.top - s.padding, place.left - s.padding, s.inPlane(),
                           points.data() + t * s.in + block * kLane);
    }
  }
  for (std::int64_t block = 0; block < s.out / kLane; block += kPair) {
    const std::int64_t blocks = std::min(kPair, s.out / kLane - block);
    const auto by = (blocks == kPair ? kMultipliers<2> : kMultipliers<1>)[std::size_t(count - 1)];
    const float* weight = weights + kSquare * s.in * block * kLane;
    for (std::int64_t point = 0; point < kSquare; ++point, weight += s.in * blocks * kLane) {
      by(points.data() + point * s.inPlane(), s.in, weight, products.data() + point * s.outPlane());
    }
    for (std::int64_t b = 0; b < blocks; ++b) {
      for (std::int64_t t = 0; t < count; ++t) {
        const Place& place = places[std::size_t(t)];
        float* const map = to + (place.picture * s.out / kLane + block + b) * s.outHeight * s.outWidth * kLane;
        interpolateTile<Kernel>(s, products.data() + (t * kPair + b) * kLane, s.outPlane(),
                                bias ? bias + (block + b) * kLane : nullptr, place.top, place.left, map);
      }
    }
  }
}

/// As many as the registers hold, but so that every thread has its share.
std::int64_t tilesTogether(std::int64_t tiles) {
  constexpr std::int64_t kFewest = kMostTiles / 2;  // all weights are read for every group
  const std::int64_t threads = at::in_parallel_region() ? 1 : at::get_num_threads();
  std::int64_t groups = (tiles + kMostTiles - 1) / kMostTiles;
  const std::int64_t even = (groups + threads - 1) / threads * threads;
  if (tiles >= even * kFewest) groups = even;
  return (tiles + groups - 1) / groups;
}

}  // namespace

bool kernelsWork() { return __builtin_cpu_supports("avx512f") != 0; }

at::Tensor winogradWeights(const at::Tensor& weight) {
  const std::int64_t kernel = weight.size(2), points = kernel + kTile - 1;
  const std::array<double, 7> point{0, 1, -1, 2, -2, 0.5, -0.5};
  const std::array<double, 5> three{1.0 / 4, -1.0 / 6, -1.0 / 6, 1.0 / 24, 1.0 / 24};
  const std::array<double, 7> five{1, -2.0 / 9, -2.0 / 9, 1.0 / 90, 1.0 / 90, 32.0 / 45, 32.0 / 45};
  at::Tensor matrix = at::zeros({points, kernel}, at::kDouble);
  for (std::int64_t p = 0; p + 1 < points; ++p) {
    double power = kernel == 3 ? three[std::size_t(p)] : five[std::size_t(p)];
    for (std::int64_t j = 0; j < kernel; ++j, power *= point[std::size_t(p)]) matrix[p][j] = power;
  }
  matrix[points - 1][kernel - 1] = 1.0;
  const at::Tensor across = at::matmul(weight.to(at::kDouble), matrix.t());      // O, I, y, point
  const at::Tensor both = at::matmul(matrix, across).to(at::kFloat).flatten(2);  // O, I, point
  std::vector<at::Tensor> pairs;  // of blocks of outputs, as the multiplication takes them
  for (const at::Tensor& pair : both.split(kPair * kLane, 0)) pairs.push_back(pair.permute({2, 1, 0}).flatten());
  return at::cat(pairs);
}

at::Tensor convolveWinograd(const at::Tensor& blocks, const at::Tensor& weights, const at::Tensor& bias,
                            std::int64_t kernel, std::int64_t padding) {
  const at::Tensor source = blocks.contiguous();
  const std::int64_t points = kernel + kTile - 1;
  Shape s{};
  s.in = source.size(1) * kLane;
  s.height = source.size(2);
  s.width = source.size(3);
  s.padding = padding;
  s.out = weights.numel() / (points * points * s.in);
  s.outHeight = s.height + 2 * padding - kernel + 1;
  s.outWidth = s.width + 2 * padding - kernel + 1;
  s.columns = (s.outWidth + kTile - 1) / kTile;
  s.tiles = s.columns * ((s.outHeight + kTile - 1) / kTile);
  const std::int64_t all = source.size(0) * s.tiles;
  s.taken = tilesTogether(all);
  at::Tensor result = at::empty({source.size(0), s.out / kLane, s.outHeight, s.outWidth, kLane}, source.options());
  const float* const from = source.data_ptr<float>();
  const float* const add = bias.defined() ? bias.data_ptr<float>() : nullptr;
  const float* const by = weights.data_ptr<float>();
  float* const to = result.data_ptr<float>();
  at::parallel_for(0, (all + s.taken - 1) / s.taken, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t group = begin; group < end; ++group) {
      const std::int64_t first = group * s.taken, count = std::min(s.taken, all - first);
      (kernel == 3 ? convolveTiles<3> : convolveTiles<5>)(s, first, count, from, by, add, to);
    }
  });
  return result;
}

#else

bool kernelsWork() { return false; }
at::Tensor winogradWeights(const at::Tensor& weight) { return weight; }
at::Tensor convolveWinograd(const at::Tensor& blocks, const at::Tensor&, const at::Tensor&, std::int64_t,
                            std::int64_t) {
  return blocks;
}

#endif

}  // namespace adversarium
