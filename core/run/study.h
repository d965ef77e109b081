// SPDX-License-Identifier: GPL-3.0-or-later
/// What every attack on what a model knows, and every defence against one, shares: samples chosen, rights handed
/// out as types through whatever guards stand before the model, a record that survives a stop, and queries
/// counted.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/run/enquiry.h"
#include "core/run/measured.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {

/// What such a method works on; made by the house.
struct Study {
  const Assignment& assignment;
  std::vector<std::int64_t> samples;    ///< indices of the data that was chosen
  std::vector<std::string> classNames;  ///< the model's, else the data's; may be empty
  std::shared_ptr<Meter> meter = std::make_shared<Meter>();

  const Request& request() const { return assignment.request; }
  const DataSet& data() const { return *assignment.data; }
  /// Only where there is one: "new:…" on the command line has none.
  const Classifier& model() const { return *assignment.model; }
  bool fresh() const { return assignment.model == nullptr; }
  /// The class's name, or its number where it has none.
  std::string nameOf(std::int64_t index) const;

  /// The model as a holder of `Rights` sees it, guards included; every query is counted. Throws UsageError where
  /// the model does not grant them.
  template <class Rights>
  Rights victim() const {
    return victim<Rights>(assignment.model);
  }
  /// The same for a model that the method has just made.
  template <class Rights>
  Rights victim(const std::shared_ptr<const Classifier>& model) const {
    require(*model, Rights::kAccess);
    return Rights(model, meter);
  }
  void require(const Classifier& model, Access access) const;

  /// A stream of random numbers of its own for each `purpose`.
  at::Generator random(std::uint64_t purpose = 0) const;
};

/// Carries out a study. What is in the record when Cancelled passes through is kept.
class StudyMethod : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const final;

 protected:
  virtual const CatalogueEntry& entry() const = 0;
  /// Whether it can work without a model, training one on the data where the request says "new:…".
  virtual bool trainsItsModel() const = 0;
  virtual void study(const Study& study, Record& record, Progress& progress, const Publish& publish) const = 0;
};

/// study(study, params, record, progress, publish), declared like an attack. `Rights` says what it is handed
/// (left out: it asks no model), `kTrainsItsModel` that "new:…" is welcome.
template <class A>
concept StudyAlgorithm = requires(const Study& study, const typename A::Params& params, Record& record,
                                  Progress& progress, const Publish& publish) {
  { A::study(study, params, record, progress, publish) } -> std::same_as<void>;
};

template <StudyAlgorithm A, Family kFamily>
class TypedStudy final : public StudyMethod {
 public:
  static CatalogueEntry describeEntry() {
    Access access = Access::None;
    if constexpr (requires { typename A::Rights; }) access = A::Rights::kAccess;
    return entryOf<A>(kFamily, access, Scope::TrainingPart);
  }

 protected:
  const CatalogueEntry& entry() const override {
    static const CatalogueEntry described = describeEntry();
    return described;
  }
  bool trainsItsModel() const override {
    if constexpr (requires { A::kTrainsItsModel; }) {
      return A::kTrainsItsModel;
    } else {
      return false;
    }
  }
  void study(const Study& study, Record& record, Progress& progress, const Publish& publish) const override {
    A::study(study, bind<A>(study.request().params), record, progress, publish);
  }

 public:
  RunCost cost(const Assignment& assignment, Progress& progress) const override {
    if constexpr (requires { &A::cost; }) {
      return A::cost(assignment, progress);
    } else {
      return Method::cost(assignment, progress);
    }
  }
};

/// A file-level constant of one of these types is all that makes an attack or a defence known everywhere.
template <StudyAlgorithm A>
struct RegisteredExtraction {
  RegisteredExtraction() {
    using Typed = TypedStudy<A, Family::Extraction>;
    registerMethod(Typed::describeEntry(), std::make_unique<Typed>());
  }
};
template <StudyAlgorithm A>
struct RegisteredProtection {
  RegisteredProtection() {
    using Typed = TypedStudy<A, Family::Protection>;
    registerMethod(Typed::describeEntry(), std::make_unique<Typed>());
  }
};

}  // namespace adversarium
