// SPDX-License-Identifier: GPL-3.0-or-later
/// The attack copy's own routines against LibTorch's: same answers, same gradients.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>

#include "core/fast/quick_layers.h"
#include "core/graph/architectures.h"
#include "core/graph/operations.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

struct Look {
  at::Tensor output, gradient;
};
Look lookAt(const Graph& graph, const at::Tensor& images, const at::Tensor& direction) {
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor output = graph.run(input);
  return {output.detach(), torch::autograd::grad({(output * direction).sum()}, {input}).front()};
}

void compare(const Graph& plain, const Graph& quick, const at::Tensor& images) {
  at::Generator random = generatorFrom(5);
  const at::Tensor direction = at::randn(plain.run(images).sizes(), random, at::kFloat);
  const Look one = lookAt(plain, images, direction), other = lookAt(quick, images, direction);
  QVERIFY(at::allclose(one.output, other.output, 1e-5, 1e-5));
  QVERIFY(at::allclose(one.gradient, other.gradient, 1e-4, 1e-5));
}

bool has(const Graph& graph, std::string_view op) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) { return node.op == op; });
}

}  // namespace

class TestQuickLayers : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { at::set_num_threads(2); }  // loops are shared out

  void agreeWithLibTorch_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("pool");
    QTest::newRow("digits") << 1 << 28 << 5 << 1 << 2 << 2;
    QTest::newRow("odd size, leftover of the pool") << 3 << 17 << 3 << 1 << 1 << 2;
    QTest::newRow("strided, no padding") << 2 << 15 << 3 << 2 << 0 << 3;
    QTest::newRow("one window") << 4 << 7 << 4 << 1 << 0 << 4;
  }
  void agreeWithLibTorch() {
    QFETCH(int, channels);
    QFETCH(int, size);
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(int, padding);
    QFETCH(int, pool);
    at::Generator random = generatorFrom(3);
    Graph graph;
    Node conv{"conv", "conv", {-1}, {{"stride", {double(stride)}}, {"padding", {double(padding)}}}, {}};
    conv.tensors["weight"] = at::randn({8, channels, kernel, kernel}, random, at::kFloat);
    conv.tensors["bias"] = at::randn({8}, random, at::kFloat);
    graph.nodes = {conv,
                   {"relu", "relu", {0}, {}, {}},
                   {"pool", "max_pool", {1}, {{"kernel", {double(pool)}}, {"stride", {double(pool)}}}, {}}};
    const Graph quick = withQuickLayers(graph);
    QVERIFY(has(quick, "thin_conv") && has(quick, "quick_pool"));
    QCOMPARE(quick.nodes[1].op, std::string("quick_pool"));  // three quarters of the rectifiers are spared
    const at::Tensor images = at::rand({3, channels, size, size}, random, at::kFloat);
    compare(graph, quick, images);
    graph.nodes[0].tensors.erase("bias");
    compare(graph, withQuickLayers(graph), images);
  }

  void whatOverlapsOrIsReadTwiceStays() {
    const at::Tensor images = at::rand({2, 3, 12, 12});
    Graph graph;
    graph.nodes = {{"relu", "relu", {-1}, {}, {}},
                   {"pool", "max_pool", {0}, {{"kernel", {3.0}}, {"stride", {2.0}}}, {}}};
    QVERIFY(!has(withQuickLayers(graph), "quick_pool"));
    graph.nodes[1].attributes = {{"kernel", {2.0}}};
    graph.nodes.push_back({"upper", "max_pool", {0}, {{"kernel", {2.0}}}, {}});
    graph.nodes.push_back({"sum", "add", {1, 2}, {}, {}});
    const Graph quick = withQuickLayers(graph);
    QCOMPARE(quick.nodes[0].op, std::string("relu"));
    compare(graph, quick, images);
  }

  void wholeNetworksAgree_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"lenet", "smallconv", "resnet20"}) QTest::newRow(name) << QString(name);
  }
  void wholeNetworksAgree() {
    QFETCH(QString, architecture);
    at::Generator random = generatorFrom(8);
    Graph graph = buildArchitecture(architecture.toStdString(), {3, 16, 16}, 4, {}, {});
    initialise(graph, random);
    const Graph folded = graph.folded();
    compare(folded, withQuickLayers(folded), at::rand({3, 3, 16, 16}, random, at::kFloat));
  }
};

ADVERSARIUM_SUITE(TestQuickLayers)
#include "test_quick_layers.moc"
