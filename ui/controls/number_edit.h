// SPDX-License-Identifier: GPL-3.0-or-later
/// A field for one real number, on a linear or logarithmic scale, that shows pixel values as 255ths, too.
#pragma once

#include <QAbstractSpinBox>

#include "core/method/param.h"

namespace adversarium {

/// Typing may use "8/255" and either decimal separator. Steps follow the scale: a tenth of a decade, one 255th, or
/// a fiftieth of the soft range.
class NumberEdit : public QAbstractSpinBox {
  Q_OBJECT

 public:
  explicit NumberEdit(const Limits& limits, QWidget* parent = nullptr);

  double value() const { return m_value; }
  /// Clamped to the limits; emits nothing.
  void setValue(double value);
  void stepBy(int steps) override;

  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void valueEdited(double value);

 protected:
  StepEnabled stepEnabled() const override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void take();
  QString textOf(double value) const;

  Limits m_limits;
  bool m_pixelValue = false;
  double m_value = 0.0;
};

}  // namespace adversarium
