// SPDX-License-Identifier: GPL-3.0-or-later
// A person opens files from strangers: what may be opened is examined, what may not stays closed.
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>
#include <QtTest>

#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "tests/ui/written_pictures.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/model_page.h"
#include "ui/views/audit_view.h"

using namespace adversarium;

class TestModelPage : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  ModelPage& page() { return *m_used->find<ModelPage>("modelPage"); }
  QString written(const QString& name, const QByteArray& bytes) {
    const QString path = m_used->file(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
      qFatal("cannot write a test's file");
    return path;
  }
  static QString wordsOf(const QTreeWidget& list) {
    QString words;
    for (int i = 0; i < list.topLevelItemCount(); ++i)
      words += list.topLevelItem(i)->text(0) + ' ' + list.topLevelItem(i)->text(1) + '\n';
    return words;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>();
    QVERIFY(m_used->start());
  }
  void cleanupTestCase() {
    m_used->close();
    m_used.reset();
  }

  void theBuiltInModelIsExamined() {
    m_used->window().showPage(MainWindow::Model);
    QVERIFY(liveUntil([&] { return page().diagnosis() != nullptr; }, 60000));
    QCOMPARE(int(page().diagnosis()->worst()), int(Severity::Fine));
    QVERIFY(liveUntil([&] { return m_used->find<QTreeWidget>("structure")->topLevelItemCount() > 5; }, 20000));
    QVERIFY(!m_used->find<AuditView>("auditView")->isVisible());
  }

  void aFileThatWouldActStaysClosed() {
    // A pickle that calls a program as soon as somebody unpickles it.
    const QString evil = written("evil.pt", QByteArray("\x80\x02"
                                                       "cposix\nsystem\nX\x04\x00\x00\x00true\x85R.",
                                                       29));
    m_used->window().showPage(MainWindow::Explore);
    QVERIFY(m_used->drop({evil}, &m_used->page()));
    auto* refused = m_used->find<AuditView>("refusedAudit");
    QVERIFY(liveUntil([&] { return refused->isVisible() && refused->report(); }, 20000));
    QCOMPARE(int(refused->report()->verdict()), int(AuditReport::Verdict::Refused));
    const QString words = wordsOf(*refused->findChild<QTreeWidget*>("auditFindings"));
    QVERIFY2(words.contains("posix.system"), qPrintable(words));
    QVERIFY(m_used->find<QLabel>("refusedReason")->text().contains("evil.pt"));
    // Nothing there opens it after all, and the model that was open still is.
    for (const QPushButton* button : page().findChildren<QPushButton*>()) {
      if (button->isVisible()) QCOMPARE(button->objectName(), QString("backToModel"));
    }
    QTest::mouseClick(m_used->find<QPushButton>("backToModel"), Qt::LeftButton);
    QVERIFY(m_used->find<QTreeWidget>("structure")->isVisible());
    QVERIFY(m_used->find<QTreeWidget>("structure")->topLevelItemCount() > 5);
    m_used->window().showPage(MainWindow::Explore);
    QVERIFY(m_used->settles());
  }

  void aSoundFileShowsItsAudit() {
    const QString copy = m_used->file("mine.adv");
    QVERIFY(QFile::copy(QStringLiteral(ADVERSARIUM_SOURCE_DIR "/resources/models/signs.adv"), copy));
    m_used->window().openPath(copy);
    m_used->window().showPage(MainWindow::Model);
    auto* audit = m_used->find<AuditView>("auditView");
    QVERIFY(liveUntil([&] { return audit->isVisible() && audit->report() && page().diagnosis(); }, 60000));
    QCOMPARE(int(audit->report()->verdict()), int(AuditReport::Verdict::Allowed));
    QVERIFY(!wordsOf(*audit->findChild<QTreeWidget*>("auditFindings")).isEmpty());
    QVERIFY(audit->findChild<QLabel*>("auditVerdict")->text().contains("saved model"));
  }

  void aWrongRangeIsCuredWithOneClick() {
    // A file beside the model that feeds it 0 … 255 instead of 0 … 1.
    const QString copy = m_used->file("swapped.adv");
    QVERIFY(QFile::copy(QStringLiteral(ADVERSARIUM_SOURCE_DIR "/resources/models/signs.adv"), copy));
    (void)written("swapped.adv.json", R"({"mean": [0, 0, 0], "std": [0.00392157, 0.00392157, 0.00392157]})");
    writePictures(m_used->bridge().session(), m_used->file("own"), 40);
    m_used->window().showPage(MainWindow::Explore);
    m_used->window().openData(m_used->file("own"));
    m_used->window().openPath(copy);
    // A person is told wherever they are, and goes on exploring meanwhile.
    QSignalSpy warned(&page(), &ModelPage::warned);
    QVERIFY(liveUntil([&] { return !warned.isEmpty(); }, 60000));
    QVERIFY(m_used->window().messages().isVisible());
    m_used->window().showPage(MainWindow::Model);
    auto* cure = m_used->find<QPushButton>("applyCure");
    QVERIFY(liveUntil([&] { return page().diagnosis() && cure->isVisible(); }, 60000));
    QVERIFY(page().diagnosis()->rightWithCure > page().diagnosis()->right);
    QTest::mouseClick(cure, Qt::LeftButton);
    QVERIFY(liveUntil([&] { return page().diagnosis() && page().diagnosis()->worst() == Severity::Fine; }, 60000));
  }
};

ADVERSARIUM_SUITE(TestModelPage)
#include "test_model_page.moc"
