// SPDX-License-Identifier: GPL-3.0-or-later
// Story C as its person lives it: a model from somewhere, a few clean images, one that looks suspicious.
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>

#include "tests/ui/used_window.h"
#include "tests/ui/written_pictures.h"
#include "ui/pages/method_page.h"
#include "ui/widgets/heat_maps_view.h"
#include "ui/widgets/heat_view.h"

using namespace adversarium;

namespace {

constexpr int kClean = 40;
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
    page().setParams({{"seeds", std::int64_t{1}}, {"epochs", std::int64_t{2}}});
    m_used->find<QSpinBox>("method-imagesSpin")->setValue(32);
    const auto before = page().record();
    page().run();
    QVERIFY(!m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    QVERIFY(
        liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && page().record() != before; }, 120000));
    QVERIFY(m_used->find<QPushButton>("method-runSetButton")->isEnabled());
    const auto* sizes = page().record()->get<Curve>("sizes");
    QVERIFY(sizes && sizes->x.size() == 20);
    QVERIFY(!verdict().blocked && !verdict().words.empty());
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
    const auto middleOf = [&](QPoint pixel) {
      return QPointF(picture.left() + (pixel.x() + 0.5) * picture.width() / 48,
                     picture.top() + (pixel.y() + 0.5) * picture.height() / 48)
          .toPoint();
    };
    view->view().setTool(HeatPane::Tool::Rectangle);
    QTest::mousePress(&pane, Qt::LeftButton, {}, middleOf(kSticker.topLeft()));
    QTest::mouseMove(&pane, middleOf(kSticker.bottomRight()));
    QTest::mouseRelease(&pane, Qt::LeftButton, {}, middleOf(kSticker.bottomRight()));
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(page().method(), std::string("transplant"));
    QVERIFY(liveUntil([&] { return m_used->bridge().jobs().jobs().empty() && page().record(); }, 60000));
    QCOMPARE(page().record()->request.algorithm, std::string("transplant"));
    QVERIFY2(!verdict().blocked, verdict().blocked->c_str());
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
};

QTEST_MAIN(TestStoryC)
#include "test_story_c.moc"
