// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts rely on: commands, files, exit codes.
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "tests/app/program.h"
#include "tests/suite.h"

using namespace adversarium;

class TestCommandLine : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  QString in(const QString& name) const { return m_folder.filePath(name); }

  /// "'descr': '<f4', … 'shape': (3, 1, 28, 28)" of an .npy file.
  static QString npyHeader(const QString& path) { return bytesOf(path).mid(10, 118); }

 private slots:
  void saysItsVersion() {
    const Answer answer = askProgram({"--version"});
    QCOMPARE(answer.code, 0);
    QVERIFY(QRegularExpression("^adversarium \\d+\\.\\d+\\.\\d+\\n$").match(answer.out).hasMatch());
  }

  void methodsAreListed() {
    const Answer text = askProgram({"methods"});
    QCOMPARE(text.code, 0);
    const Answer json = askProgram({"methods", "--json"});
    QCOMPARE(json.code, 0);
    const QJsonArray list = QJsonDocument::fromJson(json.out.toUtf8()).array();
    QStringList ids;
    for (const QJsonValue& value : list) {
      const QJsonObject method = value.toObject();
      ids << method["id"].toString();
      QVERIFY(text.out.contains(ids.last() + "  ("));
      for (const char* key : {"name", "family", "chapter", "access", "reference", "summary", "parameters"}) {
        QVERIFY2(method.contains(key), qPrintable(ids.last() + " lacks " + key));
      }
    }
    for (const char* id : {"fgm", "pgd", "square", "hopskipjump", "adversarial-training"})
      QVERIFY(ids.contains(id));
  }

  void attacksLeaveACompleteFolder_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("fgm") << QStringList{"fgm", "--epsilon", "0.2"};
    QTest::newRow("pgd, L2") << QStringList{"pgd", "--norm", "l2", "--epsilon=2"};
    QTest::newRow("pgd, L1") << QStringList{"pgd", "--norm", "l1", "--epsilon", "20"};
    QTest::newRow("pgd, targeted") << QStringList{"pgd", "--epsilon", "0.3", "--target", "3"};
    QTest::newRow("pgd, bfloat16") << QStringList{"pgd", "--epsilon", "0.2", "--precision", "bfloat16"};
    QTest::newRow("square") << QStringList{"square", "--epsilon", "0.2", "--queries", "300"};
    QTest::newRow("hopskipjump") << QStringList{"hopskipjump", "--queries", "200"};
  }
  void attacksLeaveACompleteFolder() {
    QFETCH(QStringList, words);
    const QString out = in(QString(QTest::currentDataTag()).remove(' '));
    const Answer answer = askProgram(QStringList{"run"} + words +
                                     QStringList{"--model", "demo:digits", "--data", "demo:digits", "--indices",
                                                 "4,0,7", "--seed", "5", "--out", out});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    QCOMPARE(answer.out, out + "/record.json\n");
    const QJsonObject record = jsonOf(out + "/record.json");
    for (const char* key : {"schema", "request", "origin", "caveats", "measures", "artefacts"}) {
      QVERIFY2(record.contains(key), key);
    }
    QCOMPARE(record["schema"].toString(), "adversarium.record/1");
    const QJsonObject request = record["request"].toObject(), origin = record["origin"].toObject();
    QCOMPARE(request["method"].toString(), words.first());
    QCOMPARE(request["seed"].toInt(), 5);
    QCOMPARE(request["samples"].toObject()["indices"].toArray(), (QJsonArray{4, 0, 7}));
    QCOMPARE(origin["model_sha256"].toString().size(), 64);
    QCOMPARE(origin["data_sha256"].toString().size(), 64);
    const QJsonObject measures = record["measures"].toObject();
    for (const char* name : {"clean_accuracy", "success_rate", "robust_accuracy", "norm_linf_median",
                             "norm_l2_mean", "queries_mean", "gradients_mean", "seconds"}) {
      QVERIFY2(measures.contains(name), name);
      for (const char* key : {"value", "low", "high", "n", "unit"})
        QVERIFY(measures[name].toObject().contains(key));
    }
    const double took = measures["seconds"].toObject()["value"].toDouble();
    QVERIFY(took > 0);
    QVERIFY(origin["seconds"].toDouble() >= took);
    QVERIFY(npyHeader(out + "/adversarial.npy").contains("'<f4'"));
    QVERIFY(npyHeader(out + "/adversarial.npy").contains("(3, 1, 28, 28)"));
    for (const char* name : {"/labels.npy", "/predicted.npy"}) {
      QVERIFY(npyHeader(out + name).contains("'<i8'"));
      QVERIFY(npyHeader(out + name).contains("(3,)"));
    }
    for (const char* name : {"/adversarial.png", "/clean.png", "/figure.png"})
      QVERIFY(bytesOf(out + name).startsWith("\x89PNG"));
  }

  /// The committed generator, victim and judge, without training anything.
  void aGeneratorIsSearchedAtOnce() {
    const QString out = in("searched");
    const Answer answer =
        askProgram({"run", "invert-gan", "--model", "demo:faces", "--data", "demo:faces", "--first", "200",
                    "--classes", "0,7", "--steps", "4", "--drawn", "40", "--restarts", "1", "--out", out});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    const QJsonObject record = jsonOf(out + "/record.json"), measures = record["measures"].toObject();
    for (const char* name : {"acc1", "acc5", "acc1_unsearched"}) {
      const QJsonObject rate = measures[name].toObject();
      QVERIFY2(rate["low"].toDouble() <= rate["value"].toDouble() && rate["n"].toInt() == 2, name);
    }
    QVERIFY(record["caveats"].toArray().isEmpty());
    QVERIFY(npyHeader(out + "/inverted.npy").contains("(2, 3, 48, 48)"));
    QVERIFY(npyHeader(out + "/frames.npy").contains("(10, 3, 48, 48)"));
    for (const char* name : {"/inverted.png", "/class_means.png", "/nearest.png"})
      QVERIFY2(bytesOf(out + name).startsWith("\x89PNG"), name);
  }

  void otherRecordsHavePicturesToo_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("pictures");
    const QStringList theft{"steal", "--budget", "40", "--epochs", "1", "--transfer-images", "4", "--first", "60"};
    QTest::newRow("steal") << theft << QStringList{"questions", "adversarial"};
    QTest::newRow("steal through a guard")
        << theft + QStringList{"--guard", "output-policy:reveal=label", "--answers", "labels"}
        << QStringList{"questions"};
    QTest::newRow("transfer") << QStringList{"transfer", "--surrogates", "demo:digits", "--first", "4", "--steps",
                                             "2"}
                              << QStringList{"adversarial"};
    QTest::newRow("survives") << QStringList{"survives", "--first", "4"} << QStringList{};
    QTest::newRow("invert-gradient") << QStringList{"invert-gradient", "--steps", "3"} << QStringList{};
  }
  void otherRecordsHavePicturesToo() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, pictures);
    const QString out = in(QString(QTest::currentDataTag()).remove(' '));
    const Answer answer = askProgram(QStringList{"run"} + words +
                                     QStringList{"--model", "demo:digits", "--data", "demo:digits", "--out", out});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    for (const QString& picture : pictures)
      QVERIFY2(bytesOf(out + "/" + picture + ".png").startsWith("\x89PNG"), qPrintable(picture));
    // Every set of images has its picture beside it.
    for (const QJsonValue& value : jsonOf(out + "/record.json")["artefacts"].toArray()) {
      const QJsonObject artefact = value.toObject();
      if (artefact["kind"].toString() != "images") continue;
      QVERIFY2(QFile::exists(out + "/" + artefact["id"].toString() + ".png"),
               qPrintable(artefact["id"].toString()));
    }
  }

  void rerunProvesBitEquality() {
    const QString out = in("again");
    QCOMPARE(askProgram({"run", "square", "--model", "demo:digits", "--data", "demo:digits", "--first", "3",
                         "--queries", "100", "--out", out})
                 .code,
             0);
    const Answer same = askProgram({"rerun", out});
    QCOMPARE(same.code, 0);
    QVERIFY(same.out.contains("bit-equal"));

    QByteArray tensor = bytesOf(out + "/adversarial.npy");
    tensor[tensor.size() - 2] = char(tensor[tensor.size() - 2] ^ 1);
    QVERIFY(writeFile(out + "/adversarial.npy", tensor));
    const Answer changed = askProgram({"rerun", out + "/record.json"});
    QVERIFY(changed.code != 0);
    QVERIFY2((changed.out + changed.err).contains("adversarial"), qPrintable(changed.out + changed.err));
    QVERIFY(!changed.out.contains("bit-equal"));
  }

  void reportIsOnePage() {
    const QString out = in("reported"), page = in("page.html");
    QCOMPARE(askProgram({"run", "fgm", "--model", "demo:digits", "--data", "demo:digits", "--first", "2",
                         "--sweep", "5", "--out", out})
                 .code,
             0);
    const Answer answer = askProgram({"report", out, "--html", page});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    const QByteArray html = bytesOf(page);
    QVERIFY(html.startsWith("<!DOCTYPE html>") || html.startsWith("<!doctype html>"));
    QVERIFY(html.contains("data:image/png;base64,"));
    QVERIFY(!html.contains("http://") || !html.contains("src=\"http"));
    QVERIFY(!html.contains("<script"));
  }

  void trainsAModelThatAttacksTake() {
    const QString out = in("trained");
    const Answer answer = askProgram({"run", "train", "--model", "new:lenet", "--data", "demo:digits", "--first",
                                      "600", "--epochs", "2", "--out", out});
    QVERIFY2(answer.code == 0, qPrintable(answer.err));
    const QJsonObject record = jsonOf(out + "/record.json");
    // A training set's training part is meant, or the accuracy would be that of samples learnt by heart.
    QCOMPARE(record["request"].toObject()["data"].toString(), "demo:digits-train");
    QVERIFY(record["measures"].toObject().contains("clean_accuracy"));
    QCOMPARE(askProgram({"run", "fgm", "--model", out + "/model.adv", "--data", "demo:digits", "--first", "5",
                         "--out", in("of trained")})
                 .code,
             0);
  }

  void progressSpeaksJson() {
    const Answer answer =
        askProgram({"run", "square", "--model", "demo:signs", "--data", "demo:signs", "--first", "40", "--epsilon",
                    "0.005", "--queries", "200", "--progress", "json", "--out", in("progress")});
    QCOMPARE(answer.code, 0);
    int lines = 0;
    for (const QString& line : answer.err.split('\n', Qt::SkipEmptyParts)) {
      if (!line.startsWith('{')) continue;
      const QJsonDocument json = QJsonDocument::fromJson(line.toUtf8());
      QVERIFY2(json.isObject(), qPrintable(line));
      ++lines;
    }
    QVERIFY(lines > 0);
  }

  void ctrlCKeepsWhatIsFinished() {
    const QString out = in("stopped");
    QProcess process;
    process.start(ADVERSARIUM_PROGRAM,
                  {"run", "square", "--model", "demo:signs-robust", "--data", "demo:signs", "--first", "2000",
                   "--batch", "8", "--queries", "20", "--epsilon", "0.01", "--progress", "json", "--out", out});
    QVERIFY(process.waitForStarted());
    process.setReadChannel(QProcess::StandardError);
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAll()).contains("seconds_left"), 30'000);
    QTest::qWait(500);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 4);
    const QJsonObject record = jsonOf(out + "/record.json");
    QVERIFY2(!record.isEmpty(), "the finished part was not kept");
    const double n = record["measures"].toObject()["clean_accuracy"].toObject()["n"].toDouble();
    QVERIFY(n > 0 && n < 2000);
    bool warned = false;
    for (const QJsonValue& caveat : record["caveats"].toArray()) warned |= caveat.toObject()["id"] == "partial";
    QVERIFY(warned);
  }

  void numbersAreOfTheCLocale() {
    const Answer answer = askProgram({"run", "fgm", "--model", "demo:digits", "--data", "demo:digits", "--first",
                                      "2", "--epsilon", "0.25", "--out", in("locale")},
                                     {"env", "LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8"});
    QCOMPARE(answer.code, 0);
    QCOMPARE(
        jsonOf(in("locale") + "/record.json")["request"].toObject()["params"].toObject()["epsilon"].toDouble(),
        0.25);
  }
};

ADVERSARIUM_SUITE(TestCommandLine)
#include "test_command_line.moc"
