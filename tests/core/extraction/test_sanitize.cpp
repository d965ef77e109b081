// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>
#include <fstream>

#include "core/data/csv.h"
#include "core/data/picture_metadata.h"
#include "core/data/table_data.h"
#include "core/error.h"
#include "core/extraction/near_duplicates.h"
#include "core/provenance/artefact_file.h"
#include "core/provenance/record_json.h"
#include "tests/core/extraction/blobs.h"
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
      ++towns[std::get<std::string>(row[6])];
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
    QCOMPARE(metadataIn(png.toStdString()), (Kinds{"comment"}));
    write(plain, "P5\n1 1\n255\nx");
    QCOMPARE(metadataIn(plain.toStdString()), (Kinds{}));
    for (qsizetype cut = 2; cut < bytes.size(); ++cut) {  // no prefix of it is read past its end
      write(jpeg, bytes.left(cut));
      QVERIFY(metadataIn(jpeg.toStdString()).size() <= 4);
    }
    QCOMPARE(pictureFiles(folder.path().toStdString()).size(), std::size_t{3});
  }
};

ADVERSARIUM_SUITE(TestSanitize)
#include "test_sanitize.moc"
