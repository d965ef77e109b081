// SPDX-License-Identifier: GPL-3.0-or-later
/// What every method that makes or changes a model shares: opening, training, measuring, writing the model file.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/words.h"
#include "core/run/method.h"
#include "core/training/trainer.h"

namespace adversarium {

/// The knobs that every training method offers beside its own.
struct TrainParams {
  int epochs = 10;
  double learningRate = 2e-3;
  Optimiser optimiser = Optimiser::Adam;
  Schedule schedule = Schedule::OneCycle;
  double weightDecay = 5e-4;
  int shift = 0;
  bool flip = false;
  std::string checkpoint;
};

/// Declares TrainParams' members, which `Owner` inherits, so that they are said once.
template <class Owner>
constexpr auto trainParams() {
  return std::tuple{
      heroParam(&Owner::epochs, "epochs", "Epochs", "Passes over the training data", {1, 10000, 1, 50, true}),
      param(&Owner::learningRate, "learning_rate", "Learning rate", "Largest step size of the schedule",
            {1e-7, 10, 1e-5, 0.2, true}),
      param(&Owner::optimiser, "optimiser", "Optimiser", "How gradients become steps"),
      param(&Owner::schedule, "schedule", "Schedule", "How the learning rate moves during the training"),
      param(&Owner::weightDecay, "weight_decay", "Weight decay", "Pull of all weights towards zero",
            {0, 1, 0, 1e-2, false}),
      param(&Owner::shift, "shift", "Random shift", "Training images are moved by up to so many pixels",
            {0, 64, 0, 8, false, "pixels"}),
      param(&Owner::flip, "flip", "Random mirror", "Training images are mirrored left to right at random"),
      param(&Owner::checkpoint, "checkpoint", "Checkpoint file",
            "Written after every epoch and continued from if it is there; empty for none")
          .as(Place::Checkpoint),
  };
}

/// A fresh graph for "new:NAME", or a copy of the assignment's model; completes `info`. Throws UsageError for a
/// model whose inside is not known.
Graph startingGraph(const Assignment& assignment, ModelInfo& info, at::Generator& random);

/// The trainer's plan for a request and a method's knobs.
TrainPlan trainPlanFor(const Request& request, const TrainParams& params);

/// One value an epoch, from 1 on.
Curve perEpoch(const std::vector<double>& values, const std::string& label);

/// How many classes the data has: its names, or the largest label.
std::int64_t classCount(const DataSet& data);

/// Trains what the assignment names ("new:ARCHITECTURE" or a native model to go on with) with `hook`, and records
/// the model file, curves and accuracy. `words` describes the recipe for the model's lineage.
std::shared_ptr<const Record> runTraining(const Assignment& assignment, const TrainParams& params,
                                          const LossHook& hook, const Words& words, Progress& progress,
                                          const KeepRecord& keep);

/// run(assignment, params) → record, declared like an attack.
template <class A>
class TypedTraining final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const auto params = bind<A>(assignment.request.params);
    return runTraining(assignment, params, A::hook(assignment, params), A::words(params), progress, keep);
  }
};

/// A file-level constant of this type is all that makes a training method known everywhere.
template <class A>
struct RegisteredTraining {
  RegisteredTraining() {
    registerMethod(entryOf<A>(Family::Training, Access::WhiteBox, Scope::TrainingPart),
                   std::make_unique<TypedTraining<A>>());
  }
};

}  // namespace adversarium
