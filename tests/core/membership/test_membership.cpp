// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>
#include <cmath>

#include "core/data/npy.h"
#include "core/formats/open_model.h"
#include "core/membership/membership_pool.h"
#include "core/record/record_json.h"
#include "tests/core/blobs.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Log-probabilities of two classes of which the first has these odds, as log p/(1−p).
at::Tensor withOdds(const std::vector<double>& odds) {
  const at::Tensor first = at::tensor(odds, at::kDouble);
  return at::stack({at::log_sigmoid(first), at::log_sigmoid(-first)}, 1).to(at::kFloat);
}

Assignment newModel(std::shared_ptr<const DataSet> data, const ParamMap& params) {
  Request request;
  request.algorithm = "membership";
  request.model = "new:mlp";
  request.params = completeParams(catalogueEntry("membership").params, params);
  request.seed = 5;
  request.batch = 32;
  return {request, nullptr, std::move(data)};
}

std::shared_ptr<const Record> run(const Assignment& assignment) {
  Progress silent;
  return methodFor("membership").run(assignment, silent, [](const auto&) {});
}

const ParamMap kByHeart{{"epochs", std::int64_t{60}}, {"weight_decay", 0.0}, {"shadows", std::int64_t{8}}};

}  // namespace

class TestMembership : public QObject {
  Q_OBJECT

 private slots:
  void oddsAreWhatTheyAre() {
    const at::Tensor labels = at::zeros({3}, at::kLong);
    const auto odds = doublesOf(logitConfidence(withOdds({-3, 0.5, 9}), labels));
    QVERIFY(std::abs(odds[0] + 3) < 1e-5 && std::abs(odds[1] - 0.5) < 1e-5 && std::abs(odds[2] - 9) < 1e-4);
    // An answer rounded to certainty is no infinity.
    const at::Tensor certain = at::tensor({0.0F, -HUGE_VALF}).view({1, 2});
    QVERIFY(std::isfinite(doublesOf(logitConfidence(certain, at::zeros({1}, at::kLong)))[0]));
    QVERIFY(doublesOf(entropyScores(certain))[0] == 0);
  }

  /// Four shadows, one sample: in with odds 4 and 6, out with 0 and 2; the sum of squares about both means is 2 a
  /// side, with one degree of freedom each.
  void likelihoodRatioIsTheFormula() {
    const at::Tensor labels = at::zeros({1}, at::kLong);
    const Shadows shadows{at::tensor({1, 1, 0, 0}).to(at::kBool).view({4, 1}),
                          at::stack({withOdds({4}), withOdds({6}), withOdds({0}), withOdds({2})})};
    const double seen = 4.5, variance = 2;
    const double offline = doublesOf(liraScores(withOdds({seen}), labels, shadows, false))[0];
    QVERIFY(std::abs(offline - (seen - 1) / std::sqrt(variance)) < 1e-4);
    const double online = doublesOf(liraScores(withOdds({seen}), labels, shadows, true))[0];
    const double expected = (std::pow(seen - 1, 2) - std::pow(seen - 5, 2)) / (2 * variance);
    QVERIFY(std::abs(online - expected) < 1e-4);
  }

  /// p(x|θ) = .8 for x and .5, .25 for the others; shadows all say .5: ratios 1.6, 1, .5.
  void robustAttackCountsWhomItBeats() {
    const auto odds = [](double p) { return std::log(p / (1 - p)); };
    const at::Tensor labels = at::zeros({3}, at::kLong);
    const at::Tensor half = withOdds({0, 0, 0});
    const Shadows shadows{at::tensor({1, 1, 1, 0, 0, 0}).to(at::kBool).view({2, 3}), at::stack({half, half})};
    const at::Tensor answers = withOdds({odds(0.8), odds(0.5), odds(0.25)});
    const auto scores = doublesOf(rmiaScores(answers, labels, shadows, at::arange(3), {1.5}));
    // 1.6 beats 1 and .5 by half as much again; 1 beats .5; .5 beats nobody. The rest of a score breaks ties.
    QCOMPARE(int(scores[0] * 3), 2);
    QCOMPARE(int(scores[1] * 3), 1);
    QCOMPARE(int(scores[2] * 3), 0);
  }

  void everySampleIsInHalfOfTheShadows() {
    at::Generator random = generatorFrom(4);
    const at::Tensor in = balancedHalves(8, 50, random);
    QVERIFY(in.sum(0).eq(4).all().item<bool>());
    QVERIFY(in.sum(1).ne(25).any().item<bool>());  // not by rows: at random
  }

  void learntByHeartIsCaught() {
    const auto record = run(newModel(blobs(400, 0.3, true), kByHeart));
    const auto& measures = record->measures;
    QVERIFY(measures.at("training_accuracy").value > 0.95);
    QVERIFY(measures.at("clean_accuracy").value < 0.45);
    for (const char* name : {"auc_loss", "auc_lira_online", "auc_lira_offline", "auc_rmia", "auc_shadow"})
      QVERIFY2(*measures.at(name).low > 0.8, name);
    QVERIFY(measures.at("tpr_at_fpr_0.01").value > 0.3);
    QVERIFY(record->get<Labels>("members")->values.size() == 200);
    QVERIFY(record->get<ImageSet>("most_exposed")->count() == 16);
    QVERIFY(record->get<Curve>("roc_rmia")->logarithmic);
  }

  /// Whoever was trained on something else knows nobody here: every attack guesses.
  void strangersCannotBeTold() {
    Assignment assignment = newModel(blobs(400, 0.3, true), kByHeart);
    const auto other = run(
        newModel(blobs(400, 0.3, true, 77),
                 {{"epochs", std::int64_t{40}}, {"shadows", std::int64_t{0}}, {"attack", std::string("loss")}}));
    QTemporaryDir folder;
    saveRecord(*other, folder.filePath("r").toStdString());
    const std::string model = folder.filePath("r/model.adv").toStdString();
    assignment.request.model = model;
    assignment.model = openModel(model);
    // Half of our data, which it never saw, is said to have been its training data.
    std::vector<std::int64_t> said;
    for (std::int64_t i = 0; i < 400; i += 2) said.push_back(i);
    const std::string file = folder.filePath("said.npy").toStdString();
    writeNpy(file, {std::ssize(said)}, std::span<const std::int64_t>(said));
    assignment.request.params["members"] = file;
    const auto record = run(assignment);
    for (const char* name : {"auc_loss", "auc_lira_online", "auc_lira_offline", "auc_rmia", "auc_shadow"}) {
      const Measure& area = record->measures.at(name);
      QVERIFY2(std::abs(area.value - 0.5) < 0.12, name);
    }
  }

  void membersBesideTheModelAreFound() {
    const auto data = blobs(200, 0.3, true);
    const auto first = run(newModel(
        data, {{"epochs", std::int64_t{30}}, {"shadows", std::int64_t{0}}, {"attack", std::string("loss")}}));
    QTemporaryDir folder;
    saveRecord(*first, folder.filePath("r").toStdString());
    Assignment again = newModel(data, {{"shadows", std::int64_t{0}}, {"attack", std::string("loss")}});
    again.request.model = folder.filePath("r/model.adv").toStdString();
    again.model = openModel(again.request.model);
    QCOMPARE(run(again)->measures.at("auc").value, first->measures.at("auc").value);
  }

  /// Killed in the middle of the third model's third epoch of four: the first two are there, and the third goes
  /// on.
  void aStoppedJobGoesOnWithTheSameBits() {
    const auto data = blobs(80, 0.3);
    const MembershipPool pool{readBatch(*data, integersOf(at::arange(80))), at::arange(80).lt(40), {}};
    const Graph blueprint = buildArchitecture("mlp", {1, 6, 6}, kBlobClasses);
    TrainPlan training;
    training.epochs = 4;
    training.batch = 10;  // about four batches an epoch
    training.seed = 3;
    QTemporaryDir folder;
    const auto files = [&](const char* pattern) { return QDir(folder.path()).entryList({pattern}); };
    const ShadowPlan kept{4, folder.path().toStdString(), 0};
    /// Counts the steps of trainings and hears what is said.
    class Listener final : public Progress {
     public:
      explicit Listener(int stopInThird) : m_left(stopInThird) {}
      void show(Snapshot snapshot) override {
        said.push_back(snapshot.words.english());
        steps += snapshot.words.english().find("epoch") != std::string::npos;
        if (snapshot.words.english().starts_with("shadow model 3") && m_left-- == 0) throw Cancelled();
      }
      std::vector<std::string> said;
      int steps = 0;

     private:
      int m_left;
    };
    Listener uninterrupted(-1), killed(10), resumed(-1), again(-1);
    const Shadows whole = trainShadows(blueprint, pool, training, {4, {}}, uninterrupted);
    QVERIFY_EXCEPTION_THROWN(trainShadows(blueprint, pool, training, kept, killed), Cancelled);
    QCOMPARE(files("shadow-*.safetensors").size(), 2);
    QCOMPARE(files("shadow-*.epochs").size(), 1);
    QVERIFY2(killed.said.front().starts_with("4 shadow models, 0 of them kept from before: about"),
             killed.said.front().c_str());
    const Shadows found = trainShadows(blueprint, pool, training, kept, resumed);
    QVERIFY(found.logScores.equal(whole.logScores) && found.in.equal(whole.in));
    QVERIFY2(resumed.said.front().starts_with("4 shadow models, 2 of them kept"), resumed.said.front().c_str());
    const int twice = killed.steps + resumed.steps - uninterrupted.steps;
    QVERIFY2(twice >= 1 && twice <= 4, qPrintable(QString::number(twice)));  // what the epoch had begun with
    QCOMPARE(files("shadow-*.safetensors").size(), 4);
    QVERIFY(files("shadow-*.epochs").isEmpty());
    QVERIFY(trainShadows(blueprint, pool, training, kept, again).logScores.equal(whole.logScores));
    QCOMPARE(again.steps, 0);
    QVERIFY(shadowSeconds(blueprint, pool, training) > 0);
  }

  void cachedShadowsGiveTheSameAnswer() {
    QTemporaryDir folder;
    ParamMap params{{"epochs", std::int64_t{3}}, {"shadows", std::int64_t{4}}};
    const auto without = run(newModel(blobs(100, 0.3), params));
    params["cache"] = folder.path().toStdString();
    const auto first = run(newModel(blobs(100, 0.3), params));
    QCOMPARE(QDir(folder.path()).entryList({"shadow-*.safetensors"}).size(), 4);
    const auto second = run(newModel(blobs(100, 0.3), params));
    QCOMPARE(second->measures.at("auc").value, first->measures.at("auc").value);
    QCOMPARE(without->measures.at("auc").value, first->measures.at("auc").value);
    params["epochs"] = std::int64_t{4};  // another recipe, other models
    (void)run(newModel(blobs(100, 0.3), params));
    QCOMPARE(QDir(folder.path()).entryList({"shadow-*.safetensors"}).size(), 8);
  }
};

ADVERSARIUM_SUITE(TestMembership)
#include "test_membership.moc"
