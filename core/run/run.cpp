// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run.h"

#include <chrono>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/usual_measures.h"

namespace adversarium {

Run::Run(const Assignment& assignment_, Record& record_, Progress& progress_, Publish publish_)
    : assignment(assignment_), record(record_), progress(progress_), publish(std::move(publish_)) {
  if (assignment.model) classNames = assignment.model->info().classNames;
  if (classNames.empty()) classNames = assignment.data->info().classNames;
}

void Run::reporting(const std::function<void()>& work, const std::function<void(Record&)>& write) const {
  try {
    work();
  } catch (const Cancelled&) {
    write(record);
    throw;
  }
  write(record);
}

std::string Run::nameOf(std::int64_t index) const {
  return index >= 0 && index < std::ssize(classNames) ? classNames[static_cast<std::size_t>(index)]
                                                      : std::to_string(index);
}

void Run::require(const Classifier& model, Access access) const {
  CatalogueEntry needed = catalogueEntry(request().algorithm);
  needed.access = access;
  requireAccess(model.info(), needed);
  if (access == Access::WhiteBox && !model.graph()) {
    throw UsageError(request().algorithm,
                     "needs the inside of the model, but that of " + model.info().where + " is not known");
  }
}

at::Generator Run::random(std::uint64_t purpose) const {
  return generatorFrom(request().seed * 1'000'003 + purpose);
}

std::shared_ptr<const Record> carriedOut(const Assignment& assignment, Progress& progress, const KeepRecord& keep,
                                         const std::function<void(Run&)>& fill,
                                         const std::function<void(const Run&, Record&)>& finish) {
  const auto began = std::chrono::steady_clock::now();
  Record record;
  record.request = assignment.request;
  Run run(assignment, record, progress, {});
  const auto copyNow = [&](bool partial) {
    auto copy = std::make_shared<Record>(record);
    copy->partial = partial;
    if (partial)
      copy->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    copy->measures.set(kSeconds, seconds, std::ssize(run.indices));
    if (finish) finish(run, *copy);
    return copy;
  };
  run.publish = [&] { keep(copyNow(true)); };
  try {
    progress.step(0, 1);
    fill(run);
    progress.step(1, 1);
  } catch (const Cancelled&) {
    keep(copyNow(true));
    throw;
  }
  return copyNow(false);
}

std::shared_ptr<const Record> carriedOutOnSamples(const Assignment& assignment, Progress& progress,
                                                  const KeepRecord& keep, Access access,
                                                  const std::function<void(Run&)>& fill) {
  std::vector<std::int64_t> indices = chosenSamples(assignment.request.samples, *assignment.data);
  return carriedOut(
      assignment, progress, keep,
      [&](Run& run) {
        if (assignment.model) run.require(*assignment.model, access);
        run.indices = std::move(indices);
        fill(run);
      },
      [&](const Run& run, Record& record) {
        if (access != Access::None)
          record.measures.set(kQueries, double(run.meter->queries), std::ssize(run.indices));
      });
}

void requireModel(const Assignment& assignment) {
  if (!assignment.model)
    throw UsageError(assignment.request.model, assignment.request.algorithm + " needs a model");
}

}  // namespace adversarium
