// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/general/diagnosis.h"

#include <fmt/format.h>

#include <chrono>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/method.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kCuredAccuracy{"cured_accuracy", translatable("measures", "Accuracy with the cure"), "rate",
                                     Better::Higher};

/// The examination of core/general/diagnosis.h as a method: on the command line, in records, with its cure.
class LoadDoctor final : public Method {
 public:
  static constexpr AlgorithmInfo info{
      "load-doctor", "Load doctor", Chapter::General, "Carlini et al. 2019, arXiv:1902.06705, section 5",
      "Checks whether a model is fed as it was trained: range, normalisation, layout, "
      "label order, batch norm, gradients."};
  struct Params {
    int images = 200;
    bool apply = false;
  };
  static constexpr std::tuple params{
      heroParam(&Params::images, "images", "Images looked at", "Most images to look at",
                {1, 100000, 20, 1000, true}),
      param(&Params::apply, "apply", "Apply the cure",
            "Write what would put the model right into FILE.json beside it, for every later run"),
  };

  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const auto began = std::chrono::steady_clock::now();
    const auto chosen = bind<LoadDoctor>(assignment.request.params);
    auto record = std::make_shared<Record>();
    record->request = assignment.request;
    Diagnosis diagnosis;
    try {
      diagnosis = examine(*assignment.model, *assignment.data, progress, chosen.images);
    } catch (const Cancelled&) {
      record->partial = true;
      record->caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
      keep(record);
      throw;
    }
    if (diagnosis.labelled > 0) {
      record->measures.set(kCleanAccuracy, rateOf(diagnosis.right, diagnosis.labelled));
      if (diagnosis.cure)
        record->measures.set(kCuredAccuracy, rateOf(diagnosis.rightWithCure, diagnosis.labelled));
    }
    Table table{{translatable("headings", "severity"), translatable("headings", "finding"),
                 translatable("headings", "words")},
                {}};
    for (const Finding& finding : diagnosis.findings) {
      table.rows.push_back({std::string(wordFor(finding.severity)), finding.id, finding.words});
      if (finding.severity >= Severity::Warning) record->caveats.push_back({finding.id, finding.words});
    }
    record->found.push_back({"findings", translatable("records", "Findings"), std::move(table)});
    if (diagnosis.cure && chosen.apply) record->caveats.push_back({"cure", applied(assignment, *diagnosis.cure)});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    record->measures.set(kSeconds, seconds, diagnosis.images);
    return record;
  }

 private:
  static Words applied(const Assignment& assignment, const Sidecar& cure) {
    return filled(translatable("records", "The cure is written to ‘{}’: open the model again."),
                  applyCure(assignment.request.model, cure).string());
  }
};

struct Registered {
  Registered() {
    registerMethod(entryOf<LoadDoctor>(Family::Evaluation, Access::Labels), std::make_unique<LoadDoctor>());
  }
};
const Registered kLoadDoctorRegistered;

}  // namespace
}  // namespace adversarium
