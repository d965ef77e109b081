// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/evasion/explorer.h"
#include "tests/core/evasion/two_classes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

ExploreRequest requestFor(double epsilon) {
  ExploreRequest request;
  request.model = "model";
  request.data = "data";
  request.algorithm = "fgm";
  request.params = {{"epsilon", epsilon}};
  return request;
}

}  // namespace

class TestExplorer : public QObject {
  Q_OBJECT

 private slots:
  /// On a linear model the ribbon turns where the distance to the plane says: |w·x + b| / |w|₁.
  void ribbonTurnsWhereTheExplorationDoes() {
    const TwoClasses t = twoClasses();
    const auto data = std::make_shared<const MemoryData>(t.batch.images, t.batch.labels);
    Explorer explorer;
    Progress silent;
    const auto ribbon = explorer.ribbon(requestFor(0.1), 33, t.model, data, silent);
    const double turn = gaps(t)[0].item<double>() / t.w.abs().sum().item<double>();
    QVERIFY(ribbon->flipsAt);
    const double step = ribbon->strengths[1];
    QVERIFY(*ribbon->flipsAt > turn && *ribbon->flipsAt < turn + step + 1e-9);
    for (std::size_t i = 0; i < ribbon->strengths.size(); ++i) {
      const auto look = explorer.explored(requestFor(ribbon->strengths[i]), t.model, data, silent);
      QCOMPARE(look->attackedClass, ribbon->classes[i]);
      QCOMPARE(look->succeeded, ribbon->strengths[i] > turn);
    }
  }

  /// A name can come to mean another model, after a cure for instance.
  void anotherModelOfTheSameNameIsAskedAnew() {
    const TwoClasses t = twoClasses();
    const auto data = std::make_shared<const MemoryData>(t.batch.images, t.batch.labels);
    const auto turned = std::make_shared<LinearClassifier>(
        at::stack({at::zeros({16}), t.w}), at::stack({at::zeros({}), -t.w.sum() * 0.5}), kTwoClassesShape);
    Explorer explorer;
    Progress silent;
    const auto first = explorer.explored(requestFor(0), t.model, data, silent);
    const auto second = explorer.explored(requestFor(0), turned, data, silent);
    QCOMPARE(second->cleanClass, 1 - first->cleanClass);
  }

  void otherDataOfTheSameNameIsReadAnew() {
    const TwoClasses t = twoClasses();
    const auto data = std::make_shared<const MemoryData>(t.batch.images, t.batch.labels);
    const auto turned = std::make_shared<const MemoryData>(1 - t.batch.images, t.batch.labels);
    Explorer explorer;
    Progress silent;
    const auto first = explorer.explored(requestFor(0), t.model, data, silent);
    const auto second = explorer.explored(requestFor(0), t.model, turned, silent);
    QCOMPARE(second->cleanClass, 1 - first->cleanClass);  // mirrored in the plane's middle
  }

  /// An attack with a budget of queries asks little along the axis, and closely only where the answer turns.
  void aBudgetOfQueriesIsNotSpentOnEveryStrength() {
    const TwoClasses t = twoClasses();
    const auto data = std::make_shared<const MemoryData>(t.batch.images, t.batch.labels);
    Explorer explorer;
    Progress silent;
    ExploreRequest request = requestFor(0.1);
    request.algorithm = "square";
    request.params["queries"] = std::int64_t{1'000'000};
    const auto ribbon = explorer.ribbon(request, 33, t.model, data, silent);
    QVERIFY(!ribbon->exact && ribbon->flipsAt);
    QVERIFY(ribbon->strengths.size() <= 12 && std::is_sorted(ribbon->strengths.begin(), ribbon->strengths.end()));
    const auto all = explorer.ribbon(requestFor(0.1), 33, t.model, data, silent);
    const auto at = std::find(ribbon->strengths.begin(), ribbon->strengths.end(), *ribbon->flipsAt);
    QVERIFY(at != ribbon->strengths.begin());
    QVERIFY(std::abs(*at - *std::prev(at) - all->strengths[1]) < 1e-9);
    QVERIFY(*ribbon->flipsAt >= *all->flipsAt);  // FGM is the best there is on a plane
  }

  void whatIsNotThereIsRefused() {
    const TwoClasses t = twoClasses();
    const auto data = std::make_shared<const MemoryData>(t.batch.images, t.batch.labels);
    Explorer explorer;
    Progress silent;
    ExploreRequest request = requestFor(0.1);
    request.index = 20;
    QVERIFY_EXCEPTION_THROWN(explorer.explored(request, t.model, data, silent), UsageError);
    request.index = 0;
    request.algorithm = "train";
    QVERIFY_EXCEPTION_THROWN(explorer.explored(request, t.model, data, silent), UsageError);
  }
};

ADVERSARIUM_SUITE(TestExplorer)
#include "test_explorer.moc"
