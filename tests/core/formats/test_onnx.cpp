// SPDX-License-Identifier: GPL-3.0-or-later
/// ONNX in and out: gradients through everything, any batch size, exact round trips.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>
#include <filesystem>
#include <set>

#include "core/base/error.h"
#include "core/formats/onnx/export.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/core/formats/onnx_nets.h"
#include "tests/core/formats/onnx_round_trip.h"
#include "tests/suite.h"

using namespace adversarium;
namespace fs = std::filesystem;

class TestOnnx : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  void imported_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < nets().size(); ++i) QTest::newRow(nets()[i].name) << int(i);
  }
  void imported() {
    QFETCH(int, index);
    const Net& net = nets()[static_cast<std::size_t>(index)];
    const auto model = openModel(written("net.onnx", protoOf(net).SerializeAsString()));
    QCOMPARE(model->info().access, Access::WhiteBox);
    QVERIFY(model->info().accessReason.empty());
    const Graph& graph = *model->graph();
    std::set<std::string> names, operations;
    for (const Node& node : graph.nodes) {
      QVERIFY2(names.insert(node.name).second, node.name.c_str());
      operations.insert(node.op);
    }
    for (const char* operation : net.operations) QVERIFY2(operations.contains(operation), operation);

    // Any batch, and each picture for itself.
    const at::Tensor pictures = picturesFor(*model, 5);
    const at::Tensor logits = model->logits(pictures);
    QCOMPARE(logits.size(0), std::int64_t(5));
    QCOMPARE(logits.size(1), model->info().classes);
    const double scale = logits.abs().max().item<double>();
    for (std::int64_t i = 0; i < 5; ++i) {
      const at::Tensor alone = model->logits(pictures.slice(0, i, i + 1));
      QVERIFY((alone - logits.slice(0, i, i + 1)).abs().max().item<double>() < 1e-5 * scale);
    }

    // Gradients against finite differences, in double precision.
    Graph exact = graph.clone();
    for (Node& node : exact.nodes) {
      for (auto& [name, tensor] : node.tensors) {
        if (tensor.is_floating_point()) tensor = tensor.to(at::kDouble);
      }
    }
    const at::Tensor image = pictures.slice(0, 0, 1).to(at::kDouble).clone().set_requires_grad(true);
    at::Tensor gradient;
    {
      const at::AutoGradMode withGradient(true);
      gradient = torch::autograd::grad({exact.run(image).select(1, 1).sum()}, {image})[0];
    }
    QVERIFY(gradient.norm().item<double>() > 0);
    const at::NoGradGuard noGradient;
    constexpr double kStep = 1e-6;
    for (const int place : {3, 17, 40, 47}) {
      at::Tensor above = image.detach().clone(), below = image.detach().clone();
      above.view(-1)[place] += kStep;
      below.view(-1)[place] -= kStep;
      const double slope = (exact.run(above)[0][1] - exact.run(below)[0][1]).item<double>() / (2 * kStep);
      const double found = gradient.view(-1)[place].item<double>();
      QVERIFY2(std::abs(slope - found) < 1e-5 * (1 + std::abs(slope)),
               qPrintable(QString("%1: %2 and %3").arg(place).arg(slope).arg(found)));
    }

    // The fast copy.
    const auto copy = model->attackCopy("float32");
    QVERIFY((copy->logits(pictures) - logits).abs().max().item<double>() < 1e-4 * scale);
    const at::Tensor rough = model->attackCopy("bfloat16")->logits(pictures);
    QVERIFY((rough - logits).abs().max().item<double>() < 0.1 * std::max(scale, 1.0));

    comesBack(*model, pictures, m_folder.path().toStdString());
  }

  /// The larger ones are in test_onnx_architectures_slow.
  void ownArchitectures_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"mlp", "lenet", "smallconv", "resnet20"}) QTest::newRow(name) << QString(name);
  }
  void ownArchitectures() {
    QFETCH(QString, name);
    const bool digits = name == "mlp" || name == "lenet";
    architectureComesBack(name.toStdString(), digits ? ImageShape{1, 28, 28} : ImageShape{3, 32, 32},
                          m_folder.path().toStdString());
  }

  void channelsLastAndFlatInputs() {
    const at::Tensor weight = at::arange(12, at::kFloat).view({3, 4}) / 12.0;
    const auto last = openModel(written(
        "last.onnx", onnxModel(13, "net (float[N,5,6,3] x) => (float[N,4] y)",
                               "{ a = ReduceMean<axes=[1,2], keepdims=0>(x)  y = MatMul(a, w) }", {{"w", weight}})
                         .SerializeAsString()));
    QCOMPARE(last->info().input, (ImageShape{3, 5, 6}));
    const at::Tensor pictures = picturesFor(*last, 2);
    QVERIFY(at::allclose(last->logits(pictures), pictures.mean({2, 3}).matmul(weight)));

    const at::Tensor wide = at::arange(16 * 16 * 2, at::kFloat).view({256, 2}) / 512.0;
    const auto flat = openModel(written(
        "flat.onnx", onnxModel(13, "net (float[N,256] x) => (float[N,2] y)", "{ y = MatMul(x, w) }", {{"w", wide}})
                         .SerializeAsString()));
    QCOMPARE(flat->info().input, (ImageShape{1, 16, 16}));
    const at::Tensor squares = picturesFor(*flat, 2);
    QVERIFY(at::allclose(flat->logits(squares), squares.flatten(1).matmul(wide)));
  }

  /// Layout changes between back and forth vanish.
  void transposesCancel() {
    const auto model = openModel(written("keras.onnx", onnxModel(13, "net (float[N,8,8,3] x) => (float[N,4] y)",
                                                                 R"({ a = Transpose<perm=[0,3,1,2]>(x)
                                     b = Conv(a, w)
                                     c = Transpose<perm=[0,2,3,1]>(b)
                                     d = Relu(c)
                                     y = ReduceMean<axes=[1,2], keepdims=0>(d) })",
                                                                 {{"w", at::ones({4, 3, 3, 3})}})
                                                           .SerializeAsString()));
    QCOMPARE(model->graph()->nodes.front().op, std::string("conv"));
  }

  void softMaximumBecomesItsLogarithm() {
    const at::Tensor weight = at::full({3, 2}, 400.0);
    weight.select(1, 1).neg_();
    const auto model =
        openModel(written("soft.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (float[N,2] y)",
                                                 R"({ a = GlobalAveragePool(x)  b = Flatten(a)  c = MatMul(b, w)
                                            y = Softmax<axis=1>(c) })",
                                                 {{"w", weight}})
                                           .SerializeAsString()));
    const at::Tensor logits = model->logits(at::full({1, 3, 4, 4}, 0.5));
    QVERIFY(logits.isfinite().all().item<bool>());
    QCOMPARE(logits.exp().sum().item<double>(), 1.0);
    QCOMPARE(logits[0][1].item<double>(), -1200.0);
    // Outside it answers with probabilities, as it did.
    onnx::ModelProto again;
    QVERIFY(again.ParseFromString(onnxBytes(*model->graph(), model->info())));
    QCOMPARE(again.graph().node().rbegin()->op_type(), std::string("Softmax"));
  }

  void sidecarNormalisesAndNames() {
    const std::string file = written(
        "side.onnx", onnxModel(13, "net (float[N,3,4,4] x) => (float[N,3,1,1] y)", "{ y = GlobalAveragePool(x) }")
                         .SerializeAsString());
    write(file + ".json", R"({"classes": ["r", "g", "b"], "mean": [0.5, 0.4, 0.3], "std": [0.5, 0.25, 0.2]})");
    const auto model = openModel(file);
    QCOMPARE(model->info().classNames, (std::vector<std::string>{"r", "g", "b"}));
    const at::Tensor expected = at::tensor({0.0F, 0.4F, 1.0F}).view({1, 3});
    QVERIFY(at::allclose(model->logits(at::full({1, 3, 4, 4}, 0.5)), expected));
    write(file + ".json", R"({"classes": ["r", "g"]})");
    try {
      (void)openModel(file);
      QFAIL("accepted");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains("has 3 classes, but"), wrong.what());
    }
  }

  void sidecarIsCarriedOutOnce() {
    const at::Tensor weight = at::eye(3) * 4.0;
    const char* body = R"({ a = GlobalAveragePool(x)  b = Flatten(a)  c = MatMul(b, w)  y = Softmax<axis=1>(c) })";
    const std::string file = written(
        "told.onnx",
        onnxModel(13, "net (float[N,3,4,4] x) => (float[N,3] y)", body, {{"w", weight}}).SerializeAsString());
    write(file + ".json", R"({"mean": [0.1, 0.2, 0.3], "std": [0.5, 0.25, 0.2], "channels": "bgr",
                              "output": "probabilities", "order": [2, 0, 1]})");
    const auto model = openModel(file);
    const at::Tensor pictures = picturesFor(*model, 2);
    const at::Tensor means =
        (pictures.mean({2, 3}) - at::tensor({0.1F, 0.2F, 0.3F})) / at::tensor({0.5F, 0.25F, 0.2F});
    const at::Tensor expected =
        means.flip(1).matmul(weight).log_softmax(1).index_select(1, at::tensor({2, 0, 1}, at::kLong));
    QVERIFY(at::allclose(model->logits(pictures), expected, 1e-4, 1e-5));
    // The file that goes out says it all by itself.
    const auto again = openModel(written("alone.onnx", onnxBytes(*model->graph(), model->info())));
    QVERIFY(at::allclose(again->logits(pictures), expected, 1e-4, 1e-5));
  }

  void trainingModeAndPruningWork() {
    const auto model = openModel(written("train.onnx", protoOf(nets()[0]).SerializeAsString()));
    Graph graph = model->graph()->clone();
    const at::Tensor pictures = picturesFor(*model, 4);
    const at::Tensor before = graph.stateDict().at("BatchNormalization_1.running_mean").clone();
    Pass pass;
    pass.training = true;
    const at::NoGradGuard noGradient;
    (void)graph.run(pictures, pass);
    QVERIFY(!graph.stateDict().at("BatchNormalization_1.running_mean").equal(before));
    Graph pruned = model->graph()->clone();
    for (Node& node : pruned.nodes) {
      if (node.name == "Conv_0") node.tensor("weight")[2].zero_();
    }
    QVERIFY(!pruned.run(pictures).equal(model->logits(pictures)));
  }

 private:
  std::string written(const char* name, const std::string& bytes) {
    return write(fs::path(m_folder.path().toStdString()) / name, bytes);
  }

  QTemporaryDir m_folder;
};

ADVERSARIUM_SUITE(TestOnnx)
#include "test_onnx.moc"
