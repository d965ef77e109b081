// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/paint_pane.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/views/pixel_mask.h"

namespace adversarium {

PaintPane::PaintPane(PaneView* view, QWidget* parent) : ImagePane(view, parent) {
  connect(this, &ImagePane::hovered, this, &ImagePane::setCursorPixel);
}

void PaintPane::setGround(const QImage& ground) {
  m_ground = ground.convertToFormat(QImage::Format_RGB32);
  m_painting = QImage(m_ground.size(), QImage::Format_ARGB32);
  m_painting.fill(Qt::transparent);
  m_past.clear();
  compose();
}

void PaintPane::setPainting(const QImage& painting) {
  if (painting.isNull() || m_painting.isNull()) return;
  remember();
  const bool large = painting.width() > m_painting.width() || painting.height() > m_painting.height();
  const QImage fitting =
      (large ? painting.scaled(m_painting.size(), Qt::KeepAspectRatio, Qt::SmoothTransformation) : painting)
          .convertToFormat(QImage::Format_ARGB32);
  m_painting.fill(Qt::transparent);
  const QPoint corner((m_painting.width() - fitting.width()) / 2, (m_painting.height() - fitting.height()) / 2);
  for (int y = 0; y < fitting.height(); ++y) {
    for (int x = 0; x < fitting.width(); ++x) m_painting.setPixel(corner + QPoint(x, y), fitting.pixel(x, y));
  }
  compose();
}

bool PaintPane::isBlank() const {
  for (int y = 0; y < m_painting.height(); ++y) {
    for (int x = 0; x < m_painting.width(); ++x) {
      if (qAlpha(m_painting.pixel(x, y)) > 0) return false;
    }
  }
  return true;
}

void PaintPane::clearPainting() {
  if (isBlank()) return;
  remember();
  m_painting.fill(Qt::transparent);
  compose();
}

void PaintPane::undo() {
  if (m_past.empty()) return;
  m_painting = std::move(m_past.back());
  m_past.pop_back();
  compose();
}

void PaintPane::remember() {
  m_past.push_back(m_painting);
  if (m_past.size() > kMostUndo) m_past.erase(m_past.begin());
}

void PaintPane::compose() {
  QImage both = m_ground;
  QPainter(&both).drawImage(0, 0, m_painting);
  setImage(both);
  emit paintingChanged();
}

/// Replaces, instead of mixing: two dabs of half a colour are half a colour.
void PaintPane::dab(QPoint pixel) {
  PixelMask disc(m_painting.width(), m_painting.height());
  disc.paint(pixel, m_size, true);
  const QRgb ink = m_erasing ? qRgba(0, 0, 0, 0) : m_colour.rgba();
  for (int y = 0; y < disc.height; ++y) {
    for (int x = 0; x < disc.width; ++x) {
      if (disc.at(x, y)) m_painting.setPixel(x, y, ink);
    }
  }
}

/// A quick hand skips pixels; the line between them belongs to the stroke.
void PaintPane::strokeTo(QPoint pixel) {
  const QPoint way = pixel - m_last;
  const int steps = std::max({std::abs(way.x()), std::abs(way.y()), 1});
  for (int step = 1; step <= steps; ++step) dab(m_last + QPoint(way.x() * step / steps, way.y() * step / steps));
  m_last = pixel;
  compose();
}

QPoint PaintPane::nearestPixel(QPointF position) const {
  const QRectF picture = pictureRect();
  const double x = (position.x() - picture.left()) / picture.width() * image().width();
  const double y = (position.y() - picture.top()) / picture.height() * image().height();
  return {std::clamp(static_cast<int>(std::floor(x)), 0, image().width() - 1),
          std::clamp(static_cast<int>(std::floor(y)), 0, image().height() - 1)};
}

void PaintPane::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || image().isNull()) return;
  remember();
  m_drawing = true;
  m_last = nearestPixel(event->position());
  strokeTo(m_last);
}

void PaintPane::mouseMoveEvent(QMouseEvent* event) {
  if (m_drawing) strokeTo(nearestPixel(event->position()));
  setCursor(Qt::CrossCursor);
  emit hovered(pixelAt(event->position()));
}

void PaintPane::mouseReleaseEvent(QMouseEvent*) { m_drawing = false; }

/// Two quick dabs are no wish to fit the picture.
void PaintPane::mouseDoubleClickEvent(QMouseEvent* event) { mousePressEvent(event); }

void PaintPane::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
  const Qt::KeyboardModifiers control = Qt::ControlModifier, both = control | Qt::ShiftModifier;
  if (enter && !image().isNull()) {
    if (cursorPixel().x() < 0) setCursorPixel({image().width() / 2, image().height() / 2});
    remember();
    m_last = cursorPixel();
    strokeTo(m_last);
  } else if (arrow && event->modifiers() == both && !image().isNull()) {
    m_last = cursorPixel();
    QKeyEvent move(QEvent::KeyPress, event->key(), control);
    ImagePane::keyPressEvent(&move);
    if (m_last.x() < 0) m_last = cursorPixel();
    remember();
    strokeTo(cursorPixel());
  } else if (event->matches(QKeySequence::Undo)) {
    undo();
  } else {
    ImagePane::keyPressEvent(event);
  }
}

}  // namespace adversarium
