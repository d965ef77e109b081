// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/data/table_data.h"
#include "tests/core/blobs.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// Rows in which nothing hangs together: whoever guesses the health right has seen the row.
std::shared_ptr<const DataSet> lottery(int count) {
  at::Generator random = generatorFrom(6);
  TableCells rows;
  const auto draws = integersOf(at::randint(0, 1000, {count, 8}, random, at::kLong));
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> row;
    for (int c = 0; c < 6; ++c) row.push_back(std::to_string(draws[static_cast<std::size_t>(8 * i + c)]));
    row.push_back(draws[static_cast<std::size_t>(8 * i + 6)] % 2 == 0 ? "ill" : "well");
    row.push_back(draws[static_cast<std::size_t>(8 * i + 7)] % 2 == 0 ? "high" : "low");
    rows.push_back(std::move(row));
  }
  TableSchema schema = schemaOf({"a", "b", "c", "d", "e", "f", "health", "income"}, rows, "lottery");
  return std::make_shared<TableData>("lottery", schema.columns, schema.classes, rows, std::string(64, '0'),
                                     "health");
}

std::shared_ptr<const Record> run(const char* id, std::shared_ptr<const DataSet> data, const ParamMap& params) {
  Request request;
  request.algorithm = id;
  request.model = "new:mlp";
  request.params = completeParams(catalogueEntry(id).params, params);
  request.seed = 4;
  request.batch = 32;
  Progress silent;
  return methodFor(id).run({request, nullptr, std::move(data)}, silent, [](const auto&) {});
}

}  // namespace

class TestAttribute : public QObject {
  Q_OBJECT

 private slots:
  /// A model that knows its rows by heart gives their hidden column away, and nobody else's.
  void learntByHeartIsGivenAway() {
    const auto record = run("attribute", lottery(600),
                            {{"epochs", std::int64_t{150}},
                             {"weight_decay", 0.0},
                             {"known", std::int64_t{100}},
                             {"attack_epochs", std::int64_t{2}}});
    const auto& measures = record->measures;
    QVERIFY(measures.at("training_accuracy").value > 0.95);
    QVERIFY2(*measures.at("likelihood_gain").low > 0.05,
             qPrintable(QString::number(measures.at("likelihood_gain").value)));
    QVERIFY(*measures.at("outsiders_likelihood_gain").low < 0.05);
    QVERIFY(std::abs(measures.at("imputation_accuracy").value - 0.5) < 0.12);
  }

  /// Early in a training the model knows no row: what is left is what everybody can guess.
  void aModelThatLearntNothingAddsNothing() {
    const auto record = run("attribute", lottery(600),
                            {{"epochs", std::int64_t{1}},
                             {"learning_rate", 1e-6},
                             {"known", std::int64_t{100}},
                             {"attack_epochs", std::int64_t{2}}});
    const Measure& gain = record->measures.at("attribute_gain");
    QVERIFY(*gain.low < 0.06 && *gain.high > -0.06);
  }

  void columnsAreNamed() {
    try {
      (void)run("attribute", lottery(50), {{"attribute", std::string("wealth")}, {"epochs", std::int64_t{1}}});
      QFAIL("a column that is not there was accepted");
    } catch (const UsageError& wrong) {
      QVERIFY(QString(wrong.what()).contains("health"));
    }
    QVERIFY_EXCEPTION_THROWN(run("attribute", blobs(50, 0.2), {}), InputError);
  }

  /// A model that knows the class tells whether the class is one of those, about people it was not learnt from
  /// only where its scores say something about them.
  void facesAreGivenAwayByScores() {
    // Sixteen people; those with the attribute have a bright left half, and the victim answers by just that.
    at::Generator random = generatorFrom(12);
    const at::Tensor labels = at::arange(16, at::kLong).repeat_interleave(20);
    at::Tensor images = (0.5 + 0.1 * at::randn({320, 1, 6, 6}, random, at::kFloat));
    images.slice(0, 0, 160).slice(3, 0, 3).add_(0.2);
    const auto data = std::make_shared<TensorData>(images.clamp(0, 1), labels);
    const auto asked = [&](float weight) {
      Graph graph;
      at::Tensor half = at::zeros({2, 36});
      half[0].view({6, 6}).slice(1, 0, 3).fill_(weight);
      graph.nodes = {{"flatten", "flatten", {-1}, {}, {}},
                     {"fc", "linear", {0}, {}, {{"weight", half}, {"bias", at::zeros({2})}}}};
      ModelInfo info;
      info.where = "halves";
      info.kind = "adversarium";
      info.input = {1, 6, 6};
      info.classes = 2;
      Request request;
      request.algorithm = "attribute";
      request.params =
          completeParams(catalogueEntry("attribute").params, {{"attribute", std::string("0,1,2,3,4,5,6,7")}});
      request.seed = 4;
      Progress silent;
      return methodFor("attribute")
          .run({request, makeGraphClassifier(std::move(graph), info), data}, silent, [](const auto&) {});
    };
    const auto telling = asked(0.2F), mute = asked(0);
    QVERIFY2(*telling->measures.at("attribute_gain").low > 0 && telling->measures.at("attribute_gain").value > 0.4,
             qPrintable(QString::number(telling->measures.at("attribute_gain").value)));
    QVERIFY(telling->measures.at("auc").value > 0.95);
    QVERIFY(*mute->measures.at("attribute_gain").low <= 0);
    // Whose scores say nothing is guessed at alike for everybody.
    QCOMPARE(mute->measures.at("auc").value, 0.5);
    QCOMPARE(telling->measures.at("queries").value, 320.0);
    QCOMPARE(telling->get<Table>("attribute")->rows.size(), std::size_t{8});  // the other half taught the guessing
  }

  /// The distance to the boundary is enough where the scores are hidden.
  void labelsAloneTellMembers() {
    const auto record = run("membership-labels", blobs(300, 0.3, true),
                            {{"epochs", std::int64_t{60}},
                             {"weight_decay", 0.0},
                             {"asked", std::int64_t{120}},
                             {"queries", std::int64_t{300}}});
    QVERIFY2(*record->measures.at("auc").low > 0.7, qPrintable(QString::number(record->measures.at("auc").value)));
    QVERIFY(record->measures.at("auc").value >= record->measures.at("auc_right_answer").value - 0.02);
    QVERIFY(record->measures.at("queries").value <= 120 * 303 + 0.5);
  }
};

ADVERSARIUM_SUITE(TestAttribute)
#include "test_attribute.moc"
