// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/record/reopenable.h"
#include "tests/suite.h"

using namespace adversarium;

using Change = std::function<void(Request&)>;
Q_DECLARE_METATYPE(Change)

class TestReopenable : public QObject {
  Q_OBJECT

  static Request sound() {
    Request request;
    request.algorithm = "pgd";
    request.params = {{"epsilon", 0.03}, {"norm", std::string("l2")}, {"steps", std::int64_t{10}}};
    request.model = request.data = "demo:signs";
    request.guards = {{"input-transform", {}}};
    return request;
  }

 private slots:
  void soundRequestsPass() {
    QCOMPARE(whyNotReopened(sound()).value_or(""), std::string());
    Request wholeStrength = sound();
    wholeStrength.params["epsilon"] = std::int64_t{1};  // as JSON writes 1
    QVERIFY(!whyNotReopened(wholeStrength));
    Request trained = sound();
    trained.algorithm = "train";
    trained.params.clear();
    trained.guards.clear();
    trained.model = "new:mlp";
    QVERIFY(!whyNotReopened(trained));
  }

  void filesAreLookedFor() {
    QTemporaryDir folder;
    Request request = sound();
    request.model = folder.filePath("there.adv").toStdString();
    QVERIFY(whyNotReopened(request)->english().find("there.adv") != std::string::npos);
    std::ofstream(request.model) << "x";
    QVERIFY(!whyNotReopened(request));
    request.data = folder.path().toStdString() + "#train";
    QVERIFY(!whyNotReopened(request));
    request.data = folder.filePath("nowhere").toStdString() + "#train";
    QVERIFY(whyNotReopened(request)->english().find("nowhere") != std::string::npos);
  }

  void whatIsNotKnownIsSaid_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* named, Change change) {
      QTest::newRow(name) << change << QString(named);
    };
    row("method", "from-tomorrow", [](Request& r) { r.algorithm = "from-tomorrow"; });
    row("empty method", "method", [](Request& r) { r.algorithm.clear(); });
    row("parameter", "warp", [](Request& r) { r.params["warp"] = 1.0; });
    row("word for a number", "epsilon", [](Request& r) { r.params["epsilon"] = std::string("much"); });
    row("number for a word", "norm", [](Request& r) { r.params["norm"] = 2.0; });
    row("switch for a number", "steps", [](Request& r) { r.params["steps"] = true; });
    row("half a step", "steps", [](Request& r) { r.params["steps"] = 2.5; });
    row("out of range", "epsilon", [](Request& r) { r.params["epsilon"] = -1.0; });
    row("no number", "epsilon",
        [](Request& r) { r.params["epsilon"] = std::numeric_limits<double>::quiet_NaN(); });
    row("choice", "l7", [](Request& r) { r.params["norm"] = std::string("l7"); });
    row("guard", "moat", [](Request& r) { r.guards = {{"moat", {}}}; });
    row("guard's parameter", "depth", [](Request& r) { r.guards.front().params["depth"] = 2.0; });
  }
  void whatIsNotKnownIsSaid() {
    QFETCH(Change, change);
    QFETCH(QString, named);
    Request request = sound();
    change(request);
    const auto reason = whyNotReopened(request);
    QVERIFY(reason);
    QVERIFY2(QString::fromStdString(reason->english()).contains(named), reason->english().c_str());
  }
};

ADVERSARIUM_SUITE(TestReopenable)
#include "test_reopenable.moc"
