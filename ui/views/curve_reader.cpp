// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/curve_reader.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/numbers.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {

CurveReader::CurveReader(QWidget* parent) : QWidget(parent) {
  setObjectName("curveReader");
  m_plot = new CurvePlot(this);
  m_plot->setPickable(true);
  m_slider = new QSlider(Qt::Horizontal, this);
  m_slider->setObjectName("curveCursor");
  m_slider->setPageStep(4);
  guardWheel(m_slider);
  m_reading = new QLabel(this);
  m_reading->setObjectName("curveReading");
  m_reading->setTextFormat(Qt::PlainText);
  m_reading->setWordWrap(true);
  m_reading->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_plot, 1);
  layout->addWidget(m_slider);
  layout->addWidget(m_reading);
  connect(m_slider, &QSlider::valueChanged, this, [this] {
    m_moved = true;
    readOff();
  });
  connect(m_plot, &CurvePlot::picked, this, &CurveReader::moveTo);
}

bool CurveReader::canRead(const std::vector<PlotCurve>& curves) {
  if (curves.empty() || curves.front().x.empty()) return false;
  const auto& places = curves.front().x;
  return std::is_sorted(places.begin(), places.end()) &&
         std::all_of(curves.begin(), curves.end(),
                     [&](const PlotCurve& c) { return c.x == places && c.y.size() == places.size(); });
}

void CurveReader::setAxes(const QString& xLabel, const QString& yLabel, bool shares) {
  m_xLabel = xLabel;
  m_shares = shares;
  m_plot->setAxes(xLabel, yLabel, 0, shares ? 1 : 0);
  m_plot->setPercent(shares);
  m_slider->setAccessibleName(xLabel);
}

void CurveReader::setCurves(std::vector<PlotCurve> curves, bool finished) {
  const double before = place();
  m_curves = std::move(curves);
  m_finished = finished;
  m_plot->setCurves(m_curves);
  const QSignalBlocker quiet(m_slider);
  const auto places = m_curves.empty() ? 0 : static_cast<int>(m_curves.front().x.size());
  m_slider->setRange(0, std::max(0, places - 1));
  m_slider->setEnabled(places > 1);
  if (!m_moved) {
    m_slider->setValue(places - 1);
  } else if (std::isfinite(before)) {
    const auto& x = m_curves.front().x;
    const auto there = std::lower_bound(x.begin(), x.end(), before) - x.begin();
    m_slider->setValue(std::min(static_cast<int>(there), places - 1));
  }
  readOff();
}

void CurveReader::moveTo(double x) {
  if (m_curves.empty()) return;
  const auto& places = m_curves.front().x;
  const auto nearest = std::min_element(places.begin(), places.end(),
                                        [&](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
  m_slider->setValue(static_cast<int>(nearest - places.begin()));
}

double CurveReader::place() const {
  if (m_curves.empty()) return std::numeric_limits<double>::quiet_NaN();
  return m_curves.front().x[static_cast<std::size_t>(m_slider->value())];
}

QString CurveReader::valueText(const PlotCurve& curve, std::size_t at) const {
  const auto number = [this](double value) { return m_shares ? percentText(value) : numberText(value); };
  QString text = curve.name + ' ' + number(curve.y[at]);
  if (curve.low.size() == curve.x.size() && curve.high.size() == curve.x.size())
    text += QStringLiteral(" (%1 – %2)").arg(number(curve.low[at]), number(curve.high[at]));
  return text;
}

QString CurveReader::reading() const {
  if (m_curves.empty()) return {};
  const auto& places = m_curves.front().x;
  // A count is one of so many; a rate or a strength is not.
  const bool counts =
      std::all_of(places.begin(), places.end(), [](double x) { return x >= 0 && x == std::floor(x); });
  const QString here = numberText(place(), 6), last = numberText(places.back(), 6);
  QString text = !counts      ? tr("%1: %2", "what the axis says, and where the cursor is").arg(m_xLabel, here)
                 : m_finished ? tr("%1: %2 of %3").arg(m_xLabel, here, last)
                              : tr("%1: %2 (measured up to %3 so far)").arg(m_xLabel, here, last);
  QStringList values;
  for (const PlotCurve& curve : m_curves) values << valueText(curve, static_cast<std::size_t>(m_slider->value()));
  return text + QStringLiteral(" — ") + values.join(QStringLiteral(", "));
}

void CurveReader::readOff() {
  m_plot->setMarker(place());
  m_reading->setText(reading());
  m_slider->setAccessibleDescription(reading());
}

void CurveReader::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) readOff();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
