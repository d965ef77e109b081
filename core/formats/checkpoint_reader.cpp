// SPDX-License-Identifier: GPL-3.0-or-later
// torch/serialization.py and torch/_utils.py say how tensors are written: a storage by its key, and how a tensor
// lies in it.
#include "core/formats/checkpoint_reader.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <bit>
#include <set>

namespace adversarium {
namespace {

using PickleKind = PickleValue::Kind;

static_assert(std::endian::native == std::endian::little, "storages are little-endian");

constexpr std::pair<std::string_view, at::ScalarType> kStorageTypes[] = {
    {"torch.FloatStorage", at::kFloat}, {"torch.DoubleStorage", at::kDouble},
    {"torch.HalfStorage", at::kHalf},   {"torch.LongStorage", at::kLong},
    {"torch.IntStorage", at::kInt},     {"torch.ShortStorage", at::kShort},
    {"torch.CharStorage", at::kChar},   {"torch.ByteStorage", at::kByte},
    {"torch.BoolStorage", at::kBool},   {"torch.BFloat16Storage", at::kBFloat16}};

constexpr std::pair<std::string_view, at::ScalarType> kNamedTypes[] = {
    {"torch.float32", at::kFloat},    {"torch.float64", at::kDouble}, {"torch.float16", at::kHalf},
    {"torch.int64", at::kLong},       {"torch.int32", at::kInt},      {"torch.int16", at::kShort},
    {"torch.int8", at::kChar},        {"torch.uint8", at::kByte},     {"torch.bool", at::kBool},
    {"torch.bfloat16", at::kBFloat16}};

/// "torch.cuda.FloatStorage" and "torch.storage.FloatStorage" mean the same.
std::string plainStorageName(std::string name) {
  for (const std::string_view prefix : {"torch.cuda.", "torch.storage."}) {
    if (name.starts_with(prefix)) name = "torch." + name.substr(prefix.size());
  }
  return name;
}

std::optional<at::ScalarType> typeIn(const auto& table, std::string_view name) {
  const auto found =
      std::find_if(std::begin(table), std::end(table), [&](const auto& t) { return t.first == name; });
  return found == std::end(table) ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::size_t CheckpointReader::tensorsIn(const PickleValue& dict) const {
  std::size_t count = 0;
  if (dict.kind != PickleKind::Dict) return 0;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    count += m_pickle[dict.items[i]].kind == PickleKind::Text && isTensor(m_pickle[dict.items[i + 1]]) ? 1 : 0;
  }
  return count;
}

void CheckpointReader::collect(const PickleValue& value, const std::string& key, int depth,
                               std::vector<Place>& found) const {
  constexpr std::size_t kMost = 32;
  if (value.kind != PickleKind::Dict || depth > 3 || found.size() >= kMost) return;
  // Usual places first: a checkpoint's optimiser keeps tensors, too.
  static constexpr std::array<std::string_view, 10> kUsual{"state_dict",  "model_state_dict", "model",   "net",
                                                           "module",      "network",          "weights", "params",
                                                           "model_state", "ema_state_dict"};
  const auto within = [&](std::string_view name) {
    return key.empty() ? std::string(name) : key + "." + std::string(name);
  };
  for (const std::string_view name : kUsual) {
    if (const PickleValue* inner = m_pickle.at(value, std::string(name)))
      collect(*inner, within(name), depth + 1, found);
  }
  if (tensorsIn(value) > 0) found.push_back({key, &value});
  for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
    const PickleValue& name = m_pickle[value.items[i]];
    if (name.kind != PickleKind::Text || std::find(kUsual.begin(), kUsual.end(), name.text) != kUsual.end())
      continue;
    collect(m_pickle[value.items[i + 1]], within(name.text), depth + 1, found);
  }
}

std::vector<CheckpointReader::Place> CheckpointReader::places() const {
  std::vector<Place> found;
  collect(m_pickle.top(), {}, 0, found);
  // Copies of the network, and what only training needs.
  std::stable_partition(found.begin(), found.end(), [](const Place& place) {
    for (const char* word : {"ema", "teacher", "optim", "averag", "momentum", "target", "sched", "attack"}) {
      if (place.key.find(word) != std::string::npos) return false;
    }
    return true;
  });
  return found;
}

std::vector<std::pair<std::string, const PickleValue*>> CheckpointReader::find(
    const std::optional<std::string>& wanted) const {
  const std::vector<Place> all = places();
  const auto place = std::find_if(all.begin(), all.end(),
                                  [&](const Place& candidate) { return !wanted || candidate.key == *wanted; });
  if (place == all.end()) {
    std::string keys;
    const PickleValue& top = m_pickle.top();
    if (top.kind == PickleKind::Dict) {
      for (std::size_t i = 0; i + 1 < top.items.size() && keys.size() < 120; i += 2) {
        keys += (keys.empty() ? "‘" : ", ‘") + printable(m_pickle[top.items[i]].text) + "’";
      }
    }
    throw InputError(m_subject, keys.empty() ? "holds no state dict: save model.state_dict()"
                                             : "holds no state dict, only " + keys + ": save model.state_dict()");
  }
  std::vector<std::pair<std::string, const PickleValue*>> found;
  for (std::size_t i = 0; i + 1 < place->dict->items.size(); i += 2) {
    const PickleValue& key = m_pickle[place->dict->items[i]];
    const PickleValue& value = m_pickle[place->dict->items[i + 1]];
    if (key.kind == PickleKind::Text && isTensor(value)) found.emplace_back(key.text, &value);
  }
  return found;
}

CheckpointReader::Stated CheckpointReader::storageOf(const std::string& name,
                                                     const PickleValue& persistent) const {
  if (persistent.kind != PickleKind::Persistent) fail(name, "has no storage");
  const PickleValue& id = m_pickle[persistent.items[0]];
  if (id.kind != PickleKind::Tuple || id.items.size() < 5 || m_pickle[id.items[0]].text != "storage") {
    fail(name, "has a storage that is not named as PyTorch does");
  }
  const PickleValue& type = m_pickle[id.items[1]];
  const PickleValue& count = m_pickle[id.items[4]];
  const std::string typeName = plainStorageName(type.text);
  const auto known = typeIn(kStorageTypes, typeName);
  const bool untyped = typeName == "torch.UntypedStorage";
  if (!known && !untyped) fail(name, fmt::format("is of the type ‘{}’, which is not read", printable(type.text)));
  if (count.kind != PickleKind::Int || !count.text.empty() || count.integer < 0)
    fail(name, "has a storage without a size");
  return {m_pickle[id.items[2]].text, known.value_or(at::kByte), count.integer};
}

std::vector<std::int64_t> CheckpointReader::counts(const std::string& name, const PickleValue& tuple) const {
  const PickleValue& list =
      m_pickle.calls(tuple, "torch.Size")
          ? m_pickle[m_pickle[tuple.items[1]].items.empty() ? tuple.items[1] : m_pickle[tuple.items[1]].items[0]]
          : tuple;
  if (list.kind != PickleKind::Tuple && list.kind != PickleKind::List) fail(name, "has no shape");
  if (list.items.size() > 16) fail(name, fmt::format("has {} dimensions", list.items.size()));
  std::vector<std::int64_t> values;
  for (const std::uint32_t item : list.items) {
    const PickleValue& value = m_pickle[item];
    if (value.kind != PickleKind::Int || !value.text.empty() || value.integer < 0)
      fail(name, "has an absurd shape");
    values.push_back(value.integer);
  }
  return values;
}

at::Tensor CheckpointReader::build(const std::string& name, const PickleValue& value, const Storages& storages) {
  const PickleValue* call = &value;
  // Parameters wrap a tensor; subclasses wrap the function that builds one.
  for (int depth = 0; depth < 4; ++depth) {
    const std::string& function = m_pickle[call->items[0]].text;
    if (function.starts_with("torch._utils._rebuild_parameter") || function == "torch.nn.parameter.Parameter") {
      call = &argument(*call, 0);
    } else {
      break;
    }
    if (call->kind != PickleKind::Call) fail(name, "is built in a way that is not read");
  }
  const std::string& function = m_pickle[call->items[0]].text;
  const bool third = function == "torch._utils._rebuild_tensor_v3";
  if (!third && function != "torch._utils._rebuild_tensor_v2" && function != "torch._utils._rebuild_tensor") {
    fail(name, fmt::format("is built by ‘{}’, which is not read", printable(function)));
  }
  Stated storage = storageOf(name, argument(*call, 0));
  at::ScalarType type = storage.type;
  if (third) {
    const auto stated = typeIn(kNamedTypes, argument(*call, 6).text);
    if (!stated)
      fail(name, fmt::format("is of the type ‘{}’, which is not read", printable(argument(*call, 6).text)));
    type = *stated;
  }
  const std::vector<std::int64_t> shape = counts(name, argument(*call, 2));
  const std::vector<std::int64_t> strides = counts(name, argument(*call, 3));
  const PickleValue& start = argument(*call, 1);
  if (shape.size() != strides.size() || start.kind != PickleKind::Int || start.integer < 0)
    fail(name, "has an absurd shape");

  const auto available = storages.bytesOf(storage.key);
  if (!available) fail(name, fmt::format("lacks its numbers ‘{}’", printable(storage.key)));
  const auto itemSize = static_cast<std::int64_t>(c10::elementSize(type));
  const auto elements = static_cast<std::int64_t>(*available) / itemSize;
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  std::int64_t count = 1, last = start.integer;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] > kMost || strides[i] > kMost || count > kMost / std::max<std::int64_t>(shape[i], 1)) {
      fail(name, "has an absurd shape");
    }
    count *= shape[i];
    if (shape[i] > 0 && strides[i] > 0 && (shape[i] - 1) > (kMost - std::min(last, kMost)) / strides[i]) {
      fail(name, "has an absurd shape");
    }
    last += std::max<std::int64_t>(shape[i] - 1, 0) * strides[i];
  }
  if (count > 0 && last >= elements) {
    fail(name, fmt::format("reaches to element {} of a storage of {}", last, elements));
  }
  if (count > elements) fail(name, "repeats its numbers to a larger size");

  at::Tensor& loaded = m_loaded[storage.key];
  if (!loaded.defined()) {
    loaded = at::empty({static_cast<std::int64_t>(*available)}, at::kByte);
    if (*available > 0) storages.readInto(storage.key, loaded.data_ptr());
  }
  if (count == 0) return at::empty(shape, type);
  if (type == at::kBool && loaded.gt(1).any().item<bool>())
    fail(name, "has truth values that are neither 0 nor 1");
  const at::Tensor typed = loaded.narrow(0, 0, elements * itemSize).view(type);
  return typed.as_strided(shape, strides, start.integer).contiguous();
}

}  // namespace adversarium
