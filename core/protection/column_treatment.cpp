// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protection/column_treatment.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/error.h"
#include "core/membership/attribute_attack.h"

namespace adversarium {
namespace {

constexpr const char* kOther = "other";

TableColumn columnNamed(const TableData& table, const std::string& name) {
  std::string known;
  for (const TableColumn& column : table.columns()) {
    if (column.name == name) return column;
    known += (known.empty() ? "" : ", ") + column.name;
  }
  throw UsageError("columns", "'" + name + "' is no column; there are " + known);
}

/// Features are floats; more digits than they have would be noise.
double rounded(double value) { return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr); }

}  // namespace

ColumnTreatment::ColumnTreatment(const TableData& table, const std::vector<std::string>& names,
                                 Treatment treatment, int groups, const at::Tensor& rows)
    : m_table(table), m_treatment(treatment), m_columns(table.columns()) {
  for (const std::string& name : names) (void)columnNamed(table, name);
  for (const TableColumn& column : table.columns()) {
    if (std::find(names.begin(), names.end(), column.name) == names.end()) continue;
    m_treated.push_back(column);
    if (treatment == Treatment::Drop) {
      m_left.emplace_back(translatable("cells", "dropped"));
    } else {
      m_rules.push_back(coarser(column, groups, columnFeatures(rows, column)));
    }
  }
}

ColumnTreatment::Rule ColumnTreatment::coarser(const TableColumn& column, int groups, const at::Tensor& features) {
  Rule rule{column, {}, {}, {}};
  if (!column.words()) {
    const at::Tensor values = std::get<0>(features.squeeze(1).sort());
    if (values[0].equal(values[-1])) throw UsageError("columns", "'" + column.name + "' has one value only");
    std::vector<float> edges;
    for (int g = 1; g < groups; ++g) edges.push_back(values[(values.numel() * g) / groups].item<float>());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::erase_if(edges, [least = values[0].item<float>()](float edge) { return edge <= least; });
    rule.edges = at::tensor(edges, at::kFloat);
    const at::Tensor band = at::bucketize(values, rule.edges, false, true);
    std::vector<float> means;
    for (std::int64_t b = 0; b <= rule.edges.numel(); ++b) {
      const at::Tensor inside = values.masked_select(band.eq(b));
      means.push_back(inside.numel() > 0 ? inside.mean().item<float>() : 0.0F);
    }
    rule.means = at::tensor(means, at::kFloat);
    m_left.push_back(means.size() == 1 ? "one value" : fmt::format("{} bands", means.size()));
    return rule;
  }
  if (column.width() <= groups)
    throw UsageError(
        "groups", fmt::format("'{}' has no more than {} values: fewer groups, or drop it", column.name, groups));
  const auto order = integersOf(features.sum(0).argsort(0, true));
  std::vector<bool> kept(order.size(), false);
  for (int g = 0; g + 1 < groups; ++g) kept[static_cast<std::size_t>(order[static_cast<std::size_t>(g)])] = true;
  const auto merged = static_cast<std::int64_t>(std::find(kept.begin(), kept.end(), false) - kept.begin());
  auto& values = std::find_if(m_columns.begin(), m_columns.end(), [&](const TableColumn& c) {
                   return c.name == column.name;
                 })->values;
  std::string left;
  for (std::int64_t v = 0; v < column.width(); ++v) {
    const bool own = kept[static_cast<std::size_t>(v)];
    rule.target.push_back(own ? v : merged);
    if (own) left += values[static_cast<std::size_t>(v)] + ", ";
  }
  values[static_cast<std::size_t>(merged)] = kOther;
  m_left.push_back(left + kOther);
  return rule;
}

at::Tensor ColumnTreatment::apply(const at::Tensor& rows) const {
  at::Tensor result = rows.clone();
  if (m_treatment == Treatment::Drop) {
    for (const TableColumn& column : m_treated) columnFeatures(result, column).zero_();
    return result;
  }
  for (const Rule& rule : m_rules) {
    at::Tensor block = columnFeatures(result, rule.column);
    if (rule.column.words()) {
      const at::Tensor before = block.clone();
      block.zero_().index_add_(1, at::tensor(rule.target, at::kLong), before);
    } else {
      block.copy_(rule.means.index_select(0, at::bucketize(block.squeeze(1).contiguous(), rule.edges, false, true))
                      .unsqueeze(1));
    }
  }
  return result;
}

Table ColumnTreatment::cells(const Batch& treated) const {
  const auto dropped = [&](const TableColumn& column) {
    return m_treatment == Treatment::Drop &&
           std::any_of(m_treated.begin(), m_treated.end(),
                       [&](const TableColumn& one) { return one.name == column.name; });
  };
  Table table;
  std::vector<const TableColumn*> shown;
  for (const TableColumn& column : m_columns) {
    if (dropped(column)) continue;
    shown.push_back(&column);
    table.columns.emplace_back(column.name, Words(column.name));
  }
  table.columns.emplace_back(translatable("headings", "class"));
  const at::Tensor features = treated.images.flatten(1).contiguous();
  const std::vector<std::int64_t> labels = integersOf(treated.labels);
  const auto& classes = m_table.info().classNames;
  for (std::int64_t r = 0; r < features.size(0); ++r) {
    const float* const row = features.data_ptr<float>() + r * features.size(1);
    std::vector<Table::Cell> cells;
    for (const TableColumn* column : shown) {
      const float* const first = row + column->first;
      if (column->words()) {
        const auto most = std::max_element(first, first + column->width());
        cells.emplace_back(*most > 0.5F ? column->values[static_cast<std::size_t>(most - first)] : "?");
      } else {
        cells.emplace_back(rounded(column->low + double(*first) * (column->high - column->low)));
      }
    }
    const std::int64_t label = labels[static_cast<std::size_t>(r)];
    cells.emplace_back(label < 0 ? "?" : classes[static_cast<std::size_t>(label)]);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace adversarium
