// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/protection/condensation.h"
#include "core/record/record_json.h"
#include "core/training/trainer.h"
#include "tests/core/blobs.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

Batch allOf(const DataSet& data) { return readBatch(data, integersOf(at::arange(data.info().count))); }

Graph smallNetwork() {
  Graph graph = buildArchitecture("mlp", {1, 6, 6}, kBlobClasses);
  at::Generator random = generatorFrom(1);
  initialise(graph, random);
  return graph;
}

/// On images that nobody has seen, of a network that has seen these few.
double taughtAccuracy(const at::Tensor& images, const at::Tensor& labels) {
  Graph judge = buildArchitecture("mlp", {1, 6, 6}, kBlobClasses);
  at::Generator random = generatorFrom(77);
  initialise(judge, random);
  TrainPlan plan;
  plan.epochs = 60;
  Progress silent;
  (void)train(judge, TensorData(images, labels), integersOf(at::arange(labels.numel())), plan, plainLoss, silent);
  return accuracyOf(judge, *blobs(400, 0.15, false, 9), 0, silent).value();
}

std::shared_ptr<const Record> condensedRecord(const std::shared_ptr<const DataSet>& data, const ParamMap& params) {
  Request request;
  request.algorithm = "condense";
  request.model = "new:mlp";
  request.params = completeParams(catalogueEntry("condense").params, params);
  request.seed = 2;
  request.batch = 32;
  Progress silent;
  return methodFor("condense").run({request, nullptr, data}, silent, [](const auto&) {});
}

}  // namespace

class TestCondense : public QObject {
  Q_OBJECT

 private slots:
  /// Noise becomes the class's mean, which is what a few images of blurred patterns have to show.
  void matchingTheDistributionFindsTheClass() {
    const auto data = blobs(400, 0.15);
    const Batch real = allOf(*data);
    CondensePlan plan;
    plan.perClass = 1;
    plan.iterations = 300;
    plan.realBatch = 64;
    plan.fromReal = plan.augment = false;
    plan.imageRate = 0.02;
    at::Generator random = generatorFrom(3);
    Progress silent;
    at::Tensor first;
    const Condensed made = condense(real, kBlobClasses, smallNetwork(), plan, random, silent,
                                    [&](const Condensed& now) { first = first.defined() ? first : now.images; });
    QVERIFY(made.startedFrom.empty());
    for (std::int64_t c = 0; c < kBlobClasses; ++c) {
      const at::Tensor mean =
          real.images.masked_select(real.labels.eq(c).view({-1, 1, 1, 1})).view({-1, 36}).mean(0);
      const auto distance = [&](const at::Tensor& images) {
        return (images[c].flatten() - mean).square().mean().sqrt().item<double>();
      };
      QVERIFY2(distance(made.images) < 0.5 * distance(first),
               qPrintable(QString("%1 of %2").arg(distance(made.images)).arg(distance(first))));
    }
    QVERIFY(made.images.min().item<double>() >= 0 && made.images.max().item<double>() <= 1);
  }

  /// Images whose gradients are fitted teach a network that was never matched on; the noise that they were does
  /// not.
  void matchingTheGradientTeaches() {
    const Batch real = allOf(*blobs(300, 0.15));
    CondensePlan plan;
    plan.matching = Matching::Gradient;
    plan.perClass = 1;
    plan.iterations = 100;
    plan.realBatch = 64;
    plan.fromReal = plan.augment = false;
    plan.imageRate = 0.02;
    at::Generator random = generatorFrom(3);
    Progress silent;
    at::Tensor first;
    const Condensed made = condense(real, kBlobClasses, smallNetwork(), plan, random, silent,
                                    [&](const Condensed& now) { first = first.defined() ? first : now.images; });
    const double before = taughtAccuracy(first, made.labels), after = taughtAccuracy(made.images, made.labels);
    QVERIFY2(after > 0.9 && before < 0.7, qPrintable(QString("%1 after %2").arg(after).arg(before)));
  }

  void theDistanceIsTheCosinesOfRows() {
    const at::Tensor a = at::tensor({1.0F, 0.0F, 0.0F, 2.0F}).view({2, 2}),
                     b = at::tensor({3.0F, 0.0F, 4.0F, 0.0F}).view({2, 2}), bias = at::ones({2});
    QVERIFY(std::abs(gradientDistance({a, bias}, {b, -bias}).item<double>() - 1) < 1e-5);
    QVERIFY(std::abs(gradientDistance({a}, {-a}).item<double>() - 4) < 1e-5);
  }

  void augmentedImagesMoveAlike() {
    at::Generator random = generatorFrom(4), again = generatorFrom(4);
    const at::Tensor one = at::rand({1, 1, 12, 12}, random, at::kFloat);
    (void)at::rand({1, 1, 12, 12}, again, at::kFloat);
    const at::Tensor two = augmentedAlike(at::cat({one, one}), random);
    QVERIFY(two[0].equal(two[1]));
    QVERIFY(two[0].equal(augmentedAlike(one, again)[0]));
    QVERIFY(!two[0].allclose(one[0], 1e-2, 1e-2));
    const at::Tensor each = augmentedEach(at::cat({one, one}), random);
    QVERIFY(!each[0].allclose(each[1], 1e-2, 1e-2));
    QVERIFY(two.min().item<double>() >= 0 && two.max().item<double>() <= 1);
  }

  /// One made image a class teaches more than one real one where the real ones are mostly noise.
  void madeImagesTeachMoreThanChosenOnes() {
    const auto record = condensedRecord(blobs(500, 0.5), {{"per_class", std::int64_t{1}},
                                                          {"iterations", std::int64_t{200}},
                                                          {"real_batch", std::int64_t{64}},
                                                          {"image_rate", 0.02},
                                                          {"augment", false},
                                                          {"few_epochs", std::int64_t{100}},
                                                          {"epochs", std::int64_t{10}}});
    const auto& measures = record->measures;
    const Measure &made = measures.at("condensed_accuracy"), &chosen = measures.at("random_accuracy"),
                  &all = measures.at("full_accuracy");
    QVERIFY2(made.value > chosen.value + 0.1,
             qPrintable(QString("%1, %2, %3").arg(made.value).arg(chosen.value).arg(all.value)));
    QVERIFY(*made.low < made.value && made.value < *made.high);
    const Measure& told = measures.at("auc");
    QVERIFY(*told.low <= 0.5 && 0.5 <= *told.high && *told.high - *told.low < 0.2);
    const QTemporaryDir folder;
    saveRecord(*record, folder.filePath("c").toStdString());
    const auto back = openDataSet(folder.filePath("c").toStdString());
    QCOMPARE(back->info().count, kBlobClasses);
    for (std::int64_t i = 0; i < kBlobClasses; ++i) QCOMPARE(back->label(i), int(i));
  }

  void tooFewImagesAreNamed() {
    QVERIFY_EXCEPTION_THROWN(condensedRecord(blobs(60, 0.2), {{"per_class", std::int64_t{50}}}), UsageError);
  }
};

ADVERSARIUM_SUITE(TestCondense)
#include "test_condense.moc"
