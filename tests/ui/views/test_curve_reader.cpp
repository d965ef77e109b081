// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over one axis are read off together, while a run goes on and afterwards.
#include <qcustomplot.h>

#include <QtTest>
#include <cmath>

#include "tests/suite.h"
#include "ui/base/language.h"
#include "ui/views/curve_reader.h"
#include "ui/views/record_view.h"

using namespace adversarium;

namespace {

Curve curveOf(std::vector<double> x, std::vector<double> y) {
  Curve curve{"Neurons removed", "Share of images", std::move(x), std::move(y), {}, {}, false, "Both"};
  for (const double value : curve.y) {
    curve.low.push_back(value - 0.01);
    curve.high.push_back(value + 0.01);
  }
  return curve;
}

std::shared_ptr<Record> pruned(std::size_t points, bool partial) {
  const std::vector<double> x{0, 8, 32, 448}, clean{0.9, 0.89, 0.885, 0.1}, triggered{0.97, 0.5, 0.041, 0};
  const auto some = [&](const std::vector<double>& all) {
    return std::vector<double>(all.begin(), all.begin() + std::ptrdiff_t(points));
  };
  auto record = std::make_shared<Record>();
  record->request.algorithm = "prune";
  record->partial = partial;
  record->found = {{"pruning_accuracy", "Clean accuracy", curveOf(some(x), some(clean))},
                   {"pruning_success", "Trigger success", curveOf(some(x), some(triggered))},
                   {"alone", "Loss", Curve{"Epoch", "Loss", {1, 2}, {3, 1}, {}, {}}}};
  return record;
}

}  // namespace

class TestCurveReader : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { applyLanguage("en"); }

  void bothCurvesAreReadOff() {
    RecordView view;
    view.resize(800, 700);
    view.show();
    view.setRecord(pruned(4, false));
    const auto readers = view.findChildren<CurveReader*>();
    QCOMPARE(readers.size(), 1);  // one for the two; a single curve needs none
    CurveReader& reader = *readers.front();
    reader.slider().setValue(2);
    QCOMPARE(reader.place(), 32.0);
    QCOMPARE(reader.reading(), QString("Neurons removed: 32 of 448 — Clean accuracy 88.5 % (87.5 % – 89.5 %), "
                                       "Trigger success 4.1 % (3.1 % – 5.1 %)"));
    QCOMPARE(reader.findChild<QLabel*>("curveReading")->text(), reader.reading());
    QVERIFY(!reader.slider().accessibleName().isEmpty());
    QCOMPARE(reader.slider().accessibleDescription(), reader.reading());
    QTest::keyClick(&reader.slider(), Qt::Key_Left);
    QCOMPARE(reader.place(), 8.0);
    applyLanguage("de");
    QVERIFY2(reader.reading().contains("8 von 448") && reader.reading().contains("89,0 %"),
             qPrintable(reader.reading()));
  }

  void theCursorStaysWhileTheRunGoesOn() {
    RecordView view;
    view.resize(800, 700);
    view.show();
    view.setRecord(pruned(2, true));
    auto* reader = view.findChild<CurveReader*>();
    QCOMPARE(reader->place(), 8.0);  // nobody has moved it: it follows
    QVERIFY2(reader->reading().contains("so far"), qPrintable(reader->reading()));
    view.updateRecord(pruned(3, true));
    QCOMPARE(view.findChild<CurveReader*>(), reader);
    QCOMPARE(reader->place(), 32.0);
    QTest::mousePress(&reader->slider(), Qt::LeftButton, {}, QPoint(4, reader->slider().height() / 2));
    reader->slider().setValue(1);
    view.updateRecord(pruned(4, false));  // in the middle of the drag
    QCOMPARE(view.findChild<CurveReader*>(), reader);
    QVERIFY(reader->isVisible());
    QCOMPARE(reader->place(), 8.0);
    QVERIFY(reader->reading().contains("8 of 448"));
    QTest::mouseRelease(&reader->slider(), Qt::LeftButton);
  }

  void aPressOnThePlotMovesIt() {
    CurveReader reader;
    reader.resize(600, 400);
    reader.setAxes("Removed", "Share", true);
    reader.setCurves({{"a", {0, 10, 20}, {1, 0.5, 0}, {}, {}}, {"b", {0, 10, 20}, {0, 0.5, 1}, {}, {}}}, true);
    reader.show();
    QVERIFY(QTest::qWaitForWindowExposed(&reader));
    auto* plot = reader.plot().findChild<QCustomPlot*>();
    plot->replot();
    const auto x = int(plot->xAxis->coordToPixel(11));
    QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(x, plot->height() / 2));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(x, plot->height() / 2));
    QCOMPARE(reader.place(), 10.0);
  }

  void otherPlacesCannotBeRead() {
    QVERIFY(!CurveReader::canRead({}));
    QVERIFY(CurveReader::canRead({{"a", {0, 1}, {1, 1}, {}, {}}, {"b", {0, 1}, {0, 0}, {}, {}}}));
    QVERIFY(!CurveReader::canRead({{"a", {0, 1}, {1, 1}, {}, {}}, {"b", {0, 2}, {0, 0}, {}, {}}}));
    QVERIFY(!CurveReader::canRead({{"a", {1, 0}, {1, 1}, {}, {}}, {"b", {1, 0}, {0, 0}, {}, {}}}));
  }
};

ADVERSARIUM_SUITE(TestCurveReader)
#include "test_curve_reader.moc"
