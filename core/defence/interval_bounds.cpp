// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/interval_bounds.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/graph/operations.h"

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

const Node* CertifiedBounds::tilingPoolBehind(std::size_t rectifier, const Box& box) const {
  const Node* pool = nullptr;
  for (const Node& node : m_graph.nodes) {
    for (const int source : node.inputs) {
      if (source != static_cast<int>(rectifier)) continue;
      if (pool || node.op != "max_pool") return nullptr;
      pool = &node;
    }
  }
  if (!pool || box.low.dim() != 4) return nullptr;
  const auto kernel = pool->wholes("kernel"), stride = pool->wholes("stride"), padding = pool->wholes("padding");
  const bool apart = kernel.size() == 1 && (stride.empty() || stride == kernel) &&
                     std::all_of(padding.begin(), padding.end(), [](std::int64_t p) { return p == 0; });
  return apart && box.low.size(2) % kernel[0] == 0 && box.low.size(3) % kernel[0] == 0 ? pool : nullptr;
}

namespace {

/// What a box says of the windows of a max pool that tile it; bool, of the box's shape.
struct Contest {
  Contest(const Box& box, const Node& pool) {
    const std::int64_t side = pool.whole("kernel", 2);
    const auto spread = [&](const at::Tensor& pooled) {
      return pooled.repeat_interleave(side, 2).repeat_interleave(side, 3);
    };
    const at::Tensor best = spread(outputOf(pool, {box.low}));
    leads = box.low.ge(best);
    mayWin = leads.logical_or(box.high.gt(best));
    const std::vector<std::int64_t> window(2, side);
    undecided = spread(at::avg_pool2d(mayWin.to(at::kFloat), window).mul(double(side * side)).gt(1.5));
  }
  at::Tensor leads;      ///< none in its window is larger for certain
  at::Tensor mayWin;     ///< may be the window's largest value
  at::Tensor undecided;  ///< more than one in its window may be
};

}  // namespace

void CertifiedBounds::improve(const Box& input, std::vector<Box>& boxes, std::size_t node, const at::Tensor& lower,
                              const at::Tensor& upper) const {
  Box& box = boxes[node];
  const std::int64_t size = box.low[0].numel();
  std::vector<Unit> units;
  const auto ask = [&](const at::Tensor& mask, float sign) {
    const at::Tensor index = mask.flatten().nonzero().squeeze(1).contiguous();
    const std::int64_t* const place = index.data_ptr<std::int64_t>();
    for (std::int64_t u = 0; u < index.numel(); ++u) units.push_back({place[u] / size, place[u] % size, sign});
    return index;
  };
  const at::Tensor lows = ask(lower, 1), highs = ask(upper, -1);
  if (units.empty()) return;
  const at::Tensor bounds = lowestOfUnits({m_graph, input, boxes}, node, units);
  at::Tensor low = box.low.flatten().clone(), high = box.high.flatten().clone();
  low.index_copy_(0, lows, at::maximum(low.index_select(0, lows), bounds.slice(0, 0, lows.numel())));
  high.index_copy_(0, highs, at::minimum(high.index_select(0, highs), -bounds.slice(0, lows.numel())));
  box.high = at::maximum(high, low).view_as(box.high);
  box.low = low.view_as(box.low);
}

void CertifiedBounds::tighten(const Box& input, std::vector<Box>& boxes) const {
  bool first = true;
  for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
    const Node& node = m_graph.nodes[i];
    if (node.op != "relu" || node.inputs[0] < 0) continue;
    if (std::exchange(first, false)) continue;  // before the first one all is affine: intervals are exact
    const auto at = static_cast<std::size_t>(node.inputs[0]);
    const auto open = [&] { return boxes[at].low.lt(0).logical_and(boxes[at].high.gt(0)); };
    if (const Node* pool = tilingPoolBehind(i, boxes[at])) {
      // Only who may win matters, and as long as it is not certain who does, the pool is bounded by a constant. So
      // the leaders' lower bounds come first: they leave fewer rivals.
      const Contest before(boxes[at], *pool);
      const at::Tensor leaders = before.leads.logical_and(before.undecided).logical_and(boxes[at].high.gt(0));
      improve(input, boxes, at, leaders, at::zeros_like(leaders));
      const Contest now(boxes[at], *pool);
      const at::Tensor rivals = now.undecided.logical_and(boxes[at].high.gt(0));
      const at::Tensor needed = now.mayWin.logical_and(open().logical_or(rivals));
      improve(input, boxes, at, now.mayWin.logical_and(open()).logical_and(leaders.logical_not()), needed);
    } else {
      improve(input, boxes, at, open(), open());
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
  return withoutLabel(lowestOfFunctions({m_graph, input, boxes}, m_graph.nodes.size() - 1, specs), labels);
}

}  // namespace adversarium
