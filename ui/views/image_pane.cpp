// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/image_pane.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/base/colours.h"

namespace adversarium {
namespace {

constexpr int kTitleHeight = 24;
constexpr double kZoomStep = 1.25;

}  // namespace

ImagePane::ImagePane(PaneView* view, QWidget* parent) : QWidget(parent), m_view(view) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  m_emptyButton = new QPushButton(this);
  m_emptyButton->hide();
  connect(m_emptyButton, &QPushButton::clicked, this, &ImagePane::emptyButtonClicked);
  connect(view, &PaneView::changed, this, qOverload<>(&QWidget::update));
}

void ImagePane::setTitle(const QString& title) {
  m_title = title;
  describe();
  update();
}
void ImagePane::setImage(const QImage& image) {
  m_image = image;
  placeButton();
  update();
}
void ImagePane::setAlternate(const QImage& image) {
  m_alternate = image;
  update();
}
void ImagePane::setShowAlternate(bool show) {
  m_showAlternate = show;
  update();
}
void ImagePane::setSplit(double share) {
  m_split = std::min(share, 1.0);
  update();
}
void ImagePane::setBadge(const QString& badge) {
  m_badge = badge;
  update();
}
void ImagePane::setVeil(const QString& words) {
  m_veil = words;
  describe();
  update();
}
void ImagePane::setEmptyText(const QString& text, const QString& buttonText) {
  m_emptyText = text;
  m_emptyButton->setText(buttonText);
  m_emptyButton->setAccessibleName(buttonText);
  placeButton();
  describe();
  update();
}
void ImagePane::setSummary(const QString& summary) {
  m_summary = summary;
  describe();
}
void ImagePane::setCursorPixel(QPoint imagePixel) {
  if (m_cursorPixel == imagePixel) return;
  m_cursorPixel = imagePixel;
  update();
}

void ImagePane::describe() {
  setAccessibleName(m_title);
  setAccessibleDescription(m_image.isNull() ? m_emptyText : m_veil.isEmpty() ? m_summary : m_veil);
}

const QImage& ImagePane::shown() const { return showsAlternate() ? m_alternate : m_image; }
QRect ImagePane::pictureArea() const { return rect().adjusted(1, kTitleHeight, -1, -1); }

double ImagePane::scale() const {
  if (!m_view->fits()) return m_view->zoom();
  const QSizeF area = QSizeF(pictureArea().size()) * devicePixelRatioF();
  const double fit = std::min(area.width() / m_image.width(), area.height() / m_image.height());
  // Whole multiples keep every pixel a square of the same size.
  return fit >= 2 ? std::floor(fit) : fit;
}

QRectF ImagePane::devicePictureRect() const {
  const double ratio = devicePixelRatioF(), factor = scale();
  const QRectF area(QPointF(pictureArea().topLeft()) * ratio, QSizeF(pictureArea().size()) * ratio);
  const QSizeF size(m_image.width() * factor, m_image.height() * factor);
  const QPointF middle = m_view->fits() ? QPointF(0.5, 0.5) : m_view->centre();
  const QPointF corner = area.center() - QPointF(size.width() * middle.x(), size.height() * middle.y());
  return {QPointF(std::round(corner.x()), std::round(corner.y())), size};
}

QRectF ImagePane::pictureRect() const {
  if (m_image.isNull()) return {};
  const QRectF device = devicePictureRect();
  const double ratio = devicePixelRatioF();
  return {device.topLeft() / ratio, device.size() / ratio};
}

QPoint ImagePane::pixelAt(QPointF position) const {
  const QRectF picture = pictureRect();
  if (m_image.isNull() || !picture.contains(position) || !pictureArea().contains(position.toPoint()))
    return {-1, -1};
  return {static_cast<int>((position.x() - picture.left()) / picture.width() * m_image.width()),
          static_cast<int>((position.y() - picture.top()) / picture.height() * m_image.height())};
}

void ImagePane::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(mutedText(palette()));
  painter.drawText(QRect(4, 0, width() - 8, kTitleHeight), Qt::AlignVCenter | Qt::AlignLeft,
                   fontMetrics().elidedText(m_title, Qt::ElideRight, width() - 8));
  QPainterPath frame;
  frame.addRoundedRect(QRectF(pictureArea()), 6, 6);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillPath(frame, raisedGround(palette()));
  if (m_image.isNull()) {
    paintEmpty(painter);
  } else {
    painter.save();
    painter.setClipPath(frame);
    paintPicture(painter);
    painter.restore();
    if (!m_veil.isEmpty()) {
      QColor ground = raisedGround(palette());
      ground.setAlphaF(0.85F);
      painter.fillPath(frame, ground);
      painter.setPen(palette().color(QPalette::WindowText));
      painter.drawText(pictureArea().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, m_veil);
    }
  }
  painter.setPen(
      QPen(hasFocus() ? palette().color(QPalette::Highlight) : hairline(palette()), hasFocus() ? 2 : 1));
  painter.drawPath(frame);
}

void ImagePane::paintEmpty(QPainter& painter) {
  painter.setPen(mutedText(palette()));
  const QRect area =
      pictureArea().adjusted(16, 16, -16, m_emptyButton->isHidden() ? -16 : -m_emptyButton->height() - 40);
  painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void ImagePane::paintPicture(QPainter& painter) {
  const QRectF picture = devicePictureRect();
  painter.save();
  painter.scale(1 / devicePixelRatioF(), 1 / devicePixelRatioF());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() < 1);
  painter.drawImage(picture, shown());
  if (m_split >= 0 && !m_alternate.isNull()) {
    const double x = picture.left() + picture.width() * m_split;
    painter.save();
    painter.setClipRect(QRectF(x, picture.top(), picture.right() - x, picture.height()), Qt::IntersectClip);
    painter.drawImage(picture, m_alternate);
    painter.restore();
    painter.setPen(QPen(Qt::white, 3));
    painter.drawLine(QPointF(x, picture.top()), QPointF(x, picture.bottom()));
    painter.setPen(QPen(Qt::black, 1));
    painter.drawLine(QPointF(x, picture.top()), QPointF(x, picture.bottom()));
  }
  painter.restore();
  paintMarks(painter, pictureRect());
}

void ImagePane::paintMarks(QPainter& painter, const QRectF& picture) {
  if (m_cursorPixel.x() >= 0) {
    const double w = picture.width() / m_image.width(), h = picture.height() / m_image.height();
    const QRectF pixel(picture.left() + m_cursorPixel.x() * w, picture.top() + m_cursorPixel.y() * h, w, h);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(pixel.adjusted(-1, -1, 1, 1));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(pixel.adjusted(-1, -1, 1, 1));
  }
  if (m_badge.isEmpty()) return;
  const QRect text = fontMetrics().boundingRect(m_badge);
  const QRectF box(pictureArea().right() - text.width() - 20, pictureArea().top() + 8, text.width() + 12,
                   text.height() + 6);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 170));
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(Qt::white);
  painter.drawText(box, Qt::AlignCenter, m_badge);
}

void ImagePane::placeButton() {
  const bool wanted = m_image.isNull() && !m_emptyButton->text().isEmpty();
  m_emptyButton->setVisible(wanted);
  if (!wanted) return;
  m_emptyButton->adjustSize();
  m_emptyButton->move((width() - m_emptyButton->width()) / 2, height() - m_emptyButton->height() - 24);
}

void ImagePane::resizeEvent(QResizeEvent*) { placeButton(); }

void ImagePane::zoomAbout(QPointF position, double factor) {
  if (m_image.isNull()) return;
  const QRectF before = pictureRect();
  const QPointF share((position.x() - before.left()) / before.width(),
                      (position.y() - before.top()) / before.height());
  const double zoom = std::clamp(scale() * factor, PaneView::kLeastZoom, PaneView::kMostZoom);
  const QSizeF size = QSizeF(m_image.size()) * zoom / devicePixelRatioF();
  const QPointF middle = QRectF(pictureArea()).center();
  m_view->set(zoom, {share.x() - (position.x() - middle.x()) / size.width(),
                     share.y() - (position.y() - middle.y()) / size.height()});
}

void ImagePane::pan(QPointF delta) {
  if (m_image.isNull() || m_view->fits()) return;
  const QSizeF size = pictureRect().size();
  m_view->set(m_view->zoom(), m_view->centre() - QPointF(delta.x() / size.width(), delta.y() / size.height()));
}

void ImagePane::wheelEvent(QWheelEvent* event) {
  zoomAbout(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0));
  event->accept();
}

bool ImagePane::overDivider(QPointF position) const {
  if (m_split < 0 || m_image.isNull()) return false;
  constexpr double kReach = 6;
  const QRectF picture = pictureRect();
  return std::abs(position.x() - picture.left() - picture.width() * m_split) < kReach;
}

void ImagePane::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_draggingDivider = overDivider(event->position());
  m_dragging = !m_draggingDivider;
  m_dragFrom = event->position();
}

void ImagePane::mouseMoveEvent(QMouseEvent* event) {
  if (m_draggingDivider) {
    const QRectF picture = pictureRect();
    emit splitMoved(std::clamp((event->position().x() - picture.left()) / picture.width(), 0.0, 1.0));
  } else if (m_dragging) {
    pan(event->position() - m_dragFrom);
    m_dragFrom = event->position();
  }
  setCursor(overDivider(event->position()) ? Qt::SplitHCursor : Qt::CrossCursor);
  emit hovered(pixelAt(event->position()));
}

void ImagePane::mouseReleaseEvent(QMouseEvent*) { m_dragging = m_draggingDivider = false; }
void ImagePane::mouseDoubleClickEvent(QMouseEvent*) { m_view->fit(); }
void ImagePane::leaveEvent(QEvent*) { emit hovered({-1, -1}); }

void ImagePane::keyPressEvent(QKeyEvent* event) {
  const QPointF middle = QRectF(pictureArea()).center();
  const bool shift = event->modifiers() & Qt::ShiftModifier, control = event->modifiers() & Qt::ControlModifier;
  const QPoint arrow(event->key() == Qt::Key_Right  ? 1
                     : event->key() == Qt::Key_Left ? -1
                                                    : 0,
                     event->key() == Qt::Key_Down ? 1
                     : event->key() == Qt::Key_Up ? -1
                                                  : 0);
  if (event->key() == Qt::Key_Plus) {
    zoomAbout(middle, kZoomStep);
  } else if (event->key() == Qt::Key_Minus) {
    zoomAbout(middle, 1 / kZoomStep);
  } else if (event->key() == Qt::Key_0) {
    m_view->fit();
  } else if (shift && !arrow.isNull()) {
    pan(-QPointF(arrow) * 24);
  } else if (control && !arrow.isNull() && !m_image.isNull()) {
    const QPoint from = m_cursorPixel.x() < 0 ? QPoint(m_image.width() / 2, m_image.height() / 2) : m_cursorPixel;
    emit hovered({std::clamp(from.x() + arrow.x(), 0, m_image.width() - 1),
                  std::clamp(from.y() + arrow.y(), 0, m_image.height() - 1)});
  } else {
    QWidget::keyPressEvent(event);
  }
}

void ImagePane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) update();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
