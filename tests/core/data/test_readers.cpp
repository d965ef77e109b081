// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of data set, written here byte for byte and read back; and files damaged at random.
#include <ATen/ATen.h>
#include <zlib.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "core/base/error.h"
#include "core/data/data_set.h"
#include "core/data/npy.h"
#include "core/formats/open_model.h"
#include "core/record/record_json.h"
#include "core/tensor/convert.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

QByteArray bigEndian(std::initializer_list<quint32> words) {
  QByteArray bytes;
  for (const quint32 word : words) {
    bytes.append(4, '\0');
    qToBigEndian(word, bytes.data() + bytes.size() - 4);
  }
  return bytes;
}

QByteArray ramp(int count, int step = 1) {
  QByteArray bytes(count, '\0');
  for (int i = 0; i < count; ++i) bytes[i] = char(i * step);
  return bytes;
}

}  // namespace

class TestReaders : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  QString path(const QString& name) const {
    const QString full = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(full).path());
    return full;
  }
  QString put(const QString& name, const QByteArray& bytes) const {
    const QString full = path(name);
    QFile file(full);
    [&] { QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()); }();
    return full;
  }
  /// One colour: red, green, blue.
  void picture(const QString& name, std::array<int, 3> colour, int width = 6, int height = 4) const {
    const cv::Mat image(height, width, CV_8UC3, cv::Scalar(colour[2], colour[1], colour[0]));
    QVERIFY(cv::imwrite(path(name).toStdString(), image));
  }

 private slots:
  void idx_data() {
    QTest::addColumn<bool>("packed");
    QTest::newRow("plain") << false;
    QTest::newRow("gzip") << true;
  }
  void idx() {
    QFETCH(bool, packed);
    const QString ending = packed ? ".gz" : "", folder = packed ? "idx packed/" : "idx/";
    const auto write = [&](const QString& name, const QByteArray& bytes) {
      if (!packed) return void(put(folder + name, bytes));
      const gzFile file = gzopen(qPrintable(path(folder + name + ".gz")), "wb");
      gzwrite(file, bytes.data(), unsigned(bytes.size()));
      gzclose(file);
    };
    write("t10k-images-idx3-ubyte", bigEndian({2051, 3, 4, 5}) + ramp(60));
    write("t10k-labels-idx1-ubyte", bigEndian({2049, 3}) + QByteArray("\x07\x00\x02", 3));
    write("train-images-idx3-ubyte", bigEndian({2051, 1, 4, 5}) + ramp(20, 3));
    write("train-labels-idx1-ubyte", bigEndian({2049, 1}) + QByteArray("\x01", 1));
    const std::string where = m_folder.filePath(folder.chopped(1)).toStdString();
    const auto test = openDataSet(where), train = openDataSet(where + "#train");
    QCOMPARE(test->info().count, 3);
    QCOMPARE(test->info().channels, 1);
    QCOMPARE(test->info().height, 4);
    QCOMPARE(test->info().width, 5);
    QVERIFY(test->info().labelled);
    QCOMPARE(test->label(0), 7);
    QCOMPARE(test->label(2), 2);
    QCOMPARE(test->image(1).at(0, 2, 3), 33.0F / 255);
    QCOMPARE(train->info().count, 1);
    QCOMPARE(train->image(0).at(0, 3, 4), 57.0F / 255);
    QVERIFY(test->sha256() != train->sha256());
    QCOMPARE(trainingPart(where), where + "#train");
  }

  void cifar() {
    QByteArray records;
    for (int i = 0; i < 2; ++i)
      records += char(3 + i) + QByteArray(1024, char(10)) + QByteArray(1024, char(20 + i)) + ramp(1024);
    const std::string where = QFileInfo(put("cifar/data_batch_1.bin", records)).path().toStdString();
    put("cifar/batches.meta.txt", "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n");
    const auto data = openDataSet(where);
    QCOMPARE(data->info().count, 2);
    QCOMPARE(data->info().channels, 3);
    QCOMPARE(data->label(1), 4);
    QCOMPARE(data->image(1).at(0, 0, 0), 10.0F / 255);
    QCOMPARE(data->image(1).at(1, 31, 31), 21.0F / 255);
    QCOMPARE(data->image(1).at(2, 1, 5), 37.0F / 255);
    QCOMPARE(data->info().classNames.at(4), std::string("deer"));
  }

  void folderPerClass() {
    picture("classes/stop/b.png", {255, 0, 0});
    picture("classes/stop/a.bmp", {0, 255, 0});
    picture("classes/go/c.png", {0, 0, 255});
    const auto data = openDataSet(m_folder.filePath("classes").toStdString());
    QCOMPARE(data->info().count, 3);
    QCOMPARE(data->info().classNames, (std::vector<std::string>{"go", "stop"}));
    QCOMPARE(data->label(0), 0);
    QCOMPARE(data->label(1), 1);
    QCOMPARE(data->image(0).at(2, 0, 0), 1.0F);
    QCOMPARE(data->image(1).at(1, 3, 5), 1.0F);  // a.bmp comes before b.png
    QCOMPARE(data->info().width, 6);
  }

  void flatFolderWithLabels() {
    picture("flat/x.png", {0, 0, 0});
    picture("flat/y, z.png", {255, 255, 255});
    put("flat/labels.csv", "file,label\r\n\"y, z.png\",1\r\nx.png,12\r\n");
    put("flat named/labels.csv", "x.png,yield\ny.png,stop\n");
    picture("flat named/x.png", {9, 9, 9});
    picture("flat named/y.png", {9, 9, 9});
    const auto named = openDataSet(m_folder.filePath("flat named").toStdString());
    QCOMPARE(named->info().classNames, (std::vector<std::string>{"stop", "yield"}));
    QCOMPARE(named->label(0), 1);
    const auto data = openDataSet(m_folder.filePath("flat").toStdString());
    QCOMPARE(data->info().count, 2);
    QCOMPARE(data->label(0), 1);
    QCOMPARE(data->label(1), 12);
    QCOMPARE(data->image(0).at(0, 0, 0), 1.0F);
  }

  void npyPair() {
    std::vector<float> values(2 * 3 * 4 * 4);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = float(i) / float(values.size());
    QDir().mkpath(m_folder.filePath("pair"));
    writeNpy(path("pair/x.npy").toStdString(), {2, 3, 4, 4}, values);
    writeNpy(path("pair/y.npy").toStdString(), {2}, std::vector<std::int64_t>{5, 1});
    const auto data = openDataSet(m_folder.filePath("pair").toStdString());
    QCOMPARE(data->info().count, 2);
    QCOMPARE(data->label(0), 5);
    QCOMPARE(data->image(1).planes.at(7), values.at(48 + 7));
    const auto alone = openDataSet(path("pair/x.npy").toStdString());
    QCOMPARE(alone->info().count, 2);
  }

  void npyIsWhatNumpyWrites() {
    writeNpy(path("one.npy").toStdString(), {3}, std::vector<std::int64_t>{1, 2, 3});
    QFile file(path("one.npy"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith(
        QByteArray("\x93NUMPY\x01\x00\x76\x00{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", 66)));
    QCOMPARE(bytes.size(), 128 + 24);
    QCOMPARE(bytes.at(127), '\n');
  }

  void oneImageFile_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "bmp", "jpg", "ppm"}) QTest::newRow(ending) << QString(ending);
  }
  void oneImageFile() {
    QFETCH(QString, ending);
    picture("single." + ending, {200, 100, 50}, 9, 7);
    const std::string where = path("single." + ending).toStdString();
    const auto data = openDataSet(where);
    QCOMPARE(data->info().count, 1);
    QVERIFY(!data->info().labelled);
    QCOMPARE(data->label(0), -1);
    const Image image = data->image(0);
    QCOMPARE(image.width, 9);
    QCOMPARE(image.height, 7);
    QVERIFY(std::abs(image.at(0, 3, 4) - 200.0F / 255) < 0.02F);
    QVERIFY(std::abs(image.at(2, 3, 4) - 50.0F / 255) < 0.02F);
    const auto resized = openDataSet(where, {1, 28, 28});
    QCOMPARE(resized->info().channels, 1);
    QCOMPARE(resized->image(0).planes.size(), std::size_t(784));
    // Rec. 601, as OpenCV and Pillow make grey
    QVERIFY(std::abs(resized->image(0).at(0, 14, 14) - (0.299F * 200 + 0.587F * 100 + 0.114F * 50) / 255) < 0.02F);
  }

  void realMnist() {
    const QString where = realData("mnist");
    if (where.isEmpty()) QSKIP("MNIST is not there (ADVERSARIUM_DATA)");
    const auto test = openDataSet(where.toStdString()), train = openDataSet(where.toStdString() + "#train");
    QCOMPARE(test->info().count, 10'000);
    QCOMPARE(train->info().count, 60'000);
    std::array<int, 10> classes{};
    for (int i = 0; i < 10'000; ++i) ++classes.at(std::size_t(test->label(i)));
    QCOMPARE(classes, (std::array<int, 10>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
    QCOMPARE(test->label(0), 7);
  }

  void realCifar() {
    const QString where = realData("cifar10");
    if (where.isEmpty()) QSKIP("CIFAR-10 is not there (ADVERSARIUM_DATA)");
    const auto train = openDataSet(where.toStdString() + "#train");
    QCOMPARE(train->info().count, 20'000);
    std::array<int, 10> classes{};
    for (int i = 0; i < 10'000; ++i) ++classes.at(std::size_t(train->label(i)));
    QCOMPARE(classes, (std::array<int, 10>{1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981}));
    QCOMPARE(train->info().classNames.front(), std::string("airplane"));
  }

  /// Damaged anywhere, a file gives data or a clear error: no crash, no other exception, no absurd allocation.
  void damagedFiles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("good");
    QTest::newRow("IDX") << "f-images-idx3-ubyte" << bigEndian({2051, 2, 4, 5}) + ramp(40);
    QTest::newRow("npy") << "f.npy" << [&] {
      writeNpy(path("good.npy").toStdString(), {1, 1, 4, 4}, std::vector<float>(16, 0.5F));
      QFile file(path("good.npy"));
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    QTest::newRow("PNG") << "f.png" << [&] {
      picture("good.png", {1, 2, 3});
      QFile file(path("good.png"));
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    QTest::newRow("labels.csv") << "listed/labels.csv" << QByteArray("file,label\na.png,1\nb.png,2\n");
    const QByteArray header =
        R"({"__metadata__":{"architecture":"mlp"},"fc.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})";
    QByteArray safetensors(8, '\0');
    qToLittleEndian(quint64(header.size()), safetensors.data());
    QTest::newRow("safetensors") << "f.safetensors" << safetensors + header + QByteArray(16, '\0');
    QTest::newRow("record") << "record/record.json" << QByteArray::fromStdString([] {
      Record record;
      record.request.algorithm = "fgm";
      record.request.params = {{"epsilon", 0.1}};
      record.measures.put("success_rate", {0.5, 0.4, 0.6, 20, "rate"});
      record.caveats.push_back({"partial", "words"});
      return recordToJson(record);
    }());
  }
  void damagedFiles() {
    QFETCH(QString, name);
    QFETCH(QByteArray, good);
    QVERIFY(good.size() > 16);
    put("f-labels-idx1-ubyte", bigEndian({2049, 2}) + QByteArray(2, '\1'));
    picture("listed/a.png", {1, 1, 1});
    picture("listed/b.png", {2, 2, 2});
    std::mt19937 random(5);
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    int opened = 0, refused = 0;
    for (int round = 0; round < 600; ++round) {
      QByteArray bytes = good;
      for (int edits = 1 + below(3); edits > 0; --edits) {
        const int at = below(int(bytes.size()));
        switch (below(5)) {
          case 0:
            bytes[at] = char(random());
            break;
          case 1:
            bytes[at] = char(bytes[at] ^ (1 << below(8)));
            break;
          case 2:
            bytes.truncate(at + 1);
            break;
          case 3:
            bytes.insert(at, bytes.mid(below(int(bytes.size())), 1 + below(9)));
            break;
          default:
            bytes.replace(at, 4, below(2) ? "\xff\xff\xff\xff" : "9999", 4);
        }
      }
      const std::string file = put(name, bytes).toStdString();
      try {
        if (name.endsWith(".json")) {
          (void)loadRecord(file);
        } else if (name.endsWith(".safetensors")) {
          (void)openModel(file, {1, 4, 4});
        } else {
          const auto data = openDataSet(name.endsWith(".csv") ? m_folder.filePath("listed").toStdString() : file);
          for (std::int64_t i = 0; i < std::min<std::int64_t>(data->info().count, 4); ++i) (void)data->image(i);
        }
        ++opened;
      } catch (const Error& wrong) {
        ++refused;
        const QString words = wrong.what();
        QVERIFY2(!words.contains('\n') && words.size() < 500, qPrintable(words));
      }
    }
    QVERIFY(refused > 100);
    QCOMPARE(opened + refused, 600);
  }
};

ADVERSARIUM_SUITE(TestReaders)
#include "test_readers.moc"
