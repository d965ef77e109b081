// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/operations.h"

#include <ATen/ATen.h>

#include <unordered_map>

#include "core/base/error.h"
#include "core/graph/operation.h"

namespace adversarium {
namespace {

const Operation* find(std::string_view op) {
  static const auto table = [] {
    std::unordered_map<std::string_view, const Operation*> rows;
    for (const auto group :
         {layerOperations(), poolOperations(), activationOperations(), elementwiseOperations(), shapeOperations(),
          sampleOperations(), reductionOperations(), quantisationOperations()}) {
      for (const Operation& operation : group) rows.emplace(operation.name, &operation);
    }
    return rows;
  }();
  const auto found = table.find(op);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace

void refuse(const Node& node, const std::string& why) { throw UsageError("layer '" + node.name + "'", why); }

Sizes axisNumbers(const Node& node, std::string_view attribute, std::int64_t count, std::int64_t fallback) {
  constexpr std::int64_t kMost = 1 << 20;
  Sizes values = node.wholes(attribute);
  if (values.empty()) values.push_back(fallback);
  if (values.size() == 1) values.resize(static_cast<std::size_t>(count), values.front());
  if (values.size() != static_cast<std::size_t>(count)) {
    refuse(node, "needs " + std::to_string(count) + " numbers '" + std::string(attribute) + "'");
  }
  // A window of nothing, or one that never moves on, would be divided by.
  const bool counts = attribute == "kernel" || attribute == "stride" || attribute == "dilation";
  for (const std::int64_t value : values) {
    if (value < (counts ? 1 : -kMost) || value > kMost) {
      refuse(node, "has an absurd '" + std::string(attribute) + "'");
    }
  }
  return values;
}

std::int64_t dimension(const Node& node, std::int64_t axis, const at::Tensor& tensor) {
  const std::int64_t at = axis < 0 ? axis + tensor.dim() : axis;
  if (at < 0 || at >= tensor.dim()) {
    refuse(node, "names the dimension " + std::to_string(axis) + " of " + std::to_string(tensor.dim()));
  }
  return at;
}

at::Tensor runOperation(const Node& node, std::span<const at::Tensor> inputs, const Pass& pass) {
  try {
    return node.kernel ? node.kernel(node, inputs[0]) : find(node.op)->run(node, inputs, pass);
  } catch (const c10::Error& wrong) {
    const std::string words = wrong.what_without_backtrace();
    throw UsageError("layer '" + node.name + "'", words.substr(0, words.find('\n')));
  }
}

bool knownOperation(std::string_view op) { return find(op) != nullptr; }

bool takesInputs(std::string_view op, std::size_t count) {
  const Operation* known = find(op);
  return known && count >= known->leastInputs && count <= known->mostInputs;
}

std::span<const std::string_view> operationTensors(std::string_view op) {
  return find(op) ? std::span<const std::string_view>(find(op)->tensors) : std::span<const std::string_view>();
}

}  // namespace adversarium
