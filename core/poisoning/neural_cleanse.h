// SPDX-License-Identifier: GPL-3.0-or-later
/// Looks for the smallest stamp that sends every image to a class, for many classes at once.
/// Wang et al., "Neural Cleanse", S&P 2019, eqs. (2) and (3).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/job/progress.h"
#include "core/victim/access.h"

namespace adversarium {

struct CleansePlan {
  int epochs = 80;                ///< passes over the images
  double learningRate = 0.1;      ///< of Adam, on the unbounded form of mask and pattern
  double cost = 1e-3;             ///< first weight of the mask's size in the loss
  int patience = 5;               ///< epochs in a row before the weight of the size moves
  double success = 0.98;          ///< share of images that a trigger must move
  std::int64_t stepImages = 8;    ///< images in one step, the same for every class: few, for many steps an epoch
  std::int64_t passImages = 128;  ///< stamped images in one pass through the model
  bool stopEarly = true;          ///< a class leaves the batch when its trigger no longer shrinks
  std::uint64_t seed = 0;
};

/// The best trigger for one class: images become (1 − mask)·image + mask·pattern.
struct ClassTrigger {
  std::int64_t target = -1;
  at::Tensor mask;          ///< float32 1×H×W in [0,1]
  at::Tensor pattern;       ///< float32 C×H×W in [0,1]
  double norm = 0;          ///< sum of the mask: how many pixels are replaced
  double success = 0;       ///< share of the images that it moved in the epoch in which it was found
  bool convincing = false;  ///< reached the success that the plan asks for
  int epochs = 0;           ///< how many it took until nothing became better
  bool finished = false;    ///< false: the search was stopped before its end
};

/// One trigger for each of `classes`, in that order. `images` float32 N×C×H×W in [0,1]. Every class starts from
/// the seed's own random mask and sees the same images in the same order as it would alone. `done` is called when
/// a class is finished; when Cancelled passes through, `found` holds what there is of the others.
void searchTriggers(GradientAccess& victim, const at::Tensor& images, const std::vector<std::int64_t>& classes,
                    const CleansePlan& plan, Progress& progress, std::vector<ClassTrigger>& found,
                    const std::function<void(const ClassTrigger&)>& done);

/// N×C×H×W with the trigger stamped on.
at::Tensor stamped(const at::Tensor& images, const at::Tensor& mask, const at::Tensor& pattern);

}  // namespace adversarium
