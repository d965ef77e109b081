// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript's operators that take a picture's values at other places.
#include <cmath>

#include "core/formats/torchscript/translation.h"

namespace adversarium {
namespace {

/// From pairs that name the last dimension first to begins of all dimensions, then ends.
std::vector<double> padsOf(ScriptCall& call, const Sizes& pairs, std::int64_t rank) {
  if (pairs.size() % 2 != 0 || static_cast<std::int64_t>(pairs.size()) > 2 * rank) call.refuse();
  std::vector<double> pads(2 * static_cast<std::size_t>(rank), 0);
  for (std::size_t i = 0; i < pairs.size() / 2; ++i) {
    const std::size_t dim = static_cast<std::size_t>(rank) - 1 - i;
    pads[dim] = static_cast<double>(pairs[2 * i]);
    pads[dim + static_cast<std::size_t>(rank)] = static_cast<double>(pairs[2 * i + 1]);
  }
  return pads;
}

ScriptTensors pad(ScriptCall& call) {
  const ScriptTensor x = call.first();
  const Sizes pairs = call.wholes(call.has("pad") ? "pad" : "padding");
  std::string mode = call.text("mode", "constant");
  if (call.op.starts_with("reflection")) mode = "reflect";
  if (call.op.starts_with("replication")) mode = "replicate";
  static const std::map<std::string_view, std::string> names{
      {"constant", "pad"}, {"replicate", "pad_edge"}, {"reflect", "pad_reflect"}, {"circular", "pad_wrap"}};
  const auto name = names.find(mode);
  if (name == names.end()) call.refuse();
  if (std::all_of(pairs.begin(), pairs.end(), [](std::int64_t p) { return p == 0; })) return {x};
  Attributes attributes{{"pads", padsOf(call, pairs, x.here.dim())}};
  if (const double value = call.number("value"); value != 0) {
    if (!std::isfinite(value)) call.refuse();
    attributes["value"] = {value};
  }
  return {call.emit(name->second, {x}, attributes)};
}

/// Codes of the operation "resize": how positions of the output lie on the input, and which of two is nearest.
constexpr double kNearest = 0, kLinear = 1, kCubic = 2;
constexpr double kHalfPixel = 0, kAlignCorners = 2, kAsymmetric = 3;
constexpr double kPreferCeil = 1, kFloor = 2;

ScriptTensors resize(ScriptCall& call) {
  const ScriptTensor x = call.first();
  const auto rank = static_cast<std::size_t>(x.here.dim());
  if (rank < 3) call.refuse();
  Attributes attributes;
  if (call.op.find("nearest") != std::string::npos) {
    const bool exact = call.op.find("exact") != std::string::npos;
    attributes = {{"mode", {kNearest}},
                  {"coordinates", {exact ? kHalfPixel : kAsymmetric}},
                  {"rounding", {exact ? kPreferCeil : kFloor}}};
  } else {
    const double mode = call.op.find("cubic") != std::string::npos ? kCubic : kLinear;
    attributes = {{"mode", {mode}}, {"coordinates", {call.flag("align_corners") ? kAlignCorners : kHalfPixel}}};
  }
  std::vector<double> factors = call.numbers("scale_factors");
  for (const char* each : {"scales", "scales_d", "scales_h", "scales_w"}) {
    if (call.has(each)) factors.push_back(call.number(each));
  }
  const Sizes size = call.wholes("output_size");
  if (factors.size() == rank - 2) {
    std::vector<double> scales(2, 1);
    scales.insert(scales.end(), factors.begin(), factors.end());
    attributes["scales"] = scales;
    for (std::size_t d = 0; d < size.size(); ++d) {  // said as well, and not the same
      const double made = std::floor(double(x.here.size(static_cast<std::int64_t>(d) + 2)) * factors[d] + 1e-6);
      if (d + 2 >= rank || static_cast<double>(size[d]) != made) call.refuse();
    }
  } else if (size.size() == rank - 2) {
    std::vector<double> sizes(rank, 0);  // 0: unchanged
    bool same = true;
    for (std::size_t d = 2; d < rank; ++d) {
      sizes[d] = static_cast<double>(size[d - 2]);
      same = same && size[d - 2] == x.here.size(static_cast<std::int64_t>(d));
    }
    if (same) return {x};
    attributes["sizes"] = sizes;
  } else {
    call.refuse();
  }
  return {call.emit("resize", {x}, attributes)};
}

ScriptTensors pixelShuffle(ScriptCall& call) {
  return {call.emit("depth_to_space", {call.first()},
                    {{"block", {double(call.whole("upscale_factor", 1))}}, {"columns_first", {1}}})};
}

Attributes shape(const Sizes& sizes) { return {{"shape", {sizes.begin(), sizes.end()}}}; }

/// Squares of pixels become channels, those of one channel side by side.
ScriptTensors pixelUnshuffle(ScriptCall& call) {
  const ScriptTensor x = call.first();
  const std::int64_t block = call.whole("downscale_factor", 1);
  if (x.here.dim() != 4 || block < 1 || x.here.size(2) % block != 0 || x.here.size(3) % block != 0) call.refuse();
  const std::int64_t c = x.here.size(1), h = x.here.size(2) / block, w = x.here.size(3) / block;
  const ScriptTensor apart = call.emit("reshape", {x}, shape({-1, c, h, block, w, block}));
  const ScriptTensor turned = call.emit("transpose", {apart}, {{"permutation", {0, 1, 3, 5, 2, 4}}});
  return {call.emit("reshape", {turned}, shape({-1, c * block * block, h, w}))};
}

ScriptTensors channelShuffle(ScriptCall& call) {
  const ScriptTensor x = call.first();
  const std::int64_t groups = call.whole("groups", 1);
  if (x.here.dim() != 4 || groups < 1 || x.here.size(1) % groups != 0) call.refuse();
  const std::int64_t c = x.here.size(1), h = x.here.size(2), w = x.here.size(3);
  const ScriptTensor apart = call.emit("reshape", {x}, shape({-1, groups, c / groups, h, w}));
  return {call.emit("reshape", {call.turned(apart, 1, 2)}, shape({-1, c, h, w}))};
}

}  // namespace

void addScriptSamples(ScriptRows& rows) {
  for (const char* name : {"pad", "constant_pad_nd", "reflection_pad1d", "reflection_pad2d", "reflection_pad3d",
                           "replication_pad1d", "replication_pad2d", "replication_pad3d"}) {
    rows[name] = pad;
  }
  for (const char* name :
       {"upsample_nearest1d", "upsample_nearest2d", "upsample_nearest3d", "_upsample_nearest_exact1d",
        "_upsample_nearest_exact2d", "_upsample_nearest_exact3d", "upsample_linear1d", "upsample_bilinear2d",
        "upsample_trilinear3d", "upsample_bicubic2d"}) {
    rows[name] = resize;
  }
  rows["pixel_shuffle"] = pixelShuffle;
  rows["pixel_unshuffle"] = pixelUnshuffle;
  for (const char* name : {"channel_shuffle", "native_channel_shuffle"}) rows[name] = channelShuffle;
}

}  // namespace adversarium
