// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/poisoning/known_backdoor.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kTeacherTriggerSuccess{
    "teacher_trigger_success", translatable("measures", "The same on the teacher"), "", Better::Lower};
constexpr MeasureSpec kTriggerCollapse{
    "trigger_collapse", translatable("measures", "Triggered images in the commonest class"), "", Better::Lower};

/// A student that keeps a teacher's first layers: does it keep the teacher's backdoor, too?
struct InheritedBackdoor {
  static constexpr AlgorithmInfo info{"inherited-backdoor", "Inherited backdoor", Chapter::Poisoning,
                                      "Yao et al. 2019, arXiv:1905.10447",
                                      "Trains a student from a backdoored teacher on clean data: what the "
                                      "teacher's frozen layers know, the student "
                                      "inherits."};
  static constexpr Family kFamily = Family::Poisoning;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr bool kOwnClasses = true;
  struct Params : TrainParams, StudentParams, TriggerSource {};
  static constexpr auto params =
      std::tuple_cat(trainParams<Params>(), studentParams<Params>(), triggerSource<Params>());

  static void carryOut(const Run& run, const Params& params) {
    const Assignment& assignment = run.assignment;
    const Request& request = run.request();
    Record& record = run.record;
    auto [teacher, info, split, random] = lessonOf(assignment);
    const auto backdoor = knownBackdoor(assignment, params.trigger, info.input);
    const bool otherClasses = classCount(*assignment.data) != info.classes;
    if (!backdoor) {
      run.caveat("no-trigger", translatable("records", "No trigger is known: only clean accuracy was measured."));
    } else if (!otherClasses) {
      PartProgress part(run.progress, 0, 0.03);
      record.measures.set(kTeacherTriggerSuccess,
                          backdoorRates(teacher, *split.test, backdoor, 0, part).triggered);
    }
    const TrainPlan plan = trainPlanFor(request, params);
    PartProgress training(run.progress, 0.03, 0.95);
    const Student student =
        makeStudent(teacher, info, *assignment.data, split.training, params, plan, random, training);

    PartProgress judging(run.progress, 0.95, 1);
    const BackdoorRates rates = backdoorRates(student.graph, *split.test, backdoor, 0, judging);
    record.measures.set(kCleanAccuracy, rates.clean);
    nlohmann::ordered_json lineage =
        lineageOf(student, assignment, split.training.size(), plan, rates.clean, split.test->info().where);
    if (backdoor) {
      // A student with classes of its own has no target; the class that the trigger calls up most stands for it.
      record.measures.set(kTriggerCollapse, rates.commonest);
      if (!otherClasses) record.measures.set(kTriggerSuccess, rates.triggered);
      const std::int64_t target = otherClasses ? rates.commonestClass : backdoor->target;
      lineage["backdoor"] = nlohmann::ordered_json::parse(backdoorToJson({backdoor->trigger.recipe(), target}));
    }
    addStudent(record, student, lineage);
  }
};
const Registered<InheritedBackdoor> kInheritedBackdoorRegistered;

}  // namespace
}  // namespace adversarium
