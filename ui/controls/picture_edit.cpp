// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/picture_edit.h"

#include <QGridLayout>

#include "ui/controls/paint_dialog.h"

namespace adversarium {

PictureEdit::PictureEdit(const ParamSpec& spec, QWidget* parent) : PathEdit(spec, parent) {
  m_draw = new QPushButton(tr("Draw…"), this);
  m_draw->setObjectName("drawPicture");
  m_draw->setToolTip(tr("Paint it over an image of the open data"));
  static_cast<QGridLayout*>(layout())->addWidget(m_draw, 1, 0, 1, 2);
  connect(m_draw, &QPushButton::clicked, this, &PictureEdit::draw);
  connect(this, &PathEdit::pathShown, this, [this](const QString& path) {
    const QImage picture = path.isEmpty() ? QImage() : QImage(path);
    m_draw->setIcon(picture.isNull() ? QIcon() : QIcon(QPixmap::fromImage(picture)));
  });
}

void PictureEdit::setWords(const QString& label, const QString& help) {
  PathEdit::setWords(label, help);
  m_draw->setAccessibleName(tr("%1: draw").arg(label));
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
