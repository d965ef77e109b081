// SPDX-License-Identifier: GPL-3.0-or-later
/// One finished run, whatever its method: everything that its record holds.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QWidget>
#include <memory>

#include "core/record/record.h"
#include "ui/views/page_parts.h"
#include "ui/views/record_view.h"

namespace adversarium {

class ResultsPage : public QWidget {
  Q_OBJECT

 public:
  explicit ResultsPage(QWidget* parent = nullptr);

  void setRecord(const std::shared_ptr<const Record>& record);
  const std::shared_ptr<const Record>& record() const { return m_view->record(); }

 signals:
  void runRequested();
  void exportRequested();
  void exploreRequested(const std::shared_ptr<const Record>& record);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();

  QStackedWidget* m_stack = nullptr;
  QLabel* m_title = nullptr;
  EmptyState* m_empty = nullptr;
  QPushButton* m_explore = nullptr;
  QPushButton* m_export = nullptr;
  RecordView* m_view = nullptr;
};

}  // namespace adversarium
