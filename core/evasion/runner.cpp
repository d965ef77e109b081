// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/runner.h"

#include <ATen/ATen.h>

#include "core/model/answering.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Non-owning: the caller holds the model for the whole run.
std::shared_ptr<const Classifier> borrowed(const Classifier& model) {
  return {std::shared_ptr<const Classifier>(), &model};
}

Goal goalFor(const AttackMethod& attack, const ParamMap& params, const at::Tensor& labels,
             const AttackSettings& settings, std::shared_ptr<at::Generator> random) {
  Goal goal;
  goal.targeted = settings.target >= 0;
  goal.labels = goal.targeted ? at::full_like(labels, settings.target) : labels;
  const double strength = attack.strengthOf(params).value_or(std::numeric_limits<double>::infinity());
  goal.ball = {attack.normOf(params), settings.strengths.defined()
                                          ? settings.strengths
                                          : at::full({labels.size(0)}, strength, at::kFloat)};
  goal.random = std::move(random);
  return goal;
}

}  // namespace

std::shared_ptr<at::Generator> randomOfBatch(std::uint64_t seed, std::int64_t batch) {
  return std::make_shared<at::Generator>(generatorFrom(seed * 1'000'003 + static_cast<std::uint64_t>(batch)));
}

void requireTarget(const ModelInfo& model, int target) {
  if (target < model.classes) return;
  throw UsageError("target " + std::to_string(target),
                   "the model knows the classes 0 to " + std::to_string(model.classes - 1));
}

Learned learnFrom(const AttackMethod& attack, const ParamMap& params, const Classifier& model,
                  const at::Tensor& images, const at::Tensor& labels, const AttackSettings& settings,
                  std::shared_ptr<at::Generator> random, Progress& progress) {
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), attack.entry());
  requireTarget(model.info(), settings.target);
  const at::Tensor answers = logitsInChunks(model, images).argmax(1);
  const at::Tensor truth = settings.leaveOwnAnswer ? answers : labels;
  at::Tensor useful = answers.eq(truth);
  if (settings.target >= 0) useful = useful.logical_and(answers.ne(settings.target));
  const at::Tensor rows = useful.nonzero().squeeze(1);
  if (rows.numel() == 0)
    throw UsageError(std::string(attack.entry().info.id), "has no rightly classified image to learn on");
  const std::shared_ptr<const Classifier> fast = model.attackCopy(settings.precision);
  const Oracle oracle(fast ? fast : borrowed(model), rows.numel());
  const Goal goal = goalFor(attack, params, truth.index_select(0, rows), settings, std::move(random));
  Learned learned{attack.learn(oracle, images.index_select(0, rows), goal, params, progress), rows.numel(), 0, 0};
  learned.queries = oracle.meter->queries;
  learned.gradients = oracle.meter->gradients;
  return learned;
}

AttackedBatch attackBatch(const AttackMethod& attack, const ParamMap& params, const Classifier& model,
                          const at::Tensor& images, const at::Tensor& labels, const AttackSettings& settings,
                          std::shared_ptr<at::Generator> random, Progress& progress) {
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), attack.entry());
  requireTarget(model.info(), settings.target);
  AttackedBatch batch;
  batch.cleanScores = logitsInChunks(model, images).softmax(1);
  const at::Tensor answers = batch.cleanScores.argmax(1);
  const at::Tensor truth = settings.leaveOwnAnswer ? answers : labels;
  batch.attempted = settings.leaveOwnAnswer ? at::ones_like(answers, at::kBool) : answers.eq(labels);
  if (settings.target >= 0) {
    batch.attempted =
        batch.attempted.logical_and(truth.ne(settings.target)).logical_and(answers.ne(settings.target));
  }
  batch.adversarial = images.clone();
  batch.queries.assign(static_cast<std::size_t>(images.size(0)), 0);
  const Goal whole = goalFor(attack, params, truth, settings, std::move(random));

  // What is only applied asks nothing, and has one try.
  const std::shared_ptr<const Classifier> fast =
      settings.learned.defined() ? nullptr : model.attackCopy(settings.precision);
  const auto craftRows = [&](const at::Tensor& rows, std::shared_ptr<const Classifier> victim) {
    const Oracle oracle(std::move(victim), rows.numel());
    Goal goal = whole.rows(rows);
    goal.onStep = settings.onStep;
    goal.notes = std::make_shared<Notes>();
    const at::Tensor clean = images.index_select(0, rows);
    at::Tensor raw = clean;
    if (settings.guarded) {
      goal.onStep = [&](const at::Tensor& made) {
        if (made.sizes() == clean.sizes()) raw = made;
        if (settings.onStep) settings.onStep(made);
      };
    }
    try {
      if (settings.learned.defined()) {
        raw = attack.apply(settings.learned, clean, goal, params);
      } else if (!settings.giveUp) {
        raw = attack.craft(oracle, clean, goal, params, progress);
      }
    } catch (const QueryRefused& refusal) {
      batch.refused = refusal.reason();
    }
    batch.adversarial.index_copy_(0, rows, goal.ball.enforce(raw, clean));
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < rows.numel(); ++i) {
      batch.queries[static_cast<std::size_t>(row[i])] += oracle.meter->perSample[static_cast<std::size_t>(i)];
    }
    batch.gradients += oracle.meter->gradients;
    if (batch.repeated == 0) batch.notes = *goal.notes;  // a second try says nothing new
  };

  const at::Tensor rows = batch.attempted.nonzero().squeeze(1);
  if (rows.numel() > 0) craftRows(rows, fast ? fast : borrowed(model));
  batch.attackScores = logitsInChunks(model, batch.adversarial).softmax(1);
  batch.succeeded = whole.reached(batch.attackScores.argmax(1)).logical_and(batch.attempted);

  // Rounding can make the attack copy fall where the model stands: those few are tried on the model itself.
  if (fast && rows.numel() > 0 && !batch.refused) {
    const at::Tensor standing = batch.attempted.logical_and(batch.succeeded.logical_not()).nonzero().squeeze(1);
    at::Tensor again = standing;
    if (standing.numel() > 0) {
      const at::Tensor answers = logitsInChunks(*fast, batch.adversarial.index_select(0, standing)).argmax(1);
      again = standing.index_select(0, whole.rows(standing).reached(answers).nonzero().squeeze(1));
    }
    batch.repeated = again.numel();
    if (again.numel() > 0) {
      craftRows(again, borrowed(model));
      const at::Tensor scores = logitsInChunks(model, batch.adversarial.index_select(0, again)).softmax(1);
      batch.attackScores.index_copy_(0, again, scores);
      batch.succeeded = whole.reached(batch.attackScores.argmax(1)).logical_and(batch.attempted);
    }
  }
  if (!whole.ball.contains(batch.adversarial, images).all().item<bool>()) {
    throw std::logic_error(std::string(attack.entry().info.id) + " left its ball");
  }
  return batch;
}

at::Tensor scoresAlong(const AttackMethod& attack, const ParamMap& params, const Classifier& model,
                       const at::Tensor& images, const at::Tensor& labels, const AttackSettings& settings,
                       const std::vector<double>& strengths,
                       const std::function<std::shared_ptr<at::Generator>()>& random, Progress& progress) {
  const at::NoGradGuard noGradient;
  const auto total = static_cast<std::int64_t>(strengths.size());
  std::vector<at::Tensor> scores;
  at::Tensor direction;
  if (attack.entry().linearInStrength) {
    requireAccess(model.info(), attack.entry());
    const std::shared_ptr<const Classifier> fast = model.attackCopy(settings.precision);
    const at::Tensor truth = settings.leaveOwnAnswer ? logitsInChunks(model, images).argmax(1) : labels;
    const Goal goal = goalFor(attack, params, truth, settings, random());
    direction = attack.direction({fast ? fast : borrowed(model), images.size(0)}, images, goal, params);
  }
  for (const double strength : strengths) {
    const at::Tensor radius = at::full({images.size(0)}, strength, at::kFloat);
    if (strength == 0) {
      scores.push_back(logitsInChunks(model, images).softmax(1));
    } else if (direction.defined()) {
      const Ball ball{attack.normOf(params), radius};
      scores.push_back(logitsInChunks(model, ball.enforce(images + strength * direction, images)).softmax(1));
    } else {
      AttackSettings own = settings;
      own.strengths = radius;
      const auto done = static_cast<double>(scores.size());
      PartProgress part(progress, done / double(total), (done + 1) / double(total));
      scores.push_back(attackBatch(attack, params, model, images, labels, own, random(), part).attackScores);
    }
    progress.step(static_cast<std::int64_t>(scores.size()), total);
  }
  return at::stack(scores);
}

}  // namespace adversarium
