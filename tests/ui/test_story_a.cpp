// SPDX-License-Identifier: GPL-3.0-or-later
// Story A as a person lives it: drag a strength over a sign, aim, compare, take the result home, bring own files.
#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include "core/report/figure.h"
#include "tests/suite.h"
#include "tests/ui/stall_watch.h"
#include "tests/ui/used_window.h"
#include "ui/base/language.h"
#include "ui/base/settings.h"
#include "ui/manual/manual_text.h"
#include "ui/manual/manual_window.h"

using namespace adversarium;

class TestStoryA : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;
  std::unique_ptr<StallWatch> m_watch;
  double m_longestStall = 0;

  ExplorePage& page() { return m_used->page(); }
  ClassRibbon* track() { return page().slider().ribbonTrack(); }
  const Exploration& shown() { return *page().stage().exploration(); }

  QPoint onTrack(double share) {
    // The track has a margin for its handle at both ends.
    const int margin = 12, width = track()->width() - 2 * margin;
    return {margin + int(share * width), track()->height() / 2};
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &m_used->window(), key, modifiers);
  }
  double epsilon() { return std::get<double>(page().state().params.at("epsilon")); }
  bool saved(const QString& file) {
    m_used->window().exportTo(file);
    return liveUntil(
        [&] { return QFileInfo(file).size() > 0 && m_used->window().messages().words().contains(file); }, 20000);
  }
  static QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>();
    applyLanguage("en");
    QVERIFY(m_used->start());
    m_watch = std::make_unique<StallWatch>();
  }
  void cleanupTestCase() {
    m_watch.reset();
    m_used->close();
    m_used.reset();
  }

  void opensOnASignThatFlips() {
    QCOMPARE(page().state().algorithm, std::string("fgm"));
    QCOMPARE(shown().cleanClass, shown().label);
    QVERIFY(track()->ribbon() && track()->ribbon()->flipsAt);
    QCOMPARE(page().slider().exactBadge(), StrengthSlider::Exact);
    QVERIFY(m_used->find<QLabel>("verdict")->text().size() > 5);
  }

  /// The smallest example comes in by itself; the sign model is too deep for the quick proofs, and says so.
  void marksTheSmallestExample() {
    const auto known = [&] { return track()->bracket() && track()->bracket()->finished; };
    QVERIFY(liveUntil(known, 30000));
    const PictureBracket& bracket = *track()->bracket();
    QVERIFY(bracket.found && *bracket.found <= *track()->ribbon()->flipsAt);
    QVERIFY(!bracket.proof.empty() || !bracket.unprovable.empty());
    QCOMPARE(track()->toolTip().split('\n').size(), 2);
    QVERIFY(m_used->find<QLabel>("bracketLegend")->text().contains("/255"));
    // Another picture has none yet; the one before is not shown for it.
    page().stepSample(1);
    QVERIFY(!track()->bracket());
    page().stepSample(-1);
    QVERIFY(liveUntil(known, 30000));
  }

  /// Press, move, release: previews on the way, exact at the end, and the picture changes with the strength.
  void dragsTheStrength() {
    const double before = epsilon();
    QSignalSpy pictures(&page(), &ExplorePage::shown);
    QTest::mousePress(track(), Qt::LeftButton, {}, onTrack(0.1));
    int seen = 0;
    for (int i = 2; i <= 9; ++i) {
      QTest::mouseMove(track(), onTrack(i / 10.0));
      QVERIFY(liveUntil([&] { return pictures.size() > seen; }, 5000));
      seen = int(pictures.size());
    }
    QVERIFY(track()->isDragging());
    QTest::mouseRelease(track(), Qt::LeftButton, {}, onTrack(0.9));
    QVERIFY(m_used->settles());
    QVERIFY(std::abs(epsilon() - before) > 1e-3);
    QVERIFY(std::abs(shown().linf - epsilon()) < 1e-4);
    // One drag is one step back.
    m_used->window().actions().find("undo")->trigger();
    QVERIFY(m_used->settles());
    QCOMPARE(epsilon(), before);
    m_used->window().actions().find("redo")->trigger();
    QVERIFY(m_used->settles());
    QVERIFY(epsilon() != before);
  }

  void keysAndFieldMoveTheStrengthToo() {
    track()->setFocus();
    const double before = epsilon();
    press(Qt::Key_Left);
    QVERIFY(m_used->settles());
    QVERIFY(std::abs(epsilon() - (before - 1.0 / 255)) < 1e-6);
    auto* field = m_used->find<QLineEdit>("strengthField");
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, "8/255");
    press(Qt::Key_Return);
    QVERIFY(m_used->settles());
    QVERIFY(std::abs(epsilon() - 8.0 / 255) < 1e-9);
    field->selectAll();
    QTest::keyClicks(field, "nonsense");
    press(Qt::Key_Return);
    QVERIFY(m_used->settles());
    QVERIFY(std::abs(epsilon() - 8.0 / 255) < 1e-9);
  }

  void anUnfocusedSliderLeavesTheWheelAlone() {
    page().stage().setFocus();
    const double before = epsilon();
    UsedWindow::wheel(track(), onTrack(0.5), 3);
    liveFor(50);
    QCOMPARE(epsilon(), before);
  }

  /// At strength 0 the attacked image is the clean one.
  void strengthZeroChangesNothing() {
    const double before = epsilon();
    emit page().slider().strengthCommitted(0);
    QVERIFY(m_used->settles());
    QCOMPARE(shown().linf, 0.0);
    QCOMPARE(shown().attackedClass, shown().cleanClass);
    QCOMPARE(shown().attacked, shown().clean);
    emit page().slider().strengthCommitted(before);
    QVERIFY(m_used->settles());
  }

  void clickingABarAims() {
    auto* bars = m_used->find<ConfidenceBars>("confidenceBars");
    int row = -1;
    for (std::size_t i = 0; i < bars->rows().size(); ++i) {
      const int candidate = bars->rows()[i];
      if (candidate >= 0 && candidate != shown().cleanClass) row = int(i);
    }
    QVERIFY(row >= 0);
    const int wanted = bars->rows()[std::size_t(row)];
    bars->setFocus();
    QSignalSpy clicks(bars, &ConfidenceBars::classClicked);
    // Rows are of equal height below a heading: the click goes where the row is painted.
    for (int y = 0; y < bars->height() && clicks.isEmpty(); y += 4) {
      QSignalSpy probe(bars, &ConfidenceBars::classClicked);
      QTest::mouseMove(bars, QPoint(bars->width() / 2, y));
      QTest::mouseClick(bars, Qt::LeftButton, {}, QPoint(bars->width() / 2, y));
      if (!probe.isEmpty() && probe.first().first().toInt() != wanted) clicks.clear();
    }
    QVERIFY(!clicks.isEmpty());
    QVERIFY(m_used->settles());
    QCOMPARE(page().state().target, wanted);
    QCOMPARE(m_used->find<QComboBox>("goalBox")->currentIndex(), wanted + 1);
    while (page().state().target >= 0) m_used->window().actions().find("undo")->trigger();
    QVERIFY(m_used->settles());
  }

  void iterativeAttackHasATrajectory() {
    auto* box = m_used->find<QComboBox>("methodBox");
    box->setCurrentIndex(box->findData("pgd"));
    emit box->activated(box->currentIndex());
    QVERIFY(m_used->settles());
    QCOMPARE(page().state().algorithm, std::string("pgd"));
    auto* scrubber = m_used->find<TrajectoryScrubber>("trajectoryScrubber");
    QVERIFY(scrubber->isVisible());
    QCOMPARE(scrubber->count(), int(shown().trajectory.size()));
    QVERIFY(scrubber->count() > 5);
    auto* attacked = m_used->find<ImagePane>("attackedPane");
    const QImage last = attacked->image();
    m_used->find<QSlider>("trajectorySlider")->setValue(0);
    QVERIFY(attacked->image() != last);
    m_used->find<QSlider>("trajectorySlider")->setValue(scrubber->count() - 1);
    QCOMPARE(attacked->image(), last);
  }

  void aRibbonOnItsWayOutlivesNewStrengths() {
    page().chooseMethod("pgd");
    ExploreState state = page().state();
    state.params["steps"] = std::int64_t{5};
    page().propose(state);
    QSignalSpy drawn(&page(), &ExplorePage::ribbonShown);
    for (int i = 0; drawn.isEmpty() && i < 300; ++i) {
      emit page().slider().strengthCommitted((1 + i % 9) / 255.0);
      liveFor(100);
    }
    QCOMPARE(drawn.size(), 1);
  }

  void everyAttackWorksHere() {
    for (const char* id : {"square", "hopskipjump", "fgm"}) {
      page().chooseMethod(id);
      ExploreState quick = page().state();
      if (quick.params.contains("queries")) quick.params["queries"] = std::int64_t{200};
      if (quick.params.contains("iterations")) quick.params["iterations"] = std::int64_t{2};
      page().propose(quick);
      QVERIFY2(liveUntil([&] { return page().exact() && shown().request.algorithm == id; }, 60000), id);
    }
    QVERIFY(m_used->settles());
  }

  void panesZoomTogetherBlinkAndSplit() {
    auto* clean = m_used->find<ImagePane>("cleanPane");
    auto* attacked = m_used->find<ImagePane>("attackedPane");
    const QRectF before = attacked->pictureRect();
    UsedWindow::wheel(clean, QPointF(clean->rect().center()), 2);
    QVERIFY(attacked->pictureRect().width() > before.width());
    QCOMPARE(attacked->pictureRect().width(), clean->pictureRect().width());
    m_used->window().actions().find("fitImage")->trigger();
    QCOMPARE(attacked->pictureRect(), before);
    UsedWindow::hover(clean, clean->pictureRect().center());
    QVERIFY(attacked->cursorPixel() != QPoint(-1, -1));
    QVERIFY(m_used->find<QLabel>("pixelInspector")->text().contains(QString::number(attacked->cursorPixel().x())));
    page().stage().setFocus();
    QTest::keyPress(&page().stage(), Qt::Key_Space);
    QVERIFY(attacked->showsAlternate());
    QTest::keyRelease(&page().stage(), Qt::Key_Space);
    QVERIFY(!attacked->showsAlternate());
    m_used->window().actions().find("split")->trigger();
    QVERIFY(attacked->isVisible() && attacked->split() >= 0);
    m_used->window().actions().find("single")->trigger();
    QVERIFY(!clean->isVisible());
    m_used->window().actions().find("sideBySide")->trigger();
    QVERIFY(clean->isVisible() && attacked->split() < 0);
  }

  /// What decides, before and after; what a chosen region is worth; and the region goes on to the transplant.
  void heatMapsSayWhatDecides() {
    page().chooseMethod("fgm");
    emit page().slider().strengthCommitted(8.0 / 255);
    QVERIFY(m_used->settles());
    page().stage().setFocus();
    QTest::keyClick(&page().stage(), Qt::Key_H);
    HeatLook& look = page().heatLook();
    QVERIFY(look.isVisible() && !page().stage().isVisible());
    const auto settled = [&] {
      return look.finished() && look.explanation(0) && look.explanation(0)->finished && look.explanation(1) &&
             look.explanation(1)->finished;
    };
    QVERIFY(liveUntil(settled, 30000));
    QCOMPARE(look.explanation(0)->request.algorithm, std::string("occlusion"));
    QCOMPARE(look.explanation(0)->explainedClass, shown().cleanClass);
    QCOMPARE(look.explanation(1)->explainedClass, shown().attackedClass);
    QVERIFY(look.explanation(1)->image == shown().attacked);
    QVERIFY(look.view().pane(1).title().contains(page().classNames()[shown().attackedClass]));
    UsedWindow::hover(&look.view().pane(0), look.view().pane(0).pictureRect().center());
    QVERIFY2(look.view().pane(0).accessibleDescription().contains("→"),
             qPrintable(look.view().pane(0).accessibleDescription()));
    // A new strength, a new map of the attacked picture; the clean one's is still right.
    const auto clean = look.explanation(0), attacked = look.explanation(1);
    emit page().slider().strengthCommitted(2.0 / 255);
    QVERIFY(liveUntil([&] { return settled() && look.explanation(1) != attacked; }, 30000));
    QCOMPARE(look.explanation(0), clean);
    look.chooseMethod("saliency");
    QVERIFY(liveUntil([&] { return settled() && look.explanation(0) != clean; }, 30000));
    QVERIFY(look.explanation(1)->request.algorithm == "saliency");

    QVERIFY(look.regionWords().isEmpty());
    PixelMask everything(48, 48);
    everything.addRectangle(QRect(0, 0, 48, 48));
    look.view().setMask(everything);
    emit look.view().maskChanged(everything);
    QVERIFY(liveUntil([&] { return look.regionWords().count("→") == 2; }, 10000));
    auto* transplant = m_used->find<QPushButton>("transplantLook");
    QVERIFY(transplant->isVisible());
    QTest::mouseClick(transplant, Qt::LeftButton);
    MethodPage& method = m_used->window().methodPage();
    QVERIFY(method.isVisible());
    QCOMPARE(method.method(), std::string("transplant"));
    QVERIFY(liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && method.record(); }, 60000));
    QCOMPARE(std::get<std::string>(method.record()->request.params.at("region")), std::string("0,0,48,48"));
    m_used->window().showPage(MainWindow::Explore);
    look.view().setMask({});
    QMenu* offered = m_used->find<QPushButton>("heatButton")->menu();
    emit offered->aboutToShow();
    const QList<QAction*> choices = offered->actions();
    QVERIFY(choices.size() > 6);
    QCOMPARE(std::count_if(choices.begin(), choices.end(), [](const QAction* a) { return a->isChecked(); }), 1);
    choices.front()->trigger();
    QVERIFY(page().stage().isVisible() && !look.isVisible());
  }

  void nextImageKeepsTheSettings() {
    page().stage().setFocus();
    const auto state = page().state();
    const auto image = shown().clean;
    QTest::keyClick(&page().stage(), Qt::Key_PageDown);
    QVERIFY(liveUntil([&] { return !(shown().clean == image); }, 10000));
    QVERIFY(m_used->settles());
    QVERIFY(page().state() == state);
    QCOMPARE(shown().request.index, std::int64_t(1));
  }

  void runsOverManyAndCompares() {
    auto& runs = m_used->window().runs();
    const int before = runs.count();
    page().stage().setFocus();
    QTest::keyClick(&page().stage(), Qt::Key_P);
    QVERIFY(liveUntil([&] { return runs.count() == before + 1; }, 10000));
    m_used->find<QSpinBox>("imagesSpin")->setValue(40);
    QTest::mouseClick(m_used->find<QPushButton>("runSetButton"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return runs.count() == before + 2; }, 60000));
    QVERIFY(m_used->window().messages().isVisible());
    QTest::mouseClick(m_used->find<QPushButton>("compareRuns"), Qt::LeftButton);
    QVERIFY(m_used->widget("comparePage")->isVisible());
    m_used->window().showPage(MainWindow::Explore);
  }

  void cancellingKeepsWhatIsFinished() {
    auto& runs = m_used->window().runs();
    const int before = runs.count();
    ExploreState state = page().state();
    state.algorithm = "square";
    Request request = page().runRequest();
    request.algorithm = "square";
    request.params = {};
    request.samples.first = 200;
    request.batch = 8;
    const auto job = m_used->bridge().run(request);
    QVERIFY(liveUntil([&] { return job->fraction() > 0; }, 60000));
    QVERIFY(m_used->widget("jobsStrip")->isVisible());
    QTest::mouseClick(m_used->find<QToolButton>("cancelJob"), Qt::LeftButton);
    QVERIFY(liveUntil([&] { return job->finished() && runs.count() == before + 1; }, 20000));
    QVERIFY(!m_used->widget("jobsStrip")->isVisible());
  }

  void exportsInEveryForm() {
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
    const QString png = m_used->file("figure.png"), npy = m_used->file("attacked.npy"),
                  csv = m_used->file("scores.csv"), json = m_used->file("record.json"),
                  html = m_used->file("report.html");
    for (const QString& file : {png, npy, csv, json, html}) QVERIFY2(saved(file), qPrintable(file));
    QVERIFY(QImage(png).width() > 300);
    const auto carried =
        QJsonDocument::fromJson(QByteArray::fromStdString(metadataOfPng(png.toStdString()))).object();
    QCOMPARE(carried["request"].toObject()["method"].toString(), QString("fgm"));
    const auto record = QJsonDocument::fromJson(bytesOf(json)).object();
    QCOMPARE(record["request"].toObject()["params"].toObject()["epsilon"].toDouble(), epsilon());
    QVERIFY(bytesOf(npy).startsWith("\x93NUMPY"));
    QVERIFY(bytesOf(npy).contains("(1, 3, 48, 48)"));
    QCOMPARE(bytesOf(csv).count('\n'), 2);  // a heading and the picture
    QVERIFY(bytesOf(html).contains("data:image/png"));
    m_used->window().actions().find("copy")->trigger();
    QVERIFY(!QApplication::clipboard()->image().isNull());
  }

  /// A figure that somebody sent brings its whole setting back.
  void droppedFigureReopens() {
    const QString png = m_used->file("figure.png");
    const auto state = page().state();
    page().chooseMethod("pgd");
    QVERIFY(m_used->settles());
    QVERIFY(m_used->drop({png}, m_used->widget("explorePage")));
    QVERIFY(liveUntil([&] { return page().state().algorithm == "fgm"; }, 10000));
    QVERIFY(m_used->settles());
    QCOMPARE(page().state().params.at("epsilon"), state.params.at("epsilon"));
  }

  /// A figure, and a record that was exported alone, bring what was measured, not the files of the run.
  void numbersComeBack() {
    auto& runs = m_used->window().runs();
    for (const char* name : {"figure.png", "record.json"}) {
      const int before = runs.count();
      QVERIFY(m_used->drop({m_used->file(name)}, m_used->widget("explorePage")));
      QVERIFY2(liveUntil([&] { return runs.count() == before + 1; }, 10000), name);
      m_used->window().showPage(MainWindow::Results);
      liveFor(100);
      auto* results = m_used->find<ResultsPage>("resultsPage");
      QVERIFY(results->record() && results->record()->measures.contains("norm_linf_median"));
      QVERIFY(results->record()->found.empty());
      m_used->window().showPage(MainWindow::Explore);
      QVERIFY(m_used->settles());
    }
  }

  void ownPictureAndOwnModel() {
    QImage picture(120, 90, QImage::Format_RGB32);
    picture.fill(qRgb(200, 40, 40));
    const QString file = m_used->file("my photo.png");
    QVERIFY(picture.save(file));
    QVERIFY(m_used->drop({file}, m_used->widget("paneStage")));
    QVERIFY(liveUntil([&] { return page().stage().exploration() && shown().request.data == file.toStdString(); },
                      10000));
    QVERIFY(m_used->settles());
    QCOMPARE(shown().clean.width, 48);
    const QString model = m_used->file("mine.adv");
    QVERIFY(QFile::copy(QString(ADVERSARIUM_SOURCE_DIR) + "/resources/models/signs-robust.adv", model));
    QVERIFY(m_used->drop({model}, m_used->widget("sourceBar")));
    QVERIFY(liveUntil([&] { return page().stage().exploration() && shown().request.model == model.toStdString(); },
                      20000));
    QVERIFY(m_used->settles());
    QVERIFY(m_used->window().windowTitle().contains("mine"));
    QVERIFY(Settings::recents("model").contains(model));
    QVERIFY(Settings::recents("data").contains(file));
  }

  void badFilesAreExplainedAndChangeNothing() {
    const std::string model = shown().request.model;
    for (const char* name : {"broken.onnx", "broken.pt", "broken.adv", "broken.png"}) {
      QFile file(m_used->file(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write("no such thing");
      file.close();
      QVERIFY(m_used->drop({file.fileName()}, m_used->widget("paneStage")));
      QVERIFY2(liveUntil([&] { return m_used->window().messages().words().contains(name); }, 10000), name);
      QVERIFY(m_used->window().messages().isVisible());
    }
    QCOMPARE(shown().request.model, model);
    page().chooseMethod("pgd");
    QVERIFY(m_used->settles());
    page().chooseMethod("fgm");
    QVERIFY(m_used->settles());
  }

  void germanWithinABreath() {
    const QString english = m_used->find<QPushButton>("runSetButton")->text();
    const auto* button = m_used->find<QPushButton>("runSetButton");
    applyLanguage("de");
    QVERIFY(liveUntil([&] { return button->text() != english; }, 2000));
    QCOMPARE(m_used->window().actions().find("openModel")->text(), QString("&Modell öffnen…"));
    applyLanguage("en");
    QVERIFY(liveUntil([&] { return button->text() == english; }, 2000));
  }

  void f1ShowsTheMethodsPageOfTheManual() {
    m_used->window().showPage(MainWindow::Explore);
    page().stage().setFocus();
    QTest::keyClick(&m_used->window(), Qt::Key_F1);
    ManualWindow* manual = nullptr;
    QVERIFY(liveUntil([&] { return (manual = m_used->window().findChild<ManualWindow*>()) != nullptr; }, 3000));
    QVERIFY(manual->isVisible());
    QCOMPARE(manual->page(), manualPageOf(page().state().algorithm));
    manual->close();
  }

  /// No step above made the window deaf for longer than a person notices.
  void neverStalled() { QVERIFY2(m_watch->longest() < 400, qPrintable(QString("%1 ms").arg(m_watch->longest()))); }

  void layoutAndRecentsComeBack() {
    // Less than the screen, in which later versions of Qt keep a window.
    const QSize size(780, 740);
    QVERIFY(m_used->window().size() != size);
    m_used->window().resize(size);
    m_used->close();
    m_used->open({});
    QCOMPARE(m_used->window().size(), size);
    QVERIFY(m_used->start());
    QVERIFY(Settings::recents("model").contains(m_used->file("mine.adv")));
  }
};

ADVERSARIUM_SUITE(TestStoryA)
#include "test_story_a.moc"
