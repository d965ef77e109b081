// SPDX-License-Identifier: GPL-3.0-or-later
/// A picture that a person paints over another one, pixel by pixel; what is not painted stays transparent.
#pragma once

#include <QColor>
#include <QImage>
#include <vector>

#include "ui/views/image_pane.h"

namespace adversarium {

/// An ImagePane in which the left button paints, or erases. By keyboard, Ctrl+arrows move the pixel cursor, with
/// Shift painting on the way, and Enter paints where it stands.
class PaintPane : public ImagePane {
  Q_OBJECT

 public:
  static constexpr int kMostUndo = 50;

  explicit PaintPane(PaneView* view, QWidget* parent = nullptr);

  /// What is painted over; the painting is as large and begins empty.
  void setGround(const QImage& ground);
  /// ARGB32, of the ground's size.
  const QImage& painting() const { return m_painting; }
  /// Replaces everything, as one step; shrunk to fit where it is too large, in the middle where it is smaller.
  void setPainting(const QImage& painting);
  bool isBlank() const;

  void setColour(const QColor& colour) { m_colour = colour; }
  const QColor& colour() const { return m_colour; }
  /// Pixels across.
  void setPenSize(int size) { m_size = size; }
  void setErasing(bool erasing) { m_erasing = erasing; }
  void clearPainting();
  void undo();
  bool canUndo() const { return !m_past.empty(); }

 signals:
  void paintingChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void remember();
  void dab(QPoint pixel);
  void strokeTo(QPoint pixel);
  void compose();
  QPoint nearestPixel(QPointF position) const;

  QImage m_ground, m_painting;
  std::vector<QImage> m_past;
  QColor m_colour{250, 217, 31};
  int m_size = 3;
  bool m_erasing = false;
  bool m_drawing = false;
  QPoint m_last;
};

}  // namespace adversarium
