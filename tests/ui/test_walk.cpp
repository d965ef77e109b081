// SPDX-License-Identifier: GPL-3.0-or-later
// Over every page: whoever cannot see, cannot use a mouse, reads a longer language or has a finer screen.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QTextBrowser>
#include <QTranslator>
#include <QtTest>

#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/core_text.h"
#include "ui/base/language.h"
#include "ui/pages/explore_page.h"
#include "ui/shell/command_palette.h"

using namespace adversarium;

namespace {

/// Every text 40 % longer, as some languages are.
class LongWords : public QTranslator {
 public:
  bool isEmpty() const override { return false; }
  QString translate(const char*, const char* source, const char*, int) const override {
    const QString text = QString::fromUtf8(source);
    return text + QString(std::max<int>(1, int(text.size()) * 4 / 10), QChar(u'ŵ'));
  }
};

const std::pair<MainWindow::Page, const char*> kPages[] = {
    {MainWindow::Overview, "overview"}, {MainWindow::Model, "model"},     {MainWindow::Explore, "explore"},
    {MainWindow::Method, "method"},     {MainWindow::Results, "results"}, {MainWindow::Compare, "compare"},
    {MainWindow::Report, "report"}};

}  // namespace

class TestWalk : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  QList<QWidget*> visible() {
    QList<QWidget*> found;
    for (QWidget* widget : m_used->window().findChildren<QWidget*>()) {
      if (widget->isVisible() && widget->width() > 0) found << widget;
    }
    return found;
  }
  static QString nameOf(const QWidget* widget) {
    return QString("%1 '%2'").arg(widget->metaObject()->className(), widget->objectName());
  }
  /// Parts of a bigger widget speak through it.
  static bool isPart(const QWidget* widget) {
    return widget->objectName().startsWith("qt_") || qobject_cast<const QScrollBar*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
           qobject_cast<const QComboBox*>(widget->parentWidget());
  }
  void everyPage() {
    QTest::addColumn<int>("page");
    for (const auto& [page, name] : kPages) QTest::newRow(name) << int(page);
  }
  void show() {
    QFETCH(int, page);
    m_used->window().showPage(static_cast<MainWindow::Page>(page));
    liveFor(60);
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>(QSize(1440, 900));
    applyLanguage("en");
    QVERIFY(m_used->start());
    m_used->window().pin();
    auto request = m_used->page().runRequest();
    request.samples.first = 6;
    request.sweep = 0;
    const int runs = m_used->window().runs().count();
    m_used->bridge().run(request);
    QVERIFY(liveUntil([&] { return m_used->window().runs().count() > runs; }, 60000));
    m_used->window().showPage(MainWindow::Model);
    QVERIFY(liveUntil([&] { return m_used->window().modelPage().diagnosis() != nullptr; }, 60000));
    m_used->window().showFamily(Family::Explanation);
    m_used->window().methodPage().chooseMethod("saliency");
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(2);
    m_used->window().methodPage().run();
    QVERIFY(liveUntil([&] { return m_used->window().methodPage().record() != nullptr; }, 60000));
  }
  void cleanupTestCase() {
    if (m_used) m_used->close();
    m_used.reset();
  }

  void whateverTakesTheFocusHasAName_data() { everyPage(); }
  void whateverTakesTheFocusHasAName() {
    show();
    QStringList nameless;
    for (QWidget* widget : visible()) {
      if (widget->focusPolicy() == Qt::NoFocus || isPart(widget)) continue;
      const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
      const QString name = interface ? interface->text(QAccessible::Name) : QString();
      if (name.isEmpty()) nameless << nameOf(widget);
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
  }

  /// Tab goes round and comes back: nothing holds the focus, nothing important is left out.
  void tabGoesRound_data() { everyPage(); }
  void tabGoesRound() {
    show();
    QSet<QWidget*> seen;
    QWidget* const first = m_used->widget("navigation");
    first->setFocus(Qt::TabFocusReason);
    constexpr int kMost = 300;
    int steps = 0;
    for (; steps < kMost; ++steps) {
      QWidget* const at = QApplication::focusWidget();
      QVERIFY(at);
      if (steps > 0 && at == first) break;
      seen << at;
      // Inside a text Tab goes from link to link first.
      for (int links = qobject_cast<QTextBrowser*>(at) ? 200 : 1; links > 0; --links) {
        QTest::keyClick(at, Qt::Key_Tab);
        if (QApplication::focusWidget() != at) break;
      }
      QVERIFY2(QApplication::focusWidget() != at, qPrintable("the focus is stuck in " + nameOf(at)));
    }
    QVERIFY(steps < kMost);
    for (QWidget* widget : visible()) {
      if (!qobject_cast<QAbstractButton*>(widget) || !(widget->focusPolicy() & Qt::TabFocus) || isPart(widget))
        continue;
      if (!widget->isEnabled()) continue;
      QVERIFY2(seen.contains(widget), qPrintable("Tab never reaches " + nameOf(widget)));
    }
  }

  void commandsAreComplete() {
    for (const QAction* action : m_used->window().findChildren<QAction*>()) {
      if (action->objectName().isEmpty() || action->menu()) continue;
      QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
    }
    QVERIFY(m_used->window().actions().find("runSet")->statusTip().size() > 5);
  }

  /// Ctrl+K leads to every method, by its id or by its name.
  void methodsAreFound() {
    const int before = m_used->window().findChild<QStackedWidget*>("pages")->currentIndex();
    const std::string explored = m_used->find<ExplorePage>("explorePage")->state().algorithm;
    for (const CatalogueEntry& entry : catalogue()) {
      const QString id = QString::fromUtf8(entry.info.id.data(), qsizetype(entry.info.id.size()));
      CommandPalette palette(m_used->window().actions(), &m_used->window());
      connect(&palette, &CommandPalette::methodChosen, &m_used->window(), &MainWindow::showMethod);
      auto* search = palette.findChild<QLineEdit*>("paletteSearch");
      auto* list = palette.findChild<QListWidget*>("paletteList");
      for (const QString& typed : {methodText(entry.info.name), id}) {
        search->setText(typed);
        const auto found = list->findItems("    " + id, Qt::MatchEndsWith);
        QVERIFY2(found.size() == 1, qPrintable(typed));
        list->setCurrentItem(found.front());
      }
      QTest::keyClick(search, Qt::Key_Return);
      bool set = false;
      for (const QComboBox* box : m_used->window().findChildren<QComboBox*>())
        set |= box->isVisible() && box->objectName().endsWith("methodBox") && box->currentData() == id;
      QVERIFY2(set, qPrintable(id));
    }
    CommandPalette palette(m_used->window().actions(), &m_used->window());
    QSignalSpy chosen(&palette, &CommandPalette::methodChosen);
    palette.findChild<QLineEdit*>("paletteSearch")->setText("nothing is called so");
    QCOMPARE(palette.findChild<QListWidget*>("paletteList")->count(), 1);  // which says so
    QTest::keyClick(palette.findChild<QLineEdit*>("paletteSearch"), Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    m_used->window().showMethod(QString::fromStdString(explored));
    m_used->window().showPage(static_cast<MainWindow::Page>(before));
  }

  void whatIsNotBuiltInIsNamed() {
    m_used->window().openPath("demo:nothing");
    QVERIFY(m_used->window().messages().words().contains("demo:nothing"));
  }

  void longerWordsFit_data() { everyPage(); }
  void longerWordsFit() {
    LongWords words;
    QCoreApplication::installTranslator(&words);
    show();
    liveFor(100);
    QStringList cut;
    for (QWidget* widget : visible()) {
      const auto* button = qobject_cast<QPushButton*>(widget);
      if (button && button->width() + 1 < button->minimumSizeHint().width())
        cut << nameOf(button) + button->text();
      const auto* label = qobject_cast<QLabel*>(widget);
      if (label && !label->wordWrap() && !label->text().isEmpty() &&
          label->width() + 1 < label->minimumSizeHint().width())
        cut << nameOf(label) + label->text();
    }
    QCoreApplication::removeTranslator(&words);
    liveFor(60);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(" | ")));
  }

  /// The same walk on a finer screen, in a process of its own because Qt reads the scale once.
  void finerScreens_data() {
    QTest::addColumn<QString>("scale");
    for (const char* scale : {"1.5", "2"}) QTest::newRow(scale) << scale;
  }
  void finerScreens() {
    if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) QSKIP("this is the finer screen");
    QFETCH(QString, scale);
    QProcess again;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_SCALE_FACTOR", scale);
    again.setProcessEnvironment(environment);
    again.setProcessChannelMode(QProcess::MergedChannels);
    again.start(QCoreApplication::applicationFilePath(),
                {"test_walk", "whateverTakesTheFocusHasAName", "panesAreSharp"});
    QVERIFY(again.waitForFinished(120000));
    QVERIFY2(again.exitCode() == 0, again.readAll().right(1500).constData());
  }
  /// A pane paints in the screen's own pixels.
  void panesAreSharp() {
    m_used->window().showPage(MainWindow::Explore);
    liveFor(60);
    const QPixmap pane = m_used->find<ImagePane>("cleanPane")->grab();
    QCOMPARE(pane.devicePixelRatio(), m_used->window().devicePixelRatio());
  }
};

ADVERSARIUM_SUITE(TestWalk)
#include "test_walk.moc"
