// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>
#include <array>
#include <exiv2/exiv2.hpp>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "core/base/error.h"
#include "core/data/csv.h"
#include "core/data/picture_metadata.h"
#include "core/data/table_data.h"
#include "core/protection/near_duplicates.h"
#include "core/record/artefact_file.h"
#include "core/record/record_json.h"
#include "tests/core/blobs.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Rows in which nothing hangs together; a model that knows them by heart gives the health away. The last ten
/// repeat the first ten.
std::shared_ptr<const DataSet> hospital(int count) {
  at::Generator random = generatorFrom(6);
  TableCells rows;
  const auto draws = integersOf(at::randint(0, 1000, {count, 8}, random, at::kLong));
  constexpr const char* kTowns[] = {"Aachen", "Bonn", "Celle", "Aachen", "Bonn", "Aachen"};
  for (int i = 0; i < count - 10; ++i) {
    std::vector<std::string> row;
    for (int c = 0; c < 6; ++c) row.push_back(std::to_string(draws[static_cast<std::size_t>(8 * i + c)]));
    row.emplace_back(kTowns[i % 6]);
    row.push_back(draws[static_cast<std::size_t>(8 * i + 6)] % 2 == 0 ? "ill" : "well");
    row.push_back(draws[static_cast<std::size_t>(8 * i + 7)] % 2 == 0 ? "high" : "low");
    rows.push_back(std::move(row));
  }
  for (int i = 0; i < 10; ++i) rows.push_back(rows[static_cast<std::size_t>(i)]);
  TableSchema schema = schemaOf({"a", "b", "c", "d", "e", "f", "town", "health", "income"}, rows, "hospital");
  return std::make_shared<TableData>("hospital", schema.columns, schema.classes, rows, std::string(64, '0'),
                                     "health");
}

std::shared_ptr<const Record> sanitised(std::shared_ptr<const DataSet> data, const ParamMap& params) {
  Request request;
  request.algorithm = "sanitize";
  request.model = "new:mlp";
  request.params = completeParams(catalogueEntry("sanitize").params, params);
  request.seed = 4;
  request.batch = 32;
  Progress silent;
  return methodFor("sanitize").run({request, nullptr, std::move(data)}, silent, [](const auto&) {});
}

void write(const QString& file, const QByteArray& bytes) {
  QFile out(file);
  QVERIFY(out.open(QIODevice::WriteOnly));
  QCOMPARE(out.write(bytes), bytes.size());
}

/// A picture of noise, without a word beside its pixels.
std::string photograph(const std::string& file) {
  cv::Mat picture(16, 16, CV_8UC3);
  cv::theRNG().state = 7 + std::hash<std::string>()(file);
  cv::randu(picture, 0, 255);
  cv::imwrite(file, picture);
  return file;
}

void tell(const std::string& file, const std::string& key, const std::string& value) {
  const auto image = Exiv2::ImageFactory::open(file);
  image->readMetadata();
  if (key.starts_with("Exif.")) image->exifData()[key] = value;
  if (key.starts_with("Iptc.")) image->iptcData()[key] = value;
  if (key.starts_with("Xmp.")) image->xmpData()[key] = value;
  image->writeMetadata();
}

}  // namespace

class TestSanitize : public QObject {
  Q_OBJECT

 private slots:
  /// What the guideline promises: without the column the attack knows no more than an imputation.
  void withoutTheColumnTheAttackFallsToItsBaseline() {
    const auto record = sanitised(hospital(610), {{"epochs", std::int64_t{150}},
                                                  {"remove", true},
                                                  {"weight_decay", 0.0},
                                                  {"known", std::int64_t{100}},
                                                  {"attack_epochs", std::int64_t{2}}});
    const auto& measures = record->measures;
    QVERIFY2(*measures.at("likelihood_gain_before").low > 0.05,
             qPrintable(QString::number(measures.at("likelihood_gain_before").value)));
    const Measure& after = measures.at("likelihood_gain");
    QVERIFY2(*after.low <= 0 && after.value < 0.05, qPrintable(QString::number(after.value)));
    QCOMPARE(after.n, measures.at("likelihood_gain_before").n);
    QCOMPARE(measures.at("near_duplicates").value, 10.0);
    QCOMPARE(measures.at("duplicates_relabelled").value, 0.0);
    QCOMPARE(measures.at("kept").value, 600.0);
  }

  void theDataIsReadAgainWithoutTheColumn() {
    const auto original = hospital(60);
    const auto record = sanitised(original, {{"measure", false}, {"remove", true}});
    const QTemporaryDir folder;
    const std::string at = folder.filePath("clean").toStdString();
    saveRecord(*record, at);
    const auto back = openDataSet(at + "/data.csv");
    const auto* table = dynamic_cast<const TableData*>(back.get());
    QVERIFY(table);
    QCOMPARE(back->info().count, std::int64_t{50});
    QCOMPARE(table->columns().size(), std::size_t{7});
    for (const TableColumn& column : table->columns()) QVERIFY(column.name != "health");
    QVERIFY(back->info().classNames == original->info().classNames);
    const auto* source = dynamic_cast<const TableData*>(original.get());
    for (std::int64_t i = 0; i < back->info().count; ++i) {
      QCOMPARE(back->label(i), original->label(i));
      const auto town = [&](const TableData& data) {
        const TableColumn& column = data.columns()[6];
        const Image row = data.image(i);
        const auto first = row.planes.begin() + column.first;
        return std::max_element(first, first + column.width()) - first;
      };
      QCOMPARE(town(*table), town(*source));
    }
  }

  void coarserColumnsKeepWhatIsFrequent() {
    const auto record = sanitised(hospital(310), {{"measure", false},
                                                  {"remove", true},
                                                  {"columns", std::string("town, a")},
                                                  {"treatment", std::string("coarsen")}});
    const Table& data = *record->get<Table>("data");
    QCOMPARE(data.columns.size(), std::size_t{9});
    std::map<std::string, int> towns;
    std::set<double> numbers;
    for (const auto& row : data.rows) {
      ++towns[Table::textOf(row[6])];
      numbers.insert(std::get<double>(row[0]));
    }
    QCOMPARE(towns, (std::map<std::string, int>{{"Aachen", 150}, {"other", 150}}));
    QCOMPARE(numbers.size(), std::size_t{2});
    QVERIFY(*numbers.begin() > 200 && *numbers.begin() < 300 && *numbers.rbegin() > 700 &&
            *numbers.rbegin() < 800);
    QVERIFY_EXCEPTION_THROWN(sanitised(hospital(60), {{"treatment", std::string("coarsen")}}), UsageError);
    QVERIFY_EXCEPTION_THROWN(sanitised(hospital(60), {{"columns", std::string("wealth")}}), UsageError);
  }

  /// Copies are found whatever noise lies over them, neighbours of the same class are not, and on both sides.
  void copiesAreFoundAndOthersAreNot() {
    at::Generator random = generatorFrom(5);
    const at::Tensor first = at::rand({700, 1, 8, 8}, random, at::kFloat);
    at::Tensor images = at::cat({first, first.slice(0, 600, 620)});
    images.slice(0, 700).add_(0.01 * at::randn({20, 1, 8, 8}, random, at::kFloat)).clamp_(0, 1);
    const TensorData data(images, at::zeros({720}, at::kLong));
    const at::Tensor rows = comparable(images, data);
    Progress silent;
    const Twins among = twinsAmong(rows, 0.2, silent);
    QVERIFY(among.twin.slice(0, 0, 700).lt(0).all().item<bool>());
    QVERIFY(among.twin.slice(0, 700).equal(at::arange(600, 620, at::kLong)));
    const auto shape = [&](std::int64_t i) { return images[i].flatten() - images[i].mean(); };
    const double correlation =
        (shape(700) * shape(600)).sum().item<double>() / (shape(700).norm() * shape(600).norm()).item<double>();
    QVERIFY(std::abs(among.distance[700].item<double>() - std::sqrt(2 - 2 * correlation)) < 1e-4);
    const at::Tensor darker = comparable(0.5 * images.slice(0, 0, 50), data);
    QVERIFY(twinsIn(darker, rows, 0.01, silent).twin.equal(at::arange(50, at::kLong)));
    const Twins across = twinsIn(rows.slice(0, 0, 700), rows.slice(0, 0, 50), 0.01, silent);
    QVERIFY(across.twin.slice(0, 0, 50).equal(at::arange(50, at::kLong)));
    QVERIFY(across.twin.slice(0, 50).lt(0).all().item<bool>());
  }

  void regionsAreBlurredAndCopiesLeaveTheData() {
    at::Generator random = generatorFrom(8);
    at::Tensor images = at::rand({40, 3, 16, 16}, random, at::kFloat);
    images[39].copy_(images[3]);
    const at::Tensor labels = at::arange(40, at::kLong).remainder(2);
    const auto record = sanitised(std::make_shared<TensorData>(images, labels),
                                  {{"measure", false}, {"remove", true}, {"regions", std::string("4,2,8,6")}});
    const ImageSet& kept = *record->get<ImageSet>("x");
    QCOMPARE(kept.count(), std::int64_t{39});
    const at::Tensor after = at::tensor(kept.values).view({39, 3, 16, 16});
    const auto box = [](const at::Tensor& all) { return all.slice(2, 2, 8).slice(3, 4, 12); };
    at::Tensor outside = after.clone();
    box(outside).copy_(box(images.slice(0, 0, 39)));
    QVERIFY(outside.equal(images.slice(0, 0, 39)));
    QVERIFY(box(after).flatten(2).std(2, false).max().item<double>() < 1e-5);  // one square of grain 8
    QVERIFY(at::allclose(box(after).mean({2, 3}), box(images.slice(0, 0, 39)).mean({2, 3}), 1e-4, 1e-5));
    QCOMPARE(record->measures.at("near_duplicates").value, 1.0);
    QCOMPARE(record->get<Labels>("kept")->values.size(), std::size_t{39});
    QVERIFY_EXCEPTION_THROWN(
        sanitised(std::make_shared<TensorData>(images, labels), {{"regions", std::string("10,2,8,6")}}),
        UsageError);
  }

  void filesTellWhatTheySayBesidePixels() {
    const QTemporaryDir folder;
    const QString jpeg = folder.filePath("a.jpg"), png = folder.filePath("b.png"),
                  plain = folder.filePath("c.pgm");
    // IFD0 with a camera's make and a pointer to a GPS directory, big-endian.
    const QByteArray tags = QByteArray::fromHex(
        "4d4d002a00000008"
        "0002"
        "010f00020000000400434100"
        "882500040000000100000026"
        "00000000"
        "0000"
        "00000000");
    QByteArray exif("Exif\0\0", 6);
    exif += tags;
    const int length = int(exif.size()) + 2;
    QByteArray bytes = QByteArray::fromHex("ffd8ffe1");
    bytes += char(length >> 8);
    bytes += char(length & 255);
    bytes += exif + QByteArray::fromHex("fffe0004") + "hi" + QByteArray::fromHex("ffd9");
    write(jpeg, bytes);
    using Kinds = std::set<std::string>;
    QCOMPARE(metadataIn(jpeg.toStdString()), (Kinds{"camera", "comment", "other", "position"}));
    write(png, QByteArray::fromHex("89504e470d0a1a0a") + QByteArray::fromHex("00000003") + "tEXt" + "a\0b" +
                   QByteArray(4, 0) + QByteArray(4, 0) + "IEND" + QByteArray(4, 0));
    QCOMPARE(metadataIn(png.toStdString()), (Kinds{"comment", "unreadable"}));  // a PNG without its header
    write(plain, "P5\n1 1\n255\nx");
    QCOMPARE(metadataIn(plain.toStdString()), (Kinds{}));
    const Kinds whole = metadataIn(jpeg.toStdString());
    const qsizetype tagsEnd = bytes.indexOf(QByteArray::fromHex("fffe"));
    for (qsizetype cut = 2; cut < bytes.size(); ++cut) {  // each prefix says no more, and is not taken for whole
      write(jpeg, bytes.left(cut));
      Kinds kinds = metadataIn(jpeg.toStdString());
      QVERIFY2(kinds.erase("unreadable") == 1 || cut >= tagsEnd, qPrintable(QString::number(cut)));
      QVERIFY(std::includes(whole.begin(), whole.end(), kinds.begin(), kinds.end()));
    }
    QCOMPARE(pictureFiles(folder.path().toStdString()).size(), std::size_t{3});
  }

  /// A photograph gives itself away in Exif, in its maker's note, in IPTC and in XMP; each alone is found.
  void photographsGiveThemselvesAway_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("format");
    for (const auto& [key, value, kind] : std::initializer_list<std::array<const char*, 3>>{
             {"Exif.GPSInfo.GPSLatitude", "52/1 31/1 0/1", "position"},
             {"Exif.Photo.MakerNote", "65 66 67 68", "camera"},
             {"Exif.Photo.BodySerialNumber", "1234567", "camera"},
             {"Exif.Image.Artist", "Ada", "author"},
             {"Exif.Photo.UserComment", "hello", "comment"},
             {"Exif.Photo.DateTimeOriginal", "2026:01:02 03:04:05", "time"},
             {"Iptc.Application2.City", "Celle", "position"},
             {"Iptc.Application2.Byline", "Ada", "author"},
             {"Iptc.Application2.DateCreated", "2026-01-02", "time"},
             {"Xmp.exif.GPSLongitude", "10,4.5E", "position"},
             {"Xmp.photoshop.City", "Celle", "position"},
             {"Xmp.dc.creator", "Ada", "author"},
             {"Xmp.xmp.CreateDate", "2026-01-02", "time"},
             {"Xmp.aux.SerialNumber", "1234567", "camera"}}) {
      for (const char* format : {"jpg", "png", "tif", "webp"}) {
        if (QString(key).startsWith("Iptc") && QString(format) == "webp") continue;  // it has no place for it
        QTest::newRow(qPrintable(QString("%1 %2").arg(key, format))) << key << value << kind << QString(format);
      }
    }
  }
  void photographsGiveThemselvesAway() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, kind);
    QFETCH(QString, format);
    const QTemporaryDir folder;
    const std::string file = photograph(folder.filePath("a." + format).toStdString());
    const auto bare = metadataIn(file);
    QVERIFY2(bare.empty(), bare.empty() ? "" : bare.begin()->c_str());
    tell(file, key.toStdString(), value.toStdString());
    const auto kinds = metadataIn(file);
    QVERIFY(kinds.contains(kind.toStdString()));
    QVERIFY(!kinds.contains("unreadable"));
  }

  /// Nothing of it is left in what is written, and a damaged note is counted beside the others.
  void whatPhotographsSayIsLeftOut() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath("photographs/a") && QDir(folder.path()).mkpath("photographs/b"));
    const std::map<std::string, std::string> secrets{
        {"Exif.GPSInfo.GPSLatitudeRef", "N"},      {"Exif.Photo.BodySerialNumber", "BODY-SECRET"},
        {"Exif.Image.Artist", "EXIF-SECRET"},      {"Exif.Photo.MakerNote", "83 69 67 82 69 84"},
        {"Iptc.Application2.City", "IPTC-SECRET"}, {"Xmp.dc.creator", "XMP-SECRET"}};
    const std::string whole = photograph(folder.filePath("photographs/a/1.jpg").toStdString());
    for (const auto& [key, value] : secrets) tell(whole, key, value);
    const QByteArray bytes = [&] {
      QFile file(QString::fromStdString(whole));
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    QVERIFY(bytes.contains("BODY-SECRET") && bytes.contains("IPTC-SECRET") && bytes.contains("XMP-SECRET"));
    photograph(folder.filePath("photographs/a/2.jpg").toStdString());
    photograph(folder.filePath("photographs/b/3.jpg").toStdString());
    const std::string damaged = photograph(folder.filePath("photographs/b/4.png").toStdString());
    QFile png(QString::fromStdString(damaged));
    QVERIFY(png.open(QIODevice::ReadWrite));
    QByteArray content = png.readAll();
    content.insert(33, QByteArray::fromHex("0000000465584966") + "junk" + QByteArray(4, '\0'));
    png.resize(0);
    QCOMPARE(png.write(content), content.size());
    png.close();

    const auto record = sanitised(openDataSet(folder.filePath("photographs").toStdString()), {{"measure", false}});
    QCOMPARE(record->measures.at("files_with_metadata").value, 2.0);
    std::map<std::string, double> counts;
    for (const auto& row : record->get<Table>("metadata")->rows)
      counts[Table::textOf(row[0])] = std::get<double>(row[1]);
    for (const char* kind : {"position", "camera", "author", "other", "unreadable"}) QCOMPARE(counts[kind], 1.0);
    const QString out = folder.filePath("out");
    saveRecord(*record, out.toStdString());
    int files = 0;
    for (const QFileInfo& written : QDir(out).entryInfoList(QDir::Files)) {
      QFile file(written.filePath());
      QVERIFY(file.open(QIODevice::ReadOnly));
      QVERIFY2(!file.readAll().contains("SECRET"), qPrintable(written.fileName()));
      ++files;
    }
    QVERIFY(files > 2);
  }

  /// Crafted files end in an answer, whatever is in them.
  void craftedMetadataIsAnswered() {
    const QTemporaryDir folder;
    std::mt19937 random(3);
    for (const char* format : {"jpg", "png", "tif", "webp"}) {
      const QString file = folder.filePath(QString("a.%1").arg(format));
      const std::string path = photograph(file.toStdString());
      tell(path, "Exif.GPSInfo.GPSLatitude", "52/1 31/1 0/1");
      tell(path, "Exif.Photo.MakerNote", "65 66 67 68");
      tell(path, "Xmp.dc.creator", "Ada");
      QFile whole(file);
      QVERIFY(whole.open(QIODevice::ReadOnly));
      const QByteArray bytes = whole.readAll();
      whole.close();
      int answered = 0;
      for (int i = 0; i < 200; ++i) {
        QByteArray crafted = bytes;
        for (int flip = 0; flip < 8; ++flip)
          crafted[qsizetype(random() % std::uint32_t(std::min<qsizetype>(bytes.size(), 600)))] = char(random());
        write(file, crafted);
        (void)metadataIn(path);
        ++answered;
      }
      QCOMPARE(answered, 200);
    }
    QVERIFY_EXCEPTION_THROWN(metadataIn(folder.filePath("none.jpg").toStdString()), InputError);
  }
};

ADVERSARIUM_SUITE(TestSanitize)
#include "test_sanitize.moc"
