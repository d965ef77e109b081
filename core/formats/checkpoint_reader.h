// SPDX-License-Identifier: GPL-3.0-or-later
/// State dicts in a checkpoint's pickle: where they are, and their tensors, from storages wherever these lie.
#pragma once

#include <ATen/core/Tensor.h>
#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/audit/findings.h"
#include "core/audit/pickle.h"
#include "core/base/error.h"

namespace adversarium {

/// Where a storage's bytes are: an entry of the zip, or a place in an old file.
class Storages {
 public:
  virtual ~Storages() = default;
  /// Bytes of the storage, or nothing where there is none of that key.
  virtual std::optional<std::uint64_t> bytesOf(const std::string& key) const = 0;
  virtual void readInto(const std::string& key, void* target) const = 0;
};

/// Reads one state dict out of one pickle.
class CheckpointReader {
 public:
  CheckpointReader(const Pickle& pickle, std::string subject) : m_pickle(pickle), m_subject(std::move(subject)) {}

  /// Where tensors by name stand, the likeliest place first.
  struct Place {
    std::string key;
    const PickleValue* dict = nullptr;
  };
  std::vector<Place> places() const;
  /// The names and the calls that build their tensors.
  std::vector<std::pair<std::string, const PickleValue*>> find(const std::optional<std::string>& key) const;
  at::Tensor build(const std::string& name, const PickleValue& value, const Storages& storages);
  /// The type of every storage that a persistent id states, by key: (type, elements).
  struct Stated {
    std::string key;
    at::ScalarType type = at::kByte;
    std::int64_t count = 0;
  };
  Stated storageOf(const std::string& name, const PickleValue& persistent) const;

 private:
  [[noreturn]] void fail(const std::string& name, const std::string& why) const {
    throw InputError(m_subject, fmt::format("its tensor ‘{}’ {}", printable(name), why));
  }
  const PickleValue& argument(const PickleValue& call, std::size_t i) const {
    static const PickleValue none;
    const PickleValue& arguments = m_pickle[call.items[1]];
    return i < arguments.items.size() ? m_pickle[arguments.items[i]] : none;
  }
  bool isTensor(const PickleValue& value) const {
    if (value.kind != PickleValue::Kind::Call) return false;
    const PickleValue& function = m_pickle[value.items[0]];
    return function.kind == PickleValue::Kind::Global && (function.text.starts_with("torch._utils._rebuild_") ||
                                                          function.text == "torch._tensor._rebuild_from_type_v2" ||
                                                          function.text == "torch.nn.parameter.Parameter");
  }
  std::size_t tensorsIn(const PickleValue& dict) const;
  void collect(const PickleValue& value, const std::string& key, int depth, std::vector<Place>& found) const;
  std::vector<std::int64_t> counts(const std::string& name, const PickleValue& tuple) const;

  const Pickle& m_pickle;
  std::string m_subject;
  std::unordered_map<std::string, at::Tensor> m_loaded;
};

}  // namespace adversarium
