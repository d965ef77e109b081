// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/provenance/enquiry.h"

#include <chrono>

#include "core/error.h"
#include "core/text.h"

namespace adversarium {

std::shared_ptr<const Record> runEnquiry(const Assignment& assignment, Progress& progress, const KeepRecord& keep,
                                         const std::function<void(Enquiry&)>& fill) {
  if (!assignment.model)
    throw UsageError(assignment.request.model, assignment.request.algorithm + " needs a model");
  const auto began = std::chrono::steady_clock::now();
  auto record = std::make_shared<Record>();
  record->request = assignment.request;
  const auto timed = [&](bool partial) {
    auto copy = std::make_shared<Record>(*record);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    copy->measures["seconds"] = {seconds, {}, {}, 0, "s"};
    copy->partial = partial;
    return copy;
  };
  Enquiry enquiry{assignment, *record, progress, [&] { keep(timed(true)); }};
  try {
    progress.step(0, 1);
    fill(enquiry);
  } catch (const Cancelled&) {
    enquiry.caveat("partial", translatable("records", "The run was stopped before its end."));
    keep(timed(true));
    throw;
  }
  return timed(false);
}

}  // namespace adversarium
