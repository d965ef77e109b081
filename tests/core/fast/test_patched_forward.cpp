// SPDX-License-Identifier: GPL-3.0-or-later
// Recomputing only what a window touches must give the whole picture's answers.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <cmath>

#include "core/fast/patched_forward.h"
#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/core/fakes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

std::shared_ptr<const Classifier> wrapped(Graph graph, const std::string& name, ImageShape shape) {
  ModelInfo info;
  info.where = name;
  info.input = shape;
  info.classes = 10;
  return makeGraphClassifier(std::move(graph), info);
}

std::shared_ptr<const Classifier> model(const std::string& architecture, ImageShape shape) {
  at::Generator random = generatorFrom(2);
  Graph graph = buildArchitecture(architecture, shape, 10, std::vector<float>(std::size_t(shape.channels), 0.4F),
                                  std::vector<float>(std::size_t(shape.channels), 0.3F));
  initialise(graph, random);
  for (Node& node : graph.nodes) {  // batch norm that does something
    if (node.op != "batch_norm") continue;
    node.tensors["running_mean"].normal_(0, 0.2, random);
    node.tensors["running_var"].uniform_(0.5, 2, random);
    node.tensors["bias"].normal_(0, 0.2, random);
  }
  return wrapped(std::move(graph), architecture, shape);
}

/// Few channels and everything that architectures of the field combine: a wide stem with stride, padded pooling
/// that overlaps, dilation, groups, a branch and its sum, average pooling, a hidden layer on the flattened map.
std::shared_ptr<const Classifier> zoo(int height, int width) {
  at::Generator random = generatorFrom(9);
  const auto weight = [&](at::IntArrayRef size) {
    at::Tensor w = at::empty(size).normal_(0, 1, random);
    return w / std::sqrt(double(w[0].numel()) / 2);
  };
  Graph g;
  g.nodes.push_back(
      {"stem", "conv", {-1}, {{"stride", {2}}, {"padding", {3}}}, {{"weight", weight({16, 3, 7, 7})}}});
  g.nodes.push_back({"relu1", "relu", {0}, {}, {}});
  g.nodes.push_back({"pool1", "max_pool", {1}, {{"kernel", {3}}, {"stride", {2}}, {"padding", {1}}}, {}});
  g.nodes.push_back(
      {"wide", "conv", {2}, {{"dilation", {2}}, {"padding", {2}}}, {{"weight", weight({16, 16, 3, 3})}}});
  g.nodes.push_back({"tanh", "tanh", {3}, {}, {}});
  g.nodes.push_back(
      {"depthwise", "conv", {4}, {{"groups", {16}}, {"padding", {1}}}, {{"weight", weight({16, 1, 3, 3})}}});
  g.nodes.push_back({"sum", "add", {5, 2}, {}, {}});
  g.nodes.push_back({"pool2", "average_pool", {6}, {{"kernel", {2}}}, {}});
  g.nodes.push_back({"flat", "flatten", {7}, {}, {}});
  const std::int64_t left = g.run(at::zeros({1, 3, height, width})).size(1);
  g.nodes.push_back({"fc", "linear", {8}, {}, {{"weight", weight({10, left})}, {"bias", weight({10, 4}).sum(1)}}});
  return wrapped(std::move(g), "zoo", {3, height, width});
}

at::Tensor patched(const at::Tensor& image, const at::Tensor& other, const std::vector<Window>& windows) {
  const at::Tensor images = image.repeat({std::int64_t(windows.size()), 1, 1, 1});
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const auto part = [&](const at::Tensor& picture) {
      return picture.slice(1, windows[w].top, windows[w].bottom()).slice(2, windows[w].left, windows[w].right());
    };
    part(images[std::int64_t(w)]).copy_(part(other[0]));
  }
  return images;
}

constexpr int kAlike = 20;

/// Corners, borders, the middle, single pixels, lines, odd sizes, the whole picture.
std::vector<Window> windowsFor(int height, int width) {
  std::vector<Window> windows{{0, 0, 5, 5},
                              {height - 5, width - 5, 5, 5},
                              {0, width - 5, 5, 5},
                              {height / 2, width / 2 - 1, 5, 5},
                              {height / 2, width / 2, 1, 1},
                              {3, 0, 1, width},
                              {0, 7, height, 1},
                              {2, 9, 7, 3},
                              {0, 0, height, width}};
  for (int i = 0; i < kAlike; ++i) windows.push_back({2 * i % (height - 6), 5 * i % (width - 6), 6, 6});
  return windows;
}

}  // namespace

class TestPatchedForward : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { at::set_num_threads(2); }  // loops are shared out

  /// What an attack copy is made of must be known here, too, or nothing is spared.
  void followsAttackCopies() {
    for (const char* name : {"lenet", "smallconv", "resnet20"}) {
      const auto copy = model(name, {3, 32, 32})->attackCopy("float32");
      int followed = 0;
      for (const Node& node : copy->graph()->nodes) {
        const bool looksAround = node.op.ends_with("conv") || node.op == "max_pool" || node.op == "quick_pool";
        if (!looksAround) continue;
        QVERIFY2(PatchedForward::follows(node), (std::string(name) + ": " + node.op).c_str());
        ++followed;
      }
      QVERIFY(followed >= 3);
    }
  }

  void equalsWholePictures_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    for (const char* name : {"lenet", "smallconv", "resnet20", "preactresnet18"})
      QTest::newRow(name) << name << 3 << 32 << 32;
    QTest::newRow("grey, odd, oblong") << "smallconv" << 1 << 29 << 37;
    QTest::newRow("a zoo of layers") << "zoo" << 3 << 64 << 64;
    QTest::newRow("a zoo of layers, oblong") << "zoo" << 3 << 51 << 70;
  }
  void equalsWholePictures() {
    QFETCH(QString, architecture);
    QFETCH(int, channels);
    QFETCH(int, height);
    QFETCH(int, width);
    const at::NoGradGuard noGradient;
    const auto plain =
        architecture == "zoo" ? zoo(height, width) : model(architecture.toStdString(), {channels, height, width});
    at::Generator random = generatorFrom(6);
    const at::Tensor image = at::rand({1, channels, height, width}, random, at::kFloat);
    const at::Tensor other = at::rand({1, channels, height, width}, random, at::kFloat);
    // Windows of one size travel as one batch of parts; of many sizes, as parts with some of the picture around.
    const std::vector<Window> all = windowsFor(height, width);
    const std::vector<Window> alike(all.end() - kAlike, all.end());
    for (const auto& subject : {plain, plain->attackCopy("float32")}) {
      const auto forward = PatchedForward::of(subject->graph(), image);
      QVERIFY(forward);
      for (const auto& windows : {all, alike}) {
        const at::Tensor wanted = logitsInChunks(*plain, patched(image, other, windows));
        const at::Tensor got = forward->logits(other, windows);
        QCOMPARE(got.sizes(), wanted.sizes());
        const double most = (got - wanted).abs().max().item<double>();
        const double scale = std::max(1.0, wanted.abs().max().item<double>());
        QVERIFY2(most < 1e-4 * scale, qPrintable(QString::number(most)));
      }
      // The same picture pasted into itself changes nothing.
      const at::Tensor same = forward->logits(image, alike);
      QVERIFY((same - logitsInChunks(*plain, image)).abs().max().item<double>() < 1e-4);
    }
  }

  void onlyWhereItGains() {
    const at::NoGradGuard noGradient;
    const at::Tensor image = at::rand({1, 3, 8, 8});
    QVERIFY(!PatchedForward::of(nullptr, image));
    QVERIFY(!PatchedForward::of(model("mlp", {3, 8, 8})->graph(), image));
    QVERIFY(!PatchedForward::of(model("smallconv", {3, 16, 16})->attackCopy("bfloat16")->graph(),
                                at::rand({1, 3, 16, 16})));
  }

  /// What other readers of models write: numbers an axis, constants, joined branches.
  void importedGraphsAreFollowed() {
    if (!knownOperation("concat") || !knownOperation("constant"))
      QSKIP("this build reads no graphs of other makers");
    const at::NoGradGuard noGradient;
    at::Generator random = generatorFrom(7);
    const auto weight = [&](at::IntArrayRef size) { return at::empty(size).normal_(0, 0.3, random); };
    Graph g;
    g.nodes.push_back({"mean", "constant", {}, {}, {{"value", weight({1, 3, 1, 1})}}});
    g.nodes.push_back({"centred", "sub", {-1, 0}, {}, {}});
    g.nodes.push_back({"conv",
                       "conv",
                       {1},
                       {{"stride", {2, 1}}, {"padding", {0, 1, 1, 2}}},
                       {{"weight", weight({8, 3, 3, 3})}}});
    g.nodes.push_back({"left", "sigmoid", {2}, {}, {}});
    g.nodes.push_back({"right", "leaky_relu", {2}, {}, {}});
    g.nodes.push_back({"both", "concat", {3, 4}, {{"axis", {1}}}, {}});
    g.nodes.push_back({"scale", "constant", {}, {}, {{"value", at::full({1}, 0.7)}}});
    g.nodes.push_back({"scaled", "mul", {5, 6}, {}, {}});
    g.nodes.push_back({"pool", "max_pool", {7}, {{"kernel", {3, 2}}, {"stride", {2, 2}}, {"ceil", {0}}}, {}});
    g.nodes.push_back({"mean2", "adaptive_pool", {8}, {{"size", {1, 1}}}, {}});
    g.nodes.push_back({"flat", "flatten", {9}, {}, {}});
    g.nodes.push_back({"fc", "linear", {10}, {}, {{"weight", weight({10, 16})}}});
    const auto net = wrapped(std::move(g), "imported", {3, 33, 26});
    const at::Tensor image = at::rand({1, 3, 33, 26}, random, at::kFloat), other = at::zeros_like(image);
    const auto windows = windowsFor(33, 26);
    const at::Tensor wanted = logitsInChunks(*net, patched(image, other, windows));
    QVERIFY((PatchedForward::of(net->graph(), image)->logits(other, windows) - wanted).abs().max().item<double>() <
            1e-4);
  }

  /// Operations that nobody here follows by region, and attributes that nobody here knows, are computed whole.
  void strangersAreComputedWhole() {
    const at::NoGradGuard noGradient;
    const auto known = model("smallconv", {3, 32, 32});
    Graph graph = known->graph()->clone();
    for (Node& node : graph.nodes) {
      if (node.op == "max_pool") node.attributes["an_attribute_of_tomorrow"] = {1};
    }
    const auto strange = makeGraphClassifier(graph, known->info());
    at::Generator random = generatorFrom(8);
    const at::Tensor image = at::rand({1, 3, 32, 32}, random, at::kFloat), other = at::zeros_like(image);
    const std::vector<Window> windows{{4, 4, 6, 6}, {20, 10, 6, 6}};
    const at::Tensor wanted = logitsInChunks(*known, patched(image, other, windows));
    const at::Tensor got = PatchedForward::of(strange->graph(), image)->logits(other, windows);
    QVERIFY((got - wanted).abs().max().item<double>() < 1e-4);
  }

  void windowsAreQueries() {
    const at::NoGradGuard noGradient;
    const auto net = model("smallconv", {3, 32, 32});
    const Oracle oracle(net, 3);
    ScoreAccess access(net, oracle.meter);
    const at::Tensor image = at::rand({1, 3, 32, 32});
    const auto windows = windowsFor(32, 32);
    const auto reused = access.logScores(access.prepared(image), at::zeros_like(image), windows, 1);
    const auto whole = access.logScores(access.prepared(image, false), at::zeros_like(image), windows, 1);
    QVERIFY((reused.exp() - whole.exp()).abs().max().item<double>() < 1e-4);
    QCOMPARE(oracle.meter->queries, std::int64_t(2 * windows.size()));
    QCOMPARE(oracle.meter->perSample, (std::vector<std::int64_t>{0, std::int64_t(2 * windows.size()), 0}));
    QCOMPARE(oracle.meter->gradients, std::int64_t{0});
  }
};

ADVERSARIUM_SUITE(TestPatchedForward)
#include "test_patched_forward.moc"
