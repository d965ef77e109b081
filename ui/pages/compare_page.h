// SPDX-License-Identifier: GPL-3.0-or-later
/// Runs side by side: the same images, one table, one axis of curves.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/record/record.h"
#include "ui/views/curve_plot.h"

namespace adversarium {

class ComparePage : public QWidget {
  Q_OBJECT

 public:
  struct Run {
    QString letter;
    std::shared_ptr<const Record> record;
  };

  explicit ComparePage(QWidget* parent = nullptr);

  void setRuns(std::vector<Run> runs);
  bool isEmpty() const { return m_runs.empty(); }

 signals:
  void exploreRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void fillTable();
  void fillPictures();
  void fillCurves();

  std::vector<Run> m_runs;
  QStackedWidget* m_stack = nullptr;
  QLabel* m_emptyText = nullptr;
  QPushButton* m_explore = nullptr;
  QLabel* m_title = nullptr;
  QLabel* m_note = nullptr;
  QTableWidget* m_pictures = nullptr;
  QTableWidget* m_table = nullptr;
  QComboBox* m_curveBox = nullptr;
  QLabel* m_curveLabel = nullptr;
  CurvePlot* m_plot = nullptr;
};

}  // namespace adversarium
