// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/general/diagnosis.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kCuredAccuracy{"cured_accuracy", translatable("measures", "Accuracy with the cure"), "rate",
                                     Better::Higher};

/// The examination of core/general/diagnosis.h as a method: on the command line, in records, with its cure.
struct LoadDoctor {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
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

  static void carryOut(const Run& run, const Params& params) {
    const Diagnosis diagnosis = examine(run.model(), run.data(), run.progress, params.images);
    Record& record = run.record;
    if (diagnosis.labelled > 0) {
      record.measures.set(kCleanAccuracy, rateOf(diagnosis.right, diagnosis.labelled));
      if (diagnosis.cure) record.measures.set(kCuredAccuracy, rateOf(diagnosis.rightWithCure, diagnosis.labelled));
    }
    Table table{{translatable("headings", "severity"), translatable("headings", "finding"),
                 translatable("headings", "words")},
                {}};
    for (const Finding& finding : diagnosis.findings) {
      table.rows.push_back({std::string(wordFor(finding.severity)), finding.id, finding.words});
      if (finding.severity >= Severity::Warning) run.caveat(finding.id, finding.words);
    }
    record.found.push_back({"findings", translatable("records", "Findings"), std::move(table)});
    if (diagnosis.cure && params.apply) {
      run.caveat("cure", filled(translatable("records", "The cure is written to ‘{}’: open the model again."),
                                applyCure(run.request().model, *diagnosis.cure).string()));
    }
  }
};
const Registered<LoadDoctor> kLoadDoctorRegistered;

}  // namespace
}  // namespace adversarium
