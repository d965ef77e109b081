// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/unlearning.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/words.h"
#include "core/tensor/convert.h"

namespace adversarium {

Suspect suspectedTrigger(const Patient& patient, Progress& progress) {
  constexpr std::int64_t kImages = 50;
  std::vector<std::int64_t> indices = patient.allClean();
  indices.resize(std::min<std::size_t>(indices.size(), kImages));
  std::vector<std::int64_t> classes(static_cast<std::size_t>(patient.classes));
  std::iota(classes.begin(), classes.end(), 0);
  CleansePlan plan;
  plan.passImages = std::max<std::int64_t>(patient.request().batch, 1);
  plan.seed = patient.request().seed;
  const auto fast = patient.assignment.model->attackCopy(patient.request().precision);
  GradientAccess victim(fast ? fast : patient.assignment.model, std::make_shared<Meter>());
  std::vector<ClassTrigger> triggers;
  std::size_t finished = 0;
  searchTriggers(
      victim, readBatch(*patient.clean, indices).images, classes, plan, progress, triggers,
      [&](const ClassTrigger&) {
        progress.show({translatable("progress", "looking for the trigger"), {{"classes", double(++finished)}}});
      });
  std::vector<double> sizes;
  for (const ClassTrigger& trigger : triggers) sizes.push_back(std::log(std::max(trigger.norm, 1e-3)));
  const std::vector<Gap> gaps = gapsBelow(sizes);
  const auto most = std::min_element(triggers.begin(), triggers.end(), [](const auto& a, const auto& b) {
    return std::pair(!a.convincing, a.norm) < std::pair(!b.convincing, b.norm);
  });
  return {*most, gaps[static_cast<std::size_t>(most - triggers.begin())]};
}

LossHook unlearning(const ClassTrigger& trigger) {
  return [mask = trigger.mask, pattern = trigger.pattern](TrainStep& step) {
    constexpr std::int64_t kOneIn = 5;
    const std::int64_t worn = std::max<std::int64_t>(1, step.images.size(0) / kOneIn);
    at::Tensor images = step.images.clone();
    images.slice(0, 0, worn)
        .copy_(stamped(step.images.slice(0, 0, worn), mask.to(images.device()), pattern.to(images.device())));
    TrainStep warned{step.graph, images, step.labels, step.random, step.progress};
    return plainLoss(warned);
  };
}

}  // namespace adversarium
