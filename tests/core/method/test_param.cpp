// SPDX-License-Identifier: GPL-3.0-or-later
/// Parameters: declared once, read and checked everywhere with the same words.
#include "core/method/param.h"
#include "tests/suite.h"

#include <QtTest>
#include <array>
#include <clocale>

namespace adversarium {

enum class Taste { Sweet, Sour };
template <>
struct Choices<Taste> {
  static constexpr std::array<std::string_view, 2> names{"sweet", "sour"};
};

namespace {

struct Sample {
  struct Params {
    double epsilon = 0.1;
    int steps = 20;
    std::int64_t seed = 0;
    bool early = true;
    Taste taste = Taste::Sour;
    std::string note = "none";
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change", {0, 1, 0, 0.25, false, "pixel value"})
          .as(Role::Strength),
      param(&Params::steps, "steps", "Steps", "How many", {1, 100, 1, 50, true}),
      param(&Params::seed, "seed", "Seed", "Where chance begins"),
      param(&Params::early, "early", "Early", "Stop at success"),
      param(&Params::taste, "taste", "Taste", "One of two"),
      param(&Params::note, "note", "Note", "Any words").as(Place::Folder),
  };
};

ParamSpec specOf(std::string_view id) {
  for (const ParamSpec& spec : describe<Sample>()) {
    if (spec.id == id) return spec;
  }
  throw std::logic_error("no such parameter");
}

std::string refusalOf(const auto& act) {
  try {
    act();
    return "accepted";
  } catch (const UsageError& wrong) {
    return wrong.what();
  }
}

}  // namespace

class TestParam : public QObject {
  Q_OBJECT

 private slots:
  void theDeclarationIsDescribed() {
    const auto specs = describe<Sample>();
    QCOMPARE(specs.size(), 6U);
    QVERIFY(specs[0].id == "epsilon" && specs[0].hero && specs[0].limits.unit == "pixel value");
    QCOMPARE(std::get<double>(specs[0].fallback), 0.1);
    QCOMPARE(specs[0].limits.softMax, 0.25);
    QVERIFY(!specs[1].hero && specs[1].limits.logarithmic);
    QCOMPARE(std::get<std::int64_t>(specs[1].fallback), 20);
    QVERIFY(std::get<bool>(specs[3].fallback));
    QCOMPARE(std::get<std::string>(specs[4].fallback), std::string("sour"));
    QVERIFY((specs[4].choices == std::vector<std::string_view>{"sweet", "sour"}));
    QCOMPARE(specs[2].limits.max, std::numeric_limits<double>::infinity());
  }

  void rolesAndPlacesAreDescribed() {
    QCOMPARE(specOf("epsilon").role, Role::Strength);
    QCOMPARE(specOf("steps").role, Role::None);
    QCOMPARE(specOf("note").place, Place::Folder);
    QCOMPARE(specOf("note").limits.unit, std::string_view("folder"));
    QCOMPARE(specOf("taste").place, Place::None);
  }

  void defaultsBindToThemselves() {
    const Sample::Params params = bind<Sample>({});
    QCOMPARE(params.epsilon, 0.1);
    QCOMPARE(params.steps, 20);
    QVERIFY(params.early && params.taste == Taste::Sour);
    QCOMPARE(params.note, std::string("none"));
  }

  void valuesReachTheirMembers() {
    const Sample::Params params = bind<Sample>({{"epsilon", 0.5},
                                                {"steps", 3.0},
                                                {"seed", std::int64_t{1} << 60},
                                                {"early", false},
                                                {"taste", std::string("sweet")},
                                                {"note", std::string("x, y")}});
    QCOMPARE(params.epsilon, 0.5);
    QCOMPARE(params.steps, 3);
    QCOMPARE(params.seed, std::int64_t{1} << 60);
    QVERIFY(!params.early && params.taste == Taste::Sweet);
    QCOMPARE(params.note, std::string("x, y"));
  }

  void wholeNumbersPassAsReal() {
    const ParamMap complete = completeParams(describe<Sample>(), {{"epsilon", std::int64_t{1}}});
    QCOMPARE(std::get<double>(complete.at("epsilon")), 1.0);
  }

  void wordsAreRead() {
    QCOMPARE(std::get<double>(parseParam(specOf("epsilon"), "8/255")), 8.0 / 255);
    QCOMPARE(std::get<double>(parseParam(specOf("epsilon"), "3e-2")), 0.03);
    QCOMPARE(std::get<double>(parseParam(specOf("epsilon"), "1")), 1.0);
    QCOMPARE(std::get<std::int64_t>(parseParam(specOf("steps"), "20")), 20);
    QCOMPARE(std::get<std::int64_t>(parseParam(specOf("steps"), "20.0")), 20);
    QCOMPARE(std::get<std::int64_t>(parseParam(specOf("seed"), "-5")), -5);
    QCOMPARE(std::get<bool>(parseParam(specOf("early"), "false")), false);
    QCOMPARE(std::get<bool>(parseParam(specOf("early"), "on")), true);
    QCOMPARE(std::get<std::string>(parseParam(specOf("taste"), "sweet")), std::string("sweet"));
    QCOMPARE(std::get<std::string>(parseParam(specOf("note"), "8/255")), std::string("8/255"));
  }

  void wrongWordsAreRefused_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto add = [](const char* id, const char* text, const char* words) {
      QTest::newRow(qPrintable(QString("%1=%2").arg(id, text))) << id << text << words;
    };
    add("epsilon", "-0.1", "epsilon: -0.1 is below 0");
    add("epsilon", "1.5", "epsilon: 1.5 is above 1");
    add("epsilon", "", "epsilon: '' is not a number");
    add("epsilon", "large", "epsilon: 'large' is not a number");
    add("epsilon", "0,1", "epsilon: '0,1' is not a number");
    add("epsilon", "0.1 ", "epsilon: '0.1 ' is not a number");
    add("epsilon", "0x1", "epsilon: '0x1' is not a number");
    add("epsilon", "8/", "epsilon: '8/' is not a number");
    add("epsilon", "8/0", "epsilon: '8/0' is not a number");
    add("epsilon", "8/2/2", "epsilon: '8/2/2' is not a number");
    add("epsilon", "nan", "epsilon: must be a finite number");
    add("epsilon", "inf", "epsilon: must be a finite number");
    add("seed", "-inf", "seed: must be a finite number");
    add("epsilon", "1e999", "epsilon: '1e999' is not a number");
    add("steps", "2.5", "steps: 2.5 is no whole number");
    add("steps", "0", "steps: 0 is below 1");
    add("early", "perhaps", "early: 'perhaps' is neither true nor false");
    add("taste", "bitter", "taste: 'bitter' is no choice; there are sweet, sour");
    add("taste", "", "taste: '' is no choice; there are sweet, sour");
  }

  void wrongWordsAreRefused() {
    QFETCH(QString, id);
    QFETCH(QString, text);
    QFETCH(QString, words);
    const std::string name = id.toStdString(), value = text.toStdString();
    QCOMPARE(QString::fromStdString(refusalOf([&] { parseParam(specOf(name), value); })), words);
  }

  void wholeNumbersThatARealCannotHoldAreNotChanged() {
    QCOMPARE(std::get<std::int64_t>(checkedParam(specOf("seed"), std::int64_t{9007199254740993})),
             std::int64_t{9007199254740993});
    QVERIFY(refusalOf([] { parseParam(specOf("seed"), "9007199254740993"); }).ends_with("is no whole number"));
    QVERIFY(refusalOf([] { checkedParam(specOf("seed"), 1e300); }).ends_with("is no whole number"));
  }

  void wrongKindsAreRefused() {
    QCOMPARE(refusalOf([] { checkedParam(specOf("epsilon"), true); }), std::string("epsilon: must be a number"));
    QCOMPARE(refusalOf([] { checkedParam(specOf("steps"), std::string("3")); }),
             std::string("steps: must be a number"));
    QCOMPARE(refusalOf([] { checkedParam(specOf("early"), std::int64_t{1}); }),
             std::string("early: must be true or false"));
    QCOMPARE(refusalOf([] { checkedParam(specOf("taste"), 1.0); }), std::string("taste: must be a word"));
    QCOMPARE(refusalOf([] { checkedParam(specOf("epsilon"), std::nan("")); }),
             std::string("epsilon: must be a finite number"));
  }

  void unknownNamesAreRefused() {
    QCOMPARE(refusalOf([] {
               completeParams(describe<Sample>(), {{"epsilom", 0.1}});
             }),
             std::string("no parameter 'epsilom': there are epsilon, steps, seed, early, taste, note"));
    QCOMPARE(refusalOf([] {
               bind<Sample>({{"steps", std::int64_t{101}}});
             }),
             std::string("steps: 101 is above 100"));
  }

  void aLocaleWithACommaChangesNothing() {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8") && !std::setlocale(LC_ALL, "de_DE.utf8")) {
      QSKIP("the German locale is not installed");
    }
    const auto value = parseParam(specOf("epsilon"), "0.25");
    const std::string words = refusalOf([] { parseParam(specOf("epsilon"), "1.5"); });
    std::setlocale(LC_ALL, before.c_str());
    QCOMPARE(std::get<double>(value), 0.25);
    QCOMPARE(words, std::string("epsilon: 1.5 is above 1"));
  }
};

}  // namespace adversarium

ADVERSARIUM_SUITE(adversarium::TestParam)
#include "test_param.moc"
