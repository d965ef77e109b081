// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/explorer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "core/base/error.h"
#include "core/evasion/runner.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// The copy that attacks compute on: the same answers up to rounding, in half the time.
Explorer::Model swift(const Explorer::Model& model) {
  Explorer::Model copy = model->attackCopy("float32");
  return copy ? copy : model;
}

/// What is asked while a slider moves, and of every strength along the axis.
constexpr std::int64_t kDraftQueries = 100;
constexpr std::int64_t kRibbonQueries = 200, kRibbonSteps = 20, kRibbonTargets = 3;

/// Whether the parameter, where there is one, was larger than `most`; no longer.
bool shortened(const CatalogueEntry& entry, ParamMap& params, Role role, std::int64_t most) {
  const auto* value = entry.get<std::int64_t>(params, role);
  return value && *value > most && entry.set(params, role, most);
}

const CatalogueEntry& attackOf(const ExploreRequest& request) {
  const CatalogueEntry& entry = catalogueEntry(request.algorithm);
  if (entry.family != Family::Attack) throw UsageError(request.algorithm, "is no attack");
  return entry;
}

/// Of one picture that is attempted: what is to be left is the truth, and so the model's own answer.
at::Tensor directionOf(const BoundAttack& attack, const ExploreRequest& request, const Explorer::Model& victim,
                       const at::Tensor& clean, int cleanClass) {
  Goal goal;
  goal.targeted = request.target >= 0;
  goal.labels = at::full({1}, goal.targeted ? request.target : cleanClass, at::kLong);
  goal.ball = {attack.norm(), at::ones({1})};
  goal.random = randomOfBatch(request.seed, 0);
  return attack.direction({victim, 1}, clean, goal);
}

/// Of every picture asked about: what a run is told of one.
AttackSettings settingsOf(const ExploreRequest& request, const DataSet& data, int label) {
  AttackSettings settings;
  settings.target = request.target;
  settings.leaveOwnAnswer = label < 0;
  settings.pictures = &data;
  return settings;
}

}  // namespace

Explorer::Held Explorer::prepared(const ExploreRequest& request, const BoundAttack& attack, const Model& model,
                                  const Data& data) {
  ExploreRequest key = request;
  attack.entry().erase(key.params, Role::Strength);
  key.draft = false;
  if (m_held && m_held->key == key && m_held->model == model && m_held->data == data) return *m_held;
  requireTarget(model->info(), request.target);
  if (request.index < 0 || request.index >= data->info().count) {
    throw UsageError("sample " + std::to_string(request.index), "is not in " + request.data);
  }
  Held fresh;
  fresh.key = key;
  fresh.model = model;
  fresh.data = data;
  const Batch batch = readBatch(*data, {request.index});
  fresh.clean = batch.images;
  fresh.label = static_cast<int>(batch.labels[0].item<std::int64_t>());
  const at::Tensor scores = logitsInChunks(*model, batch.images).softmax(1);
  fresh.cleanScores = floatsOf(scores);
  fresh.cleanClass = static_cast<int>(scores.argmax(1)[0].item<std::int64_t>());
  const int truth = fresh.label >= 0 ? fresh.label : fresh.cleanClass;
  fresh.attempted = fresh.cleanClass == truth && truth != request.target;
  if (attack.entry().linearInStrength && fresh.attempted) {
    requireAccess(model->info(), attack.entry());
    fresh.direction = directionOf(attack, request, swift(model), fresh.clean, fresh.cleanClass);
  }
  m_held = std::move(fresh);
  return *m_held;
}

std::shared_ptr<const Exploration> Explorer::explored(const ExploreRequest& request, const Model& model,
                                                      const Data& data, Progress& progress) {
  const auto began = std::chrono::steady_clock::now();
  const CatalogueEntry& entry = attackOf(request);
  const ImageShape shape = model->info().input;
  ParamMap params = suggestedParams(entry, request.params, shape);
  // The picture shows the attack at this strength, not the first example found on the way.
  entry.set(params, Role::EarlyStop, false);
  const bool linear = entry.linearInStrength;
  bool draft = false;
  if (request.draft) draft = shortened(entry, params, Role::Queries, kDraftQueries);
  if (request.draft && !linear && entry.find(Role::Steps)) {
    constexpr std::int64_t kDraftSteps = 3;
    const bool fewer = shortened(entry, params, Role::Steps, kDraftSteps);
    if (fewer) entry.set(params, Role::StepSize, 0.5);
    draft = draft || fewer;
    entry.set(params, Role::Restarts, 1);
  }
  ExploreRequest key = request;
  key.params = params;
  const auto bound = boundAttack(request.algorithm, params);
  const BoundAttack& attack = *bound;
  const Held held = prepared(key, attack, model, data);

  auto result = std::make_shared<Exploration>();
  result->request = request;
  result->request.params = params;
  result->exact = !draft;
  result->label = held.label;
  result->cleanScores = held.cleanScores;
  result->cleanClass = held.cleanClass;
  result->attempted = held.attempted;
  result->clean = imageFromTensor(held.clean);
  const auto reached = [&](const at::Tensor& scores) {
    const auto winner = scores.argmax(1)[0].item<std::int64_t>();
    return request.target >= 0 ? winner == request.target : winner != held.cleanClass;
  };
  at::Tensor attacked;
  if (linear && held.attempted) {
    const auto radius = static_cast<float>(attack.strength().value_or(0));
    const Ball ball{attack.norm(), at::full({1}, radius)};
    const auto along = [&](const at::Tensor& direction) {
      attacked = ball.enforce(held.clean + radius * direction, held.clean);
      return logitsInChunks(*model, attacked).softmax(1);
    };
    at::Tensor scores = along(held.direction);
    // As a run does: where rounding alone makes the attack copy fall, the model itself is asked for the way.
    constexpr float kRounding = 1e-3F;
    const at::Tensor best = std::get<0>(scores.topk(std::min<std::int64_t>(2, scores.size(1)), 1))[0];
    const bool close = best.numel() == 2 && (best[0] - best[1]).item<float>() < kRounding;
    if (close && !reached(scores) && reached(logitsInChunks(*swift(model), attacked)))
      scores = along(directionOf(attack, request, model, held.clean, held.cleanClass));
    result->attackedScores = floatsOf(scores);
    result->queries = 2;
  } else {
    std::vector<at::Tensor> steps{held.clean};
    AttackSettings settings = settingsOf(request, *data, held.label);
    settings.onStep = [&](const at::Tensor& images) { steps.push_back(images[0].unsqueeze(0).clone()); };
    const AttackedBatch batch = attackBatch(attack, *model, held.clean, at::full({1}, held.label, at::kLong),
                                            settings, randomOfBatch(request.seed, 0), progress);
    attacked = batch.adversarial;
    result->attackedScores = floatsOf(batch.attackScores);
    result->queries = batch.queries[0];
    // The way ends at the picture on the stage, even where the best was found before the last step.
    if (!at::equal(steps.back(), attacked)) steps.push_back(attacked);
    // A long attack's scrubber needs no more positions than a person can tell apart.
    constexpr std::size_t kMostSteps = 64;
    const std::size_t stride = (steps.size() + kMostSteps - 1) / kMostSteps;
    std::vector<at::Tensor> shown;
    for (std::size_t i = 0; i < steps.size(); i += stride) shown.push_back(steps[i]);
    if ((steps.size() - 1) % stride != 0) shown.push_back(steps.back());
    if (!draft && shown.size() > 1) {
      const at::Tensor all = at::cat(shown);
      const at::Tensor scores = logitsInChunks(*swift(model), all).softmax(1);
      for (std::int64_t i = 0; i < all.size(0); ++i) {
        result->trajectory.push_back({imageFromTensor(all[i]), floatsOf(scores[i])});
      }
    }
  }
  result->attacked = imageFromTensor(attacked);
  const at::Tensor change = attacked - held.clean;
  result->change = imageFromTensor(change);
  result->l0 = static_cast<double>(changedPixels(change)[0].item<std::int64_t>());
  result->l1 = normOf(change, Norm::L1)[0].item<double>();
  result->l2 = normOf(change, Norm::L2)[0].item<double>();
  result->linf = normOf(change, Norm::Linf)[0].item<double>();
  const auto& scores = result->attackedScores;
  result->attackedClass = static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  result->succeeded = held.attempted && (request.target >= 0 ? result->attackedClass == request.target
                                                             : result->attackedClass != result->cleanClass);
  result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

std::shared_ptr<const Ribbon> Explorer::ribbon(const ExploreRequest& request, int strengths, const Model& model,
                                               const Data& data, Progress& progress) {
  const CatalogueEntry& entry = attackOf(request);
  const ImageShape shape = model->info().input;
  ParamMap params = suggestedParams(entry, request.params, shape);
  entry.set(params, Role::EarlyStop, false);
  ExploreRequest key = request;
  key.params = params;
  auto attack = boundAttack(request.algorithm, params);
  const Held held = prepared(key, *attack, model, data);

  auto result = std::make_shared<Ribbon>();
  result->request = request;
  result->request.params = params;
  if (!attack->strength()) return result;  // no strength axis
  const double most = strengthScale(kNormNames[static_cast<std::size_t>(attack->norm())], shape).most;
  std::vector<double> axis;
  for (int i = 0; i < strengths; ++i) axis.push_back(most * i / std::max(1, strengths - 1));
  // An attack that spends thousands of queries has a budget here and looks closely only where the answer turns.
  const bool frugal = shortened(entry, params, Role::Queries, kRibbonQueries);
  if (frugal) {
    shortened(entry, params, Role::Steps, kRibbonSteps);
    shortened(entry, params, Role::Targets, kRibbonTargets);
    attack = boundAttack(request.algorithm, params);
    result->exact = false;
  }

  // All strengths are one batch: one look at the model answers for the whole axis.
  const auto scoresAt = [&](const std::vector<double>& at, Progress& part) {
    const at::Tensor radius = at::tensor(at, at::kDouble).to(at::kFloat);
    const auto count = std::ssize(at);
    const at::Tensor images = held.clean.repeat({count, 1, 1, 1});
    if (held.direction.defined()) {
      const Ball ball{attack->norm(), radius};
      const at::Tensor attacked = ball.enforce(images + radius.view({-1, 1, 1, 1}) * held.direction, images);
      return logitsInChunks(*swift(model), attacked).softmax(1);
    }
    AttackSettings settings = settingsOf(request, *data, held.label);
    settings.strengths = radius;
    return attackBatch(*attack, *model, images, at::full({count}, held.label, at::kLong), settings,
                       randomOfBatch(request.seed, 0), part)
        .attackScores;
  };
  const auto turned = [&](const at::Tensor& scores) { return scores.argmax(1).ne(held.cleanClass); };
  constexpr std::size_t kStride = 4;
  std::map<double, std::vector<float>> found;
  const auto look = [&](std::size_t from, std::size_t to, std::size_t stride, Progress& part) {
    std::vector<double> at;
    for (std::size_t i = from; i < to; i += stride) at.push_back(axis[i]);
    if (at.empty()) return std::optional<std::size_t>();
    const at::Tensor scores = scoresAt(at, part);
    for (std::size_t i = 0; i < at.size(); ++i) found[at[i]] = floatsOf(scores[std::int64_t(i)]);
    const at::Tensor first = turned(scores).nonzero().squeeze(1);
    return first.numel() > 0 ? std::optional(from + stride * std::size_t(first[0].item<std::int64_t>()))
                             : std::optional<std::size_t>();
  };
  PartProgress coarse(progress, 0, frugal ? 0.75 : 1), fine(progress, 0.75, 1);
  const auto turn = look(0, axis.size(), frugal ? kStride : 1, coarse);
  if (frugal && turn && *turn > 0) look(*turn - kStride + 1, *turn, 1, fine);
  for (auto& [strength, scores] : found) {
    result->strengths.push_back(strength);
    const auto winner = static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    result->classes.push_back(winner);
    result->scores.push_back(std::move(scores));
    if (!result->flipsAt && winner != held.cleanClass) result->flipsAt = strength;
  }
  return result;
}

}  // namespace adversarium
