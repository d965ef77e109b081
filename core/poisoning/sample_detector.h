// SPDX-License-Identifier: GPL-3.0-or-later
/// Detectors of poisoned training samples: each gives every sample a score and names suspects; the runner counts
/// how many of them are poison where the poison is known.
#pragma once

#include "core/poisoning/detection.h"

namespace adversarium {

/// What every detector of training samples offers beside its own parameters.
struct SampleParams {
  std::string known;
};

template <class Owner>
constexpr auto sampleParams() {
  return std::tuple{
      param(&Owner::known, "known", "Known poison",
            "File of the places of the poisoned samples (.npy), to measure how well they are found; empty: "
            "poison.npy "
            "beside the data, where there is one")
          .as(Role::KnownPoison),
  };
}

/// What is proposed: scores (double N, higher for more suspicious) and whom to call a suspect (bool N).
struct Suspicion {
  at::Tensor scores;
  at::Tensor suspects;
  Words words;  ///< why, in one finished sentence; empty where the numbers say it all
};

template <class A>
concept SampleDetector = requires(const Run& run, const typename A::Params& params, Progress& progress) {
  { A::suspect(run, params, progress) } -> std::same_as<Suspicion>;
};

/// With its types erased, for the runner.
class SampleDetection : public Detection {
 protected:
  std::int64_t fewest(const ParamMap&) const override { return 50; }
  bool expectsCleanSamples() const override { return false; }
  void inspect(const Run& run, Progress& progress) const override;
  virtual Suspicion suspect(const Run& run, Progress& progress) const = 0;
};

template <SampleDetector A>
class TypedSampleDetector final : public SampleDetection {
 public:
  static CatalogueEntry describeEntry() {
    return entryOf<A>(Family::Detection, A::Rights::kAccess, Scope::WholeData);
  }

 protected:
  const CatalogueEntry& entry() const override {
    static const CatalogueEntry described = describeEntry();
    return described;
  }
  Suspicion suspect(const Run& run, Progress& progress) const override {
    return A::suspect(run, bind<A>(run.request().params), progress);
  }
};

/// A file-level constant of this type is all that makes a detector of training samples known everywhere.
template <SampleDetector A>
struct RegisteredSampleDetector {
  RegisteredSampleDetector() {
    registerMethod(TypedSampleDetector<A>::describeEntry(), std::make_unique<TypedSampleDetector<A>>());
  }
};

/// float32 N×D: what the last layer sees of each image.
at::Tensor representations(const WhiteBox& victim, const at::Tensor& images, Progress& progress);

/// Rows (int64) of the samples with that label.
at::Tensor rowsOf(const at::Tensor& labels, std::int64_t label);

}  // namespace adversarium
