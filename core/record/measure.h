// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run measures: each measure is declared once, in the file that takes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/words.h"

namespace adversarium {

/// Which way is good for the model's owner.
enum class Better { Neither, Higher, Lower };

struct MeasureSpec {
  std::string_view id;    ///< snake_case and eternal
  const char* title;      ///< translatable("measures", …)
  std::string_view unit;  ///< "rate", "pixel value", "queries", "s", …; empty: each value says its own
  Better better = Better::Neither;
};

/// A number with its 95 % interval where it is a rate (Wilson), and how many samples stand behind it.
struct Measure {
  double value = 0;
  std::optional<double> low;
  std::optional<double> high;
  std::int64_t n = 0;
  std::string unit;
  Words title{};
  Better better = Better::Neither;
  bool operator==(const Measure&) const = default;
};

/// A record's measures, by id.
class Measures {
 public:
  using Map = std::map<std::string, Measure, std::less<>>;

  /// The title, the direction and, where it has one, the unit are the declaration's.
  void set(const MeasureSpec& spec, Measure measure);
  void set(const MeasureSpec& spec, double value, std::int64_t n) { set(spec, Measure{value, {}, {}, n, {}}); }
  /// One of a row, each with a name of its own: fills the "{}" of the declaration's id and title.
  void set(const MeasureSpec& row, std::string_view which, const Words::Arg& named, Measure measure);
  /// As it was read or measured elsewhere.
  void put(const std::string& id, Measure measure) { m_all.insert_or_assign(id, std::move(measure)); }
  void merge(Measures& others) { m_all.merge(others.m_all); }

  Map::const_iterator find(std::string_view id) const { return m_all.find(id); }
  Map::const_iterator find(const MeasureSpec& spec) const { return m_all.find(spec.id); }
  bool contains(std::string_view id) const { return m_all.contains(id); }
  bool contains(const MeasureSpec& spec) const { return m_all.contains(spec.id); }
  /// Throw std::out_of_range where there is none.
  const Measure& at(std::string_view id) const;
  const Measure& at(const MeasureSpec& spec) const { return at(spec.id); }
  Map::const_iterator begin() const { return m_all.begin(); }
  Map::const_iterator end() const { return m_all.end(); }
  std::size_t size() const { return m_all.size(); }
  bool empty() const { return m_all.empty(); }
  bool operator==(const Measures&) const = default;

 private:
  Map m_all;
};

/// The title that it was given; of records of older versions, which knew none, its id in words.
Words titleOf(const std::string& id, const Measure& measure);

/// Of several declarations the one with that id; throws std::logic_error where a method reports what it did not
/// declare.
const MeasureSpec& declared(std::span<const MeasureSpec> specs, std::string_view id);

}  // namespace adversarium
