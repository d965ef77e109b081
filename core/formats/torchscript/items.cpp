// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/torchscript/items.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/words.h"

namespace adversarium {
namespace {

template <class Elements>
ScriptItem sequenceOf(const Elements& here, const Elements& there, bool tuple) {
  ScriptItem item;
  item.sequence = std::make_shared<ScriptSequence>();
  item.sequence->tuple = tuple;
  if (here.size() != there.size()) refuseBatchArithmetic();
  for (std::size_t i = 0; i < here.size(); ++i) item.sequence->items.push_back(itemOf(here[i], there[i]));
  return item;
}

}  // namespace

void refuseOperator(const std::string& name) {
  throw NoCounterpart{filled(translatable("records", "because the operator ‘{}’ has no counterpart"), name)};
}

void refuseBatchArithmetic() {
  throw NoCounterpart{translatable("records", "because it computes with the number of images in the batch")};
}

ScriptTensor ScriptTensor::constantOf(at::Tensor here, at::Tensor there) {
  ScriptTensor value;
  const bool grows = there.defined() && !(there.sizes() == here.sizes() && there.equal(here));
  value.there = grows ? std::move(there) : here;
  value.here = std::move(here);
  return value;
}

ScriptItem itemOf(const c10::IValue& here, const c10::IValue& there) {
  ScriptItem item;
  if (here.isTensor()) {
    const bool same = !there.toTensor().defined() || here.toTensor().is_same(there.toTensor());
    item.tensor = std::make_shared<ScriptTensor>(
        ScriptTensor::constantOf(here.toTensor(), same ? at::Tensor() : there.toTensor()));
    return item;
  }
  if (here.isList()) return sequenceOf(here.toListRef(), there.toListRef(), false);
  if (here.isTuple()) {
    return sequenceOf(here.toTupleRef().elements(), there.toTupleRef().elements(), true);
  }
  if (here.isGenericDict()) {
    std::vector<c10::IValue> keys, small, large;
    for (const auto& entry : here.toGenericDict()) {
      keys.push_back(entry.key());
      small.push_back(entry.value());
    }
    for (const auto& entry : there.toGenericDict()) large.push_back(entry.value());
    item = sequenceOf(small, large, false);
    item.sequence->keys = std::move(keys);
    return item;
  }
  item.here = here;
  item.there = there;
  return item;
}

c10::IValue valueOf(const ScriptItem& item, c10::TypePtr type, bool larger) {
  if (item.tensor) return larger ? item.tensor->there : item.tensor->here;
  if (!item.sequence) return larger ? item.there : item.here;
  if (const auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  const std::vector<ScriptItem>& items = item.sequence->items;
  if (const auto tuple = type->cast<c10::TupleType>(); tuple && item.sequence->tuple) {
    std::vector<c10::IValue> values;
    for (std::size_t i = 0; i < items.size(); ++i)
      values.push_back(valueOf(items[i], tuple->elements().at(i), larger));
    return c10::ivalue::Tuple::create(std::move(values));
  }
  const auto list = type->cast<c10::ListType>();
  if (!list || !item.sequence->keys.empty()) refuseOperator(type->str());
  c10::impl::GenericList values(list->getElementType());
  for (const ScriptItem& each : items) values.push_back(valueOf(each, list->getElementType(), larger));
  return values;
}

/// Whether pixels decide it.
bool fromImage(const ScriptItem& item) {
  if (item.tensor) return !item.tensor->constant();
  return item.sequence && std::any_of(item.sequence->items.begin(), item.sequence->items.end(), fromImage);
}

std::optional<ScriptItem> sequenceOperator(const std::string& name, const std::vector<ScriptItem>& in,
                                           bool dictionary) {
  ScriptSequence& sequence = *in[0].sequence;
  std::vector<ScriptItem>& items = sequence.items;
  const auto count = static_cast<std::int64_t>(items.size());
  const auto place = [&](const ScriptItem& key) -> std::size_t {
    if (dictionary) {
      return static_cast<std::size_t>(std::find(sequence.keys.begin(), sequence.keys.end(), key.here) -
                                      sequence.keys.begin());
    }
    if (!key.here.isInt() || key.here.toInt() != key.there.toInt()) refuseBatchArithmetic();
    return static_cast<std::size_t>(key.here.toInt() < 0 ? key.here.toInt() + count : key.here.toInt());
  };
  const auto at = [&](const ScriptItem& key) -> ScriptItem& {
    const std::size_t found = place(key);
    if (found >= items.size()) refuseOperator(name);
    return items[found];
  };
  if (name == "aten::__getitem__" || name == "prim::TupleIndex") return at(in[1]);
  if (name == "aten::len") return itemOf(count);
  if (name == "aten::__contains__" && dictionary) return itemOf(place(in[1]) < items.size());
  if (name == "aten::_set_item") {
    if (dictionary && place(in[1]) == items.size()) {
      sequence.keys.push_back(in[1].here);
      items.emplace_back();
    }
    at(in[1]) = in[2];
    return in[0];
  }
  if (name == "aten::append") {
    items.push_back(in[1]);
    return in[0];
  }
  if (name == "aten::pop" && !dictionary) {
    const ScriptItem taken = at(in[1]);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(place(in[1])));
    return taken;
  }
  if (name == "aten::insert") {
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(std::min(place(in[1]), items.size())), in[2]);
    return in[0];
  }
  if (name == "aten::extend" && in[1].sequence) {
    const std::vector<ScriptItem> more = in[1].sequence->items;
    items.insert(items.end(), more.begin(), more.end());
    return in[0];
  }
  ScriptItem made;
  made.sequence = std::make_shared<ScriptSequence>();
  std::vector<ScriptItem>& result = made.sequence->items;
  if (name == "aten::list" || name == "aten::copy" || (name == "aten::add" && in[1].sequence)) {
    *made.sequence = sequence;
    if (in.size() > 1) result.insert(result.end(), in[1].sequence->items.begin(), in[1].sequence->items.end());
    return made;
  }
  if (name == "aten::values" && dictionary) {
    result = items;
    return made;
  }
  if (name == "aten::slice") {
    const auto bound = [&](std::size_t i, std::int64_t fallback) {
      return in.at(i).here.isInt() ? in[i].here.toInt() : fallback;
    };
    const auto inside = [&](std::int64_t to) {
      return std::clamp<std::int64_t>(to < 0 ? to + count : to, 0, count);
    };
    if (bound(3, 1) < 1) return std::nullopt;
    for (std::int64_t i = inside(bound(1, 0)); i < inside(bound(2, count)); i += bound(3, 1)) {
      result.push_back(items[static_cast<std::size_t>(i)]);
    }
    return made;
  }
  return std::nullopt;
}

}  // namespace adversarium
