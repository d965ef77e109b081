// SPDX-License-Identifier: GPL-3.0-or-later
/// Story A: drag a strength over one image and watch the classifier change its mind.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>
#include <QWidget>
#include <memory>

#include "ui/controls/sample_browser.h"
#include "ui/controls/setup_panel.h"
#include "ui/controls/strength_slider.h"
#include "ui/pages/bracket_asker.h"
#include "ui/pages/explore_state.h"
#include "ui/pages/heat_look.h"
#include "ui/tasks/session_bridge.h"
#include "ui/views/confidence_bars.h"
#include "ui/views/curve_plot.h"
#include "ui/views/pane_stage.h"
#include "ui/views/trajectory_scrubber.h"

namespace adversarium {

/// Knows no method by name: everything comes from the catalogue's declarations.
class ExplorePage : public QWidget {
  Q_OBJECT

 public:
  ExplorePage(SessionBridge& bridge, SetupPanel& setup, QUndoStack& undo, QWidget* parent = nullptr);

  /// Another model is being opened: what is on the stage is veiled until it comes, or until nothing (an empty
  /// place) is waited for any more.
  void awaitModel(const QString& where);
  void setModel(std::shared_ptr<const ModelInfo> model);
  void setData(const QString& where, std::shared_ptr<const DataSet> data);
  /// Shows `reason` in the empty stage.
  void setProblem(const QString& reason);

  const ExploreState& state() const { return m_state; }
  /// An undoable step; the same state again is none.
  void propose(const ExploreState& state);
  /// As undo does: no new step.
  void applyState(const ExploreState& state);
  void chooseMethod(const QString& id);
  /// Goes to a request's sample, method and parameters; its model and data must be open, and the request one that
  /// can be carried out here (whyNotReopened).
  void reopen(const Request& request);
  void chooseSample(qint64 index);
  void stepSample(int rows) { m_browser->step(rows); }
  void stepStrength(int steps);

  /// What Run set would run.
  Request runRequest() const;
  /// The same for the one picture on the stage: exactly what is shown there.
  Request pictureRequest() const;
  bool ready() const { return m_model && m_data && m_opening.isEmpty(); }
  /// Draws the success curve of a finished run beside the others.
  void addRunCurve(const std::shared_ptr<const Record>& record, const QString& name);

  /// Whether what is on the stage is the exact answer to what is set, and nothing better is under way.
  bool exact() const;
  QImage captioned() const { return m_stage->captioned(); }
  PaneStage& stage() { return *m_stage; }
  HeatLook& heatLook() { return *m_heat; }
  /// Heat maps in the panes' place.
  void setHeatMaps(bool shown);
  StrengthSlider& slider() { return *m_slider; }
  const QStringList& classNames() const { return m_names; }

 signals:
  /// A new picture is on the stage.
  void shown(bool exact);
  void ribbonShown();
  void openDataRequested();
  void runRequested();
  /// Run set, with this guard between attacker and model.
  void defendRequested(const QString& guard);
  /// The chosen region of this sample is to be stamped on clean images.
  void transplantRequested(const PixelMask& region, qint64 index);
  /// Another method's own page.
  void methodRequested(const QString& id);
  void message(const QString& words);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void listDefences();
  void listHeatMaps();
  void connectControls();
  ExploreRequest request(bool draft) const;
  void ask(bool draft);
  void askRibbon();
  void forgetRibbon();
  void show(const std::shared_ptr<const Exploration>& exploration);
  void showRibbon(const std::shared_ptr<const Ribbon>& ribbon);
  /// What is on the stage is of another model or of other data: nothing of it stays.
  void forgetPicture();
  /// What is on the stage answers something else than what is set: it steps back behind these words.
  void veil(const QString& words);
  bool answersWhatIsSet() const;
  void askBracketLater();
  void drawSteps(const Exploration& exploration);
  void showStep(int step);
  void refreshSetup();
  void refreshSlider();
  void updateNames();
  void dragTo(double strength);
  void commit(double strength);
  void drawSuccess();
  ParamMap suggested(const CatalogueEntry& entry, const ParamMap& given) const;
  ImageShape shape() const;
  double strength() const;

  SessionBridge& m_bridge;
  SetupPanel& m_setup;
  QUndoStack& m_undo;
  ExploreState m_state;
  ExploreState m_beforeDrag;
  std::shared_ptr<const ModelInfo> m_model;
  std::shared_ptr<const DataSet> m_data;
  QString m_dataWhere;
  QStringList m_names;
  std::shared_ptr<const Ribbon> m_ribbon;
  bool m_ribbonAsked = false;  ///< for the state that stands, whether it has come in or not
  struct RunCurve {
    std::string model, data;
    PlotCurve curve;
  };
  std::vector<RunCurve> m_runCurves;
  QString m_opening;  ///< the model that is waited for
  QString m_problem;
  ExploreState m_shownState;  ///< what the stage answers
  qint64 m_shownIndex = -1;
  QTimer m_busyTimer;
  BracketAsker m_bracket;
  bool m_dragging = false;

  SampleBrowser* m_browser = nullptr;
  QStackedWidget* m_looks = nullptr;
  PaneStage* m_stage = nullptr;
  HeatLook* m_heat = nullptr;
  StrengthSlider* m_slider = nullptr;
  TrajectoryScrubber* m_scrubber = nullptr;
  ConfidenceBars* m_bars = nullptr;
  CurvePlot* m_confidencePlot = nullptr;
  QLabel* m_title = nullptr;
  QLabel* m_verdict = nullptr;
  QPushButton* m_heatButton = nullptr;
  QPushButton* m_defend = nullptr;
  QLabel* m_confidenceTitle = nullptr;
  QLabel* m_successTitle = nullptr;
  QStackedWidget* m_success = nullptr;
  CurvePlot* m_successPlot = nullptr;
  QLabel* m_successEmpty = nullptr;
  QPushButton* m_successRun = nullptr;
  QSplitter* m_columns = nullptr;
  QSplitter* m_rows = nullptr;
};

}  // namespace adversarium
