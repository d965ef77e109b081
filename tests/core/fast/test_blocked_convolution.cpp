// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/fast/blocked_convolution.h"
#include "core/fast/quick_layers.h"
#include "core/formats/open_model.h"
#include "core/graph/operations.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

struct Case {
  const char* name;
  std::int64_t batch, in, out, height, width, kernel, stride, padding;
};

constexpr Case kCases[] = {
    {"Winograd", 3, 32, 64, 16, 16, 3, 1, 1},
    {"Winograd, odd sizes", 5, 16, 32, 13, 7, 3, 1, 1},
    {"Winograd, one wide image", 1, 16, 16, 33, 50, 3, 1, 1},
    {"too few tiles for Winograd", 1, 64, 32, 5, 4, 3, 1, 1},
    {"one pixel", 2, 16, 16, 1, 1, 3, 1, 1},
    {"stride 2", 2, 32, 48, 15, 16, 3, 2, 1},
    {"1×1", 4, 48, 16, 9, 9, 1, 1, 0},
    {"1×1, stride 2", 4, 16, 32, 9, 8, 1, 2, 0},
    {"5×5 without padding", 2, 16, 16, 11, 12, 5, 1, 0},
    {"5×5, several strips", 3, 32, 64, 30, 14, 5, 1, 2},
    {"5×5, odd blocks, wide padding", 2, 48, 16, 6, 3, 5, 1, 4},
    {"5×5, one pixel", 1, 16, 32, 1, 1, 5, 1, 2},
    {"5×5, stride 2", 2, 16, 32, 12, 11, 5, 2, 2},
    {"7×7, stride 2", 1, 16, 32, 21, 22, 7, 2, 3},
};

Node convolution(const Case& c, at::Generator& random) {
  Node node{"conv", "conv", {-1}, {{"stride", {double(c.stride)}}, {"padding", {double(c.padding)}}}, {}};
  node.tensors["weight"] = at::randn({c.out, c.in, c.kernel, c.kernel}, random, at::kFloat) / double(c.kernel);
  node.tensors["bias"] = at::randn({c.out}, random, at::kFloat);
  return node;
}

/// Something that makes the pass convert the graph at all.
Node squareConvolution(std::int64_t channels, int input, at::Generator& random) {
  Node node{"last", "conv", {input}, {{"padding", {1.0}}}, {}};
  node.tensors["weight"] = at::randn({channels, channels, 3, 3}, random, at::kFloat) / 3.0;
  return node;
}

at::Tensor gradientOf(const Graph& graph, const at::Tensor& images, const at::Tensor& direction,
                      at::Tensor& output) {
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  output = graph.run(input);
  return torch::autograd::grad({(output * direction).sum()}, {input}).front();
}

double relativeDifference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

}  // namespace

class TestBlockedConvolution : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!blockedConvolutionsWork())
      QSKIP("this processor has no AVX-512, or LibTorch brings an oneDNN of its own");
    at::set_num_threads(2);  // loops are shared out
  }

  void agreesWithLibTorch_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < std::size(kCases); ++i) QTest::newRow(kCases[i].name) << int(i);
  }
  void agreesWithLibTorch() {
    QFETCH(int, index);
    const Case& c = kCases[index];
    at::Generator random = generatorFrom(7);
    Graph graph;
    graph.nodes = {convolution(c, random), {"relu", "relu", {0}, {}, {}}, squareConvolution(c.out, 1, random)};
    const Graph blocked = withBlockedConvolutions(graph);
    QCOMPARE(std::count_if(blocked.nodes.begin(), blocked.nodes.end(),
                           [](const Node& node) { return node.op == "blocked_conv"; }),
             2);
    const at::Tensor images = at::randn({c.batch, c.in, c.height, c.width}, random, at::kFloat);
    const at::Tensor direction = at::randn_like(graph.run(images));
    at::Tensor expected, output;
    const at::Tensor expectedGradient = gradientOf(graph, images, direction, expected);
    const at::Tensor gradient = gradientOf(blocked, images, direction, output);
    QCOMPARE(output.sizes().vec(), expected.sizes().vec());
    QVERIFY(relativeDifference(output, expected) < 1e-4);
    QVERIFY(relativeDifference(gradient, expectedGradient) < 1e-4);
  }

  /// The first layer, from few channels, writes blocks at once.
  void thinLayersLeadIntoBlocks_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("padding");
    QTest::newRow("digits") << 1 << 32 << 28 << 28 << 5 << 2;
    QTest::newRow("colour, odd blocks") << 3 << 48 << 17 << 30 << 3 << 1;
    QTest::newRow("narrow, no padding") << 4 << 16 << 9 << 5 << 5 << 0;
    QTest::newRow("one pixel of output") << 2 << 16 << 3 << 3 << 3 << 0;
    QTest::newRow("even kernel, wide padding") << 2 << 32 << 6 << 15 << 4 << 3;
  }
  void thinLayersLeadIntoBlocks() {
    QFETCH(int, channels);
    QFETCH(int, outputs);
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, kernel);
    QFETCH(int, padding);
    at::Generator random = generatorFrom(11);
    Graph graph;
    graph.nodes = {convolution({"", 3, channels, outputs, height, width, kernel, 1, padding}, random),
                   {"relu", "relu", {0}, {}, {}},
                   squareConvolution(outputs, 1, random)};
    const Graph blocked = withBlockedConvolutions(withQuickLayers(graph));
    QCOMPARE(blocked.nodes[0].op, std::string("thin_conv"));
    QVERIFY(std::none_of(blocked.nodes.begin(), blocked.nodes.end(),
                         [](const Node& node) { return node.op == "to_blocks"; }));
    const at::Tensor images = at::randn({3, channels, height, width}, random, at::kFloat);
    const at::Tensor direction = at::randn_like(graph.run(images));
    at::Tensor expected, output;
    const at::Tensor expectedGradient = gradientOf(graph, images, direction, expected);
    const at::Tensor gradient = gradientOf(blocked, images, direction, output);
    QVERIFY(relativeDifference(output, expected) < 1e-4);
    QVERIFY(relativeDifference(gradient, expectedGradient) < 1e-4);
  }

  /// A skip connection is read in blocks by the sum and in rows by the pooling.
  void bothLayoutsOfOneValue() {
    at::Generator random = generatorFrom(3);
    Graph graph;
    graph.nodes = {squareConvolution(16, -1, random),  squareConvolution(16, 0, random),
                   {"sum", "add", {0, 1}, {}, {}},     {"pool", "max_pool", {2}, {}, {}},
                   {"again", "max_pool", {0}, {}, {}}, {"end", "add", {3, 4}, {}, {}}};
    const at::Tensor images = at::randn({2, 16, 12, 12}, random, at::kFloat);
    const at::Tensor direction = at::randn({2, 16, 6, 6}, random, at::kFloat);
    at::Tensor expected, output;
    const at::Tensor expectedGradient = gradientOf(graph, images, direction, expected);
    const at::Tensor gradient = gradientOf(withBlockedConvolutions(graph), images, direction, output);
    QVERIFY(relativeDifference(output, expected) < 1e-4);
    QVERIFY(relativeDifference(gradient, expectedGradient) < 1e-4);
  }

  void filesMayNotUseIt() {
    QVERIFY(!knownOperation("blocked_conv"));
    QVERIFY_EXCEPTION_THROWN(graphFromJson(R"([{"name": "a", "op": "to_blocks", "inputs": [-1]}])", "crafted.adv"),
                             InputError);
  }
};

ADVERSARIUM_SUITE(TestBlockedConvolution)
#include "test_blocked_convolution.moc"
