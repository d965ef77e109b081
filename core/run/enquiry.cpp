// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/enquiry.h"

#include <chrono>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/usual_measures.h"

namespace adversarium {

void requireModel(const Assignment& assignment) {
  if (!assignment.model)
    throw UsageError(assignment.request.model, assignment.request.algorithm + " needs a model");
}

std::shared_ptr<const Record> runEnquiry(const Assignment& assignment, Progress& progress, const KeepRecord& keep,
                                         const std::function<void(Enquiry&)>& fill,
                                         const std::function<void(Record&)>& finish) {
  const auto began = std::chrono::steady_clock::now();
  Record record;
  record.request = assignment.request;
  const auto copyNow = [&](bool partial) {
    auto copy = std::make_shared<Record>(record);
    copy->partial = partial;
    if (partial)
      copy->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    copy->measures.set(kSeconds, seconds, 0);
    if (finish) finish(*copy);
    return copy;
  };
  Enquiry enquiry{assignment, record, progress, [&] { keep(copyNow(true)); }};
  try {
    progress.step(0, 1);
    fill(enquiry);
    progress.step(1, 1);
  } catch (const Cancelled&) {
    keep(copyNow(true));
    throw;
  }
  return copyNow(false);
}

}  // namespace adversarium
