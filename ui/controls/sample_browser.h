// SPDX-License-Identifier: GPL-3.0-or-later
/// Choosing one picture of a data set: thumbnails, a class filter, and a field for the index.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSpinBox>
#include <QWidget>
#include <memory>

#include "core/data/data_set.h"
#include "ui/controls/thumbnail_model.h"

namespace adversarium {

class SampleBrowser : public QWidget {
  Q_OBJECT

 public:
  explicit SampleBrowser(QWidget* parent = nullptr);

  /// Null empties the browser. The current index becomes 0; emits nothing.
  void setData(std::shared_ptr<const DataSet> data);
  /// −1 without data.
  qint64 currentIndex() const { return m_current; }
  /// Selects and shows a sample; emits sampleChosen when it is another one. Out of range: nothing happens.
  void choose(qint64 sample);
  /// The next or previous sample that the filter shows.
  void step(int rows);

 signals:
  void sampleChosen(qint64 sample);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void fillClasses();
  void showCurrent();
  void showCount();

  ThumbnailModel* m_model = nullptr;
  QListView* m_list = nullptr;
  QComboBox* m_classBox = nullptr;
  QLabel* m_indexLabel = nullptr;
  QLabel* m_count = nullptr;
  QSpinBox* m_indexSpin = nullptr;
  std::shared_ptr<const DataSet> m_data;
  qint64 m_current = -1;
};

}  // namespace adversarium
