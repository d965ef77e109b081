// SPDX-License-Identifier: GPL-3.0-or-later
/// What the files of this folder share: the row of an operation, and reading attributes that a crafted file may
/// have left out or bent.
#pragma once

#include <ATen/ATen.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

using Inputs = std::span<const at::Tensor>;
using Sizes = std::vector<std::int64_t>;

struct Operation {
  static constexpr std::size_t kAny = 1'000'000;

  std::string_view name;
  std::size_t leastInputs, mostInputs;
  std::vector<std::string_view> tensors;
  at::Tensor (*run)(const Node&, Inputs, const Pass&);
};

/// `count` numbers, of which the node says all or one for all; `fallback` where it says none. Each within ±limit:
/// LibTorch's arithmetic on sizes is unchecked.
Sizes axisNumbers(const Node& node, std::string_view attribute, std::int64_t count, std::int64_t fallback);

/// A dimension of `tensor` that may be counted from the end. Throws UsageError outside.
std::int64_t dimension(const Node& node, std::int64_t axis, const at::Tensor& tensor);

[[noreturn]] void refuse(const Node& node, const std::string& why);

std::span<const Operation> layerOperations();
std::span<const Operation> poolOperations();
std::span<const Operation> activationOperations();
std::span<const Operation> elementwiseOperations();
std::span<const Operation> shapeOperations();
std::span<const Operation> sampleOperations();
std::span<const Operation> reductionOperations();
std::span<const Operation> quantisationOperations();

}  // namespace adversarium
