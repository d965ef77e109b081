// SPDX-License-Identifier: GPL-3.0-or-later
// A laptop's screen and whatever letters its desktop has: the window fits, with everything within reach.
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QStatusBar>
#include <QtTest>

#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/language.h"

using namespace adversarium;

namespace {

/// 1366 × 768, less a panel of 40 pixels and the window's frame.
constexpr QSize kRoom(1350, 696);
/// The same without a panel: in letters of the usual size nothing has to be scrolled here.
constexpr QSize kAtEase(1350, 728);

constexpr const char* kPages[] = {"overviewPage", "modelPage",   "explorePage", "methodPage",
                                  "resultsPage",  "comparePage", "reportPage"};

}  // namespace

class TestSmallScreen : public QObject {
  Q_OBJECT

  static QScrollArea* areaOf(QWidget* page) {
    QWidget* at = page;
    while (at && !qobject_cast<QScrollArea*>(at)) at = at->parentWidget();
    return qobject_cast<QScrollArea*>(at);
  }
  static QString sized(QSize size) { return QString("%1×%2").arg(size.width()).arg(size.height()); }

 private slots:
  void commonFonts_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("percent");
    QTest::addColumn<QString>("language");
    int found = 0;
    for (const char* family :
         {"DejaVu Sans", "Noto Sans", "Inter", "Cantarell", "Liberation Sans", "Ubuntu", "Open Sans", "Roboto"}) {
      if (!QFontDatabase::families().contains(QString(family))) continue;
      ++found;
      for (const auto& [percent, language] : {std::pair{100, "de"}, {150, "de"}})
        QTest::addRow("%s %d %s", family, percent, language) << QString(family) << percent << QString(language);
    }
    if (found == 0) QTest::newRow("whatever there is") << QString() << 100 << QString("en");
  }
  void commonFonts() {
    QFETCH(QString, family);
    QFETCH(int, percent);
    QFETCH(QString, language);
    QFont font = family.isEmpty() ? QApplication::font() : QFont(family);
    font.setPointSizeF(UsedWindow::kPoints * percent / 100.0);
    UsedWindow used(kRoom, font);
    applyLanguage(language);
    ExplorePage& explorer = used.page();
    used.window().start({});
    explorer.chooseMethod("pgd");  // a method with steps: the scrubber needs its place, too
    QTRY_VERIFY_WITH_TIMEOUT(used.find<QWidget>("trajectoryScrubber")->isVisibleTo(&explorer), 120000);
    liveFor(50);  // until all layouts know of it
    QString sizes;
    for (const char* page : kPages)
      sizes += QString("%1 %2, ").arg(page, sized(used.widget(page)->minimumSizeHint()));
    const QSize least = used.window().minimumSizeHint();
    QVERIFY2(least.width() <= kRoom.width() && least.height() <= kRoom.height(), qPrintable(sized(least) + sizes));
    QCOMPARE(used.window().size(), kRoom);
    used.window().resize(kAtEase);
    liveFor(50);
    for (int page = 0; page < int(std::size(kPages)); ++page) {
      QScrollArea* const area = areaOf(used.widget(kPages[page]));
      QVERIFY2(area, kPages[page]);
      if (percent > 100) continue;
      used.window().showPage(static_cast<MainWindow::Page>(page));
      liveFor(20);
      const bool whole = area->verticalScrollBar()->maximum() == 0 && area->horizontalScrollBar()->maximum() == 0;
      QVERIFY2(whole, qPrintable(QString(kPages[page]) + ' ' + sizes + sized(area->viewport()->size())));
    }
    // Progress and Cancel lie within the window.
    QVERIFY(used.window().rect().contains(used.window().statusBar()->geometry()));
    used.close();
  }

  /// On a screen that it would hardly fit, the window takes all of it; the desktop then sees to the frame. In a
  /// process of its own, because Qt reads the screens once.
  void firstStart_data() {
    QTest::addColumn<QSize>("screen");
    QTest::addColumn<bool>("whole");
    QTest::newRow("laptop") << QSize(1366, 768) << true;
    QTest::newRow("large") << QSize(1920, 1080) << false;
    QTest::newRow("just too small for the frame") << QSize(1366, 870) << true;
  }
  void firstStart() {
    QFETCH(QSize, screen);
    QFETCH(bool, whole);
    QTemporaryDir folder;
    QFile file(folder.filePath("screens.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QJsonObject one{
        {"name", "one"}, {"x", 0}, {"y", 0}, {"width", screen.width()}, {"height", screen.height()}};
    file.write(QJsonDocument(QJsonObject{{"screens", QJsonArray{one}}}).toJson());
    file.close();
    QProcess again;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName());
    environment.insert("FIRST_START", whole ? "whole" : "part");
    again.setProcessEnvironment(environment);
    again.setProcessChannelMode(QProcess::MergedChannels);
    again.start(QCoreApplication::applicationFilePath(), {"test_small_screen", "opensWithinTheScreen"});
    QVERIFY(again.waitForFinished(120000));
    QVERIFY2(again.exitCode() == 0, again.readAll().right(1500).constData());
  }
  void opensWithinTheScreen() {
    if (!qEnvironmentVariableIsSet("FIRST_START")) QSKIP("only inside firstStart");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QTemporaryDir folder;
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    setUpApplication();
    SessionBridge bridge;
    MainWindow window(bridge);
    window.open();
    liveFor(100);
    const QSize room = window.screen()->availableSize();
    const bool whole = qEnvironmentVariable("FIRST_START") == "whole";
    QCOMPARE(window.isMaximized(), whole);
    QVERIFY2(window.width() <= room.width() && window.height() <= room.height(), qPrintable(sized(window.size())));
    if (!whole) QVERIFY(room.height() - window.height() >= 48);
    // The strip of jobs lies at the bottom of the window, and so on the screen.
    QVERIFY(window.rect().contains(window.statusBar()->geometry()));
    window.close();
    // Whoever has arranged the window finds it so again.
    MainWindow second(bridge);
    second.setWindowState(Qt::WindowNoState);
    second.resize(1200, 700);
    second.show();
    second.close();
    MainWindow third(bridge);
    third.open();
    QVERIFY(!third.isMaximized());
    QCOMPARE(third.size(), QSize(1200, 700));
  }
};

ADVERSARIUM_SUITE(TestSmallScreen)
#include "test_small_screen.moc"
