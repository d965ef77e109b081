// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/victim/layers.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <chrono>

#include "core/base/statistics.h"
#include "core/tensor/convert.h"
#include "core/victim/classifier.h"

namespace adversarium {

std::vector<Layer> layersOf(const Classifier& model) {
  constexpr int kPasses = 5;
  const Graph* graph = model.graph();
  if (!graph) {
    std::vector<Layer> layers;
    for (const ModelPart& part : model.info().parts)
      layers.push_back({part.name, part.kind, {}, part.parameters, 0});
    return layers;
  }
  const at::NoGradGuard noGradient;
  useThreadsFor(1);
  const ImageShape& input = model.info().input;
  const at::Tensor image = at::full({1, input.channels, input.height, input.width}, 0.5, at::kFloat);
  std::vector<Layer> layers;
  for (const Node& node : graph->nodes) {
    Layer layer{node.name, node.op, {}, 0, 0};
    for (const auto& [name, tensor] : node.tensors) layer.parameters += tensor.numel();
    layers.push_back(std::move(layer));
  }
  std::vector<std::vector<double>> times(layers.size());
  for (int pass = 0; pass < kPasses; ++pass) {
    std::size_t at = 0;
    auto last = std::chrono::steady_clock::now();
    Pass observed;
    observed.tap = [&](const Node&, const at::Tensor& output) {
      const auto now = std::chrono::steady_clock::now();
      times[at].push_back(std::chrono::duration<double, std::milli>(now - last).count());
      layers[at].shape.assign(output.sizes().begin() + (output.dim() > 0 ? 1 : 0), output.sizes().end());
      ++at;
      last = std::chrono::steady_clock::now();
    };
    (void)graph->run(image, observed);
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!times[i].empty()) layers[i].milliseconds = median(times[i]);
  }
  return layers;
}

}  // namespace adversarium
