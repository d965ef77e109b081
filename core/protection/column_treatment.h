// SPDX-License-Identifier: GPL-3.0-or-later
/// Columns of a table taken out or made coarser, in rows that keep their shape, so that the same questions can be
/// put to a model before and after.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <string>
#include <vector>

#include "core/data/table_data.h"
#include "core/method/param.h"
#include "core/record/record.h"
#include "core/tensor/convert.h"

namespace adversarium {

/// `Coarsen`: the words of a column that are not among its most frequent ones become one, numbers become the mean
/// of bands that hold equally many of them.
enum class Treatment { Drop, Coarsen };
template <>
struct Choices<Treatment> {
  static constexpr std::array<std::string_view, 2> names{"drop", "coarsen"};
};

class ColumnTreatment {
 public:
  /// `rows` float N×1×1×F decide what is frequent and where the bands lie; `groups` ≥ 1 are left of a column.
  /// Throws UsageError for a name that is no column, and where nothing would become coarser.
  ColumnTreatment(const TableData& table, const std::vector<std::string>& names, Treatment treatment, int groups,
                  const at::Tensor& rows);

  /// float N×1×1×F of the same shape: a dropped column says 0 everywhere.
  at::Tensor apply(const at::Tensor& rows) const;
  /// The treated columns, in the table's order.
  const std::vector<TableColumn>& columns() const { return m_treated; }
  /// What is left of each of them, in words: "dropped", "White, other", "4 bands".
  const std::vector<std::string>& left() const { return m_left; }

  /// Treated rows with their classes as cells under headings, without what was dropped; readable as a CSV file.
  /// A value that is not known is "?".
  Table cells(const Batch& treated) const;

 private:
  struct Rule {
    TableColumn column;
    std::vector<std::int64_t> target;  ///< of words: the value that each value becomes
    at::Tensor edges, means;           ///< of numbers: float, upper ends of all bands but the last; float, all
  };
  Rule coarser(const TableColumn& column, int groups, const at::Tensor& features);

  const TableData& m_table;
  Treatment m_treatment;
  std::vector<TableColumn> m_treated, m_columns;  ///< the latter: as the cells name their values
  std::vector<std::string> m_left;
  std::vector<Rule> m_rules;
};

}  // namespace adversarium
