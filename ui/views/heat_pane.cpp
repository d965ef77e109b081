// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heat_pane.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

namespace adversarium {

HeatPane::HeatPane(PaneView* view, QWidget* parent) : ImagePane(view, parent) {}

void HeatPane::setTool(Tool tool) {
  m_tool = tool;
  abandon();
}

void HeatPane::setMask(const PixelMask& mask) {
  m_mask = mask;
  m_outline = m_mask.outline();
  update();
}

/// A mask for another picture means nothing here.
void HeatPane::fitMask() {
  if (m_mask.width != image().width() || m_mask.height != image().height())
    m_mask = PixelMask(image().width(), image().height());
}

QPointF HeatPane::inPixels(QPointF position) const {
  const QRectF picture = pictureRect();
  return {(position.x() - picture.left()) / picture.width() * image().width(),
          (position.y() - picture.top()) / picture.height() * image().height()};
}

QPoint HeatPane::nearestPixel(QPointF position) const {
  const QPointF place = inPixels(position);
  return {std::clamp(static_cast<int>(std::floor(place.x())), 0, image().width() - 1),
          std::clamp(static_cast<int>(std::floor(place.y())), 0, image().height() - 1)};
}

void HeatPane::dab(QPoint pixel, Qt::KeyboardModifiers keys) {
  fitMask();
  m_mask.paint(pixel, m_brush, !(keys & Qt::AltModifier));
  setMask(m_mask);
  emit maskEdited(m_mask);
}

void HeatPane::finish(Qt::KeyboardModifiers keys) {
  fitMask();
  if (!(keys & Qt::ShiftModifier)) m_mask.clear();
  if (m_tool == Tool::Rectangle && m_shape.size() == 2) {
    m_mask.addRectangle(QRect(m_shape[0].toPoint(), m_shape[1].toPoint()));
  } else {
    m_mask.addPolygon(m_shape);
  }
  m_shape.clear();
  setMask(m_mask);
  emit maskEdited(m_mask);
}

void HeatPane::abandon() {
  m_drawing = false;
  m_shape.clear();
  update();
}

void HeatPane::mousePressEvent(QMouseEvent* event) {
  if (m_tool == Tool::Look || event->button() != Qt::LeftButton || image().isNull()) {
    ImagePane::mousePressEvent(event);
    return;
  }
  m_drawing = true;
  if (m_tool == Tool::Brush) {
    dab(nearestPixel(event->position()), event->modifiers());
  } else if (m_tool == Tool::Rectangle) {
    const QPointF corner = nearestPixel(event->position());
    m_shape = {corner, corner};
  } else {
    m_shape = {inPixels(event->position())};
  }
  update();
}

void HeatPane::mouseMoveEvent(QMouseEvent* event) {
  if (!m_drawing) {
    ImagePane::mouseMoveEvent(event);
    return;
  }
  if (m_tool == Tool::Brush) {
    dab(nearestPixel(event->position()), event->modifiers());
  } else if (m_tool == Tool::Rectangle) {
    m_shape[1] = nearestPixel(event->position());
  } else {
    m_shape << inPixels(event->position());
  }
  update();
  emit hovered(pixelAt(event->position()));
}

void HeatPane::mouseReleaseEvent(QMouseEvent* event) {
  if (!m_drawing) {
    ImagePane::mouseReleaseEvent(event);
    return;
  }
  m_drawing = false;
  if (m_tool != Tool::Brush) finish(event->modifiers());
}

/// Two quick dabs are no wish to fit the picture.
void HeatPane::mouseDoubleClickEvent(QMouseEvent* event) {
  if (m_tool == Tool::Look) {
    ImagePane::mouseDoubleClickEvent(event);
  } else {
    mousePressEvent(event);
  }
}

void HeatPane::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  const QPoint cursor = cursorPixel();
  if (m_tool == Tool::Look || image().isNull()) {
    ImagePane::keyPressEvent(event);
  } else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
    fitMask();
    m_mask.clear();
    setMask(m_mask);
    emit maskEdited(m_mask);
  } else if (event->key() == Qt::Key_Escape && !m_shape.isEmpty()) {
    abandon();
  } else if (enter && cursor.x() >= 0) {
    if (m_tool == Tool::Brush) {
      dab(cursor, event->modifiers());
    } else if (m_tool == Tool::Rectangle) {
      m_shape << QPointF(cursor);
      if (m_shape.size() == 2) finish(event->modifiers());
    } else {
      m_shape << QPointF(cursor) + QPointF(0.5, 0.5);
      if (event->modifiers() & Qt::ControlModifier) finish(event->modifiers());
    }
    update();
  } else {
    ImagePane::keyPressEvent(event);
  }
}

void HeatPane::paintEvent(QPaintEvent* event) {
  ImagePane::paintEvent(event);
  if (image().isNull() || (m_outline.isEmpty() && m_shape.isEmpty())) return;
  const QRectF picture = pictureRect();
  QTransform toWidget;
  toWidget.translate(picture.left(), picture.top());
  toWidget.scale(picture.width() / image().width(), picture.height() / image().height());
  QPainterPath line = toWidget.map(m_outline);
  if (m_tool == Tool::Rectangle && !m_shape.isEmpty()) {
    const QRect corners = QRect(m_shape.first().toPoint(), m_shape.last().toPoint()).normalized();
    line.addRect(toWidget.mapRect(QRectF(corners)));
  } else if (!m_shape.isEmpty()) {
    line.addPolygon(toWidget.map(m_shape));
  }
  QPainter painter(this);
  painter.setClipRect(picture & QRectF(rect()));
  painter.setRenderHint(QPainter::Antialiasing);
  // Black beside white shows on any picture.
  painter.setPen(QPen(Qt::black, 3.5, Qt::SolidLine, Qt::SquareCap));
  painter.drawPath(line);
  painter.setPen(QPen(Qt::white, 1.5, Qt::SolidLine, Qt::SquareCap));
  painter.drawPath(line);
}

}  // namespace adversarium
