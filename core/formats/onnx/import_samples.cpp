// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's operators that take a picture's values at other places.
#include <cmath>

#include "core/formats/onnx/importer.h"

namespace adversarium {
namespace {

std::vector<Value> pad(Call& call) {
  const std::int64_t rank = call.rank(0);
  const std::string mode = call.text("mode", "constant");
  Sizes pads = call.opset() < 11 ? call.wholes(call.says("pads") ? "pads" : "paddings") : call.fixedWholes(1);
  if (call.has(3)) {  // operator set 18: for these dimensions only
    const Sizes axes = call.fixedWholes(3);
    if (pads.size() != 2 * axes.size()) call.wrong("has a wrong number of pads");
    Sizes all(2 * static_cast<std::size_t>(rank), 0);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const std::int64_t axis = axes[i] < 0 ? axes[i] + rank : axes[i];
      if (axis < 0 || axis >= rank) call.wrong("pads a dimension that is not there");
      all[static_cast<std::size_t>(axis)] = pads[i];
      all[static_cast<std::size_t>(axis + rank)] = pads[i + axes.size()];
    }
    pads = all;
  }
  if (static_cast<std::int64_t>(pads.size()) != 2 * rank) call.wrong("has a wrong number of pads");
  static const std::map<std::string_view, std::string> names{
      {"constant", "pad"}, {"edge", "pad_edge"}, {"reflect", "pad_reflect"}, {"wrap", "pad_wrap"}};
  const auto name = names.find(mode);
  if (name == names.end()) call.notCovered("pads in the mode '" + mode + "'");
  if (std::all_of(pads.begin(), pads.end(), [](std::int64_t p) { return p == 0; })) return {call.in(0)};
  Attributes attributes{{"pads", numbers(pads)}};
  if (name->second == "pad") {
    const double value = call.opset() < 11 ? call.number("value", 0) : call.has(2) ? call.fixedNumber(2) : 0;
    if (!std::isfinite(value)) call.notCovered("pads with infinity");
    if (value != 0) attributes["value"] = {value};
  }
  return {call.emit(name->second, {call.in(0)}, attributes)};
}

double coded(Call& call, const std::string& word, const std::vector<std::string_view>& words, const char* what) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) call.notCovered(std::string("resizes with the ") + what + " '" + word + "'");
  return static_cast<double>(found - words.begin());
}

/// Upsample of operator sets 7 to 9 and Resize since 10, all modes but cropping.
std::vector<Value> resize(Call& call) {
  const bool old = call.node.op_type() == "Upsample" || call.opset() < 11;
  const Value& input = call.in(0);
  const auto rank = static_cast<std::size_t>(input.here.dim());
  Attributes attributes;
  std::string mode = call.text("mode", "nearest");
  if (mode == "bilinear" || mode == "trilinear") mode = "linear";
  attributes["mode"] = {coded(call, mode, {"nearest", "linear", "cubic"}, "mode")};
  const std::string coordinates = call.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
  attributes["coordinates"] = {coded(
      call, coordinates, {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"}, "coordinates")};
  if (mode == "nearest") {
    const std::string rounding = call.text("nearest_mode", old ? "floor" : "round_prefer_floor");
    attributes["rounding"] = {
        coded(call, rounding, {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}, "rounding")};
  }
  if (mode == "cubic") attributes["cubic"] = {call.number("cubic_coeff_a", -0.75)};
  if (call.whole("exclude_outside", 0) != 0) attributes["exclude_outside"] = {1};
  if (call.whole("antialias", 0) != 0) call.notCovered("resizes with anti-aliasing");
  if (call.text("keep_aspect_ratio_policy", "stretch") != "stretch") call.notCovered("keeps the aspect ratio");
  const std::size_t scalesAt = old ? 1 : 2, sizesAt = 3;
  Sizes axes = call.wholes("axes");
  if (axes.empty()) {
    for (std::size_t d = 0; d < rank; ++d) axes.push_back(static_cast<std::int64_t>(d));
  }
  for (std::int64_t& axis : axes) {
    if (axis < 0) axis += static_cast<std::int64_t>(rank);
    if (axis < 0 || axis >= static_cast<std::int64_t>(rank)) call.wrong("resizes a dimension that is not there");
  }
  if (call.has(sizesAt)) {
    const Value& target = call.in(sizesAt);
    if (!target.constant()) call.notCovered("computes its size from pixels");
    const Sizes here = wholesIn(target.here), there = wholesIn(target.more());
    if (here.size() != axes.size() || there.size() != axes.size()) call.wrong("has a wrong number of sizes");
    std::vector<double> sizes(rank, 0);  // 0: unchanged
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const std::int64_t d = axes[i];
      if (here[i] == input.here.size(d)) continue;
      if (here[i] != there[i] || here[i] < 1) call.notCovered("resizes the batch");
      sizes[static_cast<std::size_t>(d)] = static_cast<double>(here[i]);
    }
    attributes["sizes"] = sizes;
  } else {
    std::vector<double> scales(rank, 1);
    std::vector<double> said;
    if (call.says("scales") && !call.has(scalesAt)) {
      for (const onnx::AttributeProto& attribute : call.node.attribute()) {
        if (attribute.name() == "scales") said.assign(attribute.floats().begin(), attribute.floats().end());
      }
    } else {
      const at::Tensor values = call.fixed(scalesAt).to(at::kFloat).contiguous();
      said.assign(values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
    }
    if (said.size() != axes.size()) call.wrong("has a wrong number of scales");
    for (std::size_t i = 0; i < axes.size(); ++i) scales[static_cast<std::size_t>(axes[i])] = said[i];
    attributes["scales"] = scales;
  }
  return {call.emit("resize", {input}, attributes)};
}

std::vector<Value> depthToSpace(Call& call) {
  Attributes attributes{{"block", {double(call.whole("blocksize", 1))}}};
  if (call.text("mode", "DCR") == "CRD") attributes["columns_first"] = {1};
  return {call.emit("depth_to_space", {call.in(0)}, attributes)};
}

std::vector<Value> spaceToDepth(Call& call) {
  return {call.emit("space_to_depth", {call.in(0)}, {{"block", {double(call.whole("blocksize", 1))}}})};
}

}  // namespace

void addSampleRows(Rows& rows) {
  rows["Pad"] = pad;
  rows["Resize"] = resize;
  rows["Upsample"] = resize;
  rows["DepthToSpace"] = depthToSpace;
  rows["SpaceToDepth"] = spaceToDepth;
}

}  // namespace adversarium
