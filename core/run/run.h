// SPDX-License-Identifier: GPL-3.0-or-later
/// What the house hands a method that fills its record piece by piece: the request with its files opened, the
/// record to write into, progress, random numbers, rights as types, and a count of every query.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/run/measured.h"
#include "core/run/method.h"
#include "core/tensor/convert.h"
#include "core/victim/access.h"

namespace adversarium {

/// Gives away what there is so far, as a partial record: for plots that fill in.
using Publish = std::function<void()>;

/// What is in the record when Cancelled passes through is kept.
class Run {
 public:
  const Assignment& assignment;
  Record& record;
  Progress& progress;
  Publish publish;
  std::vector<std::int64_t> indices;  ///< of the samples that the request chooses, for methods that take samples
  Batch samples;  ///< the same, read: float32 N×C×H×W in [0,1], int64 N (−1 where unknown)
  std::vector<std::string> classNames;  ///< the model's, else the data's; may be empty
  std::shared_ptr<Meter> meter = std::make_shared<Meter>();

  Run(const Assignment& assignment, Record& record, Progress& progress, Publish publish);

  const Request& request() const { return assignment.request; }
  const DataSet& data() const { return *assignment.data; }
  /// Only where there is one: "new:…" on the command line has none.
  const Classifier& model() const { return *assignment.model; }
  bool fresh() const { return assignment.model == nullptr; }
  std::int64_t classes() const { return model().info().classes; }
  /// The class's name, or its number where it has none.
  std::string nameOf(std::int64_t index) const;
  /// Does the work and writes what it came to, also where it was stopped.
  void reporting(const std::function<void()>& work, const std::function<void(Record&)>& write) const;
  void caveat(std::string id, Words words) const { record.caveats.push_back({std::move(id), std::move(words)}); }

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
  /// The same in its fastest form, for what the house judges on model() itself afterwards.
  template <class Rights>
  Rights fastVictim() const {
    require(model(), Rights::kAccess);
    const auto fast = model().attackCopy(request().precision);
    return Rights(fast ? fast : assignment.model, meter);
  }
  void require(const Classifier& model, Access access) const;

  /// A stream of random numbers of its own for each `purpose`.
  at::Generator random(std::uint64_t purpose = 0) const;
};

/// Starts a record, has it filled, adds the time and hands over what was finished when the person stops. `finish`
/// adds to every copy that is given away what is only known then.
std::shared_ptr<const Record> carriedOut(const Assignment& assignment, Progress& progress, const KeepRecord& keep,
                                         const std::function<void(Run&)>& fill,
                                         const std::function<void(const Run&, Record&)>& finish = {});

/// The samples chosen, the model checked for `access`, and queries reported, unless it asks none.
std::shared_ptr<const Record> carriedOutOnSamples(const Assignment& assignment, Progress& progress,
                                                  const KeepRecord& keep, Access access,
                                                  const std::function<void(Run&)>& fill);

/// Throws UsageError where there is none.
void requireModel(const Assignment& assignment);

/// A declares info, params and kFamily, and fills the record with carryOut(run, params). Further: `Rights`, what
/// it is handed on the samples that the house chooses and counts, or kAccess, what it takes by itself; kScope,
/// unless it is FirstN; `cost`, where it can tell; kTrainsItsModel, where "new:…" is welcome; kOwnClasses, where
/// it makes a model with the data's classes.
template <class A>
class TypedRun final : public Method {
 public:
  static CatalogueEntry describeEntry() {
    Access access = Access::None;
    Scope scope = Scope::FirstN;
    if constexpr (requires { typename A::Rights; }) access = A::Rights::kAccess;
    if constexpr (requires { A::kAccess; }) access = A::kAccess;
    if constexpr (requires { A::kScope; }) scope = A::kScope;
    return entryOf<A>(A::kFamily, access, scope);
  }

  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    if constexpr (!requires { A::kTrainsItsModel; }) requireModel(assignment);
    const auto params = bind<A>(assignment.request.params);
    const auto fill = [&](Run& run) { A::carryOut(run, params); };
    if constexpr (requires { A::kAccess; }) {
      return carriedOut(assignment, progress, keep, fill);
    } else {
      return carriedOutOnSamples(assignment, progress, keep, describeEntry().access, fill);
    }
  }
  RunCost cost(const Assignment& assignment, Progress& progress) const override {
    if constexpr (requires { &A::cost; }) {
      return A::cost(assignment, progress);
    } else {
      return Method::cost(assignment, progress);
    }
  }
  bool makesOwnClasses() const override {
    return requires { A::kOwnClasses; };
  }
};

/// A file-level constant of this type is all that makes such a method known everywhere.
template <class A>
struct Registered {
  Registered() { registerMethod(TypedRun<A>::describeEntry(), std::make_unique<TypedRun<A>>()); }
};

}  // namespace adversarium
