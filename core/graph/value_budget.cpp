// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/value_budget.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace adversarium {
namespace {

double product(at::IntArrayRef sizes) {
  double all = 1;
  for (const std::int64_t size : sizes) all *= static_cast<double>(size);
  return all;
}

double broadcastElements(const std::vector<at::Tensor>& inputs) {
  std::vector<std::int64_t> sizes;
  for (const at::Tensor& input : inputs) {
    const auto dims = input.sizes();
    if (dims.size() > sizes.size()) sizes.insert(sizes.begin(), dims.size() - sizes.size(), 1);
    for (std::size_t d = 0; d < dims.size(); ++d) {
      std::int64_t& size = sizes[sizes.size() - 1 - d];
      size = std::max(size, dims[dims.size() - 1 - d]);
    }
  }
  return product(sizes);
}

}  // namespace

double predictedElements(const Node& node, const std::vector<at::Tensor>& in) {
  const std::string& op = node.op;
  if (in.empty()) return 0;
  if (op == "concat") {
    double sum = 0;
    for (const at::Tensor& part : in) sum += static_cast<double>(part.numel());
    return sum;
  }
  if (op == "expand" || op == "reshape") {
    std::vector<std::int64_t> shape = node.wholes("shape");
    for (std::int64_t& size : shape) size = std::max<std::int64_t>(size, 1);
    return product(shape);
  }
  if (op == "tile") return static_cast<double>(in[0].numel()) * product(node.wholes("repeats"));
  if (op.starts_with("pad") && op != "padded_shortcut") {
    std::vector<std::int64_t> size = in[0].sizes().vec();
    const std::vector<std::int64_t> pads = node.wholes("pads");
    for (std::size_t d = 0; d < size.size() && pads.size() == 2 * size.size(); ++d) {
      size[d] += std::max<std::int64_t>(pads[d], 0) + std::max<std::int64_t>(pads[d + size.size()], 0);
    }
    return product(size);
  }
  if (op == "resize") {
    const auto scales = node.attributes.find("scales");
    double all = static_cast<double>(in[0].numel());
    const std::vector<std::int64_t> sizes = node.wholes("sizes");
    for (std::size_t d = 0; d < static_cast<std::size_t>(in[0].dim()); ++d) {
      if (d < sizes.size()) {
        if (sizes[d] > 0) all *= double(sizes[d]) / std::max<double>(1, double(in[0].size(std::int64_t(d))));
      } else if (scales != node.attributes.end() && d < scales->second.size()) {
        all *= scales->second[d];
      }
    }
    return all;
  }
  if ((op == "conv" || op == "conv_transpose" || op.ends_with("_pool")) && in[0].dim() > 2) {
    const at::Tensor weight = node.tensor("weight");
    const bool transposed = op == "conv_transpose";
    const std::int64_t channels = !weight.defined() ? in[0].size(1) : transposed ? weight.size(1) : weight.size(0);
    double all = static_cast<double>(in[0].size(0)) * static_cast<double>(channels) *
                 static_cast<double>(transposed ? std::max<std::int64_t>(node.whole("groups", 1), 1) : 1);
    double wide = static_cast<double>(in[0].size(0) * in[0].size(1));  // the padded input
    const std::vector<std::int64_t> stride = node.wholes("stride"), padding = node.wholes("padding"),
                                    dilation = node.wholes("dilation");
    const auto at = [](const std::vector<std::int64_t>& values, std::size_t d, std::int64_t fallback) {
      return double(values.empty() ? fallback : values[std::min(d, values.size() - 1)]);
    };
    for (std::size_t d = 0; d + 2 < static_cast<std::size_t>(in[0].dim()); ++d) {
      const auto size = static_cast<double>(in[0].size(std::int64_t(d) + 2));
      double most = 0;
      for (const std::int64_t p : padding) most = std::max(most, static_cast<double>(p));
      const double reach = weight.defined() && weight.dim() > std::int64_t(d) + 2
                               ? double(weight.size(std::int64_t(d) + 2)) * at(dilation, d, 1)
                               : 1;
      all *=
          transposed ? size * at(stride, d, 1) + reach : (size + 2 * most) / std::max(1.0, at(stride, d, 1)) + 1;
      wide *= size + 2 * most;
    }
    return std::max(all, wide);
  }
  if (op == "matmul" && in[0].dim() > 0 && in[1].dim() > 0) {
    double rows = 1, columns = 1, batches = 1;
    if (in[0].dim() > 1) rows = static_cast<double>(in[0].size(-2));
    if (in[1].dim() > 1) columns = static_cast<double>(in[1].size(-1));
    for (std::int64_t d = 0; d + 2 < std::max(in[0].dim(), in[1].dim()); ++d) {
      const auto sizeAt = [&](const at::Tensor& t) { return d + 2 < t.dim() ? double(t.size(-3 - d)) : 1; };
      batches *= std::max(sizeAt(in[0]), sizeAt(in[1]));
    }
    return rows * columns * batches;
  }
  if (op == "gather") {
    const std::int64_t axis =
        std::clamp<std::int64_t>(node.whole("axis"), -in[0].dim(), std::max<std::int64_t>(in[0].dim() - 1, 0));
    const std::int64_t size = in[0].dim() > 0 ? std::max<std::int64_t>(in[0].size(axis), 1) : 1;
    return static_cast<double>(in[0].numel()) / static_cast<double>(size) * static_cast<double>(in[1].numel());
  }
  if (op == "einsum") {  // at most every label once
    double all = 1;
    for (const at::Tensor& t : in) all *= static_cast<double>(std::max<std::int64_t>(t.numel(), 1));
    return std::sqrt(all);
  }
  return in.size() > 1 ? broadcastElements(in) : 0;
}

}  // namespace adversarium
