// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/poisoning/detection.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/statistics.h"
#include "core/base/words.h"
#include "core/evasion/runner.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

/// The accuracy on held-out data that the model's file states of itself.
std::optional<double> statedAccuracy(const Classifier& model) {
  const nlohmann::json lineage = nlohmann::json::parse(model.info().lineage, nullptr, false);
  if (!lineage.is_object()) return std::nullopt;
  const auto found = lineage.find("accuracy");
  return found != lineage.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

/// Why nothing may be concluded from what the model says about these samples, or none. Adds the clean accuracy to
/// the measures.
std::optional<Words> answersFault(const Run& run, bool clean, Progress& progress) {
  const at::Tensor& images = run.samples.images;
  const at::Tensor logits =
      inChunks(images, progress, [&](const at::Tensor& chunk) { return run.model().logits(chunk); });
  const std::int64_t broken = logits.isfinite().all(1).logical_not().sum().item<std::int64_t>();
  if (broken > 0) {
    return filled(translatable("records", "The model's answers to {} of {} images are not numbers."), broken,
                  images.size(0));
  }
  if (!clean) return std::nullopt;
  if (!run.assignment.data->info().labelled) {
    run.record.caveats.push_back(
        {"unlabelled",
         translatable("records",
                      "The images have no labels: whether the model sees them as it should could not "
                      "be checked.")});
    return std::nullopt;
  }
  const std::int64_t n = images.size(0);
  const std::int64_t right = logits.argmax(1).eq(run.samples.labels).sum().item<std::int64_t>();
  run.record.measures.set(kCleanAccuracy, rateOf(right, n));
  const Interval interval = wilson(right, n);
  constexpr double kMargin = 0.1, kSane = 0.5;
  if (const auto stated = statedAccuracy(run.model()); stated && interval.high < *stated - kMargin) {
    return filled(
        translatable("records",
                     "The model is right on {} of {} clean images, but its file states {} %: check range, "
                     "normalisation, layout and label order."),
        right, n, shortNumber(100 * *stated));
  }
  if (interval.high < kSane) {
    return filled(
        translatable("records",
                     "The model is right on only {} of {} clean images: check range, normalisation and label "
                     "order."),
        right, n);
  }
  return std::nullopt;
}

}  // namespace

std::shared_ptr<const Record> Detection::run(const Assignment& assignment, Progress& progress,
                                             const KeepRecord& keep) const {
  const at::NoGradGuard noGradient;
  std::vector<std::int64_t> indices = chosenSamples(assignment.request.samples, *assignment.data);
  const auto count = std::ssize(indices);
  return carriedOut(assignment, progress, keep, [&](Run& run) {
    run.require(run.model(), entry().access);
    run.indices = std::move(indices);
    PartProgress checking(progress, 0, 0.02), inspecting(progress, 0.02, 1);
    run.samples = readSamples(run.data(), run.indices, checking);
    std::optional<Words> fault = imageFault(run.samples.images);
    const std::int64_t needed = fewest(assignment.request.params);
    if (!fault && count < needed) {
      fault = filled(translatable("records", "{} images are too few for a verdict; it takes {}."), count, needed);
    }
    if (!fault) fault = answersFault(run, expectsCleanSamples(), checking);
    if (fault) {
      run.record.verdict = blockedVerdict(*fault);
    } else {
      inspect(run, inspecting);
    }
  });
}

Verdict blockedVerdict(Words reason) { return {{}, reason, reason}; }

at::Tensor inChunks(const at::Tensor& images, Progress& progress,
                    const std::function<at::Tensor(const at::Tensor& chunk)>& function) {
  constexpr std::int64_t kChunk = 256;
  const std::int64_t count = images.size(0);
  std::vector<at::Tensor> parts;
  for (std::int64_t from = 0; from < std::max<std::int64_t>(count, 1); from += kChunk) {
    progress.step(from, count);
    useThreadsFor(kChunk);  // a preview in between may have changed it
    parts.push_back(function(images.slice(0, from, from + kChunk)));
  }
  return at::cat(parts);
}

at::Tensor answersOf(const Classifier& model, const at::Tensor& images, Progress& progress) {
  if (images.size(0) == 0) return at::empty({0}, at::kLong);
  return inChunks(images, progress, [&](const at::Tensor& chunk) { return model.logits(chunk).argmax(1); });
}

Batch readSamples(const DataSet& data, const std::vector<std::int64_t>& indices, Progress& progress) {
  constexpr std::size_t kChunk = 256;
  const DataInfo& info = data.info();
  std::vector<at::Tensor> images{at::empty({0, info.channels, info.height, info.width}, at::kFloat)};
  std::vector<at::Tensor> labels{at::empty({0}, at::kLong)};
  for (std::size_t from = 0; from < indices.size(); from += kChunk) {
    progress.step(static_cast<std::int64_t>(from), static_cast<std::int64_t>(indices.size()));
    const auto end = indices.begin() + static_cast<std::ptrdiff_t>(std::min(indices.size(), from + kChunk));
    Batch part = readBatch(data, {indices.begin() + static_cast<std::ptrdiff_t>(from), end});
    images.push_back(std::move(part.images));
    labels.push_back(std::move(part.labels));
  }
  return {at::cat(images), at::cat(labels)};
}

std::optional<Words> imageFault(const at::Tensor& images) {
  const at::Tensor finite = images.isfinite().flatten(1).all(1);
  const std::int64_t broken = finite.logical_not().sum().item<std::int64_t>();
  if (broken > 0) {
    return filled(translatable("records", "{} of {} images hold values that are not numbers."), broken,
                  images.size(0));
  }
  const std::int64_t outside = images.lt(0).logical_or(images.gt(1)).flatten(1).any(1).sum().item<std::int64_t>();
  if (outside > 0) {
    return filled(translatable("records", "{} of {} images hold values outside of zero to one."), outside,
                  images.size(0));
  }
  return std::nullopt;
}

}  // namespace adversarium
