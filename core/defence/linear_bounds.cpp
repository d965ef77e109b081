// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/linear_bounds.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/defence/backward_windows.h"
#include "core/defence/relaxation.h"
#include "core/graph/operations.h"

namespace adversarium {
namespace {

/// Whose function each row is, and where it began.
struct Origins {
  std::vector<std::int64_t> image, row, column;
  std::int64_t count() const { return std::ssize(image); }
};

/// Where a coefficient stands: its row, where that row's function began, and its channel.
struct Spot {
  std::int64_t row, y, x, channel;
};

/// Calls each(coefficient&, spot, place in the maps of all images) for what lies in the map,
/// sets what lies outside to zero, and adds what `each` returns to the row's bound.
template <class Each>
void sweep(at::Tensor& weights, const Sight& window, const Extent& map, const Origins& origins,
           std::vector<double>& bound, Each each) {
  weights = weights.contiguous();
  float* const data = weights.data_ptr<float>();
  const std::int64_t height = window.height, width = window.width;
  at::parallel_for(0, origins.count(), 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t r = begin; r < end; ++r) {
      const auto at = static_cast<std::size_t>(r);
      const std::int64_t top = window.whole() ? 0 : origins.row[at] * window.step - window.before;
      const std::int64_t left = window.whole() ? 0 : origins.column[at] * window.step - window.before;
      const std::int64_t first = std::clamp<std::int64_t>(-left, 0, width);
      const std::int64_t last = std::clamp<std::int64_t>(map.width - left, first, width);
      double sum = 0;
      for (std::int64_t c = 0; c < map.channels; ++c) {
        const Spot spot{r, window.whole() ? 0 : origins.row[at], window.whole() ? 0 : origins.column[at], c};
        for (std::int64_t y = 0; y < height; ++y) {
          float* const line = data + ((r * map.channels + c) * height + y) * width;
          const std::int64_t row = top + y;
          if (row < 0 || row >= map.height) {
            std::fill(line, line + width, 0.0F);
            continue;
          }
          std::fill(line, line + first, 0.0F);
          std::fill(line + last, line + width, 0.0F);
          const std::int64_t place = origins.image[at] * map.size() + (c * map.height + row) * map.width + left;
          std::array<float, 4> part{};  // four sums, so that none waits for the other
          std::int64_t x = first;
          for (; x + 4 <= last; x += 4) {
            for (std::size_t lane = 0; lane < 4; ++lane)
              part[lane] += each(line[x + std::int64_t(lane)], spot, place + x + std::int64_t(lane));
          }
          for (; x < last; ++x) part[0] += each(line[x], spot, place + x);
          sum += double(part[0] + part[1]) + double(part[2] + part[3]);
        }
      }
      bound[at] += sum;
    }
  });
}

/// One network's way back, with the relaxations that it has met.
class WayBack {
 public:
  explicit WayBack(const Bounded& network)
      : m_graph(network.graph),
        m_input(network.input),
        m_boxes(network.boxes),
        m_relaxations(network.graph.nodes.size()) {}

  Extent extentAt(std::size_t node) const { return extentOf(m_boxes[node].low); }
  /// Whether everything between the input and this node slides over maps.
  bool local(std::size_t node) const;
  /// So many functions that the largest layer in sight stays in the processor's cache.
  std::int64_t rowsAtOnce(std::size_t node, const Sight& window) const;
  /// From a node's output (−1: the input) to the input; `bound` has what is certain already.
  at::Tensor lowest(int node, Held start, const Origins& origins, std::vector<double> bound);

 private:
  const Box& boxOf(int source) const { return source < 0 ? m_input : m_boxes[static_cast<std::size_t>(source)]; }
  const Relaxation& relaxation(std::size_t node);
  /// One step back through a node: coefficients of its inputs; what is certain goes to the bound.
  std::vector<Held> back(std::size_t node, Held held, const Origins& origins, std::vector<double>& bound);
  Held backThroughPool(std::size_t node, const Held& held, const Origins& origins, std::vector<double>& bound);
  Held backThroughConvolution(std::size_t node, Held held, const Sliding& slides, const Origins& origins,
                              std::vector<double>& bound) const;
  std::vector<Held> backByGradient(const Node& node, const Held& held, std::vector<double>& bound) const;

  const Graph& m_graph;
  const Box& m_input;
  const std::vector<Box>& m_boxes;
  std::vector<std::optional<Relaxation>> m_relaxations;
};

const Relaxation& WayBack::relaxation(std::size_t at) {
  std::optional<Relaxation>& kept = m_relaxations[at];
  if (!kept) kept = relaxationOf(m_graph.nodes[at], boxOf(m_graph.nodes[at].inputs[0]));
  return *kept;
}

bool WayBack::local(std::size_t node) const {
  std::vector<bool> reached(m_graph.nodes.size(), false);
  reached[node] = true;
  for (std::size_t i = node + 1; i-- > 0;) {
    if (!reached[i]) continue;
    const Node& one = m_graph.nodes[i];
    if (m_boxes[i].low.dim() != 4) return false;
    const bool slides = one.op == "conv" || one.op == "max_pool";
    if (one.op == "add" && boxOf(one.inputs[0]).low.sizes() != boxOf(one.inputs[1]).low.sizes()) return false;
    if (slides && !slidingOf(one)) return false;
    if (!slides && one.op != "relu" && one.op != "add" && one.op != "identity" && one.op != "dropout" &&
        one.op != "batch_norm" && one.op != "normalise")
      return false;
    for (const int source : one.inputs) {
      if (source >= 0) reached[static_cast<std::size_t>(source)] = true;
    }
  }
  return m_input.low.dim() == 4;
}

std::int64_t WayBack::rowsAtOnce(std::size_t node, const Sight& window) const {
  constexpr std::int64_t kFloats = 1 << 20;
  std::vector<std::int64_t> most(m_graph.nodes.size(), 0);  // height of the window, 0: not in sight
  most[node] = window.height;
  std::int64_t largest = 1;
  for (std::size_t i = node + 1; i-- > 0;) {
    if (most[i] == 0) continue;
    const Node& one = m_graph.nodes[i];
    const Extent map = extentAt(i);
    largest = std::max(largest, window.whole() ? map.size() : map.channels * most[i] * most[i]);
    const auto slides =
        window.whole() || (one.op != "conv" && one.op != "max_pool") ? std::nullopt : slidingOf(one);
    for (const int source : one.inputs) {
      if (source < 0) continue;
      std::int64_t& held = most[static_cast<std::size_t>(source)];
      held = std::max(held, slides ? behind({1, 0, most[i], most[i]}, *slides).height : most[i]);
    }
  }
  return std::clamp<std::int64_t>(kFloats / largest, 16, 2048);
}

Held WayBack::backThroughPool(std::size_t at, const Held& held, const Origins& origins,
                              std::vector<double>& bound) {
  const Node& node = m_graph.nodes[at];
  const Relaxation& pool = relaxation(at);
  const Extent map = extentAt(at), below = extentOf(boxOf(node.inputs[0]).low);
  const Sight window =
      held.window.whole() ? Sight{0, 0, below.height, below.width} : behind(held.window, *slidingOf(node));
  at::Tensor routed = at::zeros({origins.count(), below.channels, window.height, window.width}, at::kFloat);
  at::Tensor weights = held.weights;
  const float* const follows = pool.above.data_ptr<float>();
  const float* const lift = pool.lift.data_ptr<float>();
  const int *const row = pool.row.data_ptr<int>(), *const column = pool.column.data_ptr<int>();
  float* const out = routed.data_ptr<float>();
  sweep(weights, held.window, map, origins, bound, [=](float& weight, const Spot& spot, std::int64_t place) {
    if (weight == 0) return 0.0F;
    const float constant = weight < 0 ? weight * lift[place] : 0.0F;
    if (weight < 0 && follows[place] == 0) return constant;
    const std::int64_t y = row[place] - window.step * spot.y + window.before,
                       x = column[place] - window.step * spot.x + window.before;
    out[((spot.row * below.channels + spot.channel) * window.height + y) * window.width + x] += weight;
    return constant;
  });
  return {routed, window};
}

Held WayBack::backThroughConvolution(std::size_t at, Held held, const Sliding& slides, const Origins& origins,
                                     std::vector<double>& bound) const {
  const Node& node = m_graph.nodes[at];
  const Extent map = extentAt(at), source = extentOf(boxOf(node.inputs[0]).low);
  const at::Tensor given = node.tensor("bias");
  const at::Tensor bias = given.defined() ? given : at::zeros({map.channels});
  sweep(held.weights, held.window, map, origins, bound,
        [constant = bias.data_ptr<float>()](float& w, const Spot& spot, std::int64_t) {
          return w * constant[spot.channel];
        });
  const bool whole = held.window.whole();
  const Sight window = whole ? Sight{0, 0, source.height, source.width} : behind(held.window, slides);
  const std::int64_t padding = whole ? slides.padding : 0;
  const std::vector<std::int64_t> strides(2, slides.stride), paddings(2, padding), dilations(2, slides.dilation);
  constexpr std::int64_t kFew = 8;  // channels below which a routine that works on blocks of 16 wastes most
  if (source.channels < kFew && node.whole("groups", 1) == 1) {
    const at::Tensor weight = node.tensor("weight");
    const auto missing = [&](std::int64_t wanted, std::int64_t size) {
      return wanted - ((size - 1) * slides.stride - 2 * padding + slides.dilation * (slides.kernel - 1) + 1);
    };
    return {at::slow_conv_transpose2d(
                held.weights, weight, {slides.kernel, slides.kernel}, {}, strides, paddings,
                {missing(window.height, held.window.height), missing(window.width, held.window.width)}, dilations),
            window};
  }
  const at::Tensor shape = at::empty({origins.count(), source.channels, window.height, window.width}, at::kFloat);
  const at::Tensor below = std::get<0>(
      at::convolution_backward(held.weights, shape, node.tensor("weight"), c10::nullopt, strides, paddings,
                               dilations, false, {0, 0}, node.whole("groups", 1), {true, false, false}));
  return {below, window};
}

/// Any map that is affine, by the gradient of its output at zero; whole maps only.
std::vector<Held> WayBack::backByGradient(const Node& node, const Held& held, std::vector<double>& bound) const {
  const std::int64_t rows = held.weights.size(0);
  const at::AutoGradMode withGradient(true);
  std::vector<at::Tensor> leaves;
  for (const int source : node.inputs) {
    std::vector<std::int64_t> shape = boxOf(source).low.sizes().vec();
    shape[0] = rows;
    leaves.push_back(at::zeros(shape, at::kFloat).requires_grad_(true));
  }
  const at::Tensor out = runOperation(node, leaves, {});  // the node's constants alone
  const at::Tensor above = held.weights.reshape(out.sizes());
  const auto parts = torch::autograd::grad({out}, leaves, {above});
  const at::Tensor constants = (above * out.detach()).flatten(1).sum(1, false, at::kDouble);
  for (std::int64_t r = 0; r < rows; ++r) bound[static_cast<std::size_t>(r)] += constants[r].item<double>();
  std::vector<Held> result;
  for (std::size_t s = 0; s < parts.size(); ++s) {
    const Extent map = extentOf(boxOf(node.inputs[s]).low);
    result.push_back(
        {parts[s].reshape({rows, map.channels, map.height, map.width}), {0, 0, map.height, map.width}});
  }
  return result;
}

std::vector<Held> WayBack::back(std::size_t at, Held held, const Origins& origins, std::vector<double>& bound) {
  const Node& node = m_graph.nodes[at];
  const Extent map = extentAt(at);
  const bool mapped = m_boxes[at].low.dim() == 4;
  if (node.op == "relu") {
    const Relaxation& lines = relaxation(at);
    const float* const below = lines.below.data_ptr<float>();
    const float* const above = lines.above.data_ptr<float>();
    const float* const lift = lines.lift.data_ptr<float>();
    sweep(held.weights, held.window, map, origins, bound, [=](float& weight, const Spot&, std::int64_t place) {
      const float up = std::max(weight, 0.0F), down = std::min(weight, 0.0F);
      weight = up * below[place] + down * above[place];
      return down * lift[place];
    });
    return {std::move(held)};
  }
  if (node.op == "max_pool") return {backThroughPool(at, held, origins, bound)};
  if (node.op == "identity" || node.op == "dropout") return {std::move(held)};
  if (node.op == "add" && boxOf(node.inputs[0]).low.sizes() == boxOf(node.inputs[1]).low.sizes())
    return {held, {held.weights.clone(), held.window}};  // what follows works in place
  const auto slides = node.op == "conv" && mapped ? slidingOf(node) : std::nullopt;
  if (slides) return {backThroughConvolution(at, std::move(held), *slides, origins, bound)};
  if (!held.window.whole()) {  // batch norm and normalisation: a scale and a shift a channel
    const at::AutoGradMode withGradient(true);
    const at::Tensor leaf = at::zeros({1, map.channels, 1, 1}, at::kFloat).requires_grad_(true);
    const at::Tensor shift = runOperation(node, std::vector<at::Tensor>{leaf}, {});
    const at::Tensor scale = torch::autograd::grad({shift.sum()}, {leaf})[0];
    const at::Tensor constants = shift.detach().contiguous();
    sweep(held.weights, held.window, map, origins, bound,
          [constant = constants.data_ptr<float>()](float& w, const Spot& spot, std::int64_t) {
            return w * constant[spot.channel];
          });
    return {{held.weights * scale, held.window}};
  }
  return backByGradient(node, held, bound);
}

at::Tensor WayBack::lowest(int node, Held start, const Origins& origins, std::vector<double> bound) {
  std::vector<Held> held(m_graph.nodes.size());
  Held ofInput;
  const auto give = [&](int source, Held more) {
    Held& place = source < 0 ? ofInput : held[static_cast<std::size_t>(source)];
    place = summed(std::move(place), std::move(more));
  };
  give(node, std::move(start));
  for (std::size_t i = node < 0 ? 0 : static_cast<std::size_t>(node) + 1; i-- > 0;) {
    Held own = std::move(held[i]);
    held[i] = {};
    if (!own.weights.defined()) continue;
    auto parts = back(i, std::move(own), origins, bound);
    for (std::size_t s = 0; s < parts.size(); ++s) give(m_graph.nodes[i].inputs[s], std::move(parts[s]));
  }
  if (ofInput.weights.defined()) {
    const at::Tensor low = m_input.low.contiguous(), high = m_input.high.contiguous();
    const float *const least = low.data_ptr<float>(), *const most = high.data_ptr<float>();
    sweep(ofInput.weights, ofInput.window, extentOf(m_input.low), origins, bound,
          [=](float& w, const Spot&, std::int64_t place) { return w > 0 ? w * least[place] : w * most[place]; });
  }
  return at::tensor(bound, at::kDouble).to(at::kFloat);
}

}  // namespace

at::Tensor lowestOfFunctions(const Bounded& network, std::size_t node, const at::Tensor& weights) {
  WayBack way(network);
  const std::int64_t images = weights.size(0), each = weights.size(1);
  const Extent map = way.extentAt(node);
  const Sight window{0, 0, map.height, map.width};
  const at::Tensor all = weights.reshape({images * each, map.channels, map.height, map.width});
  const std::int64_t size = way.rowsAtOnce(node, window);
  std::vector<at::Tensor> bounds;
  for (std::int64_t from = 0; from < images * each; from += size) {
    const std::int64_t to = std::min(images * each, from + size);
    Origins origins;
    for (std::int64_t r = from; r < to; ++r) origins.image.push_back(r / each);
    bounds.push_back(way.lowest(static_cast<int>(node), {all.slice(0, from, to).clone(), window}, origins,
                                std::vector<double>(static_cast<std::size_t>(to - from), 0.0)));
  }
  return at::cat(bounds).view({images, each});
}

at::Tensor lowestOfUnits(const Bounded& network, std::size_t node, const std::vector<Unit>& units) {
  WayBack way(network);
  const Node& layer = network.graph.nodes[node];
  const Extent map = way.extentAt(node);
  const bool local = way.local(node);
  const std::int64_t plane = map.height * map.width;
  const Sight own = local ? Sight{1, 0, 1, 1} : Sight{0, 0, map.height, map.width};
  const auto slides = local && layer.op == "conv" ? slidingOf(layer) : std::nullopt;
  // A unit of a plain convolution is its kernel over what lies below.
  const bool kernel = slides.has_value() && layer.whole("groups", 1) == 1 && slides->dilation == 1;
  const Sight seen = kernel ? behind(own, *slides) : own;
  const auto size = static_cast<std::size_t>(way.rowsAtOnce(node, own));
  const at::Tensor given = kernel ? layer.tensor("bias") : at::Tensor();
  std::vector<at::Tensor> bounds;
  for (std::size_t from = 0; from < units.size(); from += size) {
    const std::size_t to = std::min(units.size(), from + size);
    Origins origins;
    std::vector<std::int64_t> place;
    std::vector<float> sign;
    std::vector<double> bound;
    for (std::size_t u = from; u < to; ++u) {
      const Unit& unit = units[u];
      origins.image.push_back(unit.image);
      origins.row.push_back(unit.place % plane / map.width);
      origins.column.push_back(unit.place % map.width);
      place.push_back(local ? unit.place / plane : unit.place);
      sign.push_back(unit.sign);
      bound.push_back(given.defined() ? double(unit.sign) * given.data_ptr<float>()[place.back()] : 0.0);
    }
    const at::Tensor index = at::tensor(place, at::kLong),
                     signs = at::tensor(sign, at::kFloat).view({-1, 1, 1, 1});
    if (kernel) {
      bounds.push_back(way.lowest(layer.inputs[0], {layer.tensor("weight").index_select(0, index) * signs, seen},
                                  origins, std::move(bound)));
      continue;
    }
    const std::int64_t inputs = local ? map.channels : map.size();
    at::Tensor weights = at::zeros({std::ssize(place), inputs}, at::kFloat);
    weights.scatter_(1, index.unsqueeze(1), signs.view({-1, 1}));
    bounds.push_back(way.lowest(static_cast<int>(node),
                                {weights.view({std::ssize(place), map.channels, own.height, own.width}), own},
                                origins, std::move(bound)));
  }
  return bounds.empty() ? at::zeros({0}) : at::cat(bounds);
}

}  // namespace adversarium
