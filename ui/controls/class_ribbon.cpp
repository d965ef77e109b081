// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/class_ribbon.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/base/colours.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"

namespace adversarium {
namespace {

constexpr int kMargin = 10;
constexpr int kTrackHeight = 30;
constexpr double kStep = 1.0 / 255;

}  // namespace

ClassRibbon::ClassRibbon(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  describe();
}

void ClassRibbon::setRange(double least, double most) {
  m_least = least;
  m_most = std::max(most, least + 1e-9);
  update();
}

void ClassRibbon::setRibbon(std::shared_ptr<const Ribbon> ribbon, const QStringList& classNames) {
  m_ribbon = std::move(ribbon);
  m_names = classNames;
  m_computing = false;
  describe();
  update();
}

void ClassRibbon::setComputing(bool computing) {
  m_computing = computing;
  describe();
  update();
}

void ClassRibbon::setBracket(std::shared_ptr<const PictureBracket> bracket) {
  m_bracket = std::move(bracket);
  describe();
  update();
}

QString ClassRibbon::strengthText(double strength) const {
  return m_most <= 1 ? numberText(255 * strength, 2) + QStringLiteral("/255") : numberText(strength, 3);
}

QString ClassRibbon::bracketWords() const {
  if (!m_bracket) return {};
  QStringList words;
  if (!m_bracket->proof.empty()) {
    words << tr("] Nothing below %1 can change the answer: proven (%2).")
                 .arg(strengthText(m_bracket->proven), QString::fromStdString(m_bracket->proof));
  } else if (!m_bracket->unprovable.empty()) {
    words << recordText(m_bracket->unprovable);
  }
  if (m_bracket->found) {
    words << tr("[ An example at %1 changes it, the smallest found (%2).")
                 .arg(strengthText(*m_bracket->found), QString::fromStdString(m_bracket->attack));
  } else if (m_bracket->finished) {
    words << tr("No example was found.");
  }
  return words.join('\n');
}

void ClassRibbon::setStrength(double strength) {
  m_strength = strength;
  describe();
  update();
}

QSize ClassRibbon::sizeHint() const { return {420, kTrackHeight + 2 * fontMetrics().height() + 18}; }
QSize ClassRibbon::minimumSizeHint() const { return {160, sizeHint().height()}; }

QRectF ClassRibbon::trackRect() const {
  return {double(kMargin), double(fontMetrics().height() + 6), double(width() - 2 * kMargin),
          double(kTrackHeight)};
}

double ClassRibbon::xOf(double strength) const {
  const QRectF track = trackRect();
  return track.left() + std::clamp((strength - m_least) / (m_most - m_least), 0.0, 1.0) * track.width();
}

double ClassRibbon::strengthAt(double x) const {
  const QRectF track = trackRect();
  return m_least + std::clamp((x - track.left()) / track.width(), 0.0, 1.0) * (m_most - m_least);
}

void ClassRibbon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF track = trackRect();
  paintSegments(painter, track);
  paintScale(painter, track);
  paintFlip(painter, track);
  paintBracket(painter, track);
  paintHandle(painter, track);
}

void ClassRibbon::paintSegments(QPainter& painter, const QRectF& track) {
  QPainterPath outline;
  outline.addRoundedRect(track, 6, 6);
  painter.fillPath(outline, raisedGround(palette()));
  if (m_ribbon && !m_ribbon->classes.empty()) {
    painter.save();
    painter.setClipPath(outline);
    const auto& strengths = m_ribbon->strengths;
    const auto& classes = m_ribbon->classes;
    for (std::size_t first = 0; first < classes.size();) {
      std::size_t last = first;
      while (last + 1 < classes.size() && classes[last + 1] == classes[first]) ++last;
      // Between two measured strengths the border is unknown: it is drawn half way.
      const double from = first == 0 ? m_least : (strengths[first - 1] + strengths[first]) / 2;
      const double to = last + 1 == classes.size() ? m_most : (strengths[last] + strengths[last + 1]) / 2;
      const QRectF segment(xOf(from), track.top(), xOf(to) - xOf(from), track.height());
      const QColor ground = classColour(classes[first]);
      painter.fillRect(segment, ground);
      painter.fillRect(segment, classBrush(classes[first]));
      const QString word = classLabel(m_names, classes[first]);
      const QRectF inner = segment.adjusted(5, 0, -5, 0);
      if (inner.width() > fontMetrics().horizontalAdvance(word.left(2)) + 8) {
        painter.setPen(readableOn(ground));
        painter.drawText(inner, Qt::AlignCenter,
                         fontMetrics().elidedText(word, Qt::ElideRight, int(inner.width())));
      }
      first = last + 1;
    }
    painter.restore();
  }
  if (!m_ribbon && m_computing) {
    painter.setPen(mutedText(palette()));
    painter.drawText(track.adjusted(kMargin, 0, -kMargin, 0), Qt::AlignCenter, computingWords());
  }
  painter.setPen(
      QPen(hasFocus() ? palette().color(QPalette::Highlight) : hairline(palette()), hasFocus() ? 2 : 1));
  painter.drawPath(outline);
}

QString ClassRibbon::computingWords() const { return tr("Computing the answer at every strength…"); }

void ClassRibbon::paintScale(QPainter& painter, const QRectF& track) {
  painter.setPen(mutedText(palette()));
  constexpr int kTicks = 4;
  for (int i = 0; i <= kTicks; ++i) {
    const double strength = m_least + (m_most - m_least) * i / kTicks;
    const QString text = m_most <= 1 ? over255Text(strength) : numberText(strength, 3);
    const int w = fontMetrics().horizontalAdvance(text);
    const double x = std::clamp(xOf(strength) - w / 2.0, 0.0, double(width() - w));
    painter.drawText(QPointF(x, track.bottom() + fontMetrics().ascent() + 6), text);
  }
}

void ClassRibbon::paintFlip(QPainter& painter, const QRectF& track) {
  if (!m_ribbon || !m_ribbon->flipsAt) return;
  const double x = xOf(*m_ribbon->flipsAt);
  painter.setPen(palette().color(QPalette::WindowText));
  const QString text = m_most <= 1 ? tr("▼ flips at %1").arg(over255Text(*m_ribbon->flipsAt))
                                   : tr("▼ flips at %1").arg(numberText(*m_ribbon->flipsAt, 3));
  const double half = fontMetrics().horizontalAdvance(QStringLiteral("▼")) / 2.0;
  const int w = fontMetrics().horizontalAdvance(text);
  painter.drawText(QPointF(std::clamp(x - half, 0.0, double(std::max(0, width() - w))), track.top() - 4), text);
}

/// Told apart by shape: a closing bracket ends what is proven, an opening one begins what is broken.
void ClassRibbon::paintBracket(QPainter& painter, const QRectF& track) {
  if (!m_bracket) return;
  constexpr double kSerif = 5, kOut = 4;
  const auto mark = [&](double strength, double towards) {
    if (strength < m_least || strength > m_most) return;
    const double x = xOf(strength), top = track.top() - kOut, bottom = track.bottom() + kOut;
    QPainterPath path({x + towards * kSerif, top});
    path.lineTo(x, top);
    path.lineTo(x, bottom);
    path.lineTo(x + towards * kSerif, bottom);
    for (const auto& [role, width] : {std::pair{QPalette::Base, 5.0}, std::pair{QPalette::WindowText, 2.0}}) {
      painter.setPen(QPen(palette().color(role), width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
      painter.setBrush(Qt::NoBrush);
      painter.drawPath(path);
    }
  };
  if (!m_bracket->proof.empty()) mark(m_bracket->proven, -1);
  if (m_bracket->found) mark(*m_bracket->found, 1);
}

void ClassRibbon::paintHandle(QPainter& painter, const QRectF& track) {
  const QRectF handle(xOf(m_strength) - 5, track.top() - 3, 10, track.height() + 6);
  painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
  painter.setBrush(m_dragging || m_hovered ? palette().color(QPalette::Highlight)
                                           : palette().color(QPalette::Base));
  painter.drawRoundedRect(handle, 4, 4);
}

void ClassRibbon::moveTo(double strength, bool commit) {
  setStrength(std::clamp(strength, m_least, m_most));
  if (commit) {
    emit committed(m_strength);
  } else {
    emit moved(m_strength);
  }
}

void ClassRibbon::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_dragging = true;
  emit dragStarted();
  moveTo(strengthAt(event->position().x()), false);
}

void ClassRibbon::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = true;
  if (m_dragging) moveTo(strengthAt(event->position().x()), false);
  update();
}

void ClassRibbon::mouseReleaseEvent(QMouseEvent* event) {
  if (!m_dragging) return;
  m_dragging = false;
  moveTo(strengthAt(event->position().x()), true);
}

void ClassRibbon::wheelEvent(QWheelEvent* event) {
  if (!hasFocus()) {
    event->ignore();
    return;
  }
  moveTo(m_strength + (event->angleDelta().y() > 0 ? kStep : -kStep), true);
}

void ClassRibbon::keyPressEvent(QKeyEvent* event) {
  const double step = m_most <= 1 ? kStep : (m_most - m_least) / 100;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
      moveTo(m_strength - step, true);
      break;
    case Qt::Key_Right:
    case Qt::Key_Up:
      moveTo(m_strength + step, true);
      break;
    case Qt::Key_Home:
      moveTo(m_least, true);
      break;
    case Qt::Key_End:
      moveTo(m_most, true);
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void ClassRibbon::describe() {
  setAccessibleName(tr("Strength"));
  QString words = tr("Strength %1 of at most %2.").arg(numberText(m_strength), numberText(m_most));
  if (m_ribbon && m_ribbon->flipsAt) {
    words += ' ' + tr("The prediction flips at %1.").arg(numberText(*m_ribbon->flipsAt));
  } else if (m_ribbon) {
    words += ' ' + tr("The prediction does not flip in this range.");
  } else if (m_computing) {
    words += ' ' + computingWords();
  }
  if (const QString certain = bracketWords(); !certain.isEmpty()) words += ' ' + certain;
  setToolTip(bracketWords());
  setAccessibleDescription(words);
}

void ClassRibbon::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  update();
  QWidget::changeEvent(event);
}

bool ClassRibbon::event(QEvent* event) {
  if (event->type() == QEvent::Leave) {
    m_hovered = false;
    update();
  }
  return QWidget::event(event);
}

}  // namespace adversarium
