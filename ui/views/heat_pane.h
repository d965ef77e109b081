// SPDX-License-Identifier: GPL-3.0-or-later
/// A picture in which a person can choose pixels: with the mouse, or with the pixel cursor and Enter.
#pragma once

#include <QPolygonF>

#include "ui/views/image_pane.h"
#include "ui/views/pixel_mask.h"

namespace adversarium {

/// With Tool::Look it is an ImagePane like any other. A rectangle or a lasso replaces what was chosen, with Shift
/// it adds; the brush adds, with Alt it takes away. By keyboard, Ctrl+arrows move the pixel cursor and Enter sets:
/// the rectangle's corners, the lasso's corners (Ctrl+Enter closes it), the brush's dab. Delete chooses nothing,
/// Escape forgets a shape that was begun.
class HeatPane : public ImagePane {
  Q_OBJECT

 public:
  enum class Tool { Look, Rectangle, Lasso, Brush };
  Q_ENUM(Tool)

  explicit HeatPane(PaneView* view, QWidget* parent = nullptr);

  void setTool(Tool tool);
  Tool tool() const { return m_tool; }
  void setBrush(int diameter) { m_brush = diameter; }
  void setMask(const PixelMask& mask);
  const PixelMask& mask() const { return m_mask; }
  QSize minimumSizeHint() const override { return {96, 72}; }  // tools and a legend stand beside it

 signals:
  /// By a person's hand, when a shape is complete or a dab is painted.
  void maskEdited(const PixelMask& mask);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QPointF inPixels(QPointF position) const;
  QPoint nearestPixel(QPointF position) const;
  void dab(QPoint pixel, Qt::KeyboardModifiers keys);
  void finish(Qt::KeyboardModifiers keys);
  void abandon();
  void fitMask();

  PixelMask m_mask;
  QPainterPath m_outline;
  Tool m_tool = Tool::Look;
  int m_brush = 3;
  bool m_drawing = false;  // by mouse
  QPolygonF m_shape;       // begun: two corners of a rectangle, or the lasso so far
};

}  // namespace adversarium
