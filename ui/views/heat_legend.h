// SPDX-License-Identifier: GPL-3.0-or-later
/// What the colours of a heat map mean: a bar from the least to the largest value, with numbers and words.
#pragma once

#include <QWidget>

#include "core/data/heat_colours.h"

namespace adversarium {

class HeatLegend : public QWidget {
  Q_OBJECT

 public:
  explicit HeatLegend(QWidget* parent = nullptr);

  /// `unit` says what a value means, in the window's language.
  void setScale(const HeatRange& range, const QString& unit);
  const HeatRange& range() const { return m_range; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void describe();

  HeatRange m_range;
  QString m_unit;
};

}  // namespace adversarium
