// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/table_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/csv.h"

namespace adversarium {
namespace {

constexpr std::size_t kMostWords = 1000;  // values of one column; more are names or numbers in disguise

std::string trimmedCell(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r");
  return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

TableCells cellsOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file.string(), "cannot be read");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  TableCells rows;
  for (const auto& cells : parsedCsv(text)) {
    if (cells.size() < 2) continue;  // a remark, an empty line
    rows.emplace_back();
    for (const CsvCell& cell : cells) rows.back().push_back(trimmedCell(cell.text));
    if (rows.back().size() != rows.front().size())
      throw InputError(file.string(), fmt::format("row {} has {} cells, the first one {}", rows.size(),
                                                  rows.back().size(), rows.front().size()));
  }
  if (rows.empty()) throw InputError(file.string(), "is no table: no row has two cells");
  return rows;
}

}  // namespace

TableData::TableData(std::string where, std::vector<TableColumn> schema, std::vector<std::string> classes,
                     const TableCells& rows, std::string sha256, std::string sensitive)
    : DataSet(
          {std::move(where), "table", static_cast<std::int64_t>(rows.size()), 1, 1, 0, true, std::move(classes)}),
      m_columns(std::move(schema)),
      m_sha256(std::move(sha256)),
      m_sensitive(std::move(sensitive)) {
  int width = 0;
  for (TableColumn& column : m_columns) {
    column.first = width;
    width += column.width();
  }
  m_info.width = width;
  m_features.assign(rows.size() * static_cast<std::size_t>(width), 0.0F);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    float* const features = m_features.data() + r * static_cast<std::size_t>(width);
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
      const TableColumn& column = m_columns[c];
      const std::string& cell = rows[r][c];
      if (column.words()) {
        const auto found = std::lower_bound(column.values.begin(), column.values.end(), cell);
        if (found != column.values.end() && *found == cell)
          features[column.first + (found - column.values.begin())] = 1;
      } else {
        const double span = std::max(1e-12, column.high - column.low);
        features[column.first] =
            static_cast<float>(std::clamp((numberIn(cell).value_or(column.low) - column.low) / span, 0.0, 1.0));
      }
    }
    const auto& names = m_info.classNames;
    const auto found = std::find(names.begin(), names.end(), rows[r].back());
    m_labels.push_back(found == names.end() ? -1 : static_cast<int>(found - names.begin()));
  }
}

void TableData::read(std::int64_t index, std::span<float> planes) const {
  std::copy_n(m_features.begin() + index * m_info.width, m_info.width, planes.begin());
}

TableSchema schemaOf(const std::vector<std::string>& names, const TableCells& rows, const std::string& subject) {
  TableSchema schema;
  for (std::size_t c = 0; c + 1 < names.size(); ++c) {
    TableColumn column{names[c], {}, 0, 1, 0};
    std::vector<double> numbers;
    std::set<std::string> words;
    for (const auto& row : rows) {
      if (const auto number = numberIn(row[c])) {
        numbers.push_back(*number);
      } else {
        words.insert(row[c]);
      }
    }
    if (words.empty()) {
      // A hundredth on each side may be far off (fortunes); the scale is for the others.
      std::sort(numbers.begin(), numbers.end());
      column.low = numbers[numbers.size() / 100];
      column.high = numbers[numbers.size() - 1 - numbers.size() / 100];
      if (column.low >= column.high) {
        column.low = numbers.front();
        column.high = numbers.back();
      }
    } else {
      for (const auto& row : rows) words.insert(row[c]);
      if (words.size() > kMostWords)
        throw InputError(subject, "column '" + column.name + "' has too many different words");
      column.values.assign(words.begin(), words.end());
    }
    schema.columns.push_back(std::move(column));
  }
  std::set<std::string> classes;
  for (const auto& row : rows) classes.insert(row.back());
  if (classes.size() < 2 || classes.size() > kMostWords)
    throw InputError(subject,
                     fmt::format("its last column has {} different values and so is no class", classes.size()));
  schema.classes.assign(classes.begin(), classes.end());
  return schema;
}

std::shared_ptr<const DataSet> openTable(const std::string& where, const std::filesystem::path& file) {
  TableCells rows = cellsOf(file);
  const std::vector<std::string> names = rows.front();
  rows.erase(rows.begin());
  if (rows.empty()) throw InputError(file.string(), "has a heading and no row");
  TableSchema schema = schemaOf(names, rows, file.string());
  return std::make_shared<TableData>(where, std::move(schema.columns), std::move(schema.classes), rows,
                                     sha256OfFile(file), std::string());
}

std::shared_ptr<const DataSet> openAdult(const std::string& where, const std::filesystem::path& folder,
                                         const std::string& part) {
  const std::vector<std::string> names{
      "age",          "workclass", "fnlwgt", "education",    "education-num", "marital-status", "occupation",
      "relationship", "race",      "sex",    "capital-gain", "capital-loss",  "hours-per-week", "native-country",
      "income"};
  const std::filesystem::path training = folder / "adult.data",
                              file = part == "train" ? training : folder / "adult.test";
  TableCells known = cellsOf(training);
  if (known.front().size() != names.size())
    throw InputError(training.string(), "is not UCI Adult: it has other columns");
  TableSchema schema = schemaOf(names, known, training.string());
  TableCells rows = part == "train" ? std::move(known) : cellsOf(file);
  for (auto& row : rows) {
    if (row.size() != names.size()) throw InputError(file.string(), "is not UCI Adult: it has other columns");
    if (row.back().ends_with('.')) row.back().pop_back();  // the test file ends its classes so
  }
  return std::make_shared<TableData>(where, std::move(schema.columns), std::move(schema.classes), rows,
                                     sha256OfFile(file), "sex");
}

}  // namespace adversarium
