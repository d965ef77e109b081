// SPDX-License-Identifier: GPL-3.0-or-later
/// A graph's neurons (output channels) as things to weaken, strengthen or remove: works on own architectures and
/// on imported graphs alike.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/graph/graph.h"

namespace adversarium {

/// A node whose output channels can be silenced by its weight and bias: a batch norm, or a convolution or linear
/// layer that no batch norm follows. The output layer is none.
struct NeuronLayer {
  std::size_t node = 0;
  std::int64_t channels = 0;
};
std::vector<NeuronLayer> neuronLayers(const Graph& graph);

struct Neuron {
  std::size_t node = 0;
  std::int64_t channel = 0;
  bool operator==(const Neuron&) const = default;
};

/// What a removed neuron goes on saying: nothing, or its bias, which after a batch norm is its mean over the
/// training data, so that the layers above miss only what it told apart.
enum class Remains { Nothing, Bias };
/// A copy in which these neurons say always the same.
Graph withoutNeurons(const Graph& graph, std::span<const Neuron> neurons, Remains remains = Remains::Nothing);

/// A view (sharing tensors, differentiable in the factors) whose layer i has its weight multiplied by weights[i]
/// and its bias by biases[i], both float C; an undefined factor leaves things as they are.
Graph scaledNeurons(const Graph& graph, const std::vector<NeuronLayer>& layers,
                    const std::vector<at::Tensor>& weights, const std::vector<at::Tensor>& biases);

/// The factors of weights and biases that remove these neurons, one tensor a layer; biases that remain have none.
struct RemovalMasks {
  std::vector<at::Tensor> weights, biases;
};
RemovalMasks masksOf(const std::vector<NeuronLayer>& layers, std::span<const Neuron> neurons, Remains remains);

}  // namespace adversarium
