// SPDX-License-Identifier: GPL-3.0-or-later
// What comes into the window: files, models, data, records of before.
#include "ui/shell/main_window.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPointer>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/record/reopenable.h"
#include "ui/base/core_text.h"
#include "ui/base/settings.h"
#include "ui/manual/manual_window.h"
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
  m_dataBefore = m_wantedData;
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
  // Another model brings other pictures with it only between built-in ones; a person's own data stay, and so does
  // what was chosen while the model was being opened.
  const bool bothBuiltIn = where.startsWith("demo:") && m_wantedData.startsWith("demo:");
  const bool brings = bothBuiltIn && !m_pendingRequest && m_wantedData == m_dataBefore;
  const QString data = brings ? dataFor(where) : m_wantedData;
  if (!data.isEmpty()) openData(data);  // the same data, but for its shape and its classes
  reopenPending();
}

void MainWindow::showData(const QString& where, const std::shared_ptr<const DataSet>& data) {
  if (where != m_wantedData && m_dataAsked > 0) return;  // another was asked for since, and is still to come
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

}  // namespace adversarium
