// SPDX-License-Identifier: GPL-3.0-or-later
/// Training whose result hardly depends on any single sample: Abadi et al., CCS 2016 (arXiv:1607.00133),
/// algorithm 1.
#pragma once

#include <filesystem>
#include <functional>

#include "core/record/measure.h"
#include "core/run/run.h"
#include "core/training/noise_source.h"
#include "core/training/privacy_accountant.h"
#include "core/training/train_method.h"

namespace adversarium {

inline constexpr MeasureSpec kPrivacyBudget{"privacy_budget", translatable("measures", "Privacy budget ε"), "ε",
                                            Better::Lower};

/// The knobs of every private training.
struct DpParams {
  double noise = 1.1;
  double targetEpsilon = 0;
  double delta = 1e-5;
  double clip = 1;
  Accountant accountant = Accountant::Prv;
  int epochs = 15;
  double learningRate = 0.25;
  double momentum = 0;
  NoiseFrom noiseFrom = NoiseFrom::System;
  std::string checkpoint;
};
template <class Owner>
constexpr auto dpParams() {
  return std::tuple{
      heroParam(&Owner::noise, "noise", "Noise multiplier σ",
                "Deviation of the noise on each step's summed gradient, in clipping norms",
                {0, 1000, 0.3, 4, true}),
      param(&Owner::targetEpsilon, "target_epsilon", "Target privacy budget ε",
            "The noise is chosen so that the training spends this; 0: take the noise as it is", {0, 1000, 0, 10}),
      param(&Owner::delta, "delta", "Privacy budget δ",
            "Probability with which the promise may fail; well below one over the number of samples",
            {1e-12, 0.1, 1e-7, 1e-3, true}),
      param(&Owner::clip, "clip", "Clipping norm", "The most that one sample's gradient may weigh",
            {1e-6, 1e6, 0.1, 10, true}),
      param(&Owner::accountant, "accountant", "Accountant",
            "How the budget is added up: prv is tight, rdp quick; both are recorded"),
      param(&Owner::epochs, "epochs", "Epochs", "Passes over the training data, on average",
            {1, 10000, 1, 60, true}),
      param(&Owner::learningRate, "learning_rate", "Learning rate", "Step size", {1e-7, 100, 1e-3, 2, true}),
      param(&Owner::momentum, "momentum", "Momentum", "Share of the last step that is taken again",
            {0, 0.999, 0, 0.95}),
      param(&Owner::noiseFrom, "noise_from", "Noise from",
            "Noise and batches; system: secret random numbers, ever new ones; seed: numbers that a run of the "
            "same seed "
            "gives again, to whoever knows it"),
      param(&Owner::checkpoint, "checkpoint", "Checkpoint file",
            "Written after every epoch and continued from if it is there; empty for none")
          .as(Place::Checkpoint),
  };
}

struct DpPlan {
  int epochs = 1;
  std::int64_t batch = 256;  ///< on average: every step draws each sample with probability batch/N
  double learningRate = 0.25, momentum = 0, clip = 1, noise = 1;
  std::uint64_t seed = 0;
  NoiseFrom noiseFrom = NoiseFrom::System;
  std::filesystem::path checkpoint{};  ///< written after every epoch; continued from if it is there; empty: none
};
/// With the noise that a target asks for. Throws UsageError.
DpPlan dpPlanFor(const Request& request, const DpParams& params, std::int64_t samples);
/// What `steps` of it spend.
PrivacyPlan spending(const DpPlan& plan, std::int64_t samples, std::int64_t steps, double delta);
std::int64_t stepsPerEpoch(const DpPlan& plan, std::int64_t samples);

struct DpEpoch {
  int epoch = 0;           ///< from 1
  std::int64_t steps = 0;  ///< so far
  double loss = 0, accuracy = 0;
  double clippedShare = 0;  ///< of the samples' gradients
};
/// Trains `graph` in place; `after` sees it after every epoch, gradients not required, and first of all each epoch
/// that a checkpoint remembers, with the graph as it was left. Batches are computed in parts that fit. Interrupted
/// and continued, it spends the same budget, and gives the same bytes where the noise comes from the seed. Throws
/// Cancelled with the graph as it then is, InputError for the checkpoint of another training.
void trainPrivately(Graph& graph, const DataSet& data, const std::vector<std::int64_t>& indices,
                    const DpPlan& plan, const std::function<void(const DpEpoch&, const Graph&)>& after,
                    Progress& progress);

/// Both accountants' budgets against epochs, drawn together with what else belongs to `group`.
struct BudgetCurves {
  Curve prv, rdp;
};
BudgetCurves emptyBudgetCurves();
void addBudgets(BudgetCurves& curves, const DpPlan& plan, std::int64_t samples, std::int64_t steps, int epoch,
                double delta);
/// What was spent, as measures: privacy_budget (by the chosen accountant), _prv, _rdp, noise_multiplier,
/// sample_rate.
/// With a caveat that says what the noise's origin means.
void reportBudget(const DpParams& params, const DpPlan& plan, std::int64_t samples, std::int64_t steps,
                  Record& record);

}  // namespace adversarium
