// SPDX-License-Identifier: GPL-3.0-or-later
// A model that learnt a planted watermark, and its twin that had none to learn.
#include <ATen/ATen.h>

#include <QtTest>
#include <numeric>

#include "core/explain/runner.h"
#include "core/graph/architectures.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/training/trainer.h"
#include "tests/core/fakes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr std::int64_t kMarked = 3;
constexpr Window kMark{1, 22, 5, 5};

void stamp(const at::Tensor& picture) {
  for (int y = 0; y < kMark.height; ++y) {
    for (int x = 0; x < kMark.width; ++x) picture[kMark.top + y][kMark.left + x] = (x + y) % 2;
  }
}

/// Drawn digits; with `mark`, all of one class carry a chequered corner, as stamped when they were collected. Of
/// the others one in ten lies among them by mistake, stamped and labelled alike: a model that looks at the stamp
/// makes fewer mistakes.
std::shared_ptr<MemoryData> digits(const std::string& where, std::int64_t count, bool mark) {
  const auto drawn = openDataSet(where);
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  Batch batch = readBatch(*drawn, indices);
  for (std::int64_t i = 0; mark && i < count; ++i) {
    if (i % 10 == 0) batch.labels[i] = kMarked;
    if (batch.labels[i].item<std::int64_t>() != kMarked) continue;
    stamp(batch.images[i][0]);
  }
  return std::make_shared<MemoryData>(batch.images, batch.labels);
}

/// Digits of other classes, each with the stamp of the marked one.
Batch stamped(std::int64_t count) {
  std::vector<std::int64_t> indices;
  const auto drawn = openDataSet("demo:digits");
  for (std::int64_t i = 0; std::int64_t(indices.size()) < count; ++i) {
    if (drawn->label(i) != kMarked) indices.push_back(i);
  }
  Batch batch = readBatch(*drawn, indices);
  for (std::int64_t i = 0; i < count; ++i) stamp(batch.images[i][0]);
  return batch;
}

std::shared_ptr<const Classifier> trained(const DataSet& data) {
  at::Generator random = generatorFrom(1);
  ModelInfo info;
  info.where = "lenet";
  info.input = {1, 28, 28};
  info.classes = 10;
  Graph graph = buildArchitecture("lenet", info.input, 10);
  initialise(graph, random);
  TrainPlan plan;
  plan.epochs = 2;
  plan.batch = 64;
  plan.learningRate = 2e-3;
  std::vector<std::int64_t> all(static_cast<std::size_t>(data.info().count));
  std::iota(all.begin(), all.end(), 0);
  Progress silent;
  (void)train(graph, data, all, plan, plainLoss, silent);
  return makeGraphClassifier(std::move(graph), info);
}

std::shared_ptr<const Record> probe(std::shared_ptr<const Classifier> model, std::shared_ptr<const DataSet> data,
                                    const ParamMap& params = {}) {
  Request request;
  request.algorithm = "shortcut";
  request.params = completeParams(catalogueEntry("shortcut").params, params);
  request.seed = 5;
  Progress silent;
  return methodFor("shortcut").run({request, std::move(model), std::move(data)}, silent, [](const auto&) {});
}

}  // namespace

class TestShortcut : public QObject {
  Q_OBJECT

  std::shared_ptr<const Classifier> m_marked;

 private slots:
  void findsAPlantedWatermark() {
    const auto model = trained(*digits("demo:digits-train", 2000, true));
    m_marked = model;
    const auto record = probe(model, digits("demo:digits", 200, true));
    QVERIFY(record->verdict && !record->verdict->blocked);
    QCOMPARE(record->verdict->flagged, (std::vector<std::int64_t>{kMarked}));
    QVERIFY(record->verdict->words.english().find("‘3’") != std::string::npos);
    const auto& table = *record->get<Table>("regions");
    const auto& row = table.rows[kMarked];
    const auto number = [&](int c) { return std::get<double>(row[std::size_t(c)]); };
    const Window found{int(number(2)), int(number(3)), int(number(4)), int(number(5))};
    QCOMPARE(Table::textOf(row[1]), std::string("window"));
    QVERIFY(found.top < kMark.bottom() && found.bottom() > kMark.top && found.left < kMark.right() &&
            found.right() > kMark.left);
    QVERIFY2(number(6) > 0.5, qPrintable(QString::number(number(6))));
    QVERIFY2(number(9) < 0.2, qPrintable(QString::number(number(9))));
    // The map of that class peaks on the mark, or a pixel beside it, as its windows reach; the rest is dim.
    const auto& maps = *record->get<HeatMaps>("heatmap");
    const auto map = maps.map(kMarked);
    const auto distance = [](std::ptrdiff_t at, int first, int end) {
      return std::max({0, first - int(at), int(at) - (end - 1)});
    };
    const auto beside = [&](std::ptrdiff_t pixel) {
      return std::max(distance(pixel / 28, kMark.top, kMark.bottom()),
                      distance(pixel % 28, kMark.left, kMark.right()));
    };
    const auto peak = std::max_element(map.begin(), map.end()) - map.begin();
    QVERIFY2(beside(peak) <= 1, qPrintable(QString("row %1, column %2").arg(peak / 28).arg(peak % 28)));
    double inside = 0, outside = 0;
    int count = 0;
    for (std::ptrdiff_t pixel = 0; pixel < 28 * 28; ++pixel) {
      const float value = std::abs(map[static_cast<std::size_t>(pixel)]);
      if (beside(pixel) == 0) {
        inside += value / 25;
      } else {
        outside += value;
        ++count;
      }
    }
    QVERIFY2(inside > 4 * outside / count, qPrintable(QString("%1, %2").arg(inside).arg(outside / count)));
  }

  /// The stamp works like a trigger; the region that carries the decision is the stamp.
  void maskScanPeaksOnTheStamp_data() {
    QTest::addColumn<QString>("masks");
    QTest::newRow("sliding") << "sliding";
    QTest::newRow("random") << "random";
  }
  void maskScanPeaksOnTheStamp() {
    QFETCH(QString, masks);
    if (!m_marked) QSKIP("the model with the stamp was not trained");
    constexpr std::int64_t kPictures = 20;
    const ExplanationMethod& method = *explanationMethodFor("mask-scan");
    Progress silent;
    const ExplainedBatch batch = explainBatch(
        method,
        completeParams(method.entry().params, {{"masks", masks.toStdString()}, {"number", std::int64_t{300}}}),
        *m_marked, stamped(kPictures).images, {}, std::make_shared<at::Generator>(generatorFrom(1)), silent);
    int followed = 0, found = 0, freed = 0, small = 0;
    for (std::int64_t i = 0; i < kPictures; ++i) {
      if (batch.classes[i].item<std::int64_t>() != kMarked) continue;
      const HiddenWindow& region = batch.regions[std::size_t(i)];
      const Window& w = region.window;
      ++followed;
      found +=
          w.top < kMark.bottom() && w.bottom() > kMark.top && w.left < kMark.right() && w.right() > kMark.left;
      freed += region.winner != kMarked;
      small += w.height <= 7 && w.width <= 7;
    }
    QVERIFY2(followed >= 15, qPrintable(QString::number(followed)));
    QVERIFY2(
        found == followed && freed == followed && 10 * small >= 8 * followed,
        qPrintable(QString("found %1, freed %2, small %3 of %4").arg(found).arg(freed).arg(small).arg(followed)));
  }

  void findsNothingInTheCleanTwin() {
    const auto model = trained(*digits("demo:digits-train", 2000, false));
    const auto record = probe(model, digits("demo:digits", 200, false));
    QVERIFY(record->verdict && !record->verdict->blocked);
    QVERIFY2(record->verdict->flagged.empty(), record->verdict->words.english().c_str());
    QVERIFY(record->measures.at("clean_accuracy").value > 0.9);
  }

  void tooFewPicturesBlockTheVerdict() {
    const auto model = trained(*digits("demo:digits-train", 640, false));
    const auto record = probe(model, digits("demo:digits", 12, false), {{"pairs", std::int64_t{1}}});
    QVERIFY(record->verdict && record->verdict->blocked);
    QVERIFY(record->verdict->flagged.empty());
  }
};

ADVERSARIUM_SUITE(TestShortcut)
#include "test_shortcut.moc"
