// SPDX-License-Identifier: GPL-3.0-or-later
// Attacks that look for the nearest example, against the distance to a hyperplane.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/tensor/hyperplane.h"
#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr const char* kNames[] = {"linf", "l2", "l1"};

/// The smallest change that closes the gap and stays in the box, by bisection on the strength: independent of the
/// code under test.
at::Tensor nearestDistance(const TwoClasses& t, Norm norm) {
  const at::Tensor gap = gaps(t).to(at::kDouble);
  const at::Tensor w = t.w.to(at::kDouble).abs().unsqueeze(0);
  const at::Tensor x = t.batch.images.flatten(1).to(at::kDouble);
  const at::Tensor upwards = at::where(t.batch.labels.eq(0), -1.0, 1.0).unsqueeze(1) * t.w.sign().unsqueeze(0);
  const at::Tensor room = at::where(upwards > 0, 1 - x, x);
  at::Tensor low = at::zeros({gap.size(0), 1}, at::kDouble), high = at::full({gap.size(0), 1}, 50.0, at::kDouble);
  const auto change = [&](const at::Tensor& t) {
    if (norm == Norm::Linf) return at::minimum(t.expand_as(room), room);
    return at::minimum(t * w, room);
  };
  for (int i = 0; i < 60; ++i) {
    const at::Tensor middle = (low + high) / 2;
    const at::Tensor enough = (change(middle) * w).sum(1, true) >= gap.unsqueeze(1);
    high = at::where(enough, middle, high);
    low = at::where(enough, low, middle);
  }
  return norm == Norm::Linf ? std::get<0>(change(high).max(1)) : change(high).norm(2, {1});
}

}  // namespace

class TestMinimumNorm : public QObject {
  Q_OBJECT

 private slots:
  void findsTheNearestPoint_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("norm");
    QTest::addColumn<double>("slack");
    QTest::newRow("deepfool l2") << "deepfool"
                                 << "l2" << 1.03;
    QTest::newRow("deepfool linf") << "deepfool"
                                   << "linf" << 1.03;
    QTest::newRow("fab l2") << "fab"
                            << "l2" << 1.01;
    QTest::newRow("fab linf") << "fab"
                              << "linf" << 1.01;
    QTest::newRow("fmn l2") << "fmn"
                            << "l2" << 1.02;
    QTest::newRow("fmn linf") << "fmn"
                              << "linf" << 1.03;
    QTest::newRow("cw l2") << "cw"
                           << "" << 1.02;
  }
  void findsTheNearestPoint() {
    QFETCH(QString, id);
    QFETCH(QString, norm);
    QFETCH(double, slack);
    const TwoClasses t = twoClasses();
    ParamMap params;
    if (!norm.isEmpty()) params["norm"] = norm.toStdString();
    const AttackedBatch result = attacked(id.toLatin1().data(), t, params);
    QVERIFY(result.succeeded.all().item<bool>());
    const Norm measured = norm == "linf" ? Norm::Linf : Norm::L2;
    const at::Tensor ratio = normOf(result.adversarial - t.batch.images, measured) / nearestDistance(t, measured);
    QVERIFY(ratio.ge(0.9999).all().item<bool>());
    const double middle = ratio.median().item<double>();
    QVERIFY2(middle < slack, std::to_string(middle).c_str());
  }

  /// Pictures on the border of the box, as digits are: length spent on ways that are shut is missing elsewhere.
  void findsTheNearestPointFromCorners_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"fmn", "fab", "cw", "deepfool"}) QTest::newRow(id) << QString(id);
  }
  void findsTheNearestPointFromCorners() {
    QFETCH(QString, id);
    TwoClasses t = twoClasses();
    // Of the way to the other class most is shut: only where the image lies on the far side it is open.
    const at::Tensor upwards = t.w.gt(0).view({1, 1, 4, 4}).expand_as(t.batch.images);
    at::Generator random = generatorFrom(12);
    const at::Tensor open = at::rand(t.batch.images.sizes(), random, at::kFloat) < 0.6;
    t.batch.images = open.logical_xor(upwards).to(at::kFloat);
    t.batch.labels = logitsInChunks(*t.model, t.batch.images).argmax(1);
    ParamMap params;
    if (id != "cw") params["norm"] = std::string("l2");
    const AttackedBatch result = attacked(id.toLatin1().data(), t, params);
    const at::Tensor nearest = nearestDistance(t, Norm::L2);
    const at::Tensor ratio = normOf(result.adversarial - t.batch.images, Norm::L2) / nearest;
    QVERIFY(result.succeeded.all().item<bool>());
    QVERIFY(ratio.ge(0.9999).all().item<bool>());
    const double middle = ratio.median().item<double>();
    QVERIFY2(middle < 1.06, std::to_string(middle).c_str());
  }

  void l1AndL0ComeNear() {
    // Under L1 the steepest pixels are moved to the border of the box, one after another.
    const TwoClasses t = twoClasses();
    const at::Tensor away = at::where(t.batch.labels.eq(0), -1.0, 1.0).to(at::kFloat);
    const at::Tensor exact =
        normOf(wayToHyperplane(t.batch.images, (away.unsqueeze(1) * t.w.unsqueeze(0)).view_as(t.batch.images),
                               gaps(t), Norm::L1),
               Norm::L1);
    for (const char* id : {"fab", "fmn"}) {
      const AttackedBatch result = attacked(id, t, {{"norm", "l1"}});
      const double ratio = (normOf(result.adversarial - t.batch.images, Norm::L1) / exact).median().item<double>();
      QVERIFY2(ratio > 0.9999 && ratio < 1.1, std::to_string(ratio).c_str());
    }
    // L0: as many of the pixels with the most to gain as close the gap.
    const at::Tensor x = t.batch.images.flatten(1);
    const at::Tensor room = at::where((away.unsqueeze(1) * t.w.unsqueeze(0)) > 0, 1 - x, x);
    const at::Tensor gain = std::get<0>((room * t.w.abs()).sort(1, true)).cumsum(1);
    const at::Tensor needed = gain.lt(gaps(t).unsqueeze(1)).sum(1) + 1;
    const AttackedBatch result = attacked("fmn", t, {{"norm", "l0"}});
    const at::Tensor used = changedPixels(result.adversarial - t.batch.images);
    QVERIFY(result.succeeded.all().item<bool>());
    QVERIFY(used.ge(needed).all().item<bool>());
    QVERIFY2(used.le(needed + 1).to(at::kFloat).mean().item<double>() > 0.8,
             qPrintable(QString::number((used - needed).to(at::kFloat).mean().item<double>())));
  }

  void hyperplaneIsReachedByTheShortestWay_data() {
    QTest::addColumn<int>("norm");
    for (int norm = 0; norm < 3; ++norm) QTest::newRow(kNames[norm]) << norm;
  }
  void hyperplaneIsReachedByTheShortestWay() {
    QFETCH(int, norm);
    at::Generator random = generatorFrom(8);
    const at::Tensor points = at::rand({50, 1, 4, 4}, random, at::kFloat);
    const at::Tensor normal = at::empty({50, 1, 4, 4}).normal_(0, 1, random);
    const at::Tensor most = (at::where(normal > 0, 1 - points, points) * normal.abs()).flatten(1).sum(1);
    const at::Tensor rise = most * at::rand({50}, random, at::kFloat);
    const at::Tensor way = wayToHyperplane(points, normal, rise, static_cast<Norm>(norm));
    QVERIFY(at::allclose((way * normal).flatten(1).sum(1), rise, 1e-3, 1e-4));
    QVERIFY((points + way).ge(-1e-6).logical_and((points + way).le(1 + 1e-6)).all().item<bool>());
    // No change on the plane is shorter: move along it and see.
    const at::Tensor length = normOf(way, static_cast<Norm>(norm));
    for (int i = 0; i < 200; ++i) {
      at::Tensor other = way + 0.05 * at::empty_like(way).normal_(0, 1, random);
      other = (points + other).clamp(0, 1) - points;
      const at::Tensor reached = (other * normal).flatten(1).sum(1) >= rise;
      QVERIFY(normOf(other, static_cast<Norm>(norm))
                  .ge(length * 0.999)
                  .logical_or(reached.logical_not())
                  .all()
                  .item<bool>());
    }
    const at::Tensor down = wayToHyperplane(points, -normal, -rise, static_cast<Norm>(norm));
    QVERIFY(at::allclose(down, way, 1e-5, 1e-6));
  }

  void projectionOntoTheBoxedL1BallIsTheNearestPoint() {
    at::Generator random = generatorFrom(9);
    const at::Tensor clean = at::rand({20, 1, 4, 4}, random, at::kFloat);
    const at::Tensor far = clean + at::empty_like(clean).normal_(0, 0.7, random);
    const Ball ball{Norm::L1, at::full({20}, 1.3F)};
    const at::Tensor near = ball.project(far.clone(), clean);
    QVERIFY(normOf(near - clean, Norm::L1).le(1.3 + 1e-4).all().item<bool>());
    const at::Tensor distance = normOf(far - near, Norm::L2);
    for (int i = 0; i < 200; ++i) {
      const at::Tensor other = ball.enforce(near + 0.05 * at::empty_like(near).normal_(0, 1, random), clean);
      QVERIFY(normOf(far - other, Norm::L2).ge(distance * 0.9995).all().item<bool>());
    }
  }

  void targetedReachesItsTarget() {
    const TwoClasses t = twoClasses();
    AttackSettings settings;
    settings.target = 1;
    for (const char* id : {"deepfool", "fab", "fmn", "cw", "apgd", "autoattack"}) {
      const ParamMap params = catalogueEntry(id).find("epsilon") ? ParamMap{{"epsilon", 0.3}} : ParamMap{};
      const AttackedBatch result = attacked(id, t, params, settings);
      const at::Tensor margin = logitsInChunks(*t.model, result.adversarial).select(1, 1) -
                                logitsInChunks(*t.model, result.adversarial).select(1, 0);
      QVERIFY2(result.succeeded.equal(result.attempted),
               qPrintable(QString("%1: %2").arg(id).arg(margin.min().item<double>())));
    }
  }

  void finishedImagesCostNothingMore() {
    const TwoClasses t = twoClasses();
    const AttackedBatch result = attacked("deepfool", t, {});
    QVERIFY(*std::max_element(result.queries.begin(), result.queries.end()) <= 4);
    const AttackedBatch slow = attacked("cw", t, {});
    QVERIFY(std::accumulate(slow.queries.begin(), slow.queries.end(), 0LL) / 20 < 200);
  }
};

ADVERSARIUM_SUITE(TestMinimumNorm)
#include "test_minimum_norm.moc"
