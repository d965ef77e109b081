// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as a parameter: painted with the mouse, with the keyboard, or loaded, and always a file in the end.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/suite.h"
#include "ui/controls/paint_dialog.h"
#include "ui/controls/param_form.h"
#include "ui/controls/picture_edit.h"

using namespace adversarium;

namespace {

constexpr int kEdge = 24;

QImage ground() {
  QImage picture(kEdge, kEdge, QImage::Format_RGB32);
  picture.fill(Qt::darkGreen);
  return picture;
}

QPoint middleOf(const ImagePane& pane, QPoint pixel) {
  const QRectF picture = pane.pictureRect();
  return QPointF(picture.left() + (pixel.x() + 0.5) * picture.width() / kEdge,
                 picture.top() + (pixel.y() + 0.5) * picture.height() / kEdge)
      .toPoint();
}

int painted(const QImage& painting) {
  int count = 0;
  for (int y = 0; y < painting.height(); ++y) {
    for (int x = 0; x < painting.width(); ++x) count += qAlpha(painting.pixel(x, y)) > 0;
  }
  return count;
}

}  // namespace

class TestPaint : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  static void drag(PaintPane& pane, QPoint from, QPoint to) {
    QTest::mousePress(&pane, Qt::LeftButton, {}, middleOf(pane, from));
    QTest::mouseMove(&pane, middleOf(pane, to));
    QTest::mouseRelease(&pane, Qt::LeftButton, {}, middleOf(pane, to));
  }
  template <class T>
  static T* part(QWidget& parent, const char* name) {
    auto* found = parent.findChild<T*>(name);
    if (!found) qFatal("there is no %s", name);
    return found;
  }

 private slots:
  void initTestCase() {
    qputenv("XDG_DATA_HOME", m_folder.path().toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
  }

  void aStrokeIsALineWithoutGaps() {
    PaintDialog board(ground(), {});
    board.show();
    PaintPane& pane = board.pane();
    pane.setColour(Qt::red);
    part<QSpinBox>(board, "paintSize")->setValue(1);
    QVERIFY(!part<QPushButton>(board, "paintUse")->isEnabled());
    drag(pane, {2, 3}, {12, 3});
    QCOMPARE(painted(pane.painting()), 11);
    QCOMPARE(pane.painting().pixelColor(7, 3), QColor(Qt::red));
    QCOMPARE(pane.image().pixelColor(7, 3), QColor(Qt::red));  // over the ground
    QCOMPARE(pane.image().pixelColor(7, 4), QColor(Qt::darkGreen));
    QVERIFY(part<QPushButton>(board, "paintUse")->isEnabled());

    part<QSpinBox>(board, "paintSize")->setValue(3);
    part<QRadioButton>(board, "paintEraser")->click();
    drag(pane, {12, 3}, {12, 3});
    QCOMPARE(painted(pane.painting()), 9);
    part<QPushButton>(board, "paintUndo")->click();
    QCOMPARE(painted(pane.painting()), 11);
    part<QPushButton>(board, "paintClear")->click();
    QVERIFY(pane.isBlank());
    part<QPushButton>(board, "paintUndo")->click();
    part<QPushButton>(board, "paintUndo")->click();
    QVERIFY(pane.isBlank() && !pane.canUndo());
  }

  void theKeyboardPaintsToo() {
    PaintDialog board(ground(), {});
    board.show();
    PaintPane& pane = board.pane();
    part<QSpinBox>(board, "paintSize")->setValue(1);
    QTest::keyClick(&pane, Qt::Key_Return);  // in the middle
    QTest::keyClick(&pane, Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(&pane, Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(&pane, Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(&pane, Qt::Key_Return);
    QVERIFY(board.isVisible());
    QCOMPARE(painted(pane.painting()), 3);
    for (const QPoint pixel : {QPoint(12, 12), QPoint(13, 12), QPoint(13, 14)})
      QVERIFY(qAlpha(pane.painting().pixel(pixel)) > 0);
    QTest::keyClick(&pane, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(painted(pane.painting()), 2);
  }

  void aPictureIsLoadedWithItsTransparency() {
    QImage file(kEdge / 2, kEdge / 2, QImage::Format_ARGB32);
    file.fill(Qt::transparent);
    file.setPixelColor(0, 0, QColor(10, 20, 30, 128));
    const QString name = m_folder.filePath("small.png");
    QVERIFY(file.save(name));
    PaintDialog board(ground(), {});
    board.load(name);
    QCOMPARE(painted(board.pane().painting()), 1);
    QCOMPARE(board.pane().painting().pixelColor(kEdge / 4, kEdge / 4), QColor(10, 20, 30, 128));
    board.load(m_folder.filePath("missing.png"));
    QVERIFY(part<QLabel>(board, "paintNote")->text().contains("missing.png"));
    QCOMPARE(painted(board.pane().painting()), 1);
  }

  /// Whatever method declares a picture gets the same control; the path becomes the parameter.
  void theFormHasIt() {
    ParamForm form;
    form.setMethod(catalogueEntry("backdoor"));
    form.setPictureGround(ground);
    form.show();
    auto* edit = qobject_cast<PictureEdit*>(form.control("picture"));
    QVERIFY(edit);
    QVERIFY(!qobject_cast<PictureEdit*>(form.control("rates")));  // a text like any other
    for (const char* name : {"path", "choosePath", "drawPicture"})
      QVERIFY2(!part<QWidget>(*edit, name)->accessibleName().isEmpty(), name);
    QSignalSpy edited(&form, &ParamForm::paramsEdited);

    part<QPushButton>(*edit, "drawPicture")->click();
    auto* board = part<PaintDialog>(*edit, "paintDialog");
    QCOMPARE(board->pane().painting().size(), QSize(kEdge, kEdge));
    drag(board->pane(), {20, 20}, {22, 22});
    const QImage drawn = board->pane().painting();
    part<QPushButton>(*board, "paintUse")->click();
    QCOMPARE(edited.count(), 1);
    const QString path = QString::fromStdString(std::get<std::string>(form.params().at("picture")));
    QVERIFY2(path.startsWith(m_folder.path()) && path.endsWith(".png"), qPrintable(path));
    QCOMPARE(QImage(path).convertToFormat(QImage::Format_ARGB32), drawn);

    // Drawn on further: another content, another file.
    QTRY_VERIFY(!edit->findChild<PaintDialog*>());
    part<QPushButton>(*edit, "drawPicture")->click();
    board = part<PaintDialog>(*edit, "paintDialog");
    QCOMPARE(board->pane().painting(), drawn);
    drag(board->pane(), {1, 1}, {1, 1});
    part<QPushButton>(*board, "paintUse")->click();
    QVERIFY(edit->path() != path);
    QVERIFY(QFile::exists(path) && QFile::exists(edit->path()));

    form.setParams({{"picture", std::string()}});
    QVERIFY(edit->path().isEmpty());
  }
};

ADVERSARIUM_SUITE(TestPaint)
#include "test_paint.moc"
