// SPDX-License-Identifier: GPL-3.0-or-later
// Students of one teacher with ever more of its layers kept: how much each learns, and how far whoever has the
// teacher gets with it.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/evasion/away_from_teacher.h"
#include "core/evasion/feature_match.h"
#include "core/evasion/runner.h"
#include "core/formats/open_model.h"
#include "core/record/gradient_caveats.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/training/held_out.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

/// Of the student as it was made, and moved away from its teacher.
constexpr MeasureSpec kStandings[] = {
    kCleanAccuracy,
    kMimicSuccess,
    kBlackBoxSuccess,
    {"clean_accuracy_away", translatable("measures", "Clean accuracy, moved away"), "rate"},
    {"mimic_success_away", translatable("measures", "Mimicked images answered as the guide, moved away"), "rate"},
    {"black_box_success_away", translatable("measures", "Success of an attack that sees scores alone, moved away"),
     "rate"},
};

/// Wang et al., USENIX Security 2018, section 5: the attack against every depth of transfer.
struct TransferLab {
  static constexpr AlgorithmInfo info{
      "transfer-lab", "Transfer lab", Chapter::Evasion, "Wang et al. 2018, USENIX Security, section 5",
      "Makes a student of the teacher for every number of frozen layers and mimics "
      "the teacher's features at each layer, to see where a student is safe."};
  static constexpr Family kFamily = Family::Training;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : TrainParams, AwayParams {
    Params() { cap = 0; }
    double epsilon = 8.0 / 255;
    int steps = 200;
    int probes = 100;
    int queries = 0;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel, L∞",
                    {0, 1, 0, 64.0 / 255, false, "pixel value"})
              .as(Role::Strength),
          param(&Params::steps, "steps", "Steps", "Gradient steps for an image, at most",
                {1, 100000, 10, 2000, true})
              .as(Role::Steps),
          param(&Params::probes, "probes", "Images to attack",
                "So many held-out images are attacked, the same for every student", {10, 100000, 50, 1000, true}),
          param(&Params::queries, "queries", "Queries",
                "Of an attack by scores that knows no teacher, for an image, beside it; 0: none",
                {0, 1000000, 0, 10000, false, "queries"})
              .as(Role::Queries),
          param(&Params::cap, "cap", "Distance asked for",
                "Every student is also trained on until its features are so far (squared) from the teacher's, as "
                "the defence teacher-distance does; 0: none is",
                {0, 1e9, 0, 20000})},
      awayParams<Params>(), trainParams<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<TransferLab> kTransferLabRegistered;

/// What an attack on scores makes of the pairs' sources without knowing of a teacher.
Measure fallenToScores(const Classifier& student, const Pairs& pairs, const TransferLab::Params& params,
                       const Request& request, Progress& progress) {
  const auto attack =
      attackWith(standardAttack(Access::Scores),
                 {{Role::Strength, params.epsilon}, {Role::Norm, "linf"}, {Role::Queries, params.queries}});
  const auto random = std::make_shared<at::Generator>(generatorFrom(request.seed));
  const AttackedBatch attacked =
      attackBatch(*attack, student, pairs.sources.images, pairs.sources.labels, {}, random, progress);
  return rateOf(attacked.succeeded.sum().item<std::int64_t>(), attacked.attempted.sum().item<std::int64_t>());
}

/// What one student is worth, as made or moved away from its teacher.
struct Standing {
  Measure clean, mimic;
  std::optional<Measure> outsider;
  double distance = 0;
};

Words percent(const std::optional<Measure>& rate) {
  return rate ? filled("{} %", Number{100 * rate->value, 1}) : Words("–");
}

void TransferLab::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  const Request& request = run.request();
  auto [teacher, info, split, random] = lessonOf(assignment);
  const auto layers = static_cast<std::int64_t>(layersWithWeights(teacher).size());
  if (layers < 2) throw UsageError(request.model, "has no two layers with weights");
  const TrainPlan plan = trainPlanFor(request, params);
  std::vector<std::int64_t> probes;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(params.probes, split.test->info().count); ++i)
    probes.push_back(i);
  const Pairs pairs = pairsFrom(*split.test, probes, request.target, request.seed);

  // What is made on the teacher is tried on every student.
  std::vector<at::Tensor> made;
  GradientLooks looks;
  for (std::int64_t k = 1; k < layers; ++k) {
    PartProgress part(run.progress, 0.3 * double(k - 1) / double(layers - 1),
                      0.3 * double(k) / double(layers - 1));
    made.push_back(mimicked(teacher, k, pairs, Norm::Linf, params.epsilon, params.steps,
                            std::max<std::int64_t>(1, request.batch), part, &looks));
  }
  reportGradients(run.record, looks);

  const auto standingOf = [&](const Student& student, std::int64_t frozen, Progress& progress) {
    PartProgress judging(progress, 0, 0.3), asking(progress, 0.3, 1);
    const Accuracy accuracy = accuracyOf(student.graph, *split.test, 0, judging);
    const auto model = makeGraphClassifier(student.graph, student.info);
    Standing standing{rateOf(accuracy.right, accuracy.count),
                      mimicOutcome(*model, pairs, made[std::size_t(frozen - 1)]).success(),
                      {},
                      distanceToTeacher(student.graph, teacher, frozen, pairs.sources.images)};
    if (params.queries > 0) standing.outsider = fallenToScores(*model, pairs, params, request, asking);
    return standing;
  };

  Record& record = run.record;
  const auto curveOf = [](const char* y) {
    Curve curve{translatable("records", "Frozen layers"), y, {}, {}, {}, {}};
    curve.group = translatable("records", "Students against frozen layers");
    return curve;
  };
  struct Curves {
    Curve clean, mimic, outsider;
    void add(std::int64_t frozen, const Standing& standing) {
      addRate(clean, double(frozen), standing.clean);
      addRate(mimic, double(frozen), standing.mimic);
      if (standing.outsider) addRate(outsider, double(frozen), *standing.outsider);
    }
  };
  Curves asMade{curveOf(translatable("records", "Right without attack")),
                curveOf(translatable("records", "Answered as the guide")),
                curveOf(translatable("records", "Fallen to an attack by scores"))};
  Curves away{curveOf(translatable("records", "Moved away: right without attack")),
              curveOf(translatable("records", "Moved away: answered as the guide")),
              curveOf(translatable("records", "Moved away: fallen to an attack by scores"))};
  Table price{{translatable("headings", "frozen layers"), translatable("headings", "student"),
               translatable("headings", "clean accuracy"), translatable("headings", "mimic success"),
               translatable("headings", "black box success"), translatable("headings", "teacher distance")},
              {}};
  // The numbers beside the curves are those of the student that keeps most.
  const auto enter = [&](const Standing& standing, std::int64_t frozen, const char* who, const char* ending) {
    price.rows.push_back({double(frozen), std::string(who), percent(standing.clean), percent(standing.mimic),
                          percent(standing.outsider), standing.distance});
    const auto set = [&](const char* id, const Measure& measure) {
      record.measures.set(declared(kStandings, std::string(id) + ending), measure);
    };
    set("clean_accuracy", standing.clean);
    set("mimic_success", standing.mimic);
    if (standing.outsider) set("black_box_success", *standing.outsider);
  };
  Table grid{{translatable("headings", "frozen layers"), translatable("headings", "clean accuracy")}, {}};
  for (std::int64_t k = 1; k < layers; ++k)
    grid.columns.emplace_back(fmt::format("layer {}", k), filled(translatable("headings", "layer {}"), k));
  std::vector<Artefact> students;
  for (std::int64_t frozen = 1; frozen < layers; ++frozen) {
    const double from = 0.3 + 0.7 * double(frozen - 1) / double(layers - 1),
                 to = 0.3 + 0.7 * double(frozen) / double(layers - 1);
    const double turn = params.cap > 0 ? from + 0.5 * (to - from) : to;
    PartProgress training(run.progress, from, from + 0.7 * (turn - from)),
        judging(run.progress, from + 0.7 * (turn - from), turn);
    StudentParams kept;
    kept.trainedLayers = static_cast<int>(layers - frozen);
    const Student student =
        makeStudent(teacher, info, *assignment.data, split.training, kept, plan, random, training);
    const Standing standing = standingOf(student, frozen, judging);
    asMade.add(frozen, standing);
    enter(standing, frozen, translatable("records", "as made"), "");
    record.measures.set(kFrozenLayers, double(frozen), layers);
    const auto model = makeGraphClassifier(student.graph, student.info);
    std::vector<Table::Cell> row{double(frozen), percent(standing.clean)};
    for (std::int64_t k = 1; k < layers; ++k)
      row.emplace_back(percent(mimicOutcome(*model, pairs, made[std::size_t(k - 1)]).success()));
    grid.rows.push_back(std::move(row));
    if (params.cap > 0) {
      PartProgress moving(run.progress, turn, turn + 0.7 * (to - turn)),
          judgingIt(run.progress, turn + 0.7 * (to - turn), to);
      Student moved = student;
      moved.graph = student.graph.clone();
      moved.curves =
          moveAway(moved.graph, teacher, frozen, params, *assignment.data, split.training, plan, moving);
      const Standing its = standingOf(moved, frozen, judgingIt);
      away.add(frozen, its);
      enter(its, frozen, translatable("records", "moved away"), "_away");
    }
    const auto lineage =
        lineageOf(student, assignment, split.training.size(), plan, standing.clean, split.test->info().where);
    students.push_back({fmt::format("student-{}", frozen), translatable("records", "Student"),
                        ModelFile{modelFileBytes(student.graph, student.info, lineage.dump()),
                                  recipeOf({student.info.architecture, wordsIn(lineage, "recipe")})}});

    record.found.clear();
    record.found.push_back(
        {"mimic", translatable("records", "Mimicked features against frozen layers"), asMade.mimic});
    record.found.push_back({"clean", translatable("records", "Accuracy against frozen layers"), asMade.clean});
    if (params.queries > 0)
      record.found.push_back(
          {"outsider", translatable("records", "An attack by scores against frozen layers"), asMade.outsider});
    if (params.cap > 0) {
      record.found.push_back(
          {"mimic-away", translatable("records", "The same, moved away from the teacher"), away.mimic});
      record.found.push_back(
          {"clean-away", translatable("records", "Accuracy, moved away from the teacher"), away.clean});
      if (params.queries > 0)
        record.found.push_back({"outsider-away",
                                translatable("records", "An attack by scores, moved away from the teacher"),
                                away.outsider});
      record.found.push_back({"price", translatable("records", "What the distance does and costs"), price});
    }
    record.found.push_back({"grid", translatable("records", "Frozen layers against matched layers"), grid});
    record.found.insert(record.found.end(), students.begin(), students.end());
    if (frozen + 1 < layers) run.publish();
  }
}

}  // namespace
}  // namespace adversarium
