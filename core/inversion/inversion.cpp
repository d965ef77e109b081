// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/inversion.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/evasion/transferable.h"
#include "core/formats/open_model.h"
#include "core/record/measure.h"
#include "core/run/guard.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"
#include "core/training/student.h"
#include "core/victim/access.h"

namespace adversarium {

std::vector<std::int64_t> classesIn(const std::string& list, std::int64_t known) {
  constexpr std::int64_t kMost = 100;
  std::vector<std::int64_t> classes;
  for (std::size_t from = 0; from < list.size();) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    const std::string word = list.substr(from, comma - from);
    const std::size_t begin = std::min(word.find_first_not_of(' '), word.size());
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(word.data() + begin, word.data() + word.size(), number);
    const bool whole =
        error == std::errc() && word.find_first_not_of(' ', std::size_t(end - word.data())) == std::string::npos;
    if (!whole || number < 0 || number >= known)
      throw UsageError("classes",
                       "'" + word + "' is none of the model's classes 0 to " + std::to_string(known - 1));
    classes.push_back(number);
    from = comma + 1;
  }
  for (std::int64_t i = 0; list.empty() && i < std::min(known, kMost); ++i) classes.push_back(i);
  return classes;
}

at::Tensor totalVariation(const at::Tensor& images) {
  const std::int64_t height = images.size(2), width = images.size(3);
  const at::Tensor down = images.slice(2, 1, height) - images.slice(2, 0, height - 1),
                   across = images.slice(3, 1, width) - images.slice(3, 0, width - 1);
  return down.square().flatten(1).sum(1) + across.square().flatten(1).sum(1);
}

namespace {

/// Of the pictures themselves, and of others to hold them against.
constexpr MeasureSpec kJudgements[] = {
    {"distance_to_mean", translatable("measures", "Distance to the class's mean"), "pixel value"},
    {"like_own_mean", translatable("measures", "Most like the mean of their own class"), "rate"},
    {"victim_confidence", translatable("measures", "Victim's confidence"), "probability"},
    {"evaluator_confidence", translatable("measures", "Evaluator's confidence"), "probability"},
    {"feature_distance", translatable("measures", "Distance to the class in features (a real image: 1)"), "ratio"},
    {"acc1", translatable("measures", "Right by the evaluator"), "rate", Better::Lower},
    {"acc5", translatable("measures", "Among the evaluator's five likeliest"), "rate", Better::Lower},
    {"distance_to_mean_without", translatable("measures", "The same without the statistics"), "pixel value"},
    {"like_own_mean_without", translatable("measures", "The same without the statistics"), "rate"},
    {"victim_confidence_without", translatable("measures", "Victim's confidence without the statistics"),
     "probability"},
    {"evaluator_confidence_without", translatable("measures", "Evaluator's confidence without the statistics"),
     "probability"},
    {"feature_distance_without", translatable("measures", "The same without the statistics"), "ratio"},
    {"acc1_without", translatable("measures", "Right by the evaluator without the statistics"), "rate"},
    {"acc5_without", translatable("measures", "Among the five likeliest without the statistics"), "rate"},
    {"distance_to_mean_unsearched", translatable("measures", "The same before the search"), "pixel value"},
    {"like_own_mean_unsearched", translatable("measures", "The same before the search"), "rate"},
    {"victim_confidence_unsearched", translatable("measures", "Victim's confidence before the search"),
     "probability"},
    {"evaluator_confidence_unsearched", translatable("measures", "Evaluator's confidence before the search"),
     "probability"},
    {"feature_distance_unsearched", translatable("measures", "The same before the search"), "ratio"},
    {"acc1_unsearched", translatable("measures", "Right by the evaluator before the search"), "rate"},
    {"acc5_unsearched", translatable("measures", "Among the five likeliest before the search"), "rate"},
};

/// The built-in judge of a built-in model, or nothing: one made to judge, or its adversarially trained twin.
std::string builtInEvaluator(const std::string& model) {
  constexpr std::string_view kDemo = "demo:";
  if (!model.starts_with(kDemo)) return {};
  for (const char* kind : {"-evaluator", "-robust"}) {
    const std::string name = model.substr(kDemo.size()) + kind;
    if (!modelResource(name + ".adv").empty()) return std::string(kDemo) + name;
  }
  return {};
}

/// Of each label; double N.
at::Tensor probabilityOf(const at::Tensor& labels, const at::Tensor& logits) {
  return logits.softmax(1).gather(1, labels.unsqueeze(1)).squeeze(1).to(at::kDouble);
}

}  // namespace

Measure meanOf(const at::Tensor& values, const std::string& unit) {
  const at::Tensor numbers = values.masked_select(values.isfinite()).to(at::kDouble);
  const std::int64_t n = numbers.numel();
  if (n == 0) return {std::numeric_limits<double>::quiet_NaN(), {}, {}, 0, unit};
  const double mean = numbers.mean().item<double>();
  if (n < 2) return {mean, {}, {}, n, unit};
  const double reach = 1.959964 * numbers.std(true).item<double>() / std::sqrt(double(n));
  if (unit == "probability") return {mean, std::max(0.0, mean - reach), std::min(1.0, mean + reach), n, unit};
  return {mean, mean - reach, mean + reach, n, unit};
}

void Film::add(int step, const at::Tensor& images) {
  m_frames.push_back(images);
  m_captions.insert(m_captions.end(), std::size_t(images.size(0)), std::to_string(step));
}

Frames Film::frames() const { return {imageSetOf(at::cat(m_frames), m_captions)}; }

InversionJudge::InversionJudge(const Run& run, const InversionParams& params) : m_run(run) {
  const Assignment& assignment = run.assignment;
  const ModelInfo& info = assignment.model->info();
  m_classes = classesIn(params.classes, info.classes);
  m_labels = at::tensor(m_classes, at::kLong).repeat_interleave(params.copies);
  const std::string evaluator = params.evaluator.empty() ? builtInEvaluator(info.where) : params.evaluator;
  if (evaluator.empty()) {
    run.caveat(
        "no-evaluator",
        translatable(
            "records",
            "No independent evaluator was named: that the model recognises what was made for it proves little."));
  } else {
    const auto models = openModels(evaluator, info, Access::Labels);
    if (models.size() != 1) throw UsageError("evaluator", "must be one model");
    m_evaluator = models.front();
    if (m_evaluator->info().sha256 == info.sha256)
      run.caveat("own-evaluator", translatable("records", "The evaluator is the attacked model itself."));
  }
  constexpr std::size_t kMost = 5000, kChunk = 500;
  std::vector<std::int64_t> samples = chosenSamples(run.request().samples, *assignment.data);
  samples.resize(std::min(samples.size(), kMost));
  std::vector<at::Tensor> images, labels;
  for (std::size_t from = 0; from < samples.size(); from += kChunk) {
    run.progress.step(0, 1);
    const auto to = samples.begin() + std::ptrdiff_t(std::min(samples.size(), from + kChunk));
    const Batch batch = readBatch(*assignment.data, {samples.begin() + std::ptrdiff_t(from), to});
    images.push_back(batch.images);
    labels.push_back(batch.labels);
  }
  if (images.empty()) throw InputError(run.request().data, "has no samples");
  m_truth = at::cat(images);
  m_truthLabels = at::cat(labels);
  std::vector<at::Tensor> means;
  for (std::int64_t c = 0; c < info.classes; ++c) {
    means.push_back(m_truth.index_select(0, m_truthLabels.eq(c).nonzero().squeeze(1)).mean(0));
  }
  m_means = at::stack(means);  // the mean of nothing is not a number, and stays out of every measure
  learnFeatures();
  if (!assignment.data->info().labelled)
    run.caveat("unlabelled",
               translatable("records", "The data has no labels: nobody knows what the classes really look like."));
}

void InversionJudge::learnFeatures() {
  const Graph* const graph = m_evaluator ? m_evaluator->graph() : nullptr;
  const auto layers = graph ? static_cast<std::int64_t>(layersWithWeights(*graph).size()) : 0;
  if (layers < 2) return;
  m_features = firstLayers(*graph, layers - 1);
  const at::Tensor real = featuresOf(m_truth);
  std::vector<at::Tensor> centres, spreads;
  for (std::int64_t c = 0; c < m_means.size(0); ++c) {
    const at::Tensor own = real.index_select(0, m_truthLabels.eq(c).nonzero().squeeze(1));
    centres.push_back(own.mean(0));
    spreads.push_back((own - centres.back()).norm(2, {1}).mean());
  }
  m_centres = at::stack(centres);
  m_spreads = at::stack(spreads);
}

at::Tensor InversionJudge::featuresOf(const at::Tensor& images) const {
  constexpr std::int64_t kChunk = 250;
  std::vector<at::Tensor> features;
  for (const at::Tensor& chunk : images.split(kChunk)) features.push_back(m_features->run(chunk).flatten(1));
  return at::cat(features);
}

at::Tensor InversionJudge::featureDistances(const at::Tensor& images) const {
  if (!m_features) return {};
  const at::Tensor away = featuresOf(images) - m_centres.index_select(0, m_labels);
  return (away.norm(2, {1}) / m_spreads.index_select(0, m_labels)).to(at::kDouble);
}

at::Tensor InversionJudge::distances(const at::Tensor& images) const {
  return (images - m_means.index_select(0, m_labels)).flatten(1).square().mean(1).sqrt().to(at::kDouble);
}

Measure InversionJudge::likeOwnMean(const at::Tensor& images) const {
  const at::Tensor known = m_means.flatten(1).isfinite().all(1);
  const at::Tensor shared = m_means.index_select(0, known.nonzero().squeeze(1)).mean(0, true);
  at::Tensor own = (m_means - shared).flatten(1).nan_to_num(0);
  own = own - own.mean(1, true);  // how bright a picture is says nothing
  own = own / own.norm(2, 1, true).clamp_min(1e-12);
  const at::Tensor likeness = images.flatten(1).matmul(own.t()).masked_fill(known.logical_not(), -HUGE_VAL);
  const at::Tensor right = likeness.argmax(1).eq(m_labels);
  const at::Tensor judged = known.index_select(0, m_labels);
  return rateOf(right.logical_and(judged).sum().item<std::int64_t>(), judged.sum().item<std::int64_t>());
}

at::Tensor InversionJudge::evaluatorConfidence(const at::Tensor& images) const {
  if (!m_evaluator) return {};
  return probabilityOf(m_labels, logitsInChunks(*m_evaluator, images));
}

void InversionJudge::judge(const at::Tensor& images, const std::string& ending) {
  const auto set = [&](const std::string& id, const Measure& measure) {
    m_run.record.measures.set(declared(kJudgements, id + ending), measure);
  };
  const std::int64_t n = images.size(0);
  set("distance_to_mean", meanOf(distances(images), "pixel value"));
  set("like_own_mean", likeOwnMean(images));
  const at::Tensor own = logitsInChunks(behindGuards(*m_run.assignment.model), images);
  set("victim_confidence", meanOf(probabilityOf(m_labels, own), "probability"));
  if (!m_evaluator) return;
  const at::Tensor scores = logitsInChunks(*m_evaluator, images);
  set("evaluator_confidence", meanOf(probabilityOf(m_labels, scores), "probability"));
  if (m_features) set("feature_distance", meanOf(featureDistances(images), "ratio"));
  for (const std::int64_t k : {1, 5}) {
    const at::Tensor top = std::get<1>(scores.topk(std::min(k, scores.size(1)), 1));
    const std::int64_t hits = top.eq(m_labels.unsqueeze(1)).any(1).sum().item<std::int64_t>();
    set(fmt::format("acc{}", k), rateOf(hits, n));
  }
}

void InversionJudge::exhibit(const at::Tensor& images) {
  // |t|² − 2 t·x: the squared distance but for what all real pictures t share.
  const at::Tensor truth = m_truth.flatten(1);
  const at::Tensor distance = truth.square().sum(1) - 2 * images.flatten(1).matmul(truth.t());
  const at::Tensor nearest = m_truth.index_select(0, distance.argmin(1));
  auto& found = m_run.record.found;
  found.push_back({"class_means", translatable("records", "Means of the classes"),
                   imageSetOf(m_means.index_select(0, m_labels).nan_to_num(0.5))});
  found.push_back({"nearest", translatable("records", "Nearest real pictures"), imageSetOf(nearest)});
  found.push_back({"labels", translatable("records", "Classes drawn"), Labels{integersOf(m_labels)}});
}

}  // namespace adversarium
