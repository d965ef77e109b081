// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_onnx.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "core/base/file_bytes.h"
#include "core/base/statistics.h"
#include "core/formats/onnx/export.h"
#include "core/formats/open_model.h"
#include "core/graph/architectures.h"
#include "core/tensor/convert.h"
#include "tests/bench/bench_subject.h"

namespace adversarium {
namespace {

/// A file that is gone when the benchmark is.
class Scratch {
 public:
  explicit Scratch(const std::string& bytes)
      : m_path(std::filesystem::temp_directory_path() /
               fmt::format("adversarium-bench-{:08x}.onnx", std::random_device()())) {
    writeFresh(m_path, bytes);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string path() const { return m_path.string(); }

 private:
  std::filesystem::path m_path;
};

void step(const Classifier& model, const at::Tensor& images) {
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  (void)torch::autograd::grad({model.logits(input).log_softmax(1).select(1, 0).sum()}, {input});
}

std::shared_ptr<const Classifier> untrained(const std::string& architecture, ImageShape shape) {
  at::Generator random = generatorFrom(1);
  ModelInfo info;
  info.where = info.architecture = architecture;
  info.input = shape;
  info.classes = 10;
  Graph graph = buildArchitecture(architecture, shape, info.classes);
  initialise(graph, random);
  return makeGraphClassifier(std::move(graph), info);
}

/// The original and the imported in turns, so that a busy moment of the machine hits both; medians of the rounds.
std::string compared(const Classifier& original, std::int64_t count) {
  constexpr int kRounds = 9;
  const Scratch file(onnxBytes(*original.graph(), original.info()));
  const auto imported = openModel(file.path());
  at::Generator random = generatorFrom(2);
  const ImageShape& shape = original.info().input;
  const at::Tensor images = at::rand({count, shape.channels, shape.height, shape.width}, random, at::kFloat);
  useThreadsFor(count);
  const auto ratio = [&](const Classifier& a, const Classifier& b, const auto& work) {
    std::vector<double> first, second;
    work(a);
    work(b);
    for (int round = 0; round < kRounds; ++round) {
      first.push_back(secondsOf([&] { work(a); }));
      second.push_back(secondsOf([&] { work(b); }));
    }
    return median(second) / median(first);
  };
  const auto forward = [&](const Classifier& model) {
    const at::NoGradGuard noGradient;
    (void)model.logits(images);
  };
  const auto gradient = [&](const Classifier& model) { step(model, images); };
  const double difference = (imported->logits(images) - original.logits(images)).abs().max().item<double>();
  return fmt::format("{:<24} {:>5} {:>8.2f} {:>9.2f} {:>12.2f} {:>11.1e}\n", original.info().where, count,
                     ratio(original, *imported, forward), ratio(original, *imported, gradient),
                     ratio(*original.attackCopy("float32"), *imported->attackCopy("float32"), gradient),
                     difference);
}

}  // namespace

std::string benchOnnx() {
  std::string text = fmt::format(
      "onnx: time of a network read from its own ONNX file, as a ratio to the network written by hand\n"
      "{:<24} {:>5} {:>8} {:>9} {:>12} {:>11}\n",
      "model", "batch", "forward", "gradient", "attack copy", "difference");
  text += compared(*openModel("demo:signs"), 64);
  text += compared(*untrained("resnet18-small", {3, 32, 32}), 32);
  text += compared(*untrained("resnet50", {3, 64, 64}), 16);
  return text;
}

}  // namespace adversarium
