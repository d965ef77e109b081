// SPDX-License-Identifier: GPL-3.0-or-later
/// A few images a class that teach a network what a whole data set would.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <functional>

#include "core/graph/graph.h"
#include "core/job/progress.h"
#include "core/method/param.h"
#include "core/tensor/convert.h"

namespace adversarium {

/// `Distribution` (DM): the mean feature of each class, under ever new untrained networks, is matched; Zhao and
/// Bilen, WACV 2023, eq. (5). `Gradient` (DC): the gradient of the loss by the weights is, as networks learn the
/// condensed images; Zhao, Mopuri and Bilen, ICLR 2021, algorithm 1. The authors descend with a fixed step, which
/// fits their network with its norms; Adam takes any.
enum class Matching { Distribution, Gradient };
template <>
struct Choices<Matching> {
  static constexpr std::array<std::string_view, 2> names{"distribution", "gradient"};
};

struct CondensePlan {
  Matching matching = Matching::Distribution;
  std::int64_t perClass = 10;
  int iterations = 500;          ///< networks that are matched on
  std::int64_t realBatch = 128;  ///< images of a class that one step looks at
  double imageRate = 0.01;       ///< first step of a pixel (Adam, falling like a cosine)
  bool fromReal = true;          ///< begin with images of the data, not with noise
  bool augment = true;           ///< the same random turn, scale and shift for both sides (DSA, ICML 2021)
};

struct Condensed {
  at::Tensor images;                        ///< float32 (K·perClass)×C×H×W in [0,1], class by class
  at::Tensor labels;                        ///< int64
  std::vector<std::int64_t> startedFrom{};  ///< rows of the data that they were once; empty for noise
};

/// Images turned by up to 15°, scaled by up to 1.2 and shifted by up to an eighth: all in the same way where two
/// sides are matched (Zhao and Bilen, ICML 2021), each in its own where a network learns them. Differentiable.
at::Tensor augmentedAlike(const at::Tensor& images, at::Generator& random);
at::Tensor augmentedEach(const at::Tensor& images, at::Generator& random);

/// Cosine distance of gradients, summed over the output channels of every weight (Zhao et al. 2021, eq. (9));
/// biases and scales are left out. Lists in the order of Graph::parameters(); a scalar.
at::Tensor gradientDistance(const std::vector<at::Tensor>& condensed, const std::vector<at::Tensor>& real);

/// Condenses float32 N×C×H×W in [0,1] with int64 labels of 0…classes−1, each of which has to occur. `blueprint`
/// gives the networks their structure. `show` sees what there is a few times on the way. Throws UsageError where a
/// class has fewer images than are wanted and for a network without a linear layer at its end; Cancelled.
Condensed condense(const Batch& data, std::int64_t classes, const Graph& blueprint, const CondensePlan& plan,
                   at::Generator& random, Progress& progress, const std::function<void(const Condensed&)>& show);

}  // namespace adversarium
