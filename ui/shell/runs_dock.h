// SPDX-License-Identifier: GPL-3.0-or-later
/// The runs so far: what was asked, what came out; pin, compare, look, export.
#pragma once

#include <QDockWidget>
#include <QPushButton>
#include <QTreeWidget>
#include <memory>
#include <vector>

#include "core/record/record.h"
#include "ui/workbench/export.h"

namespace adversarium {

/// Runs are lettered A, B, C … in the order they finished.
class RunsDock : public QDockWidget {
  Q_OBJECT

 public:
  explicit RunsDock(QWidget* parent = nullptr);

  /// Returns the run's letter.
  QString add(std::shared_ptr<const Record> record);
  QString letterOf(const std::shared_ptr<const Record>& record) const;
  int count() const { return static_cast<int>(m_records.size()); }
  /// The checked runs; all of them where none is checked.
  std::vector<std::shared_ptr<const Record>> chosen() const;
  std::vector<ReportOrder::Run> all() const;
  std::shared_ptr<const Record> current() const;
  static QString letter(int index);

 signals:
  void compareRequested();
  void opened(const std::shared_ptr<const Record>& record);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void fill(QTreeWidgetItem& item, const Record& record) const;

  QTreeWidget* m_list = nullptr;
  QPushButton* m_compare = nullptr;
  std::vector<std::shared_ptr<const Record>> m_records;
};

}  // namespace adversarium
