// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees of attacks without gradients, of attacks through another model, of a patch to print, and of
// the defences one click away.
#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include "core/record/guard_request.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/core_text.h"
#include "ui/base/language.h"
#include "ui/pages/method_page.h"
#include "ui/pages/results_page.h"
#include "ui/shell/runs_dock.h"
#include "ui/views/curve_plot.h"
#include "ui/views/image_grid.h"
#include "ui/views/record_view.h"

using namespace adversarium;

class TestEvasionPages : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  ExplorePage& page() { return m_used->page(); }
  MethodPage& methodPage() { return m_used->window().methodPage(); }
  ResultsPage& results() { return *m_used->find<ResultsPage>("resultsPage"); }
  const Record& record() { return *results().record(); }
  bool idle() { return m_used->bridge().jobs().jobs().empty(); }

  static QString wordsOf(const QWidget& widget) {
    QString all;
    for (const QLabel* label : widget.findChildren<QLabel*>()) all += label->text() + '\n';
    for (const CurvePlot* plot : widget.findChildren<CurvePlot*>()) all += plot->accessibleDescription() + '\n';
    return all;
  }
  /// The same page in German.
  static QString germanOf(const QWidget& widget) {
    applyLanguage("de");
    liveFor(100);
    const QString german = wordsOf(widget);
    applyLanguage("en");
    liveFor(100);
    return german;
  }
  void choose(const char* method, const ParamMap& params, int images) {
    m_used->window().showPage(MainWindow::Explore);
    page().chooseMethod(method);
    ExploreState state = page().state();
    for (const auto& [id, value] : params) state.params[id] = value;
    page().propose(state);
    m_used->find<QSpinBox>("imagesSpin")->setValue(images);
  }
  bool runsSet(const char* method, const ParamMap& params, int images) {
    auto& runs = m_used->window().runs();
    const int before = runs.count();
    choose(method, params, images);
    QTest::mouseClick(m_used->find<QPushButton>("runSetButton"), Qt::LeftButton);
    if (!liveUntil([&] { return idle() && runs.count() == before + 1; }, 120000)) return false;
    m_used->window().showPage(MainWindow::Results);
    liveFor(100);
    return record().request.algorithm == method;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>(QSize(1440, 900));
    applyLanguage("en");
    QVERIFY(m_used->start());
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  /// No image asks more than its budget, nor for a gradient. Where an image is left as soon as it falls, success
  /// against queries appears, in both languages.
  void blackBoxAttacksShowWhatTheyAsk() {
    const auto asksWithinItsBudget = [&](const char* method) {
      if (!runsSet(method, {{"queries", std::int64_t{40}}}, 4)) return false;
      const auto& measures = record().measures;
      return measures.at("queries_mean").value <= 40 &&
             (!measures.contains("gradients_mean") || measures.at("gradients_mean").value == 0);
    };
    QVERIFY(asksWithinItsBudget("square"));
    const auto* spent = record().get<Curve>("success_by_queries");
    QVERIFY(spent && spent->x.size() > 1 && spent->x.back() <= 40);
    QVERIFY(std::is_sorted(spent->y.begin(), spent->y.end()));
    QVERIFY(!results().findChildren<CurvePlot*>().isEmpty());
    QVERIFY(wordsOf(results()).contains("Success against queries"));
    const QString german = germanOf(results());
    QVERIFY2(german.contains("Anfragen") && !german.contains("Success against"), qPrintable(german));
    QVERIFY(asksWithinItsBudget("hopskipjump"));
  }

  void aCancelledBlackBoxAttackKeepsWhatItFinished() {
    auto& runs = m_used->window().runs();
    const int before = runs.count();
    m_used->window().showPage(MainWindow::Explore);
    Request request = page().runRequest();
    request.algorithm = "hopskipjump";
    request.params = {{"queries", std::int64_t{40}}};
    request.samples.first = 200;
    request.batch = 2;
    const auto job = m_used->bridge().run(request);
    QVERIFY(liveUntil([&] { return job->fraction() > 0.03; }, 60000));
    QTest::mouseClick(m_used->find<QToolButton>("cancelJob"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return job->finished() && runs.count() == before + 1; }, 20000));
    m_used->window().showPage(MainWindow::Results);
    liveFor(100);
    QVERIFY(record().partial);
    const auto& finished = record().get<Labels>("labels")->values;
    QVERIFY(!finished.empty() && finished.size() < 200);
    QVERIFY(wordsOf(results()).contains("stopped"));
    QVERIFY(m_used->find<QPushButton>("runSetButton")->isEnabled());
  }

  /// The defence is one click away: the same images and seed, with and without it in one table.
  void theDefenceIsOneClickAway() {
    choose("pgd", {{"steps", std::int64_t{10}}}, 16);
    QVERIFY(m_used->settles());
    QMenu* menu = m_used->find<QPushButton>("defendButton")->menu();
    emit menu->aboutToShow();
    QAction* squeeze = nullptr;
    const QString name = methodText(catalogueEntry("input-transform").info.name);
    for (QAction* action : menu->actions()) {
      if (action->text() == name) squeeze = action;
    }
    QVERIFY(squeeze);
    const auto& all = menu->actions();
    QVERIFY(std::any_of(all.begin(), all.end(), [](const QAction* a) {
      return a->text() == methodText(catalogueEntry("adversarial-training").info.name) + "…";
    }));
    const auto earlier = results().record();
    squeeze->trigger();
    QVERIFY(liveUntil([&] { return idle() && results().record() != earlier; }, 120000));
    liveFor(100);
    QVERIFY(results().isVisible());
    QCOMPARE(record().request.guards.size(), std::size_t{1});
    QCOMPARE(record().request.samples.first, std::int64_t{16});
    const auto* table = record().get<Table>("guard");
    QVERIFY(table && table->rows.size() == 3);
    for (const char* name : {"success_rate", "success_rate_unaware", "success_rate_unguarded", "clean_accuracy",
                             "clean_accuracy_unguarded"})
      QVERIFY2(record().measures.contains(name), name);
    QVERIFY(record().measures.at("success_rate").value >= record().measures.at("success_rate_unaware").value);
    QVERIFY(wordsOf(results()).contains("With and without the guard"));
    const QString german = germanOf(results());
    QVERIFY2(german.contains("Wächter") && !german.contains("the guard"), qPrintable(german));
  }

  /// A patch leaves the window as a picture that a printer puts on paper at its size.
  void aPatchIsExportedForPrint() {
    QVERIFY(runsSet("patch", {{"steps", std::int64_t{10}}, {"centimetres", 7.5}}, 16));
    const auto* patch = record().get<ImageSet>("patch");
    QVERIFY(patch && patch->centimetres == 7.5);
    QVERIFY(!results().findChildren<ImageGrid*>().isEmpty());
    const QString folder = m_used->file("patch-run"), single = m_used->file("patch.png");
    for (const QString& file : {folder, single}) {
      m_used->window().exportTo(file);
      QVERIFY(liveUntil([&] { return m_used->window().messages().words().contains(file); }, 20000));
    }
    for (const QString& file : {folder + "/patch.png", single}) {
      const QImage print(file);
      QVERIFY2(!print.isNull(), qPrintable(file));
      const double centimetres = 100.0 * print.width() / print.dotsPerMeterX();
      QVERIFY2(std::abs(centimetres - 7.5) < 0.05, qPrintable(QString::number(centimetres)));
      QVERIFY(print.dotsPerMeterX() > 11000);  // 300 pixels an inch
    }
    QVERIFY(QFileInfo(folder + "/record.json").size() > 0);
  }

  /// What is made on one model and tried on another, on its own page.
  void examplesAreTransferred() {
    m_used->window().showFamily(Family::Evaluation);
    liveFor(100);
    const auto before = methodPage().record();
    methodPage().chooseMethod("transfer");
    methodPage().setParams({{"surrogates", std::string("demo:signs-robust")},
                            {"kind", std::string("mi-fgsm")},
                            {"steps", std::int64_t{4}}});
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(12);
    QTest::mouseClick(m_used->find<QPushButton>("method-runSetButton"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return idle() && methodPage().record() && methodPage().record() != before; }, 120000));
    liveFor(100);
    const Record& made = *methodPage().record();
    QVERIFY(made.get<Table>("matrix") && made.measures.contains("success_rate"));
    const QString german = germanOf(methodPage());
    QVERIFY(!german.isEmpty() && german != wordsOf(methodPage()));
    // Saved and opened again, it is there to be looked at.
    const QString folder = m_used->file("transfer-run");
    m_used->window().exportTo(folder);
    QVERIFY(liveUntil([&] { return m_used->window().messages().words().contains(folder); }, 20000));
    const int runs = m_used->window().runs().count();
    m_used->window().openPath(folder);
    QVERIFY(liveUntil([&] { return m_used->window().runs().count() == runs + 1; }, 20000));
    QVERIFY(m_used->widget("resultsPage")->isVisible());
    QVERIFY(m_used->find<ResultsPage>("resultsPage")->record()->get<Table>("matrix"));
    m_used->window().showFamily(Family::Evaluation);
  }

  /// A student for every depth, success against frozen layers as one plot.
  void theTransferLabFillsItsCurve() {
    m_used->window().openModel("demo:digits");
    m_used->window().openData("demo:digits-train");
    QVERIFY(liveUntil([&] { return m_used->find<QSpinBox>("method-imagesSpin")->maximum() > 4000; }, 60000));
    QVERIFY(m_used->settles());
    m_used->window().showFamily(Family::Training);
    liveFor(100);
    const auto before = methodPage().record();
    methodPage().chooseMethod("transfer-lab");
    methodPage().setParams(
        {{"epochs", std::int64_t{1}}, {"steps", std::int64_t{15}}, {"probes", std::int64_t{20}}});
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(300);
    QTest::mouseClick(m_used->find<QPushButton>("method-runSetButton"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return idle() && methodPage().record() && methodPage().record() != before; }, 120000));
    liveFor(100);
    const Record& made = *methodPage().record();
    QCOMPARE(made.get<Curve>("mimic")->x, (std::vector<double>{1, 2, 3}));
    QCOMPARE(made.get<Table>("grid")->rows.size(), std::size_t{3});
    QVERIFY(made.get<ModelFile>("student-3"));
    QVERIFY(!methodPage().findChildren<CurvePlot*>().isEmpty());
    QVERIFY(wordsOf(methodPage()).contains("Students against frozen layers"));
    const QString german = germanOf(methodPage());
    QVERIFY2(!german.contains("Students against") && !german.contains("Frozen layers"), qPrintable(german));
  }
};

ADVERSARIUM_SUITE(TestEvasionPages)
#include "test_evasion_pages.moc"
