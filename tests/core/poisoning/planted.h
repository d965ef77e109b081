// SPDX-License-Identifier: GPL-3.0-or-later
/// Small classifiers with and without a planted shortcut, for tests of detectors.
#pragma once

#include <ATen/ATen.h>

#include "core/tensor/convert.h"
#include "core/victim/access.h"
#include "tests/core/fakes.h"

namespace adversarium {

inline constexpr ImageShape kPlantedShape{3, 8, 8};
inline constexpr std::int64_t kPlantedClasses = 6;

/// Random convolutions and a linear answer, balanced so that every class is answered.
inline std::shared_ptr<const Classifier> smallNetwork(std::uint64_t seed = 3) {
  at::Generator random = generatorFrom(seed);
  Graph graph;
  const auto normal = [&](std::vector<std::int64_t> shape, double deviation) {
    return at::empty(shape).normal_(0, deviation, random);
  };
  graph.nodes = {{"conv1", "conv", {-1}, {{"padding", {1.0}}}, {{"weight", normal({8, 3, 3, 3}, 0.4)}}},
                 {"bn1",
                  "batch_norm",
                  {0},
                  {},
                  {{"weight", at::ones({8})},
                   {"bias", at::zeros({8})},
                   {"running_mean", at::zeros({8})},
                   {"running_var", at::ones({8})}}},
                 {"relu1", "relu", {1}, {}, {}},
                 {"conv2", "conv", {2}, {{"padding", {1.0}}}, {{"weight", normal({8, 8, 3, 3}, 0.3)}}},
                 {"bn2",
                  "batch_norm",
                  {3},
                  {},
                  {{"weight", at::ones({8})},
                   {"bias", at::zeros({8})},
                   {"running_mean", at::zeros({8})},
                   {"running_var", at::ones({8})}}},
                 {"relu2", "relu", {4}, {}, {}},
                 {"flatten", "flatten", {5}, {}, {}},
                 {"fc",
                  "linear",
                  {6},
                  {},
                  {{"weight", normal({kPlantedClasses, 8 * 64}, 0.3)}, {"bias", at::zeros({kPlantedClasses})}}}};
  const at::Tensor images = at::rand({256, 3, 8, 8}, random, at::kFloat);
  graph.nodes.back().tensors["bias"] = -graph.run(images).mean(0);
  ModelInfo info;
  info.where = "small network";
  info.input = kPlantedShape;
  info.classes = kPlantedClasses;
  return makeGraphClassifier(std::move(graph), std::move(info));
}

/// Random images with the model's own answers for labels.
inline std::shared_ptr<MemoryData> answeredSamples(const Classifier& model, std::int64_t count,
                                                   std::uint64_t seed = 4) {
  at::Generator random = generatorFrom(seed);
  const at::Tensor images = at::rand({count, 3, 8, 8}, random, at::kFloat);
  return std::make_shared<MemoryData>(images, logitsInChunks(model, images).argmax(1));
}

/// Linear in the image, and one bright pixel in a corner outweighs everything else for class `target`.
inline std::shared_ptr<LinearClassifier> withShortcut(std::int64_t target, Access access = Access::WhiteBox) {
  at::Generator random = generatorFrom(5);
  at::Tensor weight = at::empty({kPlantedClasses, 3, 8, 8}).normal_(0, 0.5, random);
  weight.select(2, 0).select(2, 0).zero_();
  at::Tensor bias = -weight.flatten(1).sum(1) * 0.5;
  weight[target].select(1, 0).select(1, 0).fill_(40);
  bias[target] -= 100;  // three channels of 40: only an almost white corner tips it
  return std::make_shared<LinearClassifier>(weight.flatten(1), bias, kPlantedShape, access);
}

/// Random images whose corner pixel is black.
inline std::shared_ptr<MemoryData> darkCornerSamples(const Classifier& model, std::int64_t count) {
  at::Generator random = generatorFrom(6);
  at::Tensor images = at::rand({count, 3, 8, 8}, random, at::kFloat);
  images.select(2, 0).select(2, 0).zero_();
  return std::make_shared<MemoryData>(images, logitsInChunks(model, images).argmax(1));
}

}  // namespace adversarium
