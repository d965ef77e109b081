// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several teachers did a student come from? What looks the same to the right one's inner layers looks the
// same to the student.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

constexpr MeasureSpec kAlikeRate{"alike_rate",
                                 translatable("measures", "Images answered as the candidate's features say"), ""};
constexpr MeasureSpec kGini{"gini", translatable("measures", "Gini coefficient of the answers"), ""};
constexpr MeasureSpec kGiniUnchanged{"gini_unchanged", translatable("measures", "The same on unchanged images"),
                                     ""};
constexpr MeasureSpec kRightTeacherFirst{
    "right_teacher_first", translatable("measures", "The known teacher comes first (1: yes)"), "yes or no"};

enum class PrintKind { Matched, Silenced };

}  // namespace

template <>
struct Choices<PrintKind> {
  static constexpr std::array<std::string_view, 2> names{"matched", "silenced"};
};

namespace {

/// Two kinds of images, both judged by labels and the Gini coefficient of their distribution over the classes.
/// Silenced, Wang et al., USENIX Security 2018, section 6: the candidate's features are zero, the right one's
/// student is left with its biases and gives one answer to all. The paper reads that off scores; by labels alone
/// it is weak, because images without signal look alike to any model of the task. Matched, Chen et al., USENIX
/// Security 2022 (arXiv:2106.12478): each image has the features of a guide, and counted is by how many classes
/// the answer is off the guide's: none, always, for the right candidate.
struct Fingerprint {
  static constexpr AlgorithmInfo info{"fingerprint", "Fingerprint of the teacher", Chapter::Evasion,
                                      "Wang et al. 2018, USENIX Security; Chen et al. 2022, arXiv:2106.12478",
                                      "Finds out which teacher a student was made from, by its labels alone: "
                                      "images that look alike to the right teacher get the same answer."};
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  struct Params {
    std::string teachers;
    PrintKind kind = PrintKind::Matched;
    double epsilon = 8.0 / 255;
    int layer = 0;
    int steps = 200;
  };
  static constexpr std::tuple params{
      param(&Params::teachers, "teachers", "Candidates",
            "Models that may be the teacher: paths or demo:NAME, separated by commas; empty: what the student's "
            "file says")
          .as(Place::Models),
      param(&Params::kind, "kind", "Kind of images",
            "matched: with a candidate's features of another image; silenced: with none at all"),
      heroParam(&Params::epsilon, "epsilon", "Strength ε", "Largest change of a pixel, L∞",
                {0, 1, 0, 1, false, "pixel value"})
          .as(Role::Strength),
      param(&Params::layer, "layer", "Layer", "The features behind so many layers are set; 0: each in turn",
            {0, 1000, 0, 20}),
      param(&Params::steps, "steps", "Steps", "Gradient steps for an image, at most", {1, 100000, 10, 2000, true})
          .as(Role::Steps),
  };

  static void carryOut(const Run& run, const Params& params);
};
const Registered<Fingerprint> kFingerprintRegistered;

/// Of counts, one a class: 0 where all are alike, 1 where one class has everything.
double giniOf(std::vector<double> counts) {
  const auto k = static_cast<double>(counts.size());
  double sum = 0, weighted = 0;
  std::sort(counts.begin(), counts.end());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    weighted += (2 * double(i + 1) - k - 1) * counts[i];
  }
  return sum > 0 && k > 1 ? weighted / ((k - 1) * sum) : 0;
}

/// With a 95 % interval: percentiles of the coefficient over samples drawn anew from the answers.
Measure giniOfAnswers(const at::Tensor& answers, std::int64_t classes, std::uint64_t seed) {
  constexpr std::int64_t kResamples = 1000;
  const std::int64_t n = answers.size(0);
  at::Generator random = generatorFrom(seed ^ 0x6171ULL);
  const at::Tensor drawn = answers.index_select(0, at::randint(0, n, {kResamples * n}, random, at::kLong));
  const at::Tensor counts = at::one_hot(drawn, classes).view({kResamples, n, classes}).sum(1).to(at::kDouble);
  std::vector<double> values;
  for (std::int64_t i = 0; i < kResamples; ++i) values.push_back(giniOf(doublesOf(counts[i])));
  const double found = giniOf(doublesOf(at::one_hot(answers, classes).sum(0).to(at::kDouble)));
  return {found, std::min(found, quantile(values, 0.025)), std::max(found, quantile(values, 0.975)), n,
          "Gini coefficient"};
}

/// What the student is asked about: images to change, and those whose features they are to take on.
struct Probe {
  PrintKind kind;
  at::Tensor images;   ///< N×C×H×W in [0,1]
  at::Tensor plain;    ///< int64 N, the student's answers to them
  at::Tensor guides;   ///< N×C×H×W, answered otherwise; undefined for silenced images
  at::Tensor awaited;  ///< int64 N, the answers to the guides; 0 for silenced images
  std::int64_t classes = 0;

  /// The answers as they are counted: by how many classes they are off what the right candidate's image would get.
  at::Tensor counted(const at::Tensor& answers) const { return (answers - awaited).remainder(classes); }
  Measure gini(const at::Tensor& answers, std::uint64_t seed) const {
    return giniOfAnswers(counted(answers), classes, seed);
  }
  Measure alike(const at::Tensor& answers) const {
    const at::Tensor counts = at::bincount(counted(answers), {}, classes);
    const at::Tensor hits = kind == PrintKind::Matched ? counts[0] : counts.max();
    return rateOf(hits.item<std::int64_t>(), answers.size(0));
  }
};

Probe probeOf(const Classifier& student, const at::Tensor& images, PrintKind kind, const Request& request) {
  Probe probe{kind, images, logitsInChunks(student, images).argmax(1), {}, {}, student.info().classes};
  probe.awaited = at::zeros_like(probe.plain);
  if (kind == PrintKind::Silenced) return probe;
  at::Generator random = generatorFrom(request.seed ^ 0xf19eULL);
  const auto order = integersOf(at::randperm(images.size(0), random, at::kLong)),
             answers = integersOf(probe.plain);
  std::vector<std::int64_t> sources, guides;
  for (std::size_t i = 0; i < order.size(); ++i) {
    // The first in a random order, begun at a place of its own, that is answered otherwise.
    for (std::size_t j = 1; j < order.size(); ++j) {
      const std::int64_t guide = order[(i + j) % order.size()];
      if (answers[std::size_t(guide)] == answers[std::size_t(order[i])]) continue;
      sources.push_back(order[i]);
      guides.push_back(guide);
      break;
    }
  }
  if (guides.empty()) throw InputError(request.data, "gets one answer alone: there is nothing to tell apart");
  const at::Tensor from = at::tensor(sources, at::kLong), to = at::tensor(guides, at::kLong);
  probe.guides = images.index_select(0, to);
  probe.awaited = probe.plain.index_select(0, to);
  probe.images = images.index_select(0, from);
  probe.plain = probe.plain.index_select(0, from);
  return probe;
}

/// What the student answered to images made for one candidate at one layer.
struct Print {
  std::string teacher;
  std::int64_t layer = 0;
  Measure gini;
  Measure alike;
  double left = 0;  ///< median share of the features' distance that is left
  at::Tensor images, answers;
};

Print printOf(const Classifier& student, const Classifier& teacher, std::int64_t layer, const Probe& probe,
              const Fingerprint::Params& params, const Request& request, GradientLooks& looks,
              Progress& progress) {
  const at::NoGradGuard noGradient;
  const Graph features = firstLayers(*teacher.graph(), layer).folded();
  const std::int64_t count = probe.images.size(0), batch = std::max<std::int64_t>(1, request.batch);
  std::vector<at::Tensor> parts;
  std::vector<double> left;
  for (std::int64_t from = 0; from < count; from += batch) {
    const std::int64_t to = std::min(count, from + batch);
    PartProgress part(progress, double(from) / double(count), double(to) / double(count));
    const at::Tensor images = probe.images.slice(0, from, to);
    const Ball ball{Norm::Linf, at::full({to - from}, params.epsilon, at::kFloat)};
    const at::Tensor before = features.run(images);
    const at::Tensor wanted =
        probe.guides.defined() ? features.run(probe.guides.slice(0, from, to)) : at::zeros_like(before);
    parts.push_back(
        ball.enforce(matchFeatures(features, images, wanted, ball, params.steps, part, &looks), images));
    const at::Tensor after = featureDistance(features.run(parts.back()), wanted).sqrt(),
                     whole = featureDistance(before, wanted).sqrt().clamp_min(1e-12);
    for (const double share : doublesOf(after / whole)) left.push_back(share);
  }
  Print print{teacher.info().where, layer, {}, {}, median(left), at::cat(parts), {}};
  print.answers = logitsInChunks(student, print.images).argmax(1);
  print.gini = probe.gini(print.answers, request.seed);
  print.alike = probe.alike(print.answers);
  return print;
}

/// The best print of every candidate; a candidate stands apart where its interval lies above all others' and above
/// what the untouched images show.
Verdict verdictOn(std::vector<Print> best, const Measure& untouched) {
  std::stable_sort(best.begin(), best.end(),
                   [](const Print& a, const Print& b) { return a.gini.value > b.gini.value; });
  const Print& first = best.front();
  const auto number = [](double value) { return Number{value, 2}; };
  const auto said = [&](const char* words, const Print& print) {
    return filled(words, print.teacher, number(print.gini.value), number(*print.gini.low),
                  number(*print.gini.high), print.layer);
  };
  const bool alone = best.size() == 1;
  const bool apart = !alone && *first.gini.low > *best[1].gini.high && *first.gini.low > *untouched.high;
  Verdict verdict;
  verdict.words =
      apart
          ? said(translatable("records",
                              "‘{}’ stands apart as the teacher: Gini coefficient {} ({}–{}) behind layer {}."),
                 first)
          : said(translatable("records",
                              "No candidate stands apart: ‘{}’ comes first with a Gini coefficient of {} ({}–{}) "
                              "behind layer {}."),
                 first);
  if (!alone) {
    verdict.words.append(
        said(translatable("records", "The next, ‘{}’, reaches {} ({}–{}) behind layer {}."), best[1]));
  }
  verdict.words.append(filled(translatable("records", "The images as they are show {} ({}–{})."),
                              number(untouched.value), number(*untouched.low), number(*untouched.high)));
  if (!apart) {
    verdict.words.append(alone ? translatable("records", "One candidate alone does not tell the teacher.")
                               : translatable("records", "The teacher may not be among the candidates."));
  }
  return verdict;
}

void Fingerprint::carryOut(const Run& run, const Params& params) {
  const Assignment& assignment = run.assignment;
  const Request& request = run.request();
  const Classifier& student = *assignment.model;
  ModelInfo like = student.info();
  like.classes = 0;
  auto candidates = openModels(params.teachers, like, Access::WhiteBox);
  if (candidates.empty()) candidates.push_back(teacherOf(student.info(), {}, "teachers"));
  const at::Tensor chosen = readBatch(*assignment.data, chosenSamples(request.samples, *assignment.data)).images;
  const Probe probe = probeOf(student, chosen, params.kind, request);
  const Measure untouched = probe.gini(probe.plain, request.seed);
  const auto known = teacherInLineage(student.info().lineage);

  Record& record = run.record;
  record.measures.set(kGiniUnchanged, untouched);
  Table table{{translatable("headings", "teacher"), translatable("headings", "layer"),
               translatable("headings", "gini"), translatable("headings", "low"), translatable("headings", "high"),
               translatable("headings", "alike"), translatable("headings", "features left")},
              {}};
  std::vector<Curve> curves;
  std::vector<Print> best;
  GradientLooks looks;
  std::int64_t queries = chosen.size(0);
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const Classifier& teacher = *candidates[c];
    const auto layers = static_cast<std::int64_t>(layersWithWeights(*teacher.graph()).size());
    if (params.layer >= layers)
      throw UsageError("layer",
                       "must lie below " + std::to_string(layers) + ", the layers of " + teacher.info().where);
    Curve curve{
        translatable("records", "Matched layer"), translatable("records", "Gini coefficient"), {}, {}, {}, {}};
    curve.group = translatable("records", "Unevenness of the answers against the layer");
    const std::int64_t from = params.layer == 0 ? 1 : params.layer, to = params.layer == 0 ? layers : from + 1;
    std::optional<Print> strongest;
    for (std::int64_t k = from; k < to; ++k) {
      const double parts = double(candidates.size()) * double(to - from),
                   done = double(c) * double(to - from) + double(k - from);
      PartProgress part(run.progress, done / parts, (done + 1) / parts);
      Print print = printOf(student, teacher, k, probe, params, request, looks, part);
      queries += print.answers.size(0);
      table.rows.push_back({print.teacher, double(k), print.gini.value, *print.gini.low, *print.gini.high,
                            print.alike.value, print.left});
      addRate(curve, double(k), print.gini);
      if (!strongest || print.gini.value > strongest->gini.value) strongest = std::move(print);
    }
    best.push_back(*strongest);
    curves.push_back(curve);

    reportGradients(record, looks);
    record.verdict = verdictOn(best, untouched);
    const auto leader = std::max_element(
        best.begin(), best.end(), [](const Print& a, const Print& b) { return a.gini.value < b.gini.value; });
    record.measures.set(kGini, leader->gini);
    record.measures.set(kAlikeRate, leader->alike);
    record.measures.set(kMatchedLayer, double(leader->layer), layers);
    record.measures.set(kQueries, double(queries), probe.images.size(0));
    record.found.clear();
    record.found.push_back({"candidates", translatable("records", "Every candidate and layer"), table});
    for (std::size_t i = 0; i < curves.size(); ++i)
      record.found.push_back({fmt::format("gini-{}", i + 1), best[i].teacher, curves[i]});
    record.found.push_back({"clean", translatable("records", "Clean images"), imageSetOf(probe.images)});
    record.found.push_back({"fingerprints", translatable("records", "Images made for the likeliest teacher"),
                            imageSetOf(leader->images)});
    record.found.push_back(
        {"predicted", translatable("records", "Answers to these images"), Labels{integersOf(leader->answers)}});
    if (probe.guides.defined())
      record.found.push_back(
          {"guides", translatable("records", "Images to be mimicked"), imageSetOf(probe.guides)});
    if (known && c + 1 == candidates.size()) {
      const auto& named = *candidates[std::size_t(leader - best.begin())];
      const bool right =
          known->sha256.empty() ? known->where == named.info().where : known->sha256 == named.info().sha256;
      record.measures.set(kRightTeacherFirst, right ? 1.0 : 0.0, std::ssize(candidates));
    }
    if (c + 1 < candidates.size()) run.publish();
  }
  if (probe.images.size(0) < 50)
    run.caveat("small-sample", filled(translatable("records", "Only {} images were made: the intervals are wide."),
                                      probe.images.size(0)));
}

}  // namespace
}  // namespace adversarium
