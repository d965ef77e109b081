// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QStatusBar>
#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/record/delivery.h"
#include "core/record/record_json.h"
#include "core/record/reopenable.h"
#include "core/record/usual_measures.h"
#include "core/report/saved_record.h"
#include "ui/base/core_text.h"
#include "ui/base/settings.h"
#include "ui/manual/manual_text.h"
#include "ui/manual/manual_window.h"
#include "ui/shell/application.h"
#include "ui/workbench/export.h"
#include "ui/workbench/record_tables.h"

namespace adversarium {
namespace {

constexpr const char* kFirst = "demo:signs";

bool isModelFile(const QString& path) {
  static const QStringList endings{"onnx", "pt", "pth", "adv", "safetensors"};
  return endings.contains(QFileInfo(path).suffix().toLower());
}

bool isRecordPlace(const QString& path) {
  const QFileInfo info(path);
  return (info.isDir() && QFileInfo::exists(path + "/record.json")) || info.suffix().toLower() == "json";
}

/// A built-in data set fits a built-in model when it shares its name's first word ("signs-robust": "signs").
QString dataFor(const QString& model) { return "demo:" + model.mid(5).section('-', 0, 0); }

}  // namespace

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

void MainWindow::start(const QStringList& files) {
  openModel(kFirst);
  openData(kFirst);
  for (const QString& file : files) openPath(file);
}

void MainWindow::openPath(const QString& path) {
  if (path.startsWith("demo:")) {
    const auto isOneOf = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), path.toStdString()) != names.end();
    };
    const bool model = isOneOf(Session::builtInModels()), data = isOneOf(Session::builtInData());
    if (model) openModel(path);
    if (data) openData(path);
    if (!model && !data) m_messages->showProblem(tr("“%1” is not built in.").arg(path));
  } else if (isModelFile(path)) {
    openModel(path);
  } else if (isRecordPlace(path) || carriesRecord(path)) {
    auto record = std::make_shared<Record>();
    m_bridge.inBackground([record, path] { *record = recordInside(path); },
                          [self = QPointer(this), record](const QString& reason) {
                            if (!self) return;
                            if (!reason.isEmpty()) {
                              self->m_messages->showProblem(reason);
                              return;
                            }
                            self->takeIn(record);
                          });
  } else {
    openData(path);
  }
}

void MainWindow::takeIn(const std::shared_ptr<const Record>& record) {
  const bool holds = !record->measures.empty() || !record->found.empty() || record->verdict;
  if (const auto reason = whyNotReopened(record->request)) {
    if (holds) {
      m_runs->add(record);
      m_results->setRecord(record);
      showPage(Results);
    }
    m_messages->showProblem(
        recordText(*reason) +
        (holds ? ' ' + tr("What it found is shown; it cannot be run again here.") : QString()));
    return;
  }
  reopen(*record);
  if (holds) showFound(record);
}

void MainWindow::showFound(const std::shared_ptr<const Record>& record) {
  m_runs->add(record);
  m_results->setRecord(record);
  // An attack goes on live on the explorer's page; of everything else the results are what there is to see.
  if (m_pages->currentIndex() == Method && !record->found.empty()) showPage(Results);
}

void MainWindow::openModel(const QString& where) {
  m_sources->setOpeningModel(where);
  m_openingModel = where;
  m_explore->awaitModel(where);
  m_bridge.openModel(where);
}

void MainWindow::openData(const QString& where) {
  m_wantedData = where;
  ++m_dataAsked;
  m_bridge.openData(where, m_model);
}

void MainWindow::showModel(const std::shared_ptr<const ModelInfo>& info) {
  m_model = info;
  const QString where = QString::fromStdString(info->where);
  if (m_openingModel == where) m_openingModel.clear();
  Settings::addRecent("model", where);
  m_sources->setModel(info);
  m_modelPage->setModel(info);
  m_explore->setModel(info);
  m_methodPage->setModel(info);
  setWindowTitle(QString("%1 — Adversarium").arg(m_sources->modelName()));
  // Another model brings other pictures with it only between built-in ones; a person's own data stay.
  const bool bothBuiltIn = where.startsWith("demo:") && m_wantedData.startsWith("demo:");
  const QString data = bothBuiltIn && !m_pendingRequest ? dataFor(where) : m_wantedData;
  if (!data.isEmpty()) openData(data);  // the same data, but for its shape and its classes
  reopenPending();
}

void MainWindow::showData(const QString& where, const std::shared_ptr<const DataSet>& data) {
  if (m_model && m_model->input.channels > 0) {
    const DataInfo& info = data->info();
    if (!(m_model->input == ImageShape{info.channels, info.height, info.width})) {
      m_dataWhere = where;  // asked for before the model was known: bring it to the model's size
      if (where == m_wantedData || m_dataAsked == 0) openData(where);
      return;
    }
  }
  if (m_data == data && m_dataWhere == where) return reopenPending();
  m_data = data;
  m_dataWhere = where;
  Settings::addRecent("data", where);
  m_sources->setData(data);
  QStringList notes;
  for (const DataNote& note : data->info().notes) notes << recordText(note.words);
  if (!notes.isEmpty()) m_messages->showNews(notes.join(' '));
  m_modelPage->setData(where);
  m_explore->setData(where, data);
  m_methodPage->setData(where, data);
  reopenPending();
}

void MainWindow::reopen(const Record& record) {
  if (const auto reason = whyNotReopened(record.request)) {
    m_messages->showProblem(recordText(*reason));
    return;
  }
  if (catalogueEntry(record.request.algorithm).family == Family::Attack) {
    showPage(Explore);
    m_pendingRequest = record.request;
    if (!record.request.guards.empty())
      m_messages->showNews(tr("That run went through a guard; the explorer shows the attack without it."));
  } else {
    m_methodPage->reopen(record.request);
    showPage(Method);
  }
  const QString model = QString::fromStdString(record.request.model);
  const QString data = QString::fromStdString(record.request.data);
  if ((!m_model || m_model->where != record.request.model) && !model.startsWith("new:")) openModel(model);
  if (m_dataWhere != data) openData(data);
  reopenPending();
}

void MainWindow::reopenPending() {
  if (!m_pendingRequest || !m_model || !m_data) return;
  if (m_model->where != m_pendingRequest->model || m_dataWhere.toStdString() != m_pendingRequest->data) return;
  const Request request = *std::exchange(m_pendingRequest, std::nullopt);
  m_explore->reopen(request);
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

std::shared_ptr<const Record> MainWindow::currentRecord() const {
  if (m_pages->currentIndex() == Results && m_results->record()) return m_results->record();
  if (m_pages->currentIndex() == Method && m_methodPage->record()) return m_methodPage->record();
  return nullptr;
}

void MainWindow::exportTo(const QString& file) {
  if (const auto record = currentRecord()) {
    save(record, {}, file);
    return;
  }
  if (!m_explore->exact()) {
    m_messages->showProblem(tr("Nothing exact to export yet: previews are not exported."));
    return;
  }
  // The picture as it is now, and the run that makes the same one.
  try {
    m_bridge.runNow(m_explore->pictureRequest(), [self = QPointer(this), picture = m_explore->captioned(), file](
                                                     const auto& record, const QString& reason) {
      if (!self) return;
      if (record) {
        self->save(record, picture, file);
      } else {
        self->m_messages->showProblem(reason.isEmpty() ? tr("The export was stopped.") : reason);
      }
    });
  } catch (const std::exception& error) {
    m_messages->showProblem(QString::fromUtf8(error.what()));
  }
}

void MainWindow::save(const std::shared_ptr<const Record>& record, const QImage& picture, const QString& file) {
  write(file, [record, picture, file] {
    if (QFileInfo(file).suffix().isEmpty()) {
      saveWithPictures(*record, file.toStdString());
    } else {
      exportRecord(*record, picture, file);
    }
  });
}

void MainWindow::write(const QString& file, std::function<void()> work) {
  m_bridge.inBackground(std::move(work), [self = QPointer(this), file](const QString& reason) {
    if (!self) return;
    if (reason.isEmpty()) {
      self->m_messages->showNews(tr("Saved: %1").arg(file));
    } else {
      self->m_messages->showProblem(reason);
    }
  });
}

void MainWindow::saveReport(const QString& file) {
  write(file, [order = m_report->order(), file] { exportReport(order, file); });
}

void MainWindow::askReport() {
  QString file = QFileDialog::getSaveFileName(
      this, tr("Save report"), Settings::folder("export") + "/" + tr("report") + ".html", tr("Web page (*.html)"));
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) {
    file += ".html";
    try {
      requireReplaceable(file.toStdString());  // the dialog asked about the shorter name
    } catch (const Error& inTheWay) {
      m_messages->showProblem(QString::fromStdString(inTheWay.what()));
      return;
    }
  }
  Settings::setFolder("export", QFileInfo(file).path());
  saveReport(file);
}

void MainWindow::askExport() {
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Export"), Settings::folder("export") + "/adversarium.png",
                                   tr("Picture with its record (*.png);;Attacked images (*.npy);;Table "
                                      "(*.csv);;Record (*.json);;Report (*.html)"));
  if (file.isEmpty()) return;
  Settings::setFolder("export", QFileInfo(file).path());
  exportTo(file);
}

void MainWindow::askFolder() {
  const QString folder =
      QFileDialog::getSaveFileName(this, tr("Save as a folder"), Settings::folder("export") + "/run");
  if (!folder.isEmpty()) exportTo(folder);
}

void MainWindow::copy() {
  const auto& exploration = m_explore->stage().exploration();
  if (!exploration) return;
  if (!m_explore->exact()) {
    m_messages->showProblem(tr("Nothing exact to copy yet: previews are not copied."));
    return;
  }
  QApplication::clipboard()->setImage(m_explore->captioned());
  statusBar()->showMessage(tr("The captioned picture is on the clipboard."), 8000);
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  bool any = false;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (!url.isLocalFile()) continue;
    openPath(url.toLocalFile());
    any = true;
  }
  if (any) {
    // What is dropped on a page is for that page; what only tells gives way to the explorer.
    if (m_pages->currentIndex() != Model && m_pages->currentIndex() != Method) showPage(Explore);
    event->acceptProposedAction();
  } else {
    m_messages->showProblem(tr("Only files of this computer can be opened."));
  }
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QMainWindow::changeEvent(event);
}

}  // namespace adversarium
