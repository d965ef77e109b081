// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace adversarium {
namespace {

/// Colours that colour-blind people tell apart (Okabe and Ito), and line styles for those who see none.
constexpr std::string_view kColours[] = {"var(--mark)", "#d55e00", "#009e73", "#cc79a7",
                                         "#e69f00",     "#56b4e9", "#7a6a00", "#555555"};
constexpr std::string_view kDashes[] = {"none", "7 3", "2 3", "9 3 2 3"};

/// Where a plot puts a number: linearly, or by its logarithm.
struct Axis {
  double low = 0, high = 1;
  bool logarithmic = false;
  double place(double value) const {
    if (logarithmic) return std::log(value / low) / std::log(high / low);
    return (value - low) / std::max(1e-12, high - low);
  }
  double tick(int i, int count) const {
    const double share = double(i) / count;
    return logarithmic ? low * std::pow(high / low, share) : low + (high - low) * share;
  }
  bool shows(double value) const { return std::isfinite(value) && (!logarithmic || value > 0); }
};

}  // namespace

std::string plot(const std::vector<const Artefact*>& artefacts, const Speech& say) {
  constexpr double kWidth = 640, kHeight = 260, kLeft = 56, kRight = 16, kTop = 12, kBottom = 40;
  std::vector<const Curve*> curves;
  for (const Artefact* artefact : artefacts) curves.push_back(artefact->get<Curve>());
  const Curve& first = *curves.front();
  Axis xAxis{HUGE_VAL, -HUGE_VAL, first.logarithmic},
      yAxis{first.logarithmic ? HUGE_VAL : 0, 1.0, first.logarithmic};
  for (const Curve* curve : curves) {
    for (const double x : curve->x) {
      if (xAxis.shows(x)) xAxis.low = std::min(xAxis.low, x), xAxis.high = std::max(xAxis.high, x);
    }
    for (const double y : curve->y) {
      if (!yAxis.shows(y)) continue;
      yAxis.high = std::max(yAxis.high, y);
      yAxis.low = std::min(yAxis.low, y);
    }
  }
  if (!(xAxis.low < xAxis.high) || !(yAxis.low < yAxis.high)) return {};
  const auto px = [&](double x) { return kLeft + xAxis.place(x) * (kWidth - kLeft - kRight); };
  const auto py = [&](double y) { return kHeight - kBottom - yAxis.place(y) * (kHeight - kTop - kBottom); };
  std::string drawn, legend;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const Curve& curve = *curves[c];
    const std::string_view colour = kColours[c % std::size(kColours)];
    std::string line, band;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      if (!xAxis.shows(curve.x[i]) || !yAxis.shows(curve.y[i])) continue;
      line += fmt::format("{:.1f},{:.1f} ", px(curve.x[i]), py(curve.y[i]));
    }
    if (!first.logarithmic && curve.low.size() == curve.x.size() && curve.high.size() == curve.x.size()) {
      for (std::size_t i = 0; i < curve.x.size(); ++i)
        band += fmt::format("{:.1f},{:.1f} ", px(curve.x[i]), py(curve.high[i]));
      for (std::size_t i = curve.x.size(); i-- > 0;)
        band += fmt::format("{:.1f},{:.1f} ", px(curve.x[i]), py(curve.low[i]));
    }
    drawn += fmt::format(
        "<polygon points=\"{}\" fill=\"{}\" opacity=\".18\"/><polyline points=\"{}\" fill=\"none\" stroke=\"{}\" "
        "stroke-width=\"2\" stroke-dasharray=\"{}\"/>",
        band, colour, line, colour, kDashes[c % std::size(kDashes)]);
    if (curves.size() > 1)
      legend +=
          fmt::format("<span style=\"color:{}\">■</span> {} &nbsp; ", colour, say.record(artefacts[c]->title));
  }
  std::string axes;
  for (int tick = 0; tick <= 4; ++tick) {
    const double y = yAxis.tick(tick, 4), x = xAxis.tick(tick, 4);
    axes += fmt::format(
        "<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"var(--line)\"/><text x=\"{}\" "
        "y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
        kLeft, kWidth - kRight, py(y), py(y), kLeft - 6, py(y) + 4, say.number(fmt::format("{:.2g}", y)));
    axes += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", px(x),
                        kHeight - kBottom + 16, say.number(fmt::format("{:.3g}", x)));
  }
  const std::string picture = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{} / {}\">{}{}<text x=\"{}\" y=\"{}\" "
      "text-anchor=\"middle\">{}</text></svg>\n",
      kWidth, kHeight, say.record(sharedLabel(artefacts)), say.record(first.xLabel), axes, drawn,
      (kLeft + kWidth) / 2, kHeight - 6, say.record(first.xLabel));
  return legend.empty() ? picture : picture + "<p>" + legend + "</p>\n";
}

std::string barChart(const Bars& bars, const Speech& say) {
  constexpr double kWidth = 640, kLeft = 150, kRight = 60, kLine = 20, kThick = 12;
  double least = 0, most = 0;
  for (const auto* values : {&bars.y, &bars.low, &bars.high}) {
    for (const double value : *values) {
      if (std::isfinite(value)) least = std::min(least, value), most = std::max(most, value);
    }
  }
  if (!(most > least)) return {};
  const auto px = [&](double value) {
    return kLeft + std::clamp((value - least) / (most - least), 0.0, 1.0) * (kWidth - kLeft - kRight);
  };
  std::string drawn;
  for (std::size_t i = 0; i < bars.y.size(); ++i) {
    const double top = kLine * static_cast<double>(i), middle = top + kLine / 2;
    const std::string name =
        i < bars.names.size() ? say.record(bars.names[i]) : say.number(fmt::format("{:g}", bars.x[i]));
    drawn += fmt::format(
        "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text><rect x=\"{}\" y=\"{:.1f}\" width=\"{:.1f}\" "
        "height=\"{}\" fill=\"{}\"/>",
        kLeft - 6, middle + 4, name, std::min(px(0), px(bars.y[i])), middle - kThick / 2,
        std::abs(px(bars.y[i]) - px(0)), kThick, kColours[0]);
    if (i < bars.low.size() && i < bars.high.size() && bars.low[i] < bars.high[i]) {
      drawn += fmt::format(
          "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"var(--ink)\" "
          "stroke-width=\"2\"/>",
          px(bars.low[i]), px(bars.high[i]), middle, middle);
    }
    drawn += fmt::format("<text x=\"{}\" y=\"{:.1f}\">{}</text>", kWidth - kRight + 6, middle + 4,
                         say.number(fmt::format("{:.3g}", bars.y[i])));
  }
  return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{} / {}\">{}</svg>\n<p>{}</p>\n",
                     kWidth, kLine * static_cast<double>(bars.y.size()), say.record(bars.yLabel),
                     say.record(bars.xLabel), drawn, say.record(bars.yLabel));
}

}  // namespace adversarium
