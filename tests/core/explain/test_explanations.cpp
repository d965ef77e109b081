// SPDX-License-Identifier: GPL-3.0-or-later
// The mathematics: closed forms on linear models, promises on a trained one.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <cmath>

#include "core/explain/runner.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "tests/core/fakes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{2, 8, 8};

struct Linear {
  at::Tensor weight, bias, images, classes;
  std::shared_ptr<LinearClassifier> model;
};

/// Two classes on two channels; small weights keep the probabilities away from 0 and 1.
Linear linear() {
  at::Generator random = generatorFrom(1);
  Linear l;
  l.weight = at::empty({2, 128}).normal_(0, 0.1, random);
  l.bias = at::empty({2}).normal_(0, 0.1, random);
  l.images = at::rand({3, 2, 8, 8}, random, at::kFloat);
  l.classes = at::tensor(std::vector<std::int64_t>{0, 1, 1}, at::kLong);
  l.model = std::make_shared<LinearClassifier>(l.weight, l.bias, kShape);
  return l;
}

at::Tensor mapsOf(const char* id, const std::shared_ptr<const Classifier>& model, const at::Tensor& images,
                  const at::Tensor& classes, const ParamMap& given, std::uint64_t seed = 3) {
  const at::NoGradGuard noGradient;
  const ExplanationMethod& method = *explanationMethodFor(id);
  const Oracle oracle(model, images.size(0));
  Progress silent;
  const Subject subject{classes, std::make_shared<at::Generator>(generatorFrom(seed))};
  return method.explain(oracle, images, subject, completeParams(method.entry().params, given), silent).maps;
}

double largest(const at::Tensor& difference) { return difference.abs().max().item<double>(); }

std::int64_t whole(int value) { return value; }

}  // namespace

class TestExplanations : public QObject {
  Q_OBJECT

 private slots:
  void saliencyIsTheWeight() {
    const Linear l = linear();
    const at::Tensor own = l.weight.index_select(0, l.classes).view({3, 2, 8, 8});
    QVERIFY(largest(mapsOf("saliency", l.model, l.images, l.classes, {}) - own.abs().amax(1)) < 1e-6);
    // However the picture is shaken, a linear model's gradient stays.
    QVERIFY(largest(mapsOf("smooth-grad", l.model, l.images, l.classes, {{"samples", whole(7)}}) -
                    own.abs().amax(1)) < 1e-6);
    // d p / d x = p (1 − p) (w₁ − w₀)
    const at::Tensor p = l.model->logits(l.images).softmax(1).gather(1, l.classes.unsqueeze(1)).view({3, 1, 1});
    const at::Tensor slope = (l.weight[1] - l.weight[0]).view({2, 8, 8}).abs().amax(0);
    QVERIFY(largest(mapsOf("saliency", l.model, l.images, l.classes, {{"quantity", std::string("probability")}}) -
                    p * (1 - p) * slope) < 1e-6);
  }

  void integratedGradientsAreWeightTimesChange() {
    const Linear l = linear();
    const at::Tensor own = l.weight.index_select(0, l.classes).view({3, 2, 8, 8});
    const ParamMap params{{"quantity", std::string("logit")}, {"start", std::string("grey")}};
    QVERIFY(largest(mapsOf("integrated-gradients", l.model, l.images, l.classes, params) -
                    (own * (l.images - 0.5)).sum(1)) < 1e-5);
  }

  void occlusionOfALinearModel() {
    const Linear l = linear();
    // Windows that tile the picture: inside each, the fall of σ(Δ·(x − hidden)).
    const ParamMap params{{"size", whole(4)}, {"stride", whole(4)}, {"fill", std::string("grey")}};
    const at::Tensor maps = mapsOf("occlusion", l.model, l.images, l.classes, params);
    const at::Tensor lead = (l.weight[1] - l.weight[0]).view({2, 8, 8});
    for (std::int64_t i = 0; i < 3; ++i) {
      const double sign = l.classes[i].item<std::int64_t>() == 1 ? 1 : -1;
      const auto probability = [&](const at::Tensor& x) {
        return 1 / (1 + std::exp(-sign * ((lead * x).sum() + l.bias[1] - l.bias[0]).item<double>()));
      };
      for (std::int64_t top = 0; top < 8; top += 4) {
        for (std::int64_t left = 0; left < 8; left += 4) {
          const at::Tensor hidden = l.images[i].clone();
          hidden.slice(1, top, top + 4).slice(2, left, left + 4).fill_(0.5);
          const double fall = probability(l.images[i]) - probability(hidden);
          QVERIFY(largest(maps[i].slice(0, top, top + 4).slice(1, left, left + 4) - fall) < 1e-6);
        }
      }
    }
  }

  void windowsCoverEverythingOnce() {
    for (const auto& [height, width, side, stride] :
         {std::array{48, 48, 8, 2}, {28, 28, 5, 1}, {31, 17, 6, 4}, {8, 8, 8, 3}, {5, 9, 1, 1}}) {
      const auto passes = coarseToFine(height, width, side, stride);
      std::set<std::pair<int, int>> corners;
      std::vector<Window> all;
      for (const auto& pass : passes) {
        for (const Window& w : pass) {
          QVERIFY(corners.emplace(w.top, w.left).second);
          QVERIFY(w.top >= 0 && w.left >= 0 && w.bottom() <= height && w.right() <= width);
          all.push_back(w);
        }
      }
      for (int top = 0; top + side <= height; top += stride) {
        for (int left = 0; left + side <= width; left += stride) QVERIFY(corners.contains({top, left}));
      }
      const std::vector<double> ones(passes.front().size(), 1);
      QVERIFY(spread(passes.front(), ones, height, width).eq(1).all().item<bool>());
      // Mean of the covering windows' effects, the slow way.
      std::vector<double> effects;
      for (std::size_t w = 0; w < all.size(); ++w) effects.push_back(std::sin(double(w)));
      const at::Tensor map = spread(all, effects, height, width);
      const int y = height / 2, x = width / 3;
      double sum = 0, number = 0;
      for (std::size_t w = 0; w < all.size(); ++w) {
        if (y < all[w].top || y >= all[w].bottom() || x < all[w].left || x >= all[w].right()) continue;
        sum += effects[w];
        ++number;
      }
      QVERIFY(std::abs(map[y][x].item<double>() - sum / number) < 1e-5);
    }
  }

  void peakIsFound() {
    at::Tensor map = at::zeros({12, 15});
    map.slice(0, 7, 10).slice(1, 2, 5).fill_(1);
    QCOMPARE(peakOf(map, 3), (Window{7, 2, 3, 3}));
    QCOMPARE(peakOf(map, 40), (Window{0, 0, 12, 15}));
  }

  /// With all but a share of the picture decided by one window, every masking method points at it.
  void maskingFindsTheWindowThatDecides_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"occlusion", "rise", "mask-scan"}) QTest::newRow(id) << id;
    QTest::newRow("mask-scan, random") << "mask-scan";
  }
  void maskingFindsTheWindowThatDecides() {
    QFETCH(QString, id);
    // Class 1 is the mean of a 4×4 window at (9, 5); nothing else matters.
    at::Tensor weight = at::zeros({2, 1, 16, 16});
    weight[1][0].slice(0, 9, 13).slice(1, 5, 9).fill_(2.0 / 16 * 8);
    const auto model = std::make_shared<LinearClassifier>(weight.flatten(1), at::tensor(std::vector<float>{8, 0}),
                                                          ImageShape{1, 16, 16});
    at::Tensor image = at::full({1, 1, 16, 16}, 0.2);
    image[0][0].slice(0, 9, 13).slice(1, 5, 9).fill_(1);
    ParamMap params{{"fill", std::string("black")}};
    if (QString(QTest::currentDataTag()).contains("random")) params["masks"] = std::string("random");
    const ExplanationMethod& method = *explanationMethodFor(id.toStdString());
    Progress silent;
    const ExplainedBatch batch = explainBatch(method, completeParams(method.entry().params, params), *model, image,
                                              {}, std::make_shared<at::Generator>(generatorFrom(1)), silent);
    QCOMPARE(batch.classes[0].item<std::int64_t>(), std::int64_t{1});
    const Window w = batch.regions[0].window;
    const int rows = std::min(w.bottom(), 13) - std::max(w.top, 9),
              columns = std::min(w.right(), 9) - std::max(w.left, 5);
    QVERIFY2(rows >= 2 && columns >= 2,
             qPrintable(QString("%1 %2 %3 %4").arg(w.top).arg(w.left).arg(w.height).arg(w.width)));
    QCOMPARE(batch.regions[0].winner, 0);
    if (id == "mask-scan") QVERIFY(w.height <= 4 && w.width <= 4);  // no larger than what decides
  }

  void gradCamFollowsTheLayer() {
    // One convolution that copies the picture: its only channel weighs what the linear layer says.
    Graph graph;
    graph.nodes.push_back({"conv", "conv", {-1}, {}, {{"weight", at::ones({1, 1, 1, 1})}}});
    graph.nodes.push_back({"pool", "adaptive_pool", {0}, {{"size", {1}}}, {}});
    graph.nodes.push_back({"flat", "flatten", {1}, {}, {}});
    graph.nodes.push_back(
        {"fc", "linear", {2}, {}, {{"weight", at::tensor(std::vector<float>{-1, 3}).view({2, 1})}}});
    ModelInfo info;
    info.where = "copy";
    info.input = {1, 4, 4};
    info.classes = 2;
    const auto model = makeGraphClassifier(graph, info);
    const at::Tensor image = at::rand({1, 1, 4, 4});
    const at::Tensor first = at::zeros({1}, at::kLong), second = at::ones({1}, at::kLong);
    QVERIFY(largest(mapsOf("grad-cam", model, image, second, {}) - image[0] * 3 / 16) < 1e-6);
    QVERIFY(largest(mapsOf("grad-cam", model, image, first, {})) == 0);  // everything speaks against it
    QVERIFY(largest(mapsOf("grad-cam", model, image, second, {{"layer", std::string("conv")}}) -
                    image[0] * 3 / 16) < 1e-6);
    for (const char* wrong : {"fc", "nothing"})
      QVERIFY_EXCEPTION_THROWN(mapsOf("grad-cam", model, image, second, {{"layer", std::string(wrong)}}),
                               UsageError);
  }

  /// The gates on a built-in model: shares that add up, exact occlusion equal to the plain one.
  void onTheBuiltInSigns() {
    setModelResources(QStringLiteral(ADVERSARIUM_SOURCE_DIR "/resources").toStdString());
    const auto model = openModel("demo:signs");
    const auto data = openDataSet("demo:signs", model->info().input);
    const Batch batch = readBatch(*data, {0, 2});
    const ExplanationMethod& gradients = *explanationMethodFor("integrated-gradients");
    Progress silent;
    const ExplainedBatch explained =
        explainBatch(gradients, completeParams(gradients.entry().params, {}), *model, batch.images, {},
                     std::make_shared<at::Generator>(generatorFrom(1)), silent);
    QVERIFY2(explained.gap.max().item<double>() <= 1e-4,
             qPrintable(QString::number(explained.gap.max().item<double>())));
    const at::Tensor one = batch.images.slice(0, 0, 1), classes = explained.classes.slice(0, 0, 1);
    const auto fast = model->attackCopy("float32");
    ParamMap params{{"size", whole(8)}, {"stride", whole(5)}, {"reuse", false}};
    const at::Tensor plain = mapsOf("occlusion", model, one, classes, params);
    params["reuse"] = true;
    for (const auto& subject : {std::shared_ptr<const Classifier>(model), fast})
      QVERIFY(largest(mapsOf("occlusion", subject, one, classes, params) - plain) < 1e-4);
  }

  void faithfulnessOfAPerfectMap() {
    const Linear l = linear();
    const at::NoGradGuard noGradient;
    // The exact contributions against the mean colour are the best order there is for a linear score.
    const at::Tensor sign = l.classes.to(at::kFloat).mul(2).sub(1).view({3, 1, 1, 1});
    const at::Tensor lead = (l.weight[1] - l.weight[0]).view({1, 2, 8, 8}) * sign;
    const at::Tensor maps = (lead * (l.images - hidingPictures(l.images, Fill::Mean))).sum(1);
    at::Generator random = generatorFrom(2);
    Progress silent;
    const Faithfulness best = faithfulnessOf(*l.model, l.images, l.classes, maps, random, silent);
    const Faithfulness worst = faithfulnessOf(*l.model, l.images, l.classes, -maps, random, silent);
    QCOMPARE(best.deletion.sizes(), (std::vector<std::int64_t>{3, kFaithfulnessSteps + 1}));
    QVERIFY(best.deletion.mean().item<double>() < best.random.mean().item<double>());
    QVERIFY(worst.deletion.mean().item<double>() > worst.random.mean().item<double>());
    QVERIFY(best.insertion.mean().item<double>() > worst.insertion.mean().item<double>());
    // Both begin and end at the same pictures, whatever the order.
    QVERIFY(largest(best.deletion.select(1, 0) - worst.deletion.select(1, 0)) < 1e-9);
    QVERIFY(largest(best.deletion.select(1, -1) - worst.deletion.select(1, -1)) < 1e-6);
    QVERIFY(largest(best.insertion.select(1, -1) - best.deletion.select(1, 0)) < 1e-6);
  }

  void blurKeepsTheMean() {
    const at::Tensor images = at::rand({2, 3, 20, 14});
    const at::Tensor soft = blurred(images, 2.5);
    QCOMPARE(soft.sizes(), images.sizes());
    QVERIFY(largest(soft.mean({2, 3}) - images.mean({2, 3})) < 0.02);
    QVERIFY(soft.std().item<double>() < 0.3 * images.std().item<double>());
    QVERIFY(largest(blurred(at::full({1, 1, 9, 9}, 0.3), 4) - 0.3) < 1e-6);
  }
};

ADVERSARIUM_SUITE(TestExplanations)
#include "test_explanations.moc"
