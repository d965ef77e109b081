// SPDX-License-Identifier: GPL-3.0-or-later
/// Detectors that look at a model as a whole: each declares itself like an attack and fills the record with what
/// the house measured.
#pragma once

#include "core/poisoning/detection.h"

namespace adversarium {

/// inspect(inspection, params, record, progress, publish), with the least number of samples for a verdict.
template <class A>
concept Detector = requires(const Inspection& inspection, const typename A::Params& params, Record& record,
                            Progress& progress, const Publish& publish) {
  A::inspect(inspection, params, record, progress, publish);
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
  void inspect(const Inspection& inspection, Record& record, Progress& progress,
               const Publish& publish) const override {
    A::inspect(inspection, bind<A>(inspection.request().params), record, progress, publish);
  }
};

/// A file-level constant of this type is all that makes a detector known everywhere.
template <Detector A>
struct RegisteredDetector {
  RegisteredDetector() { registerMethod(TypedDetector<A>::describeEntry(), std::make_unique<TypedDetector<A>>()); }
};

}  // namespace adversarium
