// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heat_legend.h"

#include <QEvent>
#include <QPainter>

#include "ui/base/colours.h"
#include "ui/base/numbers.h"

namespace adversarium {
namespace {
constexpr int kBarHeight = 12;
}

HeatLegend::HeatLegend(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  describe();
}

void HeatLegend::setScale(const HeatRange& range, const QString& unit) {
  m_range = range;
  m_unit = unit;
  describe();
  update();
}

void HeatLegend::describe() {
  setAccessibleName(tr("Colours of the heat map"));
  setAccessibleDescription(
      m_range.isSigned() ? tr("%1, from %2 (blue: speaks against the class) over none (white) to %3 (orange)")
                               .arg(m_unit, numberText(m_range.low, 3), numberText(m_range.high, 3))
                         : tr("%1, from %2 (dark blue) to %3 (yellow)")
                               .arg(m_unit, numberText(m_range.low, 3), numberText(m_range.high, 3)));
}

QSize HeatLegend::sizeHint() const { return {240, kBarHeight + 4 + fontMetrics().height()}; }

void HeatLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QImage ramp(256, 1, QImage::Format_RGB32);
  for (int i = 0; i < 256; ++i) {
    const HeatColour c = heatColour(m_range.low + (m_range.high - m_range.low) * float(i) / 255, m_range);
    ramp.setPixel(i, 0, qRgb(c.red, c.green, c.blue));
  }
  const QRect bar(0, 0, width(), kBarHeight);
  painter.drawImage(bar, ramp);
  painter.setPen(hairline(palette()));
  painter.drawRect(bar.adjusted(0, 0, -1, -1));
  painter.setPen(palette().color(QPalette::WindowText));
  const QRect text(0, kBarHeight + 2, width(), fontMetrics().height());
  painter.drawText(text, Qt::AlignLeft, numberText(m_range.low, 3));
  painter.drawText(text, Qt::AlignRight, numberText(m_range.high, 3));
  painter.setPen(mutedText(palette()));
  const int room = width() - 2 * fontMetrics().horizontalAdvance(QStringLiteral("−0,00012  "));
  painter.drawText(text, Qt::AlignHCenter, fontMetrics().elidedText(m_unit, Qt::ElideRight, room));
}

void HeatLegend::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  update();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
