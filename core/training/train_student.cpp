// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

/// Transfer learning as people do it, so that what comes along with a teacher can be studied.
struct TrainStudent {
  static constexpr AlgorithmInfo info{"student", "Student of a teacher", Chapter::Evasion,
                                      "Wang et al. 2018, USENIX Security, section 2",
                                      "Keeps a teacher's first layers as they are and trains the last ones on a "
                                      "small set of one's own: cheap, and whoever has the teacher knows the "
                                      "student's inside."};
  static constexpr Family kFamily = Family::Training;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr bool kOwnClasses = true;
  struct Params : TrainParams, StudentParams {};
  static constexpr auto params = std::tuple_cat(trainParams<Params>(), studentParams<Params>());

  static void carryOut(const Run& run, const Params& params) {
    const Assignment& assignment = run.assignment;
    const Request& request = run.request();
    auto [teacher, info, split, random] = lessonOf(assignment);
    const TrainPlan plan = trainPlanFor(request, params);
    PartProgress training(run.progress, 0, 0.95);
    const Student student =
        makeStudent(teacher, info, *assignment.data, split.training, params, plan, random, training);
    PartProgress judging(run.progress, 0.95, 1);
    const Accuracy accuracy = accuracyOf(student.graph, *split.test, 0, judging);
    const Measure clean = rateOf(accuracy.right, accuracy.count);
    const auto samples = static_cast<std::int64_t>(split.training.size());
    run.record.measures.set(kCleanAccuracy, clean);
    run.record.measures.set(kTrainingAccuracy, student.curves.accuracy.back(), samples);
    run.record.measures.set(kFrozenLayers, double(student.frozen), student.layers);
    addStudent(run.record, student,
               lineageOf(student, assignment, split.training.size(), plan, clean, split.test->info().where));
  }
};
const Registered<TrainStudent> kTrainStudentRegistered;

}  // namespace
}  // namespace adversarium
