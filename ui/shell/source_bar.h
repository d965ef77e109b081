// SPDX-License-Identifier: GPL-3.0-or-later
/// The line on top: which model, which data, computed on what; each with its recent files.
#pragma once

#include <QLabel>
#include <QMenu>
#include <QString>
#include <QToolButton>
#include <QWidget>
#include <memory>

#include "core/session.h"

namespace adversarium {

class SourceBar : public QWidget {
  Q_OBJECT

 public:
  explicit SourceBar(QWidget* parent = nullptr);

  void setOpeningModel(const QString& where);
  void setModel(std::shared_ptr<const ModelInfo> info);
  void setData(std::shared_ptr<const DataSet> data);
  QString modelName() const { return m_model->text(); }
  void setDevice(const QString& device, int threads);

 signals:
  void modelChosen(const QString& where);
  void dataChosen(const QString& where);
  void browseModel();
  void browseData();
  void browseDataFolder();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void fillModels();
  void fillData();

  QLabel* m_modelLabel = nullptr;
  QToolButton* m_model = nullptr;
  QLabel* m_modelHash = nullptr;
  QLabel* m_dataLabel = nullptr;
  QToolButton* m_data = nullptr;
  QLabel* m_dataFacts = nullptr;
  QLabel* m_device = nullptr;
  QMenu* m_models = nullptr;
  QMenu* m_dataSets = nullptr;
  QString m_opening;
  QString m_deviceName = "cpu";
  int m_threads = 0;
  std::shared_ptr<const ModelInfo> m_modelInfo;
  std::shared_ptr<const DataSet> m_dataSet;
};

}  // namespace adversarium
