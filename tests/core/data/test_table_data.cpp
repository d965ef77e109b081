// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <numeric>

#include "core/base/error.h"
#include "core/data/table_data.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

std::vector<float> rowOf(const DataSet& data, std::int64_t index) {
  std::vector<float> row(static_cast<std::size_t>(data.info().width));
  data.read(index, row);
  return row;
}

}  // namespace

class TestTableData : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  std::string file(const char* name, const std::string& text) {
    const std::string path = m_folder.filePath(name).toStdString();
    std::ofstream(path) << text;
    return path;
  }

 private slots:
  void wordsAndNumbers() {
    const auto data = openDataSet(file("t.csv", "age,pet,rich\n10,cat,no\n30,dog,yes\n20, cat ,no\n"));
    QCOMPARE(data->info().kind, std::string("table"));
    QCOMPARE(data->info().count, std::int64_t{3});
    QCOMPARE(data->info().width, 3);
    QCOMPARE(data->info().classNames, (std::vector<std::string>{"no", "yes"}));
    QCOMPARE(rowOf(*data, 0), (std::vector<float>{0, 1, 0}));
    QCOMPARE(rowOf(*data, 1), (std::vector<float>{1, 0, 1}));
    QCOMPARE(rowOf(*data, 2), (std::vector<float>{0.5F, 1, 0}));
    QCOMPARE(data->label(1), 1);
  }

  void badTablesAreNamed() {
    for (const char* text : {"a,b\n1,2,3\n", "a,b\n", "nothing here\n", "a,b\n1,x\n2,x\n"}) {
      const std::string path = file("bad.csv", text);
      try {
        (void)openDataSet(path);
        QFAIL(text);
      } catch (const InputError& wrong) {
        QVERIFY(QString(wrong.what()).contains("bad.csv"));
      }
    }
  }

  void censusIsTheSameEverywhere() {
    const auto test = openDataSet("demo:census"), train = openDataSet("demo:census-train");
    QCOMPARE(test->info().width, train->info().width);
    QVERIFY(test->sha256() != train->sha256());
    const auto& table = dynamic_cast<const TableData&>(*train);
    QCOMPARE(table.sensitive(), std::string("illness"));
    int ill = 0, high = 0;
    const auto column = std::find_if(table.columns().begin(), table.columns().end(),
                                     [](const TableColumn& c) { return c.name == "illness"; });
    for (std::int64_t i = 0; i < 2000; ++i) {
      const auto row = rowOf(*train, i);
      for (const float value : row) QVERIFY(value >= 0 && value <= 1);
      ill += row[static_cast<std::size_t>(column->first)] > 0.5F;  // "chronic" comes before "none"
      high += train->label(i) == 0;                                // "high" before "low"
    }
    QVERIFY(ill > 300 && ill < 1000);
    QVERIFY(high > 300 && high < 1500);
    QCOMPARE(trainingPart("demo:census"), std::string("demo:census-train"));
  }

  void adult() {
    const std::string where = realData("adult").toStdString();
    if (where.empty()) QSKIP("UCI Adult is not there (ADVERSARIUM_DATA)");
    const auto test = openDataSet(where), train = openDataSet(where + "#train");
    QCOMPARE(train->info().count, std::int64_t{32561});
    QCOMPARE(test->info().count, std::int64_t{16281});
    QCOMPARE(train->info().width, test->info().width);
    QCOMPARE(train->info().classNames.size(), std::size_t{2});
    std::int64_t rich = 0;
    for (std::int64_t i = 0; i < test->info().count; ++i) {
      QVERIFY(test->label(i) >= 0);
      rich += test->label(i);
    }
    QCOMPARE(rich, std::int64_t{3846});
    const auto row = rowOf(*test, 5);
    QVERIFY(std::accumulate(row.begin(), row.end(), 0.0F) >= 8);  // eight columns are in words
  }
};

ADVERSARIUM_SUITE(TestTableData)
#include "test_table_data.moc"
