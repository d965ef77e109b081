// SPDX-License-Identifier: GPL-3.0-or-later
/// Stacks the pages between the source bar, the navigation, two docks and the strip of jobs.
#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolBar>
#include <QTreeWidget>
#include <QUndoStack>
#include <functional>
#include <memory>

#include "ui/base/action_registry.h"
#include "ui/controls/setup_panel.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/method_page.h"
#include "ui/pages/model_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/results_page.h"
#include "ui/shell/jobs_strip.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/runs_dock.h"
#include "ui/shell/source_bar.h"
#include "ui/tasks/session_bridge.h"

namespace adversarium {

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  static constexpr int kLayoutVersion = 1;
  enum Page { Overview, Model, Explore, Method, Results, Compare, Report };

  /// `bridge` outlives the window.
  explicit MainWindow(SessionBridge& bridge, QWidget* parent = nullptr);

  /// Shows the window; on a screen where it and its frame have hardly room, and where nobody has arranged it yet,
  /// over all of it.
  void open();
  /// Opens the built-in signs, then whatever is named; returns at once.
  void start(const QStringList& files);
  /// A model, an image, a data set, a record, or a picture that carries one.
  void openPath(const QString& path);
  void openModel(const QString& where);
  void openData(const QString& where);
  void showPage(Page page);
  /// The page of the methods of this family.
  void showFamily(Family family);
  /// The page where that method is set up, or the explorer as it is for an empty id.
  void showMethod(const QString& id);
  /// Keeps what is on the stage: the run of this one picture, which comes into the list when it is there.
  void pin();
  void runSet();
  /// The same run through a guard; its record is shown when it is finished.
  void defend(const QString& guard);
  void compare();
  /// The result on the page, as the ending of `file` says; the outcome appears as a message.
  void exportTo(const QString& file);
  /// What the report page says, as one page of HTML; the outcome appears as a message.
  void saveReport(const QString& file);
  /// Goes to where the record's run was set up; says so where this version cannot carry it out.
  void reopen(const Record& record);

  ExplorePage& explorePage() { return *m_explore; }
  MethodPage& methodPage() { return *m_methodPage; }
  ModelPage& modelPage() { return *m_modelPage; }
  RunsDock& runs() { return *m_runs; }
  ActionRegistry& actions() { return m_actions; }
  MessageBar& messages() { return *m_messages; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildLayout();
  void buildActions();
  void buildMenus();
  void connectAll();
  void retranslate();
  void restoreLayout();
  void saveLayout();
  void resetLayout();
  void showModel(const std::shared_ptr<const ModelInfo>& info);
  void showData(const QString& where, const std::shared_ptr<const DataSet>& data);
  /// A record from outside: its setting is gone back to where that is possible, and what it found is shown.
  void takeIn(const std::shared_ptr<const Record>& record);
  /// What a record from a file holds.
  void showFound(const std::shared_ptr<const Record>& record);
  void finishRun(const std::shared_ptr<const Record>& record);
  void run(const Request& request);
  void reopenPending();
  void copy();
  void askExport();
  void askFolder();
  void askReport();
  /// Runs `work` in the background and tells of `file`, or of what is wrong.
  void write(const QString& file, std::function<void()> work);
  /// The manual, at a method's page.
  void showCard(const QString& methodId);
  /// `page`: as manualPages() has it.
  void showManual(const QString& page);
  void showAbout();
  /// The run that the page in front shows; null for the explorer's, whose picture is no run yet.
  std::shared_ptr<const Record> currentRecord() const;
  void save(const std::shared_ptr<const Record>& record, const QImage& picture, const QString& file);

  SessionBridge& m_bridge;
  ActionRegistry m_actions;
  QUndoStack m_undo;
  SourceBar* m_sources = nullptr;
  QToolBar* m_sourceToolBar = nullptr;
  QToolBar* m_tools = nullptr;
  QTreeWidget* m_navigation = nullptr;
  QStackedWidget* m_pages = nullptr;
  MessageBar* m_messages = nullptr;
  OverviewPage* m_overview = nullptr;
  ModelPage* m_modelPage = nullptr;
  ExplorePage* m_explore = nullptr;
  MethodPage* m_methodPage = nullptr;
  ResultsPage* m_results = nullptr;
  ComparePage* m_compare = nullptr;
  ReportPage* m_report = nullptr;
  QDockWidget* m_setupDock = nullptr;
  QStackedWidget* m_setups = nullptr;
  SetupPanel* m_setup = nullptr;
  SetupPanel* m_methodSetup = nullptr;
  RunsDock* m_runs = nullptr;
  JobsStrip* m_jobs = nullptr;
  std::vector<QMenu*> m_menus;
  QByteArray m_defaultLayout;
  std::shared_ptr<const ModelInfo> m_model;
  std::shared_ptr<const DataSet> m_data;
  QString m_dataWhere;
  QString m_wantedData;    ///< asked for last, shown or not
  QString m_dataBefore;    ///< what it was when a model was asked for last
  int m_dataAsked = 0;     ///< answers that are still to come
  QString m_openingModel;  ///< the last one that was asked for, until it has come
  std::optional<Request> m_pendingRequest;
  bool m_arranged = false;  ///< by a person, in an earlier session
};

}  // namespace adversarium
