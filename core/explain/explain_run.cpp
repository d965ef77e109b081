// SPDX-License-Identifier: GPL-3.0-or-later
// From explained batches to a record: measures, maps, tables, curves.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/explain/runner.h"
#include "core/record/gradient_caveats.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Over all pictures.
constexpr MeasureSpec kAverages[] = {
    {"deletion_auc", translatable("measures", "Probability while pixels go, most important first (area)"),
     "probability"},
    {"deletion_auc_random", translatable("measures", "The same, pixels going at random (area)"), "probability"},
    {"insertion_auc", translatable("measures", "Probability while pixels come, most important first (area)"),
     "probability"},
    {"region_fall_mean", translatable("measures", "Fall of the probability when the region is hidden, mean"),
     "probability"},
    {"completeness_gap_mean", translatable("measures", "Missing from the sum of shares, mean"), "score"},
};

constexpr MeasureSpec kCompletenessGapMax{
    "completeness_gap_max", translatable("measures", "Missing from the sum of shares, largest"), "score"};
constexpr MeasureSpec kRegionFlips{
    "region_flips", translatable("measures", "Answers that change when the region is hidden"), "rate"};

const UsualFiles kExplanationFiles(Family::Explanation, {"clean.npy", "clean.png", "heatmap.npy", "heatmap.png"});

/// The area below each row of N×S values at S even places from 0 to 1.
std::vector<double> areas(const at::Tensor& curves) {
  return doublesOf(at::trapz(curves, 1.0 / kFaithfulnessSteps));
}

/// Gathers batch after batch; `record()` may be asked at any time for what is there.
class ExplanationTally {
 public:
  ExplanationTally(const Assignment& assignment, const HeatWords& words, bool gradients)
      : m_assignment(assignment), m_words(words), m_usesGradients(gradients) {
    const DataInfo& data = assignment.data->info();
    const auto& own = assignment.model->info().classNames;
    m_names = own.empty() ? data.classNames : own;
    m_table.columns = {translatable("headings", "index"),
                       translatable("headings", "label"),
                       translatable("headings", "explained class"),
                       translatable("headings", "confidence"),
                       translatable("headings", "region top"),
                       translatable("headings", "region left"),
                       translatable("headings", "region height"),
                       translatable("headings", "region width"),
                       translatable("headings", "confidence without"),
                       translatable("headings", "class without"),
                       translatable("headings", "deletion auc"),
                       translatable("headings", "insertion auc"),
                       translatable("headings", "queries")};
  }

  void add(const std::vector<std::int64_t>& indices, const Batch& batch, const ExplainedBatch& explained,
           const Faithfulness& faithful) {
    const auto labels = integersOf(batch.labels), classes = integersOf(explained.classes);
    const auto answers = integersOf(explained.scores.argmax(1));
    const auto confidence = doublesOf(explained.scores.gather(1, explained.classes.unsqueeze(1)));
    const auto deletion = areas(faithful.deletion), insertion = areas(faithful.insertion);
    const auto random = areas(faithful.random);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const HiddenWindow& region = explained.regions[i];
      m_right += answers[i] == labels[i];
      // Only an answer that was there before can be taken away.
      m_answered += answers[i] == classes[i];
      m_flipped += answers[i] == classes[i] && region.winner != classes[i];
      m_falls.push_back(confidence[i] - region.score);
      m_indices.push_back(indices[i]);
      m_labels.push_back(labels[i]);
      m_classes.push_back(classes[i]);
      m_answers.push_back(answers[i]);
      m_queries.push_back(double(explained.queries[i]));
      m_captions.push_back(filled("{} {} %", Name::ofClass(nameOf(classes[i])), Number{100 * confidence[i], 0}));
      const Window& w = region.window;
      m_table.rows.push_back({double(indices[i]), labels[i] < 0 ? std::string() : nameOf(labels[i]),
                              nameOf(classes[i]), confidence[i], double(w.top), double(w.left), double(w.height),
                              double(w.width), double(region.score), nameOf(region.winner), deletion[i],
                              insertion[i], double(explained.queries[i])});
    }
    const auto append = [](std::vector<double>& all, const std::vector<double>& more) {
      all.insert(all.end(), more.begin(), more.end());
    };
    append(m_deletion, deletion);
    append(m_insertion, insertion);
    append(m_random, random);
    if (explained.gap.defined()) append(m_gaps, doublesOf(explained.gap));
    m_gradients += explained.gradients;
    m_looks += explained.looks;
    m_clean.push_back(batch.images);
    m_maps.push_back(explained.heat.maps);
    m_curves[0].push_back(faithful.deletion);
    m_curves[1].push_back(faithful.insertion);
    m_curves[2].push_back(faithful.random);
  }

  std::shared_ptr<const Record> record(double seconds, bool partial) const {
    auto record = std::make_shared<Record>();
    record->request = m_assignment.request;
    record->partial = partial;
    const auto n = static_cast<std::int64_t>(m_indices.size());
    auto& measures = record->measures;
    const auto average = [&](const MeasureSpec& spec, const std::vector<double>& values) {
      if (!values.empty()) measures.set(spec, mean(values), std::int64_t(values.size()));
    };
    if (m_assignment.data->info().labelled) measures.set(kCleanAccuracy, rateOf(m_right, n));
    average(declared(kAverages, "deletion_auc"), m_deletion);
    average(declared(kAverages, "deletion_auc_random"), m_random);
    average(declared(kAverages, "insertion_auc"), m_insertion);
    average(declared(kAverages, "region_fall_mean"), m_falls);
    measures.set(kRegionFlips, rateOf(m_flipped, m_answered));
    average(declared(kAverages, "completeness_gap_mean"), m_gaps);
    if (!m_gaps.empty()) measures.set(kCompletenessGapMax, *std::max_element(m_gaps.begin(), m_gaps.end()), n);
    average(kQueriesMean, m_queries);
    if (m_usesGradients && n > 0) measures.set(kGradientsMean, double(m_gradients) / double(n), n);
    measures.set(kSeconds, seconds, n);
    caveats(*record, n);
    if (n == 0) return record;
    artefacts(*record);
    return record;
  }

 private:
  std::string nameOf(std::int64_t index) const {
    return index >= 0 && index < std::int64_t(m_names.size()) ? m_names[std::size_t(index)]
                                                              : std::to_string(index);
  }

  void artefacts(Record& record) const {
    auto& found = record.found;
    found.push_back({"clean", translatable("records", "Explained images"), imageSetOf(at::cat(m_clean))});
    const at::Tensor maps = at::cat(m_maps);
    found.push_back({"heatmap", translatable("records", "Heat maps"),
                     HeatMaps{maps.sizes().vec(), floatsOf(maps), m_captions, std::string(m_words.unit),
                              m_words.isSigned, "clean"}});
    found.push_back({"indices", translatable("records", "Sample indices"), Labels{m_indices}});
    found.push_back({"labels", translatable("records", "True classes"), Labels{m_labels}});
    found.push_back({"explained", translatable("records", "Explained classes"), Labels{m_classes}});
    found.push_back({"predicted", translatable("records", "Answers to the images"), Labels{m_answers}});
    found.push_back({"samples", translatable("records", "Every sample"), m_table});
    const char* ids[] = {"deletion", "insertion", "deletion_random"};
    const char* titles[] = {translatable("records", "The most important pixels taken away first"),
                            translatable("records", "The most important pixels put back first"),
                            translatable("records", "Pixels taken away at random, for comparison")};
    for (std::size_t c = 0; c < m_curves.size(); ++c) {
      Curve curve{translatable("records", "Share of the pixels"),
                  translatable("records", "Mean probability"),
                  {},
                  doublesOf(at::cat(m_curves[c]).mean(0)),
                  {},
                  {}};
      for (int step = 0; step <= kFaithfulnessSteps; ++step) curve.x.push_back(double(step) / kFaithfulnessSteps);
      found.push_back({ids[c], titles[c], std::move(curve)});
    }
  }

  void caveats(Record& record, std::int64_t n) const {
    if (!m_assignment.data->info().labelled) {
      record.caveats.push_back(
          {"unlabelled",
           translatable("records", "The data has no labels: whether the model is right is not known.")});
    } else if (n > 0 && double(m_right) / double(n) < 0.5) {
      record.caveats.push_back(
          {"low-accuracy", filled(translatable("records",
                                               "The model is right on only {} of {} clean images: check "
                                               "range, normalisation and label order."),
                                  m_right, n)});
    }
    if (record.partial)
      record.caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    reportGradients(record, m_looks);
    if (!m_deletion.empty() && mean(m_deletion) >= mean(m_random)) {
      record.caveats.push_back(
          {"unfaithful",
           translatable("records",
                        "Taking pixels away in the order of these maps lowers the probability no "
                        "faster than taking them away at random: the maps do not show what decides.")});
    }
    const Request& request = record.request;
    const auto* tolerance = catalogueEntry(request.algorithm).get<double>(request.params, Role::Tolerance);
    if (!m_gaps.empty() && tolerance) {
      const double allowed = *tolerance;
      const auto wide = std::count_if(m_gaps.begin(), m_gaps.end(), [&](double gap) { return gap > allowed; });
      if (wide > 0) {
        record.caveats.push_back(
            {"incomplete", filled(translatable("records",
                                               "The shares of {} of {} images miss the tolerance when added "
                                               "up: allow more steps."),
                                  wide, n)});
      }
    }
  }

  const Assignment& m_assignment;
  HeatWords m_words;
  bool m_usesGradients;
  std::vector<std::string> m_names;
  std::vector<Words> m_captions;
  std::int64_t m_right = 0, m_answered = 0, m_flipped = 0, m_gradients = 0;
  GradientLooks m_looks;
  std::vector<double> m_deletion, m_insertion, m_random, m_falls, m_gaps, m_queries;
  std::vector<std::int64_t> m_indices, m_labels, m_classes, m_answers;
  std::vector<at::Tensor> m_clean, m_maps;
  std::array<std::vector<at::Tensor>, 3> m_curves;
  Table m_table;
};

}  // namespace

std::shared_ptr<const Record> ExplanationMethod::run(const Assignment& assignment, Progress& progress,
                                                     const KeepRecord& keep) const {
  const auto began = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const Request& request = assignment.request;
  const std::vector<std::int64_t> samples = chosenSamples(request.samples, *assignment.data);
  if (samples.empty()) throw InputError(request.data, "has no samples");
  const auto count = static_cast<std::int64_t>(samples.size());
  // Far less is lost when a person stops than with the batches of an attack.
  constexpr std::int64_t kMostTogether = 16;
  const std::int64_t size = std::clamp<std::int64_t>(std::min(request.batch, kMostTogether), 1, count);
  const std::int64_t batches = (count + size - 1) / size;

  ExplanationTally tally(assignment, words(request.params), entry().access >= Access::Gradients);
  for (std::int64_t b = 0; b < batches; ++b) {
    const std::vector<std::int64_t> indices(samples.begin() + b * size,
                                            samples.begin() + std::min(count, (b + 1) * size));
    const Batch batch = readBatch(*assignment.data, indices);
    // Every batch has a seed of its own, so that a part of a run can be repeated alone.
    const std::uint64_t seed = request.seed * 1'000'003 + std::uint64_t(b);
    const double from = double(b) / double(batches), width = 1 / double(batches);
    try {
      PartProgress part(progress, from, from + 0.9 * width);
      const ExplainedBatch explained =
          explainBatch(*this, request.params, *assignment.model, batch.images, {request.target, request.precision},
                       std::make_shared<at::Generator>(generatorFrom(seed)), part);
      PartProgress judging(progress, from + 0.9 * width, from + width);
      at::Generator random = generatorFrom(seed ^ 0xfa17ULL);
      tally.add(indices, batch, explained,
                faithfulnessOf(*assignment.model, batch.images, explained.classes, explained.heat.maps, random,
                               judging));
      progress.step(b + 1, batches);
    } catch (const Cancelled&) {
      keep(tally.record(elapsed(), true));
      throw;
    }
  }
  return tally.record(elapsed(), false);
}

}  // namespace adversarium
