// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/record_tables.h"

#include <QCoreApplication>
#include <optional>

#include "core/method/catalogue.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/base/table_text.h"

namespace adversarium {
namespace {

/// "73.5 %", as tables of shares have it, also where it comes from a file.
std::optional<double> shareIn(const Table::Cell& cell) {
  const auto* words = std::get_if<Words>(&cell);
  if (!words) return std::nullopt;
  const QString text = QString::fromStdString(words->english());
  if (!text.endsWith(QStringLiteral(" %"))) return std::nullopt;
  bool number = false;
  const double share = text.chopped(2).toDouble(&number) / 100;
  return number ? std::optional(share) : std::nullopt;
}

}  // namespace

QString measureTitle(const std::string& id, const Measure& measure) {
  return coreText(titleOf(id, measure), "measures");
}

QString runTitle(const Record& record) {
  // A record from outside may name what is not known here.
  const Request& request = record.request;
  const CatalogueEntry* entry = knownMethod(request.algorithm);
  QString title = entry ? methodText(entry->info.name) : QString::fromStdString(request.algorithm);
  if (const auto strength = entry ? entry->strength(request.params) : std::nullopt)
    title += " ε " + over255Text(*strength);
  if (const auto* norm = entry ? entry->get<std::string>(request.params, Role::Norm) : nullptr)
    title += ' ' + choiceText(*norm);
  return record.partial ? title + QCoreApplication::translate("adversarium::RunsDock", " (stopped)") : title;
}

QString measureText(const Measure& measure) {
  if (measure.unit == "rate") {
    QString text = percentText(measure.value);
    if (measure.low && measure.high)
      text += QStringLiteral(" (%1 – %2)").arg(percentText(*measure.low), percentText(*measure.high));
    return text;
  }
  if (measure.unit == "pixel value" && measure.value <= 1)  // a sum over pixels is no pixel value
    return numberText(measure.value) + QStringLiteral(" = ") + over255Text(measure.value);
  if (measure.unit == "s") return numberText(measure.value, 3) + QStringLiteral(" s");
  return numberText(measure.value);
}

ArtefactTableModel::ArtefactTableModel(std::shared_ptr<const Table> table, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(table)) {}

int ArtefactTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table->rows.size());
}
int ArtefactTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table->columns.size());
}

QVariant ArtefactTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Table::Cell& cell = m_table->rows[std::size_t(index.row())][std::size_t(index.column())];
  const auto* number = std::get_if<double>(&cell);
  const std::optional<double> share = shareIn(cell);
  switch (role) {
    case Qt::DisplayRole:
      return number ? numberText(*number) : share ? percentText(*share) : cellText(std::get<Words>(cell));
    case SortRole:
      return number ? QVariant(*number) : share ? QVariant(*share) : QVariant(cellText(std::get<Words>(cell)));
    case Qt::TextAlignmentRole:
      return int((number || share ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant ArtefactTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return coreText(m_table->columns[std::size_t(section)].heading, "headings");
}

}  // namespace adversarium
