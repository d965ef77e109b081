// SPDX-License-Identifier: GPL-3.0-or-later
/// The drawn data: the same bytes always and everywhere, balanced, told apart, and the data the models were made
/// from.
#include "core/data/drawn_data.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

std::vector<Image> imagesOf(const DataSet& data, std::int64_t count) {
  std::vector<Image> images;
  for (std::int64_t i = 0; i < count; ++i) images.push_back(data.image(i));
  return images;
}

double meanOf(const Image& image, int channel) {
  double sum = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) sum += image.at(channel, y, x);
  }
  return sum / (image.height * image.width);
}

/// Mean picture of every class among the first `count` samples, one row a class.
std::vector<std::vector<double>> classMeans(const DataSet& data, std::int64_t count) {
  const DataInfo& info = data.info();
  std::vector<std::vector<double>> means(
      info.classNames.size(),
      std::vector<double>(static_cast<std::size_t>(info.channels) * info.height * info.width, 0.0));
  std::vector<int> seen(means.size(), 0);
  for (std::int64_t i = 0; i < count; ++i) {
    const Image image = data.image(i);
    const auto label = static_cast<std::size_t>(data.label(i));
    ++seen[label];
    for (std::size_t j = 0; j < image.planes.size(); ++j) means[label][j] += image.planes[j];
  }
  for (std::size_t k = 0; k < means.size(); ++k) {
    for (double& value : means[k]) value /= seen[k];
  }
  return means;
}

/// Distance after both pictures' own brightness and contrast are taken out, so that light does not decide.
double distance(const std::vector<double>& mean, const Image& image) {
  const auto n = static_cast<double>(mean.size());
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t j = 0; j < mean.size(); ++j) {
    a += mean[j], b += image.planes[j];
    aa += mean[j] * mean[j], bb += double(image.planes[j]) * image.planes[j], ab += mean[j] * image.planes[j];
  }
  return 1 - (ab - a * b / n) / std::sqrt((aa - a * a / n) * (bb - b * b / n));
}

}  // namespace

class TestDrawnData : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { cv::setNumThreads(1); }

  /// Comes first: the artwork, made on first use, must survive two first users at once.
  void threadsAgree_data() { everySet(); }
  void threadsAgree() {
    QFETCH(QString, name);
    const auto data = openDrawnData(name.toStdString());
    constexpr std::int64_t kCount = 60;
    std::array<std::vector<Image>, 2> read;
    {
      std::jthread forwards([&] { read[0] = imagesOf(*data, kCount); });
      std::jthread backwards([&] {
        for (std::int64_t i = kCount; i-- > 0;) read[1].push_back(data->image(i));
      });
    }
    std::reverse(read[1].begin(), read[1].end());
    QVERIFY(read[0] == read[1]);
    QVERIFY2(imagesOf(*openDrawnData(name.toStdString()), kCount) == read[0], "a second opening draws otherwise");
  }

  void names() {
    const std::vector<std::string> expected{"digits",       "digits-train",       "faces",
                                            "faces-public", "faces-public-train", "faces-train",
                                            "signs",        "signs-train"};
    QVERIFY(drawnDataNames() == expected);
    QVERIFY(builtInDataNames() == expected);
  }

  void infos_data() { everySet(); }
  void infos() {
    QFETCH(QString, name);
    const bool digits = name.startsWith("digits");
    const auto data = openDataSet("demo:" + name.toStdString());
    const DataInfo& info = data->info();
    QCOMPARE(info.where, "demo:" + name.toStdString());
    QCOMPARE(info.kind, std::string("drawn"));
    QCOMPARE(info.count, name.endsWith("-train") ? 20000 : 2000);
    QCOMPARE(info.channels, digits ? 1 : 3);
    QCOMPARE(info.height, digits ? 28 : 48);
    QCOMPARE(info.width, digits ? 28 : 48);
    QVERIFY(info.labelled);
    QCOMPARE(info.classNames.size(), digits ? 10U : name.startsWith("faces-public") ? 80U : 20U);
    QCOMPARE(std::set<std::string>(info.classNames.begin(), info.classNames.end()).size(), info.classNames.size());
    const std::map<QString, std::array<std::string, 2>> expected{{"digits", {"0", "9"}},
                                                                 {"signs", {"stop", "speed limit 120"}},
                                                                 {"faces", {"person 1", "person 10"}},
                                                                 {"faces-public", {"stranger 1", "stranger 10"}}};
    const auto& [first, tenth] = expected.at(QString(name).remove("-train"));
    QCOMPARE(info.classNames[0], first);
    QCOMPARE(info.classNames[9], tenth);
  }

  void unknownNames_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"", "sign", "signs-", "signs-test", "Signs", "signs-train-train", "../digits"}) {
      QTest::newRow(*name ? name : "empty") << name;
    }
  }
  void unknownNames() {
    QFETCH(QString, name);
    try {
      openDrawnData(name.toStdString());
      QFAIL("opened");
    } catch (const InputError& wrong) {
      QCOMPARE(
          QString(wrong.what()),
          "demo:" + name +
              ": is no built-in data; there are demo:digits, demo:digits-train, demo:faces, demo:faces-public, "
              "demo:faces-public-train, demo:faces-train, demo:signs, demo:signs-train");
    }
  }

  void labelsBalancedAndShuffled_data() { everySet(); }
  void labelsBalancedAndShuffled() {
    QFETCH(QString, name);
    const auto data = openDrawnData(name.toStdString());
    const auto classes = static_cast<std::int64_t>(data->info().classNames.size());
    std::map<int, std::int64_t> counts;
    std::set<std::vector<int>> orders;
    for (std::int64_t first = 0; first < data->info().count; first += classes) {
      std::vector<int> order;
      for (std::int64_t i = 0; i < classes; ++i) order.push_back(data->label(first + i));
      for (const int label : order) ++counts[label];
      QCOMPARE(std::int64_t(std::set<int>(order.begin(), order.end()).size()), classes);
      orders.insert(order);
    }
    QCOMPARE(std::int64_t(counts.size()), classes);
    QCOMPARE(counts.begin()->first, 0);
    for (const auto& [label, count] : counts) QCOMPARE(count, data->info().count / classes);
    // Of 10! orders, 2 000 draws hardly share one.
    QVERIFY(std::int64_t(orders.size()) > data->info().count / classes * 99 / 100);
  }

  void valuesAreEightBit_data() { everySet(); }
  void valuesAreEightBit() {
    QFETCH(QString, name);
    const auto data = openDrawnData(name.toStdString());
    for (const Image& image : imagesOf(*data, 60)) {
      for (const float value : image.planes) {
        QVERIFY(value >= 0 && value <= 1);
        QCOMPARE(value, static_cast<float>(std::lround(value * 255)) / 255.0F);
      }
      const auto [least, most] = std::minmax_element(image.planes.begin(), image.planes.end());
      QVERIFY2(*most - *least > 0.15F, "too flat to be read");
    }
  }

  void drawingsDiffer_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("signs") << "signs";
    QTest::newRow("digits") << "digits";
  }
  /// Held-out drawings that a model has seen in training would be worthless.
  void drawingsDiffer() {
    QFETCH(QString, name);
    std::set<std::vector<float>> seen;
    for (const char* ending : {"", "-train"}) {
      const auto data = openDrawnData(name.toStdString() + ending);
      for (Image& image : imagesOf(*data, 400)) seen.insert(std::move(image.planes));
    }
    QCOMPARE(seen.size(), 800U);
  }

  void classesAreTold_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("least");
    // Chance is 0.05 and 0.1. Means of shifted, tilted signs cannot tell one numeral from another.
    QTest::newRow("signs") << "signs" << 0.5;
    QTest::newRow("digits") << "digits" << 0.7;
    QTest::newRow("faces") << "faces" << 0.5;
  }
  void classesAreTold() {
    QFETCH(QString, name);
    QFETCH(double, least);
    const auto means = classMeans(*openDrawnData(name.toStdString() + "-train"), 800);
    const auto data = openDrawnData(name.toStdString());
    constexpr int kCount = 400;
    int right = 0;
    for (int i = 0; i < kCount; ++i) {
      const Image image = data->image(i);
      std::size_t nearest = 0;
      double best = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < means.size(); ++k) {
        const double far = distance(means[k], image);
        if (far < best) best = far, nearest = k;
      }
      right += static_cast<int>(nearest) == data->label(i);
    }
    QVERIFY2(right >= least * kCount, qPrintable(QString("%1 of %2 right").arg(right).arg(kCount)));
  }

  /// Also that planes come in the order red, green, blue.
  void signsHaveTheirColours_data() {
    QTest::addColumn<QString>("sign");
    QTest::addColumn<double>("row");
    QTest::addColumn<int>("strongest");
    QTest::addColumn<int>("weakest");
    QTest::newRow("stop, above its letters") << "stop" << 0.25 << 0 << 1;
    QTest::newRow("no entry, below its bar") << "no entry" << 0.75 << 0 << 1;
    QTest::newRow("priority road") << "priority road" << 0.5 << 0 << 2;
    QTest::newRow("roundabout") << "roundabout" << 0.5 << 2 << 0;
  }
  void signsHaveTheirColours() {
    QFETCH(QString, sign);
    QFETCH(double, row);
    QFETCH(int, strongest);
    QFETCH(int, weakest);
    const auto data = openDrawnData("signs");
    const auto& names = data->info().classNames;
    const auto wanted = std::find(names.begin(), names.end(), sign.toStdString()) - names.begin();
    QVERIFY(wanted < std::ptrdiff_t(names.size()));
    std::array<double, 3> sum{};
    for (std::int64_t i = 0; i < 400; ++i) {
      if (data->label(i) != wanted) continue;
      const Image image = data->image(i);
      for (int c = 0; c < 3; ++c) sum[static_cast<std::size_t>(c)] += image.at(c, int(row * 48), 24);
    }
    QVERIFY2(sum[std::size_t(strongest)] > 2 * sum[std::size_t(weakest)],
             qPrintable(QString("%1 %2 %3").arg(sum[0]).arg(sum[1]).arg(sum[2])));
  }

  /// As in MNIST: black border, ink in the middle, some 20 pixels tall.
  void digitsAreCentred() {
    const auto data = openDrawnData("digits");
    double tall = 0;
    constexpr int kCount = 200;
    for (const Image& image : imagesOf(*data, kCount)) {
      double ink = 0, x = 0, y = 0;
      int top = 28, bottom = -1;
      for (int row = 0; row < 28; ++row) {
        for (int column = 0; column < 28; ++column) {
          const double value = image.at(0, row, column);
          ink += value, x += value * column, y += value * row;
          if (value > 0.5) top = std::min(top, row), bottom = std::max(bottom, row);
        }
        QVERIFY(image.at(0, row, 0) < 0.5 && image.at(0, row, 27) < 0.5);
      }
      QVERIFY2(ink > 20 && ink < 250, qPrintable(QString::number(ink)));
      QVERIFY2(std::hypot(x / ink - 13.5, y / ink - 13.5) < 6, "far from the middle");
      tall += bottom - top + 1;
    }
    QVERIFY2(std::abs(tall / kCount - 20) < 2, qPrintable(QString::number(tall / kCount)));
  }

  void digests_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("words");
    QTest::newRow("signs") << "signs"
                           << "adversarium drawn signs version 1 seed 2 count 2000";
    QTest::newRow("signs-train") << "signs-train"
                                 << "adversarium drawn signs version 1 seed 1 count 20000";
    QTest::newRow("digits") << "digits"
                            << "adversarium drawn digits version 1 seed 2 count 2000";
    QTest::newRow("digits-train") << "digits-train"
                                  << "adversarium drawn digits version 1 seed 1 count 20000";
  }
  void digests() {
    QFETCH(QString, name);
    QFETCH(QString, words);
    QCOMPARE(openDrawnData(name.toStdString())->sha256(), sha256Of(words.toStdString()));
  }

  /// The digest names a drawing without reading it, so the drawing itself is pinned here: labels exactly, light
  /// with room for another OpenCV's edges. Whoever changes these numbers raises the drawings' version.
  void drawingsOfThisVersion_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<int>>("labels");
    QTest::addColumn<QList<double>>("light");
    QTest::newRow("signs") << "signs" << QList<int>{0, 7, 15, 10, 11, 9, 16, 4, 17, 1}
                           << QList<double>{0.4516, 0.4337, 0.3258, 0.5647};
    QTest::newRow("signs-train") << "signs-train" << QList<int>{5, 13, 18, 14, 2, 17, 7, 15, 9, 10}
                                 << QList<double>{0.7980, 0.3434, 0.6666, 0.2220};
    QTest::newRow("digits") << "digits" << QList<int>{0, 7, 2, 8, 5, 9, 6, 4, 3, 1}
                            << QList<double>{0.1586, 0.1622, 0.1672, 0.2199};
    QTest::newRow("digits-train") << "digits-train" << QList<int>{5, 6, 3, 1, 2, 4, 7, 8, 9, 0}
                                  << QList<double>{0.1640, 0.1458, 0.1171, 0.0607};
  }
  void drawingsOfThisVersion() {
    QFETCH(QString, name);
    QFETCH(QList<int>, labels);
    QFETCH(QList<double>, light);
    const auto data = openDrawnData(name.toStdString());
    QList<int> labelsFound;
    for (int i = 0; i < 10; ++i) labelsFound << data->label(i);
    QCOMPARE(labelsFound, labels);
    for (int i = 0; i < light.size(); ++i) {
      const double found = meanOf(data->image(i), 0);
      QVERIFY2(std::abs(found - light[i]) < 0.004, qPrintable(QString("%1: %2").arg(i).arg(found, 0, 'f', 4)));
    }
  }

  void builtInModelsLearntTheseDrawings_data() {
    QTest::addColumn<QString>("model");
    for (const char* model : {"digits", "signs", "signs-robust"}) QTest::newRow(model) << model;
  }
  void builtInModelsLearntTheseDrawings() {
    QFETCH(QString, model);
    std::ifstream file(ADVERSARIUM_SOURCE_DIR "/resources/models/" + model.toStdString() + ".json");
    if (!file) QSKIP("the model's record is absent");
    const nlohmann::json record = nlohmann::json::parse(file);
    const std::string where = record.at("request").at("data");
    QCOMPARE(record.at("origin").at("data_sha256").get<std::string>(), openDataSet(where)->sha256());
  }

 private:
  static void everySet() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"signs", "signs-train", "digits", "digits-train"}) QTest::newRow(name) << name;
  }
};

ADVERSARIUM_SUITE(TestDrawnData)
#include "test_drawn_data.moc"
