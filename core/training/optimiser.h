// SPDX-License-Identifier: GPL-3.0-or-later
/// Stochastic gradient descent and Adam with their state in plain tensors, so that a checkpoint holds everything.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

#include "core/training/trainer.h"

namespace adversarium {

/// How slowly Adam's mean and mean square forget.
struct AdamDecay {
  double mean = 0.9, square = 0.999;
};

class OptimiserState {
 public:
  OptimiserState(const TrainPlan& plan, std::vector<at::Tensor> parameters, AdamDecay decay = {});

  /// One update; `gradients` in the parameters' order, an undefined one counts as zero.
  void step(const std::vector<at::Tensor>& gradients, double learningRate);

  std::map<std::string, at::Tensor> save() const;
  void load(const std::map<std::string, at::Tensor>& saved);

 private:
  const TrainPlan& m_plan;
  AdamDecay m_decay;
  std::vector<at::Tensor> m_parameters;
  std::vector<at::Tensor> m_first;   ///< momentum, or Adam's mean
  std::vector<at::Tensor> m_second;  ///< Adam's mean square
  std::int64_t m_steps = 0;
};

}  // namespace adversarium
