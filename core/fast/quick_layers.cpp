// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/quick_layers.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <optional>

#include "core/fast/kernels.h"

namespace adversarium {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// A stack of maps whose values at one place lie side by side, whichever layout they come from.
struct Planes {
  std::int64_t count, height, width, depth;
};
Planes planesOf(const at::Tensor& ordered) {
  if (ordered.dim() == 5)
    return {ordered.size(0) * ordered.size(1), ordered.size(2), ordered.size(3), ordered.size(4)};
  return {ordered.size(0), ordered.size(2), ordered.size(3), ordered.size(1)};
}
at::Tensor inOrder(const at::Tensor& values) {
  return values.dim() == 5 ? values.contiguous() : values.contiguous(at::MemoryFormat::ChannelsLast);
}
/// Of the same layout and with maps of that size.
at::Tensor emptyLike(const at::Tensor& values, std::int64_t height, std::int64_t width, at::ScalarType type) {
  std::vector<std::int64_t> shape = values.sizes().vec();
  shape[2] = height;
  shape[3] = width;
  const auto options = values.options().dtype(type);
  return values.dim() == 5 ? at::empty(shape, options) : at::empty(shape, options, at::MemoryFormat::ChannelsLast);
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ADVERSARIUM_WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ADVERSARIUM_WIDEST
#endif

/// A row of windows: their largest values and, unless `place` is null, the numbers of where those came from.
ADVERSARIUM_WIDEST void poolRow(const float* __restrict top, const Planes& in, std::int64_t kernel,
                                std::int64_t windows, float* __restrict best, std::int32_t* __restrict place) {
  const std::int64_t depth = in.depth, line = in.width * depth;
  for (std::int64_t x = 0; x < windows; ++x, best += depth) {
    const float* const corner = top + x * kernel * depth;
    for (std::int64_t c = 0; c < depth; ++c) best[c] = corner[c];
    if (place) {
      for (std::int64_t c = 0; c < depth; ++c) place[c] = 0;
    }
    for (std::int64_t k = 1; k < kernel * kernel; ++k) {
      const float* const other = corner + k / kernel * line + k % kernel * depth;
      if (place) {
        const auto number = static_cast<std::int32_t>(k);
        for (std::int64_t c = 0; c < depth; ++c) {
          const bool larger = other[c] > best[c];
          best[c] = larger ? other[c] : best[c];
          place[c] = larger ? number : place[c];
        }
      } else {
        for (std::int64_t c = 0; c < depth; ++c) best[c] = other[c] > best[c] ? other[c] : best[c];
      }
    }
    if (place) place += depth;
  }
}

/// The same for the commonest: windows of two in blocks of sixteen channels, which no loop has to count.
ADVERSARIUM_WIDEST void poolPairs(const float* __restrict top, std::int64_t line, std::int64_t windows,
                                  float* __restrict best) {
  constexpr int kDepth = 16;
  for (std::int64_t x = 0; x < windows; ++x, best += kDepth, top += 2 * kDepth) {
    for (int c = 0; c < kDepth; ++c) {
      const float upper = top[c] > top[c + kDepth] ? top[c] : top[c + kDepth];
      const float lower = top[line + c] > top[line + c + kDepth] ? top[line + c] : top[line + c + kDepth];
      best[c] = upper > lower ? upper : lower;
    }
  }
}

/// What came from the place of that number; zero elsewhere.
ADVERSARIUM_WIDEST void passBack(float* __restrict own, const float* __restrict value,
                                 const std::int32_t* __restrict place, std::int32_t number, std::int64_t count) {
  for (std::int64_t c = 0; c < count; ++c) own[c] = place[c] == number ? value[c] : 0.0F;
}

/// `which` may be null where nobody will ask for a gradient.
at::Tensor pooled(const at::Tensor& ordered, std::int64_t kernel, at::Tensor* which) {
  const Planes in = planesOf(ordered);
  const std::int64_t height = in.height / kernel, width = in.width / kernel;
  at::Tensor result = emptyLike(ordered, height, width, at::kFloat);
  if (which) *which = emptyLike(ordered, height, width, at::kInt);
  const float* const from = ordered.data_ptr<float>();
  float* const to = result.data_ptr<float>();
  std::int32_t* const winner = which ? which->data_ptr<std::int32_t>() : nullptr;
  at::parallel_for(0, in.count * height, 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t line = begin; line < end; ++line) {
      const float* const top = from + (line / height * in.height + line % height * kernel) * in.width * in.depth;
      const std::int64_t place = line * width * in.depth;
      if (!winner && kernel == 2 && in.depth == 16) {
        poolPairs(top, in.width * in.depth, width, to + place);
      } else {
        poolRow(top, in, kernel, width, to + place, winner ? winner + place : nullptr);
      }
    }
  });
  return result;
}

class QuickPool final : public torch::autograd::Function<QuickPool> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, std::int64_t kernel) {
    const at::Tensor ordered = inOrder(input);
    const Planes in = planesOf(ordered);
    at::Tensor winner;
    const at::Tensor result = pooled(ordered, kernel, &winner);
    context->saved_data["winner"] = winner;
    context->saved_data["kernel"] = kernel;
    context->saved_data["height"] = in.height;
    context->saved_data["width"] = in.width;
    return result;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const at::Tensor above = inOrder(gradients[0]), winner = context->saved_data["winner"].toTensor();
    const std::int64_t kernel = context->saved_data["kernel"].toInt();
    const Planes out = planesOf(above);
    const std::int64_t height = context->saved_data["height"].toInt(),
                       width = context->saved_data["width"].toInt();
    at::Tensor below = emptyLike(above, height, width, at::kFloat);
    if (height % kernel != 0 || width % kernel != 0) below.zero_();  // what no window reaches
    const float* const from = above.data_ptr<float>();
    const std::int32_t* const which = winner.data_ptr<std::int32_t>();
    float* const to = below.data_ptr<float>();
    at::parallel_for(0, out.count * out.height, 16, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t line = begin; line < end; ++line) {
        float* const top = to + (line / out.height * height + line % out.height * kernel) * width * out.depth;
        for (std::int64_t x = 0; x < out.width; ++x) {
          const float* const value = from + (line * out.width + x) * out.depth;
          const std::int32_t* const place = which + (line * out.width + x) * out.depth;
          float* const corner = top + x * kernel * out.depth;
          for (std::int64_t k = 0; k < kernel * kernel; ++k) {
            float* const own = corner + (k / kernel * width + k % kernel) * out.depth;
            passBack(own, value, place, static_cast<std::int32_t>(k), out.depth);
          }
        }
      }
    });
    return {below, {}};
  }
};

/// Matrix products with all places at once, then every kernel's picture added where it belongs.
class ThinConvolution final : public torch::autograd::Function<ThinConvolution> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                            const at::Tensor& bias, std::int64_t stride, std::int64_t padding) {
    context->saved_data["weight"] = weight;
    context->saved_data["input"] = input.sizes().vec();
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    return at::conv2d(input, weight, bias, stride, padding);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const at::Tensor weight = context->saved_data["weight"].toTensor();
    const auto size = context->saved_data["input"].toIntVector();
    const std::int64_t stride = context->saved_data["stride"].toInt(),
                       padding = context->saved_data["padding"].toInt();
    const std::int64_t channels = size[1], height = size[2], width = size[3], kernel = weight.size(2);
    const at::Tensor above = gradients[0].permute({0, 2, 3, 1}).contiguous();  // N, h, w, O
    const std::int64_t rows = above.size(1), columns = above.size(2), cell = channels * kernel * kernel;
    const at::Tensor pictures =
        at::mm(above.view({-1, above.size(3)}), weight.contiguous().view({weight.size(0), cell}));
    at::Tensor below = at::zeros(size, above.options());
    const float* const from = pictures.data_ptr<float>();
    float* const to = below.data_ptr<float>();
    at::parallel_for(0, size[0], 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t n = begin; n < end; ++n) {
        for (std::int64_t y = 0; y < rows; ++y) {
          for (std::int64_t x = 0; x < columns; ++x) {
            const float* picture = from + ((n * rows + y) * columns + x) * cell;
            const std::int64_t top = y * stride - padding, left = x * stride - padding;
            const std::int64_t first = std::max<std::int64_t>(0, -left), last = std::min(kernel, width - left);
            for (std::int64_t c = 0; c < channels; ++c) {
              for (std::int64_t ky = 0; ky < kernel; ++ky, picture += kernel) {
                if (top + ky < 0 || top + ky >= height) continue;
                float* const line = to + ((n * channels + c) * height + top + ky) * width + left;
                for (std::int64_t kx = first; kx < last; ++kx) line[kx] += picture[kx];
              }
            }
          }
        }
      }
    });
    return {below, {}, {}, {}, {}};
  }
};

/// Pools windows of `kernel`×`kernel` that tile the map: N×C×H×W (as channels_last), or N×C/16×H×W×16.
at::Tensor quickPool(const Node& node, const at::Tensor& input) {
  const std::int64_t kernel = node.whole("kernel", 2);
  const bool differentiated = at::GradMode::is_enabled() && input.requires_grad();
  return differentiated ? QuickPool::apply(input, kernel) : pooled(inOrder(input), kernel, nullptr);
}

/// A convolution without groups; no gradient by its weight.
at::Tensor thinConvolution(const Node& node, const at::Tensor& input) {
  if (const at::Tensor weights = node.tensor("into_blocks"); weights.defined())
    return convolveThinBlocks(input, weights, node.tensor("bias"), node.whole("padding", 0));
  const at::Tensor weight = node.tensor("weight"), given = node.tensor("bias");
  const at::Tensor bias = given.defined() ? given : at::zeros({weight.size(0)}, weight.options());
  return ThinConvolution::apply(input, weight, bias, node.whole("stride", 1), node.whole("padding", 0));
}

/// One number for both dimensions, or the same for both.
std::optional<std::int64_t> evenNumber(const Node& node, std::string_view attribute, std::int64_t fallback) {
  const auto values = node.wholes(attribute);
  if (values.empty()) return fallback;
  const bool even = std::all_of(values.begin(), values.end(), [&](auto v) { return v == values.front(); });
  return even ? std::optional(values.front()) : std::nullopt;
}

bool tiles(const Node& node) {
  const auto kernel = evenNumber(node, "kernel", 2);
  return node.op == "max_pool" && kernel && *kernel > 1 && evenNumber(node, "stride", *kernel) == kernel &&
         evenNumber(node, "padding", 0) == std::int64_t{0} && evenNumber(node, "dilation", 1) == std::int64_t{1} &&
         node.whole("ceil") == 0;
}

bool thin(const Node& node) {
  constexpr std::int64_t kFew = 4;
  if (node.op != "conv" || node.whole("groups", 1) != 1) return false;
  const at::Tensor weight = node.tensor("weight");
  return weight.dim() == 4 && weight.size(1) <= kFew && weight.size(2) == weight.size(3) &&
         evenNumber(node, "stride", 1) && evenNumber(node, "padding", 0) &&
         evenNumber(node, "dilation", 1) == std::int64_t{1};
}

}  // namespace

Graph withQuickLayers(const Graph& folded) {
  Graph result = folded;
  auto& nodes = result.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (thin(nodes[i])) {
      nodes[i].op = "thin_conv";
      nodes[i].kernel = thinConvolution;
    }
    if (!tiles(nodes[i]) || nodes[i].inputs[0] < 0) continue;
    nodes[i].op = "quick_pool";
    nodes[i].kernel = quickPool;
    const auto before = static_cast<std::size_t>(nodes[i].inputs[0]);
    const auto readers = std::count_if(nodes.begin(), nodes.end(), [&](const Node& other) {
      return std::find(other.inputs.begin(), other.inputs.end(), int(before)) != other.inputs.end();
    });
    if (nodes[before].op != "relu" || readers != 1) continue;
    std::swap(nodes[before], nodes[i]);
    std::swap(nodes[before].inputs, nodes[i].inputs);  // each keeps its place
  }
  return result;
}

}  // namespace adversarium
