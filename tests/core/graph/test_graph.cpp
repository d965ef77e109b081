// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <set>

#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/core/fast/lively.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

ImageShape shapeFor(const QString& name) {
  if (name == "mlp" || name == "lenet") return {1, 28, 28};
  const bool large = name == "resnet18" || name == "resnet34" || name == "resnet50";
  return large ? ImageShape{3, 64, 64} : ImageShape{3, 32, 32};
}

void smallArchitectures() {
  QTest::addColumn<QString>("name");
  const std::set<std::string_view> tooLarge{"alexnet", "resnet101", "resnet152", "wideresnet-28-10",
                                            "wideresnet-34-10"};
  for (const ArchitectureInfo& info : architectures()) {
    const bool largeVgg = info.name.starts_with("vgg") && !info.name.ends_with("-small");
    if (!largeVgg && !tooLarge.contains(info.name)) QTest::newRow(info.name.data()) << QString(info.name.data());
  }
}

}  // namespace

class TestGraph : public QObject {
  Q_OBJECT

 private slots:
  void attackCopyAgrees_data() { smallArchitectures(); }
  void attackCopyAgrees() {
    QFETCH(QString, name);
    const ImageShape shape = shapeFor(name);
    ModelInfo info;
    info.where = name.toStdString();
    info.input = shape;
    info.classes = 7;
    const auto model = makeGraphClassifier(lively(name.toStdString(), shape), info);
    const auto copy = model->attackCopy("float32");
    at::Generator random = generatorFrom(2);
    const at::Tensor images = at::rand({4, shape.channels, shape.height, shape.width}, random, at::kFloat);
    const Loss loss = [](const at::Tensor& logits) { return logits.select(1, 0); };
    const auto meter = std::make_shared<Meter>();
    const InputGradient exact = GradientAccess(model, meter).inputGradient(images, loss);
    const InputGradient fast = GradientAccess(copy, meter).inputGradient(images, loss);
    const double scale = exact.logits.abs().max().item<double>();
    QVERIFY((exact.logits - fast.logits).abs().max().item<double>() < 1e-4 * scale);
    // One rectifier that rounding turns over changes a few pixels: the whole must agree.
    const double length = exact.gradient.norm().item<double>();
    QVERIFY(length > 0);
    QVERIFY((exact.gradient - fast.gradient).norm().item<double>() < 0.02 * length);
    // The copy must leave the model as it was.
    QVERIFY(GradientAccess(model, meter).inputGradient(images, loss).logits.equal(exact.logits));
  }

  void gradientAgreesWithFiniteDifferences() {
    Graph graph = lively("smallconv", {3, 16, 16});
    for (Node& node : graph.nodes) {
      for (auto& [name, tensor] : node.tensors) tensor = tensor.to(at::kDouble);
    }
    at::Generator random = generatorFrom(2);
    const at::Tensor image = at::rand({1, 3, 16, 16}, random, at::kDouble).set_requires_grad(true);
    const at::Tensor gradient = torch::autograd::grad({graph.run(image).select(1, 2).sum()}, {image})[0];
    const at::NoGradGuard noGradient;
    constexpr double kStep = 1e-6;
    for (const int place : {0, 100, 333, 767}) {
      at::Tensor above = image.detach().clone(), below = image.detach().clone();
      above.view(-1)[place] += kStep;
      below.view(-1)[place] -= kStep;
      const double slope = (graph.run(above)[0][2] - graph.run(below)[0][2]).item<double>() / (2 * kStep);
      QVERIFY(std::abs(slope - gradient.view(-1)[place].item<double>()) < 1e-5);
    }
  }

  void parameterNamesAreTorchvisions() {
    const Graph graph = buildArchitecture("resnet18", {3, 224, 224}, 1000);
    const auto state = graph.stateDict();
    QCOMPARE(graph.parameterCount(), std::int64_t(11689512));  // as published by torchvision
    for (const char* name : {"conv1.weight", "bn1.running_var", "layer1.0.conv1.weight",
                             "layer2.0.downsample.0.weight", "layer4.1.bn2.bias", "fc.weight", "fc.bias"}) {
      QVERIFY2(state.contains(name), name);
    }
    QCOMPARE(buildArchitecture("resnet50", {3, 224, 224}, 1000).parameterCount(), std::int64_t(25557032));
    QCOMPARE(buildArchitecture("resnet34", {3, 224, 224}, 1000).parameterCount(), std::int64_t(21797672));
    QCOMPARE(buildArchitecture("vgg11", {3, 224, 224}, 1000).parameterCount(), std::int64_t(132863336));
  }

  void everyNodeIsATap() {
    const Graph graph = lively("resnet20", {3, 32, 32});
    std::set<std::string> seen;
    Pass pass;
    pass.tap = [&](const Node& node, const at::Tensor& output) {
      QVERIFY(output.defined());
      seen.insert(node.name);
    };
    (void)graph.run(at::zeros({1, 3, 32, 32}), pass);
    QCOMPARE(seen.size(), graph.nodes.size());
  }

  void savedModelComesBack() {
    QTemporaryDir folder;
    const Graph graph = lively("resnet20", {3, 32, 32});
    ModelInfo info;
    info.architecture = "resnet20";
    info.input = {3, 32, 32};
    info.classes = 7;
    info.classNames = {"a", "b", "c", "d", "e", "f", "g"};
    const std::string bytes = modelFileBytes(graph, info, R"({"seed": 5})");
    QCOMPARE(bytes, modelFileBytes(graph, info, R"({"seed": 5})"));
    QFile file(folder.filePath("m.adv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), qint64(bytes.size()));
    file.close();
    const auto model = openModel(file.fileName().toStdString());
    QCOMPARE(model->info().classNames, info.classNames);
    QCOMPARE(model->info().access, Access::WhiteBox);
    const at::Tensor images = at::full({2, 3, 32, 32}, 0.3);
    QVERIFY(model->logits(images).equal(graph.run(images)));
    QVERIFY_EXCEPTION_THROWN(model->logits(at::zeros({1, 1, 28, 28})), UsageError);
  }

  void nanWeightsAreRefused() {
    QTemporaryDir folder;
    Graph graph = lively("mlp", {1, 8, 8});
    graph.nodes.back().tensor("weight")[0][0] = std::nan("");
    ModelInfo info;
    info.architecture = "mlp";
    info.input = {1, 8, 8};
    info.classes = 7;
    QFile file(folder.filePath("m.adv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const std::string bytes = modelFileBytes(graph, info, "");
    file.write(bytes.data(), qint64(bytes.size()));
    file.close();
    try {
      (void)openModel(file.fileName().toStdString());
      QFAIL("NaN weights were accepted");
    } catch (const InputError& wrong) {
      QVERIFY(QString(wrong.what()).contains("NaN"));
      QVERIFY(QString(wrong.what()).contains("fc3.weight"));
    }
  }

  void damagedGraphsAreRefused_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no list") << QByteArray("{}");
    QTest::newRow("no JSON") << QByteArray("[{");
    QTest::newRow("empty") << QByteArray("[]");
    QTest::newRow("unknown operation") << QByteArray(R"([{"name":"a","op":"system","inputs":[-1]}])");
    QTest::newRow("reads ahead") << QByteArray(R"([{"name":"a","op":"relu","inputs":[3]}])");
    QTest::newRow("wrong count") << QByteArray(R"([{"name":"a","op":"add","inputs":[-1]}])");
    QTest::newRow("no weight") << QByteArray(R"([{"name":"a","op":"conv","inputs":[-1]}])");
    QTest::newRow("absurd") << QByteArray(
        R"([{"name":"a","op":"linear","inputs":[-1],"tensors":{"weight":[9000000000,9000000000]}}])");
    const QByteArray wide = R"({"name":"%","op":"linear","inputs":[-1],"tensors":{"weight":[10000,10000]}})";
    QByteArray many;
    for (const char letter : QByteArray("abcdefghijklmnopqrst"))
      many += (many.isEmpty() ? "" : ",") + QByteArray(wide).replace('%', letter);
    QTest::newRow("absurd in all") << "[" + many + "]";
    QTest::newRow("negative") << QByteArray(
        R"([{"name":"a","op":"linear","inputs":[-1],"tensors":{"weight":[-1,2]}}])");
  }
  void damagedGraphsAreRefused() {
    QFETCH(QByteArray, json);
    QVERIFY_EXCEPTION_THROWN(graphFromJson(json.toStdString(), "f"), InputError);
  }
};

ADVERSARIUM_SUITE(TestGraph)
#include "test_graph.moc"
