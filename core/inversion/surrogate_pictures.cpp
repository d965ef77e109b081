// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inversion/surrogate_pictures.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

constexpr std::int64_t kSurrogateChunk = 100;

/// int64 N: the victim's decisions, one query a picture; fewer where a guard refuses.
at::Tensor answersOfVictim(const Oracle& victim, const at::Tensor& images, Progress& progress, Words& refusal) {
  LabelAccess access(victim.model, victim.meter);
  std::vector<at::Tensor> answers{at::empty({0}, at::kLong)};
  try {
    for (std::int64_t from = 0; from < images.size(0); from += kSurrogateChunk) {
      progress.step(from, images.size(0));
      answers.push_back(access.decide(images.slice(0, from, from + kSurrogateChunk)));
    }
  } catch (const Error& refused) {
    if (refused.kind() != Error::Kind::Refused) throw;
    refusal = refused.reason();
  }
  return at::cat(answers);
}

}  // namespace

SurrogatePictures surrogatePictures(const Run& run, const std::string& where, ConditionSource source,
                                    const Oracle& victim, Progress& progress) {
  std::shared_ptr<const DataSet> data = run.assignment.data;
  std::vector<std::int64_t> samples;
  if (where.empty()) {
    samples = chosenSamples(run.request().samples, *data);
    run.caveat("no-separation",
               translatable("records",
                            "No public pictures were named: the generator learns from the chosen samples, and "
                            "what it makes may be copied from them instead of drawn out of the model."));
  } else {
    data = openDataSet(where, run.assignment.model->info().input);
    addDataCaveats(run.record, *data);
    samples = chosenSamples({}, *data);
  }
  if (source == ConditionSource::Labels && !data->info().labelled)
    throw InputError(data->info().where, "has no labels to learn");
  constexpr std::size_t kMost = 10000;
  samples.resize(std::min(samples.size(), kMost));
  if (samples.size() < 2) throw InputError(data->info().where, "has too few pictures to learn from");
  PartProgress reading(progress, 0, 0.7), asking(progress, 0.7, 1);
  SurrogatePictures pictures;
  std::vector<at::Tensor> images, labels;
  for (std::size_t from = 0; from < samples.size(); from += std::size_t(kSurrogateChunk)) {
    reading.step(std::int64_t(from), std::ssize(samples));
    const auto to =
        samples.begin() + std::ptrdiff_t(std::min(samples.size(), from + std::size_t(kSurrogateChunk)));
    const Batch batch = readBatch(*data, {samples.begin() + std::ptrdiff_t(from), to});
    images.push_back(batch.images);
    labels.push_back(batch.labels);
  }
  pictures.images = at::cat(images);
  at::Tensor known = at::empty({0}, at::kLong);
  std::int64_t count = 0;
  if (source == ConditionSource::Answers) {
    known = answersOfVictim(victim, pictures.images, asking, pictures.refusal);
    count = run.assignment.model->info().classes;
    pictures.meaning.victim = run.assignment.model->info().sha256;
  } else if (source == ConditionSource::Labels) {
    known = at::cat(labels);
    count = known.max().item<std::int64_t>() + 1;
  }
  pictures.meaning.pictures = integersOf(at::bincount(known, {}, count));
  pictures.conditions = at::cat({known, at::full({pictures.images.size(0) - known.numel()}, count, at::kLong)});
  return pictures;
}

at::Tensor conditionsToSearch(const ImageGenerator& generator, const std::vector<std::int64_t>& classes,
                              const std::string& victim) {
  const Conditions& conditions = generator.conditions();
  std::vector<std::int64_t> chosen;
  for (std::int64_t c = 0; c < conditions.count(); ++c) {
    const bool wanted =
        conditions.victim != victim || std::find(classes.begin(), classes.end(), c) != classes.end();
    if (wanted && conditions.pictures[std::size_t(c)] > 0) chosen.push_back(c);
  }
  chosen.push_back(generator.any());
  return at::tensor(chosen, at::kLong);
}

at::Tensor conditionsOf(const ImageGenerator& generator, const at::Tensor& labels, const std::string& victim) {
  const Conditions& conditions = generator.conditions();
  std::vector<std::int64_t> own;
  for (const std::int64_t label : integersOf(labels)) {
    const bool stands =
        conditions.victim == victim && label < conditions.count() && conditions.pictures[std::size_t(label)] > 0;
    own.push_back(stands ? label : generator.any());
  }
  return at::tensor(own, at::kLong);
}

}  // namespace adversarium
