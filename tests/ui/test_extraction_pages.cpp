// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees while a model is asked out: a copy that learns, members that stand out, a picture that
// appears.
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>

#include "core/record/artefact/frames.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/base/language.h"
#include "ui/pages/method_page.h"
#include "ui/shell/runs_dock.h"
#include "ui/views/curve_plot.h"
#include "ui/views/frames_view.h"
#include "ui/views/image_grid.h"
#include "ui/views/trajectory_scrubber.h"

using namespace adversarium;

class TestExtractionPages : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  MethodPage& page() { return m_used->window().methodPage(); }
  const Record& record() { return *page().record(); }
  bool idle() { return m_used->bridge().jobs().jobs().empty(); }
  std::shared_ptr<Job> job() { return m_used->bridge().jobs().jobs().front(); }

  void open(const QString& model, const QString& data, int images) {
    QSignalSpy opened(&m_used->bridge(), &SessionBridge::modelOpened);
    m_used->window().openModel(model);
    QVERIFY(liveUntil([&] { return !opened.isEmpty(); }, 20000));
    QVERIFY(m_used->settles());
    m_used->window().openData(data);
    QVERIFY(liveUntil([&] { return m_used->find<QSpinBox>("method-imagesSpin")->maximum() >= images; }, 20000));
    m_used->window().showFamily(Family::Extraction);
    liveFor(100);
  }
  void start(const char* method, int images, const ParamMap& params) {
    page().chooseMethod(method);
    page().setParams(params);
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(images);
    QTest::mouseClick(m_used->find<QPushButton>("method-runSetButton"), Qt::LeftButton);
  }
  bool ends(const char* method, int images, const ParamMap& params) {
    const auto before = page().record();
    start(method, images, params);
    return liveUntil([&] { return idle() && page().record() && page().record() != before; }, 120000);
  }
  /// Everything that the page says in labels.
  QString words() {
    QString all;
    for (const QLabel* label : page().findChildren<QLabel*>()) all += label->text() + '\n';
    return all;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>(QSize(1440, 900));
    QVERIFY(m_used->start());
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  void theCopyIsWatchedAsItLearns() {
    open("demo:digits", "demo:digits", 1000);
    const ParamMap params{{"budget", std::int64_t{800}},
                          {"epochs", std::int64_t{10}},
                          {"architecture", std::string("mlp")},
                          {"answers", std::string("labels")},
                          {"transfer_images", std::int64_t{20}}};
    start("steal", 1000, params);
    QVERIFY(liveUntil([&] { return page().record() != nullptr; }, 60000));
    const bool watched = record().partial;
    QVERIFY(liveUntil([&] { return idle() && page().record() && !record().partial; }, 60000));
    QVERIFY(watched);
    const auto* agreement = record().get<Curve>("agreement");
    QVERIFY(agreement);
    QCOMPARE(agreement->x, (std::vector<double>{100, 200, 400, 800}));
    QVERIFY2(agreement->y.back() > 0.6 && agreement->y.back() > agreement->y.front(),
             qPrintable(QString::number(agreement->y.back())));
    QCOMPARE(record().measures.at("queries").value, 800.0);
    QVERIFY(words().contains("Agreement with the victim"));
    const CurvePlot* plot = page().findChild<CurvePlot*>();
    QVERIFY(plot);
    for (const char* curve : {"Agreement with the victim", "Accuracy of the copy"})
      QVERIFY2(plot->accessibleDescription().contains(curve), qPrintable(plot->accessibleDescription()));
    QVERIFY(!page().findChildren<ImageGrid*>().isEmpty());  // some of the questions
    QVERIFY(record().get<ModelFile>("model"));
  }

  /// A pause holds everything still; a cancel keeps what there is, marked as half done, also in the list of runs.
  void aTheftIsPausedAndCancelled() {
    const int before = m_used->window().runs().count();
    const auto earlier = page().record();
    start("steal", 1000,
          {{"budget", std::int64_t{100000}}, {"epochs", std::int64_t{20}}, {"architecture", std::string("mlp")}});
    QVERIFY(liveUntil([&] { return page().record() && page().record() != earlier; }, 60000));
    QVERIFY(!m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    QVERIFY(page().record()->partial && !words().contains("stopped"));  // it goes on
    auto* pause = m_used->find<QToolButton>("pauseJob");
    QVERIFY(pause->isVisible());
    QTest::mouseClick(pause, Qt::LeftButton);
    QVERIFY(liveUntil([&] { return std::holds_alternative<Paused>(job()->state()); }, 20000));
    liveFor(700);  // what was on its way has arrived
    const double fraction = job()->fraction();
    const auto shown = page().record();
    liveFor(700);
    QCOMPARE(job()->fraction(), fraction);
    QCOMPARE(page().record(), shown);
    QTest::mouseClick(pause, Qt::LeftButton);
    QVERIFY(liveUntil([&] { return job()->fraction() > fraction; }, 20000));
    QTest::mouseClick(m_used->find<QToolButton>("cancelJob"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return idle(); }, 20000));
    liveFor(100);
    QVERIFY(record().partial);
    const auto* agreement = record().get<Curve>("agreement");
    QVERIFY(agreement && !agreement->x.empty() && agreement->x.back() < 100000);
    QVERIFY(words().contains("stopped"));
    QCOMPARE(m_used->window().runs().count(), before + 1);
    QVERIFY(m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    QVERIFY(!m_used->find<QWidget>("jobsStrip")->isVisible());
  }

  /// In both languages: the curve on logarithmic axes, the numbers with their intervals, the surest members.
  void membersStandOut() {
    m_used->window().openData("demo:digits-train");
    QVERIFY(liveUntil([&] { return m_used->find<QSpinBox>("method-imagesSpin")->maximum() > 4000; }, 20000));
    QVERIFY(ends("membership", 300,
                 {{"attack", std::string("lira-offline")},
                  {"shadows", std::int64_t{2}},
                  {"epochs", std::int64_t{2}},
                  {"architecture", std::string("mlp")}}));
    const Measure& area = record().measures.at("auc");
    QVERIFY(area.low && *area.low < area.value && area.value < *area.high);
    QCOMPARE(area.n > 0, true);
    const bool roc = std::any_of(record().found.begin(), record().found.end(), [](const Artefact& artefact) {
      const auto* curve = artefact.get<Curve>();
      return curve && curve->logarithmic && curve->x.size() > 2;
    });
    QVERIFY(roc);
    QVERIFY(words().contains("Area under the ROC curve"));
    QVERIFY(words().contains("training part of the data was taken for members"));
    QVERIFY(!page().findChildren<ImageGrid*>().isEmpty());
    applyLanguage("de");
    liveFor(100);
    const QString german = words();
    applyLanguage("en");
    liveFor(100);
    QVERIFY2(german.contains("Fläche unter der ROC-Kurve"), qPrintable(german));
    QVERIFY(!german.contains("Area under") && !german.contains("taken for members"));
    QVERIFY(words().contains("Area under the ROC curve"));
  }

  /// Out of the model alone a picture appears; the scrubber replays how.
  void aPictureAppearsAndIsReplayed() {
    open("demo:faces", "demo:faces", 100);
    QVERIFY(ends("invert-gradient", 100, {{"steps", std::int64_t{60}}, {"classes", std::string("3,4")}}));
    const auto* inverted = record().get<ImageSet>("inverted");
    QVERIFY(inverted);
    QCOMPARE(inverted->count(), std::int64_t{2});
    QVERIFY(record().get<ImageSet>("class_means") && record().get<ImageSet>("nearest"));
    QVERIFY(record().measures.at("victim_confidence").value > 0.2);
    auto* film = page().findChild<FramesView*>();
    QVERIFY(film && film->count() > 3);
    auto* slider = film->findChild<QSlider*>("trajectorySlider");
    QVERIFY(slider);
    QCOMPARE(slider->value(), slider->maximum());
    // The first picture alone: the grid grows and shrinks with the page's scroll bar.
    const auto shown = [&] {
      liveFor(100);
      return film->grid().grab().toImage().copy(0, 0, 90, 90);
    };
    const QImage last = shown();
    slider->setValue(0);
    QVERIFY(shown() != last);
    slider->setValue(slider->maximum());
    QCOMPARE(shown(), last);
  }

  void aSearchInAGeneratorIsCancelled() {
    start("invert-gan", 100,
          {{"steps", std::int64_t{100000}}, {"classes", std::string("0,1")}, {"restarts", std::int64_t{1}}});
    QVERIFY(liveUntil([&] { return page().record() && page().record()->get<Frames>("frames"); }, 60000));
    QTest::mouseClick(m_used->find<QToolButton>("cancelJob"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return idle(); }, 20000));
    liveFor(100);
    QVERIFY(record().partial);
    QVERIFY(record().get<ImageSet>("inverted"));
    QCOMPARE(record().get<ImageSet>("inverted")->count(), std::int64_t{2});
    QVERIFY(words().contains("stopped"));
  }

  /// How many shadow models to train is a slider, and what they take stands below it before anything runs.
  void theCostIsSaidBefore() {
    open("demo:digits", "demo:digits", 100);
    page().chooseMethod("membership");
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(100);
    auto* start = m_used->find<QComboBox>("method-startBox");
    start->setCurrentIndex(start->findData("new:mlp"));
    emit start->activated(start->currentIndex());
    // The form before this one may not be gone yet.
    const auto cost = [&] { return m_used->window().findChildren<QLabel*>("heroCost").last(); };
    QVERIFY(liveUntil([&] { return cost()->text().startsWith("About"); }, 30000));
    QVERIFY(idle());  // nothing was run for it
    auto* slider = m_used->window().findChildren<QSlider*>("heroSlider").last();
    auto* epochs = m_used->window().findChildren<QSpinBox*>("param_epochs").last();
    const QString quick = cost()->text();
    epochs->setValue(10000);  // a thousand times as much
    QVERIFY(liveUntil([&] { return cost()->text().startsWith("About") && cost()->text() != quick; }, 30000));
    const QString before = cost()->text();
    slider->setValue(slider->maximum());
    QVERIFY(cost()->text() != before);  // at once: what one takes is known
    page().chooseMethod("steal");
    QVERIFY(cost()->text().isEmpty());
  }
};

ADVERSARIUM_SUITE(TestExtractionPages)
#include "test_extraction_pages.moc"
