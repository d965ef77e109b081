// SPDX-License-Identifier: GPL-3.0-or-later
// No attacker: how a model fares when pictures are taken in rain, out of focus or by a poor camera.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/words.h"
#include "core/evasion/runner.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/tensor/corruption.h"

namespace adversarium {
namespace {

/// One a corruption.
constexpr MeasureSpec kAccuracyUnder{"accuracy_{}", translatable("measures", "Accuracy, {}"), "rate",
                                     Better::Higher};

constexpr MeasureSpec kMeanCorruptionError{
    "mean_corruption_error", translatable("measures", "Mean corruption error"), "rate", Better::Lower};

/// Hendrycks & Dietterich, ICLR 2019, section 4.
struct Corruptions {
  static constexpr Family kFamily = Family::Evaluation;
  static constexpr Access kAccess = Access::Labels;
  static constexpr AlgorithmInfo info{"corruptions", "Common corruptions", Chapter::Evasion,
                                      "Hendrycks & Dietterich 2019, arXiv:1903.12261",
                                      "Fifteen everyday disturbances in up to five severities, noise, blur, "
                                      "weather and compression: accuracy under "
                                      "each."};
  struct Params {
    int severities = 5;
  };
  static constexpr std::tuple params{
      heroParam(&Params::severities, "severities", "Severities", "From the mildest up to this one", {1, 5, 1, 5}),
  };

  static void carryOut(Run& run, const Params& params);
};
const Registered<Corruptions> kCorruptionsRegistered;

constexpr std::size_t kKinds = kCorruptionNames.size();

/// Right answers by kind and severity, batch after batch.
struct CorruptionTally {
  explicit CorruptionTally(int count) : severities(count), right(kKinds * static_cast<std::size_t>(count), 0) {}
  int severities;
  std::vector<std::int64_t> right;
  std::int64_t samples = 0, rightClean = 0;
  std::int64_t unlabelled = 0;  // judged by the model's own answer, which is right without corruption
  ImageSet examples;            // of the first sample, every kind at the middle severity

  std::int64_t& at(std::size_t kind, int severity) {
    return right[kind * static_cast<std::size_t>(severities) + static_cast<std::size_t>(severity - 1)];
  }
  std::int64_t at(std::size_t kind, int severity) const {
    return const_cast<CorruptionTally*>(this)->at(kind, severity);
  }

  void writeTo(Record& record) const {
    auto& measures = record.measures;
    if (unlabelled == 0 || unlabelled < samples)
      measures.set(kCleanAccuracy, rateOf(rightClean - unlabelled, samples - unlabelled));
    Table table{{translatable("headings", "corruption")}, {}};
    for (int severity = 1; severity <= severities; ++severity)
      table.columns.emplace_back(filled(translatable("headings", "severity {}"), severity));
    table.columns.emplace_back(translatable("headings", "mean"));
    Curve curve{translatable("records", "Severity"), translatable("records", "Accuracy"), {}, {}, {}, {}};
    std::int64_t all = 0;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      std::int64_t sum = 0;
      std::vector<Table::Cell> row{kCorruptionWords[kind]};
      for (int severity = 1; severity <= severities; ++severity) {
        sum += at(kind, severity);
        row.emplace_back(samples > 0 ? double(at(kind, severity)) / double(samples) : NAN);
      }
      const Measure mean = rateOf(sum, samples * severities);
      row.emplace_back(mean.value);
      table.rows.push_back(std::move(row));
      std::string name(kCorruptionNames[kind]);
      std::replace(name.begin(), name.end(), '-', '_');
      measures.set(kAccuracyUnder, name, Words(kCorruptionWords[kind]), mean);
      all += sum;
    }
    const std::int64_t looks = samples * severities * static_cast<std::int64_t>(kKinds);
    measures.set(kCorruptionAccuracy, rateOf(all, looks));
    measures.set(kMeanCorruptionError, rateOf(looks - all, looks));
    for (int severity = 0; severity <= severities; ++severity) {
      std::int64_t sum = severity == 0 ? rightClean : 0;
      for (std::size_t kind = 0; severity > 0 && kind < kKinds; ++kind) sum += at(kind, severity);
      addRate(curve, severity, rateOf(sum, severity == 0 ? samples : samples * static_cast<std::int64_t>(kKinds)));
    }
    if (unlabelled > 0) record.caveats.push_back(unlabelledCaveat(unlabelled));
    record.caveats.push_back(
        {"unnormalised-error",
         translatable("records",
                      "The mean corruption error is the plain mean over kinds and severities, not "
                      "divided by a reference model's.")});
    record.found.push_back({"corruptions", translatable("records", "Accuracy by kind and severity"), table});
    record.found.push_back({"severity", translatable("records", "Accuracy against severity"), curve});
    if (examples.count() > 0)
      record.found.push_back(
          {"examples", translatable("records", "One picture under every corruption"), examples});
  }
};

/// Counts a batch as a whole: one that was stopped leaves the tally as it was.
void judge(const Assignment& assignment, const std::vector<std::int64_t>& indices, CorruptionTally& whole,
           Progress& progress) {
  CorruptionTally tally = whole;
  const Batch batch = readBatch(*assignment.data, indices);
  const std::int64_t n = batch.labels.size(0);
  const at::Tensor truth = labelsOrAnswers(*assignment.model, batch.images, batch.labels);
  const auto right = [&](const at::Tensor& images) {
    return logitsInChunks(*assignment.model, images).argmax(1).eq(truth).sum().item<std::int64_t>();
  };
  tally.unlabelled += batch.labels.lt(0).sum().item<std::int64_t>();
  tally.samples += n;
  progress.step(0, 1);
  tally.rightClean += right(batch.images);
  std::vector<Image> pictures;
  for (std::int64_t i = 0; i < n; ++i) pictures.push_back(imageFromTensor(batch.images[i]));
  const bool first = whole.samples == 0;
  std::vector<at::Tensor> examples;
  const auto total = static_cast<std::int64_t>(kKinds) * tally.severities;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    for (int severity = 1; severity <= tally.severities; ++severity) {
      progress.step(static_cast<std::int64_t>(kind) * tally.severities + severity - 1, total);
      std::vector<at::Tensor> disturbed;
      for (std::int64_t i = 0; i < n; ++i) {
        // Every picture has its own weather, the same whatever batch it is in.
        const auto index = static_cast<std::uint64_t>(indices[static_cast<std::size_t>(i)]);
        const std::uint64_t seed =
            ((assignment.request.seed * 1'000'003 + index) * 31 + kind) * 7 + std::uint64_t(severity);
        disturbed.push_back(
            tensorFromImage(corrupted(pictures[static_cast<std::size_t>(i)], kind, severity, seed)));
      }
      tally.at(kind, severity) += right(at::cat(disturbed));
      if (first && severity == (tally.severities + 1) / 2) examples.push_back(disturbed.front());
    }
  }
  if (first) {
    const at::Tensor all = at::cat(examples);
    std::vector<Words> captions;
    captions.assign(kCorruptionWords.begin(), kCorruptionWords.end());
    tally.examples = imageSetOf(all, std::move(captions));
  }
  whole = std::move(tally);
}

void Corruptions::carryOut(Run& run, const Params& params) {
  const at::NoGradGuard noGradient;
  const Request& request = run.request();
  run.indices = chosenSamples(request.samples, run.data());
  if (run.indices.empty()) throw InputError(request.data, "has no samples");
  run.require(run.model(), kAccess);
  const auto count = std::ssize(run.indices), size = std::clamp<std::int64_t>(request.batch, 1, count);
  CorruptionTally tally(params.severities);
  const auto judgeAll = [&] {
    for (std::int64_t from = 0; from < count; from += size) {
      const std::int64_t to = std::min(count, from + size);
      PartProgress part(run.progress, double(from) / double(count), double(to) / double(count));
      judge(run.assignment, {run.indices.begin() + from, run.indices.begin() + to}, tally, part);
    }
  };
  run.reporting(judgeAll, [&](Record& record) { tally.writeTo(record); });
}

}  // namespace
}  // namespace adversarium
