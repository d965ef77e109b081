// SPDX-License-Identifier: GPL-3.0-or-later
/// Rows of numbers and words.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/words.h"
#include "core/record/artefact/content.h"

namespace adversarium {

/// A column is known by its id in files, by its heading to a person.
struct Column {
  std::string id;
  Words heading;  ///< translatable("headings", …)

  /// The id is the heading with underscores.
  Column(const char* heading);  // NOLINT: a heading is a column
  Column(Words heading);        // NOLINT
  Column(std::string id, Words heading) : id(std::move(id)), heading(std::move(heading)) {}
  bool operator==(const Column&) const = default;
};

/// Cells are numbers or words; every row is as long as `columns`.
struct Table {
  using Cell = std::variant<double, Words>;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<Words> sentences{};  ///< cells with holes, so that a file's rows get back more than English
  /// English.
  static std::string textOf(const Cell& cell);
};
template <>
const ArtefactKind& kindOf<Table>();

/// Comma-separated text, C locale, RFC 4180 quoting; also what "copy as CSV" gives.
std::string csvOf(const Table& table);

}  // namespace adversarium
