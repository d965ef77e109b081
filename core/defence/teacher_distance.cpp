// SPDX-License-Identifier: GPL-3.0-or-later
// A student that moves away from its teacher where an attacker would match features, and what that costs.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/evasion/away_from_teacher.h"
#include "core/evasion/feature_match.h"
#include "core/evasion/runner.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/training/held_out.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

/// Of the student after the training, and before.
constexpr MeasureSpec kDistanceJudged[] = {
    kCleanAccuracy,
    kMimicSuccess,
    {"mimic_misled", translatable("measures", "Mimicked images answered wrongly"), "rate", Better::Lower},
    kBlackBoxSuccess,
    {"teacher_distance", translatable("measures", "Squared distance to the teacher"), "squared distance"},
    kCleanAccuracyBefore,
    {"mimic_success_before", translatable("measures", "The same before"), "rate"},
    {"mimic_misled_before", translatable("measures", "Mimicked images answered wrongly before"), "rate"},
    {"black_box_success_before", translatable("measures", "Success of that attack before"), "rate"},
    {"teacher_distance_before", translatable("measures", "Squared distance to the teacher before"),
     "squared distance"},
};

/// Wang et al., USENIX Security 2018, section 7.2, eq. (4).
struct TeacherDistance {
  static constexpr AlgorithmInfo info{"teacher-distance", "Distance to the teacher", Chapter::Evasion,
                                      "Wang et al. 2018, USENIX Security, section 7",
                                      "Trains a student on until its inner features differ from the teacher's: "
                                      "mimicking the teacher then no longer misleads it."};
  static constexpr Family kFamily = Family::Training;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  struct Params : TrainParams, AwayParams {
    Params() {
      epochs = 50;
      learningRate = 1e-3;
    }
    std::string teacher;
    int layer = 0;
    int probes = 200;
    double epsilon = 16.0 / 255;
    int queries = 1000;
  };
  static constexpr auto params = std::tuple_cat(
      trainParams<Params>(),
      std::tuple{param(&Params::cap, "cap", "Distance asked for",
                       "Squared distance of the features, up to which the student is pushed",
                       {1, 1e9, 100, 20000, true})},
      awayParams<Params>(),
      std::tuple{
          param(&Params::teacher, "teacher", "Teacher",
                "The model that the student was made from; empty: what the student's file says")
              .as(Place::Model),
          param(&Params::layer, "layer", "Layer",
                "The features behind so many layers are moved; 0: behind the frozen ones", {0, 1000, 0, 20}),
          param(&Params::probes, "probes", "Images to attack",
                "So many held-out images are attacked before and after", {10, 100000, 50, 1000, true}),
          param(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel in these attacks, L∞",
                {0, 1, 0, 64.0 / 255, false, "pixel value"})
              .as(Role::Strength),
          param(&Params::queries, "queries", "Queries", "Of the attack that sees scores alone, for an image",
                {0, 1000000, 0, 10000, false, "queries"})
              .as(Role::Queries),
      });

  static void carryOut(const Run& run, const Params& params);
};
const Registered<TeacherDistance> kTeacherDistanceRegistered;

/// The attacks that a student is judged by: the one on its inheritance, made once on the teacher, and one that
/// knows nothing of it.
class Judge {
 public:
  Judge(const Run& run, const TeacherDistance::Params& params, const DataSet& test)
      : m_run(run), m_params(params) {
    std::vector<std::int64_t> samples(
        static_cast<std::size_t>(std::min<std::int64_t>(params.probes, test.info().count)));
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = std::int64_t(i);
    m_pairs = pairsFrom(test, samples, -1, run.request().seed);
  }

  void make(const Graph& teacher, std::int64_t layer, Progress& progress) {
    m_made = mimicked(teacher, layer, m_pairs, Norm::Linf, m_params.epsilon, 2000,
                      std::max<std::int64_t>(1, m_run.request().batch), progress);
  }

  void judge(const Classifier& student, const std::string& ending, Progress& progress) {
    auto& measures = m_run.record.measures;
    const MimicOutcome outcome = mimicOutcome(student, m_pairs, m_made);
    measures.set(declared(kDistanceJudged, "mimic_success" + ending), outcome.success());
    measures.set(declared(kDistanceJudged, "mimic_misled" + ending), outcome.misledRate());
    if (m_params.queries == 0) return;
    const auto attack =
        attackWith(standardAttack(Access::Scores),
                   {{Role::Strength, m_params.epsilon}, {Role::Norm, "linf"}, {Role::Queries, m_params.queries}});
    std::int64_t tried = 0, fallen = 0;
    const std::int64_t count = m_pairs.sources.labels.size(0),
                       size = std::max<std::int64_t>(1, m_run.request().batch);
    for (std::int64_t from = 0; from < count; from += size) {
      const std::int64_t to = std::min(count, from + size);
      PartProgress part(progress, double(from) / double(count), double(to) / double(count));
      const auto random =
          std::make_shared<at::Generator>(generatorFrom(m_run.request().seed + std::uint64_t(from)));
      const AttackedBatch attacked = attackBatch(*attack, student, m_pairs.sources.images.slice(0, from, to),
                                                 m_pairs.sources.labels.slice(0, from, to), {}, random, part);
      tried += attacked.attempted.sum().item<std::int64_t>();
      fallen += attacked.succeeded.sum().item<std::int64_t>();
    }
    measures.set(declared(kDistanceJudged, "black_box_success" + ending), rateOf(fallen, tried));
  }

  /// What the attacks begin with.
  const at::Tensor& sources() const { return m_pairs.sources.images; }

 private:
  const Run& m_run;
  const TeacherDistance::Params& m_params;
  Pairs m_pairs;
  at::Tensor m_made;
};

void TeacherDistance::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  const Request& request = run.request();
  Record& record = run.record;
  if (!assignment.data->info().labelled) throw InputError(request.data, "has no labels to train on");
  if (classCount(*assignment.data) != assignment.model->info().classes)
    throw InputError(request.data, "has other classes than the student");
  at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
  Student student;
  student.graph = startingGraph(assignment, student.info, random);
  const auto teacher = teacherOf(student.info, params.teacher);
  const auto known = teacherInLineage(student.info.lineage);
  if (params.layer == 0 && (!known || known->frozen == 0))
    throw UsageError("layer", "must be named: nothing says what the student froze");
  const std::int64_t layer = params.layer > 0 ? params.layer : known->frozen;
  student.layers = static_cast<std::int64_t>(layersWithWeights(student.graph).size());
  if (firstLayers(student.graph, layer).nodes.back().name !=
      firstLayers(*teacher->graph(), layer).nodes.back().name)
    throw UsageError("teacher", "has other layers than " + student.info.where);

  const Split split = splitFor(assignment.data, chosenSamples(request.samples, *assignment.data), request.seed);
  Judge judge(run, params, *split.test);
  const auto measure = [&](const Graph& graph, const std::string& ending, Progress& progress) {
    PartProgress first(progress, 0, 0.3), second(progress, 0.3, 1);
    const Accuracy accuracy = accuracyOf(graph, *split.test, 0, first);
    record.measures.set(declared(kDistanceJudged, "clean_accuracy" + ending),
                        rateOf(accuracy.right, accuracy.count));
    judge.judge(*makeGraphClassifier(graph, student.info), ending, second);
    record.measures.set(declared(kDistanceJudged, "teacher_distance" + ending),
                        distanceToTeacher(graph, *teacher->graph(), layer, judge.sources()), 0);
  };
  PartProgress making(run.progress, 0, 0.05), before(run.progress, 0.05, 0.15), training(run.progress, 0.15, 0.9),
      after(run.progress, 0.9, 1);
  judge.make(*teacher->graph(), layer, making);
  measure(student.graph, "_before", before);
  run.publish();

  const TrainPlan plan = trainPlanFor(request, params);
  student.curves =
      moveAway(student.graph, *teacher->graph(), layer, params, *assignment.data, split.training, plan, training);
  measure(student.graph, "", after);

  const Words recipe =
      recipeOf({filled(translatable("records", "student of ‘{}’"), teacher->info().where),
                filled(translatable("records", "moved away behind layer {} to distance {}"), layer, params.cap)});
  auto lineage = nlohmann::ordered_json{{"recipe", recipe.english()},
                                        {"data", request.data},
                                        {"data_sha256", assignment.data->sha256()},
                                        {"samples", split.training.size()},
                                        {"seed", request.seed},
                                        {"epochs", params.epochs},
                                        {"parent_sha256", teacher->info().sha256},
                                        {"student_sha256", assignment.model->info().sha256},
                                        {"teacher", teacher->info().where},
                                        {"frozen_layers", layer},
                                        {"layers", student.layers},
                                        {"accuracy", record.measures.at(kCleanAccuracy).value},
                                        {"accuracy_on", split.test->info().where},
                                        {"accuracy_samples", record.measures.at(kCleanAccuracy).n}};
  putWords(lineage, "recipe", recipe);
  addStudent(record, student, lineage);
}

}  // namespace
}  // namespace adversarium
