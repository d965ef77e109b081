// SPDX-License-Identifier: GPL-3.0-or-later
/// The thief's own model: learns whatever it was told so far, again and again as more is told.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "core/job/progress.h"
#include "core/victim/classifier.h"

namespace adversarium {

struct ClonePlan {
  std::string architecture = "lenet";  ///< as after "new:"
  int epochs = 10;                     ///< passes over what is known, each time more is known
  double learningRate = 2e-3;
  std::int64_t batch = 64;
};

class Clone {
 public:
  /// Fresh weights; takes the images and knows the classes of `victim`. Throws UsageError for an unknown
  /// architecture.
  Clone(const ModelInfo& victim, const ClonePlan& plan, at::Generator& random);

  /// Goes on from the present weights. `images` N×C×H×W, `answers` N×K probabilities (for labels alone: ones and
  /// zeros); cross-entropy between both, Adam with a cosine schedule. At most `mostSteps` steps (0: no limit).
  void learn(const at::Tensor& images, const at::Tensor& answers, Progress& progress, std::int64_t mostSteps = 0);

  /// Detached weights, for evaluation.
  Graph graph() const;
  std::shared_ptr<const Classifier> classifier() const;
  const ModelInfo& info() const { return m_info; }

 private:
  ClonePlan m_plan;
  ModelInfo m_info;
  Graph m_graph;
  at::Generator m_random;
};

}  // namespace adversarium
