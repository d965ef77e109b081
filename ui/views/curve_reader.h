// SPDX-License-Identifier: GPL-3.0-or-later
/// Curves over one x-axis with a cursor that reads all of them off at one place: what do 32 neurons less cost, and
/// what do they bring?
#pragma once

#include <QLabel>
#include <QSlider>
#include <QWidget>
#include <vector>

#include "ui/views/curve_plot.h"

namespace adversarium {

/// The cursor goes from one measured place to the next: by slider, keyboard, or a drag on the plot. Until a person
/// moves it, it stays at the last place measured, so that one can watch a run.
class CurveReader : public QWidget {
  Q_OBJECT

 public:
  explicit CurveReader(QWidget* parent = nullptr);

  /// Whether all are measured at the same places, in ascending order.
  static bool canRead(const std::vector<PlotCurve>& curves);

  /// `shares`: values in 0…1, to be read in per cent.
  void setAxes(const QString& xLabel, const QString& yLabel, bool shares);
  /// `curves` can be read. `finished`: no more places will come.
  void setCurves(std::vector<PlotCurve> curves, bool finished);

  CurvePlot& plot() { return *m_plot; }
  QSlider& slider() { return *m_slider; }
  /// The measured place under the cursor; not a number where nothing is measured yet.
  double place() const;
  /// "Neurons removed: 32 of 448. Clean accuracy 88.5 % (86.2 – 90.5 %), trigger success …"
  QString reading() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void moveTo(double x);
  void readOff();
  QString valueText(const PlotCurve& curve, std::size_t at) const;

  CurvePlot* m_plot = nullptr;
  QSlider* m_slider = nullptr;
  QLabel* m_reading = nullptr;
  std::vector<PlotCurve> m_curves;
  QString m_xLabel;
  bool m_shares = false;
  bool m_finished = false;
  bool m_moved = false;  ///< by a person
};

}  // namespace adversarium
