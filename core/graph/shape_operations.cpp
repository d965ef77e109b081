// SPDX-License-Identifier: GPL-3.0-or-later
// What moves values without computing: reshaping, cutting, joining, padding.
#include "core/graph/operation.h"

namespace adversarium {
namespace {

/// Sizes that multiplied with each other or with a tensor's would still be far from overflowing.
Sizes checkedSizes(const Node& node, std::string_view attribute) {
  constexpr double kMostElements = 1e12;
  const Sizes sizes = node.wholes(attribute);
  double elements = 1;
  for (const std::int64_t size : sizes) {
    if (size < -1) refuse(node, "has a negative size");
    elements *= static_cast<double>(std::max<std::int64_t>(size, 1));
  }
  if (elements > kMostElements) refuse(node, "has an absurd size");
  return sizes;
}

Sizes dimensions(const Node& node, std::string_view attribute, std::int64_t among) {
  Sizes axes = node.wholes(attribute);
  for (std::int64_t& axis : axes) {
    if (axis < 0) axis += among;
    if (axis < 0 || axis >= among) refuse(node, "names a dimension that is not there");
  }
  return axes;
}

/// `shape` says −1 for at most one size, which follows from the others.
at::Tensor reshape(const Node& node, Inputs in, const Pass&) {
  return at::reshape(in[0], checkedSizes(node, "shape"));
}

/// Into two dimensions; an `axis` of 0 puts everything in the second.
at::Tensor flatten(const Node& node, Inputs in, const Pass&) {
  const std::int64_t axis = node.whole("axis", 1);
  if (axis == 1 && in[0].dim() >= 2) return in[0].flatten(1);
  const std::int64_t at = axis < 0 ? axis + in[0].dim() : axis;
  if (at < 0 || at > in[0].dim()) refuse(node, "names a dimension that is not there");
  std::int64_t rows = 1;
  for (std::int64_t d = 0; d < at; ++d) rows *= in[0].size(d);
  return in[0].reshape({rows, rows == 0 ? 0 : in[0].numel() / rows});
}

at::Tensor transpose(const Node& node, Inputs in, const Pass&) {
  return in[0].permute(dimensions(node, "permutation", in[0].dim()));
}

at::Tensor squeeze(const Node& node, Inputs in, const Pass&) {
  Sizes axes = dimensions(node, "axes", in[0].dim());
  std::sort(axes.rbegin(), axes.rend());
  at::Tensor result = in[0];
  for (const std::int64_t axis : axes) {
    if (result.size(axis) != 1) refuse(node, "squeezes a dimension that is not 1");
    result = result.squeeze(axis);
  }
  return result;
}

at::Tensor unsqueeze(const Node& node, Inputs in, const Pass&) {
  const auto among = in[0].dim() + static_cast<std::int64_t>(node.wholes("axes").size());
  Sizes axes = dimensions(node, "axes", among);
  std::sort(axes.begin(), axes.end());
  at::Tensor result = in[0];
  for (const std::int64_t axis : axes) result = result.unsqueeze(axis);
  return result;
}

/// Broadcast to `shape`, where −1 keeps a size.
at::Tensor expand(const Node& node, Inputs in, const Pass&) { return in[0].expand(checkedSizes(node, "shape")); }

/// Something that is the same for every image, once an image: `times` copies along `axis` for each of the second
/// input's rows.
at::Tensor repeatForBatch(const Node& node, Inputs in, const Pass&) {
  const std::int64_t axis = dimension(node, node.whole("axis"), in[0]);
  if (in[0].size(axis) != 1) refuse(node, "repeats a dimension that is not 1");
  Sizes shape(static_cast<std::size_t>(in[0].dim()), -1);
  shape[static_cast<std::size_t>(axis)] = in[1].size(0) * axisNumbers(node, "times", 1, 1)[0];
  return in[0].expand(shape);
}

at::Tensor tile(const Node& node, Inputs in, const Pass&) {
  const Sizes repeats = checkedSizes(node, "repeats");
  if (static_cast<std::int64_t>(repeats.size()) < in[0].dim()) refuse(node, "repeats too few dimensions");
  return in[0].repeat(repeats);
}

at::Tensor concat(const Node& node, Inputs in, const Pass&) {
  at::ScalarType type = in[0].scalar_type();
  for (const at::Tensor& part : in) type = c10::promoteTypes(type, part.scalar_type());
  std::vector<at::Tensor> parts;
  for (const at::Tensor& part : in) parts.push_back(part.to(type));
  return at::cat(parts, dimension(node, node.whole("axis", 1), in[0]));
}

/// `starts` and `ends` along `axes`, counted from the end where negative; a negative step runs backwards.
at::Tensor slice(const Node& node, Inputs in, const Pass&) {
  const Sizes axes = dimensions(node, "axes", in[0].dim());
  const Sizes starts = node.wholes("starts"), ends = node.wholes("ends"), steps = node.wholes("steps");
  if (starts.size() != axes.size() || ends.size() != axes.size() ||
      (!steps.empty() && steps.size() != axes.size())) {
    refuse(node, "needs as many starts and ends as axes");
  }
  at::Tensor result = in[0];
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t size = result.size(axes[i]), step = steps.empty() ? 1 : steps[i];
    if (step == 0) refuse(node, "has steps of nothing");
    if (step > 0) {
      result = result.slice(axes[i], starts[i], ends[i], step);
      continue;
    }
    // Turned round, what began at the end is at the front.
    const std::int64_t low = step < 0 ? -1 : 0;
    const auto place = [&](std::int64_t at) { return std::clamp(at < 0 ? at + size : at, low, size - 1); };
    const std::int64_t from = place(starts[i]), to = ends[i] < -size ? -1 : place(ends[i]);
    result = result.flip(axes[i]).slice(axes[i], size - 1 - from, std::max(size - 1 - from, size - 1 - to), -step);
  }
  return result;
}

/// One place along `axis`, which disappears.
at::Tensor select(const Node& node, Inputs in, const Pass&) {
  return in[0].select(dimension(node, node.whole("axis"), in[0]), node.whole("index"));
}

/// in[0] at the places that in[1] says along `axis`.
at::Tensor gather(const Node& node, Inputs in, const Pass&) {
  const std::int64_t axis = dimension(node, node.whole("axis"), in[0]), size = in[0].size(axis);
  at::Tensor places = in[1].to(at::kLong);
  places = at::where(places < 0, places + size, places);
  if (places.numel() > 0 && (places.min().item<std::int64_t>() < 0 || places.max().item<std::int64_t>() >= size)) {
    refuse(node, "takes a place that is not there");
  }
  Sizes shape = in[0].sizes().vec();
  shape.erase(shape.begin() + axis);
  shape.insert(shape.begin() + axis, places.sizes().begin(), places.sizes().end());
  return in[0].index_select(axis, places.flatten()).reshape(shape);
}

at::Tensor selectClasses(const Node& node, Inputs in, const Pass&) {
  return in[0].index_select(1, at::tensor(node.wholes("order"), at::kLong).to(in[0].device()));
}

at::Tensor cast(const Node& node, Inputs in, const Pass&) {
  const std::int64_t type = node.whole("type");  // 0 float, 1 whole numbers, 2 truth values
  if (type == 1) return in[0].to(at::kLong);
  if (type == 2) return in[0].to(at::kBool);
  return in[0].is_floating_point() ? in[0] : in[0].to(at::kFloat);
}

}  // namespace

std::span<const Operation> shapeOperations() {
  static const std::vector<Operation> table{
      {"reshape", 1, 1, {}, reshape},
      {"flatten", 1, 1, {}, flatten},
      {"transpose", 1, 1, {}, transpose},
      {"squeeze", 1, 1, {}, squeeze},
      {"unsqueeze", 1, 1, {}, unsqueeze},
      {"expand", 1, 1, {}, expand},
      {"repeat_for_batch", 2, 2, {}, repeatForBatch},
      {"tile", 1, 1, {}, tile},
      {"concat", 1, Operation::kAny, {}, concat},
      {"slice", 1, 1, {}, slice},
      {"select", 1, 1, {}, select},
      {"gather", 2, 2, {}, gather},
      {"cast", 1, 1, {}, cast},
      {"reverse_channels", 1, 1, {}, [](const Node&, Inputs in, const Pass&) { return in[0].flip(1); }},
      {"swap_axes",
       1,
       1,
       {},
       [](const Node&, Inputs in, const Pass&) { return in[0].transpose(2, 3).contiguous(); }},
      {"select_classes", 1, 1, {}, selectClasses},
  };
  return table;
}

}  // namespace adversarium
