// SPDX-License-Identifier: GPL-3.0-or-later
/// Randomised smoothing on a linear model, where the radius is a formula.
#include <QtTest>
#include <boost/math/distributions/normal.hpp>

#include "core/base/exact_statistics.h"
#include "core/record/record_compare.h"
#include "core/run/guard.h"
#include "tests/core/evasion/two_classes.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

Assignment assignmentFor(const TwoClasses& t, const ParamMap& params) {
  Request request;
  request.algorithm = "smoothing";
  request.params = completeParams(catalogueEntry("smoothing").params, params);
  request.samples.first = 12;
  return {request, t.model, std::make_shared<MemoryData>(t.batch.images, t.batch.labels)};
}

std::shared_ptr<const Record> recordOf(const Assignment& assignment) {
  Progress silent;
  return methodFor("smoothing").run(assignment, silent, [](const auto&) {});
}

}  // namespace

class TestSmoothing : public QObject {
  Q_OBJECT

 private slots:
  void clopperPearsonAsPublished() {
    QVERIFY(std::abs(clopperPearsonLower(100, 100, 0.001) - std::pow(0.001, 0.01)) < 1e-9);
    QCOMPARE(clopperPearsonLower(0, 100, 0.001), 0.0);
    // Two-sided 95 % interval of 81 of 263 (Newcombe 1998, table I, method 5): 0.2527 at the lower end.
    QVERIFY(std::abs(clopperPearsonLower(81, 263, 0.025) - 0.2527) < 1e-4);
  }

  /// Noise on a linear model is one normal number: the true radius is the distance to the plane, the vote's share
  /// Φ.
  void radiiOfALinearModel() {
    const TwoClasses t = twoClasses();
    const double sigma = 0.25;
    const auto record = recordOf(assignmentFor(t, {{"sigma", sigma}, {"estimation", std::int64_t{20000}}}));
    const auto distance = doublesOf(gaps(t) / t.w.norm());
    const auto& rows = record->get<Table>("samples")->rows;
    const boost::math::normal normal;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double low = std::get<double>(rows[i][4]), radius = std::get<double>(rows[i][5]);
      QVERIFY(radius <= distance[i]);
      // Near the plane the few copies that choose the class may choose the other one.
      const bool own = std::get<double>(rows[i][3]) == std::get<double>(rows[i][1]);
      const double share = boost::math::cdf(normal, (own ? 1 : -1) * distance[i] / sigma);
      QVERIFY2(low < share && low > share - 0.025, qPrintable(QString::number(low - share)));
      if (radius > 0) QVERIFY(std::abs(radius - sigma * boost::math::quantile(normal, low)) < 1e-6);
    }
    QCOMPARE(record->measures.at("broken_proofs").value, 0.0);
    QVERIFY(record->measures.at("broken_proofs").n > 0);
    QVERIFY(record->measures.at("certified_accuracy").value <= record->measures.at("smoothed_accuracy").value);
  }

  void sameSeedSameRadii() {
    const TwoClasses t = twoClasses();
    const Assignment assignment = assignmentFor(t, {});
    QVERIFY(differencesBetween(*recordOf(assignment), *recordOf(assignment)).empty());
  }

  /// As a guard it answers by votes, and its gradient is the smooth one.
  void standsBeforeAModel() {
    const TwoClasses t = twoClasses();
    const auto params = completeParams(catalogueEntry("smoothing").params, {{"draws", std::int64_t{400}}});
    const auto guard =
        dynamic_cast<const GuardMethod&>(methodFor("smoothing")).stand(t.model, params, {{}, {}, 1});
    const at::Tensor answers = logitsInChunks(*guard, t.batch.images).argmax(1);
    const at::Tensor sure = gaps(t).gt(0.3 * t.w.norm());
    QVERIFY(answers.eq(t.batch.labels).logical_or(sure.logical_not()).all().item<bool>());
    GradientAccess access(guard, std::make_shared<Meter>());
    const at::Tensor gradient =
        access.inputGradient(t.batch.images, [](const at::Tensor& l) { return l.select(1, 0); }).gradient;
    const at::Tensor cosine = at::cosine_similarity(gradient.flatten(1), t.w.unsqueeze(0), 1);
    QVERIFY(cosine.gt(0.99).all().item<bool>());
  }
};

ADVERSARIUM_SUITE(TestSmoothing)
#include "test_smoothing.moc"
