// SPDX-License-Identifier: GPL-3.0-or-later
/// Detectors of single inputs: each gives a score that is higher for what carries a trigger. The runner sets the
/// threshold on clean images, and measures on others how many triggered ones exceed it.
#pragma once

#include "core/poisoning/detection.h"

namespace adversarium {

/// What every input detector offers beside its own parameters.
struct InputParams {
  double falsePositives = 0.05;
  std::string suspicious;
  std::string trigger;
};

template <class Owner>
constexpr auto inputParams() {
  return std::tuple{
      heroParam(&Owner::falsePositives, "false_positives", "False alarms",
                "Share of clean inputs that may be flagged: sets the threshold", {1e-4, 0.5, 0.01, 0.2, true}),
      param(&Owner::suspicious, "suspicious", "Suspicious inputs",
            "Data or a picture to judge; empty: none, only the known trigger is looked for"),
      param(&Owner::trigger, "trigger", "Known trigger",
            "Folder of a trigger search, model file, recipe (.json) or PNG that says the trigger; empty: what the "
            "model's lineage says"),
  };
}

/// Everything a detector may learn from before it scores.
struct Scoring {
  const Run& run;
  Batch reference;  ///< clean samples, none of which is scored to measure false alarms
  at::Generator random;
  std::int64_t learnt =
      0;  ///< so many of the reference, the first ones, were learnt by heart: they set no threshold
  std::vector<Caveat> caveats{};  ///< what a detector finds odd about the model, for the record
};

/// score(scoring, images, params, progress) → float N, higher for more suspicious. Images of all groups come in
/// one batch, so that nothing tells them apart.
template <class A>
concept InputDetector = requires(Scoring& scoring, const at::Tensor& images, const typename A::Params& params,
                                 Progress& progress) {
  { A::score(scoring, images, params, progress) } -> std::same_as<at::Tensor>;
};

/// With its types erased, for the runner.
class InputDetection : public Detection {
 protected:
  std::int64_t fewest(const ParamMap&) const override { return 40; }
  void inspect(const Run& run, Progress& progress) const override;
  virtual at::Tensor score(Scoring& scoring, const at::Tensor& images, Progress& progress) const = 0;
  virtual InputParams common(const ParamMap& params) const = 0;
};

template <InputDetector A>
class TypedInputDetector final : public InputDetection {
 public:
  static CatalogueEntry describeEntry() { return entryOf<A>(Family::Detection, A::Rights::kAccess); }

 protected:
  const CatalogueEntry& entry() const override {
    static const CatalogueEntry described = describeEntry();
    return described;
  }
  at::Tensor score(Scoring& scoring, const at::Tensor& images, Progress& progress) const override {
    return A::score(scoring, images, bind<A>(scoring.run.request().params), progress);
  }
  InputParams common(const ParamMap& params) const override { return bind<A>(params); }
};

/// A file-level constant of this type is all that makes a detector of inputs known everywhere.
template <InputDetector A>
struct RegisteredInputDetector {
  RegisteredInputDetector() {
    registerMethod(TypedInputDetector<A>::describeEntry(), std::make_unique<TypedInputDetector<A>>());
  }
};

}  // namespace adversarium
