// SPDX-License-Identifier: GPL-3.0-or-later
// From one model to another: examples that carry over, students that inherit, and what tells a student's teacher.
#include <ATen/ATen.h>

#include <QtTest>
#include <numeric>

#include "core/evasion/feature_match.h"
#include "core/evasion/transferable.h"
#include "core/graph/architectures.h"
#include "core/record/record_compare.h"
#include "core/record/record_json.h"
#include "core/training/student.h"
#include "core/victim/access.h"
#include "tests/core/promises.h"
#include "tests/core/stopper.h"
#include "tests/core/stripes.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

/// A teacher, a stranger and a student of the teacher on disk, trained once for all tests.
struct Family3 {
  QTemporaryDir folder;
  std::shared_ptr<const DataSet> data = stripes(192, 5);
  std::shared_ptr<const Classifier> teacher, stranger, student;

  Family3() {
    Progress silent;
    const auto trained = [&](const char* id, std::uint64_t seed) {
      Assignment assignment = trainingAssignment("train", stripes(192, seed), {{"epochs", std::int64_t{4}}});
      assignment.request.seed = seed;
      Record record = *runMethod(assignment, silent);
      record.found.front().id = id;
      return openedModel(record, folder, id);
    };
    teacher = trained("teacher", 11);
    stranger = trained("stranger", 12);
    Record record = *runMethod(assignment("student", teacher, {{"epochs", std::int64_t{4}}}), silent);
    record.found.front().id = "student";
    student = openedModel(record, folder, "student");
  }

  Assignment assignment(const std::string& method, std::shared_ptr<const Classifier> model,
                        const ParamMap& params) const {
    Assignment made = trainingAssignment(method, data, params);
    made.model = std::move(model);
    made.request.model = made.model->info().where;
    return made;
  }
  /// Every method of the lab, small.
  Assignment quick(const std::string& method) const {
    const std::string other = stranger->info().where;
    ParamMap params;
    if (method == "transfer")
      params = {{"surrogates", other}, {"steps", std::int64_t{2}}, {"copies", std::int64_t{2}}};
    if (method == "fingerprint")
      params = {{"teachers", teacher->info().where + "," + other}, {"steps", std::int64_t{5}}};
    if (method == "mimic") params = {{"steps", std::int64_t{5}}};
    if (method == "transfer-lab")
      params = {{"epochs", std::int64_t{1}},
                {"steps", std::int64_t{3}},
                {"probes", std::int64_t{10}},
                {"queries", std::int64_t{5}},
                {"cap", 100.0}};
    if (method == "student") params = {{"epochs", std::int64_t{1}}};
    if (method == "teacher-distance")
      params = {{"epochs", std::int64_t{1}}, {"probes", std::int64_t{10}}, {"queries", std::int64_t{5}}};
    Assignment made =
        assignment(method, method == "student" || method == "transfer-lab" ? teacher : student, params);
    made.request.samples.first = 48;
    return made;
  }
};

Family3& lab() {
  static Family3 models;
  return models;
}

void everyMethod() {
  QTest::addColumn<QString>("id");
  for (const char* id : {"fingerprint", "mimic", "student", "teacher-distance", "transfer", "transfer-lab"})
    QTest::newRow(id) << id;
}

Assignment current() {
  QFETCH(QString, id);
  return lab().quick(id.toStdString());
}

Goal goalOf(const at::Tensor& labels, double epsilon) {
  Goal goal;
  goal.labels = labels;
  goal.ball = {Norm::Linf, at::full({labels.size(0)}, epsilon, at::kFloat)};
  goal.random = std::make_shared<at::Generator>(generatorFrom(1));
  return goal;
}

}  // namespace

class TestTransferLab : public QObject {
  Q_OBJECT

 private slots:
  void oneStepOfMomentumIsTheFastGradientMethod() {
    at::Generator random = generatorFrom(3);
    const at::Tensor weight = at::empty({2, 48}).normal_(0, 1, random);
    const auto model = std::make_shared<LinearClassifier>(weight, at::zeros({2}), ImageShape{3, 4, 4});
    const at::Tensor images = 0.3 + 0.4 * at::rand({6, 3, 4, 4}, random, at::kFloat);
    const at::Tensor labels = logitsInChunks(*model, images).argmax(1);
    const Oracle oracle(model, 6);
    GradientAccess surrogate(oracle.model, oracle.meter);
    TransferKnobs knobs;
    knobs.steps = 1;
    Progress silent;
    const at::Tensor made =
        craftTransferable(surrogate, images, goalOf(labels, 0.1), TransferKind::Momentum, knobs, silent);
    // The loss of a linear model falls along w_label − w_other, whatever the image.
    const at::Tensor away = (weight[1] - weight[0]).sign().view({1, 3, 4, 4});
    const at::Tensor expected = images + 0.1 * away * (1 - 2 * labels).to(at::kFloat).view({-1, 1, 1, 1});
    QVERIFY(at::allclose(made, expected, 1e-5, 1e-6));
  }

  void viewsKeepShapeAndRange() {
    at::Generator random = generatorFrom(4);
    const at::Tensor images = at::rand({2, 3, 12, 10}, random, at::kFloat);
    at::Generator a = generatorFrom(7), b = generatorFrom(7);
    for (const auto& view : {blocksShuffled(images, 3, a), resizedAtRandom(images, a)}) {
      QCOMPARE(view.sizes(), images.sizes());
      QVERIFY(view.ge(0).logical_and(view.le(1)).all().item<bool>());
      QVERIFY(!view.equal(images));
    }
    QVERIFY(blocksShuffled(images, 3, b).equal([&] {
      at::Generator c = generatorFrom(7);
      return blocksShuffled(images, 3, c);
    }()));
    // Hardly any turn and one block: the picture again, but for what turns out of it.
    const at::Tensor white = at::ones({1, 1, 20, 20});
    QVERIFY(blocksShuffled(white, 1, a).mean().item<double>() > 0.75);
  }

  void smoothingHasTotalWeightOne() {
    at::Tensor point = at::zeros({1, 2, 9, 9});
    point[0][1][4][4] = 3;
    const at::Tensor spread = smoothed(point, 5);
    QVERIFY(std::abs(spread.sum().item<double>() - 3) < 1e-5);
    QCOMPARE(spread[0][0].abs().sum().item<double>(), 0.0);
    QVERIFY(spread[0][1][4][4].item<double>() > spread[0][1][4][5].item<double>());
    QVERIFY(std::abs(spread[0][1][4][5].item<double>() - spread[0][1][3][4].item<double>()) < 1e-7);
    QVERIFY(smoothed(point, 1).equal(point));
  }

  void togetherIsTheMeanOfLogProbabilities() {
    at::Generator random = generatorFrom(5);
    const auto one = std::make_shared<LinearClassifier>(at::empty({3, 4}).normal_(0, 1, random), at::zeros({3}),
                                                        ImageShape{1, 2, 2});
    const auto two = std::make_shared<LinearClassifier>(at::empty({3, 4}).normal_(0, 1, random), at::ones({3}),
                                                        ImageShape{1, 2, 2}, Access::Gradients);
    const at::Tensor images = at::rand({5, 1, 2, 2}, random, at::kFloat);
    const auto both = together({one, two});
    QVERIFY(at::allclose(both->logits(images),
                         (one->logits(images).log_softmax(1) + two->logits(images).log_softmax(1)) / 2));
    QCOMPARE(both->info().access, Access::Gradients);
  }

  void firstLayersAreWhatTheNextOneReads() {
    const Graph& graph = *lab().teacher->graph();
    const at::Tensor images = readBatch(*lab().data, {0, 1, 2}).images;
    const auto layers = layersWithWeights(graph);
    for (std::size_t k = 1; k < layers.size(); ++k) {
      const std::string before = graph.nodes[std::size_t(graph.nodes[layers[k]].inputs.front())].name;
      at::Tensor expected;
      (void)graph.run(images, {false,
                               [&](const Node& node, const at::Tensor& value) {
                                 if (node.name == before) expected = value.clone();
                               },
                               nullptr});
      QVERIFY(at::allclose(firstLayers(graph, std::int64_t(k)).run(images), expected, 1e-5, 1e-6));
    }
    QVERIFY_EXCEPTION_THROWN(firstLayers(graph, 0), UsageError);
    QVERIFY_EXCEPTION_THROWN(firstLayers(graph, std::int64_t(layers.size())), UsageError);
  }

  void matchingSolvesALinearSystem() {
    at::Generator random = generatorFrom(6);
    Graph features;
    features.nodes = {{"flatten", "flatten", {-1}, {}, {}},
                      {"fc",
                       "linear",
                       {0},
                       {},
                       {{"weight", at::empty({3, 36}).normal_(0, 1, random)}, {"bias", at::zeros({3})}}}};
    const at::Tensor images = at::rand({4, 1, 6, 6}, random, at::kFloat),
                     guides = at::rand({4, 1, 6, 6}, random, at::kFloat);
    const at::Tensor wanted = features.run(guides);
    for (const Norm norm : {Norm::Linf, Norm::L2}) {
      const Ball ball{norm, at::full({4}, norm == Norm::Linf ? 0.5F : 3.0F)};
      Progress silent;
      const at::Tensor made = ball.enforce(matchFeatures(features, images, wanted, ball, 500, silent), images);
      const at::Tensor before = featureDistance(features.run(images), wanted),
                       after = featureDistance(features.run(made), wanted);
      QVERIFY(after.lt(0.01 * before).all().item<bool>());
      QVERIFY(ball.contains(made, images).all().item<bool>());
    }
  }

  void aStudentKeepsItsTeachersFirstLayers() {
    const Graph &teacher = *lab().teacher->graph(), &student = *lab().student->graph();
    const auto known = teacherInLineage(lab().student->info().lineage);
    QVERIFY(known);
    QCOMPARE(known->where, lab().teacher->info().where);
    QCOMPARE(known->sha256, lab().teacher->info().sha256);
    QCOMPARE(known->frozen, std::int64_t(layersWithWeights(teacher).size()) - 1);
    const std::size_t head = layersWithWeights(teacher).back();
    for (std::size_t i = 0; i < teacher.nodes.size(); ++i) {
      for (const auto& [name, tensor] : teacher.nodes[i].tensors)
        QCOMPARE(student.nodes[i].tensor(name).equal(tensor), i != head);
    }
  }

  /// What the student froze is what the attack gets through; away from the teacher, it no longer does.
  void mimickingMisleadsAStudentUntilItMovesAway() {
    Progress silent;
    const ParamMap strength{{"epsilon", 0.3}, {"steps", std::int64_t{80}}};
    Assignment mimic = lab().assignment("mimic", lab().student, strength);
    mimic.request.samples.first = 45;
    mimic.request.batch = 64;
    const auto record = runMethod(mimic, silent);
    QVERIFY2(record->measures.at("success_rate").value > 0.8,
             qPrintable(QString::number(record->measures.at("success_rate").value)));
    QCOMPARE(record->get<Curve>("success")->x.size(), layersWithWeights(*lab().teacher->graph()).size() - 1);

    Assignment away = lab().assignment("teacher-distance", lab().student,
                                       {{"epochs", std::int64_t{15}},
                                        {"learning_rate", 0.01},
                                        {"cap", 400.0},
                                        {"rise", 50.0},
                                        {"epsilon", 0.3},
                                        {"probes", std::int64_t{45}},
                                        {"queries", std::int64_t{30}}});
    const auto defended = runMethod(away, silent);
    const auto& measures = defended->measures;
    QVERIFY(measures.at("teacher_distance_before").value < 1e-3);
    QVERIFY(measures.at("teacher_distance").value > 100);
    QVERIFY2(measures.at("mimic_success").value < measures.at("mimic_success_before").value,
             qPrintable(QString("%1 to %2")
                            .arg(measures.at("mimic_success_before").value)
                            .arg(measures.at("mimic_success").value)));
    QVERIFY(measures.contains("black_box_success_before") && measures.contains("black_box_success"));
    QVERIFY(measures.at("clean_accuracy").value > 0.8);
  }

  /// One student for each depth, each with its numbers and its file; the more is kept, the better mimicking works.
  void theLabMakesAStudentForEveryDepth() {
    Progress silent;
    Assignment asked = lab().assignment("transfer-lab", lab().teacher,
                                        {{"epochs", std::int64_t{4}},
                                         {"epsilon", 0.3},
                                         {"steps", std::int64_t{60}},
                                         {"probes", std::int64_t{40}}});
    const auto record = runMethod(asked, silent);
    const std::size_t depths = layersWithWeights(*lab().teacher->graph()).size() - 1;
    const auto& mimic = *record->get<Curve>("mimic");
    QCOMPARE(mimic.x.size(), depths);
    QCOMPARE(record->get<Table>("grid")->rows.size(), depths);
    QCOMPARE(record->get<Table>("grid")->columns.size(), depths + 2);
    QVERIFY(!record->get<Curve>("outsider"));
    QVERIFY2(mimic.y.back() > 0.7, qPrintable(QString::number(mimic.y.back())));
    for (std::size_t k = 1; k <= depths; ++k) {
      Record copy = *record;
      std::erase_if(copy.found, [&](const Artefact& a) { return a.id != "student-" + std::to_string(k); });
      const auto student = openedModel(copy, lab().folder, copy.found.front().id.c_str());
      QCOMPARE(teacherInLineage(student->info().lineage)->frozen, std::int64_t(k));
    }
  }

  /// Beside every student stands the one that was moved away from the teacher: mimicking it works less often.
  void theLabShowsWhatDistanceCosts() {
    Progress silent;
    Assignment asked = lab().assignment("transfer-lab", lab().teacher,
                                        {{"epochs", std::int64_t{15}},
                                         {"learning_rate", 0.01},
                                         {"epsilon", 0.2},
                                         {"steps", std::int64_t{60}},
                                         {"probes", std::int64_t{40}},
                                         {"queries", std::int64_t{30}},
                                         {"cap", 400.0},
                                         {"rise", 50.0}});
    const auto record = runMethod(asked, silent);
    const std::size_t depths = layersWithWeights(*lab().teacher->graph()).size() - 1;
    const Table& price = *record->get<Table>("price");
    QCOMPARE(price.rows.size(), 2 * depths);
    for (std::size_t row = 0; row < price.rows.size(); row += 2) {
      QVERIFY(std::get<double>(price.rows[row].back()) < 1e-3);
      QVERIFY(std::get<double>(price.rows[row + 1].back()) > 50);
    }
    const auto& measures = record->measures;
    const auto fallenIn = [&](const char* id) {
      const auto& y = record->get<Curve>(id)->y;
      return std::accumulate(y.begin(), y.end(), 0.0);
    };
    QVERIFY2(fallenIn("mimic-away") < fallenIn("mimic"),
             qPrintable(QString("%1 to %2").arg(fallenIn("mimic")).arg(fallenIn("mimic-away"))));
    QCOMPARE(record->get<Curve>("clean-away")->x.size(), depths);
    QVERIFY(measures.contains("black_box_success") && measures.contains("black_box_success_away"));
  }

  void theRightTeacherStandsApart() {
    Progress silent;
    const std::string right = lab().teacher->info().where, wrong = lab().stranger->info().where;
    Assignment asked =
        lab().assignment("fingerprint", lab().student,
                         {{"teachers", wrong + ", " + right},
                          {"epsilon", 0.4},
                          {"layer", std::int64_t(layersWithWeights(*lab().teacher->graph()).size() - 1)},
                          {"steps", std::int64_t{100}}});
    asked.request.samples.first = 60;
    asked.request.batch = 64;
    const auto record = runMethod(asked, silent);
    QVERIFY2(record->verdict->words.english().find("‘" + right + "’ stands apart") == 0,
             record->verdict->words.english().c_str());
    QCOMPARE(record->measures.at("right_teacher_first").value, 1.0);
    QVERIFY(*record->measures.at("gini").low > *record->measures.at("gini_unchanged").high);
    // Of a stranger's student, and of one candidate alone, nothing is claimed.
    asked.request.params["teachers"] = wrong;
    QVERIFY(runMethod(asked, silent)->verdict->words.english().find("One candidate alone") != std::string::npos);
    asked.request.params["teachers"] = std::string();
    asked.request.params["kind"] = std::string("silenced");
    QCOMPARE(runMethod(asked, silent)->get<Table>("candidates")->rows.size(), std::size_t{1});
  }

  /// Whose file says nothing of a teacher is told which parameter to give.
  void withoutCandidatesTheTeachersMustBeNamed() {
    Progress silent;
    try {
      (void)runMethod(lab().assignment("fingerprint", lab().stranger, {}), silent);
      QFAIL("nothing was refused");
    } catch (const UsageError& error) {
      QVERIFY2(std::string(error.what()).starts_with("teachers"), error.what());
    }
  }

  void examplesCarryOverBetweenModelsOfOneTask() {
    Progress silent;
    Assignment assignment = lab().assignment(
        "transfer", lab().teacher,
        {{"surrogates", lab().stranger->info().where}, {"epsilon", 0.3}, {"kind", std::string("mi-fgsm")}});
    assignment.request.samples.first = 60;
    const auto record = runMethod(assignment, silent);
    QVERIFY(record->measures.at("success_rate").value > 0.3);
    QCOMPARE(record->get<Table>("matrix")->rows.size(), std::size_t{1});
    assignment.request.params["surrogates"] = std::string("nowhere.adv");
    QVERIFY_EXCEPTION_THROWN(runMethod(assignment, silent), InputError);
  }

  void sameSeedSameBytes_data() { everyMethod(); }
  void sameSeedSameBytes() { promiseSameSeedSameBytes(current()); }

  void stopsWithinOneStepAndKeepsWhatIsDone_data() { everyMethod(); }
  void stopsWithinOneStepAndKeepsWhatIsDone() { promiseToStopAndKeepWhatIsDone(current()); }

  void recordSurvivesTheDisk_data() { everyMethod(); }
  void recordSurvivesTheDisk() { promiseThatDiskKeeps(*carriedOut(current())); }
};

ADVERSARIUM_SUITE(TestTransferLab)
#include "test_transfer_lab.moc"
