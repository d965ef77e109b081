// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/transferable.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/formats/open_model.h"
#include "core/run/measured.h"
#include "core/tensor/convert.h"

namespace adversarium {
namespace {

double uniform(at::Generator& random, double low, double high) {
  return at::empty({1}, at::kDouble).uniform_(low, high, random).item<double>();
}

std::int64_t below(at::Generator& random, std::int64_t count) {
  return at::randint(0, count, {1}, random, at::kLong).item<std::int64_t>();
}

/// `count` random cuts of [0, length) into parts of at least a pixel; the parts' starts and the end.
std::vector<std::int64_t> randomCuts(std::int64_t length, std::int64_t count, at::Generator& random) {
  const std::int64_t parts = std::min(count, length);
  std::vector<std::int64_t> cuts{0, length};
  for (const std::int64_t place : integersOf(at::randperm(length - 1, random, at::kLong).slice(0, 0, parts - 1)))
    cuts.push_back(place + 1);
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

/// The gradient by the image of the loss at a changed view of it: the view's own gradient led back through the
/// change, so that the surrogate need only grant gradients by its input.
at::Tensor gradientThrough(GradientAccess& surrogate, const at::Tensor& images, const Loss& loss,
                           const std::function<at::Tensor(const at::Tensor&)>& change) {
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor view = change(input);
  const at::Tensor outer = surrogate.inputGradient(view.detach(), loss).gradient;
  return torch::autograd::grad({view}, {input}, {outer.to(view.scalar_type())})[0];
}

class Together final : public Classifier {
 public:
  Together(ModelInfo info, std::vector<std::shared_ptr<const Classifier>> models)
      : Classifier(std::move(info)), m_models(std::move(models)) {}
  at::Tensor logits(const at::Tensor& images) const override {
    at::Tensor sum;
    for (const auto& model : m_models) {
      const at::Tensor scores = model->logits(images).log_softmax(1);
      sum = sum.defined() ? sum + scores : scores;
    }
    return sum / double(m_models.size());
  }
  std::shared_ptr<const Classifier> attackCopy(const std::string& precision) const override {
    std::vector<std::shared_ptr<const Classifier>> copies;
    for (const auto& model : m_models) {
      auto fast = model->attackCopy(precision);
      copies.push_back(fast ? fast : model);
    }
    return std::make_shared<Together>(m_info, std::move(copies));
  }

 private:
  std::vector<std::shared_ptr<const Classifier>> m_models;
};

}  // namespace

at::Tensor resizedAtRandom(const at::Tensor& images, at::Generator& random) {
  const std::int64_t height = images.size(2), width = images.size(3);
  const auto larger = [](std::int64_t side) { return std::max(side + 1, std::int64_t(std::lround(1.1 * side))); };
  const std::int64_t wholeHeight = larger(height), wholeWidth = larger(width);
  const std::int64_t newHeight = height + below(random, wholeHeight - height),
                     newWidth = width + below(random, wholeWidth - width);
  const at::Tensor resized = at::upsample_bilinear2d(images, {newHeight, newWidth}, false);
  const std::int64_t top = below(random, wholeHeight - newHeight + 1),
                     left = below(random, wholeWidth - newWidth + 1);
  const at::Tensor padded =
      at::constant_pad_nd(resized, {left, wholeWidth - newWidth - left, top, wholeHeight - newHeight - top}, 0);
  return at::upsample_bilinear2d(padded, {height, width}, false);
}

at::Tensor blocksShuffled(const at::Tensor& images, int blocks, at::Generator& random) {
  const std::int64_t height = images.size(2), width = images.size(3);
  constexpr double kMostTurn = 24 * std::numbers::pi / 180;
  const auto columns = randomCuts(width, blocks, random);
  const auto columnOrder = integersOf(at::randperm(std::int64_t(columns.size()) - 1, random, at::kLong));
  // Pixel centres of the source in grid_sampler's coordinates; what lies outside a turned block reads nothing.
  at::Tensor grid = at::full({height, width, 2}, 4.0, at::kFloat);
  std::int64_t left = 0;
  for (const std::int64_t column : columnOrder) {
    const std::int64_t fromX = columns[std::size_t(column)], wide = columns[std::size_t(column) + 1] - fromX;
    const auto rows = randomCuts(height, blocks, random);
    std::int64_t top = 0;
    for (const std::int64_t row : integersOf(at::randperm(std::int64_t(rows.size()) - 1, random, at::kLong))) {
      const std::int64_t fromY = rows[std::size_t(row)], high = rows[std::size_t(row) + 1] - fromY;
      const double turn = uniform(random, -kMostTurn, kMostTurn);
      const at::Tensor y = (at::arange(high, at::kFloat) - 0.5 * double(high - 1)).view({-1, 1}),
                       x = (at::arange(wide, at::kFloat) - 0.5 * double(wide - 1)).view({1, -1});
      const at::Tensor sourceX = std::cos(turn) * x - std::sin(turn) * y + 0.5 * double(wide - 1),
                       sourceY = std::sin(turn) * x + std::cos(turn) * y + 0.5 * double(high - 1);
      const at::Tensor inside = sourceX.ge(-0.5)
                                    .logical_and(sourceX.le(double(wide) - 0.5))
                                    .logical_and(sourceY.ge(-0.5))
                                    .logical_and(sourceY.le(double(high) - 0.5));
      const auto scaled = [&](const at::Tensor& place, std::int64_t from, std::int64_t length) {
        return at::where(inside, (2 * (place + double(from)) + 1) / double(length) - 1, at::full({}, 4.0F));
      };
      at::Tensor part = grid.slice(0, top, top + high).slice(1, left, left + wide);
      part.select(2, 0).copy_(scaled(sourceX, fromX, width));
      part.select(2, 1).copy_(scaled(sourceY, fromY, height));
      top += high;
    }
    left += wide;
  }
  return at::grid_sampler(images.contiguous(), grid.unsqueeze(0).repeat({images.size(0), 1, 1, 1}), 0, 0, false);
}

at::Tensor smoothed(const at::Tensor& gradient, int kernel) {
  const std::int64_t reach = kernel / 2, channels = gradient.size(1);
  if (reach == 0) return gradient;
  const at::Tensor place = at::arange(-reach, reach + 1, at::kFloat) * (3.0 / double(reach));
  const at::Tensor line = (place.square() * -0.5).exp();
  at::Tensor window = line.view({-1, 1}) * line.view({1, -1});
  window = (window / window.sum()).expand({channels, 1, -1, -1}).contiguous();
  return at::conv2d(gradient, window, {}, 1, reach, 1, channels);
}

at::Tensor craftTransferable(GradientAccess& surrogate, const at::Tensor& images, const Goal& goal,
                             TransferKind kind, const TransferKnobs& knobs, Progress& progress) {
  const Loss loss = [&](const at::Tensor& logits) { return goal.logOdds(logits); };
  at::Tensor current = images.clone(), velocity = at::zeros_like(images);
  const at::Tensor length = (goal.ball.radius / double(knobs.steps)).view({-1, 1, 1, 1});
  const bool shuffled = kind == TransferKind::BlocksShuffled;
  const int copies = shuffled ? knobs.copies : 1;
  const auto view = [&](const at::Tensor& input) {
    return shuffled ? blocksShuffled(input, knobs.blocks, *goal.random) : resizedAtRandom(input, *goal.random);
  };
  for (int step = 0; step < knobs.steps; ++step) {
    at::Tensor gradient = at::zeros_like(images);
    for (int copy = 0; copy < copies; ++copy) {
      progress.step(std::int64_t{step} * copies + copy, std::int64_t{knobs.steps} * copies);
      const bool changed =
          shuffled || (kind == TransferKind::DiverseInputs && uniform(*goal.random, 0, 1) < knobs.diversity);
      gradient += changed ? gradientThrough(surrogate, current, loss, view)
                          : surrogate.inputGradient(current, loss).gradient;
    }
    if (kind == TransferKind::TranslationInvariant) gradient = smoothed(gradient, knobs.kernel);
    velocity = knobs.momentum * velocity + unitStep(gradient, Norm::L1);
    current = goal.ball.project(current + length * velocity.sign(), images);
  }
  return current;
}

std::shared_ptr<const Classifier> together(std::vector<std::shared_ptr<const Classifier>> models) {
  ModelInfo info = models.front()->info();
  info.where.clear();
  for (const auto& model : models) {
    info.where += (info.where.empty() ? "" : " + ") + model->info().where;
    info.access = std::min(info.access, model->info().access);
  }
  return std::make_shared<Together>(std::move(info), std::move(models));
}

Measure TransferOutcome::rate() const {
  return rateOf(succeeded.sum().item<std::int64_t>(), attempted.sum().item<std::int64_t>());
}

TransferOutcome outcomeOn(const Classifier& target, const at::Tensor& images, const at::Tensor& adversarial,
                          const at::Tensor& labels, int wanted) {
  TransferOutcome outcome;
  outcome.before = logitsInChunks(target, images).argmax(1);
  outcome.after = logitsInChunks(target, adversarial).argmax(1);
  outcome.attempted = outcome.before.eq(labels);
  if (wanted >= 0) outcome.attempted = outcome.attempted.logical_and(labels.ne(wanted));
  outcome.succeeded =
      outcome.attempted.logical_and(wanted >= 0 ? outcome.after.eq(wanted) : outcome.after.ne(labels));
  return outcome;
}

std::vector<std::shared_ptr<const Classifier>> openModels(const std::string& list, const ModelInfo& like,
                                                          Access least) {
  std::vector<std::shared_ptr<const Classifier>> models;
  for (std::size_t from = 0; from < list.size();) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    const std::size_t begin = list.find_first_not_of(' ', from), end = list.find_last_not_of(' ', comma - 1);
    if (begin < comma) {
      auto model = openModel(list.substr(begin, end - begin + 1), like.input);
      const ModelInfo& info = model->info();
      if (!(info.input == like.input))
        throw UsageError(info.where, "takes images of another size than " + like.where);
      if (like.classes > 0 && info.classes != like.classes)
        throw UsageError(info.where, "knows " + std::to_string(info.classes) + " classes, " + like.where +
                                         " knows " + std::to_string(like.classes));
      if (info.access < least)
        throw UsageError(info.where, "grants only " + std::string(wordFor(info.access)) + "; " +
                                         std::string(wordFor(least)) + " is needed");
      models.push_back(std::move(model));
    }
    from = comma + 1;
  }
  return models;
}

}  // namespace adversarium
