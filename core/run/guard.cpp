// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/guard.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {

Guard::Guard(std::shared_ptr<const Classifier> inner) : Classifier(inner->info()), m_inner(std::move(inner)) {
  grantAtMost(Access::Gradients, "a guard stands before it");
}

void Guard::grantAtMost(Access most, const std::string& reason) {
  if (m_info.access <= most) return;
  m_info.access = most;
  m_info.accessReason = reason;
}

bool Guard::differentiated(const at::Tensor& images) {
  return at::GradMode::is_enabled() && images.requires_grad();
}

at::Tensor Guard::logits(const at::Tensor& images) const {
  return respond(images, [this](const at::Tensor& x) { return m_inner->logits(x); });
}

at::Tensor Guard::answer(const at::Tensor& images) const {
  admit(images);
  const auto* next = dynamic_cast<const Answering*>(m_inner.get());
  at::Tensor out =
      respond(images, [&](const at::Tensor& x) { return next ? next->answer(x) : m_inner->logits(x); });
  remember(images.detach(), out.detach());
  return out;
}

std::shared_ptr<const Classifier> Guard::attackCopy(const std::string& precision) const {
  const auto fast = m_inner->attackCopy(precision);
  return fast ? before(fast) : nullptr;
}

namespace {

constexpr MeasureSpec kAlarmRateAttacked{
    "alarm_rate_attacked", translatable("measures", "Alarms on attacked images"), "rate", Better::Higher};
constexpr MeasureSpec kAlarmRateClean{"alarm_rate_clean", translatable("measures", "Alarms on clean images"),
                                      "rate", Better::Lower};
constexpr MeasureSpec kAnswerSeconds{"answer_seconds", translatable("measures", "Time of an answer"), "s"};
constexpr MeasureSpec kAnswerSecondsUnguarded{
    "answer_seconds_unguarded", translatable("measures", "Time of an answer, without the guard"), "s"};
constexpr MeasureSpec kCleanAccuracyUnguarded{"clean_accuracy_unguarded",
                                              translatable("measures", "Clean accuracy, without the guard"),
                                              "rate", Better::Higher};
constexpr MeasureSpec kSuccessRateUnnoticed{
    "success_rate_unnoticed", translatable("measures", "Success without an alarm"), "rate", Better::Lower};

const GuardMethod& guardMethodFor(const std::string& id) {
  return dynamic_cast<const GuardMethod&>(methodFor(id));
}

/// Some samples that the run leaves alone.
std::vector<std::int64_t> untouchedSamples(const Selection& selection, const DataSet& data) {
  constexpr std::size_t kMost = 200;
  auto chosen = chosenSamples(selection, data);
  std::sort(chosen.begin(), chosen.end());
  std::vector<std::int64_t> found;
  for (std::int64_t i = data.info().count; i-- > 0 && found.size() < kMost;) {
    if (!std::binary_search(chosen.begin(), chosen.end(), i)) found.push_back(i);
  }
  return found;
}

double secondsFor(const Classifier& model, const at::Tensor& images) {
  const auto began = std::chrono::steady_clock::now();
  (void)logitsInChunks(model, images);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() / double(images.size(0));
}

}  // namespace

Assignment guarded(Assignment assignment) {
  if (assignment.request.guards.empty()) return assignment;
  if (!assignment.model)
    throw UsageError("guard " + assignment.request.guards.front().id, "needs a model to stand before");
  const GuardPost post{assignment.data, untouchedSamples(assignment.request.samples, *assignment.data),
                       assignment.request.seed};
  for (GuardRequest& request : assignment.request.guards) {
    request = completeGuard(request);
    assignment.model = guardMethodFor(request.id).stand(assignment.model, request.params, post);
  }
  return assignment;
}

std::vector<const Guard*> guardsOf(const Classifier& model) {
  std::vector<const Guard*> guards;
  for (const auto* guard = dynamic_cast<const Guard*>(&model); guard;
       guard = dynamic_cast<const Guard*>(&guard->inner()))
    guards.push_back(guard);
  return guards;
}

const Classifier& behindGuards(const Classifier& model) {
  const auto guards = guardsOf(model);
  return guards.empty() ? model : guards.back()->inner();
}

void reportGuards(Record& record, const Assignment& assignment) {
  if (!assignment.model) return;
  const auto guards = guardsOf(*assignment.model);
  if (guards.empty()) return;
  const Classifier &model = *assignment.model, &open = behindGuards(model);
  constexpr std::size_t kMost = 1000;
  auto samples = chosenSamples(assignment.request.samples, *assignment.data);
  if (samples.size() > kMost) samples.resize(kMost);
  if (!samples.empty()) {
    const at::NoGradGuard noGradient;
    const Batch clean = readBatch(*assignment.data, samples);
    const auto n = clean.images.size(0);
    if (assignment.data->info().labelled) {
      const auto accuracy = [&](const Classifier& asked) {
        return rateOf(logitsInChunks(asked, clean.images).argmax(1).eq(clean.labels).sum().item<std::int64_t>(),
                      n);
      };
      record.measures.set(kCleanAccuracyUnguarded, accuracy(open));
      if (!record.measures.contains(kCleanAccuracy)) record.measures.set(kCleanAccuracy, accuracy(model));
    }
    const at::Tensor few = clean.images.slice(0, 0, 64);
    record.measures.set(kAnswerSeconds, secondsFor(model, few), few.size(0));
    record.measures.set(kAnswerSecondsUnguarded, secondsFor(open, few), few.size(0));

    at::Tensor alarmed, caught;
    const auto* attacked = record.get<ImageSet>("adversarial");
    const auto *truth = record.get<Labels>("labels"), *before = record.get<Labels>("clean_predicted"),
               *after = record.get<Labels>("predicted");
    const bool attack = attacked && truth && before && after && attacked->count() > 0;
    for (const Guard* guard : guards) {
      const at::Tensor own = guard->alarms(clean.images);
      if (!own.defined()) continue;
      alarmed = alarmed.defined() ? alarmed.logical_or(own) : own;
      if (!attack) continue;
      const at::Tensor images = at::tensor(attacked->values).view(attacked->shape);
      const at::Tensor raised = guard->alarms(images);
      caught = caught.defined() ? caught.logical_or(raised) : raised;
    }
    if (alarmed.defined()) record.measures.set(kAlarmRateClean, rateOf(alarmed.sum().item<std::int64_t>(), n));
    if (caught.defined()) {
      const at::Tensor given = at::tensor(truth->values), was = at::tensor(before->values),
                       is = at::tensor(after->values), label = at::where(given.lt(0), was, given);
      const int target = assignment.request.target;
      const at::Tensor tried =
          was.eq(label).logical_and(target < 0 ? at::ones_like(was, at::kBool) : was.ne(target));
      const at::Tensor fell = tried.logical_and(target < 0 ? is.ne(label) : is.eq(target));
      const auto count = [](const at::Tensor& which) { return which.sum().item<std::int64_t>(); };
      record.measures.set(kAlarmRateAttacked, rateOf(count(fell.logical_and(caught)), count(fell)));
      record.measures.set(kSuccessRateUnnoticed,
                          rateOf(count(fell.logical_and(caught.logical_not())), count(tried)));
    }
  }
  for (const Guard* guard : guards) guard->report(record);
}

std::shared_ptr<const Record> GuardMethod::run(const Assignment& assignment, Progress& progress,
                                               const KeepRecord& keep) const {
  const Request& own = assignment.request;
  Assignment inside{own, assignment.model, assignment.data};
  inside.request.guards = {{own.algorithm, own.params}};
  inside = guarded(std::move(inside));
  const CatalogueEntry& attack = standardAttack(inside.model->info().access);
  const DataInfo& data = assignment.data->info();
  inside.request.algorithm = attack.info.id;
  inside.request.params = suggestedParams(attack, {}, {data.channels, data.height, data.width});
  const auto finished = [&](std::shared_ptr<const Record> record) {
    auto result = std::make_shared<Record>(*record);
    reportGuards(*result, inside);
    result->request = own;
    return result;
  };
  return finished(
      attack.method->run(inside, progress, [&](std::shared_ptr<const Record> part) { keep(finished(part)); }));
}

}  // namespace adversarium
