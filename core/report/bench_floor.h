// SPDX-License-Identifier: GPL-3.0-or-later
/// What every benchmark divides by, and the models that they measure on.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>

#include "core/model/classifier.h"
#include "core/tensor/convert.h"

namespace adversarium {

double secondsOf(const std::function<void()>& work);

/// Seconds of a forward and an input gradient: eager, float32, contiguous, weights frozen, batch norm not folded,
/// and freed memory returned as in any program on LibTorch.
double floorSeconds(const Classifier& model, const at::Tensor& images, const at::Tensor& labels, int rounds);

struct BenchSubject {
  std::string name;
  std::shared_ptr<const Classifier> model;
  Batch batch;
};

/// A model that its owner never trained; ten classes of noise do for its speed.
BenchSubject untrainedSubject(const std::string& architecture, ImageShape shape, std::int64_t count);

/// demo:NAME with those of the first `count` held-out pictures that it is right about.
BenchSubject builtInSubject(const std::string& name, std::int64_t count);

/// The speed of exact occlusion and of RISE: `adversarium bench explain`.
std::string benchExplain();

}  // namespace adversarium
