// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/interval_bounds.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/model/operations.h"

namespace adversarium {
namespace {

/// What adds and scales, with weights of either sign.
constexpr std::array<std::string_view, 4> kWeighted{"conv", "linear", "batch_norm", "normalise"};
/// What moves, averages or sums with weights that are never negative.
constexpr std::array<std::string_view, 7> kMonotone{"average_pool", "adaptive_pool", "flatten",        "add",
                                                    "identity",     "dropout",       "padded_shortcut"};

template <std::size_t N>
bool namedIn(const std::array<std::string_view, N>& names, std::string_view op) {
  return std::find(names.begin(), names.end(), op) != names.end();
}

bool isAffine(std::string_view op) { return namedIn(kWeighted, op) || namedIn(kMonotone, op); }

at::Tensor outputOf(const Node& node, const std::vector<at::Tensor>& inputs) {
  return runOperation(node, inputs, {});
}

/// The node's map without its constants and with its weights' magnitudes: how it spreads a radius.
Node magnitude(const Node& node) {
  Node result = node;
  if (node.op == "conv" || node.op == "linear") {
    result.tensors["weight"] = node.tensor("weight").abs();
    result.tensors.erase("bias");
  } else if (node.op == "batch_norm") {
    result.tensors["weight"] = node.tensor("weight").abs();
    result.tensors["bias"] = at::zeros_like(node.tensor("bias"));
    result.tensors["running_mean"] = at::zeros_like(node.tensor("running_mean"));
  } else if (node.op == "normalise") {
    result.attributes["mean"].assign(node.attributes.find("std")->second.size(), 0.0);
    for (double& deviation : result.attributes["std"]) deviation = std::abs(deviation);
  }
  return result;
}

Box boxThrough(const Node& node, const std::vector<Box>& inputs) {
  std::vector<at::Tensor> lows, highs;
  for (const Box& box : inputs) {
    lows.push_back(box.low);
    highs.push_back(box.high);
  }
  if (!namedIn(kWeighted, node.op)) return {outputOf(node, lows), outputOf(node, highs)};
  const at::Tensor centre = outputOf(node, {(lows[0] + highs[0]) / 2});
  const at::Tensor radius = outputOf(magnitude(node), {(highs[0] - lows[0]) / 2});
  return {centre - radius, centre + radius};
}

/// A tensor N×S×… as (N·S)×…, and what belongs to the images alone repeated to match.
at::Tensor mergedRows(const at::Tensor& specs) { return specs.flatten(0, 1); }
at::Tensor repeatedRows(const at::Tensor& perImage, std::int64_t specs) {
  std::vector<std::int64_t> shape = perImage.sizes().vec();
  shape.insert(shape.begin() + 1, specs);
  return perImage.unsqueeze(1).expand(shape).flatten(0, 1);
}
at::Tensor rowSums(const at::Tensor& values) { return values.flatten(1).sum(1); }

/// What of each window's largest value is known: its place where it must win, else only how large it can be.
struct PoolBound {
  at::Tensor certain;  ///< bool, of the output's shape
  at::Tensor most;     ///< upper bound of the output
};
PoolBound poolBound(const Node& node, const Box& input) {
  const at::Tensor low = outputOf(node, {input.low}), high = outputOf(node, {input.high});
  // The place whose lower bound is largest wins for certain where no other place can reach it. Raising that place
  // alone out of reach shows the largest of the others.
  const at::Tensor leaf = input.low.detach().requires_grad_(true);
  at::Tensor touched;
  {
    const at::AutoGradMode withGradient(true);
    touched = torch::autograd::grad({outputOf(node, {leaf}).sum()}, {leaf})[0];
  }
  const at::Tensor others = input.high.masked_fill(touched.gt(0), -std::numeric_limits<float>::infinity());
  // Windows that overlap share touched places: a place that wins elsewhere is left out here, too, so its own upper
  // bound has to be looked at as well where windows overlap.
  const auto kernel = node.wholes("kernel"), stride = node.wholes("stride");
  const bool apart = stride.empty() || stride == kernel;
  const at::Tensor rest = outputOf(node, {others});
  return {apart ? low.ge(rest) : low.eq(high), high};
}

}  // namespace

Box boxAround(const at::Tensor& images, const at::Tensor& radius) {
  const at::Tensor reach = radius.view({-1, 1, 1, 1});
  return {(images - reach).clamp_min(0), (images + reach).clamp_max(1)};
}

CertifiedBounds::CertifiedBounds(const Graph& graph) : m_graph(graph.pruned().on(at::kCPU).folded()) {
  for (Node& node : m_graph.nodes) {
    node.attributes.erase("in_place");
    for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().to(at::kFloat).contiguous();
    if (!isAffine(node.op) && node.op != "relu" && node.op != "max_pool")
      throw UsageError("layer '" + node.name + "'", "no bound is known for the operation '" + node.op + "'");
  }
}

std::vector<Box> CertifiedBounds::propagated(const Box& input, std::size_t from, std::vector<Box> boxes) const {
  boxes.resize(m_graph.nodes.size());
  for (std::size_t i = from; i < m_graph.nodes.size(); ++i) {
    const Node& node = m_graph.nodes[i];
    std::vector<Box> inputs;
    for (const int source : node.inputs)
      inputs.push_back(source < 0 ? input : boxes[static_cast<std::size_t>(source)]);
    boxes[i] = boxThrough(node, inputs);
  }
  return boxes;
}

std::vector<Box> CertifiedBounds::intervals(const Box& input) const {
  const at::NoGradGuard noGradient;
  return propagated(input, 0, {});
}

namespace {

/// N×K×K: row k asks for logit[label] − logit[k].
at::Tensor differences(const at::Tensor& labels, std::int64_t classes) {
  const at::Tensor one = at::one_hot(labels, classes).to(at::kFloat).unsqueeze(1);
  return one.expand({-1, classes, -1}) - at::eye(classes, at::kFloat).unsqueeze(0);
}

at::Tensor withoutLabel(const at::Tensor& margins, const at::Tensor& labels) {
  return margins.scatter(1, labels.unsqueeze(1), std::numeric_limits<double>::infinity());
}

}  // namespace

at::Tensor CertifiedBounds::intervalMargins(const Box& input, const at::Tensor& labels) const {
  const at::NoGradGuard noGradient;
  const std::vector<Box> boxes = intervals(input);
  const Node& last = m_graph.nodes.back();
  const at::Tensor specs = differences(labels, boxes.back().low.size(1));
  if (last.op != "linear" || last.inputs[0] < 0 || boxes.back().low.dim() != 2) {
    // Without a layer to take it together with, a difference is that of two bounds.
    const Box& out = boxes.back();
    return withoutLabel(out.low.gather(1, labels.unsqueeze(1)) - out.high, labels);
  }
  const Box& before = boxes[static_cast<std::size_t>(last.inputs[0])];
  const at::Tensor weight = at::matmul(specs, last.tensor("weight"));  // N×K×D
  at::Tensor bound = at::matmul(weight.clamp_min(0), before.low.unsqueeze(2)) +
                     at::matmul(weight.clamp_max(0), before.high.unsqueeze(2));
  if (last.tensor("bias").defined()) bound = bound + at::matmul(specs, last.tensor("bias")).unsqueeze(2);
  return withoutLabel(bound.squeeze(2), labels);
}

at::Tensor CertifiedBounds::lowerBounds(std::size_t at, const at::Tensor& specs, const Box& input,
                                        const std::vector<Box>& boxes) const {
  const std::int64_t images = specs.size(0), rows = specs.size(1);
  std::vector<at::Tensor> adjoint(at + 1);
  at::Tensor ofInput, bound = at::zeros({images * rows}, at::kFloat);
  adjoint[at] = mergedRows(specs);
  const auto give = [&](int source, const at::Tensor& more) {
    at::Tensor& held = source < 0 ? ofInput : adjoint[static_cast<std::size_t>(source)];
    held = held.defined() ? held + more : more;
  };
  for (std::size_t i = at + 1; i-- > 0;) {
    const at::Tensor a = std::move(adjoint[i]);
    adjoint[i] = at::Tensor();
    if (!a.defined()) continue;
    const Node& node = m_graph.nodes[i];
    std::vector<const Box*> sources;
    for (const int source : node.inputs)
      sources.push_back(source < 0 ? &input : &boxes[static_cast<std::size_t>(source)]);
    if (node.op == "relu") {
      const at::Tensor &low = sources[0]->low, &high = sources[0]->high;
      const at::Tensor open = low.lt(0).logical_and(high.gt(0));
      const at::Tensor width = (high - low).clamp_min(1e-12);
      const at::Tensor alive = low.ge(0).to(at::kFloat);
      // Above: the chord. Below: zero or the identity, whichever leaves the smaller area.
      const at::Tensor chord = at::where(open, high / width, alive);
      const at::Tensor below = at::where(open, high.gt(-low).to(at::kFloat), alive);
      const at::Tensor lift = at::where(open, -high * low / width, at::zeros_like(low));
      const at::Tensor up = a.clamp_min(0), down = a.clamp_max(0);
      bound = bound + rowSums(down * repeatedRows(lift, rows));
      give(node.inputs[0], up * repeatedRows(below, rows) + down * repeatedRows(chord, rows));
    } else if (node.op == "max_pool") {
      const PoolBound pool = poolBound(node, *sources[0]);
      const at::Tensor certain = repeatedRows(pool.certain, rows);
      const at::Tensor down = a.clamp_max(0);
      bound =
          bound + rowSums(down.masked_fill(certain, 0) * repeatedRows(pool.most, rows).masked_fill(certain, 0));
      const at::Tensor routed = at::where(certain, a, a.clamp_min(0));
      const at::AutoGradMode withGradient(true);
      const at::Tensor leaf = repeatedRows(sources[0]->low, rows).contiguous().requires_grad_(true);
      give(node.inputs[0], torch::autograd::grad({outputOf(node, {leaf})}, {leaf}, {routed})[0]);
    } else {
      const at::AutoGradMode withGradient(true);
      std::vector<at::Tensor> leaves;
      for (const Box* source : sources) {
        std::vector<std::int64_t> shape = source->low.sizes().vec();
        shape[0] = images * rows;
        leaves.push_back(at::zeros(shape, at::kFloat).requires_grad_(true));
      }
      const at::Tensor out = outputOf(node, leaves);  // the node's constants alone
      const auto parts = torch::autograd::grad({out}, leaves, {a.reshape(out.sizes())});
      bound = bound + rowSums(a.reshape(out.sizes()) * out.detach());
      for (std::size_t s = 0; s < parts.size(); ++s) give(node.inputs[s], parts[s]);
    }
  }
  if (ofInput.defined()) {
    bound = bound + rowSums(ofInput.clamp_min(0) * repeatedRows(input.low, rows)) +
            rowSums(ofInput.clamp_max(0) * repeatedRows(input.high, rows));
  }
  return bound.view({images, rows});
}

void CertifiedBounds::tighten(const Box& input, std::vector<Box>& boxes) const {
  constexpr std::int64_t kRows = 256;
  bool first = true;
  for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
    const Node& node = m_graph.nodes[i];
    if (node.op != "relu" || node.inputs[0] < 0) continue;
    if (std::exchange(first, false)) continue;  // before the first one all is affine: intervals are exact
    const auto at = static_cast<std::size_t>(node.inputs[0]);
    Box& box = boxes[at];
    // Only what may be on either side gains; one image at a time, so that every row is wanted.
    for (std::int64_t n = 0; n < box.low.size(0); ++n) {
      at::Tensor low = box.low[n].flatten(), high = box.high[n].flatten();
      const at::Tensor open = low.lt(0).logical_and(high.gt(0)).nonzero().squeeze(1);
      std::vector<Box> own;
      for (const Box& each : boxes)
        own.push_back(each.low.defined() ? Box{each.low.slice(0, n, n + 1), each.high.slice(0, n, n + 1)} : Box{});
      const Box around{input.low.slice(0, n, n + 1), input.high.slice(0, n, n + 1)};
      std::vector<std::int64_t> shape = box.low.sizes().vec();
      for (const at::Tensor& part : open.split(kRows)) {
        if (part.numel() == 0) continue;
        shape[0] = part.numel();
        at::Tensor rows = at::zeros({part.numel(), low.numel()}, at::kFloat);
        rows.scatter_(1, part.unsqueeze(1), 1);
        rows = rows.view(shape).unsqueeze(0);
        const at::Tensor both = at::cat({rows, -rows}, 1);
        const at::Tensor bounds = lowerBounds(at, both, around, own)[0];
        const at::Tensor least = bounds.slice(0, 0, part.numel()), most = -bounds.slice(0, part.numel());
        low.index_copy_(0, part, at::maximum(low.index_select(0, part), least));
        high.index_copy_(0, part, at::minimum(high.index_select(0, part), most));
      }
      box.low[n].copy_(low.view_as(box.low[n]));
      box.high[n].copy_(at::maximum(high, low).view_as(box.high[n]));
    }
    // What follows profits from the tighter box.
    boxes = propagated(input, at + 1, std::move(boxes));
  }
}

at::Tensor CertifiedBounds::crownMargins(const Box& input, const at::Tensor& labels, bool deep) const {
  const at::NoGradGuard noGradient;
  std::vector<Box> boxes = intervals(input);
  if (deep) tighten(input, boxes);
  const at::Tensor specs = differences(labels, boxes.back().low.size(1));
  return withoutLabel(lowerBounds(m_graph.nodes.size() - 1, specs, input, boxes), labels);
}

}  // namespace adversarium
