// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads what a pickle says without doing what it asks: globals stay names, calls stay notes of a call. For the
/// audit and for state dicts. Torch-free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adversarium {

/// One value. Others are referred to by their position in Pickle::values, so that a deep or shared structure costs
/// no recursion.
struct PickleValue {
  enum class Kind : std::uint8_t {
    None,
    Bool,        ///< integer
    Int,         ///< integer; text (decimal) where it needs more than 64 bits
    Float,       ///< real
    Text,        ///< text, UTF-8
    Bytes,       ///< text
    Tuple,       ///< items
    List,        ///< items
    Set,         ///< items
    Dict,        ///< items: key, value, key, value, …
    Global,      ///< text: "module.name"
    Call,        ///< items: what is called, its arguments (a tuple), then key, value, … set on the result
    Persistent,  ///< items: the one that names the storage
    Mark
  };
  Kind kind = Kind::None;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<std::uint32_t> items;
};

struct Pickle {
  std::vector<PickleValue> values;
  std::uint32_t root = 0;
  std::size_t length = 0;               ///< bytes up to and with STOP
  std::vector<std::string> globals;     ///< "module.name", in order of appearance, each once
  std::vector<std::string> persistent;  ///< the storages' keys, each once, in order of appearance

  const PickleValue& operator[](std::uint32_t place) const { return values[place]; }
  const PickleValue& top() const { return values[root]; }
  /// The value of a text key in a Dict, or null. A shared or self-referring structure does no harm.
  const PickleValue* at(const PickleValue& dict, std::string_view key) const;
  /// Whether `value` is a call of that global.
  bool calls(const PickleValue& value, std::string_view global) const;
};

/// Reads one pickle of protocol 0 to 5 at the start of `bytes`. `collections.OrderedDict` without arguments counts
/// as a Dict. Throws InputError(`subject`, …) for what is malformed or absurd, and for opcodes that no model needs
/// (INST, OBJ, EXT1…4, NEWOBJ_EX, out-of-band buffers), named.
Pickle readPickle(std::string_view bytes, const std::string& subject);
/// The same; what was read before a fault stays in `into`, since Python would already have acted on it.
void readPickle(std::string_view bytes, const std::string& subject, Pickle& into);

}  // namespace adversarium
