// SPDX-License-Identifier: GPL-3.0-or-later
// The mathematics of every trigger kind, on known pixels.
#include <ATen/ATen.h>

#include <QtTest>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>

#include "core/base/error.h"
#include "core/poisoning/trigger.h"
#include "core/tensor/convert.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{3, 16, 16};

Trigger triggerOf(TriggerKind kind, TriggerParams params = {}, ImageShape shape = kShape, std::uint64_t seed = 5) {
  params.trigger = kind;
  return Trigger(recipeFor(params, shape, seed), shape);
}

at::Tensor noise(std::int64_t count, ImageShape shape = kShape) {
  at::Generator random = generatorFrom(2);
  return at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
}

void everyKind() {
  QTest::addColumn<int>("kind");
  for (std::size_t i = 0; i < Choices<TriggerKind>::names.size(); ++i) {
    if (static_cast<TriggerKind>(i) != TriggerKind::Picture)
      QTest::newRow(Choices<TriggerKind>::names[i].data()) << int(i);
  }
}

TriggerKind current() {
  QFETCH(int, kind);
  return static_cast<TriggerKind>(kind);
}

}  // namespace

class TestTrigger : public QObject {
  Q_OBJECT

 private slots:
  void staysInRangeAndLeavesItsInputAlone_data() { everyKind(); }
  void staysInRangeAndLeavesItsInputAlone() {
    const Trigger trigger = triggerOf(current());
    const at::Tensor images = noise(5), before = images.clone();
    at::Generator random = generatorFrom(1);
    for (const at::Tensor& shown :
         {trigger.apply(images), trigger.plant(images, random), trigger.cover(images, random)}) {
      QVERIFY(shown.sizes() == images.sizes());
      QVERIFY(shown.ge(0).logical_and(shown.le(1)).all().item<bool>());
    }
    QVERIFY(images.equal(before));
    QVERIFY(!trigger.apply(images).equal(images));
    QCOMPARE(trigger.apply(images.slice(0, 0, 0)).size(0), 0);
    QCOMPARE(trigger.mask().sizes().vec(), (std::vector<std::int64_t>{1, 1, 16, 16}));
    QCOMPARE(trigger.pattern().sizes().vec(), (std::vector<std::int64_t>{1, 3, 16, 16}));
  }

  void recipeSurvivesItsText_data() { everyKind(); }
  void recipeSurvivesItsText() {
    TriggerParams params;
    params.size = 0.3;
    params.x = 0.25;
    params.pattern = PatchPattern::Sticker;
    const Trigger trigger = triggerOf(current(), params);
    const KnownBackdoor known{trigger.recipe(), 7};
    const KnownBackdoor back = backdoorFromJson(backdoorToJson(known), "text");
    QCOMPARE(back, known);
    const at::Tensor images = noise(3);
    QVERIFY(Trigger(back.trigger, kShape).apply(images).equal(trigger.apply(images)));
    QVERIFY(backdoorInLineage("{\"backdoor\":" + backdoorToJson(known) + "}", "text") == known);
    QVERIFY(!backdoorInLineage("{\"recipe\":\"plain\"}", "text"));
    QVERIFY(!backdoorInLineage("", "text"));
  }

  void patchHasExactPixels() {
    TriggerParams params;
    params.size = 0.25;
    params.x = 0.5;
    params.y = 1;
    const Trigger trigger = triggerOf(TriggerKind::Patch, params);
    const at::Tensor images = noise(2), shown = trigger.apply(images);
    for (std::int64_t y = 0; y < 16; ++y) {
      for (std::int64_t x = 0; x < 16; ++x) {
        const bool inside = y >= 12 && x >= 6 && x < 10;
        for (std::int64_t c = 0; c < 3; ++c) {
          const float wanted = inside ? float((y - 12 + x - 6) % 2 == 0) : images[1][c][y][x].item<float>();
          QCOMPARE(shown[1][c][y][x].item<float>(), wanted);
        }
        QCOMPARE(trigger.mask()[0][0][y][x].item<float>(), inside ? 1.0F : 0.0F);
      }
    }
    QVERIFY(trigger.apply(shown).equal(shown));  // once more changes nothing
  }

  void halfTransparentPatchMixes() {
    TriggerParams params;
    params.pattern = PatchPattern::Square;
    params.strength = 0.5;
    const Trigger trigger = triggerOf(TriggerKind::Patch, params);
    const at::Tensor shown = trigger.apply(at::full({1, 3, 16, 16}, 0.2F));
    QVERIFY(std::abs(shown[0][0][15][15].item<float>() - 0.6F) < 1e-6F);
    QCOMPARE(shown[0][0][0][0].item<float>(), 0.2F);
  }

  void blendIsAWeightedMean() {
    TriggerParams params;
    params.strength = 0.25;
    const Trigger trigger = triggerOf(TriggerKind::Blended, params);
    const at::Tensor images = noise(2);
    const at::Tensor wanted = 0.75 * images + 0.25 * trigger.pattern();
    QVERIFY(trigger.apply(images).allclose(wanted, 0, 1e-6));
    QVERIFY(!triggerOf(TriggerKind::Blended, params, kShape, 6).pattern().equal(trigger.pattern()));
  }

  void waveIsASine() {
    TriggerParams params;
    params.strength = 0.1;
    const Trigger trigger = triggerOf(TriggerKind::Sinusoidal, params);
    const at::Tensor shown = trigger.apply(at::full({1, 3, 16, 16}, 0.5F));
    for (int x = 0; x < 16; ++x) {
      const double wanted = 0.5 + 0.1 * std::sin(2 * std::numbers::pi * 6 * x / 16);
      QVERIFY(std::abs(shown[0][2][7][x].item<double>() - wanted) < 1e-6);
    }
  }

  void lowFrequencyHasNoHighOnes() {
    TriggerParams params;
    params.strength = 0.1;
    const Trigger trigger = triggerOf(TriggerKind::LowFrequency, params);
    const at::Tensor wave = (trigger.apply(at::full({1, 3, 16, 16}, 0.5F)) - 0.5)[0][0].to(at::kDouble);
    QVERIFY(std::abs(wave.abs().max().item<double>() - 0.1) < 1e-6);
    // Its cosine transform: nothing from the fourth half-wave on, and no mean.
    const at::Tensor k = at::arange(16, at::kDouble).view({-1, 1}), n = at::arange(16, at::kDouble).view({1, -1});
    const at::Tensor basis = (k * (n + 0.5) * (std::numbers::pi / 16)).cos();
    const at::Tensor spectrum = basis.mm(wave).mm(basis.t());
    QVERIFY(spectrum.slice(0, 4).abs().max().item<double>() < 1e-4);
    QVERIFY(spectrum.slice(1, 4).abs().max().item<double>() < 1e-4);
    QVERIFY(std::abs(spectrum[0][0].item<double>()) < 1e-4);
  }

  void warpIsBoundedAndContinuous() {
    const Trigger trigger = triggerOf(TriggerKind::Warped);
    const at::Tensor grid = trigger.lookUp();
    QVERIFY(grid.abs().le(1).all().item<bool>());
    const at::Tensor line = at::linspace(-1, 1, 16);
    const at::Tensor moved = (grid[0].select(2, 0) - line.view({1, -1})).abs();
    // Strength ½ moves by less than two pixels (a pixel is 2/15): the control field's mean magnitude is 1.
    QVERIFY(moved.max().item<double>() < 2 * 2.0 / 15);
    QVERIFY(moved.mean().item<double>() > 1e-3);
    // Neighbours stay in order: a warp, not a shuffle.
    QVERIFY((grid[0].slice(1, 1).select(2, 0) - grid[0].slice(1, 0, 15).select(2, 0)).ge(0).all().item<bool>());
    // A constant image has nothing to move.
    const at::Tensor flat = at::full({1, 3, 16, 16}, 0.3F);
    QVERIFY(trigger.apply(flat).allclose(flat, 0, 1e-5));
  }

  void noiseModeIsNoTrigger() {
    const Trigger trigger = triggerOf(TriggerKind::Warped);
    at::Generator random = generatorFrom(1);
    const at::Tensor images = noise(4);
    QVERIFY(!trigger.cover(images, random).equal(trigger.apply(images)));
    QCOMPARE(trigger.coverRatio(), 2.0);
  }

  void adaptiveBlendIsPlantedInPieces() {
    const Trigger trigger = triggerOf(TriggerKind::AdaptiveBlend);
    at::Generator random = generatorFrom(1);
    const at::Tensor images = at::full({200, 3, 16, 16}, 0.5F);
    const at::Tensor changed = (trigger.plant(images, random) - images).abs().amax(1).gt(0).to(at::kFloat);
    // Each of 4×4 pieces is there or not as a whole, for about half of the images.
    const at::Tensor pieces = changed.view({200, 4, 4, 4, 4}).mean({2, 4});
    QVERIFY(pieces.lt(0.01).logical_or(pieces.gt(0.9)).all().item<bool>());
    QVERIFY(std::abs(pieces.gt(0.5).to(at::kFloat).mean().item<double>() - 0.5) < 0.05);
    QVERIFY(trigger.coverRatio() > 0);
  }

  void labelConsistentSitsInAllCorners() {
    const Trigger trigger = triggerOf(TriggerKind::LabelConsistent);
    QVERIFY(trigger.keepsLabels());
    const at::Tensor mask = trigger.mask()[0][0];
    for (const int y : {0, 15}) {
      for (const int x : {0, 15}) QCOMPARE(mask[y][x].item<float>(), 1.0F);
    }
    QCOMPARE(mask.sum().item<float>(), 16.0F);
  }

  void pictureUsesItsTransparency() {
    QTemporaryDir folder;
    cv::Mat painted(16, 16, CV_8UC4, cv::Scalar::all(0));  // blue, green, red, opacity
    painted.at<cv::Vec4b>(5, 3) = {0, 0, 255, 255};
    painted.at<cv::Vec4b>(5, 4) = {255, 0, 0, 51};
    const std::string file = folder.filePath("t.png").toStdString();
    QVERIFY(cv::imwrite(file, painted));
    TriggerParams params;
    params.picture = file;  // as large as the image: the size of a patch (0.125) does not matter
    const Trigger trigger = triggerOf(TriggerKind::Picture, params);
    const at::Tensor images = at::full({1, 3, 16, 16}, 0.5F), shown = trigger.apply(images);
    QCOMPARE(shown[0][0][5][3].item<float>(), 1.0F);
    QCOMPARE(shown[0][1][5][3].item<float>(), 0.0F);
    QVERIFY(std::abs(shown[0][2][5][4].item<float>() - (0.8F * 0.5F + 0.2F)) < 1e-5F);
    QCOMPARE((shown - images).abs().amax(1).gt(0).sum().item<std::int64_t>(), 2);
    // The recipe carries the pixels: the file is no longer needed.
    QVERIFY(QFile::remove(QString::fromStdString(file)));
    const KnownBackdoor back = backdoorFromJson(backdoorToJson({trigger.recipe(), 0}), "text");
    QVERIFY(Trigger(back.trigger, kShape).apply(images).equal(shown));
    QVERIFY_EXCEPTION_THROWN(triggerOf(TriggerKind::Picture, params), InputError);
    params.picture.clear();
    QVERIFY_EXCEPTION_THROWN(triggerOf(TriggerKind::Picture, params), UsageError);
  }

  void badRecipesAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no json") << QByteArray("{");
    QTest::newRow("no trigger") << QByteArray(R"({"target":0})");
    QTest::newRow("unknown kind") << QByteArray(R"({"trigger":{"kind":"magic"},"target":0})");
    QTest::newRow("no target") << QByteArray(R"({"trigger":{"kind":"patch"}})");
    QTest::newRow("negative target") << QByteArray(R"({"trigger":{"kind":"patch"},"target":-1})");
    QTest::newRow("size") << QByteArray(R"({"trigger":{"kind":"patch","size":7},"target":0})");
    QTest::newRow("words for numbers") << QByteArray(R"({"trigger":{"kind":"patch","size":"big"},"target":0})");
    QTest::newRow("picture missing") << QByteArray(R"({"trigger":{"kind":"picture"},"target":0})");
    QTest::newRow("picture short") << QByteArray(
        R"({"trigger":{"kind":"picture","picture":{"channels":3,"height":2,"width":2,"pixels":"00",)"
        R"("alpha":"00"}},"target":0})");
  }
  void badRecipesAreRefused() {
    QFETCH(QByteArray, text);
    QVERIFY_EXCEPTION_THROWN(backdoorFromJson(text.toStdString(), "recipe.json"), InputError);
  }

  void smallImagesHavePatches() {
    const Trigger trigger = triggerOf(TriggerKind::Patch, {}, {1, 2, 2});
    QCOMPARE(trigger.mask().sum().item<float>(), 4.0F);
  }
};

ADVERSARIUM_SUITE(TestTrigger)
#include "test_trigger.moc"
