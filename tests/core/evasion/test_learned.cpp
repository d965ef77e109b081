// SPDX-License-Identifier: GPL-3.0-or-later
// What is learned on some images and judged on others: universal perturbation and patch; and the corruptions.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/tensor/corruption.h"
#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Four classes on 1×12×12 that prefer different quarters to be bright; images are one bright quarter.
struct Quarters {
  std::shared_ptr<LinearClassifier> model;
  std::shared_ptr<MemoryData> data;
};

Quarters quarters(std::int64_t count) {
  at::Generator random = generatorFrom(4);
  const auto quarter = [](std::int64_t k) {
    at::Tensor mask = at::zeros({12, 12});
    mask.slice(0, 6 * (k / 2), 6 * (k / 2) + 6).slice(1, 6 * (k % 2), 6 * (k % 2) + 6).fill_(1);
    return mask;
  };
  std::vector<at::Tensor> weight, images;
  std::vector<std::int64_t> labels;
  for (std::int64_t k = 0; k < 4; ++k) weight.push_back(quarter(k).flatten());
  for (std::int64_t i = 0; i < count; ++i) {
    images.push_back((0.3 + 0.1 * quarter(i % 4) + 0.05 * at::rand({12, 12}, random, at::kFloat)).unsqueeze(0));
    labels.push_back(i % 4);
  }
  return {std::make_shared<LinearClassifier>(at::stack(weight), at::zeros({4}), ImageShape{1, 12, 12}),
          std::make_shared<MemoryData>(at::stack(images), at::tensor(labels))};
}

std::shared_ptr<const Record> runOn(const Quarters& q, const char* id, ParamMap given, int target = -1) {
  Request request;
  request.algorithm = id;
  request.params = completeParams(catalogueEntry(id).params, given);
  request.target = target;
  request.batch = 16;
  Progress silent;
  return methodFor(id).run({request, q.model, q.data}, silent, [](const auto&) {});
}

}  // namespace

class TestLearned : public QObject {
  Q_OBJECT

 private slots:
  void universalTakesTheSignStepTowardsATarget() {
    // Towards one class of a linear model, ε·sign(w) is the best that one change can do for all.
    const TwoClasses t = twoClasses();
    AttackSettings settings;
    settings.target = 1;
    const double strength = 0.03;
    const AttackedBatch result = attacked("universal", t, {{"epsilon", strength}}, settings);
    const at::Tensor expected = (gaps(t) < strength * t.w.abs().sum()).logical_and(result.attempted);
    QVERIFY(expected.any().item<bool>());
    QVERIFY(result.succeeded.equal(expected));
    const at::Tensor change =
        (result.adversarial - t.batch.images).index_select(0, result.attempted.nonzero().squeeze(1));
    QVERIFY(at::allclose(change, change.slice(0, 0, 1).expand_as(change), 0, 1e-6));
  }

  void judgedOnImagesItNeverSaw() {
    const auto record = runOn(quarters(40), "universal", {{"epsilon", 0.2}}, 0);
    const auto indices = record->get<Labels>("indices")->values;
    QCOMPARE(indices.size(), std::size_t{20});
    QCOMPARE(*std::min_element(indices.begin(), indices.end()), std::int64_t{20});
    QCOMPARE(record->measures.at("learning_images").value, 15.0);  // of 20, those not at the target already
    QCOMPARE(record->measures.at("queries_mean").value, 0.0);
    QVERIFY(record->measures.at("success_rate").value > 0.9);
    const ImageSet& change = *record->get<ImageSet>("perturbation");
    QVERIFY(change.isChange && change.count() == 1);
    for (const float value : change.values) QVERIFY(std::abs(value) <= 0.2F + 1e-6F);
  }

  void patchStaysSmallAndWorksElsewhere_data() {
    QTest::addColumn<QString>("shape");
    QTest::newRow("square") << "square";
    QTest::newRow("circle") << "circle";
  }
  void patchStaysSmallAndWorksElsewhere() {
    QFETCH(QString, shape);
    const Quarters q = quarters(80);
    const auto record = runOn(q, "patch", {{"area", 0.15}, {"shape", shape.toStdString()}, {"centimetres", 7.5}});
    const ImageSet& patch = *record->get<ImageSet>("patch");
    QCOMPARE(patch.centimetres, 7.5);
    QCOMPARE(patch.count(), std::int64_t{1});
    // Half of all pictures would be lost to a white patch that lands in a wrong quarter by chance.
    QVERIFY2(record->measures.at("success_rate").value > 0.35,
             std::to_string(record->measures.at("success_rate").value).c_str());
    // 15 % of 144 pixels, grown by 10 % at most, and a rim where a pixel is covered in part.
    QVERIFY(record->measures.at("norm_l0_median").value <= 0.15 * 144 * 1.21 + 24);
    QVERIFY(record->measures.at("norm_l0_median").value >= 0.15 * 144 * 0.6);
  }

  void learningNeedsTwoImages() { QVERIFY_EXCEPTION_THROWN(runOn(quarters(1), "universal", {}), UsageError); }

  void corruptionsChangeThePicture_data() {
    QTest::addColumn<int>("kind");
    for (std::size_t k = 0; k < kCorruptionNames.size(); ++k) QTest::newRow(kCorruptionNames[k].data()) << int(k);
  }
  void corruptionsChangeThePicture() {
    QFETCH(int, kind);
    const auto which = static_cast<std::size_t>(kind);
    for (const auto& [channels, side] : {std::pair{3, 32}, std::pair{1, 28}, std::pair{3, 96}}) {
      Image image(channels, side, side);
      for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < side; ++y) {
          for (int x = 0; x < side; ++x) {
            image.at(c, y, x) = 0.5F + 0.4F * std::sin(0.5F * float(x) + float(c)) * std::cos(0.3F * float(y));
          }
        }
      }
      double before = 0;
      for (const int severity : {1, 5}) {
        const Image once = corrupted(image, which, severity, 3), again = corrupted(image, which, severity, 3);
        QCOMPARE(once, again);
        QCOMPARE(once.planes.size(), image.planes.size());
        double change = 0;
        for (std::size_t i = 0; i < image.planes.size(); ++i) {
          QVERIFY(once.planes[i] >= 0 && once.planes[i] <= 1);
          change += std::abs(once.planes[i] - image.planes[i]);
        }
        change /= double(image.planes.size());
        if (severity == 5) {
          QVERIFY2(change > 0.01, std::to_string(change).c_str());
          // Elastic's scale is not one of growing strength in the paper either, and frost trades the picture for
          // ice.
          if (kCorruptionNames[which] != "elastic" && kCorruptionNames[which] != "frost")
            QVERIFY(change >= before);
        }
        before = change;
      }
    }
  }

  void corruptionsReportEveryKind() {
    const auto record = runOn(quarters(12), "corruptions", {{"severities", std::int64_t{2}}});
    QCOMPARE(record->get<Table>("corruptions")->rows.size(), std::size_t{15});
    QCOMPARE(record->get<Curve>("severity")->x.size(), std::size_t{3});
    const Measure& all = record->measures.at("corruption_accuracy");
    QCOMPARE(all.n, std::int64_t{12 * 15 * 2});
    QVERIFY(all.value > 0.3 && all.value <= 1);
    QVERIFY(std::abs(all.value + record->measures.at("mean_corruption_error").value - 1) < 1e-12);
    QCOMPARE(record->measures.at("clean_accuracy").value, 1.0);
  }
};

ADVERSARIUM_SUITE(TestLearned)
#include "test_learned.moc"
