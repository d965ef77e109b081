// SPDX-License-Identifier: GPL-3.0-or-later
// What reading data changed, left out or guessed stands in every record that was made of it.
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/data/csv.h"
#include "core/data/data_set.h"
#include "tests/app/program.h"
#include "tests/suite.h"

using namespace adversarium;

class TestDataCaveats : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  /// As PGM or PPM.
  static QByteArray pnm(const Image& image) {
    QByteArray bytes =
        QString("P%1 %2 %3 255\n").arg(image.channels == 1 ? 5 : 6).arg(image.width).arg(image.height).toLatin1();
    const std::size_t pixels = image.planes.size() / std::size_t(image.channels);
    for (std::size_t i = 0; i < pixels; ++i) {
      for (int c = 0; c < image.channels; ++c)
        bytes += char(std::lround(image.planes[std::size_t(c) * pixels + i] * 255));
    }
    return bytes;
  }
  void put(const QString& name, const QByteArray& bytes) const {
    const QString path = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QVERIFY(writeFile(path, bytes));
  }
  /// Drawn images in folders of the given names, by class; those of an empty name are left out.
  QString folders(const QString& place, const char* source, const QStringList& names, int each) const {
    const auto drawn = openDataSet(source);
    QList<int> written(names.size(), 0);
    for (std::int64_t i = 0; i < 200; ++i) {
      const int label = drawn->label(i);
      if (names[label].isEmpty() || written[label] == each) continue;
      put(QString("%1/%2/%3.pnm").arg(place, names[label]).arg(written[label]++), pnm(drawn->image(i)));
    }
    return m_folder.filePath(place);
  }
  QString digits(const QString& place, const QStringList& names, int each) const {
    return folders(place, "demo:digits", names, each);
  }
  QJsonObject recordOf(const QStringList& arguments) const {
    const QString out = m_folder.filePath("out");
    QDir(out).removeRecursively();
    const Answer answer = askProgram(QStringList{"run"} + arguments + QStringList{"--out", out});
    [&] { QVERIFY2(answer.code == 0, qPrintable(answer.err)); }();
    return jsonOf(out + "/record.json");
  }
  static QStringList idsOf(const QJsonObject& record) {
    QStringList ids;
    for (const QJsonValue& caveat : record["caveats"].toArray()) ids << caveat["id"].toString();
    return ids;
  }
  static double accuracyOf(const QJsonObject& record) {
    return record["measures"]["clean_accuracy"]["value"].toDouble();
  }

 private slots:
  /// Grey digits for a model of colour signs: everything that was done to them is said, by every method.
  void changesOfShape_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fgm", "occlusion", "load-doctor"}) QTest::newRow(method) << QString(method);
  }
  void changesOfShape() {
    QFETCH(QString, method);
    const QString data = digits("grey", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, 1);
    put("grey/.hidden", "x");
    const QJsonObject record = recordOf({method, "--model", "demo:signs", "--data", data, "--first", "4"});
    const QStringList ids = idsOf(record);
    for (const char* id : {"input-size", "input-channels", "hidden-files"}) {
      QVERIFY2(ids.count(id) == 1, qPrintable(method + ": " + ids.join(' ')));
    }
    if (method != "load-doctor") return;
    const QByteArray findings = bytesOf(m_folder.filePath("out/findings.csv"));
    QVERIFY2(findings.contains("input-size") && findings.contains("28×28"), findings);
  }

  void aClassWithoutFolder() {
    const QString data = digits("without8", {"0", "1", "2", "3", "4", "5", "6", "7", {}, "9"}, 4);
    const QJsonObject record = recordOf({"fgm", "--model", "demo:digits", "--data", data, "--epsilon", "0"});
    QVERIFY2(accuracyOf(record) > 0.95, QByteArray::number(accuracyOf(record)));
  }

  /// Named as the model names them, in another order; every column of the table calls a class the same.
  void classesByName() {
    const auto names = openDataSet("demo:signs")->info().classNames;
    QVERIFY(!std::is_sorted(names.begin(), names.end()));
    QStringList called;
    for (const std::string& name : names) called << QString::fromStdString(name).toUpper().replace(' ', '_');
    const QString data = folders("named", "demo:signs", called, 3);
    const QJsonObject record = recordOf({"fgm", "--model", "demo:signs", "--data", data, "--epsilon", "0"});
    QVERIFY2(accuracyOf(record) > 0.95, QByteArray::number(accuracyOf(record)));
    const auto rows = parsedCsv(bytesOf(m_folder.filePath("out/samples.csv")).toStdString());
    QCOMPARE(rows.size(), 3 * names.size() + 1);
    for (std::size_t r = 1; r < rows.size(); ++r) {
      for (const std::size_t column : {1, 2, 4})
        QVERIFY(std::find(names.begin(), names.end(), rows[r][column].text) != names.end());
    }
  }

  /// A training on numbered folders learns the numbers, and an attack on its model finds them again.
  void trainedOnNumberedFolders() {
    const QString data = digits("numbered", {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, 6);
    const QString out = m_folder.filePath("trained");
    const Answer answer =
        askProgram({"run", "train", "--model", "new:mlp", "--data", data, "--epochs", "30", "--out", out});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    QVERIFY(idsOf(jsonOf(out + "/record.json")).contains("class-numbers"));
    const QJsonObject record = recordOf({"fgm", "--model", out + "/model.adv", "--data", data, "--epsilon", "0"});
    QVERIFY2(accuracyOf(record) > 0.9, QByteArray::number(accuracyOf(record)));
  }
};

ADVERSARIUM_SUITE(TestDataCaveats)
#include "test_data_caveats.moc"
