// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/clipped_gradients.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <functional>
#include <map>

#include "core/base/error.h"

namespace adversarium {
namespace {

/// What one layer contributes: squared norms (float N) now, the weighted sums once the clipping factors are known.
struct Share {
  at::Tensor squares;
  std::function<std::map<std::string, at::Tensor>(const at::Tensor& factors)> sums;
};

/// gᵢ = δᵢ·aᵢᵀ has the norm ‖δᵢ‖·‖aᵢ‖.
Share linearShare(const at::Tensor& input, const at::Tensor& delta, bool bias) {
  at::Tensor squares = delta.square().sum(1) * (input.square().sum(1) + (bias ? 1.0 : 0.0));
  return {squares, [=](const at::Tensor& factors) {
            const at::Tensor weighted = delta * factors.unsqueeze(1);
            std::map<std::string, at::Tensor> sums{{"weight", weighted.t().mm(input)}};
            if (bias) sums["bias"] = weighted.sum(0);
            return sums;
          }};
}

/// N × O × (C·k·k) gradients where they are small, else ‖gᵢ‖² = Σ (aᵢᵀaᵢ)∘(δᵢᵀδᵢ) over pairs of places.
Share convolutionShare(const Node& node, const at::Tensor& input, const at::Tensor& delta) {
  constexpr std::int64_t kChunk = 32;          // samples unfolded together: a cache's worth
  constexpr std::int64_t kMostKept = 1 << 27;  // floats
  const at::Tensor weight = node.tensor("weight");
  const bool bias = node.tensor("bias").defined();
  const auto pair = [&](std::string_view name, std::int64_t fallback) {
    std::vector<std::int64_t> values = node.wholes(name);
    if (values.empty()) values = {fallback};
    if (values.size() == 1) values.push_back(values.front());
    return values;
  };
  const auto stride = pair("stride", 1), padding = pair("padding", 0), dilation = pair("dilation", 1);
  const std::int64_t n = input.size(0), out = weight.size(0), columns = weight.numel() / out;
  const std::int64_t places = delta.size(2) * delta.size(3);
  const bool small = out * columns <= 2 * places * places && n * out * columns <= kMostKept;
  const at::Tensor flat = delta.contiguous().flatten(2);  // N×O×T
  const std::int64_t chunks = (n + kChunk - 1) / kChunk;
  std::vector<at::Tensor> squares(static_cast<std::size_t>(chunks)), kept(small ? squares.size() : 0);
  at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
    const at::NoGradGuard noGradient;
    for (std::int64_t chunk = begin; chunk < end; ++chunk) {
      const std::int64_t from = chunk * kChunk;
      const auto at = static_cast<std::size_t>(chunk);
      const at::Tensor unfolded = at::im2col(input.slice(0, from, from + kChunk).contiguous(),
                                             weight.sizes().slice(2), dilation, padding, stride);
      const at::Tensor part = flat.slice(0, from, from + kChunk);
      if (small) {
        kept[at] = at::bmm(part, unfolded.transpose(1, 2)).flatten(1);
        squares[at] = kept[at].square().sum(1);
      } else {
        const at::Tensor inputs = at::bmm(unfolded.transpose(1, 2), unfolded);
        squares[at] = (inputs * at::bmm(part.transpose(1, 2), part)).flatten(1).sum(1);
      }
    }
  });
  at::Tensor total = at::cat(squares);
  if (bias) total = total + flat.sum(2).square().sum(1);
  return {total, [=](const at::Tensor& factors) {
            std::map<std::string, at::Tensor> sums;
            const at::Tensor weighted = delta * factors.view({-1, 1, 1, 1});
            if (small) {
              at::Tensor sum = at::zeros({1, out * columns});
              for (std::size_t chunk = 0; chunk < kept.size(); ++chunk)
                sum.addmm_(
                    factors.slice(0, std::int64_t(chunk) * kChunk, std::int64_t(chunk + 1) * kChunk).unsqueeze(0),
                    kept[chunk]);
              sums["weight"] = sum.view(weight.sizes());
            } else {
              sums["weight"] =
                  std::get<1>(at::convolution_backward(weighted, input, weight, c10::nullopt, stride, padding,
                                                       dilation, false, {0, 0}, 1, {false, true, false}));
            }
            if (bias) sums["bias"] = weighted.sum({0, 2, 3});
            return sums;
          }};
}

bool hasParameters(const Node& node) {
  return std::any_of(node.tensors.begin(), node.tensors.end(),
                     [](const auto& named) { return named.first != "value" && named.second.is_floating_point(); });
}

}  // namespace

void requirePerSampleGradients(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    if (!hasParameters(node)) continue;
    const bool convolution = node.op == "conv" && node.tensor("weight").dim() == 4 &&
                             node.whole("groups", 1) == 1 && node.wholes("padding").size() <= 2;
    if (convolution || node.op == "linear") continue;
    throw UsageError("layer '" + node.name + "'",
                     "(" + node.op +
                         ") mixes samples or has no per-sample gradient here: take an architecture without it "
                         "(smallcnn, lenet, mlp)");
  }
}

ClippedGradients clippedGradients(const Graph& graph, const at::Tensor& images, const at::Tensor& labels,
                                  double clip, at::Generator* random) {
  constexpr double kLeast = 1e-12;
  std::map<const Node*, std::size_t> placeOf;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) placeOf[&graph.nodes[i]] = i;
  std::vector<at::Tensor> outputs(graph.nodes.size());
  ClippedGradients result;
  std::vector<std::size_t> layers;
  std::vector<at::Tensor> deltas;
  {
    const at::AutoGradMode withGradient(true);
    Pass pass{true, [&](const Node& node, const at::Tensor& output) { outputs[placeOf.at(&node)] = output; },
              random};
    result.logits = graph.run(images, pass);
    result.losses = at::cross_entropy_loss(result.logits, labels, {}, at::Reduction::None);
    std::vector<at::Tensor> wanted;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (!hasParameters(graph.nodes[i])) continue;
      layers.push_back(i);
      wanted.push_back(outputs[i]);
    }
    deltas = torch::autograd::grad({result.losses.sum()}, wanted);
  }
  const at::NoGradGuard noGradient;
  result.logits = result.logits.detach();
  result.losses = result.losses.detach();
  std::vector<Share> shares;
  at::Tensor squares = at::zeros_like(result.losses);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Node& node = graph.nodes[layers[l]];
    const int from = node.inputs.front();
    const at::Tensor input = (from < 0 ? images : outputs[static_cast<std::size_t>(from)]).detach();
    if (node.op == "linear" && input.dim() != 2)
      throw UsageError("layer '" + node.name + "'", "is applied more than once to a sample");
    shares.push_back(node.op == "linear" ? linearShare(input, deltas[l], node.tensor("bias").defined())
                                         : convolutionShare(node, input, deltas[l]));
    squares = squares + shares.back().squares;
  }
  result.norms = squares.sqrt();
  const at::Tensor factors = (clip / result.norms.clamp_min(kLeast)).clamp_max(1);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto sums = shares[l].sums(factors);
    for (const auto& [name, tensor] : graph.nodes[layers[l]].tensors) result.sums.push_back(sums.at(name));
  }
  return result;
}

}  // namespace adversarium
