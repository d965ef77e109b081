// SPDX-License-Identifier: GPL-3.0-or-later
// What is on the stage is what its labels say: the model in force, the class's own colour, the run that is pinned.
#include <QLabel>
#include <QMessageBox>
#include <QSignalSpy>
#include <QtTest>

#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "core/report/figure.h"
#include "core/report/saved_record.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/colours.h"
#include "ui/base/language.h"
#include "ui/pages/explore_curves.h"

using namespace adversarium;

class TestTrueStage : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  MainWindow& window() { return m_used->window(); }
  ExplorePage& page() { return m_used->page(); }
  QString verdict() { return m_used->find<QLabel>("verdict")->text(); }
  std::shared_ptr<const Record> pinned() {
    const int before = window().runs().count();
    window().pin();
    if (!liveUntil([&] { return window().runs().count() == before + 1; }, 60000)) return nullptr;
    return window().runs().all().back().record;
  }
  /// What `rerun` says of the record as it comes back from its folder.
  std::vector<std::string> differencesOf(const Record& record, const QString& name) {
    const std::string folder = m_used->file(name).toStdString();
    saveWithPictures(record, folder);
    const auto again = m_used->bridge().session().rerun(std::make_shared<const Record>(loadRecord(folder)));
    if (!liveUntil([&] { return again->finished(); }, 60000) || !again->result()) return {"it did not run"};
    return again->result()->differences;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>();
    applyLanguage("en");
    QVERIFY(m_used->start());
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  /// Pin, save, rerun: bit by bit the same, and the same picture as on the stage.
  void aPinIsARun_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("sample");
    QTest::newRow("linear") << "fgm" << quint64{0} << 0;
    QTest::newRow("random start") << "pgd" << quint64{5} << 2;
    QTest::newRow("queries") << "square" << quint64{3} << 1;
  }
  void aPinIsARun() {
    QFETCH(QString, method);
    QFETCH(quint64, seed);
    QFETCH(int, sample);
    page().chooseMethod(method);
    ExploreState state = page().state();
    state.seed = seed;
    if (state.params.contains("queries")) state.params["queries"] = std::int64_t{200};
    if (state.params.contains("random_start")) state.params["random_start"] = true;
    page().propose(state);
    page().chooseSample(sample);
    QVERIFY(m_used->settles());
    QCOMPARE(page().stage().exploration()->request.index, qint64(sample));
    const auto shown = page().stage().exploration();
    const auto run = pinned();
    QVERIFY(run);
    QCOMPARE(run->request.seed, seed);
    QCOMPARE(run->request.samples.indices, std::vector<std::int64_t>{sample});
    QCOMPARE(run->get<ImageSet>("adversarial")->values, shown->attacked.planes);
    QCOMPARE(run->measures.at("success_rate").value > 0.5, shown->succeeded);
    QVERIFY(run->origin.device.find("cpu") == 0 && !run->origin.libtorch.empty());
    QCOMPARE(run->origin.modelSha256.size(), std::size_t{64});
    const auto differences = differencesOf(*run, "pinned-" + method);
    QVERIFY2(differences.empty(), differences.empty() ? "" : differences.front().c_str());
  }

  /// A pin does not wait for the runs in the queue.
  void aPinGoesBeforeWhatWaits() {
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
    Request slow = page().runRequest();
    slow.algorithm = "square";
    slow.params = {{"queries", std::int64_t{5000}}};
    slow.samples.first = 100;
    slow.batch = 4;
    slow.sweep = 0;
    const auto job = m_used->bridge().run(slow);
    QVERIFY(pinned());
    QVERIFY(!job->finished());
    job->cancel();
    QVERIFY(liveUntil([&] { return job->finished() && m_used->bridge().jobs().jobs().empty(); }, 60000));
  }

  void anExportCarriesTheRun() {
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
    const int runs = window().runs().count();
    const QString folder = m_used->file("exported");
    window().showPage(MainWindow::Explore);
    window().exportTo(folder);
    QVERIFY(liveUntil([&] { return window().messages().words().contains(folder); }, 20000));
    const Record saved = loadRecord(folder.toStdString());
    QCOMPARE(saved.get<ImageSet>("adversarial")->values, page().stage().exploration()->attacked.planes);
    QCOMPARE(window().runs().count(), runs);
  }

  /// From the moment another model is asked for, nothing of the old one claims to be its answer.
  void anotherModelClearsTheStage() {
    page().chooseMethod("pgd");
    QVERIFY(m_used->settles());
    const auto before = page().stage().exploration();
    QSignalSpy ribbons(&page(), &ExplorePage::ribbonShown);
    window().openModel("demo:signs-robust");
    QVERIFY(page().stage().isVeiled());
    QVERIFY(!page().exact() && !page().ready());
    QVERIFY2(verdict().contains("signs-robust") && !verdict().contains("%"), qPrintable(verdict()));
    QVERIFY(!page().slider().ribbonTrack()->ribbon());
    // Until its own picture is there, there is none, and no verdict; never the old one under the new names.
    bool lied = false;
    const auto watch = connect(&m_used->bridge(), &SessionBridge::modelOpened, this, [&](const auto& info) {
      if (info->where != "demo:signs-robust") return;
      lied = lied || page().stage().exploration() || verdict().contains("%");
    });
    QVERIFY(liveUntil(
        [&] {
          const auto& shown = page().stage().exploration();
          lied = lied || (shown && shown != before && shown->request.model != "demo:signs-robust");
          return shown && shown->request.model == "demo:signs-robust";
        },
        120000));
    disconnect(watch);
    QVERIFY(!lied);
    QVERIFY(m_used->settles());
    QVERIFY(!page().stage().isVeiled());
    QCOMPARE(page().slider().ribbonTrack()->ribbon()->request.model, std::string("demo:signs-robust"));
    window().openModel("demo:signs");
    QVERIFY(liveUntil(
        [&] { return page().exact() && page().stage().exploration()->request.model == "demo:signs"; }, 120000));
  }

  /// The same asked again while its first answer is being dropped is answered all the same.
  void askingAgainIsAnswered() {
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
    for (int i = 0; i < 5; ++i) {
      window().openData("demo:signs");
      bool opened = false;
      const auto watch = connect(&m_used->bridge(), &SessionBridge::dataOpened, this, [&] { opened = true; });
      QVERIFY(liveUntil([&] { return opened; }, 10000));
      disconnect(watch);
      page().awaitModel("demo:signs-robust");  // as opening does, and gives up
      page().awaitModel({});
    }
    QVERIFY(m_used->settles());
  }

  /// What cannot be opened gives the stage back to the model that stays.
  void aRefusedModelGivesTheStageBack() {
    const auto before = page().stage().exploration();
    const QString file = m_used->file("broken.onnx");
    writeBytes(file.toStdString(), "no such thing");
    window().openModel(file);
    QVERIFY(page().stage().isVeiled());
    QVERIFY(liveUntil([&] { return window().messages().words().contains("broken.onnx"); }, 10000));
    QVERIFY(m_used->settles());
    QVERIFY(!page().stage().isVeiled() && verdict().contains("%"));
    QCOMPARE(page().stage().exploration()->request.model, before->request.model);
    window().showPage(MainWindow::Explore);
  }

  void otherDataClearTheStage() {
    QVERIFY(page().stage().exploration());
    bool opened = false, lied = false;
    const auto watch = connect(&m_used->bridge(), &SessionBridge::dataOpened, this, [&] {
      opened = true;
      lied = page().stage().exploration() || verdict().contains("%");
    });
    window().openData("demo:signs-train");
    QVERIFY(liveUntil([&] { return opened; }, 10000));
    disconnect(watch);
    QVERIFY(!lied);
    QVERIFY(m_used->settles());
    QCOMPARE(page().stage().exploration()->request.data, std::string("demo:signs-train"));
    window().openData("demo:signs");
    QVERIFY(liveUntil([&] { return page().exact() && page().stage().exploration()->request.data == "demo:signs"; },
                      120000));
  }

  /// The ribbon's empty track says that it is being computed, and only then.
  void theRibbonSaysThatItComputes() {
    ClassRibbon empty;
    empty.setComputing(true);
    QVERIFY(empty.accessibleDescription().contains("Computing"));
    empty.setRibbon(nullptr, {});
    QVERIFY(!empty.isComputing() && !empty.accessibleDescription().contains("Computing"));
    ClassRibbon* track = page().slider().ribbonTrack();
    page().chooseMethod("pgd");
    ExploreState heavy = page().state();
    heavy.params["steps"] = std::int64_t{300};
    page().propose(heavy);
    QVERIFY(!track->ribbon());
    QVERIFY(liveUntil([&] { return track->isComputing(); }, 120000));
    QVERIFY(!track->ribbon());
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
  }

  /// A class has one colour: on the ribbon, among the bars, in the curves.
  void aClassHasOneColour() {
    const auto& ribbon = page().slider().ribbonTrack()->ribbon();
    QVERIFY(ribbon);
    const auto curves = confidenceCurves(*ribbon, page().classNames(), -1);
    const auto colours = m_used->find<CurvePlot>("confidencePlot")->colours();
    QCOMPARE(colours.size(), curves.size());
    bool other = false;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      const int index = int(page().classNames().indexOf(curves[i].name));
      QVERIFY(index >= 0);
      QCOMPARE(colours[i], classColour(index));
      other = other || index != int(i);
    }
    QVERIFY(other);  // else their order alone would do
  }

  /// A curve of another model or of other data says nothing here.
  void successCurvesAreOfThisModel() {
    Request request = page().runRequest();
    request.samples.first = 4;
    const int before = window().runs().count();
    m_used->bridge().run(request);
    QVERIFY(liveUntil([&] { return window().runs().count() > before; }, 60000));
    auto* plot = m_used->find<CurvePlot>("successPlot");
    QCOMPARE(plot->colours().size(), std::size_t{1});
    window().openModel("demo:signs-robust");
    QVERIFY(liveUntil([&] { return plot->colours().empty(); }, 120000));
    window().openModel("demo:signs");
    QVERIFY(liveUntil([&] { return plot->colours().size() == 1; }, 120000));
    QVERIFY(m_used->settles());
  }

  /// Who closes while an attack runs is told what becomes of it.
  void closingSaysWhatIsKept() {
    Request slow = page().runRequest();
    slow.algorithm = "square";
    slow.params = {{"queries", std::int64_t{5000}}};
    slow.samples.first = 100;
    slow.sweep = 0;
    const auto job = m_used->bridge().run(slow);
    QString asked;
    QTimer::singleShot(200, this, [&] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (!box) return;
      asked = box->text();
      box->escapeButton()->click();
    });
    window().close();
    QVERIFY2(asked.contains("two weeks") && !asked.contains("lost"), qPrintable(asked));
    job->cancel();
    QVERIFY(liveUntil([&] { return job->finished(); }, 60000));
    // What has just ended is no job that is still running.
    MainWindow& open = window();
    QTimer::singleShot(3000, &open, [] {
      if (QWidget* box = QApplication::activeModalWidget()) box->close();
    });
    QVERIFY(open.close());
    open.show();
  }

  /// In figures every letter is drawn that the computer has a font for.
  void figuresKnowEveryLetter() {
    const auto figureOf = [](const char* words) {
      const FigurePane pane{Image(3, 8, 8), "", words};
      return QImage::fromData(QByteArray::fromStdString(figurePng({{pane}}, "", "")));
    };
    const QRect below(0, 320, 272, 50);
    const auto inkOf = [&](const char* text) {
      const QImage line = figureOf(text).copy(below);
      qint64 ink = 0;
      for (int y = 0; y < line.height(); ++y) {
        for (int x = 0; x < line.width(); ++x) ink += 255 - qGray(line.pixel(x, y));
      }
      return ink;
    };
    QCOMPARE(inkOf(""), 0);
    for (const auto& [letter, plain] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Ü", "U"}, {"ä", "a"}, {"ö", "o"}, {"É", "E"}, {"ł", "l"}, {"ß", ""}, {"Ж", ""}, {"ε", ""}})
      QVERIFY2(inkOf(letter) > inkOf(plain), letter);
    // Pixels are those of the picture, and words that are too long become smaller instead of leaving the sheet.
    QCOMPARE(figureOf("stop").pixel(100, 150), qRgb(0, 0, 0));
    const auto rowsOf = [&](const QByteArray& text) {
      const QImage line = figureOf(text.constData()).copy(below);
      int rows = 0;
      for (int y = 0; y < line.height(); ++y) {
        bool inked = false;
        for (int x = 0; x < line.width(); ++x) inked = inked || qGray(line.pixel(x, y)) < 250;
        rows += inked;
      }
      return rows;
    };
    QVERIFY(rowsOf("W") > 8 && rowsOf(QByteArray(40, 'W')) < rowsOf("W") && rowsOf(QByteArray(40, 'W')) > 0);
    QVERIFY(inkOf("a\xFF\x01 </text>\xEF\xBF\xBF") > inkOf("a"));  // no name is too strange to be drawn
    // Accents above each other are not cut off.
    QVERIFY(inkOf("Ấ") > inkOf("Â") && inkOf("Â") > inkOf("A"));
  }
};

ADVERSARIUM_SUITE_IN(Application, TestTrueStage)
#include "test_true_stage.moc"
