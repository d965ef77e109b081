// SPDX-License-Identifier: GPL-3.0-or-later
/// A small drawing board for a picture with transparency, such as a trigger.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

#include "ui/controls/paint_pane.h"
#include "ui/views/pane_view.h"

namespace adversarium {

/// Accepted, it has written the painting to a file named after its content, so that a run's record never points to
/// a picture that has changed since.
class PaintDialog : public QDialog {
  Q_OBJECT

 public:
  /// `ground` is painted over; `begun` (may be null) is what is there already.
  PaintDialog(const QImage& ground, const QImage& begun, QWidget* parent = nullptr);

  PaintPane& pane() { return *m_pane; }
  /// A picture from a file into the painting; tells in the window what is wrong with it.
  void load(const QString& file);
  /// Once accepted.
  const QString& savedFile() const { return m_saved; }

  void accept() override;

 private:
  void chooseColour();
  void chooseFile();
  void showColour();
  void refresh();

  PaneView m_view;
  PaintPane* m_pane = nullptr;
  QRadioButton* m_pen = nullptr;
  QRadioButton* m_eraser = nullptr;
  QPushButton* m_colour = nullptr;
  QSpinBox* m_size = nullptr;
  QPushButton* m_undo = nullptr;
  QPushButton* m_clear = nullptr;
  QLabel* m_note = nullptr;
  QPushButton* m_use = nullptr;
  QString m_saved;
};

}  // namespace adversarium
