// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window: records, pictures, reports, the clipboard.
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QStatusBar>
#include <utility>

#include "core/base/error.h"
#include "core/record/delivery.h"
#include "core/report/saved_record.h"
#include "ui/base/settings.h"
#include "ui/manual/manual_window.h"
#include "ui/workbench/export.h"

namespace adversarium {

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

}  // namespace adversarium
