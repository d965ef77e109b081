// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html_report.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cmath>

#include "core/algorithm/catalogue.h"
#include "core/report/figure.h"

namespace adversarium {
namespace {

constexpr std::string_view kStyle = R"(
:root{--ink:#1d2329;--soft:#5b6670;--paper:#fff;--line:#d9dee3;--mark:#0b63a5;--warn:#9a5b00;--panel:#f6f8f9}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a2adb7;--paper:#171b1f;--line:#343b42;--mark:#6ab4ee;--warn:#e7b25a;--panel:#1f252a}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.5rem}h1{font-size:1.7rem;margin:0 0 .2rem}h2{font-size:1.3rem;margin:2.6rem 0 .2rem;padding-top:1.2rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.6rem 0 .4rem;color:var(--soft);font-weight:600}p.lead{color:var(--soft);margin:.2rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}th,td{text-align:left;padding:.34rem .8rem .34rem 0;border-bottom:1px solid var(--line)}td.n{text-align:right;font-variant-numeric:tabular-nums}
.verdict{font-size:1.1rem;font-weight:600;border-left:3px solid var(--mark);padding:.5rem .9rem;margin:.4rem 0}
.caveat{border-left:3px solid var(--warn);background:var(--panel);padding:.5rem .9rem;margin:.4rem 0}
img{max-width:100%;image-rendering:pixelated;border:1px solid var(--line);border-radius:4px;background:#fff}
code{font-size:.85em;word-break:break-all}svg text{fill:var(--soft);font-size:11px})";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string picture(const std::string& png, std::string_view words) {
  std::string base64(4 * ((png.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                      reinterpret_cast<const unsigned char*>(png.data()), static_cast<int>(png.size()));
  base64.resize(static_cast<std::size_t>(length));
  return fmt::format("<img alt=\"{}\" src=\"data:image/png;base64,{}\">\n", escaped(words), base64);
}

std::string shown(const Measure& m) {
  if (std::isnan(m.value)) return "none";
  if (m.unit == "rate") return fmt::format("{:.1f} %", 100 * m.value);
  return fmt::format("{:.4g} {}", m.value, m.unit);
}

std::string readable(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string measures(const Record& record) {
  std::string html = "<table><tr><th>Measure</th><th>Value</th><th>95 % interval</th><th>n</th></tr>\n";
  for (const auto& [name, m] : record.measures) {
    const std::string interval =
        m.low && m.high ? fmt::format("{:.1f} – {:.1f} %", 100 * *m.low, 100 * *m.high) : std::string();
    html += fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{}</td><td class=n>{}</td></tr>\n",
                        escaped(readable(name)), escaped(shown(m)), interval, m.n);
  }
  return html + "</table>\n";
}

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

/// The curves have at least two points together and the same axes.
std::string plot(const std::vector<std::pair<std::string, const Curve*>>& curves) {
  constexpr double kWidth = 640, kHeight = 260, kLeft = 56, kRight = 16, kTop = 12, kBottom = 40;
  const Curve& first = *curves.front().second;
  Axis xAxis{HUGE_VAL, -HUGE_VAL, first.logarithmic},
      yAxis{first.logarithmic ? HUGE_VAL : 0, 1.0, first.logarithmic};
  for (const auto& [name, curve] : curves) {
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
    const Curve& curve = *curves[c].second;
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
      legend += fmt::format("<span style=\"color:{}\">■</span> {} &nbsp; ", colour, escaped(curves[c].first));
  }
  std::string axes;
  for (int tick = 0; tick <= 4; ++tick) {
    const double y = yAxis.tick(tick, 4), x = xAxis.tick(tick, 4);
    axes += fmt::format(
        "<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"var(--line)\"/><text x=\"{}\" "
        "y=\"{:.1f}\" text-anchor=\"end\">{:.2g}</text>",
        kLeft, kWidth - kRight, py(y), py(y), kLeft - 6, py(y) + 4, y);
    axes += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:.3g}</text>", px(x),
                        kHeight - kBottom + 16, x);
  }
  const std::string picture = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{} against {}\">{}{}<text x=\"{}\" y=\"{}\" "
      "text-anchor=\"middle\">{}</text></svg>\n",
      kWidth, kHeight, escaped(first.yLabel), escaped(first.xLabel), axes, drawn, (kLeft + kWidth) / 2,
      kHeight - 6, escaped(first.xLabel));
  return legend.empty() ? picture : picture + "<p>" + legend + "</p>\n";
}

/// The plot that begins with this curve; empty where an earlier one of its group has drawn it.
std::string plotOf(const Record& record, const Artefact& artefact) {
  const Curve& curve = std::get<Curve>(artefact.content);
  std::vector<std::pair<std::string, const Curve*>> together;
  for (const Artefact& other : record.found) {
    const auto* member = std::get_if<Curve>(&other.content);
    if (&other != &artefact && (!member || curve.group.empty() || member->group != curve.group)) continue;
    if (together.empty() && &other != &artefact) return {};
    together.emplace_back(other.title, member);
  }
  const std::string drawn = plot(together);
  if (drawn.empty()) return {};
  return fmt::format("<h3>{}</h3>\n", escaped(curve.group.empty() ? artefact.title : curve.group)) + drawn;
}

std::string artefacts(const Record& record) {
  constexpr int kMostPictures = 36;
  std::string html;
  const std::string figure = attackFigurePng(record, 4);
  if (!figure.empty())
    html += "<h3>Examples</h3>\n" + picture(figure, "Clean, change and attacked images side by side");
  for (const Artefact& artefact : record.found) {
    const std::string title = fmt::format("<h3>{}</h3>\n", escaped(artefact.title));
    if (const auto* images = std::get_if<ImageSet>(&artefact.content); images && images->count() > 0) {
      html += title + picture(contactSheetPng(*images, kMostPictures), artefact.title);
    } else if (const auto* maps = std::get_if<HeatMaps>(&artefact.content); maps && maps->count() > 0) {
      html +=
          title + picture(heatSheetPng(*maps, record.get<ImageSet>(maps->over), kMostPictures), artefact.title);
    } else if (std::holds_alternative<Curve>(artefact.content)) {
      html += plotOf(record, artefact);
    } else if (const auto* model = std::get_if<ModelFile>(&artefact.content)) {
      html += title + fmt::format("<p>{}</p>\n", escaped(model->words));
    }
  }
  return html;
}

std::string provenance(const Record& record) {
  std::string html = "<h3>Provenance</h3>\n<table>\n";
  const auto row = [&](std::string_view name, const std::string& value) {
    if (!value.empty())
      html += fmt::format("<tr><td>{}</td><td><code>{}</code></td></tr>\n", name, escaped(value));
  };
  row("model", record.request.model);
  row("model SHA-256", record.origin.modelSha256);
  row("data", record.request.data);
  row("data SHA-256", record.origin.dataSha256);
  row("seed", std::to_string(record.request.seed));
  row("precision", record.request.precision);
  for (const auto& [id, value] : record.request.params) {
    row(id, std::visit([](const auto& v) { return fmt::format("{}", v); }, value));
  }
  row("Adversarium", record.origin.version);
  row("LibTorch", record.origin.libtorch);
  row("device", fmt::format("{}, {} threads", record.origin.device, record.origin.threads));
  row("finished", record.origin.utc);
  return html + "</table>\n";
}

std::string section(const Record& record) {
  std::string name = record.request.algorithm, summary;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.info.id != record.request.algorithm) continue;
    name = entry.info.name;
    summary = fmt::format("{} ({})", entry.info.summary, entry.info.reference);
  }
  std::string html = fmt::format("<h2>{}</h2>\n<p class=lead>{}</p>\n", escaped(name), escaped(summary));
  if (record.verdict) {
    html += fmt::format("<p class=verdict>{}</p>\n",
                        escaped(record.verdict->blocked ? *record.verdict->blocked : record.verdict->words));
  }
  for (const Caveat& caveat : record.caveats)
    html += fmt::format("<p class=caveat>⚠ {}</p>\n", escaped(caveat.words));
  return html + measures(record) + artefacts(record) + provenance(record);
}

}  // namespace

std::string htmlReport(const std::vector<Record>& records) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>Adversarium report</title><style>";
  html += kStyle;
  html +=
      "</style></head><body><main><h1>Robustness report</h1>\n<p class=lead>Every number here was measured by a "
      "run "
      "that its provenance allows to repeat.</p>\n";
  for (const Record& record : records) html += section(record);
  return html + "</main></body></html>\n";
}

}  // namespace adversarium
