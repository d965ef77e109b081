// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_edit.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>

#include "ui/settings.h"
#include "ui/theme.h"
#include "ui/widgets/paint_dialog.h"

namespace adversarium {

PictureEdit::PictureEdit(QWidget* parent) : QWidget(parent) {
  m_path = new QLineEdit(this);
  m_path->setObjectName("picturePath");
  m_path->setPlaceholderText(tr("none"));
  m_path->setClearButtonEnabled(true);
  m_choose = new QToolButton(this);
  m_choose->setObjectName("pictureChoose");
  m_choose->setIcon(themedIcon("folder"));
  m_choose->setToolTip(tr("Choose a picture file"));
  m_draw = new QPushButton(tr("Draw…"), this);
  m_draw->setObjectName("pictureDraw");
  m_draw->setToolTip(tr("Paint it over an image of the open data"));
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_path, 0, 0);
  layout->addWidget(m_choose, 0, 1);
  layout->addWidget(m_draw, 1, 0, 1, 2);
  setFocusProxy(m_path);
  connect(m_path, &QLineEdit::editingFinished, this, [this] {
    showPicture();
    emit pathEdited(path());
  });
  connect(m_choose, &QToolButton::clicked, this, &PictureEdit::choose);
  connect(m_draw, &QPushButton::clicked, this, &PictureEdit::draw);
}

void PictureEdit::setPath(const QString& path) {
  m_path->setText(path);
  showPicture();
}

void PictureEdit::setWords(const QString& label, const QString& help) {
  m_path->setAccessibleName(label);
  m_path->setAccessibleDescription(help);
  m_choose->setAccessibleName(tr("%1: choose a file").arg(label));
  m_draw->setAccessibleName(tr("%1: draw").arg(label));
}

/// The picture on the button that draws on.
void PictureEdit::showPicture() {
  const QImage picture = path().isEmpty() ? QImage() : QImage(path());
  m_draw->setIcon(picture.isNull() ? QIcon() : QIcon(QPixmap::fromImage(picture)));
  m_path->setToolTip(path());
}

void PictureEdit::take(const QString& path) {
  setPath(path);
  emit pathEdited(path);
}

void PictureEdit::choose() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Choose a picture"), Settings::folder("data"),
                                                    tr("Pictures (*.png *.jpg *.jpeg *.bmp);;All files (*)"));
  if (file.isEmpty()) return;
  Settings::setFolder("data", QFileInfo(file).path());
  take(file);
}

void PictureEdit::draw() {
  QImage ground = m_ground ? m_ground() : QImage();
  if (ground.isNull()) {
    constexpr int kEdge = 64;
    ground = QImage(kEdge, kEdge, QImage::Format_RGB32);
    ground.fill(Qt::gray);
  }
  auto* board = new PaintDialog(ground, path().isEmpty() ? QImage() : QImage(path()), this);
  board->setAttribute(Qt::WA_DeleteOnClose);
  connect(board, &QDialog::accepted, this, [this, board] { take(board->savedFile()); });
  board->open();
}

}  // namespace adversarium
