// SPDX-License-Identifier: GPL-3.0-or-later
/// What every repair shares: it gets a copy of the model and a few clean images and gives back another graph; the
/// house measures before and after on held-out images and writes the repaired model beside the untouched original.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/poisoning/known_backdoor.h"
#include "core/training/held_out.h"
#include "core/training/train_method.h"

namespace adversarium {

/// The knobs that every repair offers beside its own.
struct RepairParams : TriggerSource {
  double share = 0.05;
};
template <class Owner>
constexpr auto repairParams() {
  return std::tuple_cat(std::tuple{param(&Owner::share, "share", "Clean data",
                                         "Share of the training data that the defender has, known to be clean",
                                         {1e-4, 1, 0.01, 0.5})},
                        triggerSource<Owner>());
}

/// What a repair may use.
struct Patient {
  const Assignment& assignment;
  ModelInfo info;
  Graph graph;                           ///< a copy of its own, on the processor
  std::shared_ptr<const DataSet> clean;  ///< the defender's images
  std::int64_t classes = 0;
  /// The house's judgement on held-out images, the first so many (0: all); for curves, never for a choice that a
  /// defender could not make.
  std::function<BackdoorRates(const Graph&, std::int64_t first, Progress&)> judge;
  /// Shows what there is so far, and keeps it should the run be stopped.
  std::function<void(std::vector<Artefact> found)> show;
  bool triggerKnown = false;
  std::optional<Backdoor> backdoor;  ///< for those alone that put it back to test a repair

  const Request& request() const { return assignment.request; }
  std::vector<std::int64_t> allClean() const;
};

struct Repaired {
  std::optional<Graph> graph;  ///< none: nothing is saved (a test of a repair)
  Words words;                 ///< for the lineage
  std::vector<Artefact> found;
  std::vector<Caveat> caveats;
  Measures measures;
};

/// Cancelled inside `repair` keeps what is known before.
using Repair = std::function<Repaired(Patient& patient, Progress& progress)>;
std::shared_ptr<const Record> runRepair(const Assignment& assignment, const RepairParams& params,
                                        const Repair& repair, Progress& progress, const KeepRecord& keep);

/// repair(patient, params) → graph, declared like an attack.
template <class A>
class TypedRepair final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    const auto params = bind<A>(assignment.request.params);
    return runRepair(
        assignment, params, [&](Patient& patient, Progress& part) { return A::repair(patient, params, part); },
        progress, keep);
  }
};

/// A file-level constant of this type is all that makes a repair known everywhere.
template <class A>
struct RegisteredRepair {
  RegisteredRepair() {
    registerMethod(entryOf<A>(Family::Repair, Access::WhiteBox, Scope::TrainingPart),
                   std::make_unique<TypedRepair<A>>());
  }
};

}  // namespace adversarium
