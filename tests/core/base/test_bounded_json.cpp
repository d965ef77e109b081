// SPDX-License-Identifier: GPL-3.0-or-later
/// JSON of strangers: what is too deep to be copied or destroyed by recursion is refused while it is read.
#include <QtTest>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "tests/suite.h"

using namespace adversarium;

class TestBoundedJson : public QObject {
  Q_OBJECT

 private slots:
  void levelsAreCounted_data() {
    QTest::addColumn<int>("levels");
    QTest::addColumn<bool>("taken");
    QTest::newRow("a list in a list …") << 64 << true;
    QTest::newRow("one more") << 65 << false;
    QTest::newRow("a million") << 1'000'000 << false;
  }

  void levelsAreCounted() {
    QFETCH(int, levels);
    QFETCH(bool, taken);
    const auto count = static_cast<std::size_t>(levels);
    for (const auto& [open, close] : {std::pair{"[", "]"}, std::pair{"{\"a\":", "}"}}) {
      std::string text;
      for (std::size_t i = 0; i < count; ++i) text += open;
      text += "1";
      for (std::size_t i = 0; i < count; ++i) text += close;
      try {
        (void)boundedJson(text, "deep.json");
        QVERIFY(taken);
      } catch (const InputError& wrong) {
        QVERIFY(!taken);
        QCOMPARE(std::string(wrong.what()), std::string("deep.json: is JSON of more than 64 levels"));
      }
    }
  }

  void whatIsNoJsonIsNamed() { QVERIFY_EXCEPTION_THROWN(boundedJson("{\"a\": ", "half.json"), InputError); }
};

ADVERSARIUM_SUITE(TestBoundedJson)
#include "test_bounded_json.moc"
