// SPDX-License-Identifier: GPL-3.0-or-later
// Auto-PGD against what a sign step reaches, and AutoAttack's warnings on victims that hide their gradients.
#include <ATen/ATen.h>

#include <QtTest>

#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 8, 8};

/// Four classes on 3×8×8, wrapped in something that a gradient does not see through.
class Hidden : public LinearClassifier {
 public:
  enum class Way { Open, Saturated, Quantised, Softmax, Random, BatchBound };
  Hidden(Way way, at::Tensor weight)
      : LinearClassifier(weight, -weight.sum(1) * 0.5, kShape), m_way(way), m_random(generatorFrom(1)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    const at::Tensor z = LinearClassifier::logits(images);
    switch (m_way) {
      case Way::Open:
        return z;
      case Way::Saturated:
        return 1000 * z;
      case Way::Quantised:
        return LinearClassifier::logits((images * 7).round() / 7);
      case Way::Softmax:
        return z.softmax(1);
      case Way::Random:
        return z + at::empty_like(z).normal_(0, 0.5, m_random);
      case Way::BatchBound:
        return z - z.mean(0, true);
    }
    return z;
  }

 private:
  Way m_way;
  mutable at::Generator m_random;
};

struct Scene {
  std::shared_ptr<Hidden> model;
  Batch batch;
};

Scene scene(Hidden::Way way) {
  at::Generator random = generatorFrom(6);
  const at::Tensor weight = at::empty({4, 192}).normal_(0, 0.5, random);
  Scene s{std::make_shared<Hidden>(way, weight), {}};
  s.batch.images = at::rand({40, 3, 8, 8}, random, at::kFloat);
  s.batch.labels = LinearClassifier(weight, -weight.sum(1) * 0.5, kShape).logits(s.batch.images).argmax(1);
  return s;
}

AttackedBatch attack(const char* id, const Scene& s, ParamMap given) {
  Progress silent;
  return attackBatch(*boundAttack(id, given), *s.model, s.batch.images, s.batch.labels, {},
                     std::make_shared<at::Generator>(generatorFrom(2)), silent);
}

double robust(const AttackedBatch& result) {
  return 1 - double(result.succeeded.sum().item<std::int64_t>()) /
                 double(std::max<std::int64_t>(1, result.attempted.sum().item<std::int64_t>()));
}

bool warns(const AttackedBatch& result, const std::string& id) {
  return std::any_of(result.notes.remarks.begin(), result.notes.remarks.end(),
                     [&](const Remark& remark) { return remark.id == id; });
}

const ParamMap kQuick{{"epsilon", 0.03}, {"steps", std::int64_t{30}}, {"queries", std::int64_t{500}}};

}  // namespace

class TestAutoAttack : public QObject {
  Q_OBJECT

 private slots:
  void apgdFlipsExactlyWhereTheoryDoes_data() {
    QTest::addColumn<QString>("loss");
    for (const char* loss : {"ce", "dlr", "targeted-dlr"}) QTest::newRow(loss) << loss;
  }
  void apgdFlipsExactlyWhereTheoryDoes() {
    // On a linear model with every pixel well inside the box, ε‖w‖ in the dual norm is all there is to gain.
    QFETCH(QString, loss);
    const TwoClasses t = twoClasses();
    for (const char* norm : {"linf", "l2", "l1"}) {
      const bool linf = std::string(norm) == "linf", l2 = std::string(norm) == "l2";
      const double reach = (linf ? t.w.abs().sum() : l2 ? t.w.norm() : t.w.abs().max()).item<double>();
      const double strength = gaps(t).median().item<double>() / reach;
      if (strength > (linf || l2 ? 0.35 : 0.4)) continue;  // the box would have a say
      const AttackedBatch result =
          attacked("apgd", t, {{"epsilon", strength}, {"norm", norm}, {"loss", loss.toStdString()}});
      // The median itself lies on the boundary, where rounding decides.
      const at::Tensor possible = gaps(t) < 1.0001 * strength * reach, easy = gaps(t) < 0.97 * strength * reach;
      QVERIFY2(result.succeeded.logical_or(easy.logical_not()).all().item<bool>(), norm);
      QVERIFY2(possible.logical_or(result.succeeded.logical_not()).all().item<bool>(), norm);
    }
  }

  void cascadeIsAsStrongAsItsStages() {
    const Scene s = scene(Hidden::Way::Open);
    const double all = robust(attack("autoattack", s, kQuick));
    for (const char* loss : {"ce", "dlr", "targeted-dlr"}) {
      const AttackedBatch one =
          attack("apgd", s, {{"epsilon", 0.03}, {"steps", std::int64_t{30}}, {"loss", std::string(loss)}});
      QVERIFY(all <= robust(one));
    }
    QVERIFY(all <= robust(attack("square", s, {{"epsilon", 0.03}, {"queries", std::int64_t{500}}})));
    QVERIFY(all > 0 && all < 1);
  }

  void onlyWhatStandsGoesOn() {
    const AttackedBatch result = attack("autoattack", scene(Hidden::Way::Open), kQuick);
    QCOMPARE(result.notes.stages.size(), std::size_t{4});
    QCOMPARE(result.notes.stages.front().tried, result.attempted.sum().item<std::int64_t>());
    for (std::size_t i = 1; i < 4; ++i) {
      const StageOutcome& before = result.notes.stages[i - 1];
      QCOMPARE(result.notes.stages[i].tried, before.tried - before.fell);
    }
  }

  void anOpenModelRaisesNoFlag() {
    const AttackedBatch result = attack("autoattack", scene(Hidden::Way::Open), kQuick);
    QVERIFY2(result.notes.remarks.empty(),
             result.notes.remarks.empty() ? "" : result.notes.remarks.front().id.c_str());
  }

  void hiddenGradientsAreFoundOut_data() {
    QTest::addColumn<int>("way");
    QTest::addColumn<QString>("flag");
    QTest::newRow("quantised: no gradient") << int(Hidden::Way::Quantised) << "zero-gradient";
    QTest::newRow("quantised: square") << int(Hidden::Way::Quantised) << "square-wins";
    QTest::newRow("softmax") << int(Hidden::Way::Softmax) << "softmax-output";
    QTest::newRow("random") << int(Hidden::Way::Random) << "randomness";
    QTest::newRow("batch") << int(Hidden::Way::BatchBound) << "test-time-optimisation";
  }
  void hiddenGradientsAreFoundOut() {
    QFETCH(int, way);
    QFETCH(QString, flag);
    ParamMap params = kQuick;
    if (flag == "square-wins") params["epsilon"] = 0.1;
    const AttackedBatch result = attack("autoattack", scene(static_cast<Hidden::Way>(way)), params);
    QVERIFY(warns(result, flag.toStdString()));
  }

  /// A model that is sure of everything is as weak as before, and nothing hides it.
  void saturationHidesNothing() {
    for (const char* id : {"autoattack", "apgd", "pgd", "fgm"}) {
      ParamMap params{{"epsilon", 0.03}};
      if (std::string(id) == "autoattack") params = kQuick;
      const AttackedBatch open = attack(id, scene(Hidden::Way::Open), params),
                          sure = attack(id, scene(Hidden::Way::Saturated), params);
      QVERIFY2(open.succeeded.any().item<bool>(), id);
      QVERIFY2(sure.succeeded.equal(open.succeeded), id);
      QVERIFY2(!warns(sure, "zero-gradient"), id);
    }
  }

  void flagsBecomeCaveats() {
    const Scene s = scene(Hidden::Way::Quantised);
    Request request;
    request.algorithm = "autoattack";
    request.params = completeParams(catalogueEntry("autoattack").params, kQuick);
    request.batch = 16;
    const auto data = std::make_shared<MemoryData>(s.batch.images, s.batch.labels);
    Progress silent;
    const auto record = methodFor("autoattack").run({request, s.model, data}, silent, [](const auto&) {});
    QVERIFY(std::any_of(record->caveats.begin(), record->caveats.end(),
                        [](const Caveat& c) { return c.id == "zero-gradient"; }));
    QVERIFY(record->get<Table>("stages") != nullptr);
    QCOMPARE(record->get<Table>("stages")->rows.size(), std::size_t{4});
  }

  void randAveragesItsLooks() {
    const Scene s = scene(Hidden::Way::Random);
    ParamMap params = kQuick;
    params["version"] = std::string("rand");
    params["eot"] = std::int64_t{5};
    params["steps"] = std::int64_t{10};
    const AttackedBatch result = attack("autoattack", s, params);
    QCOMPARE(result.notes.stages.size(), std::size_t{2});
    QVERIFY(result.succeeded.any().item<bool>());
  }
};

ADVERSARIUM_SUITE(TestAutoAttack)
#include "test_autoattack.moc"
