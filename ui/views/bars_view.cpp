// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/bars_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/colours.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"

namespace adversarium {

BarsView::BarsView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarsView::setBars(Bars bars) {
  m_bars = std::move(bars);
  if (!m_bars.y.empty()) {
    const auto [least, most] = std::minmax_element(m_bars.y.begin(), m_bars.y.end());
    const auto said = [&](const auto& at) {
      return tr("%1: %2").arg(nameOf(static_cast<std::size_t>(at - m_bars.y.begin())), numberText(*at, 3));
    };
    setAccessibleDescription(tr("Smallest %1, largest %2").arg(said(least), said(most)));
  }
  updateGeometry();
  update();
}

QString BarsView::nameOf(std::size_t bar) const {
  return bar < m_bars.names.size() ? captionText(m_bars.names[bar]) : numberText(m_bars.x[bar], 6);
}

int BarsView::lineHeight() const { return fontMetrics().height() + 6; }

/// A line a bar, and one for what they mean.
QSize BarsView::sizeHint() const { return {480, lineHeight() * static_cast<int>(m_bars.y.size() + 1)}; }

void BarsView::paintEvent(QPaintEvent*) {
  constexpr int kGap = 8;
  QPainter painter(this);
  const QFontMetrics metrics = fontMetrics();
  int names = 0, numbers = 0;
  double least = 0, most = 0;
  for (std::size_t i = 0; i < m_bars.y.size(); ++i) {
    names = std::max(names, metrics.horizontalAdvance(nameOf(i)));
    numbers = std::max(numbers, metrics.horizontalAdvance(numberText(m_bars.y[i], 3)));
    for (const double end :
         {m_bars.y[i], i < m_bars.low.size() ? m_bars.low[i] : 0, i < m_bars.high.size() ? m_bars.high[i] : 0}) {
      if (std::isfinite(end)) least = std::min(least, end), most = std::max(most, end);
    }
  }
  names = std::min(names + 2, width() / 3);
  const int left = names + kGap, right = width() - numbers - kGap, line = lineHeight();
  const auto px = [&](double value) {
    const double share = most > least && std::isfinite(value) ? (value - least) / (most - least) : 0;
    return left + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (right - left)));
  };
  painter.setPen(mutedText(palette()));
  painter.drawText(QRect(left, 0, width() - left, line), Qt::AlignVCenter | Qt::AlignLeft,
                   recordText(m_bars.yLabel));
  for (std::size_t i = 0; i < m_bars.y.size(); ++i) {
    const int top = line * static_cast<int>(i + 1), middle = top + line / 2;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, top, names, line), Qt::AlignVCenter | Qt::AlignRight,
                     metrics.elidedText(nameOf(i), Qt::ElideRight, names));
    const int from = std::min(px(0), px(m_bars.y[i])), to = std::max(px(0), px(m_bars.y[i]));
    painter.fillRect(QRect(from, top + 4, std::max(1, to - from), line - 8),
                     classColour(static_cast<int>(m_bars.x[i])));
    if (i < m_bars.low.size() && i < m_bars.high.size() && m_bars.low[i] < m_bars.high[i]) {
      painter.setPen(QPen(palette().color(QPalette::WindowText), 2));
      painter.drawLine(px(m_bars.low[i]), middle, px(m_bars.high[i]), middle);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(right + kGap, top, numbers, line), Qt::AlignVCenter | Qt::AlignRight,
                     numberText(m_bars.y[i], 3));
  }
}

}  // namespace adversarium
