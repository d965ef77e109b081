// SPDX-License-Identifier: GPL-3.0-or-later
// The published numbers of the field's accountants, and what holds for every budget.
#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/training/privacy_accountant.h"
#include "tests/suite.h"

using namespace adversarium;

class TestPrivacyAccountant : public QObject {
  Q_OBJECT

 private slots:
  void publishedBudgets() {
    QVERIFY2(std::abs(rdpBudget({0.04, 1.5, 2250, 1e-5}) - 7.32911) < 1e-5,
             qPrintable(QString::number(rdpBudget({0.04, 1.5, 2250, 1e-5}), 'g', 12)));
    QVERIFY2(std::abs(prvBudget({0.04, 1.5, 2249, 1e-5}) - 6.777396) < 1e-6,
             qPrintable(QString::number(prvBudget({0.04, 1.5, 2249, 1e-5}), 'g', 12)));
  }

  void publishedNoise() {
    const PrivacyPlan plan{0.04, 0, 2000, 1e-5};
    const double rdp = noiseFor(8, plan, Accountant::Rdp), prv = noiseFor(8, plan, Accountant::Prv);
    QVERIFY2(std::abs(rdp - 1.3562) < 1e-4, qPrintable(QString::number(rdp, 'g', 12)));
    QVERIFY2(std::abs(prv - 1.2915) < 1e-4, qPrintable(QString::number(prv, 'g', 12)));
  }

  /// Without sampling one step is the Gaussian mechanism: ε(α) = α/2σ², and δ(ε) has a closed form (Balle and Wang
  /// 2018, theorem 8).
  void oneStepOnEverything() {
    QCOMPARE(renyiDivergence(1, 2, 3), 3.0 / 8);
    const double sigma = 1, budget = prvBudget({1 - 1e-12, sigma, 1, 1e-5});
    const auto normal = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
    const auto deltaAt = [&](double e) {
      return normal(0.5 / sigma - e * sigma) - std::exp(e) * normal(-0.5 / sigma - e * sigma);
    };
    QVERIFY(deltaAt(budget) <= 1e-5);          // an upper bound
    QVERIFY(deltaAt(budget - 0.025) >= 1e-5);  // and no loose one
  }

  /// A fractional order lies between its whole neighbours.
  void fractionsFitBetweenWholeOrders() {
    for (const double sigma : {0.7, 1.5, 4.0}) {
      for (const int order : {2, 5, 9}) {
        const double low = renyiDivergence(0.02, sigma, order), high = renyiDivergence(0.02, sigma, order + 1);
        for (const double part : {1e-6, 0.5, 1 - 1e-6}) {
          const double between = renyiDivergence(0.02, sigma, order + part);
          QVERIFY(low <= between * (1 + 1e-4) && between <= high * (1 + 1e-4));
        }
      }
    }
  }

  void moreOfAnythingCostsMore() {
    for (const Accountant accountant : {Accountant::Rdp, Accountant::Prv}) {
      const double usual = privacyBudget({0.01, 1, 500, 1e-5}, accountant);
      QVERIFY(privacyBudget({0.01, 1, 1000, 1e-5}, accountant) > usual);
      QVERIFY(privacyBudget({0.02, 1, 500, 1e-5}, accountant) > usual);
      QVERIFY(privacyBudget({0.01, 1.2, 500, 1e-5}, accountant) < usual);
      QVERIFY(privacyBudget({0.01, 1, 500, 1e-6}, accountant) > usual);
      QCOMPARE(privacyBudget({0.01, 1, 0, 1e-5}, accountant), 0.0);
      QVERIFY(std::isinf(privacyBudget({0.01, 0, 500, 1e-5}, accountant)));
    }
    QVERIFY(prvBudget({0.01, 1, 500, 1e-5}) < rdpBudget({0.01, 1, 500, 1e-5}));
  }

  void theNoiseKeepsToTheBudget() {
    for (const double budget : {0.5, 3.0, 20.0}) {
      PrivacyPlan plan{0.02, 0, 600, 1e-5};
      plan.noise = noiseFor(budget, plan, Accountant::Prv);
      const double spent = prvBudget(plan);
      QVERIFY(spent <= budget && spent > budget - 0.011);
    }
    QVERIFY_EXCEPTION_THROWN(noiseFor(1e-9, {0.02, 0, 600, 1e-5}, Accountant::Rdp), UsageError);
  }
};

ADVERSARIUM_SUITE(TestPrivacyAccountant)
#include "test_privacy_accountant.moc"
