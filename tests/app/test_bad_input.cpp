// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is wrong with a file or an option: one line that names it, the right exit code, nothing written.
#include <ATen/ATen.h>
#undef slots  // Qt's keyword, and a member's name in LibTorch
#include <torch/script.h>
#define slots Q_SLOTS

#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>

#include "tests/app/program.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr int kUsage = 2, kBadFile = 3;

QByteArray bigEndian(std::initializer_list<quint32> words) {
  QByteArray bytes;
  for (const quint32 word : words) {
    bytes.append(4, '\0');
    qToBigEndian(word, bytes.data() + bytes.size() - 4);
  }
  return bytes;
}

QByteArray npy(const QByteArray& description, const QByteArray& content) {
  QByteArray header = "{'descr': '" + description + ", }";
  header += QByteArray(117 - header.size(), ' ') + '\n';
  return QByteArray("\x93NUMPY\x01\x00\x76\x00", 10) + header + content;
}

constexpr quint32 kImages = 2051, kLabels = 2049;

}  // namespace

class TestBadInput : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  QString file(const QString& name, const QByteArray& bytes) const {
    const QString path = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    [&] { QVERIFY(writeFile(path, bytes)); }();
    return path;
  }
  static QStringList attack(const QString& model, const QString& data, const QStringList& more = {}) {
    return QStringList{"run", "fgm", "--model", model, "--data", data, "--first", "3"} + more;
  }

  /// Runs, and checks that it complained in one line with all of `words` and left nothing behind.
  void refused(const QStringList& arguments, int code, const QStringList& words) const {
    const QString out = m_folder.filePath("out");
    const Answer answer = askProgram(arguments + QStringList{"--out", out});
    const QByteArray said = answer.err.toUtf8();
    QVERIFY2(answer.code == code, said + " — exit " + QByteArray::number(answer.code));
    QVERIFY2(answer.complaints().size() == 1, said);
    QCOMPARE(answer.out, QString());
    for (const QString& word : words) QVERIFY2(answer.complaints().first().contains(word), said);
    QVERIFY2(!QFileInfo::exists(out), "something was written");
  }

 private slots:
  void data_data() {
    QTest::addColumn<QString>("data");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* tag, const QString& path, const QStringList& words) {
      QTest::newRow(tag) << path << (QStringList{QFileInfo(path).fileName()} + words);
    };
    const QByteArray labels = bigEndian({kLabels, 10}) + QByteArray(10, 1);
    file("cut-labels-idx1-ubyte", labels);
    row("IDX cut short", file("cut-images-idx3-ubyte", bigEndian({kImages, 10, 28, 28}) + QByteArray(500, 1)),
        {"byte 516"});
    row("IDX header cut short", file("head-images-idx3-ubyte", bigEndian({kImages, 10})), {});
    row("IDX of another magic", file("magic-images-idx3-ubyte", bigEndian({1234567, 10, 28, 28})), {"magic"});
    row("IDX of absurd size",
        file("huge-images-idx3-ubyte", bigEndian({kImages, 4'000'000'000U, 60'000, 60'000}) + QByteArray(99, 1)),
        {});
    row("IDX with a label too few",
        [&] {
          file("few/t10k-labels-idx1-ubyte", bigEndian({kLabels, 9}) + QByteArray(9, 1));
          return QFileInfo(file("few/t10k-images-idx3-ubyte", bigEndian({kImages, 10, 4, 4}) + QByteArray(160, 1)))
              .path();
        }(),
        {});
    row("gzip cut short", file("cut-images-idx3-ubyte.gz", QByteArray::fromHex("1f8b08000000000000ff0102030405")),
        {});
    row("CIFAR-10 cut short", file("data_batch_1.bin", QByteArray(3073 + 100, 1)), {"3073"});
    row("CIFAR-10 with label 77", file("data_batch_2.bin", QByteArray(3073, 77)), {"77"});
    row("empty PNG", file("empty.png", {}), {"empty"});
    row("text called PNG", file("text.png", "this is no picture"), {});
    row("PNG cut short",
        file("cut.png",
             QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000100000001008020000009091683600")),
        {});
    row("npy of absurd shape",
        file("absurd/x.npy", npy("<f4', 'fortran_order': False, 'shape': (99999999, 3, 9999, 9999)", "abc")), {});
    row("npy of another type", file("type/x.npy", npy("<c16', 'fortran_order': False, 'shape': (1, 1, 4, 4)", "")),
        {});
    row("npy beyond [0,1]",
        file("range/x.npy",
             npy("<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1)", QByteArray("\x00\x00\x20\x42", 4))),
        {});
    row("no such file", m_folder.filePath("missing.npy"), {"exist"});
    QDir().mkpath(m_folder.filePath("hollow"));
    row("empty folder", m_folder.filePath("hollow"), {});
    file("listed/labels.csv", "file,label\nthere.png,0\nnot-there.png,1\n");
    file("listed/there.png", bytesOf(QString(ADVERSARIUM_SOURCE_DIR) + "/tests/app/none"));
    row("labels.csv of a missing picture", m_folder.filePath("listed"), {});
    row("class folder that is missing", m_folder.filePath("classes/stop"), {"exist"});
    row("part that is missing", m_folder.filePath("listed#train"), {});
  }
  void data() {
    QFETCH(QString, data);
    QFETCH(QStringList, words);
    if (data.endsWith("#train")) words = {"listed", "train"};
    for (QString& word : words) {
      if (word == "x.npy" && !QFileInfo::exists(data)) word.clear();
    }
    refused(attack("demo:digits", data), kBadFile, words);
  }

  /// Every method has the labels checked at one door: no class that the model does not know.
  void labels_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("words");
    const auto data = [&](const QString& name, const std::vector<qint64>& labels) {
      const auto count = QByteArray::number(qsizetype(labels.size()));
      QByteArray classes;
      for (const qint64 label : labels) {
        QByteArray bytes(8, '\0');
        qToLittleEndian(label, bytes.data());
        classes += bytes;
      }
      file(name + "/x.npy", npy("|u1', 'fortran_order': False, 'shape': (" + count + ", 1, 28, 28)",
                                QByteArray(qsizetype(labels.size()) * 784, '\x40')));
      return QFileInfo(
                 file(name + "/y.npy", npy("<i8', 'fortran_order': False, 'shape': (" + count + ",)", classes)))
          .path();
    };
    const QString one = data("from-one", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), far = data("far", {0, 1, 43, 2});
    const auto row = [&](const QString& method, const QString& model, const QString& place,
                         const QStringList& words) {
      QTest::addRow("%s, %s, %s", qPrintable(method), qPrintable(model), qPrintable(QFileInfo(place).fileName()))
          << QStringList{"run", method, "--model", model, "--data", place} << (QStringList{"y.npy"} + words);
    };
    for (const char* method : {"fgm", "occlusion", "trigger-search", "load-doctor", "fine-tune",
                               "adversarial-training", "dp-sgd", "membership"})
      row(method, "demo:digits", far, {"sample 2", "label 43", "10 classes"});
    for (const char* method : {"pgd", "train"})
      row(method, "demo:digits", one, {"sample 9", "label 10", "10 classes", "subtract 1"});
    for (const char* method : {"train", "dp-sgd"}) row(method, "new:mlp", far, {"label 43", "4 different"});
  }
  void labels() {
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, words);
    refused(arguments, kBadFile, words);
  }

  void model_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* tag, const QString& path, const QStringList& words) {
      QTest::newRow(tag) << path << (QStringList{QFileInfo(path).fileName()} + words);
    };
    row("text called TorchScript", file("text.pt", "just words\n"), {});
    row("empty", file("empty.pt", {}), {});
    row("text called safetensors", file("text.safetensors", "just words, more than eight of them\n"), {});
    row("header larger than the file", file("huge.adv", QByteArray::fromHex("ffffffffffffff7f") + "{}"), {});
    const QByteArray digits = bytesOf(QString(ADVERSARIUM_SOURCE_DIR) + "/resources/models/digits.adv");
    row("saved model cut short", file("cut.adv", digits.left(digits.size() / 2)), {});
    QByteArray poisoned = digits;
    poisoned.replace(poisoned.size() - 4, 4, QByteArray("\x00\x00\xc0\x7f", 4));  // float32 NaN
    row("weights with NaN", file("nan.adv", poisoned), {"NaN"});
    row("no such file", m_folder.filePath("missing.adv"), {"exist"});
    row("no such built-in", "demo:elephants", {"demo:digits"});
    torch::jit::Module module("net");
    module.register_parameter("w", at::randn({3 * 64 * 64, 10}), false);
    module.define("def forward(self, x):\n    return torch.matmul(x.flatten(1), self.w)\n");
    const QString script = m_folder.filePath("shape.pt");
    module.save(script.toStdString());
    file("shape.pt.json", R"({"input": [1, 28, 28]})");
    row("TorchScript of another input shape", script, {"28"});
    const QString vague = m_folder.filePath("vague.pt");
    torch::jit::Module odd("net");
    odd.register_parameter("w", at::randn({77, 10}), false);
    odd.define("def forward(self, x):\n    return torch.matmul(x.flatten(1), self.w)\n");
    odd.save(vague.toStdString());
    row("TorchScript that takes no usual shape", vague, {"input"});
    const QString described = m_folder.filePath("described.pt");
    odd.save(described.toStdString());
    file("described.pt.json", "{not json");
    row("damaged description beside it", described, {});
  }
  void model() {
    QFETCH(QString, model);
    QFETCH(QStringList, words);
    refused(attack(model, "demo:digits"), kBadFile, words);
  }

  void usage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* tag, const QStringList& more, const QStringList& words) {
      QTest::newRow(tag) << attack("demo:digits", "demo:digits", more) << words;
    };
    row("unknown parameter", {"--epsilom", "0.1"}, {"epsilom", "epsilon"});
    row("strength below zero", {"--epsilon", "-0.1"}, {"epsilon", "-0.1"});
    row("strength that is no number", {"--epsilon", "much"}, {"epsilon", "much"});
    row("strength with a comma", {"--epsilon", "0,1"}, {"epsilon", "0,1"});
    row("strength that is NaN", {"--epsilon", "nan"}, {"epsilon"});
    row("parameter without value", {"--epsilon"}, {"epsilon", "value"});
    row("unknown choice", {"--norm", "l7"}, {"norm", "l7"});
    row("target that is no class", {"--target", "11"}, {"11"});
    row("unknown precision", {"--precision", "float8"}, {"float8"});
    row("unknown device", {"--device", "abacus"}, {"abacus"});
    row("unknown guard", {"--guard", "moat"}, {"moat"});
    row("stray word", {"stray"}, {"stray"});
    row("batch of zero", {"--batch", "0"}, {"batch"});
    QTest::newRow("unknown method") << QStringList{"run", "fmg", "--model", "demo:digits", "--data", "demo:digits"}
                                    << QStringList{"fmg", "fgm"};
    QTest::newRow("unknown architecture")
        << QStringList{"run", "train", "--model", "new:leanet", "--data", "demo:digits"}
        << QStringList{"leanet", "lenet"};
    QTest::newRow("untrained model attacked")
        << attack("new:lenet", "demo:digits") << QStringList{"new:lenet", "untrained"};
    QTest::newRow("first below zero") << QStringList{"run",    "fgm",         "--model", "demo:digits",
                                                     "--data", "demo:digits", "--first", "-3"}
                                      << QStringList{"first"};
    for (const char* method : {"fgm", "train"}) {
      QTest::addRow("sample that is not there, %s", method)
          << QStringList{"run", method, "--model", "demo:digits", "--data", "demo:digits", "--indices", "1,999999"}
          << QStringList{"999999"};
    }
    QTest::newRow("sample that is no number")
        << QStringList{"run", "fgm", "--model", "demo:digits", "--data", "demo:digits", "--indices", "1,x"}
        << QStringList{"'x'"};
  }
  void usage() {
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, words);
    refused(arguments, kUsage, words);
  }

  void commandsWithoutSense_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown command") << QStringList{"explode"} << kUsage;
    QTest::newRow("run without a model") << QStringList{"run", "fgm"} << kUsage;
    QTest::newRow("rerun of nothing") << QStringList{"rerun", m_folder.filePath("nothing")} << kBadFile;
    QTest::newRow("rerun of words") << QStringList{"rerun", file("words/record.json", "words")} << kBadFile;
    QTest::newRow("rerun of another schema")
        << QStringList{"rerun", file("later/record.json", R"({"schema": "adversarium.record/99"})")} << kBadFile;
    QTest::newRow("report of nothing") << QStringList{"report", m_folder.filePath("nothing"), "--html",
                                                      m_folder.filePath("page.html")}
                                       << kBadFile;
  }
  void commandsWithoutSense() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const Answer answer = askProgram(arguments);
    QVERIFY2(answer.code == code, qPrintable(answer.err + " — exit " + QString::number(answer.code)));
    QVERIFY2(answer.complaints().size() == 1, qPrintable(answer.err));
    QVERIFY(!QFileInfo::exists(m_folder.filePath("page.html")));
  }

  void outputThatCannotBeWritten() {
    const QString inTheWay = file("in-the-way", "a file");
    for (const QString& out : {inTheWay, inTheWay + "/below", QString("/proc/adversarium")}) {
      const Answer answer = askProgram(attack("demo:digits", "demo:digits", {"--out", out}));
      QVERIFY2(answer.code == kBadFile, qPrintable(answer.err));
      QCOMPARE(answer.complaints().size(), 1);
      QVERIFY(answer.complaints().first().contains(out));
    }
    QCOMPARE(bytesOf(inTheWay), QByteArray("a file"));
  }

  /// A limit of 8 KiB a file stands for a full disk: writing fails in the middle of a tensor.
  void fullDiskLeavesNothingHalf() {
    const QString out = m_folder.filePath("full");
    const Answer answer = askProgram(attack("demo:signs", "demo:signs", {"--out", out}),
                                     {"bash", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "limited"});
    QVERIFY2(answer.code == kBadFile, qPrintable(answer.err));
    QCOMPARE(answer.complaints().size(), 1);
    QVERIFY2(answer.complaints().first().contains("full"), qPrintable(answer.err));
    QVERIFY(!QFileInfo::exists(out));
    const QStringList left =
        QDir(m_folder.path())
            .entryList({".full*", "full*"}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    QVERIFY2(left.isEmpty(), qPrintable(left.join(' ')));
  }

  /// An earlier record survives a run that fails to replace it.
  void fullDiskKeepsTheEarlierRecord() {
    const QString out = m_folder.filePath("kept");
    QCOMPARE(askProgram(attack("demo:signs", "demo:signs", {"--out", out})).code, 0);
    const QByteArray before = bytesOf(out + "/record.json");
    const Answer answer = askProgram(attack("demo:signs", "demo:signs", {"--seed", "9", "--out", out}),
                                     {"bash", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "limited"});
    QCOMPARE(answer.code, kBadFile);
    QCOMPARE(bytesOf(out + "/record.json"), before);
  }
};

ADVERSARIUM_SUITE(TestBadInput)
#include "test_bad_input.moc"
