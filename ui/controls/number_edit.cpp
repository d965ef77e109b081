// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_edit.h"

#include <QFocusEvent>
#include <QLineEdit>
#include <cmath>

#include "ui/base/numbers.h"

namespace adversarium {

NumberEdit::NumberEdit(const Limits& limits, QWidget* parent)
    : QAbstractSpinBox(parent), m_limits(limits), m_pixelValue(limits.unit == "pixel value") {
  setKeyboardTracking(false);
  connect(this, &QAbstractSpinBox::editingFinished, this, &NumberEdit::take);
  setValue(std::max(limits.min, 0.0));
}

void NumberEdit::setValue(double value) {
  m_value = std::clamp(value, m_limits.min, m_limits.max);
  lineEdit()->setText(textOf(m_value));
}

void NumberEdit::stepBy(int steps) {
  double next = m_value;
  if (m_limits.logarithmic && m_value > 0) {
    next = m_value * std::pow(10.0, steps / 10.0);
  } else {
    const double span = m_limits.softMax - m_limits.softMin;
    next += steps * (m_pixelValue ? 1.0 / 255 : std::isfinite(span) ? span / 50 : 0.1);
  }
  setValue(next);
  selectAll();
  emit valueEdited(m_value);
}

QValidator::State NumberEdit::validate(QString& text, int&) const {
  return strengthFromText(text.section('=', 0, 0)) ? QValidator::Acceptable : QValidator::Intermediate;
}

void NumberEdit::fixup(QString& text) const { text = textOf(m_value); }

void NumberEdit::take() {
  const auto typed = strengthFromText(lineEdit()->text().section('=', 0, 0));
  const double before = m_value;
  // What is shown is rounded: only a text that differs from it means another value.
  const bool changed = typed && lineEdit()->text() != textOf(m_value);
  setValue(changed ? *typed : m_value);
  if (m_value != before) emit valueEdited(m_value);
}

QString NumberEdit::textOf(double value) const {
  const QString text = numberText(value);
  return m_pixelValue ? text + QStringLiteral(" = ") + over255Text(value) : text;
}

QSize NumberEdit::sizeHint() const {
  QSize size = QAbstractSpinBox::sizeHint();
  size.setWidth(fontMetrics().horizontalAdvance(m_pixelValue ? "0.03137 = 8.0/255000" : "0.0000000") + 40);
  return size;
}

QSize NumberEdit::minimumSizeHint() const {
  return {fontMetrics().horizontalAdvance("0.000000") + 32, QAbstractSpinBox::minimumSizeHint().height()};
}

QAbstractSpinBox::StepEnabled NumberEdit::stepEnabled() const {
  StepEnabled enabled = StepNone;
  if (m_value < m_limits.max) enabled |= StepUpEnabled;
  if (m_value > m_limits.min) enabled |= StepDownEnabled;
  return enabled;
}

void NumberEdit::focusOutEvent(QFocusEvent* event) {
  take();
  QAbstractSpinBox::focusOutEvent(event);
}

}  // namespace adversarium
