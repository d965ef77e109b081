// SPDX-License-Identifier: GPL-3.0-or-later
// Data that a person opens, as the model takes it: what is changed is said, what cannot be is a message.
#include <QImage>
#include <QLabel>
#include <QtTest>

#include "core/data/npy.h"
#include "tests/suite.h"
#include "tests/ui/used_window.h"
#include "ui/shell/message_bar.h"

using namespace adversarium;

class TestOpenedData : public QObject {
  Q_OBJECT

  std::unique_ptr<UsedWindow> m_used;

  QString words() const { return m_used->window().messages().words(); }
  QString facts() const { return m_used->find<QLabel>("dataFacts")->text(); }

  /// Pictures of 3×48×48 with these classes.
  QString labelled(const QString& name, const std::vector<std::int64_t>& labels) const {
    const QString place = m_used->file(name);
    QDir().mkpath(place);
    const auto count = std::ssize(labels);
    writeNpy((place + "/x.npy").toStdString(), {count, 3, 48, 48},
             std::vector<float>(std::size_t(count) * 3 * 48 * 48, 0.5F));
    writeNpy((place + "/y.npy").toStdString(), {count}, labels);
    return place;
  }

 private slots:
  void initTestCase() {
    m_used = std::make_unique<UsedWindow>();
    QVERIFY(m_used->start());
  }

  void labelsThatAreNoneAreAMessage() {
    const QString before = facts();
    m_used->window().openData(labelled("far", {0, 1, 43}));
    QVERIFY(liveUntil([&] { return words().contains("label 43"); }, 20000));
    QVERIFY2(words().contains("y.npy") && words().contains("sample 2"), qPrintable(words()));
    QVERIFY(m_used->window().messages().isVisible());
    liveFor(200);
    QCOMPARE(facts(), before);
    QVERIFY(words().contains("label 43"));
  }

  void changesAreSaidAndStay() {
    const QString picture = m_used->file("wide.png");
    QImage image(400, 300, QImage::Format_Grayscale8);
    image.fill(90);
    QVERIFY(image.save(picture));
    m_used->window().openData(picture);
    QVERIFY(liveUntil([&] { return facts().contains(QStringLiteral("⚠")); }, 20000));
    for (const char* said : {"400×300", "48×48", "25.0 %", "Grey repeated"}) {
      QVERIFY2(words().contains(said), qPrintable(words()));
      QVERIFY(m_used->find<QLabel>("dataFacts")->toolTip().contains(said));
    }
    QVERIFY(m_used->settles());
    m_used->window().openData("demo:signs");
    QVERIFY(liveUntil([&] { return !facts().contains(QStringLiteral("⚠")); }, 20000));
  }

  /// What a person chooses while a model is being opened stays: the model's own pictures do not come in between.
  void theLastChoiceOfDataStands() {
    const auto shown = [&] { return m_used->window().explorePage().pictureRequest(); };
    for (const char* data : {"demo:faces", "demo:digits-train"}) {
      m_used->window().openModel("demo:digits");
      m_used->window().openData(data);
      QVERIFY(liveUntil([&] { return shown().model == "demo:digits" && shown().data == data; }, 60000));
      liveFor(500);
      QCOMPARE(shown().data, std::string(data));
      m_used->window().openModel("demo:signs");
      QVERIFY(liveUntil([&] { return shown().model == "demo:signs" && shown().data == "demo:signs"; }, 60000));
    }
  }

  /// The data of a model that is still being opened is judged by that model, not by those before.
  void dataWaitsForItsModel() {
    m_used->window().openModel("demo:signs-robust");
    m_used->window().openModel("demo:faces");
    m_used->window().openData(labelled("many", {0, 1, 19}));
    QVERIFY(liveUntil([&] { return facts().startsWith("3 "); }, 20000));
    liveFor(500);
    QVERIFY(facts().startsWith("3 "));
    QVERIFY2(!words().contains("label 19"), qPrintable(words()));
  }
};

ADVERSARIUM_SUITE(TestOpenedData)
#include "test_opened_data.moc"
