// SPDX-License-Identifier: GPL-3.0-or-later
// Detectors on models and data whose truth is known.
#include <ATen/ATen.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/roc.h"
#include "core/base/statistics.h"
#include "core/data/npy.h"
#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/feature_inversion.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/record/artefact/bars.h"
#include "core/record/artefact/triggers.h"
#include "core/run/method.h"
#include "tests/core/poisoning/planted.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr std::int64_t kTarget = 2;

Assignment assignmentFor(const std::string& id, ParamMap params, std::shared_ptr<const Classifier> model,
                         std::shared_ptr<const DataSet> data) {
  Request request;
  request.algorithm = id;
  request.params = completeParams(catalogueEntry(id).params, params);
  request.seed = 1;
  return {request, std::move(model), std::move(data)};
}

std::shared_ptr<const Record> run(const Assignment& assignment, Progress* progress = nullptr,
                                  std::shared_ptr<const Record>* kept = nullptr) {
  Progress silent;
  return methodFor(assignment.request.algorithm).run(assignment, progress ? *progress : silent, [&](auto record) {
    if (kept) *kept = record;
  });
}

/// Pictures are their own features: flatten, then a linear answer.
std::shared_ptr<const Classifier> transparentNetwork(std::int64_t classes, std::int64_t pixels) {
  Graph graph;
  at::Generator random = generatorFrom(2);
  graph.nodes = {
      {"flatten", "flatten", {-1}, {}, {}},
      {"fc",
       "linear",
       {0},
       {},
       {{"weight", at::empty({classes, pixels}).normal_(0, 1, random)}, {"bias", at::zeros({classes})}}}};
  ModelInfo info;
  info.where = "transparent";
  info.classes = classes;
  return makeGraphClassifier(std::move(graph), std::move(info));
}

/// Two classes of grey noise; the last `poisoned` samples of class 0 are shifted along one direction.
std::shared_ptr<MemoryData> mixture(std::int64_t clean, std::int64_t poisoned) {
  at::Generator random = generatorFrom(3);
  const std::int64_t count = 2 * clean + poisoned;
  at::Tensor images = at::empty({count, 1, 4, 4}).normal_(0.5, 0.03, random);
  images.slice(0, 2 * clean).select(2, 1).add_(0.25);
  const at::Tensor labels =
      at::cat({at::zeros({clean}, at::kLong), at::ones({clean}, at::kLong), at::zeros({poisoned}, at::kLong)});
  return std::make_shared<MemoryData>(images.clamp(0, 1), labels);
}

std::string knownFile(std::int64_t first, std::int64_t count) {
  static QTemporaryDir folder;
  const std::string file = folder.filePath(QString("known-%1.npy").arg(first)).toStdString();
  const std::vector<std::int64_t> places = integersOf(at::arange(first, first + count));
  writeNpy(file, {count}, std::span<const std::int64_t>(places));
  return file;
}

}  // namespace

class TestDetectionMathematics : public QObject {
  Q_OBJECT

 private slots:
  void anomalyIndexIsThePublishedOne() {
    // Median 10, deviations 8 1 0 1 2 → median deviation 1.
    const std::vector<double> indices = anomalyIndices({2, 9, 10, 11, 12});
    QCOMPARE(indices[0], 8 / 1.4826);
    QCOMPARE(indices[2], 0.0);
    QCOMPARE(indices[4], -2 / 1.4826);
    for (const double index : anomalyIndices({5, 5, 5, 5})) QCOMPARE(index, 0.0);
  }

  void gapsAreStudentised() {
    // The others: mean 10, squared deviations 4 0 4 → deviation 2; Student's distribution with two degrees of
    // freedom has the tail 1/2 − t / (2·sqrt(2 + t²)).
    const std::vector<Gap> gaps = gapsBelow({8, 1, 10, 12});
    const double t = 9 / (2 * std::sqrt(4.0 / 3));
    QCOMPARE(gaps[1].deviations, t);
    QCOMPARE(gaps[1].chance, 4 * (0.5 - t / (2 * std::sqrt(2 + t * t))));
    QCOMPARE(gaps[0].chance, 1.0);
    for (const Gap& gap : gapsBelow({5, 5, 5, 5, 5})) QVERIFY(gap.chance > 0.5);
    for (const Gap& gap : gapsBelow({1, 10, 10})) QCOMPARE(gap.chance, 1.0);  // too few
    const double none = std::numeric_limits<double>::quiet_NaN();
    QCOMPARE(gapsBelow({8, none, 1, 10, 12})[2].deviations, t);
  }

  /// The level is kept: as many ordinary sets of classes are flagged as it says.
  void gapsKeepTheirLevel() {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    constexpr int kSets = 4000;
    for (const int classes : {5, 10, 43}) {
      int alarms = 0;
      for (int set = 0; set < kSets; ++set) {
        std::vector<double> values(static_cast<std::size_t>(classes));
        for (double& value : values) value = normal(random);
        const std::vector<Gap> gaps = gapsBelow(values);
        alarms += std::any_of(gaps.begin(), gaps.end(), [](const Gap& gap) { return gap.standsOut(); });
      }
      const Interval rate = wilson(alarms, kSets, 0.999);
      QVERIFY2(rate.low < (classes < 20 ? 0.07 : 0.11), qPrintable(QString::number(alarms)));
      QVERIFY2(rate.high > 0.04, qPrintable(QString::number(alarms)));
    }
  }

  void twoOutliersDoNotHideEachOther() {
    const std::vector<Gap> gaps = gapsBelow({10, 11, 12, 10.5, 1, 11.5, 9.5, 1.2, 10.2, 11.1, 12.2, 9.8});
    QVERIFY(gaps[4].chance < 1e-4 && gaps[7].chance < 1e-4);
    QVERIFY(gaps[6].chance > 0.5);
  }

  void rocAgreesWithCounting() {
    const Roc roc({1, 2, 3, 4}, {3, 4, 5, 6});
    // Pairs won: 3 beats 1, 2 and ties with 3; 4 beats 1, 2, 3 and ties; 5 and 6 beat all: 2.5 + 3.5 + 8 of 16.
    QCOMPARE(roc.area(), 14.0 / 16);
    QCOMPARE(roc.truePositivesAt(0), 0.5);
    QCOMPARE(roc.falsePositivesAt(1), 0.5);
    QCOMPARE(roc.falsePositives().back(), 1.0);
    QVERIFY(roc.areaInterval().low < roc.area() && roc.area() < roc.areaInterval().high);
    QCOMPARE(Roc({1, 1}, {1, 1}).area(), 0.5);
    QVERIFY(std::isnan(Roc({}, {1}).area()));
  }

  void searchFindsTheShortcut() {
    const auto model = withShortcut(kTarget);
    const auto data = darkCornerSamples(*model, 120);
    ParamMap params{{"seeds", std::int64_t{2}}, {"held_out", std::int64_t{50}}};
    Assignment assignment = assignmentFor("trigger-search", params, model, data);
    assignment.request.samples.first = 64;
    const auto record = run(assignment);
    QCOMPARE(record->verdict->flagged, std::vector<std::int64_t>{kTarget});
    QVERIFY(record->verdict->words.english().find("2 of 2") != std::string::npos);
    const double success = record->measures.at("trigger_success").value;
    QVERIFY2(success > 0.9, qPrintable(QString::number(success)));
    QVERIFY(record->measures.at("trigger_size").value < 3);
    // The mask is the corner, and little else.
    const auto* mask = record->get<ImageSet>("mask");
    QCOMPARE(mask->shape, (std::vector<std::int64_t>{kPlantedClasses, 1, 8, 8}));
    const Image found = mask->image(kTarget);
    QCOMPARE(std::max_element(found.planes.begin(), found.planes.end()) - found.planes.begin(), std::ptrdiff_t{0});
    QCOMPARE(record->get<ImageSet>("pattern")->shape, (std::vector<std::int64_t>{kPlantedClasses, 3, 8, 8}));
    QCOMPARE(record->get<Triggers>("classes")->searches.size(), std::size_t(2 * kPlantedClasses));
    QCOMPARE(record->get<Bars>("sizes")->x.size(), std::size_t(kPlantedClasses));
  }

  void chosenClassesAloneAreSearched() {
    const auto model = withShortcut(kTarget);
    const auto data = darkCornerSamples(*model, 120);
    const auto searched = [&](const std::string& classes) {
      ParamMap params{{"seeds", std::int64_t{1}}, {"held_out", std::int64_t{50}}, {"classes", classes}};
      Assignment assignment = assignmentFor("trigger-search", params, model, data);
      assignment.request.samples.first = 64;
      return run(assignment);
    };
    const std::vector<std::int64_t> chosen{0, 2, 3, 4, 5};
    static_assert(kTarget == 2 && kPlantedClasses == 6);
    const auto record = searched("5,4, 3,2,0,3");
    QCOMPARE(record->get<Labels>("targets")->values, chosen);
    QCOMPARE(record->get<ImageSet>("mask")->count(), std::int64_t{5});
    QCOMPARE(record->get<Triggers>("classes")->searches.size(), std::size_t{5});
    QCOMPARE(record->verdict->flagged, std::vector<std::int64_t>{kTarget});
    const auto said = [](const Record& of) {
      return std::count_if(of.caveats.begin(), of.caveats.end(),
                           [](const Caveat& c) { return c.id == "some-classes"; });
    };
    QCOMPARE(said(*record), std::ptrdiff_t{1});
    QCOMPARE(said(*searched("")), std::ptrdiff_t{0});
    for (const char* wrong : {"0,1,2", "0,1,2,6", "0,1,2,-1", "0,1,2,stop"})
      QVERIFY_EXCEPTION_THROWN(searched(wrong), UsageError);
  }

  void allClassesAtOnceFindWhatEachFindsAlone() {
    const auto model = withShortcut(kTarget);
    const at::Tensor images = readBatch(*darkCornerSamples(*model, 32), integersOf(at::arange(32))).images;
    CleansePlan plan;
    plan.epochs = 12;
    plan.stepImages = 16;
    plan.passImages = 40;  // an odd number of classes in a pass
    GradientAccess victim(model, std::make_shared<Meter>());
    Progress silent;
    std::vector<ClassTrigger> together;
    searchTriggers(victim, images, {0, 1, 2, 3, 4, 5}, plan, silent, together, [](const auto&) {});
    for (const std::int64_t target : {1, 2, 5}) {
      std::vector<ClassTrigger> alone;
      searchTriggers(victim, images, {target}, plan, silent, alone, [](const auto&) {});
      const ClassTrigger& other = together[static_cast<std::size_t>(target)];
      QVERIFY(alone.front().finished && other.finished);
      QVERIFY(std::abs(alone.front().norm - other.norm) < 1e-2 * other.norm);
      QVERIFY(at::allclose(alone.front().mask, other.mask, 1e-2, 1e-2));
    }
  }

  void finishedClassesLeaveTheBatch() {
    const auto model = withShortcut(kTarget);
    const at::Tensor images = readBatch(*darkCornerSamples(*model, 32), integersOf(at::arange(32))).images;
    const auto gradients = [&](bool stopEarly) {
      CleansePlan plan;
      plan.stopEarly = stopEarly;
      plan.patience = 2;
      const auto meter = std::make_shared<Meter>();
      GradientAccess victim(model, meter);
      Progress silent;
      std::vector<ClassTrigger> found;
      int announced = 0;
      searchTriggers(victim, images, {0, 1, 2, 3, 4, 5}, plan, silent, found, [&](const auto&) { ++announced; });
      if (announced != 6) return std::int64_t{-1};
      return meter->gradients;
    };
    QCOMPARE(gradients(false), std::int64_t{6 * 80 * 32});
    const std::int64_t early = gradients(true);
    QVERIFY(early > 0 && early < 6 * 80 * 32 / 2);
  }

  void whatIsFinishedStaysWhenStopped() {
    const auto model = withShortcut(kTarget);
    ParamMap params{{"seeds", std::int64_t{3}}, {"held_out", std::int64_t{50}}};
    Assignment assignment = assignmentFor("trigger-search", params, model, darkCornerSamples(*model, 120));
    assignment.request.samples.first = 64;
    /// Stops in the second seed.
    class Stop : public Progress {
     public:
      void step(std::int64_t done, std::int64_t total) override {
        if (double(done) / double(total) > 0.5) throw Cancelled();
      }
    } stop;
    std::shared_ptr<const Record> kept;
    QVERIFY_EXCEPTION_THROWN(run(assignment, &stop, &kept), Cancelled);
    QVERIFY(kept && kept->partial && kept->verdict && !kept->verdict->blocked);
    QVERIFY(kept->verdict->words.english().find("1 of 1") != std::string::npos);
    QCOMPARE(kept->get<Bars>("sizes")->x.size(), std::size_t(kPlantedClasses));
  }

  void transplantTakesTheShortcutAlong() {
    const auto model = withShortcut(kTarget);
    const auto dark = darkCornerSamples(*model, 60);
    Batch batch = readBatch(*dark, integersOf(at::arange(60)));
    batch.images[0].select(1, 0).select(1, 0).fill_(1);  // the suspicious one
    batch.labels[0] = kTarget;
    const auto data = std::make_shared<MemoryData>(batch.images, batch.labels);
    const auto corner = run(assignmentFor("transplant", {{"region", std::string("0,0,2,2")}}, model, data));
    QCOMPARE(corner->verdict->flagged, std::vector<std::int64_t>{kTarget});
    QCOMPARE(corner->measures.at("transplant_success").value, 1.0);
    QCOMPARE(corner->measures.at("transplant_success").n, std::int64_t{59});  // not on itself
    QVERIFY(corner->measures.at("control_success").value < 0.1);
    // The corner as a staircase of boxes, as a lasso gives it.
    const auto staircase =
        run(assignmentFor("transplant", {{"region", std::string("0,0,3,1;0,1,2,1")}}, model, data));
    const Image stairs = staircase->get<ImageSet>("mask")->image(0);
    QCOMPARE(std::count(stairs.planes.begin(), stairs.planes.end(), 1.0F), 5);
    QCOMPARE(staircase->measures.at("transplant_success").value, 1.0);
    const auto elsewhere = run(assignmentFor("transplant", {{"region", std::string("4,4,2,2")}}, model, data));
    QVERIFY(elsewhere->verdict->flagged.empty());
    QCOMPARE(elsewhere->measures.at("transplant_success").value, 0.0);
    QVERIFY_EXCEPTION_THROWN(run(assignmentFor("transplant", {{"region", std::string("7,7,2,2")}}, model, data)),
                             UsageError);
    for (const char* wrong : {"0,0,2,2;7,7,2,2", "0,0,2", "0,0,2,2,1,1,1,1", "0;0;2;2"}) {
      QVERIFY_EXCEPTION_THROWN(run(assignmentFor("transplant", {{"region", std::string(wrong)}}, model, data)),
                               Error);
    }
    QVERIFY_EXCEPTION_THROWN(run(assignmentFor("transplant", {}, model, data)), UsageError);
  }

  void splitNetworksComputeTheSame() {
    const auto model = smallNetwork();
    at::Generator random = generatorFrom(1);
    const at::Tensor images = at::rand({4, 3, 8, 8}, random, at::kFloat);
    const SplitGraph split = splitAtFeatures(*model->graph(), images);
    QVERIFY(at::allclose(split.head.run(split.front.run(images)), model->logits(images), 1e-5, 1e-5));
    QVERIFY_EXCEPTION_THROWN(splitAtFeatures(*transparentNetwork(2, 192)->graph(), images), UsageError);
  }

  void spectralScoresFindTheShiftedSamples() {
    const auto data = mixture(100, 8);
    const auto record =
        run(assignmentFor("spectral", {{"rate", 8.0 / 208}, {"every_class", true}, {"known", knownFile(200, 8)}},
                          transparentNetwork(2, 16), data));
    QCOMPARE(record->measures.at("recall").value, 1.0);
    QCOMPARE(record->measures.at("auc").value > 0.99, true);
    // As published: half as many again as expected, in each class.
    QCOMPARE(record->get<Labels>("suspects")->values.size(), std::size_t(2 * 12));
  }

  /// Noise can only be learnt by heart: what was learnt must not set the threshold. And a corner that is always
  /// dark gives a bright one away, however little of the picture it is.
  void autoencoderKeepsItsFalseAlarms() {
    const auto model = transparentNetwork(kPlantedClasses, 192);
    const auto noise = darkCornerSamples(*model, 400);
    Batch batch = readBatch(*noise, integersOf(at::arange(400)));
    batch.labels = logitsInChunks(*model, batch.images).argmax(1);
    const auto data = std::make_shared<MemoryData>(batch.images, batch.labels);
    at::Tensor bright = batch.images.slice(0, 0, 20).clone();
    bright.select(2, 0).select(2, 0).fill_(1);
    QTemporaryDir folder;
    const std::string suspicious = folder.filePath("x.npy").toStdString();
    const std::vector<float> values = floatsOf(bright);
    writeNpy(suspicious, {20, 3, 8, 8}, std::span<const float>(values));
    const auto record =
        run(assignmentFor("autoencoder", {{"suspicious", suspicious}, {"epochs", std::int64_t{60}}}, model, data));
    const double alarms = record->measures.at("false_positive_rate").value;
    QVERIFY2(alarms < 0.15, qPrintable(QString::number(alarms)));
    QCOMPARE(record->measures.at("threshold").n, std::int64_t{50});
    int found = 0;
    for (const auto& row : record->get<Table>("scores")->rows)
      found += Table::textOf(row[0]) == "suspicious" && Table::textOf(row[3]) == "yes";
    QVERIFY2(found >= 18, qPrintable(QString::number(found)));
  }

  /// A class that varies widely is not a poisoned one: one of eight leans far, another is two-humped.
  void spectralTellsPoisonFromVariety() {
    constexpr std::int64_t kClasses = 8, kEach = 120, kPoison = 30;
    at::Generator random = generatorFrom(6);
    const std::int64_t count = kClasses * kEach + kPoison;
    at::Tensor images = at::empty({count, 1, 4, 4}).normal_(0.5, 0.03, random);
    at::Tensor labels = at::full({count}, 3, at::kLong);
    for (std::int64_t c = 0; c < kClasses; ++c) labels.slice(0, c * kEach, (c + 1) * kEach).fill_(c);
    images.slice(0, 0, kEach).select(2, 0).add_(at::empty({kEach, 1, 1}).normal_(0, 0.15, random));
    images.slice(0, kClasses * kEach).select(2, 1).add_(0.2);
    const auto data = std::make_shared<MemoryData>(images.clamp(0, 1), labels);
    const auto record = run(assignmentFor(
        "spectral", {{"rate", double(kPoison) / double(count)}, {"known", knownFile(kClasses * kEach, kPoison)}},
        transparentNetwork(kClasses, 16), data));
    QCOMPARE(record->verdict->flagged, std::vector<std::int64_t>{3});
    QCOMPARE(record->measures.at("recall").value, 1.0);
  }

  /// A network without batch norm only grows surer when it is amplified; the record says that nothing follows.
  void amplifyingWithoutNormSaysSo() {
    const auto model = transparentNetwork(kPlantedClasses, 192);
    const auto data = darkCornerSamples(*model, 100);
    QTemporaryDir folder;
    const std::string suspicious = folder.filePath("x.npy").toStdString();
    const std::vector<float> values = floatsOf(readBatch(*data, {0}).images);
    writeNpy(suspicious, {1, 3, 8, 8}, std::span<const float>(values));
    const auto record = run(assignmentFor("ibd-psc", {{"suspicious", suspicious}}, model, data));
    const auto& caveats = record->caveats;
    QVERIFY(std::any_of(caveats.begin(), caveats.end(), [](const Caveat& c) { return c.id == "unmoved"; }));
  }

  void clusteringFindsTheShiftedSamples() {
    const auto data = mixture(100, 20);
    const auto record = run(
        assignmentFor("activation-clusters", {{"known", knownFile(200, 20)}}, transparentNetwork(2, 16), data));
    QCOMPARE(record->measures.at("recall").value, 1.0);
    QCOMPARE(record->measures.at("precision").value, 1.0);
    QCOMPARE(record->verdict->flagged, std::vector<std::int64_t>{0});
  }

  void auditFindsTheFlippedLabels() {
    const auto model = withShortcut(kTarget);
    const auto right = darkCornerSamples(*model, 100);
    Batch batch = readBatch(*right, integersOf(at::arange(100)));
    batch.labels.slice(0, 90).copy_((batch.labels.slice(0, 90) + 1).remainder(kPlantedClasses));
    const auto data = std::make_shared<MemoryData>(batch.images, batch.labels);
    const auto record = run(assignmentFor("label-audit", {{"known", knownFile(90, 10)}}, model, data));
    QVERIFY(record->measures.at("recall").value >= 0.8);
    QCOMPARE(record->measures.at("precision").value, 1.0);
  }
};

ADVERSARIUM_SUITE(TestDetectionMathematics)
#include "test_detection_mathematics.moc"
