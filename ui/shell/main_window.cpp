// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStatusBar>
#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/record/usual_measures.h"
#include "ui/base/core_text.h"
#include "ui/manual/manual_text.h"
#include "ui/manual/manual_window.h"
#include "ui/shell/application.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {

MainWindow::MainWindow(SessionBridge& bridge, QWidget* parent)
    : QMainWindow(parent), m_bridge(bridge), m_actions(this) {
  setObjectName("mainWindow");
  setAcceptDrops(true);
  buildLayout();
  buildActions();
  buildMenus();
  connectAll();
  retranslate();
  showPage(Explore);
  restoreLayout();
}

void MainWindow::connectAll() {
  connect(m_sources, &SourceBar::modelChosen, this, &MainWindow::openModel);
  connect(m_sources, &SourceBar::dataChosen, this, &MainWindow::openData);
  connect(m_sources, &SourceBar::browseModel, this, [this] { m_actions.find("openModel")->trigger(); });
  connect(m_sources, &SourceBar::browseData, this, [this] { m_actions.find("openData")->trigger(); });
  connect(m_sources, &SourceBar::browseDataFolder, this, [this] { m_actions.find("openDataFolder")->trigger(); });
  connect(m_navigation, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (!item) return;
    const QVariant family = item->data(0, Qt::UserRole + 1);
    if (family.isValid()) m_methodPage->showFamily(static_cast<Family>(family.toInt()));
    showPage(static_cast<Page>(item->data(0, Qt::UserRole).toInt()));
  });
  connect(m_overview, &OverviewPage::exploreRequested, this, &MainWindow::showMethod);
  connect(m_overview, &OverviewPage::cardRequested, this, &MainWindow::showCard);
  connect(m_setup, &SetupPanel::cardRequested, this, [this] { m_actions.find("methodCard")->trigger(); });
  connect(m_modelPage, &ModelPage::openModelRequested, this, [this] { m_actions.find("openModel")->trigger(); });
  connect(m_modelPage, &ModelPage::cured, this, &MainWindow::openModel);
  connect(m_modelPage, &ModelPage::problem, m_messages, &MessageBar::showProblem);
  connect(m_methodSetup, &SetupPanel::cardRequested, this, [this] { m_actions.find("methodCard")->trigger(); });
  connect(m_methodPage, &MethodPage::problem, m_messages, &MessageBar::showProblem);
  connect(m_methodPage, &MethodPage::openDataRequested, this, [this] { m_actions.find("openData")->trigger(); });
  connect(m_methodPage, &MethodPage::familyShown, this, [this] { showPage(Method); });
  connect(m_explore, &ExplorePage::runRequested, this, &MainWindow::runSet);
  connect(m_explore, &ExplorePage::defendRequested, this, &MainWindow::defend);
  connect(m_explore, &ExplorePage::transplantRequested, this, [this](const PixelMask& region, qint64 index) {
    showPage(Method);
    m_methodPage->transplant(region, index);
  });
  connect(m_explore, &ExplorePage::methodRequested, this, &MainWindow::showMethod);
  connect(m_explore, &ExplorePage::openDataRequested, this, [this] { m_actions.find("openData")->trigger(); });
  connect(m_explore, &ExplorePage::message, this,
          [this](const QString& words) { statusBar()->showMessage(words, 8000); });
  connect(m_results, &ResultsPage::runRequested, this, &MainWindow::runSet);
  connect(m_results, &ResultsPage::exportRequested, this, &MainWindow::askExport);
  connect(m_results, &ResultsPage::exploreRequested, this, [this](const auto& record) { reopen(*record); });
  connect(m_compare, &ComparePage::exploreRequested, this, [this] { showPage(Explore); });
  connect(m_report, &ReportPage::inspectRequested, this, [this] { showFamily(Family::Detection); });
  connect(m_report, &ReportPage::saveRequested, this, &MainWindow::askReport);
  connect(m_runs, &RunsDock::compareRequested, this, &MainWindow::compare);
  connect(m_runs, &RunsDock::opened, this, [this](const auto& record) {
    m_results->setRecord(record);
    showPage(Results);
  });
  connect(&m_bridge, &SessionBridge::modelOpened, this, &MainWindow::showModel);
  connect(&m_bridge, &SessionBridge::modelFailed, this, [this](const QString& where, const QString& reason) {
    m_sources->setOpeningModel({});
    if (m_openingModel == where) m_openingModel.clear();
    m_explore->awaitModel({});
    m_pendingRequest.reset();
    m_messages->showProblem(reason);
    m_modelPage->showRefusal(where, reason);
    if (m_wantedData != m_dataWhere) openData(m_wantedData);  // it waited for the model that is none
  });
  connect(m_modelPage, &ModelPage::warned, m_messages, &MessageBar::showProblem);
  connect(m_modelPage, &ModelPage::refusalShown, this, [this] { showPage(Model); });
  connect(&m_bridge, &SessionBridge::dataOpened, this, [this](const QString& where, const auto& data) {
    --m_dataAsked;
    showData(where, data);
  });
  connect(&m_bridge, &SessionBridge::dataFailed, this, [this](const QString&, const QString& reason) {
    --m_dataAsked;
    if (m_dataAsked > 0 || !m_openingModel.isEmpty()) return;  // it is asked for again, for the model that comes
    m_pendingRequest.reset();
    m_messages->showProblem(reason);
    // What is shown stays, as the model takes it.
    if (!m_dataWhere.isEmpty() && m_wantedData != m_dataWhere) openData(m_dataWhere);
  });
  if (auto* application = qobject_cast<Application*>(QCoreApplication::instance()))
    connect(application, &Application::escaped, this, [this](const QString& reason) {
      m_messages->showProblem(tr("Something went wrong that should not have: %1").arg(reason));
    });
  connect(&m_bridge, &SessionBridge::recordFinished, this, &MainWindow::finishRun);
  connect(&m_bridge, &SessionBridge::runFailed, this, [this](const QString& title, const QString& reason) {
    m_messages->showProblem(methodText(title.toStdString()) + ": " + reason);
  });
}

void MainWindow::pin() {
  if (!m_explore->ready()) return;
  statusBar()->showMessage(tr("Pinning…"), 8000);
  try {
    m_bridge.runNow(
        m_explore->pictureRequest(), [self = QPointer(this)](const auto& record, const QString& reason) {
          if (!self) return;
          if (record) {
            self->statusBar()->showMessage(tr("Pinned as run %1.").arg(self->m_runs->add(record)), 8000);
            self->m_runs->show();
          } else {
            self->statusBar()->clearMessage();
            self->m_messages->showProblem(reason.isEmpty() ? tr("The pin was stopped.") : reason);
          }
        });
  } catch (const std::exception& error) {
    m_messages->showProblem(QString::fromUtf8(error.what()));
  }
}

void MainWindow::runSet() {
  if (m_pages->currentIndex() == Method) {
    m_methodPage->run();
    return;
  }
  if (m_explore->ready()) run(m_explore->runRequest());
}

void MainWindow::defend(const QString& guard) {
  if (!m_explore->ready()) return;
  Request request = m_explore->runRequest();
  request.guards = {{guard.toStdString(), {}}};
  run(request);
}

void MainWindow::run(const Request& request) {
  try {
    m_bridge.run(request);
  } catch (const std::exception& error) {
    m_messages->showProblem(QString::fromUtf8(error.what()));
  }
}

void MainWindow::finishRun(const std::shared_ptr<const Record>& record) {
  const QString letter = m_runs->add(record);
  m_explore->addRunCurve(record, letter + " · " + QString::fromStdString(record->request.algorithm));
  m_results->setRecord(record);
  if (m_pages->currentIndex() == Report) m_report->setRuns(m_runs->all());
  if (!record->request.guards.empty()) showPage(Results);
  const auto success = record->measures.find(kSuccessRate);
  const QString words = record->partial ? tr("Run %1 was stopped; what it finished is kept.").arg(letter)
                                        : tr("Run %1 is finished.").arg(letter);
  if (success == record->measures.end()) {
    m_messages->showNews(words);
  } else {
    m_messages->showNews(words + " " + tr("Attack success: %1").arg(measureText(success->second)));
  }
}

void MainWindow::compare() {
  std::vector<ComparePage::Run> runs;
  for (const auto& record : m_runs->chosen()) runs.push_back({m_runs->letterOf(record), record});
  m_compare->setRuns(std::move(runs));
  showPage(Compare);
}

void MainWindow::showCard(const QString& methodId) { showManual(manualPageOf(methodId.toStdString())); }

void MainWindow::showManual(const QString& page) {
  auto* manual = findChild<ManualWindow*>();
  if (!manual) manual = new ManualWindow(this);
  manual->open(page);
  manual->show();
  manual->raise();
  manual->activateWindow();
}

void MainWindow::showAbout() {
  QMessageBox box(this);
  box.setWindowTitle(tr("About Adversarium"));
  box.setIconPixmap(QApplication::windowIcon().pixmap(64, 64));
  box.setText(QString("<h3>Adversarium %1</h3>").arg(QString::fromStdString(versionString())) +
              tr("Explores how robust image classifiers are.") + "<br>" +
              tr("Free software under the GNU General Public License, version 3 or later."));
  box.addButton(tr("Close"), QMessageBox::AcceptRole);
  box.exec();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const auto& jobs = m_bridge.jobs().jobs();
  // One that has just ended may still stand in the list.
  if (std::any_of(jobs.begin(), jobs.end(), [](const auto& job) { return !job->finished(); })) {
    QMessageBox box(QMessageBox::Question, tr("A job is running"),
                    tr("A job is still running. Close anyway? What an attack has finished is kept for two weeks, "
                       "unless it goes through a guard: the same run goes on from there. Other jobs begin anew."),
                    QMessageBox::NoButton, this);
    box.setObjectName("closeQuestion");
    QPushButton* leave = box.addButton(tr("Cancel the job and close"), QMessageBox::DestructiveRole);
    QPushButton* stay = box.addButton(tr("Keep running"), QMessageBox::RejectRole);
    box.setDefaultButton(stay);
    box.setEscapeButton(stay);
    box.exec();
    if (box.clickedButton() != leave) {
      event->ignore();
      return;
    }
    m_bridge.jobs().cancelAll();
  }
  saveLayout();
  QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QMainWindow::changeEvent(event);
}

}  // namespace adversarium
