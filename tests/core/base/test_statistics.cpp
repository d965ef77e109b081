// SPDX-License-Identifier: GPL-3.0-or-later
/// The statistics of every record, against published values.
#include "core/base/statistics.h"
#include "tests/suite.h"

#include <QtTest>
#include <cmath>

using namespace adversarium;

class TestStatistics : public QObject {
  Q_OBJECT

 private slots:
  void wilsonAsPublished_data() {
    QTest::addColumn<int>("successes");
    QTest::addColumn<int>("n");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    QTest::newRow("81/263") << 81 << 263 << 0.2553 << 0.3662;
    QTest::newRow("15/148") << 15 << 148 << 0.0624 << 0.1605;
    QTest::newRow("0/20") << 0 << 20 << 0.0 << 0.1611;
    QTest::newRow("1/29") << 1 << 29 << 0.0061 << 0.1718;
  }

  void wilsonAsPublished() {
    QFETCH(int, successes);
    QFETCH(int, n);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval interval = wilson(successes, n);
    QVERIFY2(std::abs(interval.low - low) <= 5e-5, qPrintable(QString::number(interval.low)));
    QVERIFY2(std::abs(interval.high - high) <= 5e-5, qPrintable(QString::number(interval.high)));
  }

  void wilsonAtItsEdges() {
    QCOMPARE(wilson(0, 20).low, 0.0);
    QCOMPARE(wilson(20, 20).high, 1.0);
    QCOMPARE(wilson(20, 20).low, 1 - wilson(0, 20).high);
    QCOMPARE(wilson(0, 0).low, 0.0);
    QCOMPARE(wilson(0, 0).high, 1.0);
  }

  void moreConfidenceIsWider() {
    const Interval usual = wilson(30, 100), wide = wilson(30, 100, 0.99);
    QVERIFY(wide.low < usual.low && usual.high < wide.high);
  }

  void meanAndMedian() {
    QCOMPARE(mean({1, 2, 6}), 3.0);
    QCOMPARE(median({9, 1, 2}), 2.0);
    QCOMPARE(median({4, 1, 3, 2}), 2.5);
    QCOMPARE(median({5}), 5.0);
    QVERIFY(std::isnan(mean({})));
    QVERIFY(std::isnan(median({})));
  }

  /// Hyndman and Fan 1996, definition 7: what NumPy and R do unasked.
  void quantiles() {
    const std::vector<double> values{15, 20, 35, 40, 50};
    QCOMPARE(quantile(values, 0), 15.0);
    QCOMPARE(quantile(values, 0.05), 16.0);
    QCOMPARE(quantile(values, 0.4), 29.0);
    QCOMPARE(quantile(values, 0.25), 20.0);
    QCOMPARE(quantile(values, 1), 50.0);
    QVERIFY(std::isnan(quantile({}, 0.5)));
  }

  void endlessValuesStayEndless() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QCOMPARE(median({1, kInfinity, kInfinity}), kInfinity);
    QCOMPARE(median({1, 2, kInfinity}), 2.0);
  }
};

ADVERSARIUM_SUITE(TestStatistics)
#include "test_statistics.moc"
