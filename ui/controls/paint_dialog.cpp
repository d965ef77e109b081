// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/paint_dialog.h"

#include <QBuffer>
#include <QButtonGroup>
#include <QColorDialog>
#include <QCryptographicHash>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QPainter>
#include <QSaveFile>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/base/settings.h"
#include "ui/base/theme.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

/// The file's name, or nothing where it cannot be written.
QString saved(const QImage& painting) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!painting.save(&buffer, "PNG")) return {};
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/pictures");
  constexpr int kDigits = 12;
  const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(kDigits);
  const QString file = folder.filePath("drawn-" + QString::fromLatin1(digest) + ".png");
  QSaveFile out(file);
  const bool written = folder.mkpath(".") && out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size();
  return written && out.commit() ? file : QString();
}

}  // namespace

PaintDialog::PaintDialog(const QImage& ground, const QImage& begun, QWidget* parent) : QDialog(parent) {
  setObjectName("paintDialog");
  setWindowTitle(tr("Draw a picture"));
  m_pane = new PaintPane(&m_view, this);
  m_pane->setObjectName("paintPane");
  m_pane->setTitle(tr("Drawing, %1 × %2 pixels").arg(ground.width()).arg(ground.height()));
  m_pane->setMinimumSize(420, 420);
  m_pane->setToolTip(tr("Ctrl+arrows move the cursor, Enter paints there, Ctrl+Shift+arrows draw"));
  m_pane->setGround(ground);
  if (!begun.isNull()) m_pane->setPainting(begun);

  const auto tool = [this](const char* name, const QString& text, bool on) {
    auto* button = new QRadioButton(text, this);
    button->setObjectName(name);
    button->setChecked(on);
    return button;
  };
  m_pen = tool("paintPen", tr("Pen"), true);
  m_eraser = tool("paintEraser", tr("Eraser"), false);
  auto* tools = new QButtonGroup(this);
  tools->addButton(m_pen);
  tools->addButton(m_eraser);
  m_colour = new QPushButton(tr("Colour…"), this);
  m_colour->setObjectName("paintColour");
  auto* sizeLabel = new QLabel(tr("&Size"), this);
  m_size = new QSpinBox(this);
  m_size->setObjectName("paintSize");
  m_size->setRange(1, std::max(1, std::min(ground.width(), ground.height())));
  m_size->setValue(std::max(1, std::min(ground.width(), ground.height()) / 16));
  m_size->setSuffix(tr(" px"));
  m_size->setAccessibleName(tr("Size of pen and eraser"));
  guardWheel(m_size);
  sizeLabel->setBuddy(m_size);
  m_undo = new QPushButton(themedIcon("undo"), tr("Undo"), this);
  m_undo->setObjectName("paintUndo");
  m_undo->setShortcut(QKeySequence::Undo);
  m_clear = new QPushButton(tr("Clear"), this);
  m_clear->setObjectName("paintClear");
  auto* load = new QPushButton(themedIcon("open"), tr("Load PNG…"), this);
  load->setObjectName("paintLoad");
  for (QPushButton* button : {m_colour, m_undo, m_clear, load}) button->setAutoDefault(false);
  auto* head = new QHBoxLayout;
  for (QWidget* widget : std::initializer_list<QWidget*>{m_pen, m_eraser, m_colour, sizeLabel, m_size})
    head->addWidget(widget);
  head->addStretch(1);
  for (QPushButton* button : {m_undo, m_clear, load}) head->addWidget(button);

  m_note = new QLabel(this);
  m_note->setObjectName("paintNote");
  m_note->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(this);
  m_use = buttons->addButton(tr("Use this picture"), QDialogButtonBox::AcceptRole);
  m_use->setObjectName("paintUse");
  m_use->setAutoDefault(false);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole)->setAutoDefault(false);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(head);
  layout->addWidget(m_pane, 1);
  layout->addWidget(m_note);
  layout->addWidget(buttons);

  connect(tools, &QButtonGroup::buttonClicked, this, [this] { m_pane->setErasing(m_eraser->isChecked()); });
  connect(m_colour, &QPushButton::clicked, this, &PaintDialog::chooseColour);
  connect(m_size, &QSpinBox::valueChanged, m_pane, &PaintPane::setPenSize);
  connect(m_undo, &QPushButton::clicked, m_pane, &PaintPane::undo);
  connect(m_clear, &QPushButton::clicked, m_pane, &PaintPane::clearPainting);
  connect(load, &QPushButton::clicked, this, &PaintDialog::chooseFile);
  connect(m_pane, &PaintPane::paintingChanged, this, &PaintDialog::refresh);
  connect(buttons, &QDialogButtonBox::accepted, this, &PaintDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &PaintDialog::reject);
  m_pane->setPenSize(m_size->value());
  showColour();
  refresh();
  m_pane->setFocus();
}

void PaintDialog::showColour() {
  constexpr int kEdge = 16;
  QPixmap swatch(kEdge, kEdge);
  swatch.fill(Qt::white);
  QPainter painter(&swatch);
  painter.fillRect(swatch.rect(), m_pane->colour());
  painter.setPen(palette().color(QPalette::WindowText));
  painter.drawRect(swatch.rect().adjusted(0, 0, -1, -1));
  painter.end();
  m_colour->setIcon(swatch);
  m_colour->setAccessibleName(tr("Colour of the pen: %1").arg(m_pane->colour().name(QColor::HexArgb)));
}

void PaintDialog::chooseColour() {
  const QColor colour = QColorDialog::getColor(m_pane->colour(), this, tr("Colour of the pen"),
                                               QColorDialog::ShowAlphaChannel | QColorDialog::DontUseNativeDialog);
  if (!colour.isValid()) return;
  m_pane->setColour(colour);
  m_pane->setErasing(false);
  m_pen->setChecked(true);
  showColour();
}

void PaintDialog::chooseFile() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Load a picture"), Settings::folder("data"), tr("Pictures (*.png)"));
  if (!file.isEmpty()) load(file);
}

void PaintDialog::load(const QString& file) {
  QImageReader reader(file);
  const QImage picture = reader.read();
  if (picture.isNull()) {
    m_note->setText(tr("⚠ %1 cannot be read: %2").arg(file, reader.errorString()));
    return;
  }
  m_pane->setPainting(picture);
}

void PaintDialog::refresh() {
  const bool blank = m_pane->isBlank();
  m_undo->setEnabled(m_pane->canUndo());
  m_clear->setEnabled(!blank);
  m_use->setEnabled(!blank);
  m_note->setText(
      blank ? tr("Paint on the picture, or load a PNG. Where nothing is painted, images stay as they are.")
            : tr("Where nothing is painted, images stay as they are."));
  m_pane->setSummary(m_note->text());
}

void PaintDialog::accept() {
  m_saved = saved(m_pane->painting());
  if (m_saved.isEmpty()) {
    m_note->setText(tr("⚠ The picture cannot be written into the application's data folder."));
    return;
  }
  QDialog::accept();
}

}  // namespace adversarium
