// SPDX-License-Identifier: GPL-3.0-or-later
/// Story A: one picture under one attack, live; the strength slider decides.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QUndoStack>
#include <QWidget>
#include <memory>

#include "core/session.h"
#include "ui/bridge/session_bridge.h"
#include "ui/widgets/confidence_bars.h"
#include "ui/widgets/curve_plot.h"
#include "ui/widgets/pane_stage.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/record_view.h"
#include "ui/widgets/sample_browser.h"
#include "ui/widgets/strength_slider.h"
#include "ui/widgets/trajectory_scrubber.h"

namespace adversarium {

/// What a person set up; the undo stack restores whole states, one a gesture.
struct ExploreSetup {
  std::string method = "fgm";
  ParamMap params;
  int target = -1;
  bool operator==(const ExploreSetup&) const = default;
};

/// Asks the bridge and shows what comes back; computes nothing.
class ExplorePage : public QWidget {
  Q_OBJECT

 public:
  explicit ExplorePage(SessionBridge& bridge, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ModelInfo> model);
  void setData(const QString& where, std::shared_ptr<const DataSet> data);
  QUndoStack& undoStack() { return m_undo; }
  /// The picture on the stage, null while there is none.
  std::shared_ptr<const Exploration> shown() const { return m_shown; }
  QStringList classNames() const { return m_names; }
  const ExploreSetup& setup() const { return m_setup; }
  PaneStage& stage() { return *m_stage; }
  const CatalogueEntry& method() const;

  /// The request that "Run set" sends for `count` pictures from the start of the data (0: all).
  Request requestFor(std::int64_t count) const;
  void showRecord(std::shared_ptr<const Record> record);
  void applyRecord(const Record& record);

 public slots:
  void runSet();
  /// A run of the one picture on the stage, for the list of runs.
  void pin();
  void stepSample(int by);
  void stepStrength(int by255);

 signals:
  void runRequested(const Request& request);
  void openRequested();
  void message(const QString& words);
  /// The stage is up to date with the set-up.
  void settled();

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void build();
  void retranslate();
  void connectParts();
  void apply(const ExploreSetup& setup);
  void push(ExploreSetup next, const QString& words);
  void requestAll();
  void requestPicture(bool draft);
  void requestRibbon();
  void showExploration(const std::shared_ptr<const Exploration>& exploration);
  void showRibbon(const std::shared_ptr<const Ribbon>& ribbon);
  void fillSlider();
  ExploreRequest exploreRequest(bool draft) const;
  ImageShape shape() const;
  double strength() const;
  void setStrength(double strength, bool commit);

  SessionBridge& m_bridge;
  QUndoStack m_undo;
  ExploreSetup m_setup;
  std::shared_ptr<const ModelInfo> m_model;
  std::shared_ptr<const DataSet> m_data;
  std::string m_dataWhere;
  QStringList m_names;
  std::shared_ptr<const Exploration> m_shown;
  std::shared_ptr<const Ribbon> m_ribbon;
  bool m_applying = false;

  SampleBrowser* m_browser = nullptr;
  PaneStage* m_stage = nullptr;
  StrengthSlider* m_slider = nullptr;
  TrajectoryScrubber* m_scrubber = nullptr;
  ConfidenceBars* m_bars = nullptr;
  QLabel* m_methodLabel = nullptr;
  QLabel* m_goalLabel = nullptr;
  QLabel* m_verdict = nullptr;
  QLabel* m_barsTitle = nullptr;
  QComboBox* m_methodBox = nullptr;
  QComboBox* m_goalBox = nullptr;
  ParamForm* m_form = nullptr;
  QLabel* m_countLabel = nullptr;
  QSpinBox* m_count = nullptr;
  QPushButton* m_run = nullptr;
  QTabWidget* m_tabs = nullptr;
  CurvePlot* m_confidencePlot = nullptr;
  CurvePlot* m_successPlot = nullptr;
  RecordView* m_recordView = nullptr;
  std::vector<PlotCurve> m_successCurves;
};

}  // namespace adversarium
