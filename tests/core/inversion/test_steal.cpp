// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of models and pictures of their classes: what questions, gradients and statistics give away.
#include <ATen/ATen.h>

#include <QtTest>

#include "core/base/error.h"
#include "core/inversion/inversion.h"
#include "core/inversion/query_source.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/run/measured.h"
#include "core/victim/access.h"
#include "tests/core/stopper.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// A victim trained on stripes and another model of the same task, trained once for all tests.
struct Trained {
  QTemporaryDir folder;
  std::shared_ptr<const DataSet> data = stripes(240, 5);
  std::shared_ptr<const Classifier> victim, other;

  Trained() {
    Progress silent;
    for (auto [id, model] : {std::pair{"victim", &victim}, std::pair{"other", &other}}) {
      Assignment assignment = trainingAssignment("train", stripes(240, 5), {{"epochs", std::int64_t{4}}});
      assignment.request.seed = model == &victim ? 1 : 2;
      Record record = *runMethod(assignment, silent);
      record.found.front().id = id;
      *model = openedModel(record, folder, id);
    }
  }

  Assignment assignment(const std::string& method, const ParamMap& params) const {
    Assignment made = trainingAssignment(method, data, params);
    made.model = victim;
    made.request.model = victim->info().where;
    return made;
  }
  /// By a copy of another kind than its victim.
  Assignment theft(const ParamMap& more) const {
    ParamMap params{{"budget", std::int64_t{300}},
                    {"architecture", std::string("mlp")},
                    {"transfer_images", std::int64_t{20}},
                    {"epsilon", 0.3}};
    for (const auto& [id, value] : more) params[id] = value;
    return assignment("steal", params);
  }
};

Trained& models() {
  static Trained trained;
  return trained;
}

}  // namespace

class TestSteal : public QObject {
  Q_OBJECT

 private slots:
  void theCopyAgrees_data() {
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QString>("answers");
    QTest::addColumn<double>("least");
    QTest::newRow("random, scores") << "random"
                                    << "scores" << 0.9;
    QTest::newRow("random, labels") << "random"
                                    << "labels" << 0.9;
    QTest::newRow("adaptive") << "adaptive"
                              << "scores" << 0.85;
    QTest::newRow("jacobian") << "jacobian"
                              << "labels" << 0.7;
    QTest::newRow("data-free") << "data-free"
                               << "labels" << 0.0;  // noise of 8×8 pixels: measured, not promised
  }
  void theCopyAgrees() {
    QFETCH(QString, strategy);
    QFETCH(QString, answers);
    QFETCH(double, least);
    Progress silent;
    const auto record = runMethod(
        models().theft({{"strategy", strategy.toStdString()}, {"answers", answers.toStdString()}}), silent);
    const Measure& agreement = record->measures.at("agreement");
    QVERIFY2(agreement.value >= least, qPrintable(QString::number(agreement.value)));
    QVERIFY(*agreement.low <= agreement.value && agreement.value <= *agreement.high);
    QCOMPARE(record->measures.at("queries").value, 300.0);
    const auto* curve = record->get<Curve>("agreement");
    QVERIFY(curve && curve->x.size() >= 2 && std::is_sorted(curve->x.begin(), curve->x.end()));
    QCOMPARE(curve->x.back(), 300.0);
    const auto* asked = record->get<ImageSet>("questions");
    QVERIFY(std::all_of(asked->values.begin(), asked->values.end(), [](float v) { return v >= 0 && v <= 1; }));
    // The copy is a model like any other.
    const auto copy = openedModel(*record, models().folder);
    QCOMPARE(copy->info().classes, models().victim->info().classes);
  }

  void scoresAreNotShownToWhoMaySeeOnlyLabels() {
    class LabelsOnly final : public Classifier {
     public:
      LabelsOnly() : Classifier(models().victim->info()) { m_info.access = Access::Labels; }
      at::Tensor logits(const at::Tensor& images) const override { return models().victim->logits(images); }
    };
    Progress silent;
    Assignment assignment = models().theft({{"budget", std::int64_t{40}}});
    assignment.model = std::make_shared<LabelsOnly>();
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), UsageError);
    assignment.request.params["answers"] = std::string("labels");
    QVERIFY(runMethod(assignment, silent)->measures.contains("agreement"));
  }

  /// A thief with images of its own asks about those alone, from the one that is named.
  void theThiefsOwnImagesAreAskedAbout() {
    const QTemporaryDir folder;
    const Batch own = readBatch(*stripes(30, 8), integersOf(at::arange(30, at::kLong)));
    Record record;
    record.found.push_back({"x", "", imageSetOf(own.images)});
    saveRecord(record, folder.filePath("own").toStdString());
    const ParamMap params{{"pool", folder.filePath("own/x.npy").toStdString()},
                          {"pool_from", std::int64_t{20}},
                          {"budget", std::int64_t{10}},
                          {"epochs", std::int64_t{1}},
                          {"transfer_images", std::int64_t{0}}};
    Progress silent;
    const auto stolen = runMethod(models().theft(params), silent);
    const ImageSet& questions = *stolen->get<ImageSet>("questions");
    QCOMPARE(questions.count(), std::int64_t{10});
    const at::Tensor asked = at::tensor(questions.values).view(questions.shape), rest = own.images.slice(0, 20);
    for (std::int64_t i = 0; i < 10; ++i) {
      const bool among = (rest - asked[i]).abs().flatten(1).amax(1).lt(1e-6).any().item<bool>();
      QVERIFY2(among, qPrintable(QString::number(i)));
    }
    ParamMap beyond = params;
    beyond["pool_from"] = std::int64_t{30};
    QVERIFY_EXCEPTION_THROWN(runMethod(models().theft(beyond), silent), UsageError);
    QVERIFY_EXCEPTION_THROWN(runMethod(models().theft({{"pool_from", std::int64_t{5}}}), silent), UsageError);
  }

  void whatARefusalLeavesIsUsed() {
    class Stingy final : public Classifier {
     public:
      Stingy() : Classifier(models().victim->info()) {}
      at::Tensor logits(const at::Tensor& images) const override {
        // The judging images come first and are no questions.
        if ((asked += images.size(0)) > 24 + 150) throw Error(Error::Kind::Refused, "budget", "is spent");
        return models().victim->logits(images);
      }
      mutable std::int64_t asked = 0;
    };
    Progress silent;
    Assignment assignment = models().theft({{"transfer_images", std::int64_t{0}}});
    assignment.model = std::make_shared<Stingy>();
    const auto record = runMethod(assignment, silent);
    QVERIFY(record->get<Curve>("agreement")->x.back() < 300);
    QVERIFY(std::any_of(record->caveats.begin(), record->caveats.end(),
                        [](const Caveat& c) { return c.id == "refused"; }));
  }

  void smallFormulas() {
    const at::Tensor image = at::tensor({0.0F, 1.0F, 0.5F, 0.5F}).view({1, 1, 2, 2});
    QVERIFY(std::abs(totalVariation(image).item<double>() - (1 + 0 + 0.25 + 0.25)) < 1e-6);
    const Measure mean = meanOf(at::tensor({1.0, 2.0, 3.0, std::nan("")}, at::kDouble), "x");
    QCOMPARE(mean.n, std::int64_t{3});
    QCOMPARE(mean.value, 2.0);
    QVERIFY(std::abs(*mean.high - (2 + 1.959964 / std::sqrt(3.0))) < 1e-9);
    QCOMPARE(classesIn("", 3), (std::vector<std::int64_t>{0, 1, 2}));
    QCOMPARE(classesIn("2, 0", 3), (std::vector<std::int64_t>{2, 0}));
    for (const char* wrong : {"3", "-1", "x", "1,,2", "1x"})
      QVERIFY_EXCEPTION_THROWN(classesIn(wrong, 3), UsageError);
  }

  /// For a linear model every step adds a multiple of w_c minus the mean of the others, until the model is sure.
  void inversionOfALinearModelFollowsItsWeights() {
    const at::Tensor weight = at::zeros({2, 16});
    weight[0].slice(0, 0, 8).fill_(3);
    weight[1].slice(0, 8, 16).fill_(3);
    Assignment assignment = models().assignment("invert-gradient", {{"smooth", 0.0}, {"rate", 0.5}});
    assignment.model = std::make_shared<LinearClassifier>(weight, at::zeros({2}), ImageShape{1, 4, 4});
    assignment.data = std::make_shared<MemoryData>(at::rand({6, 1, 4, 4}), at::arange(6).remainder(2));
    Progress silent;
    const auto record = runMethod(assignment, silent);
    QVERIFY(record->measures.at("victim_confidence").value > 0.98);
    const Image first = record->get<ImageSet>("inverted")->image(0);
    QVERIFY(first.at(0, 0, 0) > 0.9F && first.at(0, 3, 3) < 0.1F);
    QCOMPARE(first.at(0, 0, 0), first.at(0, 1, 3));

    // Judged by what the classes look like: the rows above are bright in class 0, or the other way round.
    at::Tensor truth = at::full({6, 1, 4, 4}, 0.6);
    for (std::int64_t i = 0; i < 6; ++i) truth[i].slice(1, 2 * (i % 2), 2 * (i % 2) + 2).fill_(0.9);
    for (const bool swapped : {false, true}) {
      at::Tensor labels = at::arange(6).remainder(2);
      if (swapped) labels = 1 - labels;
      assignment.data = std::make_shared<MemoryData>(truth, labels);
      QCOMPARE(runMethod(assignment, silent)->measures.at("like_own_mean").value, swapped ? 0.0 : 1.0);
    }
  }

  void statisticsMoveImagesTowardsTheirClass() {
    Progress silent;
    const auto record =
        runMethod(models().assignment("deep-inversion", {{"steps", std::int64_t{150}},
                                                         {"copies", std::int64_t{8}},
                                                         {"evaluator", models().other->info().where}}),
                  silent);
    const auto& measures = record->measures;
    QVERIFY2(*measures.at("distance_gain").low > 0,
             qPrintable(QString("%1 with, %2 without")
                            .arg(measures.at("distance_to_mean").value)
                            .arg(measures.at("distance_to_mean_without").value)));
    QVERIFY(measures.at("acc1").low.has_value());
    const Measure& gain = measures.at("evaluator_gain");
    QVERIFY(*gain.low <= gain.value && gain.value <= *gain.high && *gain.low >= -1);
    QCOMPARE(record->get<ImageSet>("inverted")->count(), std::int64_t{24});
    QCOMPARE(record->get<ImageSet>("without")->count(), std::int64_t{24});
    Assignment withoutNorm = models().assignment("deep-inversion", {});
    withoutNorm.model =
        std::make_shared<LinearClassifier>(at::zeros({3, 64}), at::zeros({3}), ImageShape{1, 8, 8});
    QVERIFY_EXCEPTION_THROWN(runMethod(withoutNorm, silent), UsageError);
  }

  void stoppedDrawingKeepsItsPictures() {
    const Assignment assignment = models().assignment("deep-inversion", {{"steps", std::int64_t{100}}});
    Stopper stopper(60);
    std::shared_ptr<const Record> kept;
    QVERIFY_EXCEPTION_THROWN(
        methodFor("deep-inversion").run(assignment, stopper, [&](auto record) { kept = record; }), Cancelled);
    QVERIFY(kept && kept->get<ImageSet>("inverted") && !kept->get<ImageSet>("without"));
    QVERIFY(kept->get<Frames>("frames")->pictures.count() > 5);
    QVERIFY(kept->measures.contains("distance_to_mean"));
  }
};

ADVERSARIUM_SUITE(TestSteal)
#include "test_steal.moc"
