// SPDX-License-Identifier: GPL-3.0-or-later
/// Makes one report of several runs: what was found, how, on which model, and what became of it.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QWidget>
#include <vector>

#include "ui/views/page_parts.h"
#include "ui/workbench/export.h"

namespace adversarium {

class ReportPage : public QWidget {
  Q_OBJECT

 public:
  explicit ReportPage(QWidget* parent = nullptr);

  /// In the order of the report. A run that a person has left out stays out.
  void setRuns(std::vector<ReportOrder::Run> runs);
  /// The runs that are ticked, with what else a person has entered.
  ReportOrder order() const;

 signals:
  void inspectRequested();
  void saveRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void fill();
  void refresh();

  std::vector<ReportOrder::Run> m_runs;
  QSet<QString> m_leftOut;  ///< letters
  QStackedWidget* m_stack = nullptr;
  EmptyState* m_empty = nullptr;
  QLabel* m_heading = nullptr;
  QLabel* m_titleLabel = nullptr;
  QLineEdit* m_title = nullptr;
  QLabel* m_remarksLabel = nullptr;
  QPlainTextEdit* m_remarks = nullptr;
  QLabel* m_listLabel = nullptr;
  QTreeWidget* m_list = nullptr;
  QLabel* m_gist = nullptr;
  QCheckBox* m_withFiles = nullptr;
  QPushButton* m_save = nullptr;
};

}  // namespace adversarium
