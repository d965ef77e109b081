// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>

#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/training/trainer.h"
#include "tests/core/fakes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Two kinds of stripes under noise: easy, but not for an untrained network.
std::shared_ptr<MemoryData> stripes(std::int64_t count) {
  at::Generator random = generatorFrom(1);
  const at::Tensor labels = at::arange(count).remainder(2);
  at::Tensor images = at::empty({count, 1, 8, 8}).uniform_(0, 0.6, random);
  for (std::int64_t i = 0; i < count; ++i) {
    const at::Tensor lines =
        labels[i].item<std::int64_t>() == 0 ? images[i].slice(1, 0, 8, 2) : images[i].slice(2, 0, 8, 2);
    lines.add_(0.4);
  }
  return std::make_shared<MemoryData>(images, labels);
}

Graph freshGraph() {
  at::Generator random = generatorFrom(9);
  Graph graph = buildArchitecture("smallconv", {1, 8, 8}, 2);
  initialise(graph, random);
  return graph;
}

TrainPlan planOf(int epochs) {
  TrainPlan plan;
  plan.epochs = epochs;
  plan.batch = 16;
  plan.shift = 1;
  plan.flip = true;
  plan.seed = 3;
  return plan;
}

std::vector<std::int64_t> firstOf(std::int64_t count) { return integersOf(at::arange(count)); }

bool sameState(const Graph& a, const Graph& b) {
  const auto first = a.stateDict(), second = b.stateDict();
  return std::all_of(first.begin(), first.end(),
                     [&](const auto& entry) { return entry.second.equal(second.at(entry.first)); });
}

class StopAtEpoch : public Progress {
 public:
  explicit StopAtEpoch(std::int64_t step) : m_step(step) {}
  void step(std::int64_t done, std::int64_t) override {
    if (done >= m_step) throw Cancelled();
  }

 private:
  std::int64_t m_step;
};

}  // namespace

class TestTrainer : public QObject {
  Q_OBJECT

 private slots:
  void learns() {
    Graph graph = freshGraph();
    const auto data = stripes(128);
    Progress silent;
    const TrainCurves curves = train(graph, *data, firstOf(128), planOf(4), plainLoss, silent);
    QCOMPARE(curves.loss.size(), std::size_t(4));
    QVERIFY(curves.loss.back() < 0.5 * curves.loss.front());
    QVERIFY(accuracyOf(graph, *data, 0, silent).value() > 0.95);
  }

  void sgdLearns() {
    Graph graph = freshGraph();
    TrainPlan plan = planOf(4);
    plan.optimiser = Optimiser::Sgd;
    plan.learningRate = 0.05;
    plan.schedule = Schedule::Cosine;
    const auto data = stripes(128);
    Progress silent;
    (void)train(graph, *data, firstOf(128), plan, plainLoss, silent);
    QVERIFY(accuracyOf(graph, *data, 0, silent).value() > 0.95);
  }

  void sameSeedSameBytes() {
    Graph a = freshGraph(), b = freshGraph();
    const auto data = stripes(64);
    Progress silent;
    (void)train(a, *data, firstOf(64), planOf(2), plainLoss, silent);
    (void)train(b, *data, firstOf(64), planOf(2), plainLoss, silent);
    QVERIFY(sameState(a, b));
  }

  void resumedIsBitEqual_data() {
    QTest::addColumn<int>("optimiser");
    QTest::newRow("sgd") << static_cast<int>(Optimiser::Sgd);
    QTest::newRow("adam") << static_cast<int>(Optimiser::Adam);
  }
  void resumedIsBitEqual() {
    QFETCH(int, optimiser);
    QTemporaryDir folder;
    const auto data = stripes(64);
    Progress silent;
    TrainPlan plan = planOf(3);
    plan.optimiser = static_cast<Optimiser>(optimiser);
    Graph whole = freshGraph();
    const TrainCurves curves = train(whole, *data, firstOf(64), plan, plainLoss, silent);

    plan.checkpoint = folder.filePath("c.safetensors").toStdString();
    Graph broken = freshGraph();
    StopAtEpoch stop(4 + 2);  // 4 batches an epoch: in the middle of the second
    QVERIFY_EXCEPTION_THROWN(train(broken, *data, firstOf(64), plan, plainLoss, stop), Cancelled);
    Graph resumed = freshGraph();
    const TrainCurves second = train(resumed, *data, firstOf(64), plan, plainLoss, silent);
    QVERIFY(sameState(whole, resumed));
    QCOMPARE(second.loss, curves.loss);
    QCOMPARE(second.accuracy, curves.accuracy);
  }

  void foreignCheckpointIsRefused() {
    QTemporaryDir folder;
    TrainPlan plan = planOf(1);
    plan.checkpoint = folder.filePath("c.safetensors").toStdString();
    const auto data = stripes(32);
    Progress silent;
    Graph graph = freshGraph();
    (void)train(graph, *data, firstOf(32), plan, plainLoss, silent);
    Graph other = buildArchitecture("mlp", {1, 8, 8}, 2);
    QVERIFY_EXCEPTION_THROWN(train(other, *data, firstOf(32), plan, plainLoss, silent), InputError);
  }

  void adversarialTrainingHardens_data() {
    QTest::addColumn<QString>("recipe");
    for (const char* recipe : {"fast", "pgd", "trades"}) QTest::newRow(recipe) << QString(recipe);
  }
  void adversarialTrainingHardens() {
    QFETCH(QString, recipe);
    const auto data = stripes(128);
    Request request;
    request.algorithm = "adversarial-training";
    request.model = "new:smallconv";
    request.batch = 16;
    request.params =
        completeParams(catalogueEntry(request.algorithm).params, {{"epochs", std::int64_t{2}},
                                                                  {"recipe", recipe.toStdString()},
                                                                  {"epsilon", 0.05},
                                                                  {"steps", std::int64_t{3}},
                                                                  {"awp", recipe == "pgd" ? 0.005 : 0.0}});
    Progress silent;
    const auto record = methodFor(request.algorithm).run({request, nullptr, data}, silent, [](const auto&) {});
    const auto* model = record->get<ModelFile>("model");
    QVERIFY(model);
    QTemporaryDir folder;
    QFile file(folder.filePath("m.adv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(model->bytes.data(), qint64(model->bytes.size()));
    file.close();
    const auto opened = openModel(file.fileName().toStdString());
    QCOMPARE(opened->info().architecture, std::string("smallconv"));
    QVERIFY(lineageOf(file.fileName().toStdString()).find("adversarial training") != std::string::npos);
    // Robust to the sign step that it was trained against.
    const Batch batch = readBatch(*data, firstOf(64));
    const at::Tensor logits = opened->logits(batch.images);
    QVERIFY(logits.argmax(1).eq(batch.labels).to(at::kFloat).mean().item<float>() > 0.9F);
  }
};

ADVERSARIUM_SUITE(TestTrainer)
#include "test_trainer.moc"
