// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/input_detector.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/poisoning/known_trigger.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kFalsePositiveRate{"false_positive_rate", translatable("measures", "False positives"),
                                         "rate", Better::Lower};
constexpr MeasureSpec kFlaggedRate{"flagged_rate", translatable("measures", "Flagged share"), "rate"};
constexpr MeasureSpec kFprAtTpr095{
    "fpr_at_tpr_0.95", translatable("measures", "False alarms where 95 % are found"), "rate", Better::Lower};
constexpr MeasureSpec kThresholdSet{"threshold", translatable("measures", "Threshold"), "score"};
constexpr MeasureSpec kTruePositiveRate{"true_positive_rate", translatable("measures", "True positives"), "rate",
                                        Better::Higher};

/// Every second clean sample serves to learn from, the others to count false alarms on.
Batch everySecond(const Batch& batch, std::int64_t first) {
  const at::Tensor rows = at::arange(first, batch.images.size(0), 2);
  return {batch.images.index_select(0, rows), batch.labels.index_select(0, rows)};
}

std::vector<double> part(const std::vector<double>& values, std::int64_t from, std::int64_t count) {
  return {values.begin() + from, values.begin() + from + count};
}

std::int64_t countAbove(const std::vector<double>& values, double threshold) {
  return std::count_if(values.begin(), values.end(), [&](double value) { return value > threshold; });
}

Measure areaOf(const Roc& roc, std::int64_t n) {
  const Interval interval = roc.areaInterval();
  return {roc.area(), interval.low, interval.high, n, "area"};
}

/// The inputs that somebody suspects, brought to the model's size; none where nothing is named.
at::Tensor suspiciousInputs(const Run& run, const std::string& where, Record& record, Progress& progress) {
  if (where.empty()) return {};
  const auto data = openDataSet(where, run.model().info().input);
  addDataCaveats(record, *data);
  return readSamples(*data, chosenSamples({}, *data), progress).images;
}

/// Those that the trigger really sends to its target, of the clean ones that do not go there anyway: what misses
/// its target is no backdoor's doing.
at::Tensor triggered(const Run& run, const Batch& clean, const KnownTrigger& trigger, Record& record) {
  const at::Tensor before = logitsInChunks(run.model(), clean.images).argmax(1);
  const at::Tensor others = clean.images.index_select(0, before.ne(trigger.target).nonzero().squeeze(1));
  if (others.size(0) == 0) return others;
  const at::Tensor images = trigger.applied(others);
  const at::Tensor sent = logitsInChunks(run.model(), images).argmax(1).eq(trigger.target);
  record.measures.set(kTriggerSuccess, rateOf(sent.sum().item<std::int64_t>(), others.size(0)));
  return images.index_select(0, sent.nonzero().squeeze(1));
}

Curve rocCurve(const Roc& roc) {
  return {translatable("records", "False alarms"),
          translatable("records", "Triggered inputs found"),
          roc.falsePositives(),
          roc.truePositives(),
          {},
          {}};
}

}  // namespace

void InputDetection::inspect(const Run& run, Progress& progress) const {
  Record& record = run.record;
  const InputParams params = common(run.request().params);
  Scoring scoring{run, everySecond(run.samples, 0), run.random(1)};
  const Batch clean = everySecond(run.samples, 1);
  if (!run.assignment.data->info().labelled) {
    scoring.reference.labels = logitsInChunks(run.model(), scoring.reference.images).argmax(1);
  }
  PartProgress preparing(progress, 0, 0.05), working(progress, 0.05, 1);
  const at::Tensor suspicious = suspiciousInputs(run, params.suspicious, record, preparing);
  const auto trigger = knownTrigger(run, params.trigger);
  at::Tensor carrying = trigger ? triggered(run, clean, *trigger, record) : clean.images.slice(0, 0, 0);
  if (!suspicious.defined() && carrying.size(0) == 0) {
    const std::string reason =
        trigger ? translatable("records", "The known trigger moves none of the images.")
                : translatable("records",
                               "There is nothing to judge: no suspicious inputs were given, and no trigger of "
                               "this model is known.");
    record.verdict = blockedVerdict(reason);
    return;
  }

  std::vector<at::Tensor> groups{scoring.reference.images, clean.images, carrying};
  if (suspicious.defined()) groups.push_back(suspicious);
  const std::vector<double> all = doublesOf(score(scoring, at::cat(groups), working));
  record.caveats.insert(record.caveats.end(), scoring.caveats.begin(), scoring.caveats.end());
  std::int64_t place = 0;
  std::vector<std::vector<double>> scores;
  for (const at::Tensor& group : groups) {
    scores.push_back(part(all, place, group.size(0)));
    place += group.size(0);
  }
  const std::vector<double> unlearnt(scores[0].begin() + scoring.learnt, scores[0].end());
  const double threshold = quantile(unlearnt, 1 - params.falsePositives);

  static constexpr const char* kGroups[] = {translatable("cells", "reference"), translatable("cells", "clean"),
                                            translatable("cells", "triggered"),
                                            translatable("cells", "suspicious")};
  Table table{{translatable("headings", "group"), translatable("headings", "number"),
               translatable("headings", "score"), translatable("headings", "flagged")},
              {}};
  for (std::size_t g = 0; g < scores.size(); ++g) {
    for (std::size_t i = 0; i < scores[g].size(); ++i) {
      table.rows.push_back(
          {std::string(kGroups[g]), double(i), scores[g][i],
           scores[g][i] > threshold ? translatable("cells", "yes") : translatable("cells", "no")});
    }
  }
  const auto cleanCount = std::ssize(scores[1]), carryingCount = std::ssize(scores[2]);
  const std::int64_t alarms = countAbove(scores[1], threshold);
  record.measures.set(kThresholdSet, threshold, std::ssize(unlearnt));
  record.measures.set(kFalsePositiveRate, rateOf(alarms, cleanCount));
  Verdict verdict;
  if (carryingCount > 0) {
    const Roc roc(scores[1], scores[2]);
    const std::int64_t foundCount = countAbove(scores[2], threshold);
    record.measures.set(kAuc, areaOf(roc, cleanCount + carryingCount));
    record.measures.set(kTruePositiveRate, rateOf(foundCount, carryingCount));
    record.measures.set(kFprAtTpr095,
                        rateOf(std::llround(roc.falsePositivesAt(0.95) * double(cleanCount)), cleanCount));
    record.found.push_back(
        {"roc", translatable("records", "Triggered inputs found against false alarms"), rocCurve(roc)});
    record.found.push_back({"triggered", translatable("records", "Inputs with the known trigger"),
                            imageSetOf(carrying.slice(0, 0, 16))});
    verdict.words =
        filled(translatable("records",
                            "Of {} inputs with the known trigger {} are flagged, of {} clean ones {} (area under "
                            "the curve {})."),
               carryingCount, foundCount, cleanCount, alarms, Number{roc.area(), 2});
  }
  if (suspicious.defined()) {
    Labels flagged;
    for (std::size_t i = 0; i < scores[3].size(); ++i) {
      if (scores[3][i] > threshold) verdict.flagged.push_back(static_cast<std::int64_t>(i));
    }
    flagged.values = verdict.flagged;
    record.measures.set(kFlaggedRate, rateOf(std::ssize(verdict.flagged), std::ssize(scores[3])));
    verdict.words =
        filled(translatable("records",
                            "Of {} suspicious inputs {} are flagged, where {} of {} clean ones are by mistake."),
               scores[3].size(), verdict.flagged.size(), alarms, cleanCount);
    verdict.words.append(translatable("records", "What is not flagged is not proven clean."));
    record.found.push_back({"flagged", translatable("records", "Suspicious inputs that are flagged"), flagged});
  }
  record.found.push_back({"scores", translatable("records", "Every score"), table});
  record.verdict = verdict;
}

}  // namespace adversarium
