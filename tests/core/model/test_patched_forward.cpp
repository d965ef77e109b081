// SPDX-License-Identifier: GPL-3.0-or-later
// Recomputing only what a window touches must give the whole picture's answers.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/model/access.h"
#include "core/model/architectures.h"
#include "core/model/patched_forward.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"

using namespace adversarium;

namespace {

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
  ModelInfo info;
  info.where = architecture;
  info.input = shape;
  info.classes = 10;
  return makeGraphClassifier(std::move(graph), info);
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
  for (int i = 0; i < 70; ++i) windows.push_back({i % (height - 6), (3 * i) % (width - 6), 6, 6});
  return windows;
}

}  // namespace

class TestPatchedForward : public QObject {
  Q_OBJECT

 private slots:
  void equalsWholePictures_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    for (const char* name : {"lenet", "smallconv", "vgg11-small", "resnet20", "resnet18-small", "preactresnet18",
                             "wideresnet-16-4"}) {
      QTest::newRow(name) << name << 3 << 32 << 32;
    }
    QTest::newRow("stride and wide kernels") << "resnet18" << 3 << 64 << 64;
    QTest::newRow("grey, odd, oblong") << "smallconv" << 1 << 29 << 37;
  }
  void equalsWholePictures() {
    QFETCH(QString, architecture);
    QFETCH(int, channels);
    QFETCH(int, height);
    QFETCH(int, width);
    const at::NoGradGuard noGradient;
    const auto plain = model(architecture.toStdString(), {channels, height, width});
    at::Generator random = generatorFrom(6);
    const at::Tensor image = at::rand({1, channels, height, width}, random, at::kFloat);
    const at::Tensor other = at::rand({1, channels, height, width}, random, at::kFloat);
    // Windows of one size travel as one batch of parts; of many sizes, as parts with some of the picture around.
    const std::vector<Window> all = windowsFor(height, width);
    const std::vector<Window> alike(all.end() - 70, all.end());
    for (const auto& subject : {plain, plain->attackCopy("float32")}) {
      const auto forward = PatchedForward::of(*subject, image);
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
    QVERIFY(!PatchedForward::of(LinearClassifier(at::rand({2, 192}), at::zeros({2}), {3, 8, 8}), image));
    QVERIFY(!PatchedForward::of(*model("mlp", {3, 8, 8}), image));
    QVERIFY(
        !PatchedForward::of(*model("smallconv", {3, 16, 16})->attackCopy("bfloat16"), at::rand({1, 3, 16, 16})));
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
    const at::Tensor got = PatchedForward::of(*strange, image)->logits(other, windows);
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

QTEST_GUILESS_MAIN(TestPatchedForward)
#include "test_patched_forward.moc"
