// SPDX-License-Identifier: GPL-3.0-or-later
// Attacks against closed forms on linear models.
#include <ATen/ATen.h>

#include <QtTest>

#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// In L∞ an image falls at its gap over the weights' L1 norm: at this strength a good half of them do.
const double kStrength = [] {
  const TwoClasses t = twoClasses();
  return 1.05 * (gaps(t) / t.w.abs().sum()).median().item<double>();
}();

/// A run with a curve of success against strength, and how many images the model was shown for it.
struct Swept {
  explicit Swept(int sweep, double strength = kStrength, std::int64_t batch = 20, const char* id = "fgm") {
    const TwoClasses t = twoClasses();
    const auto counting = std::make_shared<CountingClassifier>(t.model);
    Request request;
    request.algorithm = id;
    ParamMap given;
    if (catalogueEntry(id).find("epsilon")) given["epsilon"] = strength;
    request.params = completeParams(catalogueEntry(id).params, given);
    request.batch = batch;
    request.sweep = sweep;
    Progress silent;
    record = methodFor(id).run({request, counting, std::make_shared<MemoryData>(t.batch.images, t.batch.labels)},
                               silent, [](const auto&) {});
    shown = counting->shown;
  }
  std::shared_ptr<const Record> record;
  std::int64_t shown = 0;
};
const int kAsMayBe = Request().sweep;

}  // namespace

class TestAttacks : public QObject {
  Q_OBJECT

 private slots:
  void fgmTakesTheSignStep() {
    const TwoClasses t = twoClasses();
    const AttackedBatch result = attacked("fgm", t, {{"epsilon", 0.05}});
    const at::Tensor away = at::where(t.batch.labels.eq(0), -1.0, 1.0).to(at::kFloat).view({-1, 1, 1, 1});
    const at::Tensor expected = t.batch.images + 0.05 * away * t.w.sign().view({1, 1, 4, 4});
    QVERIFY(at::allclose(result.adversarial, expected, 0, 1e-6));
  }

  void fgmFlipsExactlyWhereTheoryDoes() {
    // On a linear model the L∞ step overcomes the gap iff ε‖w‖₁ exceeds it.
    const TwoClasses t = twoClasses();
    for (const double strength : {0.005, 0.01, 0.02, 0.04}) {
      const at::Tensor expected = gaps(t) < strength * t.w.abs().sum();
      QVERIFY(attacked("fgm", t, {{"epsilon", strength}}).succeeded.equal(expected));
    }
  }

  void fgmL2FlipsExactlyWhereTheoryDoes() {
    const TwoClasses t = twoClasses();
    for (const double strength : {0.02, 0.05, 0.1}) {
      const at::Tensor expected = gaps(t) < strength * t.w.norm();
      QVERIFY(attacked("fgm", t, {{"epsilon", strength}, {"norm", "l2"}}).succeeded.equal(expected));
    }
  }

  void onePgdStepIsFgm() {
    const TwoClasses t = twoClasses();
    const at::Tensor fgm = attacked("fgm", t, {{"epsilon", 0.03}}).adversarial;
    const at::Tensor pgd =
        attacked("pgd", t, {{"epsilon", 0.03}, {"steps", std::int64_t{1}}, {"step", 1.0}}).adversarial;
    QVERIFY(fgm.equal(pgd));
  }

  void pgdIsNeverWeakerThanFgm() {
    const TwoClasses t = twoClasses();
    for (const char* norm : {"linf", "l2", "l1"}) {
      for (const double strength : {0.01, 0.03, 0.1, 0.3}) {
        const ParamMap params{{"epsilon", strength}, {"norm", norm}};
        const at::Tensor fgm = attacked("fgm", t, params).succeeded, pgd = attacked("pgd", t, params).succeeded;
        QVERIFY(pgd.logical_or(fgm.logical_not()).all().item<bool>());
      }
    }
  }

  void l1PgdSpendsItsBudgetOnTheSteepestPixels() {
    // The L1-optimal change raises the pixel of largest |w|, up to the border of [0,1].
    const TwoClasses t = twoClasses();
    const double strength = 0.25;
    const at::Tensor reach = strength * t.w.abs().max();
    const at::Tensor sure = gaps(t) < 0.9 * reach;
    const at::Tensor fallen =
        attacked("pgd", t, {{"epsilon", strength}, {"norm", "l1"}, {"steps", std::int64_t{60}}}).succeeded;
    QVERIFY(sure.any().item<bool>());
    QVERIFY(fallen.logical_or(sure.logical_not()).all().item<bool>());
    QVERIFY(fallen.logical_not().logical_or(gaps(t) < reach).all().item<bool>());
  }

  void stoppingAtSuccessDoesNotChangeSuccess() {
    const TwoClasses t = twoClasses();
    const ParamMap stops{{"epsilon", 0.02}}, goesOn{{"epsilon", 0.02}, {"stop_at_success", false}};
    QVERIFY(attacked("pgd", t, stops).succeeded.equal(attacked("pgd", t, goesOn).succeeded));
    const auto count = [](const AttackedBatch& b) {
      return std::accumulate(b.queries.begin(), b.queries.end(), 0LL);
    };
    QVERIFY(count(attacked("pgd", t, stops)) < count(attacked("pgd", t, goesOn)));
  }

  void targetedReachesItsTarget() {
    const TwoClasses t = twoClasses();
    AttackSettings settings;
    settings.target = 1;
    const AttackedBatch result = attacked("pgd", t, {{"epsilon", 0.3}}, settings);
    QVERIFY(result.attempted.equal(t.batch.labels.ne(1)));
    QVERIFY(result.succeeded.equal(result.attempted));
    QVERIFY(result.attackScores.argmax(1).eq(1).all().item<bool>());
    settings.target = 9;
    QVERIFY_EXCEPTION_THROWN(attacked("pgd", t, {}, settings), UsageError);
  }

  void wrongImagesAreLeftAlone() {
    TwoClasses t = twoClasses();
    t.batch.labels = 1 - t.batch.labels;
    const AttackedBatch result = attacked("pgd", t, {{"epsilon", 0.3}});
    QVERIFY(!result.attempted.any().item<bool>());
    QVERIFY(result.adversarial.equal(t.batch.images));
  }

  void squareBreaksWhatItsVertexCan() {
    // Square moves to corners of the ball, so on a linear model it can reach what the sign step reaches.
    const TwoClasses t = twoClasses();
    const double strength = 0.08;
    const at::Tensor possible = gaps(t) < strength * t.w.abs().sum();
    const at::Tensor easy = gaps(t) < 0.5 * strength * t.w.abs().sum();
    const at::Tensor fallen =
        attacked("square", t, {{"epsilon", strength}, {"queries", std::int64_t{2000}}}).succeeded;
    QVERIFY(fallen.logical_or(easy.logical_not()).all().item<bool>());
    QVERIFY(possible.logical_or(fallen.logical_not()).all().item<bool>());
  }

  void hopSkipJumpFindsTheNearestPoint() {
    // The distance to a hyperplane is gap/‖w‖₂.
    const TwoClasses t = twoClasses();
    const AttackedBatch result = attacked("hopskipjump", t, {{"queries", std::int64_t{4000}}});
    QVERIFY(result.succeeded.all().item<bool>());
    const at::Tensor distance = normOf(result.adversarial - t.batch.images, Norm::L2);
    const at::Tensor nearest = (gaps(t) / t.w.norm()).to(at::kDouble);
    QVERIFY(distance.ge(nearest * 0.999).all().item<bool>());
    const double ratio = (distance / nearest).median().item<double>();
    QVERIFY2(ratio < 1.15, std::to_string(ratio).c_str());
  }

  void hopSkipJumpComesNearerWithMoreQueries() {
    const TwoClasses t = twoClasses();
    double before = std::numeric_limits<double>::infinity();
    for (const std::int64_t budget : {200, 1000, 4000}) {
      const AttackedBatch result = attacked("hopskipjump", t, {{"queries", budget}});
      const double now = normOf(result.adversarial - t.batch.images, Norm::L2).median().item<double>();
      QVERIFY(now <= before);
      QVERIFY(*std::max_element(result.queries.begin(), result.queries.end()) <= budget);
      before = now;
    }
  }

  /// Every point of a curve is a run of its own at that strength, and all of them cost less than the attack.
  void fewLooksServeEveryStrength() {
    const Swept swept(kAsMayBe);
    const Curve& curve = *swept.record->get<Curve>("success");
    QVERIFY(curve.x.size() > 3 && curve.x.front() == 0 && curve.x.back() == 2 * kStrength);
    QVERIFY(std::is_sorted(curve.x.begin(), curve.x.end()));
    for (std::size_t i = 0; i < curve.x.size(); ++i)
      QCOMPARE(curve.y[i], Swept(0, curve.x[i]).record->measures.at("success_rate").value);
    const std::int64_t attack = Swept(0).shown;
    QVERIFY2(swept.shown <= 2 * attack, qPrintable(QString("%1 for %2").arg(swept.shown).arg(attack)));
    // Looked at closely where it moves: of the intervals none is both wide and steep.
    double widest = 0, steepest = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
      const double rise = curve.y[i] - curve.y[i - 1];
      if (rise > steepest) {
        steepest = rise;
        widest = curve.x[i] - curve.x[i - 1];
      }
    }
    QVERIFY(widest < kStrength);
  }

  void aCurveIsMeasuredWhereItIsAskedFor() {
    QVERIFY(!Swept(0).record->get<Curve>("success"));
    const Swept seven(7);
    const Curve& curve = *seven.record->get<Curve>("success");
    QCOMPARE(curve.x.size(), std::size_t{7});
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      QVERIFY(std::abs(curve.x[i] - 2 * kStrength * double(i) / 6) < 1e-12);
      QCOMPARE(curve.y[i], Swept(0, curve.x[i]).record->measures.at("success_rate").value);
    }
    // In parts, each batch with the strengths of the first.
    const Swept parts(kAsMayBe, kStrength, 6);
    const Curve& together = *parts.record->get<Curve>("success");
    for (std::size_t i = 0; i < together.x.size(); ++i)
      QCOMPARE(together.y[i], Swept(0, together.x[i], 6).record->measures.at("success_rate").value);
  }

  /// What fell at one strength is not attacked again at a larger one.
  void whatFellIsLeftAlone() {
    const std::int64_t alone = Swept(0, kStrength, 20, "pgd").shown;
    const Swept swept(5, kStrength, 20, "pgd");
    const Curve& curve = *swept.record->get<Curve>("success");
    QVERIFY(std::is_sorted(curve.y.begin(), curve.y.end()) && curve.y.back() > curve.y[1]);
    QCOMPARE(curve.y[2], swept.record->measures.at("success_rate").value);
    for (std::size_t i = 0; i < curve.x.size(); ++i)
      QCOMPARE(curve.y[i], Swept(0, curve.x[i], 20, "pgd").record->measures.at("success_rate").value);
    QVERIFY2(2 * swept.shown < 7 * alone, qPrintable(QString("%1 for %2").arg(swept.shown).arg(alone)));
    const Swept none(5, kStrength, 20, "deepfool");
    QVERIFY(!none.record->get<Curve>("success"));
    QVERIFY(std::any_of(none.record->caveats.begin(), none.record->caveats.end(),
                        [](const Caveat& caveat) { return caveat.id == "no-sweep"; }));
  }
};

ADVERSARIUM_SUITE(TestAttacks)
#include "test_attacks.moc"
