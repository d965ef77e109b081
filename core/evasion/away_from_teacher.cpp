// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evasion/away_from_teacher.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "core/base/error.h"
#include "core/evasion/feature_match.h"
#include "core/training/student.h"

namespace adversarium {
namespace {

/// The distance asked for so far: steps of equal length that reach the cap at four fifths of the training.
double askedAt(double progress, const AwayParams& params) {
  const double steps = std::max(1.0, std::ceil(params.cap / params.rise));
  return std::min(params.cap, params.rise * (1 + std::floor(std::min(1.0, progress / 0.8) * (steps - 1) + 1e-9)));
}

}  // namespace

TrainCurves moveAway(Graph& student, const Graph& teacher, std::int64_t layer, const AwayParams& params,
                     const DataSet& data, const std::vector<std::int64_t>& samples, const TrainPlan& plan,
                     Progress& progress) {
  const Graph features = firstLayers(teacher, layer);
  const std::string tap = firstLayers(student, layer).nodes.back().name;
  if (tap != features.nodes.back().name) throw UsageError("teacher", "has other layers than its student");
  const Graph fixed = features.folded();
  const LossHook hook = [&](TrainStep& step) {
    at::Tensor wanted;
    {
      const at::NoGradGuard noGradient;
      wanted = fixed.run(step.images);
    }
    at::Tensor inside;
    const at::Tensor logits = step.graph.run(step.images, {true,
                                                           [&](const Node& node, const at::Tensor& value) {
                                                             if (node.name == tap) inside = value;
                                                           },
                                                           &step.random});
    const double asked = askedAt(step.progress, params);
    const at::Tensor missing = (asked - featureDistance(inside, wanted)).clamp_min(0).mean() / asked;
    return StepLoss{at::cross_entropy_loss(logits, step.labels) + params.weight * missing, logits};
  };
  return train(student, data, samples, plan, hook, progress);
}

double distanceToTeacher(const Graph& student, const Graph& teacher, std::int64_t layer,
                         const at::Tensor& images) {
  const at::NoGradGuard noGradient;
  return featureDistance(firstLayers(student, layer).run(images), firstLayers(teacher, layer).run(images))
      .mean()
      .item<double>();
}

}  // namespace adversarium
