// SPDX-License-Identifier: GPL-3.0-or-later
// The manual in its window: pages, links, pictures, search and methods' declarations, in both languages.
#include <QLineEdit>
#include <QListWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QtTest>

#include "tests/suite.h"
#include "ui/base/language.h"
#include "ui/manual/manual_text.h"
#include "ui/manual/manual_window.h"
#include "ui/shell/application.h"

using namespace adversarium;

class TestManual : public QObject {
  Q_OBJECT

  static QTextBrowser& text(ManualWindow& manual) { return *manual.findChild<QTextBrowser*>("manualText"); }
  /// Follows the first link to an address that ends so, as a click does.
  static bool follow(ManualWindow& manual, const QString& ending) {
    for (QTextBlock block = text(manual).document()->begin(); block.isValid(); block = block.next()) {
      for (auto part = block.begin(); !part.atEnd(); ++part) {
        const QString address = part.fragment().charFormat().anchorHref();
        if (!address.endsWith(ending)) continue;
        emit text(manual).anchorClicked(QUrl(address));
        return true;
      }
    }
    return false;
  }

 private slots:
  void cleanup() { applyLanguage("en"); }

  void everyPageOpens_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << "en";
    QTest::newRow("German") << "de";
  }
  void everyPageOpens() {
    QFETCH(QString, language);
    applyLanguage(language);
    QVERIFY(manualFolder().endsWith("/manual/" + language + "/"));
    ManualWindow manual;
    manual.show();
    for (const QString& page : manualPages()) {
      manual.open(page);
      QCOMPARE(manual.page(), page);
      QVERIFY2(text(manual).toPlainText().size() > 100, qPrintable(page));
      QVERIFY2(manual.windowTitle().contains(manualTitle(page)), qPrintable(page));
      QVERIFY2(manual.findChild<QListWidget*>("manualPages")->currentItem(), qPrintable(page));
    }
  }

  void linksAndBack_data() { everyPageOpens_data(); }
  void linksAndBack() {
    QFETCH(QString, language);
    applyLanguage(language);
    ManualWindow manual;
    manual.show();
    manual.open("index.md");
    QVERIFY(follow(manual, "measured/backdoors.md"));
    QCOMPARE(manual.page(), QString("measured/backdoors.md"));
    QTest::mouseClick(manual.findChild<QToolButton*>("manualBack"), Qt::LeftButton);
    QCOMPARE(manual.page(), QString("index.md"));
    QTest::mouseClick(manual.findChild<QToolButton*>("manualForward"), Qt::LeftButton);
    QCOMPARE(manual.page(), QString("measured/backdoors.md"));
  }

  void aHeadingIsReached() {
    ManualWindow manual;
    manual.show();
    QVERIFY(QTest::qWaitForWindowExposed(&manual));
    manual.open("audit.md");
    QVERIFY(follow(manual, "#taking-a-suspected-backdoor-apart"));
    QCOMPARE(manual.page(), QString("guide.md"));
    QCOMPARE(text(manual).textCursor().block().text(), QString("Taking a suspected backdoor apart"));
  }

  void picturesLoad() {
    ManualWindow manual;
    manual.show();
    manual.open("guide.md");
    const QVariant picture =  // as the page names it
        text(manual).document()->resource(QTextDocument::ImageResource, QUrl("../../pictures/model.png"));
    QVERIFY(!picture.value<QImage>().isNull());
    QVERIFY(picture.value<QImage>().width() <= text(manual).viewport()->width());
  }

  void aSearchFindsAndJumps_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("words");
    QTest::newRow("English") << "en"
                             << "Exit codes";
    QTest::newRow("German") << "de" << QStringLiteral("Rückgabewerte");
  }
  void aSearchFindsAndJumps() {
    QFETCH(QString, language);
    QFETCH(QString, words);
    applyLanguage(language);
    ManualWindow manual;
    manual.show();
    manual.open("guide.md");
    auto* search = manual.findChild<QLineEdit*>("manualSearch");
    auto* list = manual.findChild<QListWidget*>("manualPages");
    const int all = list->count();
    search->setText(words);  // keyClicks() knows ASCII only
    QVERIFY(list->count() > 0 && list->count() < all);
    for (int row = 0; row < list->count(); ++row) {
      const QString page = list->item(row)->data(Qt::UserRole).toString();
      QVERIFY2(manualText(page).contains(words, Qt::CaseInsensitive), qPrintable(page));
    }
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(manual.page(), list->item(0)->data(Qt::UserRole).toString());
    QCOMPARE(text(manual).textCursor().selectedText().toLower(), words.toLower());
    QTest::keyClicks(search, "zzzz");
    QCOMPARE(list->count(), 0);
    search->clear();
    QCOMPARE(list->count(), all);
  }

  void aMethodIsDeclared() {
    const CatalogueEntry& pgd = catalogueEntry("pgd");
    ManualWindow manual;
    manual.show();
    for (const QString language : {"en", "de"}) {
      applyLanguage(language);
      QCoreApplication::processEvents();
      manual.open(manualPageOf("pgd"));
      const QString shown = text(manual).toPlainText();
      QVERIFY(shown.contains("adversarium run pgd"));
      for (const ParamSpec& spec : pgd.params)
        QVERIFY2(shown.contains("--" + QString::fromStdString(std::string(spec.id))), spec.id.data());
    }
  }

  void theLanguageChangesUnderIt() {
    ManualWindow manual;
    manual.show();
    manual.open("records.md");
    QVERIFY(text(manual).toPlainText().startsWith("Records"));
    applyLanguage("de");
    QCoreApplication::processEvents();
    QCOMPARE(manual.page(), QString("records.md"));
    QVERIFY(text(manual).toPlainText().startsWith("Protokolle"));
  }
};

ADVERSARIUM_SUITE(TestManual)
#include "test_manual.moc"
