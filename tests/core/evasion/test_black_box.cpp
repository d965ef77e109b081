// SPDX-License-Identifier: GPL-3.0-or-later
// Attacks that see only scores or labels, on models whose weak spot is known.
#include <ATen/ATen.h>

#include <QtTest>

#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

AttackedBatch attackOn(const Classifier& model, const Batch& batch, const char* id, ParamMap given) {
  Progress silent;
  return attackBatch(*boundAttack(id, given), model, batch.images, batch.labels, {},
                     std::make_shared<at::Generator>(generatorFrom(2)), silent);
}

/// Class 1 where pixel (row 2, column 5) of 1×8×8 is brighter than 0.5; nothing else matters.
std::shared_ptr<LinearClassifier> onePixelModel() {
  at::Tensor weight = at::zeros({2, 64});
  weight[1][2 * 8 + 5] = 4;
  return std::make_shared<LinearClassifier>(weight, at::tensor({0.0F, -2.0F}), ImageShape{1, 8, 8});
}

/// Class 2 where the first four of 4×4 pixels are bright and the others dark, which noise never is; else two
/// classes by a random direction.
std::shared_ptr<LinearClassifier> rareClassModel() {
  at::Generator random = generatorFrom(5);
  at::Tensor rare = at::full({16}, -20.0F);
  rare.slice(0, 0, 4).fill_(20);
  const at::Tensor w = at::empty({16}).normal_(0, 1, random);
  return std::make_shared<LinearClassifier>(at::stack({w, at::zeros({16}), rare}),
                                            at::stack({-w.sum() * 0.5, at::zeros({}), at::full({}, -60.0F)}),
                                            kTwoClassesShape);
}

/// A run towards class 2 on the first ten of 600 pictures, of which `rare` are of that class.
struct TowardsRareClass {
  TowardsRareClass(const char* id, std::int64_t rare, bool labelledSo, int target = 2) {
    const auto model = rareClassModel();
    at::Generator random = generatorFrom(6);
    at::Tensor images = at::rand({600, 1, 4, 4}, random, at::kFloat);
    if (rare > 0) {
      images.slice(0, 600 - rare).fill_(0);
      images.slice(0, 600 - rare).slice(2, 0, 1).fill_(1);
    }
    at::Tensor labels = logitsInChunks(*model, images).argmax(1);
    if (!labelledSo) labels = labels.masked_fill(labels.eq(2), 0);
    counting = std::make_shared<CountingClassifier>(model);
    Request request;
    request.algorithm = id;
    ParamMap few;
    for (const char* budget : {"queries", "steps"}) {
      if (catalogueEntry(id).find(budget)) few[budget] = kBudget;
    }
    request.params = completeParams(catalogueEntry(id).params, few);
    request.target = target;
    request.samples.first = kImages;
    Progress silent;
    record = methodFor(id).run({request, counting, std::make_shared<MemoryData>(images, labels)}, silent,
                               [](const auto&) {});
  }
  double measure(const char* id) const { return record->measures.at(id).value; }
  std::int64_t withoutStart() const {
    for (const Caveat& caveat : record->caveats) {
      if (caveat.id != "no-start") continue;
      return std::stoll(caveat.words.english().substr(caveat.words.english().find_first_of("0123456789")));
    }
    return 0;
  }
  static constexpr std::int64_t kImages = 10, kBudget = 400;
  std::shared_ptr<CountingClassifier> counting;
  std::shared_ptr<const Record> record;
};

}  // namespace

class TestBlackBox : public QObject {
  Q_OBJECT

 private slots:
  void boundaryComesNearWithMoreSteps() {
    const TwoClasses t = twoClasses();
    const at::Tensor nearest = (gaps(t) / t.w.norm()).to(at::kDouble);
    double before = std::numeric_limits<double>::infinity();
    for (const std::int64_t steps : {10, 300, 3000}) {
      const AttackedBatch result = attacked("boundary", t, {{"steps", steps}});
      QVERIFY(result.succeeded.all().item<bool>());
      const double ratio =
          (normOf(result.adversarial - t.batch.images, Norm::L2) / nearest).median().item<double>();
      QVERIFY(ratio >= 0.999 && ratio < before);
      before = ratio;
    }
    QVERIFY2(before < 1.1, std::to_string(before).c_str());
  }

  /// A start for every image that the data has one for, in the whole of it, whatever it is labelled; every
  /// question counts.
  void startsComeFromTheWholeData_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"hopskipjump", "boundary"}) QTest::newRow(id) << QString(id);
  }
  void startsComeFromTheWholeData() {
    QFETCH(QString, id);
    const QByteArray name = id.toLatin1();
    constexpr double kJudging = 2;  // the house looks at every image before and after
    double likely = 0;
    for (const bool labelledSo : {true, false}) {
      const TowardsRareClass one(name.data(), 1, labelledSo);
      QCOMPARE(one.measure("success_rate"), 1.0);
      QCOMPARE(one.withoutStart(), std::int64_t{0});
      QCOMPARE((one.measure("queries_mean") + kJudging) * TowardsRareClass::kImages, double(one.counting->shown));
      // What is labelled so is asked first; of all others at most all are asked, once for the whole batch.
      if (labelledSo) likely = one.measure("queries_mean");
      if (id == "boundary") QVERIFY(one.measure("queries_mean") <= likely + (labelledSo ? 0.0 : 60.0));
    }
    const TowardsRareClass none(name.data(), 0, true);
    QCOMPARE(none.measure("success_rate"), 0.0);
    QCOMPARE(none.withoutStart(), TowardsRareClass::kImages);
  }

  /// The nearest of the pictures that are known to serve.
  void theNearestStartIsTaken() {
    const TowardsRareClass far("hopskipjump", 1, true), near("hopskipjump", 100, true);
    QVERIFY(near.measure("norm_l2_median") <= far.measure("norm_l2_median") + 1e-3);
  }

  /// A search without a limit that comes back with nothing has failed, and says so.
  void nothingFoundIsSaid_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"deepfool", "fab", "fmn", "cw", "sigma-zero"}) QTest::newRow(id) << QString(id);
  }
  void nothingFoundIsSaid() {
    QFETCH(QString, id);
    // The same answer everywhere.
    const LinearClassifier model(at::zeros({2, 16}), at::tensor({1.0F, 0.0F}), kTwoClassesShape);
    const Batch batch{at::full({3, 1, 4, 4}, 0.5F), at::zeros({3}, at::kLong)};
    const AttackedBatch result = attackOn(model, batch, id.toLatin1().data(), {});
    QVERIFY(!result.succeeded.any().item<bool>());
    QVERIFY(std::any_of(result.notes.remarks.begin(), result.notes.remarks.end(),
                        [](const Remark& r) { return r.id == "none-found" && r.count == 3; }));
    const TwoClasses t = twoClasses();
    const AttackedBatch found = attacked(id.toLatin1().data(), t, {});
    QVERIFY(found.succeeded.all().item<bool>());
    QVERIFY(found.notes.remarks.empty());
  }

  void simbaBreaksALinearModel_data() {
    QTest::addColumn<QString>("basis");
    QTest::newRow("pixel") << "pixel";
    QTest::newRow("dct") << "dct";
  }
  void simbaBreaksALinearModel() {
    QFETCH(QString, basis);
    const TwoClasses t = twoClasses();
    const AttackedBatch result =
        attacked("simba", t, {{"basis", basis.toStdString()}, {"frequencies", 1.0}, {"step", 0.3}});
    QVERIFY(result.succeeded.to(at::kFloat).mean().item<double>() > 0.9);
    QVERIFY(*std::max_element(result.queries.begin(), result.queries.end()) <= 33);  // 16 directions, two ways
    // Orthonormal steps: k of them have length 0.3 √k, less only where the box cuts.
    const at::Tensor length = normOf(result.adversarial - t.batch.images, Norm::L2);
    QVERIFY(length.le(0.3 * 4 + 1e-5).all().item<bool>());
  }

  void simbaKeepsToItsBudget() {
    const TwoClasses t = twoClasses();
    const AttackedBatch result = attacked("simba", t, {{"queries", std::int64_t{7}}, {"step", 0.001}});
    for (const std::int64_t spent : result.queries) QCOMPARE(spent, std::int64_t{7});
  }

  void onePixelFindsThePixel() {
    const auto model = onePixelModel();
    Batch batch;
    batch.images = at::full({6, 1, 8, 8}, 0.3);
    batch.images.slice(0, 3).fill_(0.7);
    batch.labels = logitsInChunks(*model, batch.images).argmax(1);
    const AttackedBatch result = attackOn(*model, batch, "one-pixel", {});
    QVERIFY(result.succeeded.all().item<bool>());
    const at::Tensor change = result.adversarial - batch.images;
    QVERIFY(changedPixels(change).le(1).all().item<bool>());
    QVERIFY(change.select(2, 2).select(2, 5).ne(0).all().item<bool>());
  }

  void fewPixelsChangeFewPixels() {
    const TwoClasses t = twoClasses();
    const AttackedBatch result = attacked("one-pixel", t, {{"pixels", std::int64_t{3}}});
    QVERIFY(result.succeeded.any().item<bool>());
    QVERIFY(changedPixels(result.adversarial - t.batch.images).le(3).all().item<bool>());
  }

  void spatialTurnsAndMoves() {
    // Class 0 while the bright dot is in the upper left quarter, class 1 in the lower right.
    at::Tensor place = at::zeros({8, 8});
    place.slice(0, 4).slice(1, 4).fill_(1);
    const at::Tensor weight = at::stack({(1 - place).flatten() * 0.5, place.flatten()});
    const LinearClassifier model(weight, at::zeros({2}), ImageShape{1, 8, 8}, Access::Labels);
    Batch batch;
    batch.images = at::zeros({1, 1, 8, 8});
    batch.images[0][0][2][2] = 1;
    batch.labels = at::zeros({1}, at::kLong);
    const ParamMap half{{"rotation", 180.0},
                        {"shift", 0.0},
                        {"scale", 0.0},
                        {"angles", std::int64_t{3}},
                        {"shifts", std::int64_t{1}},
                        {"scales", std::int64_t{1}}};
    const AttackedBatch turned = attackOn(model, batch, "spatial", half);
    QVERIFY(turned.succeeded.all().item<bool>());
    QVERIFY(at::allclose(turned.adversarial, batch.images.rot90(2, {2, 3}), 0, 1e-4));
    ParamMap move = half;
    move["rotation"] = 0.0;
    move["angles"] = std::int64_t{1};
    move["shift"] = 0.25;  // two pixels
    move["shifts"] = std::int64_t{3};
    const AttackedBatch moved = attackOn(model, batch, "spatial", move);
    QVERIFY(moved.succeeded.all().item<bool>());
    QVERIFY(at::allclose(moved.adversarial[0][0][4][4], at::ones({}), 0, 1e-4));
    const ParamMap nothing{{"rotation", 0.0}, {"shift", 0.0}, {"scale", 0.0}};
    QVERIFY(!attackOn(model, batch, "spatial", nothing).succeeded.any().item<bool>());
  }

  void aQuarterTurnOnAWidePicture() {
    // Turning is done in pixels, not in shares of width and height: a dot keeps its distance from the centre.
    at::Tensor weight = at::zeros({2, 6 * 12});
    weight[0][2 * 12 + 8] = 1;
    const LinearClassifier model(weight, at::tensor({0.0F, 0.25F}), ImageShape{1, 6, 12}, Access::Labels);
    Batch batch;
    batch.images = at::zeros({1, 1, 6, 12});
    batch.images[0][0][2][8] = 1;  // 2.5 right of the centre, 0.5 above
    batch.labels = at::zeros({1}, at::kLong);
    const AttackedBatch turned = attackOn(model, batch, "spatial",
                                          {{"rotation", 90.0},
                                           {"shift", 0.0},
                                           {"scale", 0.0},
                                           {"angles", std::int64_t{3}},
                                           {"shifts", std::int64_t{1}},
                                           {"scales", std::int64_t{1}}});
    QVERIFY(turned.succeeded.all().item<bool>());
    const at::Tensor dot = turned.adversarial[0][0];
    QVERIFY(std::max(dot[0][5].item<float>(), dot[5][6].item<float>()) > 0.99F);
  }
};

ADVERSARIUM_SUITE(TestBlackBox)
#include "test_black_box.moc"
