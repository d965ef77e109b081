// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever has the teacher knows the student's first layers: what looks the same there looks the same to the
// student.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/evasion/feature_match.h"
#include "core/evasion/transferable.h"
#include "core/record/gradient_caveats.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kMisledRate{"misled_rate", translatable("measures", "Images answered wrongly"), "rate",
                                  Better::Lower};

/// Wang et al., USENIX Security 2018, section 4.
struct Mimic {
  static constexpr AlgorithmInfo info{"mimic", "Mimicked features", Chapter::Evasion,
                                      "Wang et al. 2018, USENIX Security",
                                      "Changes an image until the teacher's inner layers see another one; the "
                                      "student, who kept those layers, is misled without being looked into."};
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  struct Params {
    double epsilon = 16.0 / 255;
    Norm norm = Norm::Linf;
    std::string teacher;
    std::string students;
    int layer = 0;
    int steps = 2000;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change, measured in the chosen norm",
                {0, 1e4, 0, 64.0 / 255, false, "pixel value"})
          .as(Role::Strength),
      choiceParam(&Params::norm, "norm", "Norm", "How the size of a change is measured", Norm::L2).as(Role::Norm),
      param(&Params::teacher, "teacher", "Teacher",
            "The model that the student was made from; empty: what the student's file says")
          .as(Place::Model),
      param(&Params::students, "students", "Further students",
            "Other students of the teacher, separated by commas: they are tried with the same images")
          .as(Place::Models),
      param(&Params::layer, "layer", "Layer", "The features behind so many layers are matched; 0: each in turn",
            {0, 1000, 0, 20}),
      param(&Params::steps, "steps", "Steps", "Gradient steps for an image, at most", {1, 100000, 10, 2000, true})
          .as(Role::Steps),
  };

  static void carryOut(const Run& run, const Params& params);
};
const Registered<Mimic> kMimicRegistered;

/// What a student's file says it froze; unknown is no number of layers at all.
std::string frozenWords(const ModelInfo& info) {
  const auto known = teacherInLineage(info.lineage);
  return known ? std::to_string(known->frozen) : "?";
}

void Mimic::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  const Request& request = run.request();
  const ModelInfo& info = assignment.model->info();
  if (!assignment.data->info().labelled)
    throw InputError(request.data, "has no labels: nobody knows what counts as success");
  const auto teacher = teacherOf(info, params.teacher);
  std::vector<std::shared_ptr<const Classifier>> students{assignment.model};
  for (auto& more : openModels(params.students, info, Access::Labels)) students.push_back(more);
  const auto layers = static_cast<std::int64_t>(layersWithWeights(*teacher->graph()).size());
  if (params.layer >= layers)
    throw UsageError("layer", "must lie below " + std::to_string(layers) + ", the teacher's layers");
  std::vector<std::int64_t> tried;
  for (std::int64_t k = 1; k < layers; ++k) {
    if (params.layer == 0 || params.layer == k) tried.push_back(k);
  }
  const Pairs pairs =
      pairsFrom(*assignment.data, chosenSamples(request.samples, *assignment.data), request.target, request.seed);
  const auto known = teacherInLineage(info.lineage);
  // The layer that the record's one number is about: what the student froze, as far as that is known and tried.
  const bool knownTried = known && std::find(tried.begin(), tried.end(), known->frozen) != tried.end();

  Record& record = run.record;
  Table table{{translatable("headings", "student"), translatable("headings", "frozen layers"),
               translatable("headings", "matched layer"), translatable("headings", "tried"),
               translatable("headings", "success"), translatable("headings", "low"),
               translatable("headings", "high"), translatable("headings", "misled")},
              {}};
  Table grid{{translatable("headings", "student"), translatable("headings", "frozen layers")}, {}};
  for (const auto& student : students) grid.rows.push_back({student->info().where, frozenWords(student->info())});
  Curve asGuide{
      translatable("records", "Matched layer"), translatable("records", "Answered as the guide"), {}, {}, {}, {}};
  Curve misled{
      translatable("records", "Matched layer"), translatable("records", "Answered wrongly"), {}, {}, {}, {}};
  std::optional<double> best;
  GradientLooks looks;
  std::optional<Artefact> made, predicted, strength;
  for (std::size_t i = 0; i < tried.size(); ++i) {
    const std::int64_t k = tried[i];
    PartProgress part(run.progress, double(i) / double(tried.size()), double(i + 1) / double(tried.size()));
    const at::Tensor images = mimicked(*teacher->graph(), k, pairs, params.norm, params.epsilon, params.steps,
                                       std::max<std::int64_t>(1, request.batch), part, &looks);
    reportGradients(record, looks);
    grid.columns.emplace_back(fmt::format("layer {}", k), filled(translatable("headings", "layer {}"), k));
    for (std::size_t s = 0; s < students.size(); ++s) {
      const MimicOutcome outcome = mimicOutcome(*students[s], pairs, images);
      const Measure success = outcome.success();
      table.rows.push_back({students[s]->info().where, frozenWords(students[s]->info()), double(k),
                            double(success.n), success.value, success.low.value_or(0), success.high.value_or(1),
                            outcome.misledRate().value});
      grid.rows[s].emplace_back(filled("{} %", Number{100 * success.value, 1}));
      if (s > 0) continue;
      addRate(asGuide, double(k), success);
      addRate(misled, double(k), outcome.misledRate());
      if (knownTried ? k != known->frozen : best && success.value <= *best) continue;
      best = success.value;
      record.measures.set(kSuccessRate, success);
      record.measures.set(kMisledRate, outcome.misledRate());
      record.measures.set(kMatchedLayer, double(k), layers);
      const at::Tensor change = images - pairs.sources.images;
      for (const auto& [name, norm] : {std::pair{"linf", Norm::Linf}, std::pair{"l2", Norm::L2}}) {
        record.measures.set(declared(kNormMeasures, fmt::format("norm_{}_median", name)),
                            median(doublesOf(normOf(change, norm))), images.size(0));
      }
      made = Artefact{"adversarial", translatable("records", "Attacked images"), imageSetOf(images)};
      predicted = Artefact{"predicted", translatable("records", "Answers to the attacked images"),
                           Labels{integersOf(outcome.after)}};
    }
    record.found.clear();
    record.found.push_back({"layers", translatable("records", "Every student and layer"), table});
    record.found.push_back({"grid", translatable("records", "Students against matched layers"), grid});
    record.found.push_back({"success", translatable("records", "Success against matched layer"), asGuide});
    record.found.push_back({"misled", translatable("records", "Wrong answers against matched layer"), misled});
    record.found.push_back({"clean", translatable("records", "Clean images"), imageSetOf(pairs.sources.images)});
    record.found.push_back(
        {"guides", translatable("records", "Images to be mimicked"), imageSetOf(pairs.guides.images)});
    if (made) record.found.push_back(*made);
    record.found.push_back(
        {"labels", translatable("records", "True classes"), Labels{integersOf(pairs.sources.labels)}});
    record.found.push_back({"guide_labels", translatable("records", "Classes of the guides"),
                            Labels{integersOf(pairs.guides.labels)}});
    if (predicted) record.found.push_back(*predicted);
    if (i + 1 < tried.size()) run.publish();
  }
  if (!knownTried)
    run.caveat("layer-unknown",
               translatable("records",
                            "It is not known what the student froze: the numbers are those of the best layer."));
  if (const Measure& success = record.measures.at(kSuccessRate); success.n < 50)
    run.caveat(
        "small-sample",
        filled(translatable("records", "Only {} images were attacked: the intervals are wide."), success.n));
}

}  // namespace
}  // namespace adversarium
