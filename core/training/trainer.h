// SPDX-License-Identifier: GPL-3.0-or-later
/// The one trainer that every training method shares: data in, a graph's parameters moved, progress and
/// checkpoints.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/gradient_looks.h"
#include "core/data/data_set.h"
#include "core/graph/graph.h"
#include "core/job/progress.h"
#include "core/method/param.h"

namespace adversarium {

enum class Optimiser { Sgd, Adam };
template <>
struct Choices<Optimiser> {
  static constexpr std::array<std::string_view, 2> names{"sgd", "adam"};
};
enum class Schedule { Constant, Cosine, OneCycle };
template <>
struct Choices<Schedule> {
  static constexpr std::array<std::string_view, 3> names{"constant", "cosine", "one-cycle"};
};

struct TrainPlan {
  int epochs = 10;
  std::int64_t batch = 128;
  Optimiser optimiser = Optimiser::Adam;
  double learningRate = 1e-3;
  Schedule schedule = Schedule::OneCycle;
  double momentum = 0.9;      ///< SGD (Nesterov); Adam uses β 0.9, 0.999
  double weightDecay = 5e-4;  ///< decoupled for Adam, classic for SGD; not on biases and batch norm
  int shift = 0;              ///< random crop after padding by so many pixels
  bool flip = false;          ///< random horizontal mirror
  std::uint64_t seed = 0;
  std::string device = "cpu";        ///< or "cuda"; the trained graph ends on the processor
  std::filesystem::path checkpoint;  ///< written after every epoch; continued from if it is there; empty: none
};

/// One step's view of the training: what a hook may change before the loss.
struct TrainStep {
  Graph& graph;  ///< its parameters require gradients
  at::Tensor images;
  at::Tensor labels;
  at::Generator& random;
  double progress;                 ///< 0…1 of the whole training
  GradientLooks* looks = nullptr;  ///< where a hook that attacks the images notes what their gradients showed
};

/// Returns a scalar loss to descend, and the logits that count for the training accuracy.
struct StepLoss {
  at::Tensor loss;
  at::Tensor logits;
};
using LossHook = std::function<StepLoss(TrainStep&)>;

/// Cross-entropy of the images as they are.
StepLoss plainLoss(TrainStep& step);

struct TrainCurves {
  std::vector<double> loss;      ///< mean training loss, one an epoch
  std::vector<double> accuracy;  ///< training accuracy, one an epoch
  GradientLooks looks{};         ///< gradients by training images since the last start
};

/// Trains `graph` in place on the samples `indices` of `data`. The same plan, data and thread count give the same
/// bytes, also when interrupted and continued from a checkpoint. Throws Cancelled with the graph as it then is.
TrainCurves train(Graph& graph, const DataSet& data, const std::vector<std::int64_t>& indices,
                  const TrainPlan& plan, const LossHook& hook, Progress& progress);

/// Share of samples for which the graph (batch norm in evaluation) is right; hits and count.
struct Accuracy {
  std::int64_t right = 0;
  std::int64_t count = 0;
  double value() const { return count > 0 ? double(right) / double(count) : 0; }
};
Accuracy accuracyOf(const Graph& graph, const DataSet& data, std::int64_t first, Progress& progress);

}  // namespace adversarium
