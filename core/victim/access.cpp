// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/victim/access.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/fast/patched_forward.h"
#include "core/tensor/convert.h"
#include "core/victim/answering.h"

namespace adversarium {
namespace {

/// What an outsider hears of the model.
at::Tensor told(const Classifier& model, const at::Tensor& images) {
  const auto* minded = dynamic_cast<const Answering*>(&model);
  return minded ? minded->answer(images) : model.logits(images);
}

template <class Function>
at::Tensor functionInChunks(const at::Tensor& images, std::int64_t chunk, Function function) {
  const at::NoGradGuard noGradient;
  useThreadsFor(images.size(0));
  if (images.size(0) <= chunk) return function(images);
  std::vector<at::Tensor> parts;
  for (const at::Tensor& part : images.split(chunk)) parts.push_back(function(part));
  return at::cat(parts);
}

at::Tensor toldInChunks(const Classifier& model, const at::Tensor& images) {
  constexpr std::int64_t kChunk = 256;
  return functionInChunks(images, kChunk, [&](const at::Tensor& part) { return told(model, part); });
}

}  // namespace

void requireAccess(const ModelInfo& model, const CatalogueEntry& entry) {
  if (entry.access <= model.access) return;
  throw UsageError(std::string(entry.info.id),
                   "needs " + std::string(wordFor(entry.access)) + ", but " + model.where + " grants only " +
                       std::string(wordFor(model.access)) +
                       (model.accessReason.empty() ? std::string() : " (" + model.accessReason.english() + ")"));
}

void Meter::add(const Meter& part, const at::Tensor& rows) {
  queries += part.queries;
  gradients += part.gradients;
  looks += part.looks;
  const at::Tensor owned = rows.contiguous();
  const std::int64_t* row = owned.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < owned.numel(); ++i) {
    const auto own = static_cast<std::size_t>(row[i]), its = static_cast<std::size_t>(i);
    perSample[own] += part.perSample[its];
    looksPerSample[own] += part.looksPerSample[its];
  }
}

void LabelAccess::count(const at::Tensor& images, const at::Tensor& rows, std::size_t gradients) {
  Meter& meter = *m_meter;
  const std::int64_t asked = images.size(0);
  meter.queries += asked;
  meter.gradients += asked * static_cast<std::int64_t>(gradients);
  const auto samples = static_cast<std::int64_t>(meter.perSample.size());
  if (rows.defined()) {
    const at::Tensor owned = rows.contiguous();
    const std::int64_t* row = owned.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < asked; ++i) ++meter.perSample[static_cast<std::size_t>(row[i])];
  } else if (asked == samples) {
    for (std::int64_t& sample : meter.perSample) ++sample;
  }
}

at::Tensor LabelAccess::decide(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return toldInChunks(model(), images).argmax(1);
}

at::Tensor ScoreAccess::logScores(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return toldInChunks(model(), images).log_softmax(1);
}

PreparedPicture ScoreAccess::prepared(const at::Tensor& image, bool reuse) const {
  PreparedPicture picture;
  picture.m_image = image;
  if (reuse) picture.m_forward = PatchedForward::of(model().graph(), image);
  return picture;
}

at::Tensor ScoreAccess::logScores(const PreparedPicture& picture, const at::Tensor& replacement,
                                  std::span<const Window> windows, std::int64_t row) {
  const auto number = static_cast<std::int64_t>(windows.size());
  if (picture.m_forward) {
    count(picture.m_image.expand({number, -1, -1, -1}), at::full({number}, row, at::kLong));
    return picture.m_forward->logits(replacement, windows).log_softmax(1);
  }
  const at::Tensor images = picture.m_image.repeat({number, 1, 1, 1});
  for (std::int64_t w = 0; w < number; ++w) {
    const Window& window = windows[static_cast<std::size_t>(w)];
    images[w]
        .slice(1, window.top, window.bottom())
        .slice(2, window.left, window.right())
        .copy_(replacement[0].slice(1, window.top, window.bottom()).slice(2, window.left, window.right()));
  }
  return logScores(images, at::full({number}, row, at::kLong));
}

at::Tensor GradientAccess::logits(const at::Tensor& images, const at::Tensor& rows) {
  count(images, rows);
  return toldInChunks(model(), images);
}

InputGradient GradientAccess::inputGradient(const at::Tensor& images, const Loss& loss, const at::Tensor& rows) {
  count(images, rows, 1);
  useThreadsFor(images.size(0));
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor logits = told(model(), input);
  const at::Tensor losses = loss(logits);
  const at::Tensor gradient = torch::autograd::grad({losses.sum()}, {input})[0];
  return {examined(gradient, images, logits.detach(), loss, rows), logits.detach(), losses.detach()};
}

std::vector<RowState> GradientAccess::note(const at::Tensor& gradient, const at::Tensor& logits, const Loss& loss,
                                           const at::Tensor& rows) {
  const std::vector<RowState> states = rowStates(gradient);
  at::Tensor wants;  // N: whether the loss wants other logits; asked only where nothing came of it
  if (logits.defined() && std::find(states.begin(), states.end(), RowState::Zero) != states.end()) {
    const at::AutoGradMode withGradient(true);
    const at::Tensor answers = logits.detach().requires_grad_(true);
    wants = torch::autograd::grad({loss(answers).sum()}, {answers})[0].ne(0).any(1);
  }
  Meter& meter = this->meter();
  const bool inOrder = !rows.defined() && states.size() == meter.looksPerSample.size();
  const at::Tensor owners = rows.defined() ? rows.contiguous() : rows;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    const bool zero = states[i] == RowState::Zero, idle = zero && wants.defined() && !wants[at].item<bool>();
    const GradientLooks look{1, zero && !idle, idle, states[i] == RowState::Undefined};
    meter.looks += look;
    const std::size_t sample =
        owners.defined() ? static_cast<std::size_t>(owners.data_ptr<std::int64_t>()[at]) : i;
    if ((owners.defined() || inOrder) && sample < meter.looksPerSample.size())
      meter.looksPerSample[sample] += look;
  }
  return states;
}

at::Tensor GradientAccess::examined(const at::Tensor& gradient, const at::Tensor& images, const at::Tensor& logits,
                                    const Loss& loss, const at::Tensor& rows) {
  const at::Tensor some = rowsIn(RowState::Undefined, note(gradient, logits, loss, rows));
  if (some.numel() == 0) return gradient;
  constexpr double kHair = 1.0 / 1024;  // less than half a step of 8 bits
  const at::Tensor seen = gradient.index_select(0, some), here = images.detach().index_select(0, some);
  const at::Tensor undefined = seen.isfinite().logical_not();
  const at::Tensor inwards = at::where(here < 0.5, here + kHair, here - kHair);
  const at::Tensor input = at::where(undefined, inwards, here).requires_grad_(true);
  const bool inOrder = !rows.defined() && images.size(0) == std::ssize(meter().perSample);
  count(input, rows.defined() ? rows.index_select(0, some) : inOrder ? some : at::Tensor(), 1);
  // The loss knows the whole batch: the other images keep their answers.
  const at::Tensor answers = logits.index_copy(0, some, told(model(), input));
  const at::Tensor beside = torch::autograd::grad({loss(answers).sum()}, {input})[0];
  return gradient.index_copy(0, some, at::where(undefined, beside, seen).nan_to_num(0.0, 0.0, 0.0));
}

TapGradient WhiteBox::tapGradient(const at::Tensor& images, const std::string& tap, const Loss& loss,
                                  const at::Tensor& rows) {
  count(images, rows, 1);
  useThreadsFor(images.size(0));
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  at::Tensor output;
  const at::Tensor logits = graph().run(input, {false,
                                                [&](const Node& node, const at::Tensor& value) {
                                                  if (node.name == tap) output = value;
                                                },
                                                nullptr});
  if (!output.defined()) throw UsageError("layer '" + tap + "'", "is not in " + model().info().where);
  const at::Tensor gradient = torch::autograd::grad({loss(logits.to(at::kFloat)).sum()}, {output})[0];
  const auto here = [](const at::Tensor& tensor) { return tensor.detach().to(at::kCPU, at::kFloat); };
  TapGradient look{here(output), here(gradient), here(logits)};
  if (rowsIn(RowState::Undefined, note(look.gradient, look.logits, loss, rows)).numel() > 0)
    look.gradient = look.gradient.nan_to_num(0.0, 0.0, 0.0);
  return look;
}

InputGradients GradientAccess::inputGradients(const at::Tensor& images, const Losses& losses,
                                              const at::Tensor& rows) {
  useThreadsFor(images.size(0));
  const at::AutoGradMode withGradient(true);
  const at::Tensor input = images.detach().requires_grad_(true);
  const at::Tensor logits = told(model(), input);
  InputGradients look;
  const std::vector<at::Tensor> asked = losses(logits);
  count(images, rows, asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const bool again = i + 1 < asked.size();
    const Loss loss = [&](const at::Tensor& answers) { return losses(answers)[i]; };
    look.gradients.push_back(examined(torch::autograd::grad({asked[i].sum()}, {input}, {}, again)[0], images,
                                      logits.detach(), loss, rows));
    look.losses.push_back(asked[i].detach());
  }
  look.logits = logits.detach();
  return look;
}

at::Tensor logitsInChunks(const Classifier& model, const at::Tensor& images, std::int64_t chunk) {
  return functionInChunks(images, chunk, [&](const at::Tensor& part) { return model.logits(part); });
}

}  // namespace adversarium
