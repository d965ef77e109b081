// SPDX-License-Identifier: GPL-3.0-or-later
/// What every guard promises, and the mathematics of each.
#include <ATen/ATen.h>

#include <QtTest>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/exact_statistics.h"
#include "core/defence/stealing_alarm.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/run/guard.h"
#include "core/tensor/convert.h"
#include "core/tensor/squeeze.h"
#include "core/victim/access.h"
#include "core/victim/answering.h"
#include "tests/core/fakes.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 8, 8};

std::shared_ptr<LinearClassifier> victim() {
  at::Generator random = generatorFrom(3);
  const at::Tensor weight = at::empty({3, 192}).normal_(0, 0.5, random);
  return std::make_shared<LinearClassifier>(weight, -weight.sum(1) * 0.5, kShape);
}

std::shared_ptr<MemoryData> samples(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(4);
  const at::Tensor images = at::rand({count, 3, 8, 8}, random, at::kFloat);
  return std::make_shared<MemoryData>(images, logitsInChunks(model, images).argmax(1));
}

/// A second model to vote, in a file as models come.
const std::string& memberFile() {
  static const QTemporaryDir folder;
  static const std::string path = [] {
    Graph graph = buildArchitecture("smallconv", kShape, 3, {}, {});
    at::Generator random = generatorFrom(8);
    initialise(graph, random);
    ModelInfo info;
    info.architecture = "smallconv";
    info.kind = "adversarium";
    info.input = kShape;
    info.classes = 3;
    QFile file(folder.filePath("member.adv"));
    if (!file.open(QIODevice::WriteOnly)) return std::string();
    const std::string bytes = modelFileBytes(graph, info, "{}");
    file.write(bytes.data(), qint64(bytes.size()));
    return file.fileName().toStdString();
  }();
  return path;
}

/// Small, and with a member that fits.
ParamMap quickParams(const std::string& id) {
  if (id == "ensemble") return {{"models", memberFile()}};
  return {};
}

Assignment assignmentFor(const std::string& algorithm, const ParamMap& params = {}) {
  const auto model = victim();
  Request request;
  request.algorithm = algorithm;
  request.params =
      suggestedParams(catalogueEntry(algorithm), params.empty() ? quickParams(algorithm) : params, kShape);
  request.samples.first = 12;
  request.seed = 7;
  request.batch = 8;
  return {request, model, samples(*model, 60)};
}

std::shared_ptr<const Record> recordOf(const Assignment& assignment) {
  Progress silent;
  return methodFor(assignment.request.algorithm).run(assignment, silent, [](const auto&) {});
}

/// The record of an attack through a guard, as the session makes it.
std::shared_ptr<const Record> through(const std::string& guard, const std::string& attack,
                                      const ParamMap& params = {}) {
  Assignment assignment = assignmentFor(attack, params);
  assignment.request.guards = {parseGuard(guard)};
  assignment = guarded(std::move(assignment));
  auto record = std::make_shared<Record>(*recordOf(assignment));
  reportGuards(*record, assignment);
  return record;
}

std::shared_ptr<const Guard> stood(const std::string& text, std::shared_ptr<const Classifier> model) {
  GuardRequest request = parseGuard(text);
  if (request.params.empty()) request.params = quickParams(request.id);
  request = completeGuard(request);
  const auto data = samples(*model, 40);
  return dynamic_cast<const GuardMethod&>(methodFor(request.id))
      .stand(model, request.params,
             {data, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, 1});
}

void everyGuard() {
  QTest::addColumn<QString>("id");
  for (const CatalogueEntry& entry : catalogue()) {
    if (dynamic_cast<const GuardMethod*>(&methodFor(entry.info.id)))
      QTest::newRow(entry.info.id.data()) << QString(entry.info.id.data());
  }
}

std::string current() {
  QFETCH(QString, id);
  return id.toStdString();
}

}  // namespace

class TestGuards : public QObject {
  Q_OBJECT

 private slots:
  void isSaidAsOnTheCommandLine() {
    const GuardRequest guard = parseGuard("output-policy:reveal=best,best=3");
    QCOMPARE(guard.id, std::string("output-policy"));
    QCOMPARE(guard.params, (ParamMap{{"reveal", std::string("best")}, {"best", std::int64_t{3}}}));
    QVERIFY_EXCEPTION_THROWN(parseGuard("pgd"), UsageError);
    QVERIFY_EXCEPTION_THROWN(parseGuard("output-policy:nonsense=1"), UsageError);
    QVERIFY_EXCEPTION_THROWN(parseGuard("output-policy:best"), UsageError);
    QVERIFY_EXCEPTION_THROWN(parseGuard("output-policy:best=none"), UsageError);
  }

  void runByItselfItShowsBothAttackers_data() { everyGuard(); }
  void runByItselfItShowsBothAttackers() {
    const auto record = recordOf(assignmentFor(current()));
    QCOMPARE(record->request.algorithm, current());
    QVERIFY(record->measures.contains("clean_accuracy"));
    if (current() == "smoothing") return;  // proves instead: test_smoothing
    for (const char* name : {"clean_accuracy", "clean_accuracy_unguarded", "success_rate", "success_rate_unaware",
                             "success_rate_unguarded", "robust_accuracy", "answer_seconds"}) {
      QVERIFY2(record->measures.contains(name), name);
    }
    QVERIFY(record->get<Table>("guard") && record->get<Table>("guard")->rows.size() >= 3);
    QTemporaryDir folder;
    saveRecord(*record, folder.filePath("r").toStdString());
    const Record back = loadRecord(folder.filePath("r").toStdString());
    QCOMPARE(back.request, record->request);
    QVERIFY(differencesBetween(*record, back).empty());
  }

  void sameSeedSameBytes_data() { everyGuard(); }
  void sameSeedSameBytes() {
    const auto differences =
        differencesBetween(*recordOf(assignmentFor(current())), *recordOf(assignmentFor(current())));
    QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().c_str());
  }

  void stopsAndKeeps_data() { everyGuard(); }
  void stopsAndKeeps() {
    const Assignment assignment = assignmentFor(current());
    for (const int after : {0, 1, 3}) {
      Stopper at(after);
      int kept = 0;
      QVERIFY_EXCEPTION_THROWN(
          methodFor(current()).run(assignment, at,
                                   [&](const auto& part) {
                                     ++kept;
                                     QVERIFY(part->partial && part->request.algorithm == current());
                                   }),
          Cancelled);
      QCOMPARE(at.calls, after + 1);
      QCOMPARE(kept, 1);
    }
  }

  /// Whatever stands in front, gradients and answers have the right shapes, and access never grows.
  void wrapsAnyModel_data() { everyGuard(); }
  void wrapsAnyModel() {
    const auto model = victim();
    const auto guard = stood(current(), model);
    QVERIFY(guard->info().access <= Access::Gradients && guard->info().access <= model->info().access);
    QVERIFY(guard->graph() == nullptr);
    const at::Tensor images = readBatch(*samples(*model, 5), {0, 1, 2, 3, 4}).images;
    const at::Tensor answers = logitsInChunks(*guard, images);
    QCOMPARE(answers.sizes().vec(), (std::vector<std::int64_t>{5, 3}));
    QVERIFY(answers.isfinite().all().item<bool>());
    if (guard->info().access < Access::Gradients) return;
    GradientAccess access(guard, std::make_shared<Meter>());
    const auto look = access.inputGradient(images, [](const at::Tensor& l) { return l.select(1, 0); });
    QCOMPARE(look.gradient.sizes().vec(), images.sizes().vec());
    QVERIFY(look.gradient.isfinite().all().item<bool>());
    QVERIFY2(look.gradient.abs().sum().item<double>() > 0, "a guard that blinds its attacker measures nothing");
  }

  /// The house looks without leaving a trace; the attacker does not.
  void recordsNameTheGuard() {
    const auto record = through("output-policy:reveal=label", "hopskipjump", {{"queries", std::int64_t{300}}});
    QCOMPARE(record->request.guards.size(), std::size_t(1));
    QCOMPARE(record->request.guards[0].params.at("reveal"), ParamValue(std::string("label")));
    QVERIFY(record->request.guards[0].params.contains("decimals"));
    QVERIFY(record->measures.contains("clean_accuracy_unguarded"));
  }

  /// What is learned for all images is learned by both attackers: who knows the guard, and who does not.
  void learnedAttacksAreComparedToo() {
    const auto record =
        through("input-transform:kind=bits,bits=1", "universal", {{"epsilon", 0.3}, {"steps", std::int64_t{20}}});
    const auto open = recordOf(assignmentFor("universal", {{"epsilon", 0.3}, {"steps", std::int64_t{20}}}));
    QVERIFY(record->measures.contains("success_rate_unaware") && record->get<Table>("guard"));
    QCOMPARE(record->measures.at("success_rate_unguarded").value, open->measures.at("success_rate").value);
  }

  void policyLowersAccess() {
    QCOMPARE(stood("output-policy", victim())->info().access, Access::Scores);
    QCOMPARE(stood("output-policy:reveal=label", victim())->info().access, Access::Labels);
    QVERIFY_EXCEPTION_THROWN(through("output-policy", "pgd"), UsageError);
    QVERIFY_EXCEPTION_THROWN(through("output-policy:reveal=label", "square"), UsageError);
  }

  void policyLetsOutWhatItSays() {
    const auto model = victim();
    const at::Tensor images = readBatch(*samples(*model, 30), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).images;
    const at::Tensor truth = logitsInChunks(*model, images).softmax(1).to(at::kDouble);
    const auto scores = [&](const char* text) {
      const auto guard = stood(text, model);
      return ScoreAccess(guard, std::make_shared<Meter>()).logScores(images).exp().to(at::kDouble);
    };
    QVERIFY((scores("output-policy") - truth).abs().max().item<double>() < 1e-6);
    const at::Tensor rounded = scores("output-policy:decimals=1");
    const at::Tensor kept = (truth * 10).round();
    QVERIFY((rounded - kept / kept.sum(1, true)).abs().max().item<double>() < 1e-5);  // sums to 1 again
    QVERIFY(rounded.argmax(1).equal(truth.argmax(1)));
    const at::Tensor label = scores("output-policy:reveal=label");
    QVERIFY((std::get<0>(label.max(1)) - 1).abs().max().item<double>() < 1e-6);
    const at::Tensor best = scores("output-policy:reveal=best,best=1");
    QVERIFY((std::get<0>(best.max(1)) - std::get<0>(truth.max(1))).abs().max().item<double>() < 1e-5);
    const at::Tensor sorted = std::get<0>(best.sort(1));
    QVERIFY((sorted.select(1, 0) - sorted.select(1, 1)).abs().max().item<double>() < 1e-6);
    const at::Tensor flat = scores("output-policy:temperature=2");
    const at::Tensor expected = (logitsInChunks(*model, images) / 2).softmax(1).to(at::kDouble);
    QVERIFY((flat - expected).abs().max().item<double>() < 1e-6);
    // Reverse sigmoid at ½ changes nothing, above it lowers, below it raises.
    const at::Tensor bent = scores("output-policy:reverse=0.5");
    QVERIFY(std::get<0>(bent.max(1)).lt(std::get<0>(truth.max(1))).all().item<bool>());
  }

  void transformsDoWhatTheySay() {
    at::Generator random = generatorFrom(2);
    const at::Tensor images = at::rand({3, 3, 12, 10}, random, at::kFloat);
    const at::Tensor bits = fewerBits(images, 3);
    QVERIFY((bits * 7 - (bits * 7).round()).abs().max().item<double>() < 1e-5);
    QVERIFY((bits - images).abs().max().item<double>() <= 1.0 / 14 + 1e-6);
    const at::Tensor flat = at::full({1, 3, 9, 9}, 0.5F);
    QVERIFY((gaussianBlurred(flat, 1.3) - flat).abs().max().item<double>() < 1e-6);
    QVERIFY((throughJpeg(flat, 75) - flat).abs().max().item<double>() < 0.01);
    // A lone pixel vanishes under a median; its neighbourhood keeps its channels apart.
    at::Tensor lone = at::zeros({1, 3, 9, 9});
    lone[0][1][4][4] = 1;
    QCOMPARE(medianFiltered(lone, 3).abs().sum().item<double>(), 0.0);
    const at::Tensor spread = gaussianBlurred(lone, 0.8);
    QVERIFY(std::abs(spread.sum().item<double>() - 1) < 1e-5);
    QCOMPARE(spread[0][0].abs().sum().item<double>(), 0.0);
    // Red stays red through OpenCV's other order of channels.
    at::Tensor red = at::zeros({1, 3, 16, 16});
    red[0][0].fill_(1);
    QVERIFY((throughJpeg(red, 90) - red).abs().max().item<double>() < 0.05);
  }

  /// On a linear model behind rounding, the straight-through gradient is the model's own, and the adaptive attack
  /// breaks what a guard that looks at values alone would have masked.
  void whoKnowsTheTransformIsNotBlinded() {
    for (const char* kind : {"bits", "jpeg", "median", "blur", "all"}) {
      const auto record = through(std::string("input-transform:kind=") + kind, "pgd", {{"epsilon", 0.15}});
      const auto& measures = record->measures;
      QVERIFY2(measures.at("success_rate").value >= measures.at("success_rate_unaware").value, kind);
      QVERIFY2(measures.at("success_rate").value > 0.9, kind);
    }
    // Noise is averaged over.
    const auto noisy = through("input-transform:kind=bits,bits=8,noise=0.05", "pgd", {{"epsilon", 0.15}});
    QVERIFY(noisy->measures.at("success_rate").value > 0.9);
  }

  /// Blur takes from who does not know it what he changed, and from who knows it hardly anything: that the guard
  /// wins against the first is an illusion. Where both do as well, nothing is said.
  void anIllusionIsNamed() {
    const auto named = [](double spread, double epsilon) {
      Assignment assignment = assignmentFor("pgd", {{"epsilon", epsilon}});
      assignment.request.samples.first = 60;
      assignment.request.guards = {parseGuard(fmt::format("input-transform:kind=blur,blur={}", spread))};
      const auto record = recordOf(guarded(std::move(assignment)));
      return std::any_of(record->caveats.begin(), record->caveats.end(),
                         [](const Caveat& caveat) { return caveat.id == "illusion"; });
    };
    QVERIFY(named(1.5, 0.08));
    QVERIFY(!named(1.5, 0.9));
    QVERIFY(!named(0.1, 0.08));
  }

  void squeezingRaisesItsAlarm() {
    const auto record = through("input-transform:detector=true,kind=median", "pgd", {{"epsilon", 0.1}});
    for (const char* name :
         {"alarm_rate_clean", "alarm_rate_attacked", "success_rate_unnoticed", "alarm_threshold"})
      QVERIFY2(record->measures.contains(name), name);
    // The detector answers from the untouched picture.
    QCOMPARE(record->measures.at("clean_accuracy").value, record->measures.at("clean_accuracy_unguarded").value);
    // About as many false alarms as asked for.
    const auto guard = stood("input-transform:detector=true,kind=median,false_alarms=0.25", victim());
    const at::Tensor own =
        readBatch(*samples(*victim(), 20), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
            .images;
    QCOMPARE(guard->alarms(own).sum().item<std::int64_t>(), std::int64_t{5});
  }

  void ensembleVotes() {
    const auto model = victim();
    const auto member = openModel(memberFile());
    const auto guard = stood("ensemble:models=" + memberFile(), model);
    const at::Tensor images = readBatch(*samples(*model, 30), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).images;
    const at::Tensor one = logitsInChunks(*model, images), two = logitsInChunks(*member, images);
    const at::Tensor mean = one.softmax(1) + two.softmax(1);
    // Of two votes that differ, the mean decides; that is so among the two classes voted for.
    const at::Tensor agreed = one.argmax(1).eq(two.argmax(1));
    const at::Tensor answers = logitsInChunks(*guard, images).argmax(1);
    QVERIFY(answers.eq(one.argmax(1)).logical_or(agreed.logical_not()).all().item<bool>());
    QVERIFY(answers.eq(one.argmax(1)).logical_or(answers.eq(two.argmax(1))).all().item<bool>());
    QVERIFY(guard->alarms(images).equal(agreed.logical_not()));
    const auto averaged = stood("ensemble:rule=mean,models=" + memberFile(), model);
    QVERIFY(logitsInChunks(*averaged, images).argmax(1).equal(mean.argmax(1)));
    QVERIFY_EXCEPTION_THROWN(stood("ensemble:models=/no/such/model.adv", model), Error);
    QVERIFY_EXCEPTION_THROWN(stood("ensemble:models=demo:signs-robust", model), Error);
  }

  void queriesAreCountedAndLimited() {
    const auto model = victim();
    const auto guard = stood("query-guard:budget=10", model);
    const at::Tensor images = readBatch(*samples(*model, 6), {0, 1, 2, 3, 4, 5}).images;
    ScoreAccess outsider(guard, std::make_shared<Meter>());
    (void)logitsInChunks(*guard, images);  // the house
    (void)outsider.decide(images);
    QVERIFY_EXCEPTION_THROWN(outsider.decide(images), QueryRefused);
    (void)outsider.decide(images.slice(0, 0, 4));
    Record record;
    guard->report(record);
    QCOMPARE(record.measures.at("queries_answered").value, 10.0);
    QCOMPARE(record.measures.at("queries_refused").value, 6.0);
    QCOMPARE(record.measures.at("least_duration").value, 1.0);
    QCOMPARE(record.get<Table>("query_log")->rows.size(), std::size_t(10));
    at::Tensor odd = images.clone();
    odd[0][0][0][0] = std::nan("");
    ScoreAccess another(stood("query-guard", model), std::make_shared<Meter>());
    QVERIFY_EXCEPTION_THROWN(another.decide(odd), QueryRefused);
    odd[0][0][0][0] = 1.5F;
    QVERIFY_EXCEPTION_THROWN(another.decide(odd), QueryRefused);
    odd[0][0][0][0] = 1;
    (void)another.decide(odd);
  }

  /// What was made before the refusal counts; the images after it stand.
  void refusalKeepsWhatWasMade() {
    const auto all = through("query-guard", "pgd", {{"epsilon", 0.2}});
    const auto few = through("query-guard:budget=10", "pgd", {{"epsilon", 0.2}});
    QVERIFY(all->measures.at("success_rate").value > 0.9);
    QVERIFY(few->measures.at("success_rate").value < all->measures.at("success_rate").value);
    QCOMPARE(few->measures.at("success_rate").n, all->measures.at("success_rate").n);
    QVERIFY(!few->partial);
    QVERIFY(
        std::any_of(few->caveats.begin(), few->caveats.end(), [](const Caveat& c) { return c.id == "refused"; }));
    QVERIFY(few->measures.at("queries_answered").value <= 10);
    QVERIFY(few->measures.at("queries_refused").value > 0);
  }

  /// Honest pictures lie at about normal distances; a copy made by small steps from seeds does not.
  void stealingIsNoticed() {
    at::Generator random = generatorFrom(5);
    StealingAlarm honest(0.9), stealing(0.9);
    const at::Tensor pictures = at::rand({600, 1, 14, 14}, random, at::kFloat);
    for (std::int64_t i = 0; i < 600; ++i) (void)honest.add(pictures[i], i % 3);
    QVERIFY(honest.checks() > 5 && !honest.alarmed() && honest.statistic() > 0.9);
    at::Tensor seeds = pictures.slice(0, 0, 60);
    std::int64_t asked = 0;
    for (int round = 0; round < 4; ++round) {
      for (std::int64_t i = 0; i < seeds.size(0); ++i) (void)stealing.add(seeds[i], asked++ % 3);
      const at::Tensor step = at::empty(seeds.sizes(), at::kFloat).bernoulli_(0.5, random) * 2 - 1;
      seeds = (seeds + 0.02 * step).clamp(0, 1);
    }
    QVERIFY2(stealing.firstAlarm() > 100, qPrintable(QString::number(stealing.statistic())));
  }

  void shapiroWilkAsPublished() {
    // Shapiro and Wilk, Biometrika 52 (1965), section 4: W = 0.79; with Royston's weights 0.7888.
    QVERIFY(std::abs(shapiroWilk({148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236}) - 0.7888) < 5e-4);
    std::vector<double> even;
    for (int i = 0; i < 300; ++i) even.push_back(i);
    QVERIFY(std::abs(shapiroWilk(even) - 0.955) < 0.005);  // a flat spread, whose W tends to 0.955
    QCOMPARE(shapiroWilk({3, 3, 3, 3}), 1.0);
    QVERIFY(shapiroWilk({1, 2, 3}) > 0.999);
  }
};

ADVERSARIUM_SUITE(TestGuards)
#include "test_guards.moc"
