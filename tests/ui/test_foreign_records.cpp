// SPDX-License-Identifier: GPL-3.0-or-later
// Records of other versions, edited by hand, of other computers: the window says what it cannot do and lives on.
#include <QStatusBar>
#include <QTreeWidget>
#include <QtTest>
#include <functional>
#include <stdexcept>

#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/report/figure.h"
#include "core/report/saved_record.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/language.h"

using namespace adversarium;

using Change = std::function<void(Request&)>;
Q_DECLARE_METATYPE(Change)

class TestForeignRecords : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;
  Record m_sound;

  MainWindow& window() { return m_used->window(); }
  QString words() { return window().messages().words(); }
  ResultsPage& results() { return *m_used->find<ResultsPage>("resultsPage"); }

  /// The record as its file, as a whole folder, and inside a picture.
  QStringList filesOf(const Record& record, const QString& name) {
    const QString folder = m_used->file(name), json = folder + ".json", png = folder + ".png";
    saveWithPictures(record, folder.toStdString());
    writeBytes(json.toStdString(), recordToJson(record));
    writeBytes(png.toStdString(), imagePng(Image(1, 4, 4), 8, recordToJson(record)));
    return {json, folder, png};
  }
  static void everyChange() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* named, Change change) {
      QTest::newRow(name) << change << QString(named);
    };
    row("unknown method", "from-tomorrow", [](Request& r) { r.algorithm = "from-tomorrow"; });
    row("unknown parameter", "warp", [](Request& r) { r.params["warp"] = 1.0; });
    row("another kind", "epsilon", [](Request& r) { r.params["epsilon"] = std::string("much"); });
    row("another kind of word", "norm", [](Request& r) { r.params["norm"] = 7.0; });
    row("out of range", "epsilon", [](Request& r) { r.params["epsilon"] = -3.0; });
    row("vanished model", "gone.onnx", [](Request& r) { r.model = "/nowhere/gone.onnx"; });
    row("vanished data", "gone-data", [](Request& r) { r.data = "/nowhere/gone-data"; });
    row("unknown guard", "moat", [](Request& r) { r.guards = {{"moat", {}}}; });
    row("detector's parameter", "warp", [](Request& r) {
      r.algorithm = "trigger-search";
      r.params = {{"warp", 1.0}};
    });
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>();
    applyLanguage("en");
    QVERIFY(m_used->start());
    Request request = m_used->page().runRequest();
    request.samples.first = 4;
    const int before = window().runs().count();
    m_used->bridge().run(request);
    QVERIFY(liveUntil([&] { return window().runs().count() > before; }, 60000));
    m_sound = *window().runs().all().back().record;
    m_sound.request.params["epsilon"] = 0.02;
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  void whatCannotBeRunIsStillSeen_data() { everyChange(); }
  void whatCannotBeRunIsStillSeen() {
    QFETCH(Change, change);
    QFETCH(QString, named);
    Record foreign = m_sound;
    change(foreign.request);
    const ExploreState state = m_used->page().state();
    for (const QString& file :
         filesOf(foreign, QString("foreign-%1").arg(QRandomGenerator::global()->generate()))) {
      const int before = window().runs().count();
      window().messages().hide();
      window().showPage(MainWindow::Explore);
      if (file.endsWith(".json")) {
        window().openPath(file);
      } else {
        QVERIFY(m_used->drop({file}, m_used->widget("explorePage")));
      }
      QVERIFY2(liveUntil([&] { return window().runs().count() == before + 1; }, 10000), qPrintable(file));
      QVERIFY2(words().contains(named), qPrintable(words()));
      QVERIFY(window().messages().isVisible());
      QVERIFY(results().isVisible());
      QCOMPARE(results().record()->request.algorithm, foreign.request.algorithm);
      QVERIFY(results().record()->measures.contains("success_rate"));
      // From the list of runs, and on to exploring it.
      auto* list = m_used->find<QTreeWidget>("runsList");
      emit list->itemActivated(list->currentItem(), 0);
      window().messages().hide();
      emit results().exploreRequested(results().record());
      QVERIFY2(words().contains(named) && window().messages().isVisible(), qPrintable(words()));
      window().compare();
      window().showPage(MainWindow::Report);
      liveFor(20);
    }
    QVERIFY(m_used->page().state() == state);
  }

  /// 1 is how JSON may write 1.0.
  void aWholeStrengthIsAStrength() {
    Record foreign = m_sound;
    foreign.request.params["epsilon"] = std::int64_t{0};
    const QString file = m_used->file("whole.json");
    writeBytes(file.toStdString(), recordToJson(foreign));
    window().openPath(file);
    QVERIFY(liveUntil([&] { return std::get<double>(m_used->page().state().params.at("epsilon")) == 0; }, 10000));
    QVERIFY(m_used->settles());
  }

  /// A class that this model does not have.
  void aTargetThatIsNotThere() {
    Record foreign = m_sound;
    foreign.request.target = 4711;
    const QString file = m_used->file("target.json");
    writeBytes(file.toStdString(), recordToJson(foreign));
    window().openPath(file);
    QVERIFY(
        liveUntil([&] { return std::get<double>(m_used->page().state().params.at("epsilon")) == 0.02; }, 10000));
    QVERIFY(window().statusBar()->currentMessage().contains("4711"));
    QVERIFY(m_used->settles());
    QCOMPARE(m_used->page().state().target, -1);
  }

  /// What goes back to the explorer goes without its guard, and says so.
  void aGuardIsNotDroppedInSilence() {
    Record guarded = m_sound;
    guarded.request.guards = {{"input-transform", {}}};
    window().messages().hide();
    window().reopen(guarded);
    QVERIFY(words().contains("guard"));
    QVERIFY(m_used->settles());
  }

  void filesThatAreNoRecords() {
    for (const auto& [name, bytes] :
         std::initializer_list<std::pair<const char*, const char*>>{{"list.json", "[1, 2]"},
                                                                    {"text.json", "no JSON"},
                                                                    {"empty.json", ""},
                                                                    {"other.json", "{\"a\": 1}"}}) {
      const QString file = m_used->file(name);
      writeBytes(file.toStdString(), bytes);
      window().messages().hide();
      window().openPath(file);
      QVERIFY2(liveUntil([&] { return words().contains(name); }, 10000), name);
    }
  }

  /// The last net: what nobody caught becomes a message, from a timer, from the loop and from a background's end.
  void whatEscapesBecomesAMessage() {
    using Throw = std::function<void()>;
    const Throw fail = [] { throw std::runtime_error("the sky fell"); };
    for (const Throw& begin :
         {Throw([&] { QTimer::singleShot(0, &window(), fail); }),
          Throw([&] { QMetaObject::invokeMethod(&window(), fail, Qt::QueuedConnection); }),
          Throw([&] { m_used->bridge().inBackground([] {}, [&](const QString&) { fail(); }); }), Throw([&] {
            connect(window().actions().find("fitImage"), &QAction::triggered, &window(), fail,
                    Qt::SingleShotConnection);
            QTest::keyClick(&m_used->page().stage(), Qt::Key_0, Qt::ControlModifier);
          })}) {
      window().messages().hide();
      begin();
      QVERIFY(liveUntil([&] { return window().messages().isVisible(); }, 5000));
      QVERIFY2(words().contains("the sky fell"), qPrintable(words()));
    }
    m_used->bridge().inBackground([] { throw 42; },
                                  [&](const QString& reason) {
                                    if (!reason.isEmpty())
                                      window().messages().showProblem("no exception: " + reason);
                                  });
    QVERIFY(liveUntil([&] { return words().contains("no exception"); }, 5000));
    QVERIFY(m_used->settles());
  }
};

ADVERSARIUM_SUITE_IN(Application, TestForeignRecords)
#include "test_foreign_records.moc"
