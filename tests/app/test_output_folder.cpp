// SPDX-License-Identifier: GPL-3.0-or-later
// What --out and --html do to files that a person keeps there: nothing.
#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "core/record/usual_files.h"
#include "tests/app/program.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr int kBadFile = 3;

using Files = QMap<QString, QByteArray>;

/// All below a folder, by their paths in it; links are not followed.
Files filesBelow(const QString& folder) {
  Files files;
  QDirIterator each(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
  while (each.hasNext()) {
    const QFileInfo file(each.next());
    const QByteArray bytes = file.isSymLink() ? "→ " + file.symLinkTarget().toUtf8() : bytesOf(file.filePath());
    files[QDir(folder).relativeFilePath(file.filePath())] = bytes;
  }
  return files;
}

QStringList quickRun(const QString& method, const QStringList& more = {}) {
  return QStringList{"run", method, "--model", "demo:digits", "--data", "demo:digits", "--first", "3"} + more;
}

}  // namespace

class TestOutputFolder : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_temporary;
  QString out() const { return m_temporary->filePath("out"); }
  QString put(const QString& name, const QByteArray& bytes) const {
    const QString file = out() + '/' + name;
    QDir().mkpath(QFileInfo(file).path());
    [&] { QVERIFY(writeFile(file, bytes)); }();
    return file;
  }

  /// Refused for the sake of `file`, with everything as it was.
  void refused(const QStringList& command, const QString& file) const {
    const Files before = filesBelow(m_temporary->path());
    const Answer answer = askProgram(command);
    QVERIFY2(answer.code == kBadFile, qPrintable(QString::number(answer.code) + ' ' + answer.err));
    QCOMPARE(answer.complaints().size(), 1);
    QVERIFY2(answer.complaints().first().contains(file), qPrintable(answer.err));
    QVERIFY2(!answer.err.contains("fraction"), "it computed first");
    QVERIFY(filesBelow(m_temporary->path()) == before);
  }

 private slots:
  void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

  void aPersonsFileStopsTheRunAtItsStart_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("name");
    const QStringList training{"run",         "train",   "--model", "new:lenet", "--data",
                               "demo:digits", "--first", "600",     "--epochs",  "1"};
    for (const char* name : {"model.onnx", "model.adv", "loss.csv", "record.json", "adversarium.sha256"})
      QTest::addRow("train, %s", name) << training << name;
    for (const char* name : {"clean.npy", "adversarial.png", "figure.png", "samples.csv"})
      QTest::addRow("fgm, %s", name) << quickRun("fgm") << name;
    QTest::newRow("occlusion") << quickRun("occlusion") << "heatmap.png";
    QTest::newRow("steal") << quickRun("steal") << "model.onnx";
    QTest::newRow("demo") << QStringList{"demo"} << "report.html";
  }
  void aPersonsFileStopsTheRunAtItsStart() {
    QFETCH(QStringList, command);
    QFETCH(QString, name);
    refused(command + QStringList{"--progress", "json", "--out", out()}, put(name, "a person's own"));
  }

  /// Names that are known only when the method has made its record.
  void aPersonsFileStopsTheRunAtItsEnd() {
    const QString file = put("findings.csv", "a person's own");
    const Files before = filesBelow(out());
    const Answer answer = askProgram(quickRun("load-doctor", {"--out", out()}));
    QVERIFY2(answer.code == kBadFile, qPrintable(answer.err));
    QVERIFY(answer.complaints().first().contains(file));
    QVERIFY(filesBelow(out()) == before);
  }

  void namesKnownBeforeAreLeftIndeed_data() {
    QTest::addColumn<QStringList>("more");
    QTest::newRow("fgm") << QStringList{"--epsilon", "0.5"};
    QTest::newRow("train") << QStringList{"--epochs", "1", "--first", "600"};
    QTest::newRow("occlusion") << QStringList{};
    QTest::newRow("fine-tune") << QStringList{"--first", "300", "--epochs", "1"};
    QTest::newRow("label-flip") << QStringList{"--first", "600", "--epochs", "1", "--rate", "0.1"};
    QTest::newRow("steal") << QStringList{"--budget",          "40", "--epochs", "1",
                                          "--transfer-images", "4",  "--first",  "60"};
  }
  void namesKnownBeforeAreLeftIndeed() {
    QFETCH(QStringList, more);
    const QString method = QTest::currentDataTag();
    QStringList command{"run", method, "--model", "demo:digits", "--data", "demo:digits", "--out", out()};
    if (!more.contains("--first"))
      more << "--first"
           << "3";
    const Answer answer = askProgram(command + more);
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    for (const std::string& name : usualFiles(catalogueEntry(method.toStdString())))
      QVERIFY2(QFile::exists(out() + '/' + QString::fromStdString(name)), name.c_str());
  }

  /// The usual case, with another method in between, that leaves other files.
  void theSameFolderServesAgain() {
    for (const QString& method : {QString("fgm"), QString("occlusion"), QString("fgm")}) {
      const QStringList strong = method == "fgm" ? QStringList{"--epsilon", "0.5"} : QStringList();
      const Answer answer = askProgram(quickRun(method, strong + QStringList{"--out", out()}));
      QVERIFY2(answer.code == 0, qPrintable(answer.err));
      QCOMPARE(QFile::exists(out() + "/adversarial.npy"), method == "fgm");
      QCOMPARE(QFile::exists(out() + "/heatmap.png"), method != "fgm");
    }
    const Answer again = askProgram({"rerun", out(), "--out", out()});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    // All that is there is told of, and told right.
    QProcess check;
    check.setWorkingDirectory(out());
    check.start("sha256sum", {"--check", "--strict", "--quiet", "adversarium.sha256"});
    QVERIFY(check.waitForFinished());
    QVERIFY2(check.exitCode() == 0, check.readAllStandardError() + check.readAllStandardOutput());
    const QByteArray manifest = bytesOf(out() + "/adversarium.sha256");
    for (const QString& name : QDir(out()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
      QVERIFY2(name == "adversarium.sha256" || manifest.contains("  " + name.toUtf8() + "\n"), qPrintable(name));
  }

  void whatAPersonChangedIsTheirs() {
    QCOMPARE(askProgram(quickRun("fgm", {"--out", out()})).code, 0);
    const QString table = out() + "/samples.csv";
    QVERIFY(writeFile(table, bytesOf(table) + "my remarks\n"));
    refused(quickRun("fgm", {"--progress", "json", "--out", out()}), table);
  }

  void aPlantedRecordMovesNothing() {
    const QString thesis = put("thesis.csv", "thesis"), weights = put("weights.onnx", "weights");
    QVERIFY(writeFile(m_temporary->filePath("outside.csv"), "outside"));
    const auto entry = [](const QString& id, const QString& kind) {
      return QString(R"({"id": "%1", "title": "", "kind": "%2", "file": "../outside.csv"})").arg(id, kind);
    };
    const QString record =
        put("record.json",
            QString(R"({"schema": "adversarium.record/1", "request": {"method": "fgm", "params": {}, "model": "",)"
                    R"("data": "", "samples": {}, "seed": 0}, "origin": {"model_sha256": "", "data_sha256": "",)"
                    R"("version": "", "libtorch": "", "device": "", "threads": 1, "seconds": 1}, "caveats": [],)"
                    R"("measures": {}, "artefacts": [%1, %2]})")
                .arg(entry("thesis", "table"), entry("weights", "model"))
                .toUtf8());
    refused(quickRun("fgm", {"--progress", "json", "--out", out()}), record);
    QVERIFY(QFile::remove(record));
    QCOMPARE(askProgram(quickRun("fgm", {"--out", out()})).code, 0);
    QCOMPARE(bytesOf(thesis), QByteArray("thesis"));
    QCOMPARE(bytesOf(weights), QByteArray("weights"));
    QCOMPARE(bytesOf(m_temporary->filePath("outside.csv")), QByteArray("outside"));
  }

  void linksAreNotWrittenThrough() {
    const QString outside = m_temporary->filePath("picture.png");
    QVERIFY(writeFile(outside, "a person's own"));
    QDir().mkpath(out());
    QVERIFY(QFile::link(outside, out() + "/figure.png"));
    refused(quickRun("fgm", {"--progress", "json", "--out", out()}), out() + "/figure.png");
  }

  void theDemonstrationServesAgain() {
    for (int time = 0; time < 2; ++time) {
      const Answer answer = askProgram({"demo", "--out", out()});
      QVERIFY2(answer.code == 0, qPrintable(answer.err));
      QVERIFY(bytesOf(out() + "/report.html").contains("</html>"));
    }
    const QString page = out() + "/report.html";
    QVERIFY(writeFile(page, bytesOf(page) + "<p>my remarks</p>"));
    refused({"demo", "--progress", "json", "--out", out()}, page);
  }

  void reportsReplaceReportsAlone() {
    QCOMPARE(askProgram(quickRun("fgm", {"--out", out()})).code, 0);
    const QString page = m_temporary->filePath("page.html");
    const QStringList command{"report", out(), "--html", page};
    for (int time = 0; time < 2; ++time) QCOMPARE(askProgram(command).code, 0);
    QVERIFY(bytesOf(page).contains("</html>"));
    QVERIFY(writeFile(page, "<html>a person's own</html>\n"));
    refused(command, page);
  }
};

ADVERSARIUM_SUITE(TestOutputFolder)
#include "test_output_folder.moc"
