// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include "tests/suite.h"
#include "ui/base/images.h"
#include "ui/views/heat_maps_view.h"
#include "ui/views/heat_view.h"
#include "ui/views/record_view.h"

using namespace adversarium;

namespace {

constexpr int kSide = 8;

HeatLayer layer(const QString& title, float most) {
  HeatLayer made{title, Image(3, kSide, kSide), std::vector<float>(kSide * kSide, 0.0F)};
  made.map[3 * kSide + 5] = most;  // row 3, column 5
  return made;
}

QPoint middleOf(const ImagePane& pane, int x, int y) {
  const QRectF picture = pane.pictureRect();
  return QPointF(picture.left() + (x + 0.5) * picture.width() / kSide,
                 picture.top() + (y + 0.5) * picture.height() / kSide)
      .toPoint();
}

struct Shown {
  HeatView view;
  Shown() {
    view.resize(640, 480);
    view.setSelectable(true);
    view.show();
  }
};

}  // namespace

class TestHeatView : public QObject {
  Q_OBJECT

 private slots:
  void laysTheMapOver() {
    Shown shown;
    shown.view.setLayers({layer("stop 97 %", 2)}, false, "fall");
    QCOMPARE(shown.view.range(), (HeatRange{0, 2}));
    QCOMPARE(shown.view.pane(0).title(), QString("stop 97 %"));
    QVERIFY(!shown.view.pane(1).isVisible());
    shown.view.setStrength(1);
    const HeatColour high = heatColour(2, {0, 2}), low = heatColour(0, {0, 2});
    QCOMPARE(shown.view.pane(0).image().pixel(5, 3), qRgb(high.red, high.green, high.blue));
    QCOMPARE(shown.view.pane(0).image().pixel(0, 0), qRgb(low.red, low.green, low.blue));
    shown.view.setStrength(0);
    QCOMPARE(shown.view.pane(0).image().pixel(5, 3), qRgb(0, 0, 0));
  }

  void comparesInOneRange() {
    Shown shown;
    shown.view.setLayers({layer("clean", 1), layer("attacked", -4)}, true, "fall");
    QCOMPARE(shown.view.range(), (HeatRange{-4, 4}));
    QVERIFY(shown.view.pane(1).isVisible());
    QVERIFY(shown.view.pane(0).accessibleDescription().contains("row 3, column 5"));
  }

  /// Boxes say a mask exactly, and each pixel once.
  void masksAreSaidInBoxes() {
    PixelMask mask(kSide, kSide);
    QVERIFY(mask.boxes().empty());
    mask.addRectangle(QRect(1, 1, 3, 4));
    QCOMPARE(mask.boxes(), std::vector<QRect>{QRect(1, 1, 3, 4)});
    mask.addPolygon(QPolygonF({{4, 0}, {8, 0}, {8, 8}, {2, 8}}));
    mask.paint({5, 5}, 2, false);
    PixelMask again(kSide, kSide);
    int pixels = 0;
    for (const QRect& box : mask.boxes()) {
      again.addRectangle(box);
      pixels += box.width() * box.height();
    }
    QCOMPARE(again, mask);
    QCOMPARE(pixels, mask.count());
  }

  void saysTheNumberUnderTheCursor() {
    Shown shown;
    shown.view.setLayers({layer("stop", 0.25)}, false, "fall");
    shown.view.setHoverText([](int, QPoint pixel) {
      return pixel == QPoint(5, 3) ? QString("hiding this cell: yield 97 % → stop 88 %") : QString();
    });
    QTest::mouseMove(&shown.view.pane(0), middleOf(shown.view.pane(0), 5, 3));
    auto* inspector = shown.view.findChild<QLabel*>("heatInspector");
    QTRY_VERIFY(inspector->text().contains("yield 97 %"));
    QVERIFY(inspector->text().contains("Row 3, column 5") && inspector->text().contains("0.25"));
    QTest::keyClick(&shown.view.pane(0), Qt::Key_Left, Qt::ControlModifier);
    QVERIFY(inspector->text().contains("column 4"));
    QVERIFY(!inspector->text().contains("yield"));
  }

  void choosesByMouse() {
    Shown shown;
    shown.view.setLayers({layer("stop", 1)}, false, "fall");
    HeatPane& pane = shown.view.pane(0);
    QSignalSpy changed(&shown.view, &HeatView::maskChanged);
    shown.view.findChild<QToolButton*>("rectangleTool")->click();
    const auto drag = [&](QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
      QTest::mousePress(&pane, Qt::LeftButton, keys, middleOf(pane, from.x(), from.y()));
      QTest::mouseMove(&pane, middleOf(pane, to.x(), to.y()));
      QTest::mouseRelease(&pane, Qt::LeftButton, keys, middleOf(pane, to.x(), to.y()));
    };
    drag({1, 2}, {3, 5});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(shown.view.mask().bounds(), QRect(1, 2, 3, 4));
    QCOMPARE(shown.view.mask().count(), 12);
    drag({6, 6}, {6, 7}, Qt::ShiftModifier);
    QCOMPARE(shown.view.mask().count(), 14);
    drag({0, 0}, {0, 0});  // without Shift it replaces
    QCOMPARE(shown.view.mask().count(), 1);

    shown.view.setTool(HeatPane::Tool::Brush);
    QTest::mouseClick(&pane, Qt::LeftButton, {}, middleOf(pane, 5, 5));
    QCOMPARE(shown.view.mask().count(), 1 + 9);  // a brush of three pixels
    QTest::mouseClick(&pane, Qt::LeftButton, Qt::AltModifier, middleOf(pane, 5, 5));
    QCOMPARE(shown.view.mask().count(), 1);

    shown.view.setTool(HeatPane::Tool::Lasso);
    QTest::mousePress(&pane, Qt::LeftButton, {}, middleOf(pane, 1, 1));
    for (const QPoint corner : {QPoint(6, 1), QPoint(6, 6), QPoint(1, 6)})
      QTest::mouseMove(&pane, middleOf(pane, corner.x(), corner.y()));
    QTest::mouseRelease(&pane, Qt::LeftButton, {}, middleOf(pane, 1, 6));
    QVERIFY(shown.view.mask().at(3, 3) && !shown.view.mask().at(0, 0) && !shown.view.mask().at(7, 3));
    shown.view.findChild<QToolButton*>("clearMask")->click();
    QVERIFY(shown.view.mask().empty());
    QVERIFY(!shown.view.findChild<QToolButton*>("clearMask")->isEnabled());
  }

  void choosesByKeyboard() {
    Shown shown;
    shown.view.setLayers({layer("stop", 1)}, false, "fall");
    HeatPane& pane = shown.view.pane(0);
    const auto press = [&](int key, Qt::KeyboardModifiers keys = {}) {
      QTest::keyClick(&pane, Qt::Key(key), keys);
    };
    shown.view.setTool(HeatPane::Tool::Rectangle);
    press(Qt::Key_Right, Qt::ControlModifier);  // the cursor appears beside the middle, at (5, 4)
    press(Qt::Key_Return);
    press(Qt::Key_Down, Qt::ControlModifier);
    press(Qt::Key_Right, Qt::ControlModifier);
    press(Qt::Key_Return);
    QCOMPARE(shown.view.mask().bounds(), QRect(5, 4, 2, 2));
    press(Qt::Key_Delete);
    QVERIFY(shown.view.mask().empty());
    press(Qt::Key_Return);
    press(Qt::Key_Escape);  // a corner too many
    shown.view.setTool(HeatPane::Tool::Brush);
    press(Qt::Key_Return);
    QVERIFY(shown.view.mask().at(6, 5));
  }

  void keepsTheMaskWhileTheMapRefines() {
    Shown shown;
    shown.view.setLayers({layer("coarse", 1)}, false, "fall");
    PixelMask mask(kSide, kSide);
    mask.addRectangle({2, 2, 2, 2});
    shown.view.setMask(mask);
    shown.view.setLayers({layer("fine", 1)}, false, "fall");
    QVERIFY(shown.view.mask() == mask);
    HeatLayer other{"other", Image(1, 4, 4), std::vector<float>(16, 1.0F)};
    shown.view.setLayers({other}, false, "fall");
    QVERIFY(shown.view.mask().empty());
    shown.view.clear("nothing yet");
    QCOMPARE(shown.view.layerCount(), 0);
  }

  void everythingHasAName() {
    Shown shown;
    shown.view.setLayers({layer("clean", 1), layer("attacked", 1)}, false, "fall");
    for (const QWidget* widget : shown.view.findChildren<QWidget*>()) {
      if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->objectName().startsWith("qt_"))
        continue;
      QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
  }

  void recordsShowTheirMaps() {
    auto record = std::make_shared<Record>();
    record->found.push_back(
        {"clean", "Explained images", ImageSet{{2, 1, 4, 4}, std::vector<float>(32, 0.5F), {}, false}});
    record->found.push_back(
        {"heatmap", "Heat maps",
         HeatMaps{{2, 4, 4}, std::vector<float>(32, 0.1F), {"stop 97 %", "yield 60 %"}, "fall", true, "clean"}});
    RecordView view;
    view.setRecord(record);
    auto* maps = view.findChild<HeatMapsView*>();
    QVERIFY(maps);
    QCOMPARE(maps->view().pane(0).title(), QString("stop 97 %"));
    maps->show(1);
    QCOMPARE(maps->view().pane(0).title(), QString("yield 60 %"));
    QCOMPARE(maps->shown(), 1);
  }
};

ADVERSARIUM_SUITE(TestHeatView)
#include "test_heat_view.moc"
