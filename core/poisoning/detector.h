// SPDX-License-Identifier: GPL-3.0-or-later
/// Detectors that look at a model as a whole: each declares itself like an attack and fills the record with what
/// the house measured.
#pragma once

#include "core/poisoning/detection.h"

namespace adversarium {

/// inspect(run, params, progress) completes the record of the run, with the least number of samples for a verdict.
template <class A>
concept Detector = requires(const Run& run, const typename A::Params& params, Progress& progress) {
  A::inspect(run, params, progress);
  { A::kFewest } -> std::convertible_to<std::int64_t>;
};

template <Detector A>
class TypedDetector final : public Detection {
 public:
  static CatalogueEntry describeEntry() { return entryOf<A>(Family::Detection, A::Rights::kAccess); }

 protected:
  const CatalogueEntry& entry() const override {
    static const CatalogueEntry described = describeEntry();
    return described;
  }
  std::int64_t fewest(const ParamMap&) const override { return A::kFewest; }
  void inspect(const Run& run, Progress& progress) const override {
    A::inspect(run, bind<A>(run.request().params), progress);
  }
};

/// A file-level constant of this type is all that makes a detector known everywhere.
template <Detector A>
struct RegisteredDetector {
  RegisteredDetector() { registerMethod(TypedDetector<A>::describeEntry(), std::make_unique<TypedDetector<A>>()); }
};

}  // namespace adversarium
