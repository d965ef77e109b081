// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "core/protection/audit_bound.h"
#include "core/protection/dp_training.h"
#include "core/training/clipped_gradients.h"
#include "tests/core/blobs.h"
#include "tests/core/stopper.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

Graph fresh(const char* name, ImageShape shape) {
  at::Generator random = generatorFrom(2);
  Graph graph = buildArchitecture(name, shape, 5, {0.3F}, {0.5F});
  initialise(graph, random);
  for (const at::Tensor& parameter : graph.parameters()) {
    if (parameter.dim() == 1) parameter.normal_(0, 0.1, random);
    parameter.set_requires_grad(true);
  }
  return graph;
}

std::shared_ptr<const Record> run(const char* id, const ParamMap& params, std::shared_ptr<const DataSet> data) {
  Request request;
  request.algorithm = id;
  request.model = "new:mlp";
  request.params = completeParams(catalogueEntry(id).params, params);
  request.seed = 3;
  request.batch = 50;
  Progress silent;
  return methodFor(id).run({request, nullptr, std::move(data)}, silent, [](const auto&) {});
}

}  // namespace

class TestPrivateTraining : public QObject {
  Q_OBJECT

 private slots:
  void clippedSumIsTheNaiveOne_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("pixels");
    for (const char* name : {"mlp", "lenet", "smallcnn"}) QTest::newRow(name) << name << 16;
    QTest::newRow("lenet on few places") << "lenet" << 8;  // there pairs of places are the cheaper way
  }
  void clippedSumIsTheNaiveOne() {
    QFETCH(QString, name);
    QFETCH(int, pixels);
    const Graph graph = fresh(name.toStdString().c_str(), {1, pixels, pixels});
    at::Generator random = generatorFrom(8);
    constexpr std::int64_t kCount = 37;  // no whole number of chunks
    const at::Tensor images = at::rand({kCount, 1, pixels, pixels}, random, at::kFloat);
    const at::Tensor labels = at::randint(0, 5, {kCount}, random, at::kLong);
    const auto parameters = graph.parameters();
    std::vector<at::Tensor> sums;
    std::vector<double> norms;
    std::vector<std::vector<at::Tensor>> each;
    for (std::int64_t i = 0; i < kCount; ++i) {
      const at::Tensor loss =
          at::cross_entropy_loss(graph.run(images.slice(0, i, i + 1)), labels.slice(0, i, i + 1));
      each.push_back(torch::autograd::grad({loss}, parameters));
      double square = 0;
      for (const at::Tensor& g : each.back()) square += g.to(at::kDouble).square().sum().item<double>();
      norms.push_back(std::sqrt(square));
    }
    std::vector<double> sorted = norms;
    std::sort(sorted.begin(), sorted.end());
    const double clip = sorted[kCount / 2];  // half of them are clipped
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      at::Tensor sum = at::zeros_like(parameters[p]);
      for (std::size_t i = 0; i < each.size(); ++i) sum = sum + std::min(1.0, clip / norms[i]) * each[i][p];
      sums.push_back(sum);
    }
    const ClippedGradients found = clippedGradients(graph, images, labels, clip);
    QCOMPARE(found.sums.size(), sums.size());
    for (std::size_t p = 0; p < sums.size(); ++p) {
      QCOMPARE(found.sums[p].sizes(), sums[p].sizes());
      const double scale = std::max(1.0, sums[p].abs().max().item<double>());
      const double gap = (found.sums[p] - sums[p]).abs().max().item<double>() / scale;
      QVERIFY2(gap < 1e-5, qPrintable(QString("parameter %1: %2").arg(p).arg(gap)));
    }
    const auto said = doublesOf(found.norms);
    for (std::size_t i = 0; i < norms.size(); ++i) QVERIFY(std::abs(said[i] - norms[i]) < 1e-5 * (1 + norms[i]));
  }

  void secretNumbersAreSpreadAsTheyShould_data() {
    QTest::addColumn<int>("from");
    QTest::newRow("system") << int(NoiseFrom::System);
    QTest::newRow("seed") << int(NoiseFrom::Seed);
  }
  /// Bounds are five standard errors of 200 000 draws.
  void secretNumbersAreSpreadAsTheyShould() {
    QFETCH(int, from);
    constexpr std::int64_t kCount = 200'001;
    NoiseSource one(static_cast<NoiseFrom>(from), 4), other(static_cast<NoiseFrom>(from), 4);
    const at::Tensor noise = one.normal({3, kCount / 3}), again = other.normal({3, kCount / 3});
    QCOMPARE(noise.equal(again), from == int(NoiseFrom::Seed));
    QCOMPARE(one.state().defined(), from == int(NoiseFrom::Seed));
    const at::Tensor x = noise.flatten().to(at::kDouble);
    const auto moment = [&](int power) { return x.pow(power).mean().item<double>(); };
    const double error = 5 / std::sqrt(double(kCount));
    QVERIFY(std::abs(moment(1)) < error && std::abs(moment(2) - 1) < error * std::sqrt(2.0));
    QVERIFY(std::abs(moment(3)) < error * std::sqrt(15.0) && std::abs(moment(4) - 3) < error * std::sqrt(96.0));
    const at::Tensor apart = (x.slice(0, 1) * x.slice(0, 0, -1)).mean();
    QVERIFY(std::abs(apart.item<double>()) < error);
    const at::Tensor drawn = one.drawn(kCount, 0.03);
    QVERIFY(drawn.scalar_type() == at::kBool);
    QVERIFY(std::abs(drawn.to(at::kDouble).mean().item<double>() - 0.03) < error * std::sqrt(0.03 * 0.97));
    QVERIFY(!one.drawn(1000, 0).any().item<bool>() && one.drawn(1000, 1).all().item<bool>());
  }

  /// Secret noise leaves no trace to take it off by: not in the record, not in a checkpoint, not in another run.
  void secretNoiseIsKeptNowhere() {
    const QTemporaryDir folder;
    const std::string checkpoint = folder.filePath("c").toStdString();
    ParamMap params{{"epochs", std::int64_t{2}}, {"checkpoint", checkpoint}};
    const auto saysOfNoise = [](const Record& record) {
      std::string said;
      for (const Caveat& caveat : record.caveats) {
        if (caveat.id == "secret-noise" || caveat.id == "known-seed") said += caveat.id;
      }
      return said;
    };
    const auto modelOf = [](const Record& record) { return record.get<ModelFile>("model")->bytes; };
    const auto first = run("dp-sgd", params, blobs(100, 0.2));
    QCOMPARE(saysOfNoise(*first), std::string("secret-noise"));
    QVERIFY(!readSafetensors(checkpoint).tensors.contains("noise"));
    params["epochs"] = std::int64_t{3};
    QCOMPARE(run("dp-sgd", params, blobs(100, 0.2))->measures.at("steps").value, 6.0);  // went on
    params.erase("checkpoint");
    params["epochs"] = std::int64_t{2};
    const auto second = run("dp-sgd", params, blobs(100, 0.2));
    QVERIFY(modelOf(*second) != modelOf(*first));
    QCOMPARE(second->measures.at("privacy_budget").value, first->measures.at("privacy_budget").value);
    params["noise_from"] = std::string("seed");
    const auto known = run("dp-sgd", params, blobs(100, 0.2));
    QCOMPARE(saysOfNoise(*known), std::string("known-seed"));
    QVERIFY(modelOf(*known) == modelOf(*run("dp-sgd", params, blobs(100, 0.2))));
  }

  void mixingSamplesIsRefused() {
    const Graph graph = fresh("smallconv", {1, 16, 16});
    QVERIFY_EXCEPTION_THROWN(requirePerSampleGradients(graph), UsageError);
  }

  /// Without noise and with a wide clip it is plain gradient descent, which learns; with much noise it doesn't.
  void noiseIsWhatItCosts() {
    const auto data = blobs(400, 0.2);
    ParamMap params{{"epochs", std::int64_t{15}}, {"learning_rate", 0.3}, {"clip", 1.0}, {"noise", 0.0}};
    const auto plain = run("dp-sgd", params, data);
    QVERIFY(plain->measures.at("training_accuracy").value > 0.9);
    QVERIFY(!plain->measures.contains("privacy_budget"));
    QVERIFY(std::any_of(plain->caveats.begin(), plain->caveats.end(),
                        [](const Caveat& c) { return c.id == "no-privacy"; }));
    params["noise"] = 1.0;
    const auto some = run("dp-sgd", params, data);
    params["noise"] = 50.0;
    const auto much = run("dp-sgd", params, data);
    QVERIFY(some->measures.at("privacy_budget").value > much->measures.at("privacy_budget").value);
    QVERIFY(some->measures.at("training_accuracy").value > much->measures.at("training_accuracy").value);
    QVERIFY(some->measures.at("privacy_budget_prv").value < some->measures.at("privacy_budget_rdp").value);
  }

  void targetIsSpent() {
    const auto record = run("dp-sgd", {{"epochs", std::int64_t{3}}, {"target_epsilon", 4.0}}, blobs(400, 0.2));
    const double spent = record->measures.at("privacy_budget").value;
    QVERIFY(spent <= 4 && spent > 3.98);
    QCOMPARE(record->get<Curve>("budget_prv")->y.back(), spent);
  }

  /// Nobody can be right more often than chance without being in; all right refutes small budgets.
  void boundsFromGuesses() {
    QCOMPARE(auditLowerBound({100, 100, 50}, 1e-5), 0.0);
    // All of n right at budget (ε, 0): the chance is (1/(1 + e^−ε))^n; it is .05 at ε = −log(.05^(−1/n) − 1).
    const double bound = auditLowerBound({200, 200, 200}, 0);
    QVERIFY(std::abs(bound + std::log(std::pow(0.05, -1.0 / 200) - 1)) < 1e-6);
    QVERIFY(auditLowerBound({200, 200, 200}, 1e-4) < bound);  // δ could have done some of it
    QVERIFY(auditLowerBound({200, 200, 180}, 0) < bound);
  }

  void auditStaysUnderTheAccountant() {
    for (const double noise : {0.6, 3.0}) {
      const auto record = run("privacy-audit",
                              {{"canaries", std::int64_t{200}},
                               {"epochs", std::int64_t{20}},
                               {"noise", noise},
                               {"only_canaries", true},
                               {"learning_rate", 0.5}},
                              blobs(300, 0.2));
      const auto* lower = record->get<Curve>("budget_lower");
      const auto* upper = record->get<Curve>("budget_prv");
      QCOMPARE(lower->y.size(), std::size_t{20});
      for (std::size_t i = 0; i < upper->y.size(); ++i) QVERIFY(lower->y[i] <= upper->y[i]);
    }
    // Without any noise the canaries are learnt by heart, and the audit says so.
    const auto open = run("privacy-audit",
                          {{"canaries", std::int64_t{300}},
                           {"epochs", std::int64_t{120}},
                           {"noise", 0.0},
                           {"clip", 1e3},
                           {"only_canaries", true},
                           {"learning_rate", 0.1}},
                          blobs(300, 0.2));
    QVERIFY2(open->measures.at("privacy_budget_lower").value > 1,
             qPrintable(QString::number(open->measures.at("privacy_budget_lower").value)));
  }

  /// Stopped and continued from the disk: the same model and the same epochs. A training of other terms is
  /// refused, since the budget would then be wrong.
  void goesOnAfterARestart() {
    const auto data = blobs(200, 0.2);
    std::vector<std::int64_t> rows = integersOf(at::arange(200, at::kLong));
    const QTemporaryDir folder;
    DpPlan plan{4, 50, 0.25, 0.5, 1, 1, 3, NoiseFrom::Seed};
    const auto learn = [&](const DpPlan& how, Progress& progress, std::vector<DpEpoch>& seen) {
      Graph graph = fresh("mlp", {1, 6, 6});
      trainPrivately(
          graph, *data, rows, how, [&](const DpEpoch& epoch, const Graph&) { seen.push_back(epoch); }, progress);
      return graph.stateDict();
    };
    Progress silent;
    std::vector<DpEpoch> whole, half, resumed;
    const auto wanted = learn(plan, silent, whole);
    DpParams params;
    params.checkpoint = folder.filePath("private.ckpt").toStdString();
    QCOMPARE(dpPlanFor({}, params, 200).noiseFrom, NoiseFrom::System);
    plan.checkpoint = dpPlanFor({}, params, 200).checkpoint;
    Stopper stopper(11);  // in the third epoch of four steps
    QVERIFY_EXCEPTION_THROWN(learn(plan, stopper, half), Cancelled);
    QVERIFY(!half.empty() && half.size() < 4);
    const auto found = learn(plan, silent, resumed);
    for (const auto& [name, tensor] : wanted) QVERIFY2(tensor.equal(found.at(name)), name.c_str());
    QCOMPARE(resumed.size(), std::size_t{4});
    for (std::size_t e = 0; e < 4; ++e) {
      QCOMPARE(resumed[e].steps, whole[e].steps);
      QCOMPARE(resumed[e].loss, whole[e].loss);
      QCOMPARE(resumed[e].clippedShare, whole[e].clippedShare);
    }
    DpPlan other = plan;
    other.noise = 0.5;
    QVERIFY_EXCEPTION_THROWN(learn(other, silent, half), InputError);
    rows.pop_back();
    QVERIFY_EXCEPTION_THROWN(learn(plan, silent, half), InputError);
  }
};

ADVERSARIUM_SUITE(TestPrivateTraining)
#include "test_private_training.moc"
