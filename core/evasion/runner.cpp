// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/runner.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>

#include "core/base/words.h"
#include "core/evasion/batch_rows.h"
#include "core/tensor/convert.h"
#include "core/victim/answering.h"

namespace adversarium {
namespace {

/// Non-owning: the caller holds the model for the whole run.
std::shared_ptr<const Classifier> borrowed(const Classifier& model) {
  return {std::shared_ptr<const Classifier>(), &model};
}

Goal goalFor(const BoundAttack& attack, const at::Tensor& labels, const AttackSettings& settings,
             std::shared_ptr<at::Generator> random) {
  Goal goal;
  goal.targeted = settings.target >= 0;
  goal.labels = goal.targeted ? at::full_like(labels, settings.target) : labels;
  const double strength = attack.strength().value_or(std::numeric_limits<double>::infinity());
  goal.ball = {attack.norm(), settings.strengths.defined() ? settings.strengths
                                                           : at::full({labels.size(0)}, strength, at::kFloat)};
  goal.random = std::move(random);
  goal.pictures = settings.pictures;
  return goal;
}

/// The labels, or where one is missing the answer.
at::Tensor orAnswers(const at::Tensor& labels, const at::Tensor& answers) {
  return at::where(labels.lt(0), answers, labels);
}

/// How many of the samples had no gradient to go by: every second look or more said nothing. `standing` (bool, one
/// a sample) are those that reached nothing, for which a loss that wants nothing is as blind; may be undefined.
std::int64_t blindSamples(const std::vector<GradientLooks>& samples, const at::Tensor& standing) {
  std::int64_t blind = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const GradientLooks& looks = samples[i];
    const bool stands = standing.defined() && standing[static_cast<std::int64_t>(i)].item<bool>();
    blind += looks.taken > 0 && 2 * (looks.vanished + (stands ? looks.idle : 0)) >= looks.taken;
  }
  return blind;
}

/// What gradients kept from an attack.
Notes gradientNotes(const std::vector<GradientLooks>& samples, const at::Tensor& standing) {
  Notes notes;
  if (const std::int64_t blind = blindSamples(samples, standing); blind > 0) {
    notes.remarks.push_back(
        {"zero-gradient",
         translatable("records",
                      "The gradient of the loss vanishes at {} images: gradient attacks are blind there, and "
                      "robustness may be an illusion."),
         blind});
  }
  const auto undefined = std::count_if(samples.begin(), samples.end(),
                                       [](const GradientLooks& looks) { return looks.undefined > 0; });
  if (undefined > 0) {
    notes.remarks.push_back({"undefined-gradient",
                             translatable("records",
                                          "The gradient at {} images is no finite number in places: there it was "
                                          "taken from the image moved by a hair or counted as zero."),
                             undefined});
  }
  return notes;
}

/// What keeps gradients from an attack wherever the model is sure.
Notes outputNotes(const at::Tensor& answers) {
  const bool probabilities = answers.ge(0).logical_and(answers.le(1)).all().item<bool>() &&
                             (answers.sum(1) - 1).abs().lt(1e-4).all().item<bool>();
  if (!probabilities) return {};
  return {{{"softmax-output",
            translatable("records",
                         "The model answers with probabilities instead of logits: their gradients vanish where it "
                         "is sure, and robustness may be an illusion."),
            0}},
          {}};
}

/// What an attack made, with the clean images where it came to no number; says for how many.
at::Tensor withoutGaps(const at::Tensor& made, const at::Tensor& clean, Notes& notes) {
  const at::Tensor gaps = made.isnan().flatten(1).any(1);
  const std::int64_t count = gaps.sum().item<std::int64_t>();
  if (count == 0) return made;
  notes.add({{{"no-number",
               translatable("records", "The attack came to no number at {} images: they were left as they are."),
               count}},
             {}});
  return at::where(gaps.view({-1, 1, 1, 1}), clean, made);
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

at::Tensor labelsOrAnswers(const Classifier& model, const at::Tensor& images, const at::Tensor& labels) {
  if (labels.ge(0).all().item<bool>()) return labels;
  return orAnswers(labels, logitsInChunks(model, images).argmax(1));
}

Caveat unlabelledCaveat(std::int64_t images) {
  return {"unlabelled", filled(translatable("records",
                                            "{} images have no label: the model's own answers stand for the "
                                            "truth there and nobody knows whether they are right."),
                               images)};
}

Learned learnFrom(const BoundAttack& attack, const Classifier& model, const at::Tensor& images,
                  const at::Tensor& labels, const AttackSettings& settings, std::shared_ptr<at::Generator> random,
                  Progress& progress) {
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), attack.entry());
  requireTarget(model.info(), settings.target);
  const at::Tensor answers = logitsInChunks(model, images).argmax(1);
  const at::Tensor truth = orAnswers(labels, answers);
  at::Tensor useful = answers.eq(truth);
  if (settings.target >= 0) useful = useful.logical_and(answers.ne(settings.target));
  const at::Tensor rows = useful.nonzero().squeeze(1);
  if (rows.numel() == 0)
    throw UsageError(std::string(attack.entry().info.id), "has no rightly classified image to learn on");
  const std::shared_ptr<const Classifier> fast = model.attackCopy(settings.precision);
  const Oracle oracle(fast ? fast : borrowed(model), rows.numel());
  const Goal goal = goalFor(attack, truth.index_select(0, rows), settings, std::move(random));
  Learned learned{attack.learn(oracle, images.index_select(0, rows), goal, progress), rows.numel(), 0, 0};
  learned.queries = oracle.meter->queries;
  learned.gradients = oracle.meter->gradients;
  learned.notes = gradientNotes(oracle.meter->looksPerSample, {});
  return learned;
}

AttackedBatch attackBatch(const BoundAttack& attack, const Classifier& model, const at::Tensor& images,
                          const at::Tensor& labels, const AttackSettings& settings,
                          std::shared_ptr<at::Generator> random, Progress& progress) {
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), attack.entry());
  requireTarget(model.info(), settings.target);
  AttackedBatch batch;
  const at::Tensor cleanLogits = logitsInChunks(model, images);
  batch.cleanScores = cleanLogits.softmax(1);
  const at::Tensor answers = batch.cleanScores.argmax(1);
  const at::Tensor truth = settings.leaveOwnAnswer ? answers : orAnswers(labels, answers);
  batch.attempted = answers.eq(truth);
  if (settings.target >= 0) {
    batch.attempted =
        batch.attempted.logical_and(truth.ne(settings.target)).logical_and(answers.ne(settings.target));
  }
  batch.adversarial = images.clone();
  batch.queries.assign(static_cast<std::size_t>(images.size(0)), 0);
  const Goal whole = goalFor(attack, truth, settings, std::move(random));
  std::vector<GradientLooks> looks(static_cast<std::size_t>(images.size(0)));

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
        raw = attack.apply(settings.learned, clean, goal);
      } else if (attack.entry().linearInStrength && !settings.giveUp) {
        const at::Tensor step = attack.direction(oracle, clean, goal);
        if (!batch.direction.defined()) batch.direction = at::zeros_like(images);
        batch.direction.index_copy_(0, rows, step);
        raw = clean + perImage(goal.ball.radius) * step;
        progress.step(1, 1);
      } else if (!settings.giveUp) {
        raw = attack.craft(oracle, clean, goal, progress);
      }
    } catch (const QueryRefused& refusal) {
      batch.refused = refusal.reason();
    }
    raw = withoutGaps(raw, clean, *goal.notes);
    batch.adversarial.index_copy_(0, rows, goal.ball.enforce(raw, clean));
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < rows.numel(); ++i) {
      const auto own = static_cast<std::size_t>(row[i]), its = static_cast<std::size_t>(i);
      batch.queries[own] += oracle.meter->perSample[its];
      looks[own] += oracle.meter->looksPerSample[its];
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
  if (attack.entry().access >= Access::Gradients) batch.notes.add(outputNotes(cleanLogits));
  batch.notes.add(gradientNotes(looks, batch.attempted.logical_and(batch.succeeded.logical_not())));
  if (!whole.ball.contains(batch.adversarial, images).all().item<bool>()) {
    throw std::logic_error(std::string(attack.entry().info.id) + " left its ball");
  }
  return batch;
}

}  // namespace adversarium
