// SPDX-License-Identifier: GPL-3.0-or-later
/// What benchmarks measure against and on.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/tensor/convert.h"
#include "core/victim/classifier.h"

namespace adversarium {

double secondsOf(const std::function<void()>& work);

/// Seconds of a forward and an input gradient: eager, float32, contiguous, weights frozen, batch norm not folded,
/// and freed memory kept as the attacks keep it.
double floorSeconds(const Classifier& model, const at::Tensor& images, const at::Tensor& labels, int rounds);

struct BenchSubject {
  std::string name;
  std::shared_ptr<const Classifier> model;
  Batch batch;  ///< rightly classified
  double epsilon = 8.0 / 255;
};

/// A model that the attack must work on; ten classes of noise do for its speed.
BenchSubject untrainedSubject(const std::string& architecture, ImageShape shape, std::int64_t count);
/// demo:NAME on the first samples of its data.
BenchSubject builtInSubject(const std::string& name, std::int64_t count, double epsilon = 8.0 / 255);

/// Any model on the first samples of any data.
BenchSubject subjectFrom(const std::string& model, const std::string& data, std::int64_t count, double epsilon);

/// The table of exact occlusion and RISE, as text.
std::string benchExplain();

}  // namespace adversarium
