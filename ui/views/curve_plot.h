// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers against numbers with their intervals: success against strength, accuracy against epochs.
#pragma once

#include <QColor>
#include <QImage>
#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace adversarium {

/// `low` and `high` bound y where an interval is known, else they are empty. The curve of a class has the colour
/// that the class has everywhere; else curves have colours in their order.
struct PlotCurve {
  QString name;
  std::vector<double> x, y, low, high;
  std::optional<int> classIndex{};
};

/// Colours come from the palette. The accessible description says in words where each curve begins, ends, and is
/// highest. Values that are not finite leave a gap.
class CurvePlot : public QWidget {
  Q_OBJECT

 public:
  explicit CurvePlot(QWidget* parent = nullptr);
  ~CurvePlot() override;

  /// With yMin ≥ yMax the axis follows the data.
  void setAxes(const QString& xLabel, const QString& yLabel, double yMin, double yMax);
  /// Ticks in per cent for shares in 0…1.
  void setPercent(bool percent);
  /// Both axes; values that are not above zero leave a gap. Follows the data.
  void setLogarithmic(bool logarithmic);
  void setCurves(std::vector<PlotCurve> curves);
  /// A vertical line; not finite: none.
  void setMarker(double x);
  /// Whether a press or a drag on the plot picks a place of the x-axis.
  void setPickable(bool pickable);

  /// Of each curve, in their order.
  std::vector<QColor> colours() const;

  /// On a light ground, for copying and export.
  QImage toImage(QSize size, double scale = 2.0) const;

  QSize sizeHint() const override { return {420, 260}; }
  QSize minimumSizeHint() const override { return {200, 110}; }

 signals:
  void picked(double x);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace adversarium
