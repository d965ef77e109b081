// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_subject.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <chrono>
#include <numeric>

#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/victim/access.h"

namespace adversarium {

double secondsOf(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double floorSeconds(const Classifier& model, const at::Tensor& images, const at::Tensor& labels, int rounds) {
  const at::AutoGradMode withGradient(true);
  const auto step = [&] {
    const at::Tensor input = images.detach().requires_grad_(true);
    const at::Tensor loss = at::cross_entropy_loss(model.logits(input), labels);
    (void)torch::autograd::grad({loss}, {input});
  };
  step();
  const double seconds = secondsOf([&] {
    for (int i = 0; i < rounds; ++i) step();
  });
  return seconds / rounds;
}

BenchSubject untrainedSubject(const std::string& architecture, ImageShape shape, std::int64_t count) {
  constexpr std::int64_t kClasses = 10;
  at::Generator random = generatorFrom(1);
  Graph graph = buildArchitecture(architecture, shape, kClasses);
  initialise(graph, random);
  ModelInfo info;
  info.where = architecture + " (untrained)";
  info.input = shape;
  info.classes = kClasses;
  auto model = makeGraphClassifier(std::move(graph), info);
  const at::Tensor images = at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
  return {info.where, model, {images, logitsInChunks(*model, images).argmax(1)}, 8.0 / 255};
}

BenchSubject subjectFrom(const std::string& name, const std::string& where, std::int64_t count, double epsilon) {
  const auto model = openModel(name);
  const auto data = openDataSet(where, model->info().input);
  std::vector<std::int64_t> indices(static_cast<std::size_t>(std::min(count, data->info().count)));
  std::iota(indices.begin(), indices.end(), 0);
  Batch batch = readBatch(*data, indices);
  const at::Tensor right = logitsInChunks(*model, batch.images).argmax(1).eq(batch.labels).nonzero().squeeze(1);
  return {name, model, {batch.images.index_select(0, right), batch.labels.index_select(0, right)}, epsilon};
}

BenchSubject builtInSubject(const std::string& name, std::int64_t count, double epsilon) {
  return subjectFrom("demo:" + name, "demo:" + name.substr(0, name.find('-')), count, epsilon);
}

}  // namespace adversarium
