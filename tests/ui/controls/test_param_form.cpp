// SPDX-License-Identifier: GPL-3.0-or-later
// The form of every method: in order for the keyboard, in the window's language, wide enough to be used.
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>

#include "tests/suite.h"
#include "ui/base/language.h"
#include "ui/controls/setup_panel.h"
#include "ui/shell/application.h"

using namespace adversarium;

class TestParamForm : public QObject {
  Q_OBJECT

  void everyMethod() {
    QTest::addColumn<QString>("id");
    for (const CatalogueEntry& entry : catalogue()) {
      const QString id = QString::fromUtf8(entry.info.id.data(), qsizetype(entry.info.id.size()));
      QTest::newRow(qPrintable(id)) << id;
    }
  }
  /// With every parameter in sight.
  static std::unique_ptr<SetupPanel> panelOf(const QString& id) {
    const CatalogueEntry& entry = catalogueEntry(id.toStdString());
    auto panel = std::make_unique<SetupPanel>(entry.family, QString());
    panel->resize(panel->minimumSizeHint().width(), 900);
    panel->setMethod(entry);
    panel->show();
    auto* more = panel->findChild<QToolButton*>("moreParameters");
    if (more->isVisible() && more->arrowType() == Qt::RightArrow) more->click();
    QApplication::processEvents();
    return panel;
  }

 private slots:
  void initTestCase() { setUpApplication(); }

  void tabGoesDown_data() { everyMethod(); }
  void tabGoesDown() {
    QFETCH(QString, id);
    const auto panel = panelOf(id);
    panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(panel.get()));
    auto* at = panel->findChild<QWidget*>("methodBox");
    auto* const last = panel->findChild<QWidget*>("runSetButton");
    at->setFocus(Qt::TabFocusReason);
    QWidget* const form = panel->findChild<QScrollArea*>()->widget();
    int steps = 0, above = -1;
    bool scrolled = false;
    for (; at != last && steps < 80; ++steps) {
      const bool scrolls = form->isAncestorOf(at);
      const int place = at->mapTo(scrolls ? form : panel.get(), QPoint(0, 0)).y();
      if (scrolls != std::exchange(scrolled, scrolls)) above = -1;
      // A folder's button stands beside its field.
      QVERIFY2(place >= above - 8, qPrintable(at->objectName() + " comes after what stands below it"));
      above = place;
      QTest::keyClick(at, Qt::Key_Tab);
      at = QApplication::focusWidget();
      QVERIFY(at);
    }
    QCOMPARE(at, last);
  }

  void nothingIsCut_data() { everyMethod(); }
  void nothingIsCut() {
    QFETCH(QString, id);
    applyLanguage("de");
    const auto panel = panelOf(id);
    for (QWidget* widget : panel->findChildren<QWidget*>()) {
      if (!widget->isVisible() || !widget->objectName().startsWith("param_")) continue;
      const int right = widget->mapTo(panel.get(), QPoint(widget->width(), 0)).x();
      QVERIFY2(right <= panel->width(), qPrintable(widget->objectName() + " is cut off"));
      if (qobject_cast<QLineEdit*>(widget)) QVERIFY2(widget->width() > 150, qPrintable(widget->objectName()));
      if (const auto* combo = qobject_cast<QComboBox*>(widget)) {
        for (int row = 0; row < combo->count(); ++row)
          QVERIFY2(combo->fontMetrics().horizontalAdvance(combo->itemText(row)) + 28 <= combo->width(),
                   qPrintable(combo->objectName() + ": " + combo->itemText(row)));
      }
    }
    applyLanguage("en");
  }

  void choicesSpeakTheLanguage() {
    applyLanguage("de");
    const auto panel = panelOf("trigger-search");
    auto* kind = panel->findChild<QComboBox*>("param_kind");
    QCOMPARE(kind->itemText(0), QString("Masken"));
    QCOMPARE(std::get<std::string>(panel->params().at("kind")), std::string("masks"));
    applyLanguage("en");
  }

  /// The hero's slider and its number tell the same.
  void theHeroHasASlider() {
    const auto panel = panelOf("membership");
    auto* slider = panel->findChild<ValueSlider*>("heroSlider");
    auto* number = panel->findChild<QSpinBox*>("param_shadows");
    QVERIFY(slider && number);
    QSignalSpy edits(panel.get(), &SetupPanel::paramsEdited);
    slider->setValue(slider->maximum());
    QCOMPARE(number->value(), 64);
    QCOMPARE(std::get<std::int64_t>(panel->params().at("shadows")), std::int64_t{64});
    QCOMPARE(edits.count(), 1);
    number->setValue(8);
    QCOMPARE(slider->numberAt(slider->value()), 8.0);
    QCOMPARE(edits.count(), 2);
    for (int position = 0; position <= slider->maximum(); ++position)
      QVERIFY(std::fmod(slider->numberAt(position), 2) == 0);  // each sample is in half of the models
    number->setValue(1000);                                    // beyond the slider's end, and still what was typed
    QCOMPARE(std::get<std::int64_t>(panel->params().at("shadows")), std::int64_t{1000});
  }

  /// Files need not be typed; of models that are several the next one comes behind the others.
  void filesAreChosen() {
    QTemporaryDir folder;
    const auto chooseIn = [&](const SetupPanel& panel, const char* parameter, const QString& name) {
      const QString file = folder.filePath(name);
      QFile(file).open(QIODevice::WriteOnly);
      QTimer::singleShot(0, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>("fileNameEdit")->setText(file);
        QMetaObject::invokeMethod(dialog, "accept");
      });
      panel.findChild<QWidget*>(QString("param_") + parameter)->findChild<QToolButton*>("choosePath")->click();
      return file.toStdString();
    };
    const auto mimic = panelOf("mimic");
    const std::string teacher = chooseIn(*mimic, "teacher", "teacher.adv");
    QCOMPARE(std::get<std::string>(mimic->params().at("teacher")), teacher);
    const std::string other = chooseIn(*mimic, "teacher", "other.adv");
    QCOMPARE(std::get<std::string>(mimic->params().at("teacher")), other);
    const std::string one = chooseIn(*mimic, "students", "one.adv"), two = chooseIn(*mimic, "students", "two.adv");
    QCOMPARE(std::get<std::string>(mimic->params().at("students")), one + "," + two);
    const auto training = panelOf("train");
    const std::string checkpoint = chooseIn(*training, "checkpoint", "epochs.ckpt");
    QCOMPARE(std::get<std::string>(training->params().at("checkpoint")), checkpoint);
  }

  /// What was asked for outlives data that has fewer images, and no data at all.
  void imagesComeBack() {
    SetupPanel panel(Family::Detection, QString());
    panel.setMostImages(1);
    QCOMPARE(panel.imageCount(), 1);
    panel.setMostImages(2000);
    QCOMPARE(panel.imageCount(), 100);
    auto* images = panel.findChild<QSpinBox*>("imagesSpin");
    images->setValue(300);
    panel.setMostImages(50);
    QCOMPARE(panel.imageCount(), 50);
    panel.setMostImages(2000);
    QCOMPARE(panel.imageCount(), 300);
  }

  /// The same samples as the command line takes where nobody says how many.
  void asManyImagesAsTheMethodTakes() {
    for (const CatalogueEntry& entry : catalogue()) {
      SetupPanel panel(entry.family, QString());
      panel.setMostImages(60000);
      panel.setMethod(entry);
      QCOMPARE(std::int64_t(panel.imageCount()), usualSamples(entry.scope));
    }
    SetupPanel panel(Family::Detection, QString());
    panel.setMostImages(60000);
    panel.setMethod(catalogueEntry("strip"));
    panel.setImageCount(300);
    panel.setMethod(catalogueEntry("scale-up"));
    QCOMPARE(panel.imageCount(), 300);
    panel.setMethod(catalogueEntry("spectral"));
    QCOMPARE(panel.imageCount(), 0);
  }

  void slidersStandOnRoundValues() {
    ValueSlider decades({1, 1e6, 100, 10000, true}, true);
    decades.showNumber(1000);
    QCOMPARE(decades.numberAt(decades.value()), 1000.0);
    QCOMPARE(decades.numberAt(0), 100.0);
    QCOMPARE(decades.numberAt(decades.maximum()), 10000.0);
  }
};

ADVERSARIUM_SUITE(TestParamForm)
#include "test_param_form.moc"
