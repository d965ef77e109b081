// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's operators that move values, and the arithmetic on shapes that exporters write beside them. Where a file
// is written for one batch size, the dimension that is the batch is found and left open.
#include <functional>
#include <optional>

#include "core/formats/onnx/importer.h"

namespace adversarium {
namespace {

std::int64_t elements(const Sizes& sizes) {
  std::int64_t all = 1;
  for (const std::int64_t size : sizes) all *= size;
  return all;
}

std::int64_t elements(const Sizes& sizes, std::size_t from, std::size_t to) {
  return elements(
      Sizes(sizes.begin() + static_cast<std::ptrdiff_t>(from), sizes.begin() + static_cast<std::ptrdiff_t>(to)));
}

/// What a Reshape of a tensor with those sizes means. Empty where it does not fit.
std::optional<Sizes> resolved(Sizes target, at::IntArrayRef input, bool zeroIsZero) {
  std::int64_t total = 1, known = 1;
  for (const std::int64_t size : input) total *= size;
  std::optional<std::size_t> open;
  for (std::size_t d = 0; d < target.size(); ++d) {
    if (target[d] == 0 && !zeroIsZero) {
      if (d >= input.size()) return std::nullopt;
      target[d] = input[d];
    }
    if (target[d] == -1) {
      if (open) return std::nullopt;
      open = d;
      continue;
    }
    if (target[d] < 0 || target[d] > (std::int64_t{1} << 40) || known > (std::int64_t{1} << 40))
      return std::nullopt;
    known *= target[d];
  }
  if (open) {
    if (known == 0 || total % known != 0) return std::nullopt;
    target[*open] = total / known;
    known *= target[*open];
  }
  if (known != total) return std::nullopt;
  return target;
}

/// The one dimension that differs between two shapes of the same rank; −1 where none or several do.
std::int64_t growing(at::IntArrayRef a, at::IntArrayRef b) {
  std::int64_t found = -1;
  if (a.size() != b.size()) return -1;
  for (std::size_t d = 0; d < a.size(); ++d) {
    if (a[d] == b[d]) continue;
    if (found >= 0) return -1;
    found = static_cast<std::int64_t>(d);
  }
  return found;
}

/// Which dimension of the result of a Reshape holds the batch, when the file says all sizes as plain numbers for
/// one batch size. Rows stay in order, so what stands before the batch must multiply to the same number before and
/// after; where several dimensions would do, what stands behind it decides.
std::optional<std::size_t> batchPlace(const Sizes& in, std::size_t place, const Sizes& out, std::int64_t batch) {
  const std::int64_t before = elements(in, 0, place), behind = elements(in, place + 1, in.size());
  std::optional<std::size_t> byBefore, byBehind;
  for (std::size_t d = 0; d < out.size(); ++d) {
    if (out[d] % batch != 0) continue;
    const bool sameBefore = elements(out, 0, d) == before, sameBehind = elements(out, d + 1, out.size()) == behind;
    if (sameBefore && sameBehind) return d;
    if (sameBefore && !byBefore) byBefore = d;
    if (sameBehind && !byBehind) byBehind = d;
  }
  // All of an image in one dimension with the batch would be a strange thing to want.
  if (byBefore && byBehind && out[*byBefore] == behind * batch) return byBehind;
  return byBefore ? byBefore : byBehind;
}

std::vector<Value> reshapedTo(Call& call, const Value& value, const Value& target, bool zeroIsZero) {
  const auto here = resolved(wholesIn(target.here), value.here.sizes(), zeroIsZero);
  if (!here) call.wrong("has a shape that does not fit its input");
  if (value.constant()) {
    const auto there = resolved(wholesIn(target.more()), value.more().sizes(), zeroIsZero);
    if (!there) call.wrong("has a shape that does not fit its input");
    const bool differs = value.there.defined() || target.there.defined();
    Value result = Importer::constant(value.here.reshape(*here),
                                      differs ? value.more().reshape(*there) : at::Tensor(), value.learnable);
    result.name = value.name;
    return {result};
  }
  Sizes shape = *here;
  const auto place = growing(value.here.sizes(), value.more().sizes());
  if (place >= 0) {
    const bool open = call.importer.anyBatch() && target.there.defined();
    const auto there = resolved(wholesIn(target.more()), value.more().sizes(), zeroIsZero);
    const std::int64_t found = there ? growing(*here, *there) : -1;
    std::optional<std::size_t> at;
    // A shape that was computed from the input's says where the batch is; plain numbers do not.
    if (found >= 0 && (open || !call.importer.literalBatch())) {
      at = static_cast<std::size_t>(found);
    } else {
      at = batchPlace(value.here.sizes().vec(), static_cast<std::size_t>(place), *here, call.importer.batch());
    }
    if (!at) call.wrong("has a shape in which no dimension can be the batch");
    shape[*at] = -1;
  } else if (value.here.sizes() != value.more().sizes()) {
    call.notCovered("reshapes what grows with the batch in several dimensions");
  }
  // Where the rest is one dimension, that is what classifiers call flattening.
  if (shape.size() == 2 && shape[0] == -1 && value.here.dim() > 2 && place == 0 &&
      (*here)[0] == value.here.size(0)) {
    return {call.emit("flatten", {value})};
  }
  return {call.emit("reshape", {value}, {{"shape", numbers(shape)}})};
}

std::vector<Value> reshape(Call& call) {
  const bool zeroIsZero = call.whole("allowzero", 0) != 0;
  if (call.count() < 2) {  // operator sets before 5
    const Sizes target = call.wholes("shape");
    return reshapedTo(call, call.in(0), Importer::constant(at::tensor(target, at::kLong)), zeroIsZero);
  }
  const Value& target = call.in(1);
  if (!target.constant()) call.notCovered("computes its shape from pixels");
  return reshapedTo(call, call.in(0), target, zeroIsZero);
}

std::vector<Value> flatten(Call& call) {
  const std::int64_t rank = call.rank(0), said = call.whole("axis", 1), axis = said < 0 ? said + rank : said;
  if (axis < 0 || axis > rank) call.wrong("flattens from a dimension that is not there");
  if (axis == 1) {
    // Nothing to do is no layer.
    if (rank == 2) return {call.in(0)};
    if (rank > 2) return {call.emit("flatten", {call.in(0)})};
  }
  return {call.emit("flatten", {call.in(0)}, {{"axis", {double(axis)}}})};
}

std::vector<Value> transpose(Call& call) {
  const std::int64_t rank = call.rank(0);
  Sizes order = call.wholes("perm");
  if (order.empty()) {
    for (std::int64_t d = rank; d-- > 0;) order.push_back(d);
  }
  if (static_cast<std::int64_t>(order.size()) != rank) call.wrong("permutes another number of dimensions");
  const Value& value = call.in(0);
  // Back and forth between layouts is nothing.
  if (const Node* before = call.importer.producer(value.node, "transpose"); before) {
    const Sizes first = before->wholes("permutation");
    bool nothing = first.size() == order.size();
    for (std::size_t d = 0; nothing && d < order.size(); ++d) {
      const std::int64_t via = order[d];
      nothing = via >= 0 && via < rank && first[static_cast<std::size_t>(via)] == static_cast<std::int64_t>(d);
    }
    if (nothing) {
      Value result = value;
      result.node = before->inputs[0];
      result.shared = true;
      result.here = value.here.permute(order);
      if (value.there.defined()) result.there = value.there.permute(order);
      return {result};
    }
  }
  return {call.emit("transpose", {value}, {{"permutation", numbers(order)}})};
}

std::vector<Value> squeeze(Call& call) {
  Sizes axes = call.wholesAt("axes", 1);
  const Value& value = call.in(0);
  if (axes.empty() && !call.says("axes")) {
    for (std::int64_t d = 0; d < value.here.dim(); ++d) {
      if (value.here.size(d) == 1 && value.more().size(d) == 1) axes.push_back(d);
    }
  }
  return {call.emit("squeeze", {value}, {{"axes", numbers(axes)}})};
}

std::vector<Value> unsqueeze(Call& call) {
  return {call.emit("unsqueeze", {call.in(0)}, {{"axes", numbers(call.wholesAt("axes", 1))}})};
}

/// A result for both batches that needs nothing but constants.
Value ofConstants(const Value& a, const Value& b, const std::function<at::Tensor(at::Tensor, at::Tensor)>& make) {
  const bool differs = a.there.defined() || b.there.defined();
  Value result =
      Importer::constant(make(a.here, b.here), differs ? make(a.more(), b.more()) : at::Tensor(), a.learnable);
  result.name = a.name;
  return result;
}

std::vector<Value> expand(Call& call) {
  const Value &value = call.in(0), &target = call.in(1);
  if (!target.constant()) call.notCovered("computes its shape from pixels");
  const auto shapeFor = [&](const at::Tensor& x, const at::Tensor& wanted) {
    Sizes shape = wholesIn(wanted);
    const auto own = x.sizes();
    if (shape.size() < own.size()) shape.insert(shape.begin(), own.size() - shape.size(), 1);
    for (std::size_t d = 0; d < own.size(); ++d) {
      std::int64_t& size = shape[shape.size() - own.size() + d];
      if (size == 1 || size == -1) size = own[d];
    }
    return call.bounded(shape);
  };
  if (value.constant()) {
    return {ofConstants(value, target,
                        [&](const at::Tensor& x, const at::Tensor& t) { return x.expand(shapeFor(x, t)); })};
  }
  Sizes shape = shapeFor(value.here, target.here);
  const auto own = value.here.sizes();
  const std::size_t shift = shape.size() - own.size();
  Value result = value;
  if (target.there.defined()) {
    const Sizes larger = shapeFor(value.more(), target.there);
    for (std::size_t d = 0; d < shape.size(); ++d) {
      if (shape[d] != larger[d] && (d < shift || own[d - shift] != shape[d])) {
        call.notCovered("stretches an activation over the batch");
      }
    }
  }
  for (std::size_t d = 0; d < own.size(); ++d) {
    if (own[d] == shape[d + shift]) shape[d + shift] = -1;
  }
  return {call.emit("expand", {value}, {{"shape", numbers(shape)}})};
}

std::vector<Value> tile(Call& call) {
  const Value& value = call.in(0);
  Value repeats = call.in(1);
  if (!repeats.constant()) call.notCovered("computes its repeats from pixels");
  if (call.opset() < 6) {  // one number of tiles along one axis
    Sizes times(static_cast<std::size_t>(value.here.dim()), 1);
    const Sizes axis = call.fixedWholes(2), tiles = call.fixedWholes(1);
    if (axis.size() != 1 || tiles.size() != 1 || axis[0] < 0 || axis[0] >= value.here.dim())
      call.wrong("tiles nothing");
    times[static_cast<std::size_t>(axis[0])] = tiles[0];
    repeats = Importer::constant(at::tensor(times, at::kLong));
  }
  const auto checked = [&](const at::Tensor& x, const at::Tensor& t) {
    const Sizes times = wholesIn(t);
    if (static_cast<std::int64_t>(times.size()) != x.dim()) call.wrong("repeats another number of dimensions");
    Sizes sizes = times;
    for (std::size_t d = 0; d < sizes.size(); ++d) {
      if (sizes[d] < 0 || sizes[d] > (1 << 29)) call.wrong("repeats absurdly often");
      sizes[d] *= x.size(static_cast<std::int64_t>(d));
    }
    (void)call.bounded(sizes);
    return times;
  };
  if (value.constant()) {
    return {ofConstants(value, repeats,
                        [&](const at::Tensor& x, const at::Tensor& t) { return x.repeat(checked(x, t)); })};
  }
  if (repeats.there.defined()) call.notCovered("repeats an activation over the batch");
  return {call.emit("tile", {value}, {{"repeats", numbers(checked(value.here, repeats.here))}})};
}

std::vector<Value> concat(Call& call) {
  std::vector<Value> parts;
  const Value* running = nullptr;
  for (std::size_t i = 0; i < call.count(); ++i) {
    const Value& part = call.in(i);
    // Empty one-dimensional parts are how exporters start a list.
    if (part.constant() && part.here.dim() == 1 && part.here.numel() == 0 && !part.there.defined() &&
        call.count() > 1) {
      continue;
    }
    parts.push_back(part);
  }
  if (parts.empty()) return {call.in(0)};
  for (const Value& part : parts) {
    if (!part.constant()) running = &part;
  }
  if (running) {
    const Value like = *running;
    for (Value& part : parts) part = call.importer.stretched(part, like);
  }
  const std::int64_t axis = call.whole("axis", 1), rank = parts[0].here.dim();
  return {call.emit("concat", parts, {{"axis", {double(axis < 0 ? axis + rank : axis)}}})};
}

std::vector<Value> split(Call& call) {
  const Value& value = call.in(0);
  const std::int64_t rank = value.here.dim();
  std::int64_t axis = call.whole("axis", 0);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) call.wrong("splits a dimension that is not there");
  Sizes sizes = call.wholesAt("split", 1);
  const std::int64_t size = value.here.size(axis);
  if (sizes.empty()) {
    const std::int64_t parts = std::max<std::int64_t>(call.whole("num_outputs", call.node.output_size()), 1);
    const std::int64_t each = (size + parts - 1) / parts;
    for (std::int64_t i = 0; i < parts; ++i) {
      sizes.push_back(std::clamp<std::int64_t>(size - i * each, 0, each));
    }
  }
  if (elements({static_cast<std::int64_t>(sizes.size())}) < call.node.output_size())
    call.wrong("has too few parts");
  std::vector<Value> results;
  std::int64_t from = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < 0 || from + sizes[i] > size) call.wrong("has parts that do not fit");
    const bool read = static_cast<int>(i) < call.node.output_size() &&
                      call.importer.uses(call.node.output(static_cast<int>(i))) > 0;
    results.emplace_back();
    if (read) {
      results.back() =
          call.emit("slice", {value},
                    {{"axes", {double(axis)}}, {"starts", {double(from)}}, {"ends", {double(from + sizes[i])}}});
    }
    from += sizes[i];
  }
  return results;
}

std::vector<Value> slice(Call& call) {
  Sizes starts, ends, axes, steps;
  if (call.opset() < 10) {
    starts = call.wholes("starts");
    ends = call.wholes("ends");
    axes = call.wholes("axes");
  } else {
    starts = call.fixedWholes(1);
    ends = call.fixedWholes(2);
    if (call.has(3)) axes = call.fixedWholes(3);
    if (call.has(4)) steps = call.fixedWholes(4);
  }
  if (axes.empty()) {
    for (std::size_t d = 0; d < starts.size(); ++d) axes.push_back(static_cast<std::int64_t>(d));
  }
  Attributes attributes{{"axes", numbers(axes)}, {"starts", numbers(starts)}, {"ends", numbers(ends)}};
  if (std::any_of(steps.begin(), steps.end(), [](std::int64_t s) { return s != 1; })) {
    attributes["steps"] = numbers(steps);
  }
  return {call.emit("slice", {call.in(0)}, attributes)};
}

std::vector<Value> gather(Call& call) {
  const Value &data = call.in(0), &places = call.in(1);
  const double axis = static_cast<double>(call.whole("axis", 0));
  if (places.constant() && !places.there.defined() && places.here.dim() == 0) {
    return {
        call.emit("select", {data}, {{"axis", {axis}}, {"index", {double(places.here.item<std::int64_t>())}}})};
  }
  return {call.emit("gather", {data, places}, {{"axis", {axis}}})};
}

std::vector<Value> identity(Call& call) { return {call.in(0)}; }

}  // namespace

void addShapeRows(Rows& rows) {
  rows["Reshape"] = reshape;
  rows["Flatten"] = flatten;
  rows["Transpose"] = transpose;
  rows["Squeeze"] = squeeze;
  rows["Unsqueeze"] = unsqueeze;
  rows["Expand"] = expand;
  rows["Tile"] = tile;
  rows["Concat"] = concat;
  rows["Split"] = split;
  rows["Slice"] = slice;
  rows["Gather"] = gather;
  rows["Identity"] = identity;
}

}  // namespace adversarium
