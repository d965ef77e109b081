// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/value_slider.h"

#include <QSignalBlocker>
#include <algorithm>
#include <cmath>

#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

constexpr int kPositions = 32;

/// Two digits are as exact as a drag can be.
double rounded(double value) {
  if (value == 0) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
  return std::round(value / unit) * unit;
}

}  // namespace

bool ValueSlider::fits(const Limits& limits) {
  return std::isfinite(limits.softMin) && std::isfinite(limits.softMax) && limits.softMin < limits.softMax;
}

ValueSlider::ValueSlider(const Limits& limits, bool whole, QWidget* parent)
    : QSlider(Qt::Horizontal, parent),
      m_limits(limits),
      m_whole(whole),
      m_logarithmic(limits.logarithmic && limits.softMin > 0) {
  const double span = limits.softMax - limits.softMin;
  setRange(0, whole && !m_logarithmic ? static_cast<int>(std::min<double>(kPositions, span)) : kPositions);
  setPageStep(std::max(1, maximum() / 8));
  guardWheel(this);
  connect(this, &QSlider::valueChanged, this, [this](int position) { emit dragged(numberAt(position)); });
}

double ValueSlider::numberAt(int position) const {
  const double part = double(position) / maximum();
  double number = 0;
  if (m_logarithmic) {
    number = rounded(m_limits.softMin * std::pow(m_limits.softMax / m_limits.softMin, part));
  } else {
    number = m_limits.softMin + part * (m_limits.softMax - m_limits.softMin);
    if (!m_whole) number = rounded(number);
  }
  if (m_whole) number = std::round(number);
  return std::clamp(number, m_limits.softMin, m_limits.softMax);
}

void ValueSlider::showNumber(double number) {
  const double held = std::clamp(number, m_limits.softMin, m_limits.softMax);
  const double part = m_logarithmic
                          ? std::log(held / m_limits.softMin) / std::log(m_limits.softMax / m_limits.softMin)
                          : (held - m_limits.softMin) / (m_limits.softMax - m_limits.softMin);
  const QSignalBlocker quiet(this);
  setValue(static_cast<int>(std::lround(part * maximum())));
}

}  // namespace adversarium
