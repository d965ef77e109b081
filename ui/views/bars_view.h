// SPDX-License-Identifier: GPL-3.0-or-later
/// A number for each class, say, as bars with their names and spread.
#pragma once

#include <QWidget>

#include "core/record/artefact/bars.h"

namespace adversarium {

/// Bars of classes have their classes' colours. The accessible description says the smallest and the largest.
class BarsView : public QWidget {
  Q_OBJECT

 public:
  explicit BarsView(QWidget* parent = nullptr);

  void setBars(Bars bars);
  const Bars& bars() const { return m_bars; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int lineHeight() const;
  QString nameOf(std::size_t bar) const;

  Bars m_bars;
};

}  // namespace adversarium
