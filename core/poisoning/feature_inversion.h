// SPDX-License-Identifier: GPL-3.0-or-later
/// Backdoors that no small stamp shows: features that the right answer does not need are set apart, and then
/// driven, by changing the image (BTI-DBF, Xu et al., ICLR 2024) or the neurons (BAN, Xu et al., NeurIPS 2024).
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/job/progress.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {

/// A network cut at its last map of features: `head` of `front` is the network.
struct SplitGraph {
  Graph front;
  Graph head;
};
/// Cuts after the last node with a map larger than 1×1 that everything later depends on alone. Throws UsageError
/// where there is none. `images` are any that the network takes.
SplitGraph splitAtFeatures(const Graph& graph, const at::Tensor& images);

/// The nodes whose weights scale neurons one by one: batch norm where there is one, else every layer with weights
/// but the last, whose neurons are the classes. In order.
std::vector<std::size_t> scaledNodes(const Graph& graph);

struct FeaturePlan {
  int maskSteps = 300;   ///< to set benign features apart
  int driveSteps = 300;  ///< of the image generator
  int noiseSteps = 30;   ///< of the noise on neurons
  double noise = 0.3;    ///< largest relative change of a neuron's weight and bias
  double bound = 0.02;   ///< largest mean squared change of an image
  std::int64_t batch = 32;
};

/// Where images go when what the right answer does not need is driven.
struct Driven {
  at::Tensor answers;  ///< int64 N
  at::Tensor images;   ///< float32 N×C×H×W: the changed images; undefined where neurons were changed
};

/// Feature-space trigger inversion; answers are those to the changed images `probe` (float32 N×C×H×W).
Driven invertFeatures(const WhiteBox& victim, const Batch& samples, const at::Tensor& probe,
                      const FeaturePlan& plan, at::Generator& random, Progress& progress);

/// Adversarial neuron noise; answers are those of the disturbed network to `probe` without its benign features.
Driven disturbNeurons(const WhiteBox& victim, const Batch& samples, const at::Tensor& probe,
                      const FeaturePlan& plan, at::Generator& random, Progress& progress);

}  // namespace adversarium
