// SPDX-License-Identifier: GPL-3.0-or-later
/// Every method that is no attack: set up beside it, run here, looked at while it runs.
#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QWidget>
#include <map>
#include <memory>

#include "ui/controls/setup_panel.h"
#include "ui/pages/cost_asker.h"
#include "ui/tasks/session_bridge.h"
#include "ui/views/page_parts.h"
#include "ui/views/record_view.h"

namespace adversarium {

/// Knows families and types of results, never methods but one: a region chosen on a heat map can be transplanted.
class MethodPage : public QWidget {
  Q_OBJECT

 public:
  /// `setup` is this page's own panel.
  MethodPage(SessionBridge& bridge, SetupPanel& setup, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ModelInfo> model);
  void setData(const QString& where, std::shared_ptr<const DataSet> data);
  void showFamily(Family family);
  Family family() const { return m_setup.family(); }
  /// What the family is for, as it stands in the navigation.
  static QString titleOf(Family family);
  void chooseMethod(const QString& id);
  const std::string& method() const { return m_method; }
  void setParams(const ParamMap& params);
  /// Sets up what `request` asked for; model and data are the window's.
  void reopen(const Request& request);
  bool ready() const { return m_model && m_data && !m_method.empty(); }
  void run();
  /// Stamps a region of the data's sample `index` on clean images.
  void transplant(const PixelMask& region, std::int64_t index);
  const std::shared_ptr<const Record>& record() const { return m_view->record(); }

 signals:
  void problem(const QString& words);
  void openDataRequested();
  void familyShown();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void refresh();
  void follow();
  void considerCost();
  void transplantChosen();
  Request request() const;

  SessionBridge& m_bridge;
  SetupPanel& m_setup;
  std::shared_ptr<const ModelInfo> m_model;
  QString m_dataWhere;
  std::shared_ptr<const DataSet> m_data;
  std::string m_method;
  std::map<Family, std::string> m_last;  ///< the method that was chosen last
  std::map<std::string, ParamMap, std::less<>> m_params;
  std::map<std::string, std::shared_ptr<const Record>, std::less<>> m_records;  ///< the last of each method
  int m_target = -1;
  quint64 m_seed = 0;
  std::shared_ptr<Task<Record>> m_task;
  std::string m_running;
  QElapsedTimer m_drawn;
  CostAsker m_cost;
  PixelMask m_region;
  int m_regionPicture = 0;

  QLabel* m_title = nullptr;
  QLabel* m_state = nullptr;
  QPushButton* m_transplant = nullptr;
  QStackedWidget* m_stack = nullptr;
  EmptyState* m_empty = nullptr;
  RecordView* m_view = nullptr;
};

}  // namespace adversarium
