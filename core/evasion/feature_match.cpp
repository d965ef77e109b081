// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/feature_match.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <limits>

#include "core/base/error.h"
#include "core/evasion/batch_rows.h"
#include "core/evasion/transferable.h"
#include "core/run/measured.h"
#include "core/tensor/row_state.h"
#include "core/training/student.h"
#include "core/victim/access.h"

namespace adversarium {

at::Tensor featureDistance(const at::Tensor& features, const at::Tensor& wanted) {
  return (features - wanted).flatten(1).square().sum(1);
}

at::Tensor matchFeatures(const Graph& features, const at::Tensor& images, const at::Tensor& wanted,
                         const Ball& ball, int steps, Progress& progress, GradientLooks* looks) {
  constexpr double kFirst = 0.25, kLast = 1.0 / 256, kEnough = 1e-4, kProgress = 0.999;
  constexpr int kPatience = 8;
  const at::NoGradGuard noGradient;
  useThreadsFor(images.size(0));
  const bool own = wanted.size(0) == images.size(0);
  at::Tensor result = images.clone();
  at::Tensor rows = at::arange(images.size(0)), clean = images, current = images.clone(), best = current;
  at::Tensor goal = wanted, radius = ball.radius, velocity = at::zeros_like(images);
  at::Tensor least = at::full({images.size(0)}, std::numeric_limits<float>::infinity());
  at::Tensor share = at::full({images.size(0)}, kFirst, at::kFloat), idle = at::zeros({images.size(0)});
  at::Tensor start;
  for (int step = 0; step < steps && rows.numel() > 0; ++step) {
    progress.step(step, steps);
    at::Tensor distance, gradient;
    {
      const at::AutoGradMode withGradient(true);
      const at::Tensor input = current.detach().requires_grad_(true);
      distance = featureDistance(features.run(input), goal);
      gradient = torch::autograd::grad({distance.sum()}, {input})[0];
      distance = distance.detach();
    }
    const std::vector<RowState> states = rowStates(gradient);
    const std::int64_t undefined = rowsIn(RowState::Undefined, states).numel();
    if (undefined > 0) gradient = gradient.nan_to_num(0.0, 0.0, 0.0);
    if (looks) {
      const at::Tensor flat = rowsIn(RowState::Zero, states);
      const std::int64_t there = distance.index_select(0, flat).eq(0).sum().item<std::int64_t>();
      *looks += {current.size(0), flat.numel() - there, there, undefined};
    }
    if (!start.defined()) start = distance;
    const at::Tensor better = distance.lt(least * kProgress);
    idle = at::where(better, at::zeros_like(idle), idle + 1);
    const at::Tensor nearer = distance.lt(least);
    least = at::where(nearer, distance, least);
    best = at::where(perImage(nearer), current, best);
    const at::Tensor stuck = idle.ge(kPatience);
    share = at::where(stuck, share / 2, share);
    idle = idle.masked_fill(stuck, 0);
    // Who is stuck goes back to where it was best and starts anew, with shorter steps.
    velocity = at::where(perImage(stuck), at::zeros_like(velocity), 0.9 * velocity + unitStep(gradient, Norm::L1));
    const at::Tensor from = at::where(perImage(stuck), best, current);
    current =
        Ball{ball.norm, radius}.project(from - perImage(share * radius) * unitStep(velocity, ball.norm), clean);
    const at::Tensor finished = share.lt(kLast).logical_or(least.le(kEnough * start));
    if (finished.any().item<bool>()) {
      const at::Tensor gone = rowsWhere(finished), kept = rowsWhere(finished.logical_not());
      result.index_copy_(0, rows.index_select(0, gone), best.index_select(0, gone));
      keepRows(kept, rows, clean, current, best, radius, velocity, least, share, idle, start);
      if (own) keepRows(kept, goal);
    }
  }
  if (rows.numel() > 0) result.index_copy_(0, rows, best);
  return result;
}

Pairs pairsFrom(const DataSet& data, const std::vector<std::int64_t>& samples, int target, std::uint64_t seed) {
  at::Generator random = generatorFrom(seed ^ 0x9a125ULL);
  std::vector<std::int64_t> sources, guides;
  const auto order = integersOf(at::randperm(std::int64_t(samples.size()), random, at::kLong));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const int own = data.label(samples[i]);
    if (own == target || own < 0) continue;
    // The first in a random order, begun at a place of its own, that fits.
    for (std::size_t j = 0; j < order.size(); ++j) {
      const std::int64_t guide = samples[std::size_t(order[(i + j) % order.size()])];
      const int label = data.label(guide);
      if (label == own || label < 0 || (target >= 0 && label != target)) continue;
      sources.push_back(samples[i]);
      guides.push_back(guide);
      break;
    }
  }
  if (sources.empty()) throw InputError(data.info().where, "has no two chosen samples of fitting classes");
  return {readBatch(data, sources), readBatch(data, guides)};
}

at::Tensor mimicked(const Graph& teacher, std::int64_t layers, const Pairs& pairs, Norm norm, double epsilon,
                    int steps, std::int64_t batch, Progress& progress, GradientLooks* looks) {
  const at::NoGradGuard noGradient;
  const Graph features = firstLayers(teacher, layers).folded();
  const std::int64_t count = pairs.sources.labels.size(0);
  std::vector<at::Tensor> parts;
  for (std::int64_t from = 0; from < count; from += batch) {
    const std::int64_t to = std::min(count, from + batch);
    PartProgress part(progress, double(from) / double(count), double(to) / double(count));
    const at::Tensor images = pairs.sources.images.slice(0, from, to);
    const Ball ball{norm, at::full({to - from}, epsilon, at::kFloat)};
    const at::Tensor wanted = features.run(pairs.guides.images.slice(0, from, to));
    parts.push_back(ball.enforce(matchFeatures(features, images, wanted, ball, steps, part, looks), images));
  }
  return at::cat(parts);
}

MimicOutcome mimicOutcome(const Classifier& student, const Pairs& pairs, const at::Tensor& made) {
  MimicOutcome outcome;
  const at::Tensor& own = pairs.sources.labels;
  const at::Tensor& other = pairs.guides.labels;
  outcome.before = logitsInChunks(student, pairs.sources.images).argmax(1);
  outcome.after = logitsInChunks(student, made).argmax(1);
  const at::Tensor guides = logitsInChunks(student, pairs.guides.images).argmax(1);
  outcome.attempted = outcome.before.eq(own).logical_and(guides.eq(other));
  outcome.asGuide = outcome.attempted.logical_and(outcome.after.eq(other));
  outcome.misled = outcome.attempted.logical_and(outcome.after.ne(own));
  return outcome;
}

Measure MimicOutcome::success() const {
  return rateOf(asGuide.sum().item<std::int64_t>(), attempted.sum().item<std::int64_t>());
}

Measure MimicOutcome::misledRate() const {
  return rateOf(misled.sum().item<std::int64_t>(), attempted.sum().item<std::int64_t>());
}

std::shared_ptr<const Classifier> teacherOf(const ModelInfo& student, const std::string& said,
                                            const std::string& parameter) {
  std::string where = said;
  std::string known;
  if (where.empty()) {
    const auto teacher = teacherInLineage(student.lineage);
    if (!teacher) throw UsageError(parameter, "must be named: " + student.where + " says nothing of one");
    where = teacher->where;
    known = teacher->sha256;
  }
  ModelInfo like = student;
  like.classes = 0;
  auto models = openModels(where, like, Access::WhiteBox);
  if (models.size() != 1) throw UsageError(parameter, "must be one model");
  if (!known.empty() && models.front()->info().sha256 != known)
    throw UsageError(parameter, where + " is no longer the file that " + student.where + " was made from");
  return models.front();
}

}  // namespace adversarium
