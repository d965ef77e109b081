// SPDX-License-Identifier: GPL-3.0-or-later
// Which teacher a student came from, asked of the student alone.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/error.h"
#include "core/evasion/concentration.h"
#include "core/evasion/feature_match.h"
#include "core/evasion/transferable.h"
#include "core/provenance/enquiry.h"
#include "core/provenance/measured.h"
#include "core/text.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

/// Wang et al., USENIX Security 2018, section 6, for a student that shows labels alone: images whose features
/// behind the teacher's last but one layer are all zero leave the right student nothing to go by but its own bias,
/// so that it gives one answer to all of them; to a stranger they still are the images that they were made from.
struct Fingerprint {
  static constexpr AlgorithmInfo info{"fingerprint", "Teacher's fingerprint", Chapter::Evasion,
                                      "Wang et al. 2018, USENIX Security, section 6",
                                      "Shows a model images that one teacher's inner layers are blind to: if all "
                                      "get the same answer, the model is that teacher's student."};
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  struct Params {
    double epsilon = 0.1;
    std::string teachers;
    int steps = 1000;
  };
  static constexpr std::tuple params{
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel, L∞",
                {0, 1, 0, 0.5, false, "pixel value"}),
      param(&Params::teachers, "teachers", "Candidates",
            "Teachers that the student may have had: paths or demo:NAME, separated by commas"),
      param(&Params::steps, "steps", "Steps", "Gradient steps for an image, at most", {1, 100000, 10, 2000, true}),
  };

  static void carryOut(Enquiry& enquiry, const Params& params);
};
const RegisteredEnquiry<Fingerprint> kFingerprintRegistered;

void Fingerprint::carryOut(Enquiry& enquiry, const Params& params) {
  const Assignment& assignment = enquiry.assignment;
  const Request& request = enquiry.request();
  ModelInfo like = assignment.model->info();
  const std::int64_t classes = like.classes;
  like.classes = 0;  // teachers may know others
  const auto teachers = openModels(params.teachers, like, Access::WhiteBox);
  if (teachers.empty()) throw UsageError("teachers", "must name at least one model");
  const std::vector<std::int64_t> samples = chosenSamples(request.samples, *assignment.data);
  if (samples.empty()) throw InputError(request.data, "has no samples");
  const at::Tensor images = readBatch(*assignment.data, samples).images;
  const auto count = images.size(0);
  const std::int64_t size = std::max<std::int64_t>(1, request.batch);

  Record& record = enquiry.record;
  at::Generator random = generatorFrom(request.seed);
  const auto concentrationOn = [&](const at::Tensor& shown) {
    return concentration(logitsInChunks(*assignment.model, shown).argmax(1), classes, random);
  };
  const Measure control = concentrationOn(images);
  record.measures["gini_unchanged"] = control;
  Table table{{"teacher", "sha256", "gini", "low", "high"}, {}};
  std::vector<Measure> found;
  for (std::size_t t = 0; t < teachers.size(); ++t) {
    const Graph& teacher = *teachers[t]->graph();
    const auto layers = static_cast<std::int64_t>(layersWithWeights(teacher).size());
    const Graph features = firstLayers(teacher, layers - 1).folded();
    std::vector<at::Tensor> parts;
    for (std::int64_t from = 0; from < count; from += size) {
      const auto ways = double(teachers.size()) * double(count);
      const std::int64_t to = std::min(count, from + size);
      PartProgress part(enquiry.progress, (double(t) * double(count) + double(from)) / ways,
                        (double(t) * double(count) + double(to)) / ways);
      const at::Tensor clean = images.slice(0, from, to);
      const Ball ball{Norm::Linf, at::full({to - from}, params.epsilon, at::kFloat)};
      const at::Tensor nothing = at::zeros_like(features.run(clean.slice(0, 0, 1)));
      parts.push_back(ball.enforce(matchFeatures(features, clean, nothing, ball, params.steps, part), clean));
    }
    const at::Tensor made = at::cat(parts);
    const Measure gini = concentrationOn(made);
    found.push_back(gini);
    table.rows.push_back(
        {teachers[t]->info().where, teachers[t]->info().sha256, gini.value, *gini.low, *gini.high});
    record.found.clear();
    record.found.push_back({"teachers", translatable("records", "Candidates"), table});
    record.found.push_back({"clean", translatable("records", "Clean images"), imageSetOf(images)});
    record.found.push_back(
        {"fingerprint", translatable("records", "Images to which the last candidate is blind"), imageSetOf(made)});
    if (t + 1 < teachers.size()) enquiry.publish();
  }
  std::size_t best = 0;
  for (std::size_t t = 1; t < found.size(); ++t) {
    if (found[t].value > found[best].value) best = t;
  }
  double next = *control.high;
  for (std::size_t t = 0; t < found.size(); ++t) {
    if (t != best) next = std::max(next, *found[t].high);
  }
  const bool apart = *found[best].low > next;
  record.measures["gini"] = found[best];
  Verdict verdict;
  if (apart) verdict.flagged = {static_cast<std::int64_t>(best)};
  const std::string digits = fmt::format("{:.2f}", found[best].value), rest = fmt::format("{:.2f}", next);
  verdict.words = fmt::format(
      fmt::runtime(
          apart ? translatable("records",
                               "‘{}’ stands out as the teacher: Gini coefficient {}, everything else at most {}.")
                : translatable("records",
                               "No candidate stands out: the highest is ‘{}’ with a Gini coefficient of {}, "
                               "others reach up to {}.")),
      teachers[best]->info().where, digits, rest);
  record.verdict = verdict;
}

}  // namespace
}  // namespace adversarium
