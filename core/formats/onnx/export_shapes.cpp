// SPDX-License-Identifier: GPL-3.0-or-later
// What moves values as ONNX operators.
#include <limits>

#include "core/formats/onnx/exporter.h"

namespace adversarium {
namespace {

void reshape(Exporter& e) { e.finish("Reshape", {e.in(0), e.numbers("shape", e.node().wholes("shape"))}); }

void flatten(Exporter& e) { e.finish("Flatten", {e.in(0)}, {{"axis", e.node().whole("axis", 1)}}); }

void transpose(Exporter& e) { e.finish("Transpose", {e.in(0)}, {{"perm", e.node().wholes("permutation")}}); }

void squeeze(Exporter& e) {
  e.finish(e.node().op == "squeeze" ? "Squeeze" : "Unsqueeze",
           {e.in(0), e.numbers("axes", e.node().wholes("axes"))});
}

/// ONNX keeps a size where the wanted one is 1.
void expand(Exporter& e) {
  Sizes shape = e.node().wholes("shape");
  for (std::int64_t& size : shape) size = size == -1 ? 1 : size;
  e.finish("Expand", {e.in(0), e.numbers("shape", shape)});
}

void repeatForBatch(Exporter& e) {
  const std::int64_t axis = e.node().whole("axis"), times = e.node().whole("times", 1);
  const std::string shape = e.step("Shape", {e.in(1)});
  std::string count = e.step("Gather", {shape, e.numbers("first", {0})}, {{"axis", std::int64_t{0}}});
  if (times != 1) count = e.step("Mul", {count, e.numbers("times", {times})});
  const auto rank = static_cast<std::int64_t>(e.shape(0).size());
  Names parts;
  if (axis > 0) parts.push_back(e.numbers("before", Sizes(static_cast<std::size_t>(axis), 1)));
  parts.push_back(count);
  if (axis + 1 < rank) parts.push_back(e.numbers("behind", Sizes(static_cast<std::size_t>(rank - axis - 1), 1)));
  e.finish("Expand", {e.in(0), e.step("Concat", parts, {{"axis", std::int64_t{0}}})});
}

void tile(Exporter& e) { e.finish("Tile", {e.in(0), e.numbers("repeats", e.node().wholes("repeats"))}); }

void concat(Exporter& e) { e.finish("Concat", e.inputs(), {{"axis", e.node().whole("axis", 1)}}); }

void slice(Exporter& e) {
  const Node& node = e.node();
  Names inputs{e.in(0), e.numbers("starts", node.wholes("starts")), e.numbers("ends", node.wholes("ends")),
               e.numbers("axes", node.wholes("axes"))};
  if (node.attributes.contains("steps")) inputs.push_back(e.numbers("steps", node.wholes("steps")));
  e.finish("Slice", inputs);
}

void select(Exporter& e) {
  const std::string index = e.constant("index", at::scalar_tensor(e.node().whole("index"), at::kLong));
  e.finish("Gather", {e.in(0), index}, {{"axis", e.node().whole("axis")}});
}

void gather(Exporter& e) { e.finish("Gather", e.inputs(), {{"axis", e.node().whole("axis")}}); }

void pad(Exporter& e) {
  static const std::map<std::string_view, std::string> modes{
      {"pad", "constant"}, {"pad_edge", "edge"}, {"pad_reflect", "reflect"}};
  Sizes pads = e.node().wholes("pads");
  const std::size_t count = 2 * e.shape(0).size();
  if (pads.size() == 1) pads.resize(count, pads.front());
  Names inputs{e.in(0), e.numbers("pads", pads)};
  if (e.node().attributes.contains("value")) inputs.push_back(e.number("value", e.node().number("value")));
  e.finish("Pad", inputs, {{"mode", modes.at(e.node().op)}});
}

void padWrap(Exporter& e) { e.cannot("pads by wrapping around"); }

void resize(Exporter& e) {
  const Node& node = e.node();
  const auto word = [&](const char* attribute, const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(
        std::clamp<std::int64_t>(node.whole(attribute), 0, static_cast<std::int64_t>(words.size()) - 1))];
  };
  OnnxAttributes attributes{
      {"mode", word("mode", {"nearest", "linear", "cubic"})},
      {"coordinate_transformation_mode",
       word("coordinates", {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"})}};
  if (node.whole("mode") == 0) {
    attributes.push_back(
        {"nearest_mode", word("rounding", {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"})});
  }
  if (node.whole("mode") == 2) attributes.push_back({"cubic_coeff_a", node.number("cubic", -0.75)});
  if (node.whole("exclude_outside")) attributes.push_back({"exclude_outside", std::int64_t{1}});
  const Sizes sizes = node.wholes("sizes");
  if (sizes.empty()) {
    const auto& scales = node.attributes.find("scales")->second;
    const std::string factors = e.constant("scales", at::tensor(scales, at::kDouble).to(at::kFloat));
    return e.finish("Resize", {e.in(0), "", factors}, attributes);
  }
  // The batch is not known: what stays as it is comes from the input.
  std::size_t from = sizes.size();
  while (from > 0 && sizes[from - 1] != 0) --from;
  Sizes rest(sizes.begin() + static_cast<std::ptrdiff_t>(from), sizes.end());
  for (std::size_t d = 0; d < from; ++d) {
    if (sizes[d] != 0) e.cannot("resizes dimensions that do not stand together");
  }
  const std::string shape = e.step("Shape", {e.in(0)});
  const std::string kept = e.step("Slice", {shape, e.numbers("from", {0}), e.numbers("to", {std::int64_t(from)})});
  Names parts{kept};
  if (!rest.empty()) parts.push_back(e.numbers("sizes", rest));
  e.finish("Resize", {e.in(0), "", "", e.step("Concat", parts, {{"axis", std::int64_t{0}}})}, attributes);
}

void reverseChannels(Exporter& e) {
  e.finish("Slice",
           {e.in(0), e.numbers("starts", {-1}), e.numbers("ends", {std::numeric_limits<std::int32_t>::min()}),
            e.numbers("axes", {1}), e.numbers("steps", {-1})});
}

void swapAxes(Exporter& e) { e.finish("Transpose", {e.in(0)}, {{"perm", Sizes{0, 1, 3, 2}}}); }

void selectClasses(Exporter& e) {
  e.finish("Gather", {e.in(0), e.numbers("order", e.node().wholes("order"))}, {{"axis", std::int64_t{1}}});
}

void depthToSpace(Exporter& e) {
  e.finish("DepthToSpace", {e.in(0)},
           {{"blocksize", e.node().whole("block", 2)},
            {"mode", std::string(e.node().whole("columns_first") ? "CRD" : "DCR")}});
}

void spaceToDepth(Exporter& e) {
  e.finish("SpaceToDepth", {e.in(0)}, {{"blocksize", e.node().whole("block", 2)}});
}

}  // namespace

void addShapeExports(ExportRows& rows) {
  rows["reshape"] = reshape;
  rows["flatten"] = flatten;
  rows["transpose"] = transpose;
  rows["squeeze"] = squeeze;
  rows["unsqueeze"] = squeeze;
  rows["expand"] = expand;
  rows["repeat_for_batch"] = repeatForBatch;
  rows["tile"] = tile;
  rows["concat"] = concat;
  rows["slice"] = slice;
  rows["select"] = select;
  rows["gather"] = gather;
  for (const char* name : {"pad", "pad_edge", "pad_reflect"}) rows[name] = pad;
  rows["pad_wrap"] = padWrap;
  rows["resize"] = resize;
  rows["reverse_channels"] = reverseChannels;
  rows["swap_axes"] = swapAxes;
  rows["select_classes"] = selectClasses;
  rows["depth_to_space"] = depthToSpace;
  rows["space_to_depth"] = spaceToDepth;
}

}  // namespace adversarium
