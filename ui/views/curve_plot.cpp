// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/curve_plot.h"

#include <qcustomplot.h>

#include <QMouseEvent>
#include <QVBoxLayout>
#include <cmath>

#include "ui/base/colours.h"
#include "ui/base/numbers.h"

namespace adversarium {
namespace {

class PercentTicker final : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale&, QChar, int) override { return percentText(tick, 0); }
};

/// Epochs, layers, neurons: there is nothing halfway between two of them.
class WholeTicker final : public QCPAxisTicker {
 protected:
  double getTickStep(const QCPRange& range) override {
    return std::max(1.0, std::round(QCPAxisTicker::getTickStep(range)));
  }
};

QVector<double> vectorOf(const std::vector<double>& values) { return {values.begin(), values.end()}; }

}  // namespace

constexpr int kLegendColumns = 2;

struct CurvePlot::Impl {
  QCustomPlot* plot = nullptr;
  QCPItemStraightLine* marker = nullptr;
  std::vector<PlotCurve> curves;
  QStringList labels{QString(), QString()};  // of the axes
  double yMin = 0, yMax = 1;
  bool logarithmic = false;
  bool pickable = false;

  QColor colourOf(std::size_t curve) const {
    return classColour(curves[curve].classIndex.value_or(static_cast<int>(curve)));
  }

  void colour(const QPalette& palette) {
    const QColor ink = palette.color(QPalette::WindowText), faint = hairline(palette);
    plot->setBackground(palette.color(QPalette::Base));
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
      axis->setBasePen(QPen(faint));
      axis->setTickPen(QPen(faint));
      axis->setSubTickPen(QPen(Qt::NoPen));
      axis->setLabelColor(ink);
      axis->setTickLabelColor(mutedText(palette));
      axis->grid()->setPen(QPen(faint, 1, Qt::DotLine));
      axis->grid()->setZeroLinePen(QPen(Qt::NoPen));
    }
    plot->legend->setBrush(Qt::NoBrush);
    plot->legend->setTextColor(ink);
    marker->setPen(QPen(palette.color(QPalette::Highlight), 1.5, Qt::DashLine));
  }

  /// Where there is hardly room for the curves, they need it more.
  void showLabels() {
    constexpr int kLow = 130;
    const bool room = plot->height() >= kLow;
    plot->xAxis->setLabel(room ? labels[0] : QString());
    plot->yAxis->setLabel(room ? labels[1] : QString());
  }

  /// As many ticks as have room for their labels; whether that changed anything.
  bool fitTicks() {
    constexpr int kMost = 5, kWide = 56;  // QCustomPlot's own number; pixels of a label and its gap
    const QRect area = plot->axisRect()->rect();
    const auto fit = [&](QCPAxis& axis, int room, int label) {
      const int count = std::clamp(room / label, 1, kMost);
      const bool changed = axis.ticker()->tickCount() != count;
      axis.ticker()->setTickCount(count);
      return changed;
    };
    const bool across = fit(*plot->xAxis, area.width(), kWide);
    return fit(*plot->yAxis, area.height(), 2 * QFontMetrics(plot->yAxis->tickLabelFont()).height()) || across;
  }

  void tickWholes(bool any) {
    const bool whole =
        any && std::all_of(curves.begin(), curves.end(), [](const PlotCurve& curve) {
          return std::all_of(curve.x.begin(), curve.x.end(), [](double x) { return x == std::round(x); });
        });
    plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(whole ? new WholeTicker : new QCPAxisTicker));
    (void)fitTicks();
  }

  void draw() {
    plot->setLocale(QLocale());  // the decimal sign of the language in force
    plot->clearPlottables();
    constexpr Qt::PenStyle kStyles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    double least = std::numeric_limits<double>::infinity(), most = -least, low = least, high = -least;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      const PlotCurve& curve = curves[i];
      const QColor colour = colourOf(i);
      if (curve.low.size() == curve.x.size() && curve.high.size() == curve.x.size() && !curve.x.empty()) {
        QCPGraph* upper = plot->addGraph();
        QCPGraph* lower = plot->addGraph();
        upper->setData(vectorOf(curve.x), vectorOf(curve.high), true);
        lower->setData(vectorOf(curve.x), vectorOf(curve.low), true);
        QColor band = colour;
        band.setAlpha(45);
        upper->setPen(Qt::NoPen);
        lower->setPen(Qt::NoPen);
        upper->setBrush(band);
        upper->setChannelFillGraph(lower);
        upper->removeFromLegend();
        lower->removeFromLegend();
      }
      QCPGraph* line = plot->addGraph();
      line->setName(curve.name);
      line->setData(vectorOf(curve.x), vectorOf(curve.y), true);
      line->setPen(QPen(colour, 2, kStyles[i % std::size(kStyles)]));
      for (const double x : curve.x) least = std::min(least, x), most = std::max(most, x);
      for (const double y : curve.y) {
        if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
      }
    }
    plot->legend->setVisible(!curves.empty());
    if (least < most) plot->xAxis->setRange(least, most);
    if (!logarithmic) tickWholes(least < most);
    if (logarithmic) {
      constexpr double kMargin = 1.1;
      if (low > 0 && low <= high) plot->yAxis->setRange(low / kMargin, high * kMargin);
      plot->replot(QCustomPlot::rpQueuedReplot);
      return;
    }
    const bool fixed = yMin < yMax;
    if (fixed) plot->yAxis->setRange(yMin, yMax * 1.02);
    if (!fixed && low <= high)
      plot->yAxis->setRange(low - 0.05 * (high - low) - 1e-9, high + 0.05 * (high - low) + 1e-9);
    plot->replot(QCustomPlot::rpQueuedReplot);
  }
};

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {
  m_impl->plot = new QCustomPlot(this);
  m_impl->marker = new QCPItemStraightLine(m_impl->plot);
  m_impl->marker->setVisible(false);
  // Above the curves, where it hides none of them.
  QCPLegend* legend = m_impl->plot->legend;
  m_impl->plot->axisRect()->insetLayout()->take(legend);
  m_impl->plot->plotLayout()->insertRow(0);
  m_impl->plot->plotLayout()->addElement(0, 0, legend);
  m_impl->plot->plotLayout()->setRowStretchFactor(0, 0.001);
  legend->setFillOrder(QCPLegend::foColumnsFirst);
  legend->setWrap(kLegendColumns);
  legend->setMargins({4, 2, 4, 0});
  legend->setRowSpacing(0);
  legend->setIconSize(22, 8);
  legend->setBorderPen(Qt::NoPen);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.85);
  legend->setFont(small);
  m_impl->plot->setFocusPolicy(Qt::NoFocus);
  connect(m_impl->plot, &QCustomPlot::afterLayout, this, [this] {
    if (m_impl->fitTicks()) m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
  });
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_impl->plot);
  const auto pick = [this](const QMouseEvent* event) {
    if (m_impl->pickable && event->buttons() & Qt::LeftButton)
      emit picked(m_impl->plot->xAxis->pixelToCoord(event->position().x()));
  };
  connect(m_impl->plot, &QCustomPlot::mousePress, this, pick);
  connect(m_impl->plot, &QCustomPlot::mouseMove, this, pick);
  m_impl->colour(palette());
  m_impl->draw();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setAxes(const QString& xLabel, const QString& yLabel, double yMin, double yMax) {
  m_impl->labels = {xLabel, yLabel};
  m_impl->showLabels();
  m_impl->yMin = yMin;
  m_impl->yMax = yMax;
  m_impl->draw();
}

void CurvePlot::setPercent(bool percent) {
  m_impl->plot->yAxis->setTicker(percent ? QSharedPointer<QCPAxisTicker>(new PercentTicker)
                                         : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
}

void CurvePlot::setLogarithmic(bool logarithmic) {
  for (QCPAxis* axis : {m_impl->plot->xAxis, m_impl->plot->yAxis}) {
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
  }
  m_impl->logarithmic = logarithmic;
  m_impl->draw();
}

void CurvePlot::setCurves(std::vector<PlotCurve> curves) {
  m_impl->curves = std::move(curves);
  m_impl->draw();
  QStringList words;
  for (const PlotCurve& curve : m_impl->curves) {
    if (curve.x.empty() || curve.y.empty()) continue;
    const auto top = std::max_element(curve.y.begin(), curve.y.end());
    words << tr("%1 begins at %2, ends at %3, is highest (%4) at %5")
                 .arg(curve.name, numberText(curve.y.front()), numberText(curve.y.back()), numberText(*top),
                      numberText(curve.x[static_cast<std::size_t>(top - curve.y.begin())]));
  }
  setAccessibleDescription(words.isEmpty() ? tr("No curve yet") : words.join(QStringLiteral("; ")));
}

void CurvePlot::setMarker(double x) {
  m_impl->marker->setVisible(std::isfinite(x));
  m_impl->marker->point1->setCoords(x, 0);
  m_impl->marker->point2->setCoords(x, 1);
  m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::setPickable(bool pickable) {
  m_impl->pickable = pickable;
  m_impl->plot->setCursor(pickable ? Qt::SplitHCursor : Qt::ArrowCursor);
}

std::vector<QColor> CurvePlot::colours() const {
  std::vector<QColor> colours;
  for (std::size_t i = 0; i < m_impl->curves.size(); ++i) colours.push_back(m_impl->colourOf(i));
  return colours;
}

QImage CurvePlot::toImage(QSize size, double scale) const {
  QPalette light = palette();
  light.setColor(QPalette::Base, Qt::white);
  light.setColor(QPalette::Window, Qt::white);
  light.setColor(QPalette::WindowText, Qt::black);
  m_impl->colour(light);
  m_impl->plot->xAxis->setLabel(m_impl->labels[0]);
  m_impl->plot->yAxis->setLabel(m_impl->labels[1]);
  const QImage image = m_impl->plot->toPixmap(size.width(), size.height(), scale).toImage();
  m_impl->showLabels();
  m_impl->colour(palette());
  m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
  return image;
}

void CurvePlot::resizeEvent(QResizeEvent* event) {
  m_impl->showLabels();
  QWidget::resizeEvent(event);
}

void CurvePlot::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    m_impl->colour(palette());
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
  }
  QWidget::changeEvent(event);
}

}  // namespace adversarium
