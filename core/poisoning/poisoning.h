// SPDX-License-Identifier: GPL-3.0-or-later
/// What every poisoning method shares: it proposes changed training data, and the house trains the victim on it
/// and a clean twin in the same order, measures both on held-out images and keeps what a person wants to look at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/poisoning/backdoor_rates.h"
#include "core/poisoning/poisoned_data.h"
#include "core/training/train_method.h"

namespace adversarium {

/// The knobs that every poisoning method offers beside its own.
struct PoisonParams : TrainParams {
  double rate = 0.05;
  std::string rates;
  bool twin = true;
  bool saveTwin = false;
  bool saveData = false;
};

/// Declares PoisonParams' members, which `Owner` inherits. The hero is the poison rate.
template <class Owner>
constexpr auto poisonParams() {
  auto training = trainParams<Owner>();
  std::get<0>(training).hero = false;
  return std::tuple_cat(
      std::tuple{
          heroParam(&Owner::rate, "rate", "Poison rate", "Share of the training data that is poisoned",
                    {0, 1, 0, 0.2}),
          param(&Owner::rates, "rates", "Rates to compare",
                "Further poison rates, separated by commas, each with a victim of its own: 0.01,0.02,0.1"),
          param(&Owner::twin, "twin", "Clean twin",
                "Also trains the same model on the clean data, in the same order, as a yardstick"),
          param(&Owner::saveTwin, "save_twin", "Keep the twin", "Also writes the clean twin as clean_twin.adv"),
          param(&Owner::saveData, "save_data", "Keep the data",
                "Also writes the poisoned training data as x.npy and y.npy"),
      },
      training);
}

/// What a poisoning method may see: the training data, and a clean model of the attacker's own.
struct PoisonSource {
  std::shared_ptr<const DataSet> data;
  std::vector<std::int64_t> samples;  ///< indices that will be trained on
  std::int64_t classes = 0;
  std::int64_t target = 0;
  std::uint64_t seed = 0;
  /// Trains it on first use (the attacker's surrogate is the clean twin).
  std::function<const Graph&()> surrogate;
};

/// Training data as the attacker left it.
struct PoisonedTraining {
  std::shared_ptr<PoisonedData> data;
  std::vector<std::int64_t> poisoned;  ///< indices of the data, ascending
  std::vector<std::int64_t> covers;    ///< triggered samples that kept their label, ascending
  Words words;                         ///< for the model's lineage
  std::optional<Backdoor> backdoor;    ///< what to measure, and what the lineage will say
  /// Images of the first class are to be taken for the second; −1 for none.
  std::pair<std::int64_t, std::int64_t> confusion{-1, -1};
  std::vector<Caveat> caveats;
};

/// rate × all samples of the source, at random among those whose label is eligible; ascending, and fewer where
/// there are not enough.
std::vector<std::int64_t> chosenForPoison(const PoisonSource& source, double rate,
                                          const std::function<bool(int label)>& eligible, at::Generator& random);

/// Carries out `poison` at params.rate and at every further rate, trains and measures.
using Poison = std::function<PoisonedTraining(const PoisonSource& source, double rate, Progress& progress)>;
std::shared_ptr<const Record> runPoisoning(const Assignment& assignment, const PoisonParams& params,
                                           const Poison& poison, Progress& progress, const KeepRecord& keep);

/// poison(source, params, rate) → training data, declared like an attack.
template <class A>
class TypedPoisoning final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const auto params = bind<A>(assignment.request.params);
    const Poison poison = [&](const PoisonSource& source, double rate, Progress& part) {
      return A::poison(source, params, rate, part);
    };
    return runPoisoning(assignment, params, poison, progress, keep);
  }
};

/// A file-level constant of this type is all that makes a poisoning method known everywhere.
template <class A>
struct RegisteredPoisoning {
  RegisteredPoisoning() {
    registerMethod(entryOf<A>(Family::Poisoning, Access::None, Scope::TrainingPart),
                   std::make_unique<TypedPoisoning<A>>());
  }
};

}  // namespace adversarium
