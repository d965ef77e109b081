// SPDX-License-Identifier: GPL-3.0-or-later
// Core's sentences in the window's language: the template is found again, whatever was filled in.
#include <QtTest>

#include "tests/suite.h"
#include "ui/language.h"
#include "ui/widgets/core_text.h"

using namespace adversarium;

class TestCoreText : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { applyLanguage("en"); }

  void englishStaysAsItIs() {
    applyLanguage("en");
    QCOMPARE(recordText("Only 12 images were attacked: the intervals are wide."),
             QString("Only 12 images were attacked: the intervals are wide."));
  }
  void numbersAreFilledIn() {
    applyLanguage("de");
    QCOMPARE(recordText("Only 12 images were attacked: the intervals are wide."),
             QString("Nur 12 Bilder wurden angegriffen: die Intervalle sind weit."));
  }
  void namesAndFractionsToo() {
    applyLanguage("de");
    QCOMPARE(
        recordText("The model wants another range of pixel values (‘0 … 255’): 98.5 % right instead of 6.0 %."),
        QString("Das Modell will einen anderen Wertebereich der Pixel (‘0 … 255’): 98,5 % richtig statt 6,0 %."));
  }
  void anotherOrderWherePeopleSpeakSo() {
    applyLanguage("de");
    QCOMPARE(recordText("The model answers class 3 to every one of 200 images."),
             QString("Das Modell antwortet auf jedes von 200 Bildern mit Klasse 3."));
  }
  void partsOfARecipeToo() {
    applyLanguage("de");
    QCOMPARE(recordText("lenet, copy of ‘demo:signs’, 5000 queries, chosen by ‘margin’"),
             QString("lenet, Kopie von ‘demo:signs’, 5000 Anfragen, gewählt nach ‘margin’"));
    QCOMPARE(recordText("resnet20, plain training, 5 epochs"),
             QString("resnet20, gewöhnliches Training, 5 Epochen"));
  }
  void unknownSentencesComeBack() {
    applyLanguage("de");
    QCOMPARE(recordText("Layer 7 is made of cheese."), QString("Layer 7 is made of cheese."));
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
