// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript's operators that move values. The dimension that grows with the batch is left open.
#include <numeric>

#include "core/base/words.h"
#include "core/formats/torchscript/translation.h"

namespace adversarium {
namespace {

std::vector<double> reals(const Sizes& values) { return {values.begin(), values.end()}; }

/// The tensor's own sizes with a −1 filled in; undefined shapes are refused by LibTorch when the node runs.
Sizes filled(ScriptCall& call, Sizes shape, std::int64_t elements) {
  std::int64_t known = 1;
  for (const std::int64_t size : shape) known *= size == -1 ? 1 : size;
  for (std::int64_t& size : shape) {
    if (size != -1) continue;
    if (known == 0 || elements % known != 0) call.refuse();
    size = elements / known;
  }
  return shape;
}

ScriptTensors reshapedTo(ScriptCall& call, const ScriptTensor& x, const Sizes& here, const Sizes& there) {
  const Sizes small = filled(call, here, x.here.numel()), large = filled(call, there, x.there.numel());
  Sizes shape = small;
  std::int64_t growing = -1;
  for (std::size_t d = 0; d < small.size(); ++d) {
    if (d < large.size() && small[d] == large[d]) continue;
    if (growing >= 0 || small.size() != large.size()) {
      refuseBatchArithmetic();
    }
    growing = static_cast<std::int64_t>(d);
    shape[d] = -1;
  }
  const bool same = small == x.here.sizes() && large == x.there.sizes();
  if (same) return {x};
  // Where the rest is one dimension, that is what classifiers call flattening.
  if (shape.size() == 2 && growing == 0 && x.here.dim() > 2 && x.here.size(0) == small[0]) {
    return {call.emit("flatten", {x})};
  }
  return {call.emit("reshape", {x}, {{"shape", reals(shape)}})};
}

ScriptTensors reshape(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  if (call.isTensor("other")) {
    const ScriptTensor other = call.in("other");
    return reshapedTo(call, x, other.here.sizes().vec(), other.there.sizes().vec());
  }
  if (!call.has(call.has("size") ? "size" : "shape")) call.refuse();  // another type of the same bits
  const auto [here, there] = call.growingWholes(call.has("size") ? "size" : "shape");
  return reshapedTo(call, x, here, there);
}

/// Some neighbouring dimensions as one.
ScriptTensors flatten(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t rank = x.here.dim();
  if (rank == 0) call.refuse();
  const std::int64_t from = call.axis(call.whole("start_dim", 0), rank),
                     to = call.axis(call.whole("end_dim", -1), rank);
  const auto joined = [&](at::IntArrayRef sizes) {
    Sizes shape(sizes.begin(), sizes.begin() + from);
    shape.push_back(std::accumulate(sizes.begin() + from, sizes.begin() + to + 1, std::int64_t{1},
                                    std::multiplies<std::int64_t>()));
    shape.insert(shape.end(), sizes.begin() + to + 1, sizes.end());
    return shape;
  };
  if (from > to) call.refuse();
  return reshapedTo(call, x, joined(x.here.sizes()), joined(x.there.sizes()));
}

/// One dimension as several.
ScriptTensors unflatten(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t at = call.axis(call.whole("dim"), x.here.dim());
  const auto [here, there] = call.growingWholes("sizes");
  const auto split = [&](at::IntArrayRef sizes, const Sizes& parts) {
    const Sizes known = filled(call, parts, sizes[static_cast<std::size_t>(at)]);
    Sizes shape(sizes.begin(), sizes.begin() + at);
    shape.insert(shape.end(), known.begin(), known.end());
    shape.insert(shape.end(), sizes.begin() + at + 1, sizes.end());
    return shape;
  };
  return reshapedTo(call, x, split(x.here.sizes(), here), split(x.there.sizes(), there));
}

ScriptTensor permuted(ScriptCall& call, const ScriptTensor& x, const Sizes& order) {
  if (static_cast<std::int64_t>(order.size()) != x.here.dim()) call.refuse();
  Sizes places;
  for (const std::int64_t dim : order) places.push_back(call.axis(dim, x.here.dim()));
  if (std::is_sorted(places.begin(), places.end())) return x;
  return call.emit("transpose", {x}, {{"permutation", reals(places)}});
}

ScriptTensors permute(ScriptCall& call) { return {permuted(call, call.in("self"), call.wholes("dims"))}; }

ScriptTensors transpose(ScriptCall& call) {
  const char* first = call.has("dim0") ? "dim0" : "axis0";
  const char* second = call.has("dim1") ? "dim1" : "axis1";
  return {call.turned(call.in("self"), call.whole(first), call.whole(second))};
}

/// The last two dimensions exchanged; a vector stays one.
ScriptTensors matrixTransposed(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  if (x.here.dim() < 2) return {x};
  if (call.op != "mT" && x.here.dim() != 2) call.refuse();
  return {call.turned(x, -2, -1)};
}

ScriptTensors movedDimension(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t rank = x.here.dim();
  const Sizes from = call.wholes("source"), to = call.wholes("destination");
  Sizes order(static_cast<std::size_t>(rank), -1);
  std::vector<bool> taken(order.size(), false);
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i) {
    const auto source = static_cast<std::size_t>(call.axis(from[i], rank));
    order[static_cast<std::size_t>(call.axis(to[i], rank))] = static_cast<std::int64_t>(source);
    taken[source] = true;
  }
  std::size_t next = 0;
  for (std::int64_t& place : order) {
    if (place >= 0) continue;
    while (next < taken.size() && taken[next]) ++next;
    place = static_cast<std::int64_t>(next++);
  }
  return {permuted(call, x, order)};
}

ScriptTensors squeeze(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t rank = x.here.dim();
  Sizes axes;
  if (call.has("dim")) {
    for (const std::int64_t dim : call.wholes("dim")) {
      const std::int64_t axis = call.axis(dim, rank);
      if (x.here.size(axis) == 1 && x.there.size(axis) == 1) axes.push_back(axis);
    }
  } else {
    for (std::int64_t d = 0; d < rank; ++d) {
      if (x.here.size(d) == 1 && x.there.size(d) == 1) axes.push_back(d);
    }
  }
  return {axes.empty() ? x : call.emit("squeeze", {x}, {{"axes", reals(axes)}})};
}

ScriptTensors unsqueeze(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  return {call.emit("unsqueeze", {x}, {{"axes", {double(call.axis(call.whole("dim"), x.here.dim() + 1))}}})};
}

/// Broadcast; what is kept stays open.
ScriptTensors expand(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  Sizes here, there;
  if (call.isTensor("other")) {
    here = call.in("other").here.sizes().vec();
    there = call.in("other").there.sizes().vec();
  } else {
    std::tie(here, there) = call.growingWholes("size");
  }
  const auto rank = static_cast<std::size_t>(x.here.dim());
  if (here.size() < rank || here.size() != there.size()) call.refuse();
  if (x.constant()) {
    return {ScriptTensor::constantOf(x.here.expand(here), x.there.expand(there))};
  }
  Sizes shape = here;
  bool same = here.size() == rank;
  for (std::size_t d = 0; d < here.size(); ++d) {
    const bool own = d + rank >= here.size();
    const auto at = own ? static_cast<std::int64_t>(d + rank - here.size()) : 0;
    if (own && (here[d] == -1 || (here[d] == x.here.size(at) && there[d] == x.there.size(at)))) {
      shape[d] = -1;
    } else {
      same = false;
      if (here[d] != there[d]) {
        refuseBatchArithmetic();
      }
    }
  }
  return {same ? x : call.emit("expand", {x}, {{"shape", reals(shape)}})};
}

ScriptTensors repeat(ScriptCall& call) {
  ScriptTensor x = call.in("self");
  if (x.constant()) {
    const auto [here, there] = call.growingWholes("repeats");
    return {ScriptTensor::constantOf(x.here.repeat(here), x.there.repeat(there))};
  }
  const Sizes times = call.wholes("repeats");
  Sizes front;
  for (std::int64_t d = x.here.dim(); d < static_cast<std::int64_t>(times.size()); ++d) {
    front.push_back(static_cast<std::int64_t>(front.size()));
  }
  if (!front.empty()) x = call.emit("unsqueeze", {x}, {{"axes", reals(front)}});
  return {call.emit("tile", {x}, {{"repeats", reals(times)}})};
}

ScriptTensor joined(ScriptCall& call, const ScriptTensors& parts, std::int64_t axis) {
  return parts.size() == 1 ? parts[0] : call.emit("concat", parts, {{"axis", {double(axis)}}});
}

ScriptTensors concat(ScriptCall& call) {
  ScriptTensors parts;
  for (const ScriptTensor& part : call.list("tensors")) {
    const bool nothing = part.constant() && part.here.dim() == 1 && part.here.numel() == 0;
    if (!nothing) parts.push_back(part);
  }
  if (parts.empty()) call.refuse();
  return {joined(call, parts, call.axis(call.whole("dim", 0), parts[0].here.dim()))};
}

ScriptTensors stack(ScriptCall& call) {
  ScriptTensors parts = call.list("tensors");
  const std::int64_t axis = call.axis(call.whole("dim", 0), parts[0].here.dim() + 1);
  for (ScriptTensor& part : parts) part = call.emit("unsqueeze", {part}, {{"axes", {double(axis)}}});
  return {joined(call, parts, axis)};
}

ScriptTensor stretch(ScriptCall& call, const ScriptTensor& x, std::int64_t axis, std::int64_t from,
                     std::int64_t to, std::int64_t step = 1) {
  Attributes attributes{{"axes", {double(axis)}}, {"starts", {double(from)}}, {"ends", {double(to)}}};
  if (step != 1) attributes["steps"] = {double(step)};
  ScriptTensor result = call.emit("slice", {x}, attributes);
  result.part = true;
  return result;
}

/// Parts along a dimension that does not grow.
ScriptTensors split(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t axis = call.axis(call.whole("dim", 0), x.here.dim()), size = x.here.size(axis);
  if (size != x.there.size(axis)) {
    refuseBatchArithmetic();
  }
  Sizes sizes;
  const auto each = [&](std::int64_t part) {
    if (part < 1) call.refuse();
    for (std::int64_t from = 0; from < size; from += part) sizes.push_back(std::min(part, size - from));
  };
  const char* said = call.has("split_sizes") ? "split_sizes" : "split_size";
  if (call.op.ends_with("chunk")) {
    const std::int64_t chunks = call.whole("chunks", 1);
    if (chunks < 1) call.refuse();
    each((size + chunks - 1) / chunks);
  } else if (call.op == "tensor_split") {
    if (!call.has("sections")) call.refuse();
    const std::int64_t sections = call.whole("sections", 1);
    if (sections < 1) call.refuse();
    for (std::int64_t i = 0; i < sections; ++i) sizes.push_back(size / sections + (i < size % sections ? 1 : 0));
  } else if (call.op == "split" && !call.has("split_sizes") && call.wholes(said).size() == 1) {
    each(call.whole(said, 1));
  } else {
    sizes = call.wholes(said);
  }
  ScriptTensors parts;
  std::int64_t from = 0;
  for (const std::int64_t part : sizes) {
    parts.push_back(stretch(call, x, axis, from, from + part));
    from += part;
  }
  return parts;
}

ScriptTensor selected(ScriptCall& call, const ScriptTensor& x, std::int64_t axis, std::int64_t index) {
  ScriptTensor result = call.emit("select", {x}, {{"axis", {double(axis)}}, {"index", {double(index)}}});
  result.part = true;
  return result;
}

ScriptTensors unbind(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t axis = call.axis(call.whole("dim", 0), x.here.dim());
  if (x.here.size(axis) != x.there.size(axis)) {
    refuseBatchArithmetic();
  }
  ScriptTensors parts;
  for (std::int64_t i = 0; i < x.here.size(axis); ++i) parts.push_back(selected(call, x, axis, i));
  return parts;
}

ScriptTensors slice(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t axis = call.axis(call.whole("dim", 0), x.here.dim()), step = call.whole("step", 1);
  constexpr std::int64_t kEnd = std::int64_t{1} << 40;
  const auto [from, larger] = call.growingWholes("start");
  const auto [to, largerTo] = call.growingWholes("end");
  const std::int64_t start = from.empty() ? 0 : from[0], end = to.empty() ? kEnd : std::min(to[0], kEnd);
  // The whole of a dimension is no layer: traces of x[:, …] are full of it.
  const auto all = [&](std::int64_t first, std::int64_t last, std::int64_t size) {
    return (first == 0 || first <= -size) && last >= size && step == 1;
  };
  if (all(start, end, x.here.size(axis)) &&
      all(larger.empty() ? 0 : larger[0], largerTo.empty() ? kEnd : largerTo[0], x.there.size(axis))) {
    ScriptTensor whole = x;
    whole.part = true;
    return {whole};
  }
  return {stretch(call, x, axis, call.whole("start", 0), std::min(call.whole("end", kEnd), kEnd), step)};
}

ScriptTensors narrow(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  const std::int64_t axis = call.axis(call.whole("dim"), x.here.dim());
  std::int64_t start = call.whole("start");
  if (start < 0) start += x.here.size(axis);
  return {stretch(call, x, axis, start, start + call.whole("length"))};
}

ScriptTensors select(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  return {selected(call, x, call.axis(call.whole("dim"), x.here.dim()), call.whole("index"))};
}

ScriptTensor gathered(ScriptCall& call, const ScriptTensor& x, std::int64_t axis, const at::Tensor& places) {
  return call.emit("gather", {x, ScriptTensor::constantOf(places.to(at::kLong))}, {{"axis", {double(axis)}}});
}

ScriptTensors indexSelect(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  return {gathered(call, x, call.axis(call.whole("dim"), x.here.dim()), call.fixed("index"))};
}

/// x[:, places]: fixed places along one dimension.
ScriptTensors index(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  std::int64_t axis = -1, at = 0;
  ScriptTensor places;
  for (const ScriptTensor& each : call.list("indices")) {
    if (each.here.defined()) {
      if (axis >= 0 || !each.constant() || each.grows() || each.here.scalar_type() == at::kBool) call.refuse();
      axis = at;
      places = each;
    }
    ++at;
  }
  if (axis < 0) return {x};
  return {gathered(call, x, axis, places.here)};
}

ScriptTensors flip(ScriptCall& call) {
  ScriptTensor x = call.in("self");
  for (const std::int64_t dim : call.wholes("dims")) {
    const std::int64_t axis = call.axis(dim, x.here.dim());
    x = gathered(call, x, axis, at::arange(x.here.size(axis) - 1, -1, -1, at::kLong));
  }
  return {x};
}

ScriptTensors roll(ScriptCall& call) {
  ScriptTensor x = call.in("self");
  const Sizes shifts = call.wholes("shifts"), dims = call.wholes("dims");
  if (shifts.size() != dims.size()) call.refuse();
  for (std::size_t i = 0; i < dims.size(); ++i) {
    const std::int64_t axis = call.axis(dims[i], x.here.dim());
    x = gathered(call, x, axis, at::arange(x.here.size(axis), at::kLong).roll(shifts[i]));
  }
  return {x};
}

/// Real numbers are all float32 here; a shorter type would lose what it rounds away.
ScriptTensors cast(ScriptCall& call) {
  const ScriptTensor x = call.in("self");
  at::ScalarType type = x.here.scalar_type();
  static const std::map<std::string_view, at::ScalarType> kNamed{
      {"float", at::kFloat}, {"double", at::kDouble}, {"long", at::kLong}, {"int", at::kInt}, {"bool", at::kBool}};
  if (const auto named = kNamed.find(call.op); named != kNamed.end()) {
    type = named->second;
  } else if (call.isTensor("other")) {
    type = call.in("other").here.scalar_type();
  } else if (call.has("dtype")) {
    type = static_cast<at::ScalarType>(call.whole("dtype"));
  }
  if (type == at::kHalf || type == at::kBFloat16) call.refuse();
  const bool real = at::isFloatingType(type);
  if (real ? x.here.is_floating_point() : type == x.here.scalar_type()) return {x};
  const double code = real ? 0 : type == at::kBool ? 2 : 1;
  return {call.emit("cast", {x}, {{"type", {code}}})};
}

}  // namespace

void addScriptShapes(ScriptRows& rows) {
  for (const char* name : {"view", "reshape", "_unsafe_view", "view_as", "reshape_as"}) rows[name] = reshape;
  rows["flatten"] = flatten;
  rows["unflatten"] = unflatten;
  rows["permute"] = permute;
  for (const char* name : {"transpose", "swapaxes", "swapdims"}) rows[name] = transpose;
  for (const char* name : {"t", "mT", "numpy_T"}) rows[name] = matrixTransposed;
  for (const char* name : {"movedim", "moveaxis"}) rows[name] = movedDimension;
  rows["squeeze"] = squeeze;
  rows["unsqueeze"] = unsqueeze;
  for (const char* name : {"expand", "expand_as", "broadcast_to"}) rows[name] = expand;
  rows["repeat"] = repeat;
  for (const char* name : {"cat", "concat", "concatenate"}) rows[name] = concat;
  rows["stack"] = stack;
  for (const char* name : {"split", "split_with_sizes", "chunk", "tensor_split", "unsafe_split", "unsafe_chunk",
                           "unsafe_split_with_sizes"}) {
    rows[name] = split;
  }
  rows["unbind"] = unbind;
  rows["slice"] = slice;
  rows["narrow"] = narrow;
  rows["select"] = select;
  rows["index_select"] = indexSelect;
  rows["index"] = index;
  rows["flip"] = flip;
  rows["roll"] = roll;
  for (const char* name : {"to", "type_as", "float", "double", "long", "int", "bool"}) rows[name] = cast;
}

}  // namespace adversarium
