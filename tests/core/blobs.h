// SPDX-License-Identifier: GPL-3.0-or-later
/// Small pictures of a few classes that a network can learn or, with noise enough, only learn by heart.
#pragma once

#include <ATen/ATen.h>

#include "core/graph/architectures.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/tensor/tensor_data.h"
#include "core/victim/classifier.h"

namespace adversarium {

inline constexpr std::int64_t kBlobClasses = 4;

/// 1×6×6 pictures: a class's pattern, blurred by `noise`; with `random` the labels mean nothing.
inline std::shared_ptr<const DataSet> blobs(std::int64_t count, double noise, bool random = false,
                                            std::uint64_t seed = 1) {
  at::Generator patterns = generatorFrom(99), own = generatorFrom(seed);
  const at::Tensor centres = at::rand({kBlobClasses, 1, 6, 6}, patterns, at::kFloat);
  const at::Tensor classes = at::randint(0, kBlobClasses, {count}, own, at::kLong);
  const at::Tensor images =
      (centres.index_select(0, classes) + noise * at::randn({count, 1, 6, 6}, own, at::kFloat)).clamp(0, 1);
  const at::Tensor labels = random ? at::randint(0, kBlobClasses, {count}, own, at::kLong) : classes;
  return std::make_shared<TensorData>(images, labels);
}

/// An untrained network for them.
inline std::shared_ptr<const Classifier> blobNetwork(std::uint64_t seed = 3, ImageShape shape = {1, 6, 6}) {
  at::Generator random = generatorFrom(seed);
  Graph graph = buildArchitecture("mlp", shape, kBlobClasses);
  initialise(graph, random);
  ModelInfo info;
  info.where = "blobs";
  info.kind = "adversarium";
  info.architecture = "mlp";
  info.input = shape;
  info.classes = kBlobClasses;
  return makeGraphClassifier(std::move(graph), info);
}

}  // namespace adversarium
