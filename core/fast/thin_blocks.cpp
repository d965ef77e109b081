// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <utility>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define ADVERSARIUM_THIN_BLOCKS __attribute__((target("avx512f")))
#endif

namespace adversarium {

#ifdef ADVERSARIUM_THIN_BLOCKS
namespace {

constexpr std::int64_t kThinLane = 16;
constexpr int kMostPlaces = 14;  // with two blocks of outputs that fills the registers
constexpr int kMostLanes = 7;    // of taps: I·k·k up to 112; four places of that many fill them on the way back
constexpr int kPlacesBack = 4;

struct ThinShape {
  std::int64_t channels, height, width, out, kernel, padding;
  std::int64_t outHeight() const { return height + 2 * padding - kernel + 1; }
  std::int64_t outWidth() const { return width + 2 * padding - kernel + 1; }
  std::int64_t wideHeight() const { return height + 2 * padding; }
  std::int64_t wideWidth() const { return width + 2 * padding; }
  std::int64_t taps() const { return channels * kernel * kernel; }
  std::int64_t wideSize() const { return channels * wideHeight() * wideWidth(); }
};

/// Copies the picture into the middle of `wide`, which is zero around it, or back.
void centre(const ThinShape& s, float* wide, float* picture, bool back) {
  for (std::int64_t c = 0; c < s.channels; ++c) {
    for (std::int64_t y = 0; y < s.height; ++y) {
      float* const outer = wide + (c * s.wideHeight() + y + s.padding) * s.wideWidth() + s.padding;
      float* const inner = picture + (c * s.height + y) * s.width;
      back ? std::copy_n(outer, s.width, inner) : std::copy_n(inner, s.width, outer);
    }
  }
}

/// `Places` neighbours in a row of the output, two blocks of channels or one.
template <int Places, int Blocks>
ADVERSARIUM_THIN_BLOCKS void correlate(const ThinShape& s, const float* from, const float* weights,
                                       const float* bias, float* to) {
  __m512 sum[Places][Blocks];
#pragma GCC unroll 14
  for (int p = 0; p < Places; ++p) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) sum[p][b] = _mm512_loadu_ps(bias + b * kThinLane);
  }
  for (std::int64_t c = 0; c < s.channels; ++c) {
    for (std::int64_t ky = 0; ky < s.kernel; ++ky) {
      const float* const row = from + (c * s.wideHeight() + ky) * s.wideWidth();
      for (std::int64_t kx = 0; kx < s.kernel; ++kx, weights += s.out) {
        __m512 weight[Blocks];
#pragma GCC unroll 2
        for (int b = 0; b < Blocks; ++b) weight[b] = _mm512_loadu_ps(weights + b * kThinLane);
#pragma GCC unroll 14
        for (int p = 0; p < Places; ++p) {
          const __m512 value = _mm512_set1_ps(row[kx + p]);
#pragma GCC unroll 2
          for (int b = 0; b < Blocks; ++b) sum[p][b] = _mm512_fmadd_ps(value, weight[b], sum[p][b]);
        }
      }
    }
  }
  const std::int64_t plane = s.outHeight() * s.outWidth() * kThinLane;
#pragma GCC unroll 14
  for (int p = 0; p < Places; ++p) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) _mm512_storeu_ps(to + b * plane + p * kThinLane, sum[p][b]);
  }
}

/// What so many neighbours send back to all taps: `to` is [place][lane of taps].
template <int Places, int Lanes>
ADVERSARIUM_THIN_BLOCKS void spread(const ThinShape& s, const float* from, const float* table, float* to) {
  const std::int64_t plane = s.outHeight() * s.outWidth() * kThinLane;
  __m512 sum[Places][Lanes];
#pragma GCC unroll 4
  for (int p = 0; p < Places; ++p) {
#pragma GCC unroll 7
    for (int l = 0; l < Lanes; ++l) sum[p][l] = _mm512_setzero_ps();
  }
  for (std::int64_t block = 0; block < s.out / kThinLane; ++block, from += plane) {
    for (std::int64_t o = 0; o < kThinLane; ++o, table += Lanes * kThinLane) {
#pragma GCC unroll 4
      for (int p = 0; p < Places; ++p) {
        const __m512 value = _mm512_set1_ps(from[p * kThinLane + o]);
#pragma GCC unroll 7
        for (int l = 0; l < Lanes; ++l)
          sum[p][l] = _mm512_fmadd_ps(value, _mm512_loadu_ps(table + l * kThinLane), sum[p][l]);
      }
    }
  }
#pragma GCC unroll 4
  for (int p = 0; p < Places; ++p) {
#pragma GCC unroll 7
    for (int l = 0; l < Lanes; ++l) _mm512_storeu_ps(to + (p * Lanes + l) * kThinLane, sum[p][l]);
  }
}

using Correlate = void (*)(const ThinShape&, const float*, const float*, const float*, float*);
template <int Blocks, int... Places>
constexpr std::array<Correlate, sizeof...(Places)> correlators(std::integer_sequence<int, Places...>) {
  return {correlate<Places + 1, Blocks>...};
}
template <int Blocks>
constexpr auto kCorrelators = correlators<Blocks>(std::make_integer_sequence<int, kMostPlaces>());

using Spread = void (*)(const ThinShape&, const float*, const float*, float*);
template <int Places, int... Lanes>
constexpr std::array<Spread, sizeof...(Lanes)> spreaders(std::integer_sequence<int, Lanes...>) {
  return {spread<Places, Lanes + 1>...};
}
template <int Places>
constexpr auto kSpreaders = spreaders<Places>(std::make_integer_sequence<int, kMostLanes>());

void picturesForward(const ThinShape& s, float* wide, const float* weights, const float* bias, float* to) {
  const std::int64_t width = s.outWidth(), pieces = (width + kMostPlaces - 1) / kMostPlaces,
                     piece = (width + pieces - 1) / pieces;
  const std::int64_t plane = s.outHeight() * width * kThinLane;
  for (std::int64_t block = 0; block < s.out / kThinLane; block += 2) {
    const auto by = (block + 1 < s.out / kThinLane ? kCorrelators<2> : kCorrelators<1>)[std::size_t(piece - 1)];
    for (std::int64_t y = 0; y < s.outHeight(); ++y) {
      for (std::int64_t i = 0; i < pieces; ++i) {
        const std::int64_t x = std::min(i * piece, width - piece);  // the last overlaps the one before
        by(s, wide + y * s.wideWidth() + x, weights + block * kThinLane, bias + block * kThinLane,
           to + block * plane + (y * width + x) * kThinLane);
      }
    }
  }
}

void pictureBackward(const ThinShape& s, const float* from, const float* table, float* wide) {
  const std::int64_t lanes = (s.taps() + kThinLane - 1) / kThinLane, width = s.outWidth();
  std::array<float, kPlacesBack * kMostLanes * kThinLane> taps;
  for (std::int64_t y = 0; y < s.outHeight(); ++y) {
    for (std::int64_t x = 0; x < width;) {
      const std::int64_t places = x + kPlacesBack <= width ? kPlacesBack : 1;
      const auto by = (places == 1 ? kSpreaders<1> : kSpreaders<kPlacesBack>)[std::size_t(lanes - 1)];
      by(s, from + (y * width + x) * kThinLane, table, taps.data());
      for (std::int64_t p = 0; p < places; ++p, ++x) {
        const float* tap = taps.data() + p * lanes * kThinLane;
        for (std::int64_t c = 0; c < s.channels; ++c) {
          for (std::int64_t ky = 0; ky < s.kernel; ++ky, tap += s.kernel) {
            float* const line = wide + (c * s.wideHeight() + y + ky) * s.wideWidth() + x;
            for (std::int64_t kx = 0; kx < s.kernel; ++kx) line[kx] += tap[kx];
          }
        }
      }
    }
  }
}

class ThinBlocks final : public torch::autograd::Function<ThinBlocks> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& images,
                            const at::Tensor& weights, const at::Tensor& bias, std::int64_t padding) {
    const at::Tensor source = images.contiguous();
    context->saved_data["weights"] = weights;
    context->saved_data["padding"] = padding;
    context->saved_data["input"] = source.sizes().vec();
    const ThinShape s = shapeFor(source.sizes(), weights, padding);
    at::Tensor result =
        at::empty({source.size(0), s.out / kThinLane, s.outHeight(), s.outWidth(), kThinLane}, source.options());
    float* const from = source.data_ptr<float>();
    float* const to = result.data_ptr<float>();
    const float *const by = weights.data_ptr<float>(), *const add = bias.data_ptr<float>();
    at::parallel_for(0, source.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
      std::vector<float> wide(std::size_t(s.wideSize()), 0.0F);
      for (std::int64_t n = begin; n < end; ++n) {
        centre(s, wide.data(), from + n * s.channels * s.height * s.width, false);
        picturesForward(s, wide.data(), by, add, to + n * s.out * s.outHeight() * s.outWidth());
      }
    });
    return result;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const at::Tensor weights = context->saved_data["weights"].toTensor();
    const auto size = context->saved_data["input"].toIntVector();
    const ThinShape s = shapeFor(size, weights, context->saved_data["padding"].toInt());
    const at::Tensor above = gradients[0].contiguous();
    const std::int64_t missing = -s.taps() & (kThinLane - 1);
    const at::Tensor table = at::constant_pad_nd(weights.view({s.taps(), s.out}).t(), {0, missing}).contiguous();
    at::Tensor below = at::empty(size, above.options());
    const float *const from = above.data_ptr<float>(), *const by = table.data_ptr<float>();
    float* const to = below.data_ptr<float>();
    at::parallel_for(0, size[0], 1, [&](std::int64_t begin, std::int64_t end) {
      std::vector<float> wide(std::size_t(s.wideSize()), 0.0F);
      for (std::int64_t n = begin; n < end; ++n) {
        std::fill(wide.begin(), wide.end(), 0.0F);
        pictureBackward(s, from + n * s.out * s.outHeight() * s.outWidth(), by, wide.data());
        centre(s, wide.data(), to + n * s.channels * s.height * s.width, true);
      }
    });
    return {below, {}, {}, {}};
  }

 private:
  static ThinShape shapeFor(at::IntArrayRef images, const at::Tensor& weights, std::int64_t padding) {
    return {images[1], images[2], images[3], weights.size(3), weights.size(1), padding};
  }
};

}  // namespace

bool thinBlocksFit(const at::Tensor& weight) {
  return weight.size(0) % kThinLane == 0 && weight[0].numel() <= kMostLanes * kThinLane;
}

at::Tensor thinBlocksWeights(const at::Tensor& weight) { return weight.permute({1, 2, 3, 0}).contiguous(); }

at::Tensor convolveThinBlocks(const at::Tensor& images, const at::Tensor& weights, const at::Tensor& bias,
                              std::int64_t padding) {
  return ThinBlocks::apply(images, weights, bias, padding);
}

#else

bool thinBlocksFit(const at::Tensor&) { return false; }
at::Tensor thinBlocksWeights(const at::Tensor& weight) { return weight; }
at::Tensor convolveThinBlocks(const at::Tensor& images, const at::Tensor&, const at::Tensor&, std::int64_t) {
  return images;
}

#endif

}  // namespace adversarium
