// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/audit/model_lineage.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/method/catalogue.h"
#include "core/record/artefact/bars.h"
#include "core/record/delivery.h"
#include "core/report/figure.h"
#include "core/report/plot.h"
#include "core/report/png.h"
#include "core/report/speech.h"

namespace adversarium {
namespace {

constexpr std::string_view kStyle = R"(
:root{--ink:#1d2329;--soft:#5b6670;--paper:#fff;--line:#d9dee3;--mark:#0b63a5;--warn:#9a5b00;--panel:#f6f8f9}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a2adb7;--paper:#171b1f;--line:#343b42;--mark:#6ab4ee;--warn:#e7b25a;--panel:#1f252a}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.5rem}h1{font-size:1.7rem;margin:0 0 .2rem}h2{font-size:1.3rem;margin:2.6rem 0 .2rem;padding-top:1.2rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.6rem 0 .4rem;color:var(--soft);font-weight:600}p.lead{color:var(--soft);margin:.2rem 0 1rem}p.remarks{white-space:pre-line}a{color:var(--mark)}
table{border-collapse:collapse;width:100%;font-size:.93rem}th,td{text-align:left;padding:.34rem .8rem .34rem 0;border-bottom:1px solid var(--line)}td.n{text-align:right;font-variant-numeric:tabular-nums}
.verdict{font-size:1.1rem;font-weight:600;border-left:3px solid var(--mark);padding:.5rem .9rem;margin:.4rem 0}
.caveat{border-left:3px solid var(--warn);background:var(--panel);padding:.5rem .9rem;margin:.4rem 0}
img{max-width:100%;image-rendering:pixelated;border:1px solid var(--line);border-radius:4px;background:#fff}
code{font-size:.85em;word-break:break-all}svg text{fill:var(--soft);font-size:11px})";

/// `words` are escaped.
std::string picture(const std::string& png, std::string_view words) {
  return fmt::format("<img alt=\"{}\" src=\"{}\">\n", words, pngAsUri(png));
}

std::string measures(const Record& record, const Speech& say) {
  std::string html = fmt::format("<table><tr><th>{}</th><th>{}</th><th>{}</th><th>n</th></tr>\n",
                                 say(translatable("report", "Measure")), say(translatable("report", "Value")),
                                 say(translatable("report", "95 % interval")));
  for (const auto& [name, m] : record.measures) {
    html += fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{}</td><td class=n>{}</td></tr>\n",
                        say.title(name, m), say.value(m), say.interval(m), m.n);
  }
  return html + "</table>\n";
}

/// The plot that begins with this curve.
std::string plotOf(const Record& record, const Artefact& artefact, const Speech& say) {
  const Curve& curve = *artefact.get<Curve>();
  const auto together = record.plotFrom(artefact);
  if (together.empty()) return {};
  const std::string drawn = plot(together, say);
  if (drawn.empty()) return {};
  return fmt::format("<h3>{}</h3>\n", say.record(curve.group.empty() ? artefact.title : curve.group)) + drawn;
}

/// A table of names and values; what is empty is left out.
class Facts {
 public:
  explicit Facts(const Speech& say) : m_say(say) {}
  void add(std::string_view english, const std::string& value) { row(m_say(english), escaped(value)); }
  /// Both as they stand in the page.
  void row(const std::string& name, const std::string& value) {
    if (!value.empty()) m_rows += fmt::format("<tr><td>{}</td><td><code>{}</code></td></tr>\n", name, value);
  }
  std::string html() const { return "<table>\n" + m_rows + "</table>\n"; }

 private:
  const Speech& m_say;
  std::string m_rows;
};

/// What became of which model: the new one and the one that it was made from, each by its hash.
std::string lineage(const Record& record, const ModelFile& model, const Speech& say) {
  nlohmann::json said;
  try {
    said = nlohmann::json::parse(lineageInBytes(model.bytes, "model"), nullptr, false);
  } catch (const InputError&) {
    return {};  // a record without its model's file
  }
  if (!said.is_object()) return {};  // not made from a model: a generator, say
  const auto text = [&](const char* key) {
    const auto found = said.find(key);
    if (found == said.end()) return std::string();
    return found->is_string() ? found->get<std::string>() : found->dump();
  };
  const auto share = [&](const char* key) {
    const auto found = said.find(key);
    return found != said.end() && found->is_number() ? say.percent(found->get<double>()) : std::string();
  };
  const bool hasParent = !text("parent").empty();
  Facts facts(say);
  facts.add(translatable("report", "SHA-256 of the new model"), sha256Of(model.bytes));
  facts.add(translatable("report", "made from"), hasParent ? text("parent") : record.request.model);
  facts.add(translatable("report", "SHA-256 of the original, which stays as it is"),
            hasParent ? text("parent_sha256") : record.origin.modelSha256);
  facts.row(say(translatable("report", "how")), say.record(wordsIn(said, "recipe")));
  facts.add(translatable("report", "with data"), text("data"));
  facts.add(translatable("report", "SHA-256 of the data"), text("data_sha256"));
  facts.add(translatable("report", "images for it"), text("samples"));
  facts.add(translatable("report", "clean accuracy"), share("accuracy"));
  facts.add(translatable("report", "trigger success"), share("trigger_success"));
  return facts.html();
}

constexpr int kMostPictures = 36;

std::string headed(const Artefact& artefact, const Speech& say, const std::string& html) {
  return html.empty() ? html : fmt::format("<h3>{}</h3>\n", say.record(artefact.title)) + html;
}

/// How a kind stands in the page; kinds that are not here are in the record's folder alone.
using Draw = std::string (*)(const Record& record, const Artefact& artefact, const Speech& say);
const std::map<const ArtefactKind*, Draw>& drawings() {
  static const std::map<const ArtefactKind*, Draw> all{
      {&kindOf<ImageSet>(),
       [](const Record&, const Artefact& artefact, const Speech& say) {
         const ImageSet& images = *artefact.get<ImageSet>();
         if (images.count() == 0) return std::string();
         return headed(artefact, say, picture(contactSheetPng(images, kMostPictures), say.record(artefact.title)));
       }},
      {&kindOf<HeatMaps>(),
       [](const Record& record, const Artefact& artefact, const Speech& say) {
         const HeatMaps& maps = *artefact.get<HeatMaps>();
         if (maps.count() == 0) return std::string();
         const std::string png = heatSheetPng(maps, record.get<ImageSet>(maps.over), kMostPictures);
         return headed(artefact, say, picture(png, say.record(artefact.title)));
       }},
      {&kindOf<Curve>(), plotOf},
      {&kindOf<Bars>(),
       [](const Record&, const Artefact& artefact, const Speech& say) {
         return headed(artefact, say, barChart(*artefact.get<Bars>(), say));
       }},
      {&kindOf<ModelFile>(),
       [](const Record& record, const Artefact& artefact, const Speech& say) {
         const ModelFile& model = *artefact.get<ModelFile>();
         return headed(artefact, say,
                       fmt::format("<p>{}</p>\n", say.record(model.words)) + lineage(record, model, say));
       }},
  };
  return all;
}

std::string artefacts(const Record& record, const Speech& say) {
  std::string html;
  const std::string figure = attackFigurePng(record, 4);
  if (!figure.empty()) {
    html += fmt::format("<h3>{}</h3>\n", say(translatable("report", "Examples"))) +
            picture(figure, say(translatable("report", "Clean, change and attacked images side by side")));
  }
  for (const Artefact& artefact : record.found) {
    const auto draw = drawings().find(&artefact.content.kind());
    if (draw != drawings().end()) html += draw->second(record, artefact, say);
  }
  return html;
}

std::string provenance(const Record& record, const std::vector<ParamSpec>& params, const Speech& say) {
  Facts facts(say);
  facts.add(translatable("report", "model"), record.request.model);
  facts.add(translatable("report", "SHA-256 of the model"), record.origin.modelSha256);
  facts.add(translatable("report", "data"), record.request.data);
  facts.add(translatable("report", "SHA-256 of the data"), record.origin.dataSha256);
  facts.add(translatable("report", "seed"), std::to_string(record.request.seed));
  facts.add(translatable("report", "precision"), record.request.precision);
  for (const auto& [id, value] : record.request.params) {
    const auto spec = std::find_if(params.begin(), params.end(), [&](const ParamSpec& p) { return p.id == id; });
    const std::string name =
        spec == params.end() ? escaped(id) : say.method(spec->label) + " (" + escaped(id) + ")";
    facts.row(name, escaped(std::visit([](const auto& v) { return fmt::format("{}", v); }, value)));
  }
  facts.add("Adversarium", record.origin.version);
  facts.add("LibTorch", record.origin.libtorch);
  facts.add(translatable("report", "device"), record.origin.device);
  facts.add(translatable("report", "threads"), std::to_string(record.origin.threads));
  facts.add(translatable("report", "finished"), record.origin.utc);
  return fmt::format("<h3>{}</h3>\n", say(translatable("report", "Provenance"))) + facts.html();
}

std::string nameOf(const Record& record, const Speech& say) {
  const CatalogueEntry* entry = knownMethod(record.request.algorithm);
  return entry ? say.method(entry->info.name) : escaped(record.request.algorithm);
}

/// In one line: the verdict, or the rates that the run measured.
std::string gist(const Record& record, const Speech& say) {
  if (record.verdict)
    return say.record(record.verdict->blocked ? *record.verdict->blocked : record.verdict->words);
  std::string html;
  for (const auto& [name, m] : record.measures) {
    if (m.unit != "rate" || std::isnan(m.value)) continue;
    html += fmt::format("{}{} {}", html.empty() ? "" : "; ", say.title(name, m), say.value(m));
  }
  return html;
}

std::string summary(const std::vector<Record>& records, const Speech& say) {
  std::string html = fmt::format("<table><tr><th></th><th>{}</th><th>{}</th><th>{}</th></tr>\n",
                                 say(translatable("report", "Run")), say(translatable("report", "Model")),
                                 say(translatable("report", "What it found")));
  constexpr std::size_t kDigits = 12;  // of a hash; whole ones stand below
  for (std::size_t i = 0; i < records.size(); ++i) {
    html += fmt::format(
        "<tr><td class=n>{}</td><td><a href=\"#run{}\">{}</a></td><td>{} <code>{}</code></td><td>{}</td></tr>\n",
        i + 1, i + 1, nameOf(records[i], say), escaped(records[i].request.model),
        escaped(records[i].origin.modelSha256.substr(0, kDigits)), gist(records[i], say));
  }
  return html + "</table>\n";
}

std::string section(const Record& record, std::size_t number, const Speech& say) {
  const CatalogueEntry* entry = knownMethod(record.request.algorithm);
  std::string html = fmt::format("<h2 id=\"run{}\">{}. {}</h2>\n", number, number, nameOf(record, say));
  if (entry) {
    html += fmt::format("<p class=lead>{} ({})</p>\n", say.method(entry->info.summary),
                        escaped(entry->info.reference));
  }
  if (record.verdict) html += fmt::format("<p class=verdict>{}</p>\n", gist(record, say));
  for (const Caveat& caveat : record.caveats)
    html += fmt::format("<p class=caveat>⚠ {}</p>\n", say.record(caveat.words));
  return html + measures(record, say) + artefacts(record, say) +
         provenance(record, entry ? entry->params : std::vector<ParamSpec>(), say);
}

}  // namespace

std::string htmlReport(const std::vector<Record>& records, const ReportWords& words) {
  const Speech say(words);
  const std::string title =
      words.title.empty() ? say(translatable("report", "Robustness report")) : escaped(words.title);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>{}</title><style>",
      escaped(words.language), title);
  html += kStyle;
  html += fmt::format("</style></head><body><main><h1>{}</h1>\n<p class=lead>{}</p>\n", title,
                      say(translatable("report",
                                       "Every number here was measured by a run that its provenance allows to "
                                       "repeat.")));
  if (!words.remarks.empty()) html += fmt::format("<p class=remarks>{}</p>\n", escaped(words.remarks));
  if (records.size() > 1) html += summary(records, say);
  for (std::size_t i = 0; i < records.size(); ++i) html += section(records[i], i + 1, say);
  return sealed(html + "</main></body></html>\n", "<!-- ", " -->");
}

}  // namespace adversarium
