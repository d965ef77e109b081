// SPDX-License-Identifier: GPL-3.0-or-later
// From attacked batches to a record: measures, tables, curves.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/evasion/attack_parts.h"
#include "core/evasion/guard_comparison.h"
#include "core/evasion/runner.h"
#include "core/evasion/strength_sweep.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/unfinished.h"
#include "core/tensor/convert.h"

namespace adversarium {

namespace {

constexpr MeasureSpec kLearningGradients{"learning_gradients",
                                         translatable("measures", "Gradients while learning"), "gradients"};
constexpr MeasureSpec kLearningImages{"learning_images", translatable("measures", "Images that were learned on"),
                                      "images"};

const UsualFiles kAttackFiles(Family::Attack, {"clean.npy", "clean.png", "adversarial.npy", "adversarial.png",
                                               "indices.npy", "labels.npy", "clean_predicted.npy", "predicted.npy",
                                               "samples.csv", "success.csv", "figure.png"});

std::string className(const std::vector<std::string>& names, std::int64_t index) {
  return index >= 0 && index < static_cast<std::int64_t>(names.size()) ? names[static_cast<std::size_t>(index)]
                                                                       : std::to_string(index);
}

/// Gathers batch after batch; `record()` may be asked at any time for what is there.
class AttackTally {
 public:
  explicit AttackTally(const Assignment& assignment) : comparison(assignment), m_assignment(assignment) {
    const DataInfo& data = assignment.data->info();
    m_names = assignment.model->info().classNames.empty() ? data.classNames : assignment.model->info().classNames;
    m_table.columns = {translatable("headings", "index"),
                       translatable("headings", "label"),
                       translatable("headings", "clean class"),
                       translatable("headings", "clean confidence"),
                       translatable("headings", "attacked class"),
                       translatable("headings", "attacked confidence"),
                       translatable("headings", "success"),
                       translatable("headings", "l0"),
                       translatable("headings", "l1"),
                       translatable("headings", "l2"),
                       translatable("headings", "linf"),
                       translatable("headings", "queries")};
  }

  void add(const std::vector<std::int64_t>& indices, const Batch& clean, const AttackedBatch& attacked) {
    const at::Tensor change = attacked.adversarial.to(at::kDouble) - clean.images.to(at::kDouble);
    const auto l0 = integersOf(changedPixels(change));
    const auto l1 = doublesOf(normOf(change, Norm::L1));
    const auto l2 = doublesOf(normOf(change, Norm::L2));
    const auto linf = doublesOf(normOf(change, Norm::Linf));
    const auto [cleanTop, cleanClass] = attacked.cleanScores.max(1);
    const auto [attackTop, attackClass] = attacked.attackScores.max(1);
    const auto cleanConfidence = doublesOf(cleanTop), attackConfidence = doublesOf(attackTop);
    const auto labels = integersOf(clean.labels), before = integersOf(cleanClass), after = integersOf(attackClass);
    const auto truth = integersOf(at::where(clean.labels.lt(0), cleanClass, clean.labels));
    const auto attempted = integersOf(attacked.attempted), succeeded = integersOf(attacked.succeeded);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      m_labelled += labels[i] >= 0;
      m_right += before[i] == labels[i];
      m_rightAfter += before[i] == truth[i] && after[i] == truth[i];
      m_attempted += attempted[i];
      m_succeeded += succeeded[i];
      if (attempted[i] != 0) {
        m_queries.push_back(static_cast<double>(attacked.queries[i]));
      }
      if (succeeded[i] != 0) {
        m_spent.push_back(static_cast<double>(attacked.queries[i]));
        m_norms["l0"].push_back(static_cast<double>(l0[i]));
        m_norms["l1"].push_back(l1[i]);
        m_norms["l2"].push_back(l2[i]);
        m_norms["linf"].push_back(linf[i]);
      }
      m_indices.push_back(indices[i]);
      m_labels.push_back(labels[i]);
      m_before.push_back(before[i]);
      m_after.push_back(after[i]);
      m_table.rows.push_back({double(indices[i]), labels[i] < 0 ? std::string() : className(m_names, labels[i]),
                              className(m_names, before[i]), cleanConfidence[i], className(m_names, after[i]),
                              attackConfidence[i],
                              attempted[i] == 0 ? translatable("cells", "not tried")
                              : succeeded[i]    ? translatable("cells", "yes")
                                                : translatable("cells", "no"),
                              double(l0[i]), l1[i], l2[i], linf[i], double(attacked.queries[i])});
    }
    m_gradients += attacked.gradients;
    m_repeated += attacked.repeated;
    m_notes.add(attacked.notes);
    m_clean.push_back(clean.images);
    m_adversarial.push_back(attacked.adversarial);
  }

  GuardComparison comparison;

  void refused(Words reason) { m_refused = std::move(reason); }

  /// A curve against strength was asked for, and there is no strength.
  void withoutStrength() { m_withoutStrength = true; }

  /// What was made for all images, and on how many.
  void learned(const Learned& learned, Artefact exhibit) {
    m_learnedOn = learned.samples;
    m_learningGradients = learned.gradients;
    m_notes.add(learned.notes);
    m_exhibit = std::move(exhibit);
  }

  void addStrength(double strength, std::int64_t hits, std::int64_t n) {
    addRate(m_curve, strength, rateOf(hits, n));
  }

  std::int64_t attempted() const { return m_attempted; }

  std::shared_ptr<const Record> record(double seconds, bool partial) const {
    auto record = std::make_shared<Record>();
    record->request = m_assignment.request;
    record->partial = partial;
    const auto n = static_cast<std::int64_t>(m_indices.size());
    auto& measures = record->measures;
    if (m_labelled > 0 || n == 0) measures.set(kCleanAccuracy, rateOf(m_right, m_labelled));
    measures.set(kRobustAccuracy, rateOf(m_rightAfter, n));
    measures.set(kSuccessRate, rateOf(m_succeeded, m_attempted));
    for (const auto& [norm, values] : m_norms) {
      const auto count = static_cast<std::int64_t>(values.size());
      measures.set(declared(kNormMeasures, "norm_" + norm + "_median"), median(values), count);
      measures.set(declared(kNormMeasures, "norm_" + norm + "_mean"), mean(values), count);
    }
    if (!m_queries.empty()) {
      measures.set(kQueriesMean, mean(m_queries), m_attempted);
      measures.set(kGradientsMean, double(m_gradients) / double(m_attempted), m_attempted);
    }
    if (m_exhibit) {
      measures.set(kLearningImages, double(m_learnedOn), m_learnedOn);
      measures.set(kLearningGradients, double(m_learningGradients), m_learnedOn);
      record->found.push_back(*m_exhibit);
    }
    measures.set(kSeconds, seconds, n);
    caveats(*record);
    comparison.report(*record);
    record->found.push_back({"clean", translatable("records", "Clean images"), together(m_clean)});
    record->found.push_back({"adversarial", translatable("records", "Attacked images"), together(m_adversarial)});
    record->found.push_back({"indices", translatable("records", "Sample indices"), Labels{m_indices}});
    record->found.push_back({"labels", translatable("records", "True classes"), Labels{m_labels}});
    record->found.push_back(
        {"clean_predicted", translatable("records", "Answers to the clean images"), Labels{m_before}});
    record->found.push_back(
        {"predicted", translatable("records", "Answers to the attacked images"), Labels{m_after}});
    record->found.push_back({"samples", translatable("records", "Every sample"), m_table});
    if (!m_notes.stages.empty())
      record->found.push_back({"stages", translatable("records", "Stage by stage"), stageTable()});
    // Attacks on scores leave an image as soon as it falls, so that what they spent is what it took.
    if (catalogueEntry(m_assignment.request.algorithm).access == Access::Scores && m_attempted > 0) {
      record->found.push_back(
          {"success_by_queries", translatable("records", "Success against queries"), spentCurve()});
    }
    if (!m_curve.x.empty()) {
      Curve curve = m_curve;
      curve.xLabel = translatable("records", "Strength ε");
      curve.yLabel = translatable("records", "Attack success rate");
      record->found.push_back({"success", translatable("records", "Success against strength"), curve});
    }
    return record;
  }

 private:
  Table stageTable() const {
    Table table{
        {translatable("headings", "stage"), translatable("headings", "tried"), translatable("headings", "fell")},
        {}};
    for (const StageOutcome& stage : m_notes.stages) {
      table.rows.push_back({stage.name, double(stage.tried), double(stage.fell)});
    }
    return table;
  }

  Curve spentCurve() const {
    constexpr int kPoints = 50;
    Curve curve{
        translatable("records", "Queries"), translatable("records", "Attack success rate"), {}, {}, {}, {}};
    const double most = m_queries.empty() ? 0 : *std::max_element(m_queries.begin(), m_queries.end());
    for (int i = 0; i <= kPoints; ++i) {
      const double queries = std::round(most * i / kPoints);
      const auto hits = std::count_if(m_spent.begin(), m_spent.end(), [&](double q) { return q <= queries; });
      addRate(curve, queries, rateOf(hits, m_attempted));
    }
    return curve;
  }

  static ImageSet together(const std::vector<at::Tensor>& parts) {
    return parts.empty() ? ImageSet() : imageSetOf(at::cat(parts));
  }

  void caveats(Record& record) const {
    if (const auto unknown = std::ssize(m_labels) - m_labelled; unknown > 0)
      record.caveats.push_back(unlabelledCaveat(unknown));
    if (m_labelled > 0 && double(m_right) / double(m_labelled) < 0.5) {
      record.caveats.push_back(
          {"low-accuracy", filled(translatable("records",
                                               "The model is right on only {} of {} clean images: check "
                                               "range, normalisation and label order."),
                                  m_right, m_labelled)});
    }
    if (m_attempted > 0 && m_attempted < 50) {
      record.caveats.push_back(
          {"small-sample",
           filled(translatable("records", "Only {} images were attacked: the intervals are wide."), m_attempted)});
    }
    for (const Remark& remark : m_notes.remarks) {
      record.caveats.push_back(caveatOf(remark));
    }
    if (!m_refused.empty()) record.caveats.push_back({"refused", m_refused});
    if (m_withoutStrength) {
      record.caveats.push_back(
          {"no-sweep",
           translatable("records",
                        "There is no curve of success against strength: this attack has no strength that "
                        "could be varied.")});
    }
    if (record.partial)
      record.caveats.push_back({"partial", translatable("records", "The run was stopped before its end.")});
    if (m_repeated > 0) {
      record.caveats.push_back(
          {"repeated", filled(translatable("records",
                                           "{} images fell only by the rounding of the attack copy and were "
                                           "attacked again on the model itself."),
                              m_repeated)});
    }
  }

  const Assignment& m_assignment;
  std::vector<std::string> m_names;
  std::int64_t m_labelled = 0, m_right = 0, m_rightAfter = 0, m_attempted = 0, m_succeeded = 0;
  std::int64_t m_gradients = 0, m_repeated = 0;
  std::int64_t m_learnedOn = 0, m_learningGradients = 0;
  Words m_refused;
  bool m_withoutStrength = false;
  std::optional<Artefact> m_exhibit;
  std::vector<double> m_queries;
  std::vector<double> m_spent;  // queries of the images that fell
  Notes m_notes;
  std::map<std::string, std::vector<double>> m_norms;
  std::vector<std::int64_t> m_indices, m_labels, m_before, m_after;
  std::vector<at::Tensor> m_clean, m_adversarial;
  Table m_table;
  Curve m_curve;
};

}  // namespace

std::shared_ptr<const Record> AttackMethod::run(const Assignment& assignment, Progress& progress,
                                                const KeepRecord& keep) const {
  const auto began = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const Request& request = assignment.request;
  std::vector<std::int64_t> samples = chosenSamples(request.samples, *assignment.data);
  if (samples.empty()) throw InputError(request.data, "has no samples");
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t size = std::clamp<std::int64_t>(request.batch, 1, count);
  const auto bound = this->bound(request.params);
  const BoundAttack& attack = *bound;
  AttackTally tally(assignment);
  const bool hasGuards = tally.comparison.active();
  StrengthSweep sweep(attack, request, hasGuards);
  if (request.sweep > 0 && !sweep.active()) tally.withoutStrength();

  const auto randomFor = [&](std::int64_t part) { return randomOfBatch(request.seed, part); };
  const auto known = [&](const Batch& batch) {
    return Batch{batch.images, labelsOrAnswers(*assignment.model, batch.images, batch.labels)};
  };
  // A guard remembers what it was asked, so that runs through one begin anew.
  const UnfinishedRun unfinished(hasGuards ? std::filesystem::path() : assignment.unfinished);
  double begin = 0;
  AttackSettings settings{request.target, request.precision, {}, false, {}, {}, hasGuards};
  settings.pictures = assignment.data.get();
  if (attack.learns()) {
    begin = 0.9;
    // The first half is learned on, the second half judges.
    if (count < 2)
      throw UsageError(request.algorithm,
                       "needs at least two images: it learns on one half and is judged on the other");
    const std::vector<std::int64_t> own(samples.begin(), samples.begin() + (count + 1) / 2);
    samples.erase(samples.begin(), samples.begin() + (count + 1) / 2);
    const Batch first = known(readBatch(*assignment.data, own));
    PartProgress part(progress, 0, hasGuards ? begin / 2 : begin), blind(progress, begin / 2, begin);
    try {
      const auto before = learnedBefore(unfinished.part("learned"));
      const Learned learned =
          before ? *before
                 : learnFrom(attack, *assignment.model, first.images, first.labels, settings, randomFor(-1), part);
      if (!before) unfinished.keep("learned", partOf(learned));
      settings.learned = learned.thing;
      tally.learned(learned, attack.exhibit(learned.thing).value());
      tally.comparison.learn(attack, first, settings, randomFor(-1), blind);
    } catch (const Cancelled&) {
      keep(tally.record(elapsed(), true));
      throw;
    }
  }
  const auto judged = static_cast<std::int64_t>(samples.size());
  const std::int64_t batches = (judged + size - 1) / size;
  for (std::int64_t b = 0; b < batches; ++b) {
    const std::vector<std::int64_t> indices(samples.begin() + b * size,
                                            samples.begin() + std::min(judged, (b + 1) * size));
    const Batch clean = readBatch(*assignment.data, indices), labelled = known(clean);
    const auto random = [&] { return randomFor(b); };
    const double from = begin + (1 - begin) * double(b) / double(batches);
    const double to = begin + (1 - begin) * double(b + 1) / double(batches);
    const double afterRun = from + (to - from) * (1 - sweep.share());
    try {
      const std::string name = fmt::format("batch-{}", b);
      const auto before = finishedBatch(unfinished.part(name), clean.images);
      FinishedBatch done = before.value_or(FinishedBatch());
      if (before) {
        progress.show({filled(translatable("progress", "batch {} of {} kept from before"), b + 1, batches), {}});
      } else {
        PartProgress whole(progress, from, hasGuards ? from + (afterRun - from) / 3 : afterRun);
        done.attacked =
            attackBatch(attack, *assignment.model, clean.images, labelled.labels, settings, random(), whole);
        if (sweep.active()) {
          PartProgress part(progress, afterRun, to);
          done.hits = sweep.measured(*assignment.model, labelled, done.attacked, settings, random, part);
        }
        if (b + 1 < batches) unfinished.keep(name, partOf(done));
      }
      const AttackedBatch& attacked = done.attacked;
      if (sweep.active()) sweep.add(done.hits, attacked.attempted.sum().item<std::int64_t>());
      tally.add(indices, clean, attacked);
      if (attacked.refused) {
        settings.giveUp = true;
        tally.refused(*attacked.refused);
      }
      PartProgress others(progress, from + (afterRun - from) / 3, afterRun);
      tally.comparison.add(attack, labelled, attacked, settings, random, others);
      PartProgress(progress, begin, 1).step(b + 1, batches);
    } catch (const Cancelled&) {
      keep(tally.record(elapsed(), true));
      throw;
    }
  }
  for (const auto& [strength, hits] : sweep.points()) tally.addStrength(strength, hits, tally.attempted());
  return tally.record(elapsed(), false);
}

}  // namespace adversarium
