// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/access.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "core/tensor/convert.h"

namespace adversarium {

void LabelAccess::count(const at::Tensor& images, const at::Tensor& rows, std::size_t gradients) {
  Meter& meter = *m_meter;
  const std::int64_t asked = images.size(0);
  meter.queries += asked;
  meter.gradients += asked * static_cast<std::int64_t>(gradients);
  const auto samples = static_cast<std::int64_t>(meter.perSample.size());
  if (rows.defined()) {
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < asked; ++i) ++meter.perSample[static_cast<std::size_t>(row[i])];
  } else if (asked == samples) {
    for (std::int64_t& sample : meter.perSample) ++sample;
  }
}

at::Tensor LabelAccess::decide(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return logitsInChunks(model(), images).argmax(1);
}

at::Tensor ScoreAccess::logScores(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return logitsInChunks(model(), images).log_softmax(1);
}

at::Tensor GradientAccess::logits(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return logitsInChunks(model(), images);
}

InputGradient GradientAccess::inputGradient(const at::Tensor& images, const Loss& loss, const at::Tensor& rows) {
  count(images, rows, 1);
  useThreadsFor(images.size(0));
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor logits = model().logits(input);
  const at::Tensor losses = loss(logits);
  const at::Tensor gradient = torch::autograd::grad({losses.sum()}, {input})[0];
  return {gradient, logits.detach(), losses.detach()};
}

InputGradients GradientAccess::inputGradients(const at::Tensor& images, const Losses& losses,
                                              const at::Tensor& rows) {
  useThreadsFor(images.size(0));
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor logits = model().logits(input);
  InputGradients look;
  const std::vector<at::Tensor> asked = losses(logits);
  count(images, rows, asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const bool again = i + 1 < asked.size();
    look.gradients.push_back(torch::autograd::grad({asked[i].sum()}, {input}, {}, again)[0]);
    look.losses.push_back(asked[i].detach());
  }
  look.logits = logits.detach();
  return look;
}

at::Tensor logitsInChunks(const Classifier& model, const at::Tensor& images, std::int64_t chunk) {
  const at::NoGradGuard noGradient;
  useThreadsFor(images.size(0));
  if (images.size(0) <= chunk) return model.logits(images);
  std::vector<at::Tensor> parts;
  for (const at::Tensor& part : images.split(chunk)) parts.push_back(model.logits(part));
  return at::cat(parts);
}

}  // namespace adversarium
