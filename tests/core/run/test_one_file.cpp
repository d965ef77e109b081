// SPDX-License-Identifier: GPL-3.0-or-later
/// A detector costs one file: here is one with two measures, a table, bars and triggers of its own, and what it
/// gets for that without another line anywhere.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/poisoning/detector.h"
#include "core/record/artefact/bars.h"
#include "core/record/artefact/triggers.h"
#include "core/record/record_json.h"
#include "core/report/html_report.h"
#include "tests/core/poisoning/planted.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr MeasureSpec kGreyest{"greyest", translatable("measures", "Greyest class's share of grey"), "rate"};
constexpr MeasureSpec kLooked{"looked", translatable("measures", "Images looked at"), "images"};

struct Greyness {
  static constexpr AlgorithmInfo info{"greyness", "Greyness", Chapter::Poisoning, "made up for a test",
                                      "Calls a class suspicious whose mean picture is grey."};
  using Rights = LabelAccess;
  static constexpr std::int64_t kFewest = 10;
  struct Params {
    double grey = 0.01;
  };
  static constexpr std::tuple params{
      heroParam(&Params::grey, "grey", "How near to grey", "Distance from grey that still counts", {0, 1})};

  static void inspect(const Run& run, const Params& params, Progress& progress) {
    auto victim = run.fastVictim<LabelAccess>();
    const at::Tensor answers =
        inChunks(run.samples.images, progress, [&](const at::Tensor& chunk) { return victim.decide(chunk); });
    const std::int64_t classes = run.classes();
    Triggers triggers{{}, true, "where", "what", "shown"};
    Bars bars{translatable("records", "Class"), translatable("records", "Share of grey"), {}, {}, {}, {}, {}};
    Table table{{translatable("headings", "class"), translatable("headings", "share")}, {}};
    std::vector<at::Tensor> pictures;
    std::vector<Words> captions;
    Verdict verdict;
    for (std::int64_t c = 0; c < classes; ++c) {
      const at::Tensor own = run.samples.images.index_select(0, answers.eq(c).nonzero().squeeze(1));
      const at::Tensor mean = own.size(0) > 0 ? own.mean(0) : at::zeros_like(run.samples.images[0]);
      const auto grey = mean.sub(0.5).abs().le(params.grey).to(at::kDouble).mean().item<double>();
      pictures.push_back(mean);
      captions.emplace_back(run.nameOf(c));
      table.rows.push_back({run.nameOf(c), grey});
      bars.x.push_back(double(c));
      bars.y.push_back(grey);
      triggers.targets.push_back(c);
      triggers.searches.push_back({c, run.nameOf(c), 64, 1, 0, 1, false, 0, grey, 0, 1, own.size(0), 1});
      if (grey > 0.9) verdict.flagged.push_back(c);
    }
    const at::Tensor all = at::stack(pictures);
    run.record.found = {
        {"where", translatable("records", "Where"), imageSetOf(at::ones_like(all).slice(1, 0, 1), captions)},
        {"what", translatable("records", "What"), imageSetOf(all, captions)},
        {"shown", translatable("records", "Shown"), imageSetOf(all, captions)},
        {"searches", translatable("records", "What was found"), triggers},
        {"grey", translatable("records", "Grey per class"), bars},
        {"table", translatable("records", "In numbers"), table}};
    run.record.measures.set(kGreyest, rateOf(std::ssize(verdict.flagged), classes));
    run.record.measures.set(kLooked, double(run.samples.images.size(0)), run.samples.images.size(0));
    verdict.words = filled(translatable("records", "{} of {} classes are grey."), verdict.flagged.size(), classes);
    run.record.verdict = verdict;
  }
};
const RegisteredDetector<Greyness> kGreynessRegistered;

std::string german(const char* context, const std::string& english) {
  static const std::map<std::string, std::string> known{
      {"measures/Greyest class's share of grey", "Grauanteil der grauesten Klasse"},
      {"records/{} of {} classes are grey.", "{} von {} Klassen sind grau."},
      {"records/Grey per class", "Grau je Klasse"}};
  const auto found = known.find(std::string(context) + '/' + english);
  return found == known.end() ? english : found->second;
}

}  // namespace

class TestOneFile : public QObject {
  Q_OBJECT

  std::shared_ptr<const Record> m_record;

 private slots:
  void initTestCase() {
    const auto model = smallNetwork();
    const CatalogueEntry& entry = catalogueEntry("greyness");
    Assignment assignment;
    assignment.model = model;
    assignment.data = answeredSamples(*model, 40);
    assignment.request.algorithm = "greyness";
    assignment.request.params = completeParams(entry.params, {});
    Progress progress;
    m_record = methodFor("greyness").run(assignment, progress, [](const auto&) {});
  }

  void itIsInTheList() {
    const CatalogueEntry& entry = catalogueEntry("greyness");
    QCOMPARE(entry.access, Access::Labels);
    QVERIFY(entry.family == Family::Detection && entry.hero()->id == "grey");
    QVERIFY_EXCEPTION_THROWN(completeParams(entry.params, {{"grey", 2.0}}), UsageError);
  }

  void theHouseMeasuresBeside() {
    for (const char* id : {"greyest", "looked", "clean_accuracy", "seconds"})
      QVERIFY2(m_record->measures.contains(id), id);
    QVERIFY(m_record->verdict && !m_record->verdict->blocked);
  }

  void itsRecordComesBack() {
    const Record back = recordFromJson(recordToJson(*m_record), "greyness");
    QVERIFY(back.measures == m_record->measures && back.verdict == m_record->verdict);
    QVERIFY(back.get<Triggers>("searches") && back.get<Bars>("grey") && back.get<Table>("table"));
  }

  void itsReportSpeaksGerman() {
    ReportWords words;
    words.language = "de";
    words.speech = {german, ","};
    const QString html = QString::fromStdString(htmlReport({*m_record}, words));
    for (const char* said : {"Grauanteil der grauesten Klasse", "0 von 6 Klassen sind grau.", "Grau je Klasse"})
      QVERIFY2(html.contains(said), said);
    QVERIFY(html.contains("<rect"));  // the bars
  }
};

ADVERSARIUM_SUITE(TestOneFile)
#include "test_one_file.moc"
