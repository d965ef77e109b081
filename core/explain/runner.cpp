// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/runner.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <utility>

#include "core/tensor/convert.h"

namespace adversarium {
namespace {

/// Under what a region is hidden for the final judgement: as the method hid, or the mean colour.
Fill fillOf(const CatalogueEntry& entry, const ParamMap& params) {
  const auto* name = entry.get<std::string>(params, Role::Fill);
  if (!name) return Fill::Mean;
  const auto& names = Choices<Fill>::names;
  return static_cast<Fill>(std::find(names.begin(), names.end(), *name) - names.begin());
}

/// The side of the region that the house looks for: the method's own windows, or the usual ones.
int regionSide(const CatalogueEntry& entry, const ParamMap& params, const at::Tensor& images) {
  const auto* size = entry.get<std::int64_t>(params, Role::Window);
  if (size && *size > 0) return static_cast<int>(*size);
  return usualWindowSide(images.size(2), images.size(3));
}

/// Pixels in the order in which they go, N×HW int64; `keys` N×HW, the largest first, ties as they lie.
at::Tensor orderOf(const at::Tensor& keys) {
  return std::get<1>(at::sort(keys, c10::optional<bool>(true), 1, true));
}

}  // namespace

at::Tensor withHidden(const at::Tensor& images, const at::Tensor& replacement,
                      const std::vector<Window>& windows) {
  at::Tensor result = images.clone();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Window& w = windows[i];
    const auto part = [&](const at::Tensor& all) {
      return all[static_cast<std::int64_t>(i)].slice(1, w.top, w.bottom()).slice(2, w.left, w.right());
    };
    part(result).copy_(part(replacement));
  }
  return result;
}

void requireTarget(const Classifier& model, int target) {
  if (target < model.info().classes) return;
  throw UsageError("target " + std::to_string(target),
                   "the model knows the classes 0 to " + std::to_string(model.info().classes - 1));
}

ExplainedBatch explainBatch(const ExplanationMethod& method, const ParamMap& params, const Classifier& model,
                            const at::Tensor& images, const ExplainSettings& settings,
                            std::shared_ptr<at::Generator> random, Progress& progress) {
  const at::NoGradGuard noGradient;
  requireAccess(model.info(), method.entry());
  requireTarget(model, settings.target);
  // The colours' tables take a while to make: here, not on the thread that will draw.
  (void)heatColour(0, heatRangeOf({}, method.words(params).isSigned));
  const std::int64_t number = images.size(0);
  ExplainedBatch batch;
  batch.scores = logitsInChunks(model, images).softmax(1);
  batch.classes = settings.target < 0 ? batch.scores.argmax(1) : at::full({number}, settings.target, at::kLong);

  // Non-owning where there is no faster copy: the caller holds the model for the whole run.
  const auto fast = method.needsTaps() ? nullptr : model.attackCopy(settings.precision);
  const Oracle oracle(fast ? fast : std::shared_ptr<const Classifier>(std::shared_ptr<void>(), &model), number);
  batch.heat =
      method.explain(oracle, images, {batch.classes, std::move(random), settings.onMap}, params, progress);
  batch.queries = oracle.meter->perSample;
  batch.gradients = oracle.meter->gradients;
  batch.looks = oracle.meter->looks;
  batch.looks.vanished += std::exchange(batch.looks.idle, 0);
  at::Tensor& maps = batch.heat.maps;
  if (maps.dim() != 3 || maps.size(0) != number || maps.size(1) != images.size(2) ||
      maps.size(2) != images.size(3)) {
    throw std::logic_error(std::string(method.entry().info.id) + " made maps of a wrong shape");
  }
  maps = maps.to(at::kFloat).contiguous();
  if (!maps.isfinite().all().item<bool>()) {
    throw InputError(model.info().where, "answers with NaN or infinity: there is nothing to explain");
  }

  if (batch.heat.regions.empty()) {
    const int side = regionSide(method.entry(), params, images);
    for (std::int64_t i = 0; i < number; ++i) batch.heat.regions.push_back(peakOf(maps[i], side));
  }
  const at::Tensor hiding = hidingPictures(images, fillOf(method.entry(), params));
  const at::Tensor after = logitsInChunks(model, withHidden(images, hiding, batch.heat.regions)).softmax(1);
  const auto own = floatsOf(after.gather(1, batch.classes.unsqueeze(1)));
  const auto [top, winner] = after.max(1);
  const auto tops = floatsOf(top);
  const auto winners = integersOf(winner);
  for (std::size_t i = 0; i < own.size(); ++i)
    batch.regions.push_back({batch.heat.regions[i], own[i], static_cast<int>(winners[i]), tops[i]});

  if (const auto promise = method.completeness(images, params)) {
    const auto asked = [&](const at::Tensor& pictures) {
      return quantityOf(logitsInChunks(model, pictures), batch.classes, promise->quantity).to(at::kDouble);
    };
    batch.gap = (maps.to(at::kDouble).sum({1, 2}) - (asked(images) - asked(promise->baselines))).abs();
  }
  return batch;
}

Faithfulness faithfulnessOf(const Classifier& model, const at::Tensor& images, const at::Tensor& classes,
                            const at::Tensor& maps, at::Generator& random, Progress& progress) {
  const at::NoGradGuard noGradient;
  const std::int64_t number = images.size(0), pixels = images.size(2) * images.size(3);
  const at::Tensor flat = images.flatten(2);
  const at::Tensor empty = hidingPictures(images, Fill::Mean).flatten(2);
  const at::Tensor unsharp = hidingPictures(images, Fill::Blur).flatten(2);
  const auto curve = [&](const at::Tensor& order, const at::Tensor& before, const at::Tensor& after) {
    // rank[p]: the place of pixel p in the order
    const at::Tensor rank = at::empty_like(order).scatter_(1, order, at::arange(pixels).expand({number, pixels}));
    std::vector<at::Tensor> scores;
    for (int step = 0; step <= kFaithfulnessSteps; ++step) {
      const at::Tensor gone = rank.lt(pixels * step / kFaithfulnessSteps).unsqueeze(1);
      const at::Tensor pictures = at::where(gone, after, before).view(images.sizes());
      scores.push_back(logitsInChunks(model, pictures).softmax(1).gather(1, classes.unsqueeze(1)).squeeze(1));
    }
    return at::stack(scores, 1).to(at::kDouble);
  };
  const at::Tensor order = orderOf(maps.flatten(1));
  Faithfulness result;
  progress.step(0, 3);
  result.deletion = curve(order, flat, empty);
  progress.step(1, 3);
  result.insertion = curve(order, unsharp, flat);
  progress.step(2, 3);
  result.random = curve(orderOf(at::rand({number, pixels}, random, at::kFloat)), flat, empty);
  return result;
}

}  // namespace adversarium
