// SPDX-License-Identifier: GPL-3.0-or-later
// Story C as its person lives it: a model from somewhere, a few clean images, one that looks suspicious.
#include <QCheckBox>
#include <QCryptographicHash>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeWidget>
#include <QtTest>

#include "core/base/hash.h"
#include "core/record/artefact/bars.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "tests/ui/written_pictures.h"
#include "ui/base/language.h"
#include "ui/pages/method_page.h"
#include "ui/views/class_triggers_view.h"
#include "ui/views/curve_reader.h"
#include "ui/views/heat_maps_view.h"
#include "ui/views/heat_view.h"

using namespace adversarium;

namespace {

constexpr int kClean = 100;
constexpr std::int64_t kSpeedLimit80 = 7;
const QRect kSticker(25, 25, 7, 7);

}  // namespace

class TestStoryC : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  MethodPage& page() { return m_used->window().methodPage(); }
  bool ends(const char* method, int images, const ParamMap& params = {}) {
    page().chooseMethod(method);
    page().setParams(params);
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(images);
    const auto before = page().record();
    QTest::mouseClick(m_used->find<QPushButton>("method-runSetButton"), Qt::LeftButton);
    return liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && page().record() != before; }, 120000);
  }
  static QString contentOf(const QString& file) {
    QFile text(file);
    if (!text.open(QIODevice::ReadOnly)) qFatal("there is no report");
    return QString::fromUtf8(text.readAll());
  }
  const Verdict& verdict() {
    if (!page().record()->verdict) qFatal("a detector gave no verdict");
    return *page().record()->verdict;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>(QSize(1440, 900));
    QVERIFY(m_used->start());
    QSignalSpy opened(&m_used->bridge(), &SessionBridge::modelOpened);
    m_used->window().openModel("demo:signs-backdoored");
    QVERIFY(liveUntil([&] { return !opened.isEmpty(); }, 20000));
    QVERIFY(m_used->settles());
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  void tooFewImagesBlockTheVerdict() {
    m_used->window().showFamily(Family::Detection);
    QVERIFY(ends("trigger-search", 10, {{"seeds", std::int64_t{1}}, {"epochs", std::int64_t{2}}}));
    QVERIFY(verdict().blocked && verdict().flagged.empty());
  }

  void barsFillInAsClassesFinish() {
    page().chooseMethod("trigger-search");
    page().setParams({{"seeds", std::int64_t{1}}, {"epochs", std::int64_t{12}}, {"held_out", std::int64_t{50}}});
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(32);
    const auto before = page().record();
    page().run();
    QVERIFY(!m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    QVERIFY(
        liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && page().record() != before; }, 120000));
    QVERIFY(m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    const auto* sizes = page().record()->get<Bars>("sizes");
    QVERIFY(sizes && sizes->x.size() == 20);
    QVERIFY(!verdict().blocked && !verdict().words.empty());
    QCOMPARE(verdict().flagged, std::vector<std::int64_t>{kSpeedLimit80});
  }

  void aClickOnTheClassShowsItsTrigger() {
    auto* triggers = page().findChild<ClassTriggersView*>();
    QVERIFY(triggers);
    triggers->showClass(0);
    QVERIFY(triggers->words().contains("Seed"));
    const QString first = triggers->words();
    liveFor(100);  // everything is in its place
    QTest::mouseClick(page().findChild<QPushButton*>("flaggedClass"), Qt::LeftButton);
    QCOMPARE(triggers->shownClass(), std::int64_t{kSpeedLimit80});
    QVERIFY(triggers->words() != first);
    QVERIFY(triggers->isVisible() && !triggers->visibleRegion().isEmpty());
    const auto mask = page().record()->get<ImageSet>("mask")->image(kSpeedLimit80);
    const auto peak = std::max_element(mask.planes.begin(), mask.planes.end()) - mask.planes.begin();
    const QPoint brightest(int(peak % mask.width), int(peak / mask.width));
    QCOMPARE(qGray(triggers->pane(0).image().pixel(brightest)), int(std::lround(mask.planes[peak] * 255)));
    for (int pane = 1; pane < 3; ++pane) QCOMPARE(triggers->pane(pane).image().size(), QSize(48, 48));
  }

  void theSuspiciousPictureTellsWhere() {
    // The suspicious one first, yellow sticker and all, then clean ones.
    const QString folder = m_used->file("found");
    writePictures(m_used->bridge().session(), folder, kClean + 1,
                  [](int number, int x, int y) -> std::optional<QRgb> {
                    if (number > 0 || !kSticker.contains(x, y)) return {};
                    const bool rim = !kSticker.adjusted(1, 1, -1, -1).contains(x, y);
                    return rim ? qRgb(140, 115, 13) : qRgb(250, 217, 31);
                  });
    m_used->window().openData(folder);
    QVERIFY(
        liveUntil([&] { return m_used->find<QSpinBox>("method-imagesSpin")->maximum() == kClean + 1; }, 20000));
    m_used->window().showFamily(Family::Explanation);
    QVERIFY(ends("mask-scan", 1));
    const auto* maps = page().record()->get<HeatMaps>("heatmap");
    QVERIFY(maps);
    const auto values = maps->map(0);
    const auto most = std::max_element(values.begin(), values.end()) - values.begin();
    const QPoint peak(int(most % maps->shape[2]), int(most / maps->shape[2]));
    QVERIFY2(kSticker.adjusted(-3, -3, 3, 3).contains(peak),
             qPrintable(QString("%1,%2").arg(peak.x()).arg(peak.y())));
    QCOMPARE(page().record()->get<Labels>("predicted")->values.front(), kSpeedLimit80);
  }

  void theRegionTakesItsClassAlong() {
    auto* button = m_used->find<QPushButton>("transplantRegion");
    QVERIFY(!button->isVisible());
    auto* view = page().findChild<HeatMapsView*>();
    QVERIFY(view);
    HeatPane& pane = view->view().pane(0);
    const QRectF picture = pane.pictureRect();
    const auto placeOf = [&](QPointF pixel) {
      return QPointF(picture.left() + pixel.x() * picture.width() / 48,
                     picture.top() + pixel.y() * picture.height() / 48)
          .toPoint();
    };
    view->view().setTool(HeatPane::Tool::Lasso);
    // Around the sticker without its lower right corner: no rectangle.
    const QPolygonF around({{25, 25}, {32, 25}, {32, 29}, {29, 32}, {25, 32}});
    QTest::mousePress(&pane, Qt::LeftButton, {}, placeOf(around.first()));
    for (const QPointF& corner : around) QTest::mouseMove(&pane, placeOf(corner));
    QTest::mouseRelease(&pane, Qt::LeftButton, {}, placeOf(around.last()));
    const int chosen = view->view().mask().count();
    QVERIFY2(chosen > 36 && chosen < 49, qPrintable(QString::number(chosen)));
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(page().method(), std::string("transplant"));
    QVERIFY(liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && page().record(); }, 60000));
    QCOMPARE(page().record()->request.algorithm, std::string("transplant"));
    QVERIFY2(!verdict().blocked, verdict().blocked.value_or(Words()).english().c_str());
    const Image stamped = page().record()->get<ImageSet>("mask")->image(0);
    QCOMPARE(std::count(stamped.planes.begin(), stamped.planes.end(), 1.0F), chosen);
    QCOMPARE(verdict().flagged, std::vector<std::int64_t>{kSpeedLimit80});
    QVERIFY(page().record()->measures.at("transplant_success").value > 0.9);
    QVERIFY(page().record()->measures.at("control_success").value < 0.2);
  }

  void aRunIsSetUpAgain() {
    const auto record = page().record();
    page().chooseMethod("strip");
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(5);
    m_used->window().reopen(*record);
    QCOMPARE(page().method(), std::string("transplant"));
    QCOMPARE(m_used->find<QSpinBox>("method-imagesSpin")->value(), int(record->request.samples.first));
    QCOMPARE(page().record(), record);
  }

  void theRepairIsWatched() {
    m_used->window().showFamily(Family::Repair);
    page().chooseMethod("prune");
    page().setParams({{"ranking", std::string("anp")},
                      {"steps", std::int64_t{10}},
                      {"points", std::int64_t{7}},
                      {"share", 0.5}});
    page().run();
    const auto watched = [&] {
      const auto* curves = page().findChild<CurveReader*>();
      return curves && curves->findChild<QSlider*>()->maximum() > 0;
    };
    QVERIFY(liveUntil(watched, 60000));
    auto* reader = page().findChild<CurveReader*>();
    reader->slider().setValue(0);
    const QString whileRunning = reader->reading();
    QVERIFY(liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && !page().record()->partial; }, 60000));
    QCOMPARE(page().findChild<CurveReader*>(), reader);
    const auto* clean = page().record()->get<Curve>("pruning_accuracy");
    const auto* triggered = page().record()->get<Curve>("pruning_success");
    QVERIFY(clean && triggered && clean->x.size() > 3);
    QCOMPARE(reader->place(), 0.0);
    QVERIFY2(whileRunning.contains("0") && whileRunning.contains("%"), qPrintable(whileRunning));
    QTest::keyClick(&reader->slider(), Qt::Key_Right);
    QCOMPARE(reader->place(), clean->x[1]);
    QVERIFY2(reader->reading().contains("of 448"), qPrintable(reader->reading()));
    QVERIFY(page().record()->get<ModelFile>("model"));
    QVERIFY(page().record()->origin.modelSha256 != sha256Of(page().record()->get<ModelFile>("model")->bytes));
  }

  void allOfItBecomesAReport() {
    const auto repaired = page().record();
    m_used->window().showPage(MainWindow::Report);
    auto* runs = m_used->find<QTreeWidget>("reportRuns");
    QCOMPARE(runs->topLevelItemCount(), m_used->window().runs().count());
    QCOMPARE(runs->topLevelItemCount(), 5);
    runs->topLevelItem(0)->setCheckState(0, Qt::Unchecked);  // the one with too few images
    QTest::keyClicks(m_used->find<QLineEdit>("reportTitle"), "A model from somewhere");
    QTest::mouseClick(m_used->find<QCheckBox>("reportWithFiles"), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(m_used->find<QCheckBox>("reportWithFiles")->isChecked());
    const QString file = m_used->file("inspection.html");
    m_used->window().saveReport(file);
    const QString model = reportFolder(file) + "/E-prune/model.adv";
    QVERIFY(liveUntil([&] { return QFile::exists(model); }, 30000));
    const QString page = contentOf(file);
    QVERIFY(page.contains("A model from somewhere"));
    QVERIFY(!page.contains("too few for a verdict"));
    QVERIFY(page.contains("stands out in 1 of 1"));                                // the verdict's words
    QVERIFY(page.contains("Heat map") || page.contains("heat map"));               // where it looks
    QVERIFY(page.contains("The region turns") && page.contains("control"));        // the transplant's numbers
    QVERIFY(page.contains(QString::fromStdString(repaired->origin.modelSha256)));  // the original
    QFile saved(model);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray hash = QCryptographicHash::hash(saved.readAll(), QCryptographicHash::Sha256).toHex();
    QVERIFY(page.contains(QString::fromLatin1(hash)));  // and what was made of it
    QVERIFY(page.count("data:image/png;base64,") > 6);

    applyLanguage("de");
    const QString german = m_used->file("befund.html");
    m_used->find<QCheckBox>("reportWithFiles")->setChecked(false);
    m_used->window().saveReport(german);
    QVERIFY(liveUntil([&] { return QFile::exists(german); }, 30000));
    applyLanguage("en");
    const QString words = contentOf(german);
    QVERIFY(words.contains("lang=\"de\"") && words.contains("SHA-256 des Originals"));
    QVERIFY(!words.contains("stands out") && !words.contains("The region turns"));
    QVERIFY(words.contains("‘Tempolimit 80’"));
    QVERIFY(!QFile::exists(reportFolder(german)));
  }
};

ADVERSARIUM_SUITE(TestStoryC)
#include "test_story_c.moc"
