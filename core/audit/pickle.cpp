// SPDX-License-Identifier: GPL-3.0-or-later
// The opcodes are those of Python's pickletools; PEP 307, 3154 and 574.
#include "core/audit/pickle.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <unordered_map>

#include "core/audit/findings.h"
#include "core/audit/model_file.h"
#include "core/base/error.h"

namespace adversarium {
namespace {

using PickleKind = PickleValue::Kind;
using Place = std::uint32_t;

constexpr std::size_t kMostValues = 4'000'000;
constexpr std::size_t kMostItems = 16'000'000;  // references, in all containers together

/// The names of opcodes that are understood by Python, but belong in no model file.
std::string_view refusedOpcode(unsigned char code) {
  switch (code) {
    case 'i':
      return "INST";
    case 'o':
      return "OBJ";
    case 0x82:
      return "EXT1";
    case 0x83:
      return "EXT2";
    case 0x84:
      return "EXT4";
    case 0x92:
      return "NEWOBJ_EX";
    case 0x97:
      return "NEXT_BUFFER";
    case 0x98:
      return "READONLY_BUFFER";
    default:
      return {};
  }
}

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& subject, Pickle& into)
      : m_bytes(bytes), m_subject(subject), m_pickle(into) {}

  void read() {
    while (true) {
      m_opcode = m_at;
      const auto code = static_cast<unsigned char>(take(1)[0]);
      if (code == '.') break;
      step(code);
    }
    m_pickle.root = pop();
    m_pickle.length = m_at;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw InputError(m_subject, fmt::format("its pickle {} at byte {}", why, m_opcode));
  }

  // Bytes.
  std::string_view take(std::uint64_t count) {
    if (count > m_bytes.size() - m_at) fail("is cut short");
    const std::string_view taken = m_bytes.substr(m_at, count);
    m_at += count;
    return taken;
  }
  std::uint64_t number(std::size_t bytes) { return littleEndian(take(bytes), 0, bytes); }
  std::string_view line() {
    const std::size_t end = m_bytes.find('\n', m_at);
    if (end == std::string_view::npos) fail("is cut short");
    const std::string_view text = m_bytes.substr(m_at, end - m_at);
    m_at = end + 1;
    return text;
  }

  // Values and stack.
  Place make(PickleKind kind) {
    if (m_pickle.values.size() >= kMostValues) fail("builds an absurd number of values");
    m_pickle.values.push_back({});
    m_pickle.values.back().kind = kind;
    return static_cast<Place>(m_pickle.values.size() - 1);
  }
  PickleValue& value(Place place) { return m_pickle.values[place]; }
  void push(Place place) { m_stack.push_back(place); }
  void pushInt(std::int64_t number, PickleKind kind = PickleKind::Int) {
    const Place place = make(kind);
    value(place).integer = number;
    push(place);
  }
  void pushText(PickleKind kind, std::string_view text) {
    const Place place = make(kind);
    value(place).text = text;
    push(place);
  }
  Place pop() {
    if (m_stack.empty() || value(m_stack.back()).kind == PickleKind::Mark)
      fail("takes more values than there are");
    const Place place = m_stack.back();
    m_stack.pop_back();
    return place;
  }
  Place top() {
    if (m_stack.empty() || value(m_stack.back()).kind == PickleKind::Mark)
      fail("takes more values than there are");
    return m_stack.back();
  }
  std::vector<Place> popToMark() {
    std::size_t mark = m_stack.size();
    while (mark > 0 && value(m_stack[mark - 1]).kind != PickleKind::Mark) --mark;
    if (mark == 0) fail("lacks a mark");
    std::vector<Place> taken(m_stack.begin() + static_cast<std::ptrdiff_t>(mark), m_stack.end());
    m_stack.resize(mark - 1);
    return taken;
  }
  void addItems(Place target, const std::vector<Place>& items) {
    m_items += items.size();
    if (m_items > kMostItems) fail("builds an absurd number of values");
    auto& all = value(target).items;
    all.insert(all.end(), items.begin(), items.end());
  }
  void pushContainer(PickleKind kind, const std::vector<Place>& items) {
    const Place place = make(kind);
    addItems(place, items);
    push(place);
  }

  void setItems(const std::vector<Place>& pairs) {
    if (pairs.size() % 2 != 0) fail("sets a key without a value");
    const PickleKind kind = value(top()).kind;
    if (kind != PickleKind::Dict && kind != PickleKind::Call) fail("sets keys on something that is no dict");
    addItems(top(), pairs);
  }
  void append(const std::vector<Place>& items) {
    const PickleKind kind = value(top()).kind;
    if (kind == PickleKind::Call) return;  // on an object of a class: what it would do is not known, nor done
    if (kind != PickleKind::List && kind != PickleKind::Set) fail("appends to something that is no list");
    addItems(top(), items);
  }

  void global(std::string_view module, std::string_view name) {
    std::string full = std::string(module) + "." + std::string(name);
    auto& seen = m_pickle.globals;
    if (std::find(seen.begin(), seen.end(), full) == seen.end()) {
      if (seen.size() >= 10'000) fail("names an absurd number of globals");
      seen.push_back(full);
    }
    pushText(PickleKind::Global, full);
  }
  void call() {
    const Place arguments = pop(), function = pop();
    // An empty OrderedDict is a dict, whatever the protocol builds it with.
    if (value(function).kind == PickleKind::Global && value(function).text == "collections.OrderedDict" &&
        value(arguments).kind == PickleKind::Tuple && value(arguments).items.empty()) {
      push(make(PickleKind::Dict));
      return;
    }
    pushContainer(PickleKind::Call, {function, arguments});
  }
  void persistent(Place id) {
    // torch.save: ('storage', type, key, location, count)
    if (value(id).kind == PickleKind::Tuple && value(id).items.size() >= 3) {
      const std::string& key = value(value(id).items[2]).text;
      if (m_storages.emplace(key, 0).second) m_pickle.persistent.push_back(key);
    }
    pushContainer(PickleKind::Persistent, {id});
  }

  void memoize(std::uint64_t key) { m_memo[key] = top(); }
  void recall(std::uint64_t key) {
    const auto found = m_memo.find(key);
    if (found == m_memo.end()) fail("recalls a value that it never kept");
    push(found->second);
  }
  std::uint64_t keyLine() {
    const std::string_view text = line();
    std::uint64_t key = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), key);
    if (problem != std::errc() || stop != text.data() + text.size()) fail("has a damaged number");
    return key;
  }

  void pushDecimal(std::string_view text) {
    if (!text.empty() && text.back() == 'L') text.remove_suffix(1);
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem == std::errc::result_out_of_range) {
      pushText(PickleKind::Int, text);
      return;
    }
    if (problem != std::errc() || stop != text.data() + text.size()) fail("has a damaged number");
    pushInt(number);
  }
  /// LONG1: little-endian two's complement of any length.
  void pushLong(std::string_view bytes) {
    if (bytes.size() > 8) {
      std::string digits = "0x";
      for (std::size_t i = bytes.size(); i-- > 0;)
        digits += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
      pushText(PickleKind::Int, digits);
      return;
    }
    std::uint64_t number = littleEndian(bytes, 0, bytes.size());
    if (!bytes.empty() && bytes.size() < 8 && (bytes.back() & 0x80))
      number |= ~std::uint64_t{0} << 8 * bytes.size();
    pushInt(static_cast<std::int64_t>(number));
  }
  void pushFloatLine() {
    const std::string_view text = line();
    const Place place = make(PickleKind::Float);
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value(place).real);
    if (problem != std::errc() || stop != text.data() + text.size()) fail("has a damaged number");
    push(place);
  }

  void step(unsigned char code);
  void stepOfText(unsigned char code);

  std::string_view m_bytes;
  const std::string& m_subject;
  std::size_t m_at = 0, m_opcode = 0, m_items = 0;
  Pickle& m_pickle;
  std::vector<Place> m_stack;
  std::unordered_map<std::uint64_t, Place> m_memo;
  std::unordered_map<std::string, int> m_storages;
};

void Reader::step(unsigned char code) {
  switch (code) {
    // Framing.
    case 0x80:
      if (const auto protocol = number(1); protocol > 5)
        fail(fmt::format("is of the unknown protocol {}", protocol));
      return;
    case 0x95:
      if (number(8) > m_bytes.size() - m_at) fail("is cut short");
      return;
    // Constants.
    case 'N':
      return push(make(PickleKind::None));
    case 0x88:
      return pushInt(1, PickleKind::Bool);
    case 0x89:
      return pushInt(0, PickleKind::Bool);
    case 'J':
      return pushInt(static_cast<std::int32_t>(number(4)));
    case 'K':
      return pushInt(static_cast<std::int64_t>(number(1)));
    case 'M':
      return pushInt(static_cast<std::int64_t>(number(2)));
    case 0x8a:
      return pushLong(take(number(1)));
    case 0x8b:
      return pushLong(take(std::min<std::uint64_t>(number(4), 1 << 16)));
    case 'G': {
      std::uint64_t bits = 0;
      for (const char byte : take(8)) bits = bits << 8 | static_cast<unsigned char>(byte);
      const Place place = make(PickleKind::Float);
      value(place).real = std::bit_cast<double>(bits);
      return push(place);
    }
    case 'X':
      return pushText(PickleKind::Text, take(number(4)));
    case 0x8c:
      return pushText(PickleKind::Text, take(number(1)));
    case 0x8d:
      return pushText(PickleKind::Text, take(number(8)));
    case 'T':
      return pushText(PickleKind::Text, take(number(4)));
    case 'U':
      return pushText(PickleKind::Text, take(number(1)));
    case 'B':
      return pushText(PickleKind::Bytes, take(number(4)));
    case 'C':
      return pushText(PickleKind::Bytes, take(number(1)));
    case 0x8e:
      return pushText(PickleKind::Bytes, take(number(8)));
    case 0x96:
      return pushText(PickleKind::Bytes, take(number(8)));
    // Containers.
    case '(':
      return push(make(PickleKind::Mark));
    case ')':
      return push(make(PickleKind::Tuple));
    case ']':
      return push(make(PickleKind::List));
    case '}':
      return push(make(PickleKind::Dict));
    case 0x8f:
      return push(make(PickleKind::Set));
    case 't':
      return pushContainer(PickleKind::Tuple, popToMark());
    case 'l':
      return pushContainer(PickleKind::List, popToMark());
    case 0x91:
      return pushContainer(PickleKind::Set, popToMark());
    case 'd': {
      const std::vector<Place> pairs = popToMark();
      if (pairs.size() % 2 != 0) fail("sets a key without a value");
      return pushContainer(PickleKind::Dict, pairs);
    }
    case 0x85:
      return pushContainer(PickleKind::Tuple, {pop()});
    case 0x86: {
      const Place second = pop(), first = pop();
      return pushContainer(PickleKind::Tuple, {first, second});
    }
    case 0x87: {
      const Place third = pop(), second = pop(), first = pop();
      return pushContainer(PickleKind::Tuple, {first, second, third});
    }
    case 's': {
      const Place item = pop(), key = pop();
      return setItems({key, item});
    }
    case 'u':
      return setItems(popToMark());
    case 'a':
      return append({pop()});
    case 'e':
    case 0x90:
      return append(popToMark());
    // The stack and the memo.
    case '0':
      if (!m_stack.empty() && value(m_stack.back()).kind == PickleKind::Mark) {
        m_stack.pop_back();
      } else {
        (void)pop();
      }
      return;
    case '1':
      (void)popToMark();
      return;
    case '2':
      return push(top());
    case 'q':
      return memoize(number(1));
    case 'r':
      return memoize(number(4));
    case 0x94:
      return memoize(m_memo.size());
    case 'h':
      return recall(number(1));
    case 'j':
      return recall(number(4));
    // What Python would do.
    case 'c': {
      const std::string_view module = line();
      return global(module, line());
    }
    case 0x93: {
      const Place name = pop(), module = pop();
      if (value(name).kind != PickleKind::Text || value(module).kind != PickleKind::Text)
        fail("names a global by no text");
      return global(value(module).text, value(name).text);
    }
    case 'R':
    case 0x81:
      return call();
    case 'b': {
      const Place state = pop();
      if (value(top()).kind == PickleKind::Call)
        addItems(top(), {make(PickleKind::None), state});  // its state, without a key
      return;
    }
    case 'Q':
      return persistent(pop());
    default:
      return stepOfText(code);
  }
}

/// Protocol 0 spells its values out, a line each.
void Reader::stepOfText(unsigned char code) {
  switch (code) {
    case 'I': {
      const std::string_view text = line();
      if (text == "00" || text == "01") return pushInt(text == "01", PickleKind::Bool);
      return pushDecimal(text);
    }
    case 'L':
      return pushDecimal(line());
    case 'F':
      return pushFloatLine();
    case 'S': {
      std::string_view text = line();
      if (text.size() < 2 || text.front() != text.back()) fail("has a damaged text");
      return pushText(PickleKind::Text, text.substr(1, text.size() - 2));
    }
    case 'V':
      return pushText(PickleKind::Text, line());
    case 'p':
      return memoize(keyLine());
    case 'g':
      return recall(keyLine());
    case 'P': {
      pushText(PickleKind::Text, line());
      return persistent(pop());
    }
    default:
      break;
  }
  if (const std::string_view name = refusedOpcode(code); !name.empty()) {
    throw Error(Error::Kind::Refused, m_subject,
                fmt::format("its pickle uses the opcode {} at byte {}, which no model needs", name, m_opcode));
  }
  fail(fmt::format("has the unknown opcode 0x{:02x}", code));
}

}  // namespace

const PickleValue* Pickle::at(const PickleValue& dict, std::string_view key) const {
  if (dict.kind != PickleKind::Dict) return nullptr;
  const PickleValue* found = nullptr;  // the last one counts, as in Python
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const PickleValue& name = values[dict.items[i]];
    if (name.kind == PickleKind::Text && name.text == key) found = &values[dict.items[i + 1]];
  }
  return found;
}

bool Pickle::calls(const PickleValue& value, std::string_view global) const {
  if (value.kind != PickleKind::Call) return false;
  const PickleValue& function = values[value.items[0]];
  return function.kind == PickleKind::Global && function.text == global;
}

Pickle readPickle(std::string_view bytes, const std::string& subject) {
  Pickle pickle;
  readPickle(bytes, subject, pickle);
  return pickle;
}

void readPickle(std::string_view bytes, const std::string& subject, Pickle& into) {
  Reader(bytes, subject, into).read();
}

}  // namespace adversarium
