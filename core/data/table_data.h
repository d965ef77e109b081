// SPDX-License-Identifier: GPL-3.0-or-later
/// Rows of a table as samples of 1×1×F numbers in [0,1]: a column of words becomes as many numbers as it has
/// values, of which one is 1; a column of numbers becomes one, between its least and its largest. The last column,
/// in words, is the class.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace adversarium {

struct TableColumn {
  std::string name;
  std::vector<std::string> values;  ///< of a column of words, sorted; empty for numbers
  double low = 0, high = 1;         ///< of a column of numbers; what lies outside is brought to the nearer end
  int first = 0;                    ///< its first feature
  bool words() const { return !values.empty(); }
  int width() const { return words() ? static_cast<int>(values.size()) : 1; }
};

using TableCells = std::vector<std::vector<std::string>>;

class TableData final : public DataSet {
 public:
  /// `schema` without the class; `classes` are info().classNames. `sensitive` names the column that an attacker
  /// would want to know, or is empty. A word that the schema does not know has no feature of 1.
  TableData(std::string where, std::vector<TableColumn> schema, std::vector<std::string> classes,
            const TableCells& rows, std::string sha256, std::string sensitive);

  const std::vector<TableColumn>& columns() const { return m_columns; }
  const std::string& sensitive() const { return m_sensitive; }

  void read(std::int64_t index, std::span<float> planes) const override;
  int label(std::int64_t index) const override { return m_labels[static_cast<std::size_t>(index)]; }
  std::string sha256() const override { return m_sha256; }

 private:
  std::vector<TableColumn> m_columns;
  std::vector<float> m_features;
  std::vector<int> m_labels;
  std::string m_sha256, m_sensitive;
};

/// The columns and the classes that rows show; the last cell of a row is the class.
struct TableSchema {
  std::vector<TableColumn> columns;
  std::vector<std::string> classes;
};
TableSchema schemaOf(const std::vector<std::string>& names, const TableCells& rows, const std::string& subject);

/// A CSV file with a heading. Throws InputError naming the line.
std::shared_ptr<const DataSet> openTable(const std::string& where, const std::filesystem::path& file);
/// UCI Adult: a folder with adult.data and adult.test, which have no heading. `part` "train" is adult.data.
std::shared_ptr<const DataSet> openAdult(const std::string& where, const std::filesystem::path& folder,
                                         const std::string& part);

/// "census" or "census-train": invented people; whether they earn much depends on schooling, work, age and, a
/// little, on an illness, which is the sensitive column.
std::shared_ptr<const DataSet> openDrawnCensus(const std::string& name);

}  // namespace adversarium
