// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fast/in_pieces.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace adversarium {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// 1 where cutting gains nothing.
std::int64_t pieceCount(std::int64_t rows) {
  constexpr std::int64_t kMost = 16;  // rows: a small network's maps of so many pictures fill a cache of 1 MB
  constexpr std::int64_t kLeast = 4;  // fewer are better shared out inside a layer
  const std::int64_t threads = at::in_parallel_region() ? 1 : at::get_num_threads();
  if (rows < kLeast * threads) return 1;
  const std::int64_t pieces = (rows + kMost - 1) / kMost;
  return (pieces + threads - 1) / threads * threads;
}

template <class Work>
void forEachPiece(std::size_t count, Work work) {
  at::parallel_for(0, static_cast<std::int64_t>(count), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) work(static_cast<std::size_t>(i));
  });
}

/// Every piece keeps a graph of its own, so that the way back is taken in pieces, too.
class Pieces final : public torch::autograd::Function<Pieces> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& rows, const RowFunction& function) {
    std::vector<at::Tensor> inputs = rows.detach().tensor_split(pieceCount(rows.size(0)));
    std::vector<at::Tensor> outputs(inputs.size());
    forEachPiece(inputs.size(), [&](std::size_t i) {
      const at::AutoGradMode withGradient(true);
      inputs[i] = inputs[i].detach().requires_grad_(true);
      outputs[i] = function(inputs[i]);
    });
    context->saved_data["inputs"] = inputs;
    context->saved_data["outputs"] = outputs;
    const at::NoGradGuard noGradient;
    return at::cat(outputs);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto inputs = context->saved_data["inputs"].toTensorVector();
    const auto outputs = context->saved_data["outputs"].toTensorVector();
    const std::vector<at::Tensor> above = gradients[0].tensor_split(static_cast<std::int64_t>(outputs.size()));
    std::vector<at::Tensor> below(inputs.size());
    forEachPiece(inputs.size(), [&](std::size_t i) {
      below[i] = torch::autograd::grad({outputs[i]}, {inputs[i]}, {above[i]}, /*retain_graph=*/true)[0];
    });
    return {at::cat(below), {}};
  }
};

}  // namespace

at::Tensor inPieces(const at::Tensor& rows, const RowFunction& function) {
  if (pieceCount(rows.size(0)) == 1) return function(rows);
  if (at::GradMode::is_enabled() && rows.requires_grad()) return Pieces::apply(rows, function);
  const std::vector<at::Tensor> inputs = rows.tensor_split(pieceCount(rows.size(0)));
  std::vector<at::Tensor> outputs(inputs.size());
  forEachPiece(inputs.size(), [&](std::size_t i) {
    const at::NoGradGuard noGradient;
    outputs[i] = function(inputs[i]);
  });
  return at::cat(outputs);
}

}  // namespace adversarium
