// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/study.h"

#include "core/base/error.h"
#include "core/record/usual_measures.h"

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
  if (!trainsItsModel()) requireModel(assignment);
  Study study{assignment, chosenSamples(assignment.request.samples, *assignment.data), {}};
  if (assignment.model) {
    study.require(*assignment.model, entry().access);
    study.classNames = assignment.model->info().classNames;
  }
  if (study.classNames.empty()) study.classNames = assignment.data->info().classNames;
  return runEnquiry(
      assignment, progress, keep,
      [&](Enquiry& enquiry) { this->study(study, enquiry.record, enquiry.progress, enquiry.publish); },
      [&](Record& record) {
        if (entry().access != Access::None)
          record.measures.set(kQueries, double(study.meter->queries), std::ssize(study.samples));
      });
}

}  // namespace adversarium
