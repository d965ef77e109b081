// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/confidence_bars.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <numeric>

#include "ui/base/colours.h"
#include "ui/base/numbers.h"

namespace adversarium {
namespace {

constexpr std::size_t kMostRows = 8;
constexpr std::size_t kFewestRows = 4;
constexpr int kBar = 9;

int winner(const std::vector<float>& scores) {
  return scores.empty() ? -1 : static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

ConfidenceBars::ConfidenceBars(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  describe();
}

void ConfidenceBars::setClasses(const QStringList& names) {
  m_names = names;
  arrange();
}
void ConfidenceBars::setScores(std::vector<float> clean, std::vector<float> attacked) {
  m_clean = std::move(clean);
  m_attacked = std::move(attacked);
  m_cleanWinner = winner(m_clean);
  m_attackedWinner = winner(m_attacked);
  arrange();
}
void ConfidenceBars::setTarget(int classIndex) {
  m_target = classIndex;
  arrange();
}
void ConfidenceBars::setTrueClass(int classIndex) {
  m_trueClass = classIndex;
  update();
}

double ConfidenceBars::score(const std::vector<float>& scores, int classIndex) const {
  if (scores.empty()) return 0;
  if (classIndex >= 0)
    return classIndex < static_cast<int>(scores.size()) ? scores[static_cast<std::size_t>(classIndex)] : 0;
  double rest = 1;
  for (const int row : m_rows) {
    if (row >= 0) rest -= score(scores, row);
  }
  return std::max(0.0, rest);
}

void ConfidenceBars::arrange() {
  std::vector<int> classes(m_clean.empty() ? static_cast<std::size_t>(m_names.size()) : m_clean.size());
  std::iota(classes.begin(), classes.end(), 0);
  const std::size_t most = rowsThatFit();
  if (classes.size() > most) {
    const auto weight = [this](int c) {
      return std::max(score(m_clean, c), score(m_attacked, c)) + (c == m_target || c == m_trueClass ? 2.0 : 0.0);
    };
    std::stable_sort(classes.begin(), classes.end(), [&](int a, int b) { return weight(a) > weight(b); });
    classes.resize(most - 1);                   // the last row is for the others
    std::sort(classes.begin(), classes.end());  // an order of their own would dance while dragging
    classes.push_back(-1);
  }
  const bool resized = classes.size() != m_rows.size();
  m_rows = std::move(classes);
  m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
  if (resized) updateGeometry();
  describe();
  update();
}

int ConfidenceBars::rowHeight() const { return std::max(fontMetrics().height() + 4, 2 * kBar + 8); }
int ConfidenceBars::headerHeight() const { return fontMetrics().height() + 8; }
QRect ConfidenceBars::rowRect(int row) const {
  return {0, headerHeight() + row * rowHeight(), width(), rowHeight()};
}
int ConfidenceBars::rowAt(QPoint position) const {
  const int row = (position.y() - headerHeight()) / rowHeight();
  return position.y() >= headerHeight() && row < static_cast<int>(m_rows.size()) ? row : -1;
}
std::size_t ConfidenceBars::rowsThatFit() const {
  return static_cast<std::size_t>(
      std::clamp((height() - headerHeight()) / rowHeight(), int(kFewestRows), int(kMostRows) + 1));
}
QSize ConfidenceBars::heightOf(int width, std::size_t rows) const {
  return {width, headerHeight() + static_cast<int>(rows) * rowHeight() + 4};
}
QSize ConfidenceBars::sizeHint() const {
  const std::size_t known = std::max(m_clean.size(), static_cast<std::size_t>(m_names.size()));
  return heightOf(280, known == 0 ? kMostRows + 1 : std::min(known, kMostRows + 1));
}
QSize ConfidenceBars::minimumSizeHint() const { return heightOf(180, kFewestRows); }

void ConfidenceBars::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void ConfidenceBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  int longest = fontMetrics().horizontalAdvance(tr("others")) + 18;
  for (const int row : m_rows)
    longest = std::max(longest, fontMetrics().horizontalAdvance(classLabel(m_names, row)) + 30);
  const int nameWidth = std::min(longest, width() * 2 / 5);
  const int valueWidth = fontMetrics().horizontalAdvance(percentText(1.0)) + 8;
  painter.setPen(mutedText(palette()));
  const QRect axis(nameWidth, 0, width() - nameWidth - valueWidth, headerHeight());
  const QString none = percentText(0, 0), all = percentText(1, 0);
  if (fontMetrics().horizontalAdvance(none + ' ' + all) <= axis.width())
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, none);
  painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, all);
  for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) paintRow(painter, row, nameWidth, valueWidth);
}

void ConfidenceBars::paintRow(QPainter& painter, int row, int nameWidth, int valueWidth) {
  const int index = m_rows[static_cast<std::size_t>(row)];
  const QRect area = rowRect(row);
  if (row == m_hovered || (hasFocus() && row == m_current)) {
    painter.setPen(hasFocus() && row == m_current ? QPen(palette().color(QPalette::Highlight)) : QPen(Qt::NoPen));
    painter.setBrush(raisedGround(palette()));
    painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4);
  }
  // ◎ the target, ✗ the attacked winner, ✓ the class that still wins or is true.
  const QString sign = index >= 0 && index == m_target                                     ? QStringLiteral("◎ ")
                       : index >= 0 && index == m_attackedWinner && index != m_cleanWinner ? QStringLiteral("✗ ")
                       : index >= 0 && index == m_cleanWinner                              ? QStringLiteral("✓ ")
                                                                                           : QString();
  painter.setPen(index < 0 ? mutedText(palette()) : palette().color(QPalette::WindowText));
  const QString name = sign + (index < 0 ? tr("others") : classLabel(m_names, index));
  painter.drawText(QRect(area.left() + 4, area.top(), nameWidth - 10, area.height()),
                   Qt::AlignVCenter | Qt::AlignLeft,
                   fontMetrics().elidedText(name, Qt::ElideRight, nameWidth - 10));
  const double gap = (area.height() - 2 * kBar - 2) / 2.0;
  const QRectF upper(nameWidth, area.top() + gap, area.width() - nameWidth - valueWidth, kBar);
  paintBar(painter, upper, score(m_clean, index), index, false);
  if (!m_attacked.empty()) paintBar(painter, upper.translated(0, kBar + 2), score(m_attacked, index), index, true);
  painter.setPen(mutedText(palette()));
  painter.drawText(QRect(area.right() - valueWidth, area.top(), valueWidth - 2, area.height()),
                   Qt::AlignVCenter | Qt::AlignRight,
                   percentText(score(m_attacked.empty() ? m_clean : m_attacked, index)));
}

void ConfidenceBars::paintBar(QPainter& painter, const QRectF& track, double share, int classIndex,
                              bool attacked) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(hairline(palette()));
  painter.drawRoundedRect(track, 3, 3);
  QRectF filled = track;
  filled.setWidth(track.width() * std::clamp(share, 0.0, 1.0));
  if (filled.width() < 1) return;
  QColor colour = classColour(classIndex);
  if (!attacked) colour.setAlpha(130);
  painter.setBrush(colour);
  painter.drawRoundedRect(filled, 3, 3);
  painter.setBrush(classBrush(classIndex));
  painter.drawRoundedRect(filled, 3, 3);
}

QString ConfidenceBars::rowWords(int row) const {
  const int index = m_rows[static_cast<std::size_t>(row)];
  const QString name = index < 0 ? tr("others") : classLabel(m_names, index);
  if (m_attacked.empty()) return tr("%1: %2").arg(name, percentText(score(m_clean, index)));
  return tr("%1: clean %2, attacked %3")
      .arg(name, percentText(score(m_clean, index)), percentText(score(m_attacked, index)));
}

void ConfidenceBars::describe() {
  setAccessibleName(tr("Confidence by class"));
  QStringList words;
  if (!m_clean.empty()) {
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) words << rowWords(row);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
}

void ConfidenceBars::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row < 0 || event->button() != Qt::LeftButton) return;
  m_current = row;
  update();
  if (m_rows[static_cast<std::size_t>(row)] >= 0) emit classClicked(m_rows[static_cast<std::size_t>(row)]);
}

void ConfidenceBars::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row == m_hovered) return;
  m_hovered = row;
  update();
}

void ConfidenceBars::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void ConfidenceBars::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_rows.size()) - 1;
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
    m_current = std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, last));
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current <= last) {
    if (m_rows[static_cast<std::size_t>(m_current)] >= 0)
      emit classClicked(m_rows[static_cast<std::size_t>(m_current)]);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void ConfidenceBars::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  update();
  QWidget::changeEvent(event);
}

bool ConfidenceBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row >= 0) QToolTip::showText(help->globalPos(), rowWords(row), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace adversarium
