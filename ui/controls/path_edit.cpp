// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/path_edit.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>

#include "ui/base/settings.h"
#include "ui/base/theme.h"

namespace adversarium {

PathEdit::PathEdit(const ParamSpec& spec, QWidget* parent) : QWidget(parent), m_spec(spec) {
  m_path = new QLineEdit(this);
  m_path->setObjectName("path");
  m_path->setPlaceholderText(tr("not chosen"));
  m_path->setClearButtonEnabled(true);
  m_choose = new QToolButton(this);
  m_choose->setObjectName("choosePath");
  m_choose->setIcon(themedIcon("folder"));
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_path, 0, 0);
  layout->addWidget(m_choose, 0, 1);
  setFocusProxy(m_path);
  connect(m_path, &QLineEdit::editingFinished, this, [this] { take(path()); });
  connect(m_choose, &QToolButton::clicked, this, &PathEdit::choose);
}

void PathEdit::setPath(const QString& path) {
  m_path->setText(path);
  m_path->setToolTip(path);
  emit pathShown(path);
}

void PathEdit::setWords(const QString& label, const QString& help) {
  m_path->setAccessibleName(label);
  m_path->setAccessibleDescription(help);
  m_choose->setAccessibleName(tr("%1: choose").arg(label));
  m_choose->setToolTip(m_choose->accessibleName());
}

void PathEdit::take(const QString& path) {
  setPath(path);
  emit pathEdited(path);
}

QString PathEdit::chosen() {
  const bool model = m_spec.place == Place::Model || m_spec.place == Place::Models;
  const QString kind = model ? QStringLiteral("models") : QStringLiteral("data");
  const QString folder = path().isEmpty() ? Settings::folder(kind) : QFileInfo(path().section(',', -1)).path();
  const QString title = m_choose->accessibleName();
  QString file;
  if (m_spec.place == Place::Folder) {
    file = QFileDialog::getExistingDirectory(this, title, folder);
  } else if (m_spec.place == Place::Checkpoint) {  // one that is there is gone on with
    file = QFileDialog::getSaveFileName(this, title, folder, {}, nullptr, QFileDialog::DontConfirmOverwrite);
  } else if (m_spec.place == Place::Picture) {
    file = QFileDialog::getOpenFileName(this, title, folder,
                                        tr("Pictures (*.png *.jpg *.jpeg *.bmp);;All files (*)"));
  } else if (m_spec.place == Place::Indices) {
    file = QFileDialog::getOpenFileName(this, title, folder, tr("NumPy arrays (*.npy);;All files (*)"));
  } else {
    file = QFileDialog::getOpenFileName(this, title, folder);
  }
  if (!file.isEmpty()) Settings::setFolder(kind, QFileInfo(file).path());
  return file;
}

void PathEdit::choose() {
  const QString file = chosen();
  if (file.isEmpty()) return;
  const bool further = m_spec.place == Place::Models && !path().isEmpty();
  take(further ? path() + ',' + file : file);
}

}  // namespace adversarium
