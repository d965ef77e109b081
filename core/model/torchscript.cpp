// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torchscript.h"

#include <ATen/ATen.h>
#include <torch/script.h>

#include <cmath>

#include "core/error.h"

namespace adversarium {
namespace {

std::string firstLine(const std::exception& wrong) {
  const auto* known = dynamic_cast<const c10::Error*>(&wrong);
  const std::string words = known ? known->what_without_backtrace() : wrong.what();
  return words.substr(0, words.find('\n'));
}

/// LibTorch reports errors inside a script with the script's stack: only the last line says what is wrong.
std::string lastLine(const std::exception& wrong) {
  const auto* known = dynamic_cast<const c10::Error*>(&wrong);
  std::string words = known ? known->what_without_backtrace() : wrong.what();
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  const std::size_t line = words.rfind('\n');
  return line == std::string::npos ? words : words.substr(line + 1);
}

class ScriptClassifier final : public Classifier {
 public:
  ScriptClassifier(ModelInfo info, torch::jit::Module module, at::Device device = at::kCPU)
      : Classifier(std::move(info)), m_module(std::move(module)), m_device(device) {
    m_mean = at::tensor(m_info.mean).view({1, -1, 1, 1});
    m_deviation = at::tensor(m_info.deviation).view({1, -1, 1, 1});
  }

  at::Tensor logits(const at::Tensor& images) const override {
    const at::Tensor input = (m_info.mean.empty() ? images : (images - m_mean) / m_deviation).to(m_device);
    at::Tensor output;
    try {
      // forward() is not const in LibTorch's declaration; in evaluation mode it changes nothing.
      const c10::IValue value = const_cast<torch::jit::Module&>(m_module).forward({input});
      if (value.isTensor()) output = value.toTensor();
      if (value.isTuple() && !value.toTupleRef().elements().empty() &&
          value.toTupleRef().elements()[0].isTensor()) {
        output = value.toTupleRef().elements()[0].toTensor();
      }
    } catch (const std::exception& wrong) {
      throw InputError(m_info.where, "does not take images of " + std::to_string(images.size(1)) + "×" +
                                         std::to_string(images.size(2)) + "×" + std::to_string(images.size(3)) +
                                         ": " + lastLine(wrong));
    }
    if (!output.defined() || output.dim() != 2 || output.size(0) != images.size(0)) {
      throw InputError(m_info.where, "does not answer with one row of class scores an image");
    }
    return output.to(images.device(), at::kFloat);
  }

  std::shared_ptr<const Classifier> on(at::Device device) const override {
    torch::jit::Module module = m_module.deepcopy();
    module.to(device);
    return std::make_shared<ScriptClassifier>(m_info, std::move(module), device);
  }

  /// Finds the class count and whether the answer can be differentiated, at the first image shape it is shown.
  void probe(const ImageShape& shape) {
    at::Tensor image = at::full({2, shape.channels, shape.height, shape.width}, 0.5, at::kFloat);
    image = image + at::linspace(-0.2, 0.2, image.numel()).view_as(image);
    const at::AutoGradMode withGradient(true);
    const at::Tensor input = image.requires_grad_(true);
    const at::Tensor answer = logits(input);
    m_info.classes = answer.size(1);
    if (!answer.isfinite().all().item<bool>())
      throw InputError(m_info.where, "answers with NaN or infinite scores");
    m_info.input = shape;
    m_info.access = Access::Scores;
    if (!answer.requires_grad()) {
      m_info.accessReason = "the file's code gives no gradient by its input";
      return;
    }
    try {
      const at::Tensor gradient = torch::autograd::grad({answer.sum()}, {input})[0];
      if (!gradient.isfinite().all().item<bool>()) {
        m_info.accessReason = "the gradient by its input is not finite";
        return;
      }
    } catch (const std::exception& wrong) {
      m_info.accessReason = "the gradient by its input fails: " + lastLine(wrong);
      return;
    }
    m_info.access = Access::Gradients;
    m_info.accessReason = "TorchScript shows nothing of its inside: no feature taps";
  }

 private:
  torch::jit::Module m_module;
  at::Device m_device;
  at::Tensor m_mean, m_deviation;
};

}  // namespace

std::shared_ptr<const Classifier> openTorchScript(ModelInfo info, ImageShape hint) {
  torch::jit::Module module;
  try {
    module = torch::jit::load(info.where, at::kCPU);
    module.eval();
  } catch (const std::exception& wrong) {
    throw InputError(info.where, "is not a TorchScript file that this LibTorch reads: " + firstLine(wrong));
  }
  for (const auto& parameter : module.named_parameters()) {
    if (!parameter.value.isfinite().all().item<bool>()) {
      throw InputError(info.where, "its parameter '" + parameter.name + "' holds NaN or infinity");
    }
    info.parameters += parameter.value.numel();
    parameter.value.set_requires_grad(false);
  }
  info.kind = "torchscript";
  if (info.architecture.empty()) info.architecture = "TorchScript";
  const ImageShape stated = info.input;
  auto model = std::make_shared<ScriptClassifier>(std::move(info), std::move(module));
  if (stated.channels > 0) {
    model->probe(stated);
    return model;
  }
  // The file does not say what it takes: the usual input sizes are tried, the largest last because it is slow.
  for (const ImageShape& shape :
       {hint, ImageShape{3, 32, 32}, ImageShape{1, 28, 28}, ImageShape{3, 48, 48}, ImageShape{3, 64, 64},
        ImageShape{1, 32, 32}, ImageShape{3, 96, 96}, ImageShape{3, 224, 224}, ImageShape{3, 299, 299}}) {
    if (shape.channels == 0) continue;
    try {
      model->probe(shape);
      return model;
    } catch (const InputError&) {
      continue;
    }
  }
  throw InputError(model->info().where, "takes none of the usual input sizes; say which in " +
                                            model->info().where +
                                            ".json, as "
                                            "{\"input\": [channels, height, width]}");
}

}  // namespace adversarium
