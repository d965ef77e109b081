// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/artefact/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/file_bytes.h"
#include "core/base/words_json.h"
#include "core/data/csv.h"
#include "core/record/artefact/described.h"

namespace adversarium {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// As text: a class called "7" comes back from a file as the number 7.
bool sameCell(const Table::Cell& a, const Table::Cell& b) { return Table::textOf(a) == Table::textOf(b); }

struct TableKept {
  static void write(const Table& table, const std::filesystem::path& file) { writeBytes(file, csvOf(table)); }
  /// What the CSV file does not say: headings for a person, and what stands in sentences.
  static void describe(const Table& table, ordered_json& entry) {
    entry["columns"] = ordered_json::array();
    for (const Column& column : table.columns) {
      ordered_json said{{"id", column.id}};
      putWords(said, "heading", column.heading);
      entry["columns"].push_back(std::move(said));
    }
    std::set<std::string> known;
    for (const auto& row : table.rows) {
      for (const Table::Cell& cell : row) {
        const auto* words = std::get_if<Words>(&cell);
        if (!words || words->args.empty() || !known.insert(words->english()).second) continue;
        ordered_json said = ordered_json::object();
        putWords(said, "words", *words);
        entry["sentences"].push_back(std::move(said));
      }
    }
  }

  static void recall(const json& entry, Table& table) {
    for (const json& column : entry.value("columns", json::array()))
      table.columns.emplace_back(column.value("id", ""), wordsIn(column, "heading"));
    for (const json& sentence : entry.value("sentences", json::array()))
      table.sentences.push_back(wordsIn(sentence, "words"));
  }
  static void read(Table& table, const std::filesystem::path& file) {
    const auto rows = parsedCsv(readBytes(file));
    if (rows.empty()) throw InputError(file.string(), "has no heading");
    const std::vector<Column> described = std::move(table.columns);
    table.columns.clear();
    for (const CsvCell& cell : rows.front()) {
      const std::size_t at = table.columns.size();
      if (at < described.size() && described[at].id == cell.text) {
        table.columns.push_back(described[at]);
      } else {
        table.columns.emplace_back(Words(cell.text));
      }
    }
    std::map<std::string, Words> sentences;
    for (const Words& sentence : table.sentences) sentences.emplace(sentence.english(), sentence);
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].size() != table.columns.size())
        throw InputError(file.string(), fmt::format("line {}: wrong length", r + 1));
      std::vector<Table::Cell> cells;
      for (const CsvCell& cell : rows[r]) {
        const auto value = cellNumber(cell);
        if (value) {
          cells.emplace_back(*value);
        } else if (const auto sentence = sentences.find(cell.text); sentence != sentences.end()) {
          cells.emplace_back(sentence->second);
        } else {
          cells.emplace_back(Words(cell.text));
        }
      }
      table.rows.push_back(std::move(cells));
    }
  }
  static std::string difference(const Table& before, const Table& after) {
    const auto sameId = [](const Column& one, const Column& other) { return one.id == other.id; };
    const bool sameColumns = std::equal(before.columns.begin(), before.columns.end(), after.columns.begin(),
                                        after.columns.end(), sameId);
    if (!sameColumns || before.rows.size() != after.rows.size()) return "has another shape";
    for (std::size_t r = 0; r < before.rows.size(); ++r) {
      for (std::size_t c = 0; c < before.columns.size(); ++c) {
        if (!sameCell(before.rows[r][c], after.rows[r][c]))
          return fmt::format("differs in row {}, {}", r, before.columns[c].id);
      }
    }
    return {};
  }
};

}  // namespace

Column::Column(const char* heading_) : Column(Words(heading_)) {}

Column::Column(Words heading_) : id(heading_.english()), heading(std::move(heading_)) {
  std::replace(id.begin(), id.end(), ' ', '_');
}

std::string Table::textOf(const Cell& cell) {
  const auto* number = std::get_if<double>(&cell);
  return number ? fmt::format("{}", *number) : std::get<Words>(cell).english();
}

std::string csvOf(const Table& table) {
  std::string text;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c) text += ',';
    text += csvCell(table.columns[c].id);
  }
  text += '\n';
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c) text += ',';
      const auto* value = std::get_if<double>(&row[c]);
      text += value ? shortest(*value) : csvCell(std::get<Words>(row[c]).english());
    }
    text += '\n';
  }
  return text;
}

template <>
const ArtefactKind& kindOf<Table>() {
  static constexpr ArtefactKind kind = kindBy<Table, TableKept>("table", ".csv");
  return kind;
}

}  // namespace adversarium
