// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/extraction/study.h"

#include <chrono>

#include "core/error.h"
#include "core/text.h"

namespace adversarium {

std::string Study::nameOf(std::int64_t index) const {
  return index >= 0 && index < std::ssize(classNames) ? classNames[static_cast<std::size_t>(index)]
                                                      : std::to_string(index);
}

void Study::require(const Classifier& model, Access access) const {
  CatalogueEntry needed = catalogueEntry(request().algorithm);
  needed.access = access;
  requireAccess(model.info(), needed);
  if (access == Access::WhiteBox && !model.graph()) {
    throw UsageError(request().algorithm,
                     "needs the inside of the model, but that of " + model.info().where + " is not known");
  }
}

at::Generator Study::random(std::uint64_t purpose) const {
  return generatorFrom(request().seed * 1'000'003 + purpose);
}

std::shared_ptr<const Record> StudyMethod::run(const Assignment& assignment, Progress& progress,
                                               const KeepRecord& keep) const {
  const auto began = std::chrono::steady_clock::now();
  const Request& request = assignment.request;
  if (!assignment.model && !trainsItsModel())
    throw UsageError(request.model, request.algorithm + " needs a model");
  Study study{assignment, chosenSamples(request.samples, *assignment.data), {}};
  if (assignment.model) {
    study.require(*assignment.model, entry().access);
    study.classNames = assignment.model->info().classNames;
  }
  if (study.classNames.empty()) study.classNames = assignment.data->info().classNames;
  Record record;
  record.request = request;
  const auto copyNow = [&](bool partial) {
    auto copy = std::make_shared<Record>(record);
    copy->partial = partial;
    if (partial)
      copy->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    copy->measures["seconds"] = {seconds, {}, {}, std::ssize(study.samples), "s"};
    if (entry().access != Access::None)
      copy->measures["queries"] = {double(study.meter->queries), {}, {}, std::ssize(study.samples), "queries"};
    return copy;
  };
  try {
    progress.step(0, 1);
    this->study(study, record, progress, [&] { keep(copyNow(true)); });
    progress.step(1, 1);
  } catch (const Cancelled&) {
    keep(copyNow(true));
    throw;
  }
  return copyNow(false);
}

}  // namespace adversarium
