// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients that cancel, vanish or are undefined: what the house makes of them, and what it says.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/data/data_set.h"
#include "core/evasion/runner.h"
#include "core/formats/open_model.h"
#include "core/tensor/convert.h"
#include "core/tensor/log_odds.h"
#include "core/tensor/row_state.h"
#include "tests/core/fakes.h"
#include "tests/core/promises.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr ImageShape kShape{1, 4, 4};

/// Applies a function of the images, then weights.
class Before : public LinearClassifier {
 public:
  using Change = std::function<at::Tensor(const at::Tensor&)>;
  Before(Change change, const at::Tensor& weight)
      : LinearClassifier(weight, at::zeros({weight.size(0)}), kShape), m_change(std::move(change)) {}
  at::Tensor logits(const at::Tensor& images) const override { return LinearClassifier::logits(m_change(images)); }

 private:
  Change m_change;
};

at::Tensor randomWeight(std::int64_t classes) {
  at::Generator random = generatorFrom(8);
  return at::empty({classes, 16}).normal_(0, 1, random);
}

at::Tensor halfBlack(std::int64_t count) {
  at::Generator random = generatorFrom(9);
  const at::Tensor images = at::rand({count, 1, 4, 4}, random, at::kFloat);
  return images.masked_fill(images < 0.5, 0);
}

const Loss kFirstScore = [](const at::Tensor& logits) { return logits.select(1, 0); };

}  // namespace

class TestBlindGradients : public QObject {
  Q_OBJECT

 private slots:
  void logOddsAreCrossEntropyWithoutItsFading() {
    at::Generator random = generatorFrom(2);
    const at::Tensor plain = at::empty({50, 6}).normal_(0, 3, random);
    const at::Tensor labels = plain.argmax(1);
    for (const double scale : {1.0, 30.0, 1000.0}) {
      const at::AutoGradMode withGradient(true);
      const at::Tensor logits = (scale * plain).detach().requires_grad_(true);
      const at::Tensor odds = logOddsAgainst(logits, labels);
      const at::Tensor gradient = torch::autograd::grad({odds.sum()}, {logits})[0];
      // In double precision: the soft maximum of the others less the label's own.
      const at::Tensor exact = logits.detach().to(at::kDouble);
      const at::Tensor own = at::one_hot(labels, 6).to(at::kDouble);
      const at::Tensor others = exact.masked_fill(own.gt(0), -INFINITY).softmax(1);
      QVERIFY((gradient - (others - own)).abs().max().item<double>() < 1e-5);
      if (scale > 1) continue;
      const at::Tensor loss = at::nll_loss(exact.log_softmax(1), labels, {}, at::Reduction::None);
      QVERIFY((at::softplus(odds.detach().to(at::kDouble)) - loss).abs().max().item<double>() < 1e-5);
    }
  }

  /// Where a model is so sure that float32 leaves cross-entropy nothing but rounding noise.
  void signStepsAreThoseOfDoublePrecision() {
    const at::Tensor weight = 20 * randomWeight(4);
    const LinearClassifier model(weight, at::zeros({4}), kShape);
    at::Generator random = generatorFrom(3);
    const at::Tensor images = 0.25 + 0.5 * at::rand({40, 1, 4, 4}, random, at::kFloat);
    const at::Tensor answers = logitsInChunks(model, images).argmax(1);
    const at::Tensor exact = images.flatten(1).to(at::kDouble).matmul(weight.t().to(at::kDouble));
    const at::Tensor own = at::one_hot(answers, 4).to(at::kDouble);
    const at::Tensor sure = exact.softmax(1).mul(own).sum(1);
    QVERIFY(sure.gt(1 - 1e-9).any().item<bool>());
    const at::Tensor slope =
        (exact.masked_fill(own.gt(0), -INFINITY).softmax(1) - own).matmul(weight.to(at::kDouble));
    for (const char* id : {"fgm", "pgd"}) {
      ParamMap given{{"epsilon", 0.01}};
      if (std::string(id) == "pgd") given.insert({{"steps", std::int64_t{1}}, {"step", 1.0}});
      Progress silent;
      const AttackedBatch made = attackBatch(*boundAttack(id, given), model, images, answers, {},
                                             std::make_shared<at::Generator>(generatorFrom(1)), silent);
      const at::Tensor way = (made.adversarial - images).flatten(1).sign().to(at::kDouble);
      QVERIFY2(way.eq(slope.sign()).all().item<bool>(), id);
    }
  }

  void rowsAreToldApart() {
    at::Tensor rows = at::ones({4, 2, 3, 3});
    rows[1].zero_();
    rows[2][1][0][2] = NAN;
    rows[3][0][2][1] = -INFINITY;
    const std::vector<RowState> expected{RowState::Sound, RowState::Zero, RowState::Undefined,
                                         RowState::Undefined};
    QCOMPARE(rowStates(rows), expected);
    QCOMPARE(rowStates(rows.contiguous(at::MemoryFormat::ChannelsLast)), expected);
    QCOMPARE(rowStates(rows.transpose(2, 3).slice(1, 0, 1))[3], RowState::Undefined);
    QCOMPARE(rowStates(rows.slice(0, 1, 2)), std::vector<RowState>{RowState::Zero});
    QVERIFY(rowStates(at::empty({0, 1, 2, 2})).empty());
    QVERIFY(rowsIn(RowState::Undefined, expected).equal(at::tensor({2, 3}, at::kLong)));
  }

  /// A root at black: the gradient is taken a hair beside, which is asked and paid for.
  void undefinedEntriesAreLookedAtBeside() {
    const at::Tensor weight = randomWeight(3), images = halfBlack(5);
    const auto model = std::make_shared<Before>([](const at::Tensor& x) { return x.sqrt().square(); }, weight);
    const Oracle oracle(model, 5);
    GradientAccess access(oracle.model, oracle.meter);
    const InputGradient look = access.inputGradient(images, kFirstScore);
    QVERIFY((look.gradient.flatten(1) - weight[0]).abs().max().item<double>() < 1e-4);
    QCOMPARE(oracle.meter->looks.undefined, std::int64_t{5});
    QCOMPARE(oracle.meter->queries, std::int64_t{10});
    QCOMPARE(oracle.meter->gradients, std::int64_t{10});
    QCOMPARE(oracle.meter->perSample, (std::vector<std::int64_t>(5, 2)));
    // Only the images that need it are asked again.
    const at::Tensor mixed = at::cat({images.slice(0, 0, 2), at::full({1, 1, 4, 4}, 0.5)});
    const at::Tensor rows = at::tensor({4, 3, 0}, at::kLong);
    const InputGradients several = access.inputGradients(
        mixed,
        [](const at::Tensor& logits) {
          return std::vector{logits.select(1, 1), logits.select(1, 2)};
        },
        rows);
    QVERIFY((several.gradients[1].flatten(1) - weight[2]).abs().max().item<double>() < 1e-4);
    QCOMPARE(oracle.meter->perSample, (std::vector<std::int64_t>{3, 2, 2, 5, 5}));
    QCOMPARE(oracle.meter->looksPerSample[3].undefined, std::int64_t{3});
    QCOMPARE(oracle.meter->looksPerSample[0].undefined, std::int64_t{1});
  }

  void whatIsUndefinedBesideAsWellIsZero() {
    const at::Tensor weight = randomWeight(3), images = halfBlack(4);
    const auto upperHalf = [](const at::Tensor& x) { return x.slice(2, 0, 2); };
    const auto lowerHalf = [](const at::Tensor& x) { return x.slice(2, 2, 4); };
    const auto model = std::make_shared<Before>(
        [&](const at::Tensor& x) {
          const at::Tensor top = upperHalf(x);
          return at::cat({(top - top).sqrt(), lowerHalf(x)}, 2);
        },
        weight);
    const Oracle oracle(model, 4);
    GradientAccess access(oracle.model, oracle.meter);
    const at::Tensor gradient = access.inputGradient(images, kFirstScore).gradient;
    QVERIFY(upperHalf(gradient).eq(0).all().item<bool>());
    QVERIFY(lowerHalf(gradient).equal(lowerHalf(weight[0].view({1, 1, 4, 4}).expand({4, 1, 4, 4}))));
    QCOMPARE(oracle.meter->looks.undefined, std::int64_t{4});
  }

  /// A loss that wants nothing any more is no blindness; a rounded input is.
  void idleIsNotVanished() {
    const at::Tensor weight = randomWeight(3), images = halfBlack(6);
    const auto clear = std::make_shared<Before>([](const at::Tensor& x) { return x * 1; }, weight);
    const auto rounded = std::make_shared<Before>([](const at::Tensor& x) { return x.round(); }, weight);
    const Loss content = [](const at::Tensor& logits) { return logits.select(1, 0).clamp_max(-1e6); };
    const auto looksOf = [&](const std::shared_ptr<const Classifier>& model, const Loss& loss) {
      const Oracle oracle(model, 6);
      GradientAccess(oracle.model, oracle.meter).inputGradient(images, loss);
      return oracle.meter->looks;
    };
    QCOMPARE(looksOf(clear, content).idle, std::int64_t{6});
    QCOMPARE(looksOf(clear, content).vanished, std::int64_t{0});
    QCOMPARE(looksOf(rounded, kFirstScore).vanished, std::int64_t{6});
    QCOMPARE(looksOf(clear, kFirstScore).vanished, std::int64_t{0});
  }

  /// The pictures of handwritten digits, and a network times 1000 beside the network itself.
  void aNetworkTimesAThousandFallsAsOften() {
    const QString folder = realData("faults/blind-gradient"), digits = realData("mnist");
    if (folder.isEmpty() || digits.isEmpty()) QSKIP("the saturated network or MNIST is not there");
    const auto data = openDataSet(digits.toStdString());
    for (const auto& [id, least] : {std::pair{"fgm", 8.0}, std::pair{"pgd", 20.0}, std::pair{"apgd", 20.0}}) {
      Request request;
      request.algorithm = id;
      request.params = completeParams(catalogueEntry(id).params, {{"epsilon", 0.1}});
      request.samples.first = 60;
      const auto rate = [&](const char* file) {
        const auto model = openModel((folder + "/" + file).toStdString(), {1, 28, 28});
        return carriedOut({request, model, data})->measures.at("success_rate").value;
      };
      QVERIFY2(rate("plain.onnx") >= least / 60, id);
      QVERIFY2(rate("sat1000_0.onnx") >= least / 60, id);
    }
  }
};

ADVERSARIUM_SUITE(TestBlindGradients)
#include "test_blind_gradients.moc"
