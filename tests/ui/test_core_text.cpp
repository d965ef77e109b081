// SPDX-License-Identifier: GPL-3.0-or-later
// Core's words in the window's language: the template is translated, what stands in it is filled in.
#include <QtTest>

#include "tests/suite.h"
#include "ui/base/core_text.h"
#include "ui/base/language.h"

using namespace adversarium;

class TestCoreText : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { applyLanguage("en"); }

  void englishStaysAsItIs() {
    applyLanguage("en");
    QCOMPARE(recordText(filled("Only {} images were attacked: the intervals are wide.", 12)),
             QString("Only 12 images were attacked: the intervals are wide."));
  }
  void numbersAreFilledIn() {
    applyLanguage("de");
    QCOMPARE(recordText(filled("Only {} images were attacked: the intervals are wide.", 12)),
             QString("Nur 12 Bilder wurden angegriffen: die Intervalle sind weit."));
  }
  void namesAndFractionsToo() {
    applyLanguage("de");
    QCOMPARE(
        recordText(filled("The model wants another range of pixel values (‘{}’): {} % right instead of {} %.",
                          "0 … 255", Number{98.5, 1}, Number{6, 1})),
        QString("Das Modell will einen anderen Wertebereich der Pixel (‘0 … 255’): 98,5 % richtig statt 6,0 %."));
  }
  void anotherOrderWherePeopleSpeakSo() {
    applyLanguage("de");
    QCOMPARE(recordText(filled("The model answers class {} to every one of {} images.", 3, 200)),
             QString("Das Modell antwortet auf jedes von 200 Bildern mit Klasse 3."));
  }
  void whatStandsInAHoleIsLeftAlone() {
    applyLanguage("de");
    QCOMPARE(recordText(filled("Only {} images were attacked: the intervals are wide.", "{1} {} 7.5")),
             QString("Nur {1} {} 7.5 Bilder wurden angegriffen: die Intervalle sind weit."));
  }
  void classesAndWordsWithinWordsAreTranslated() {
    applyLanguage("de");
    QCOMPARE(captionText(filled("{} {} %", Name::ofClass("stop"), Number{97, 0})), className("stop") + " 97 %");
    QVERIFY(className("stop") != QString("stop"));
  }
  void partsOfARecipeToo() {
    applyLanguage("de");
    QCOMPARE(recordText(recipeOf({std::string("lenet"), filled("copy of ‘{}’", "demo:signs"),
                                  filled("{} queries", 5000), filled("chosen by ‘{}’", "margin")})),
             QString("lenet, Kopie von ‘demo:signs’, 5000 Anfragen, gewählt nach ‘margin’"));
    QCOMPARE(recordText(recipeOf({std::string("resnet20"), "plain training", filled("{} epochs", 5)})),
             QString("resnet20, gewöhnliches Training, 5 Epochen"));
  }
  void unknownSentencesComeBack() {
    applyLanguage("de");
    QCOMPARE(recordText(filled("Layer {} is made of cheese.", 7)), QString("Layer 7 is made of cheese."));
    QCOMPARE(recordText(""), QString());
  }
  void methodsSpeakGerman() {
    applyLanguage("de");
    QCOMPARE(methodText("Norm"), QString("Norm"));
    QVERIFY(methodText("Passes over the training data") != QString("Passes over the training data"));
  }
};

ADVERSARIUM_SUITE(TestCoreText)
#include "test_core_text.moc"
