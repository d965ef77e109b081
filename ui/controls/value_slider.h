// SPDX-License-Identifier: GPL-3.0-or-later
/// A slider over the soft range of a parameter, linear or logarithmic, that stands on round values.
#pragma once

#include <QSlider>

#include "core/method/param.h"

namespace adversarium {

/// Values outside the range stand at its end and are not changed by that.
class ValueSlider : public QSlider {
  Q_OBJECT

 public:
  /// Whether the limits say what such a slider reaches over.
  static bool fits(const Limits& limits);
  ValueSlider(const Limits& limits, bool whole, QWidget* parent = nullptr);

  /// Emits nothing.
  void showNumber(double number);
  double numberAt(int position) const;

 signals:
  void dragged(double number);

 private:
  Limits m_limits;
  bool m_whole;
  bool m_logarithmic;
};

}  // namespace adversarium
