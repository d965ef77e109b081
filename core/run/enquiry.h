// SPDX-License-Identifier: GPL-3.0-or-later
/// A method that fills its record piece by piece: the frame around it (time, partial record, registration) said
/// once.
#pragma once

#include <functional>
#include <memory>

#include "core/run/method.h"

namespace adversarium {

/// Gives away what there is so far, as a partial record: for plots that fill in.
using Publish = std::function<void()>;

/// What an enquiry works on, and where it writes. What is in the record when Cancelled passes through is kept.
struct Enquiry {
  const Assignment& assignment;
  Record& record;
  Progress& progress;
  Publish publish;

  const Request& request() const { return assignment.request; }
  void caveat(std::string id, Words words) const { record.caveats.push_back({std::move(id), std::move(words)}); }
};

/// Starts a record, has it filled, adds the time and hands over what was finished when the person stops. `finish`
/// adds to every copy that is given away what is only known then.
std::shared_ptr<const Record> runEnquiry(const Assignment& assignment, Progress& progress, const KeepRecord& keep,
                                         const std::function<void(Enquiry&)>& fill,
                                         const std::function<void(Record&)>& finish = {});

/// Throws UsageError where there is none.
void requireModel(const Assignment& assignment);

/// A declares info, params, kFamily, kAccess and, unless it is Scope::FirstN, kScope, and fills with
/// carryOut(enquiry, params); also kOwnClasses, where it makes a model with the data's classes.
template <class A>
class TypedEnquiry final : public Method {
 public:
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override {
    requireModel(assignment);
    const auto params = bind<A>(assignment.request.params);
    return runEnquiry(assignment, progress, keep, [&](Enquiry& enquiry) { A::carryOut(enquiry, params); });
  }
  bool makesOwnClasses() const override {
    return requires { A::kOwnClasses; };
  }
};

/// A file-level constant of this type is all that makes such a method known everywhere.
template <class A>
struct RegisteredEnquiry {
  RegisteredEnquiry() {
    Scope scope = Scope::FirstN;
    if constexpr (requires { A::kScope; }) scope = A::kScope;
    registerMethod(entryOf<A>(A::kFamily, A::kAccess, scope), std::make_unique<TypedEnquiry<A>>());
  }
};

}  // namespace adversarium
