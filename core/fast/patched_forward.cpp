// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/patched_forward.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "core/graph/operations.h"
#include "core/tensor/convert.h"

namespace adversarium {

/// Along one axis, for every window: what it changed, and which part of the map was computed again. The parts are
/// all of one size, so that they make a batch; each holds its changed stretch.
struct WindowExtent {
  std::vector<std::int64_t> first, last;  // changed, both ends included
  std::vector<std::int64_t> start;        // of the part
  std::int64_t size = 0;                  // of the part

  /// Chooses the parts: as large as the longest stretch, all inside 0…length−1.
  void settle(std::int64_t length) {
    size = 1;
    for (std::size_t w = 0; w < first.size(); ++w) {
      first[w] = std::clamp<std::int64_t>(first[w], 0, length - 1);
      last[w] = std::clamp<std::int64_t>(last[w], first[w], length - 1);
      size = std::max(size, last[w] - first[w] + 1);
    }
    start.resize(first.size());
    for (std::size_t w = 0; w < first.size(); ++w) start[w] = std::min(first[w], length - size);
  }
};

namespace {

constexpr std::int64_t kWindowsAtOnce = 64;

/// How an operation looks at its input along an axis.
struct Reach {
  std::int64_t kernel = 1, stride = 1, padding = 0;

  std::int64_t inputStart(std::int64_t output) const { return output * stride - padding; }
  std::int64_t inputSize(std::int64_t outputs) const { return (outputs - 1) * stride + kernel; }
  /// The outputs that see any of the changed inputs.
  WindowExtent outputs(const WindowExtent& in, std::int64_t length) const {
    WindowExtent out;
    for (std::size_t w = 0; w < in.first.size(); ++w) {
      const std::int64_t reached = in.first[w] + padding - kernel + 1;
      out.first.push_back(reached <= 0 ? 0 : (reached + stride - 1) / stride);
      out.last.push_back((in.last[w] + padding) / stride);
    }
    out.settle(length);
    return out;
  }
};

/// An attribute along an axis (0: rows): said once for both, for each, or as begins and ends.
std::int64_t numberAlong(const Node& node, std::string_view attribute, std::size_t axis, std::int64_t fallback) {
  const auto found = node.attributes.find(attribute);
  if (found == node.attributes.end() || found->second.empty()) return fallback;
  return static_cast<std::int64_t>(found->second[found->second.size() == 1 ? 0 : axis]);
}

/// Only with attributes that are understood here: another reader of models may know more of them.
bool hasOnly(const Node& node, const std::set<std::string_view>& known) {
  return std::all_of(node.attributes.begin(), node.attributes.end(), [&](const auto& attribute) {
    const auto& [name, values] = attribute;
    if (name == "ceil" && values.size() == 1 && values[0] == 0) return true;
    return known.contains(name) && (values.size() <= 2 || (name == "padding" && values.size() == 4));
  });
}

/// Looks at a small window of a map for each place of its output.
bool windowedOperation(const Node& node) {
  if (node.op == "conv")
    return node.tensor("weight").dim() == 4 && hasOnly(node, {"stride", "padding", "dilation", "groups"});
  if (node.op == "blocked_conv" || node.op == "thin_conv")
    return hasOnly(node, {"stride", "padding", "dilation", "groups"});  // dilation and groups of one, if said
  if (node.op == "max_pool" || node.op == "quick_pool")
    return hasOnly(node, {"stride", "padding", "kernel", "dilation"});
  return node.op == "average_pool" && hasOnly(node, {"stride", "kernel"});
}

/// Each place of the output depends on the same place of the inputs alone.
bool placewiseOperation(const Node& node) {
  static const std::set<std::string_view> kOperations{
      "normalise", "batch_norm",   "relu",       "leaky_relu", "clip",    "elu",      "selu",     "celu", "gelu",
      "sigmoid",   "hard_sigmoid", "hard_swish", "tanh",       "mish",    "softplus", "softsign", "exp",  "erf",
      "sqrt",      "abs",          "neg",        "identity",   "dropout", "add",      "sub",      "mul",  "div"};
  return kOperations.contains(node.op) || (node.op == "concat" && node.whole("axis", 1) == 1);  // joins channels
}

bool relayout(const Node& node) { return node.op == "to_blocks" || node.op == "from_blocks"; }

Reach reachOf(const Node& node, std::size_t axis) {
  const bool convolution = node.op == "conv" || node.op == "blocked_conv" || node.op == "thin_conv";
  const std::int64_t size =
      convolution ? node.tensor("weight").size(std::int64_t(axis) + 2) : numberAlong(node, "kernel", axis, 2);
  return {(size - 1) * numberAlong(node, "dilation", axis, 1) + 1,
          numberAlong(node, "stride", axis, convolution ? 1 : size), numberAlong(node, "padding", axis, 0)};
}

/// The same for every place, as a constant may be.
bool withoutPlaces(const at::Tensor& value) {
  return value.dim() < 3 ? value.numel() == 1 : value.size(-1) == 1 && value.size(-2) == 1;
}

/// N×C×H×W or blocks → N×G×H×W×I, contiguous: the innermost numbers belong to one place of the map.
at::Tensor onGrid(const at::Tensor& map) {
  return map.dim() == 5 ? map.contiguous() : map.permute({0, 2, 3, 1}).unsqueeze(1).contiguous();
}

/// Back again; plain maps as channels_last.
at::Tensor offGrid(const at::Tensor& grid, bool blocked) {
  return blocked ? grid : grid.squeeze(1).permute({0, 3, 1, 2});
}

/// Parts of one picture's map, with what a window changed pasted over them. `parts` may be undefined: nothing
/// changed. `rows`, `columns` say where the changed parts lie; `top`, `left` where the wanted ones begin, which
/// may be outside the map: there stands `rim`.
at::Tensor cut(const at::Tensor& map, const at::Tensor& parts, const WindowExtent& rows,
               const WindowExtent& columns, const std::vector<std::int64_t>& top,
               const std::vector<std::int64_t>& left, std::int64_t height, std::int64_t width, float rim) {
  const std::int64_t windows = static_cast<std::int64_t>(top.size()), groups = map.size(1),
                     mapHeight = map.size(2), mapWidth = map.size(3), inner = map.size(4);
  at::Tensor result = at::empty({windows, groups, height, width, inner}, map.options());
  const float* from = map.data_ptr<float>();
  const float* changed = parts.defined() ? parts.data_ptr<float>() : nullptr;
  float* to = result.data_ptr<float>();
  const auto copy = [inner](const float* source, float* target, std::int64_t places) {
    std::memcpy(target, source, static_cast<std::size_t>(places * inner) * sizeof(float));
  };
  at::parallel_for(0, windows * groups, 4, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t wg = begin; wg < end; ++wg) {
      const std::int64_t w = wg / groups, g = wg % groups;
      const auto at = static_cast<std::size_t>(w);
      const std::int64_t x0 = std::clamp<std::int64_t>(-left[at], 0, width);
      const std::int64_t x1 = std::clamp<std::int64_t>(mapWidth - left[at], x0, width);
      for (std::int64_t y = 0; y < height; ++y) {
        float* line = to + (wg * height + y) * width * inner;
        const std::int64_t row = top[at] + y;
        if (row < 0 || row >= mapHeight) {
          std::fill_n(line, width * inner, rim);
          continue;
        }
        std::fill_n(line, x0 * inner, rim);
        std::fill_n(line + x1 * inner, (width - x1) * inner, rim);
        copy(from + ((g * mapHeight + row) * mapWidth + left[at] + x0) * inner, line + x0 * inner, x1 - x0);
        if (!changed || row < rows.start[at] || row >= rows.start[at] + rows.size) continue;
        const std::int64_t first = std::max(left[at], columns.start[at]);
        const std::int64_t last = std::min(left[at] + width, columns.start[at] + columns.size);
        if (first >= last) continue;
        copy(
            changed + ((wg * rows.size + row - rows.start[at]) * columns.size + first - columns.start[at]) * inner,
            line + (first - left[at]) * inner, last - first);
      }
    }
  });
  return result;
}

}  // namespace

/// What became of a node's output: nothing (both undefined), a part of the map a window, or a whole output a
/// window.
struct PatchedForward::Value {
  at::Tensor parts;  // W×G×h×w×I
  WindowExtent rows, columns;
  at::Tensor whole;  // W×…, as the operation gave it
  bool changed() const { return parts.defined() || whole.defined(); }
};

bool PatchedForward::follows(const Node& node) {
  return windowedOperation(node) || placewiseOperation(node) || relayout(node);
}

std::unique_ptr<const PatchedForward> PatchedForward::of(const Graph* graph, const at::Tensor& image) {
  if (!graph || graph->nodes.empty() || !graph->device().is_cpu()) return nullptr;
  bool gains = false;
  for (const Node& node : graph->nodes) {
    gains = gains || windowedOperation(node);
    for (const auto& [name, tensor] : node.tensors) {
      if (tensor.is_floating_point() && tensor.scalar_type() != at::kFloat) return nullptr;
    }
  }
  if (!gains) return nullptr;
  return std::unique_ptr<const PatchedForward>(new PatchedForward(*graph, image));
}

PatchedForward::PatchedForward(Graph graph, const at::Tensor& image) : m_graph(std::move(graph)) {
  const at::NoGradGuard noGradient;
  useThreadsFor(1);
  for (Node& node : m_graph.nodes) {
    node.attributes.erase("in_place");  // every output is kept
    m_unpadded.push_back(node);
    m_unpadded.back().attributes.erase("padding");
  }
  // Kept by a tap, which sees the outputs before anybody else; Graph::run knows how they are to be computed.
  (void)m_graph.run(image.contiguous(at::MemoryFormat::ChannelsLast),
                    {false, [&](const Node&, const at::Tensor& output) { m_base.push_back(output); }, nullptr});
  m_base.push_back(image);
  for (const at::Tensor& output : m_base) {
    const bool map = (output.dim() == 4 || output.dim() == 5) && output.scalar_type() == at::kFloat;
    m_onGrid.push_back(map ? onGrid(output) : at::Tensor());
  }
}

const at::Tensor& PatchedForward::base(int index) const {
  return index < 0 ? m_base.back() : m_base[static_cast<std::size_t>(index)];
}

at::Tensor PatchedForward::whole(const Value& value, int index) const {
  if (value.whole.defined()) return value.whole;
  const at::Tensor& own = base(index);
  if (!value.parts.defined()) return own;
  const at::Tensor& map = grid(index);
  const std::vector<std::int64_t> origin(value.rows.start.size(), 0);
  return offGrid(cut(map, value.parts, value.rows, value.columns, origin, origin, map.size(2), map.size(3), 0),
                 own.dim() == 5);
}

const at::Tensor& PatchedForward::grid(int index) const {
  return index < 0 ? m_onGrid.back() : m_onGrid[static_cast<std::size_t>(index)];
}

PatchedForward::Value PatchedForward::placewise(std::size_t index, const std::vector<const Value*>& inputs) const {
  const Node& node = m_graph.nodes[index];
  const at::Tensor& map = m_onGrid[index];
  Value result;
  for (const Value* input : inputs) {  // what any of the inputs changed
    if (!input->changed()) continue;
    if (result.rows.size == 0) {
      result.rows = input->rows;
      result.columns = input->columns;
      continue;
    }
    for (std::size_t w = 0; w < result.rows.first.size(); ++w) {
      result.rows.first[w] = std::min(result.rows.first[w], input->rows.first[w]);
      result.rows.last[w] = std::max(result.rows.last[w], input->rows.last[w]);
      result.columns.first[w] = std::min(result.columns.first[w], input->columns.first[w]);
      result.columns.last[w] = std::max(result.columns.last[w], input->columns.last[w]);
    }
  }
  if (inputs.size() > 1) {
    result.rows.settle(map.size(2));
    result.columns.settle(map.size(3));
  }
  std::vector<at::Tensor> parts;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const int from = node.inputs[i];
    if (!inputs[i]->changed() && withoutPlaces(base(from))) {
      parts.push_back(base(from));
      continue;
    }
    const at::Tensor part = inputs.size() == 1 ? inputs[i]->parts
                                               : cut(grid(from), inputs[i]->parts, inputs[i]->rows,
                                                     inputs[i]->columns, result.rows.start, result.columns.start,
                                                     result.rows.size, result.columns.size, 0);
    parts.push_back(offGrid(part, base(from).dim() == 5));
  }
  result.parts = onGrid(runOperation(node, parts, {}));
  return result;
}

PatchedForward::Value PatchedForward::windowed(std::size_t index, const Value& input) const {
  const Node& node = m_graph.nodes[index];
  const int from = node.inputs[0];
  const at::Tensor& own = grid(from);
  const at::Tensor& map = m_onGrid[index];
  const Reach down = reachOf(node, 0), across = reachOf(node, 1);
  Value result;
  result.rows = down.outputs(input.rows, map.size(2));
  result.columns = across.outputs(input.columns, map.size(3));
  if (result.rows.size == map.size(2) && result.columns.size == map.size(3)) {
    const std::vector<at::Tensor> all{whole(input, from)};
    return {{}, {}, {}, runOperation(node, all, {})};
  }
  std::vector<std::int64_t> top, left;
  for (std::size_t w = 0; w < result.rows.start.size(); ++w) {
    top.push_back(down.inputStart(result.rows.start[w]));
    left.push_back(across.inputStart(result.columns.start[w]));
  }
  const float rim = node.op == "max_pool" ? -std::numeric_limits<float>::infinity() : 0.0F;
  const std::vector<at::Tensor> parts{
      offGrid(cut(own, input.parts, input.rows, input.columns, top, left, down.inputSize(result.rows.size),
                  across.inputSize(result.columns.size), rim),
              base(from).dim() == 5)};
  result.parts = onGrid(runOperation(m_unpadded[index], parts, {}));
  return result;
}

/// Whether the node's inputs are maps of the output's places (changed parts or not), or the same everywhere.
bool PatchedForward::placesMatch(std::size_t index, const std::vector<const Value*>& inputs) const {
  const at::Tensor& map = m_onGrid[index];
  const Node& node = m_graph.nodes[index];
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const int from = node.inputs[i];
    if (!inputs[i]->changed() && withoutPlaces(base(from)) && node.op != "concat") continue;
    const at::Tensor& own = grid(from);
    if (!own.defined() || base(from).dim() != base(int(index)).dim() || own.size(2) != map.size(2) ||
        own.size(3) != map.size(3)) {
      return false;
    }
  }
  return true;
}

PatchedForward::Value PatchedForward::step(std::size_t index, const std::vector<const Value*>& inputs) const {
  const Node& node = m_graph.nodes[index];
  const auto changed = [](const Value* input) { return input->changed(); };
  if (std::none_of(inputs.begin(), inputs.end(), changed)) return {};
  const bool inParts = m_onGrid[index].defined() && std::none_of(inputs.begin(), inputs.end(), [](const Value* v) {
                         return v->whole.defined();
                       });
  const bool fromMap = inParts && inputs.size() == 1 && grid(node.inputs[0]).defined();
  if (inParts && placewiseOperation(node) && placesMatch(index, inputs)) return placewise(index, inputs);
  if (fromMap && windowedOperation(node)) return windowed(index, *inputs[0]);
  if (fromMap && relayout(node)) {
    const std::vector<at::Tensor> parts{offGrid(inputs[0]->parts, base(node.inputs[0]).dim() == 5)};
    return {onGrid(runOperation(node, parts, {})), inputs[0]->rows, inputs[0]->columns, {}};
  }
  if (fromMap && node.op == "adaptive_pool" && withoutPlaces(base(int(index))) &&
      base(node.inputs[0]).dim() == 4) {
    // The mean moves by what the changed part moved.
    const Value& input = *inputs[0];
    const at::Tensor& own = grid(node.inputs[0]);
    const at::Tensor before =
        cut(own, {}, {}, {}, input.rows.start, input.columns.start, input.rows.size, input.columns.size, 0);
    const at::Tensor moved = (input.parts - before).sum({1, 2, 3}) / double(own.size(2) * own.size(3));
    return {{}, {}, {}, base(int(index)) + moved.unsqueeze(2).unsqueeze(3)};
  }
  std::vector<at::Tensor> all;
  for (std::size_t i = 0; i < inputs.size(); ++i) all.push_back(whole(*inputs[i], node.inputs[i]));
  return {{}, {}, {}, runOperation(node, all, {})};
}

at::Tensor PatchedForward::chunk(const at::Tensor& replacement, std::span<const Window> windows) const {
  Value picture;
  for (const Window& window : windows) {
    picture.rows.first.push_back(window.top);
    picture.rows.last.push_back(window.bottom() - 1);
    picture.columns.first.push_back(window.left);
    picture.columns.last.push_back(window.right() - 1);
  }
  const at::Tensor& own = m_onGrid.back();
  picture.rows.settle(own.size(2));
  picture.columns.settle(own.size(3));
  const at::Tensor other = onGrid(replacement);
  const auto fills = [&](const Window& window) {
    return window.height == picture.rows.size && window.width == picture.columns.size;
  };
  const bool alike = std::all_of(windows.begin(), windows.end(), fills);
  picture.parts = cut(alike ? other : own, {}, {}, {}, picture.rows.start, picture.columns.start,
                      picture.rows.size, picture.columns.size, 0);
  for (std::size_t w = 0; w < windows.size() && !alike; ++w) {
    // The part is larger than its window: around it stand the picture's own pixels.
    const Window& window = windows[w];
    const std::int64_t top = window.top - picture.rows.start[w], left = window.left - picture.columns.start[w];
    picture.parts[static_cast<std::int64_t>(w)]
        .slice(1, top, top + window.height)
        .slice(2, left, left + window.width)
        .copy_(other[0].slice(1, window.top, window.bottom()).slice(2, window.left, window.right()));
  }
  std::vector<Value> values(m_graph.nodes.size());
  std::vector<int> waiting(m_graph.nodes.size(), 0);
  for (const Node& node : m_graph.nodes) {
    for (const int from : node.inputs) {
      if (from >= 0) ++waiting[static_cast<std::size_t>(from)];
    }
  }
  for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
    std::vector<const Value*> inputs;
    for (const int from : m_graph.nodes[i].inputs)
      inputs.push_back(from < 0 ? &picture : &values[static_cast<std::size_t>(from)]);
    values[i] = step(i, inputs);
    for (const int from : m_graph.nodes[i].inputs) {
      if (from >= 0 && --waiting[static_cast<std::size_t>(from)] == 0) values[static_cast<std::size_t>(from)] = {};
    }
  }
  const at::Tensor logits = whole(values.back(), static_cast<int>(values.size()) - 1);
  return logits.expand({static_cast<std::int64_t>(windows.size()), logits.size(1)}).to(at::kFloat);
}

at::Tensor PatchedForward::logits(const at::Tensor& replacement, std::span<const Window> windows) const {
  const at::NoGradGuard noGradient;
  useThreadsFor(static_cast<std::int64_t>(windows.size()));
  std::vector<at::Tensor> parts;
  for (std::size_t first = 0; first < windows.size(); first += kWindowsAtOnce) {
    parts.push_back(
        chunk(replacement, windows.subspan(first, std::min<std::size_t>(kWindowsAtOnce, windows.size() - first))));
  }
  return at::cat(parts);
}

}  // namespace adversarium
