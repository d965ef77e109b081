// SPDX-License-Identifier: GPL-3.0-or-later
/// A record's numbers as tables that Qt's views can show and sort.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

#include "core/record/record.h"

namespace adversarium {

/// What the record calls it, in the window's language.
QString measureTitle(const std::string& id, const Measure& measure);

/// "81.2 % (76.0 – 85.4 %)", "0.0314 = 8/255", "3.2 s": value, interval and unit.
QString measureText(const Measure& measure);

/// "FGM 8/255 L∞ on demo:signs": a run in one line.
QString runTitle(const Record& record);

/// An artefact's table; sorting is left to a proxy on SortRole.
class ArtefactTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  static constexpr int SortRole = Qt::UserRole + 1;

  /// Shares ownership of the record that `table` lies in.
  ArtefactTableModel(std::shared_ptr<const Table> table, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::shared_ptr<const Table> m_table;
};

}  // namespace adversarium
