// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/defence/neurons.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace adversarium {
namespace {

bool producesChannels(const Node& node) { return node.op == "conv" || node.op == "linear"; }

/// For a factor of C on a weight whose first dimension is C.
at::Tensor alongFirst(const at::Tensor& factor, const at::Tensor& weight) {
  std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
  shape[0] = -1;
  return factor.to(weight.device()).view(shape);
}

}  // namespace

std::vector<NeuronLayer> neuronLayers(const Graph& graph) {
  std::vector<bool> normed(graph.nodes.size(), false);
  std::size_t output = graph.nodes.size();
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (producesChannels(node)) output = i;
    if (node.op == "batch_norm" && node.inputs[0] >= 0) normed[static_cast<std::size_t>(node.inputs[0])] = true;
  }
  std::vector<NeuronLayer> layers;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const bool counts = node.op == "batch_norm" || (producesChannels(node) && !normed[i] && i != output);
    if (counts) layers.push_back({i, node.tensor("weight").size(0)});
  }
  return layers;
}

Graph scaledNeurons(const Graph& graph, const std::vector<NeuronLayer>& layers,
                    const std::vector<at::Tensor>& weights, const std::vector<at::Tensor>& biases) {
  Graph view = graph;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& tensors = view.nodes[layers[i].node].tensors;
    at::Tensor& weight = tensors.find("weight")->second;
    if (weights[i].defined()) weight = weight * alongFirst(weights[i], weight);
    const auto bias = tensors.find("bias");
    if (bias != tensors.end() && biases[i].defined())
      bias->second = bias->second * biases[i].to(bias->second.device());
  }
  return view;
}

RemovalMasks masksOf(const std::vector<NeuronLayer>& layers, std::span<const Neuron> neurons, Remains remains) {
  RemovalMasks masks;
  for (const NeuronLayer& layer : layers) {
    at::Tensor mask = at::ones({layer.channels}, at::kFloat);
    for (const Neuron& neuron : neurons) {
      if (neuron.node == layer.node) mask[neuron.channel] = 0;
    }
    masks.weights.push_back(mask);
    masks.biases.push_back(remains == Remains::Bias ? at::Tensor() : mask);
  }
  return masks;
}

Graph withoutNeurons(const Graph& graph, std::span<const Neuron> neurons, Remains remains) {
  const at::NoGradGuard noGradient;
  const auto layers = neuronLayers(graph);
  const RemovalMasks masks = masksOf(layers, neurons, remains);
  return scaledNeurons(graph, layers, masks.weights, masks.biases).clone();
}

}  // namespace adversarium
