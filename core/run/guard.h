// SPDX-License-Identifier: GPL-3.0-or-later
/// Defences that stand between attacker and model: a guard is a classifier in front of a classifier, so that every
/// method of every family runs through it. A guard's file declares itself with RegisteredGuard; the house measures
/// what it costs and stops, always with the attacker who knows of it beside the one who does not.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/record/guard_request.h"
#include "core/run/method.h"
#include "core/victim/answering.h"

namespace adversarium {

/// Stands in front of a model. Gradients are those of an attacker who knows the guard: where a guard's own
/// derivative says nothing, it lets them straight through, and averages over its own randomness.
class Guard : public Classifier, public Answering {
 public:
  /// The house's look: counted by nobody.
  at::Tensor logits(const at::Tensor& images) const final;
  /// An outsider's: admitted, answered, remembered.
  at::Tensor answer(const at::Tensor& images) const final;
  std::shared_ptr<const Classifier> attackCopy(const std::string& precision) const override;

  const Classifier& inner() const { return *m_inner; }
  /// The same guard, sharing what it remembers, in front of another form of the model.
  virtual std::shared_ptr<const Guard> before(std::shared_ptr<const Classifier> inner) const = 0;
  /// Which inputs raise its alarm: bool N; undefined for a guard that raises none.
  virtual at::Tensor alarms(const at::Tensor&) const { return {}; }
  /// The attack, by id, that takes this guard's own way round; shown beside every other. Empty: none.
  virtual std::string_view counterAttack() const { return {}; }
  /// Adds what it counted and noticed, when a run is over.
  virtual void report(Record&) const {}

 protected:
  using Ask = std::function<at::Tensor(const at::Tensor& images)>;
  explicit Guard(std::shared_ptr<const Classifier> inner);
  void take(std::shared_ptr<const Classifier> inner) { m_inner = std::move(inner); }
  /// Lowers what the model grants. `reason` says in words why no more.
  void grantAtMost(Access most, const std::string& reason);
  /// Whether a gradient by the images is being computed.
  static bool differentiated(const at::Tensor& images);

  /// images → what is let out, asking the model behind by `ask`.
  virtual at::Tensor respond(const at::Tensor& images, const Ask& ask) const = 0;
  /// Throws QueryRefused for what it does not answer.
  virtual void admit(const at::Tensor&) const {}
  virtual void remember(const at::Tensor& /*images*/, const at::Tensor& /*answer*/) const {}

 private:
  std::shared_ptr<const Classifier> m_inner;
};

/// A guard copies itself; what it remembers it holds by a shared pointer.
template <class Self>
class GuardOf : public Guard {
 public:
  std::shared_ptr<const Guard> before(std::shared_ptr<const Classifier> inner) const override {
    auto copy = std::make_shared<Self>(static_cast<const Self&>(*this));
    copy->take(std::move(inner));
    return copy;
  }

 protected:
  using Guard::Guard;
};

/// What a guard may use to set itself up.
struct GuardPost {
  std::shared_ptr<const DataSet> data;  ///< may be null
  std::vector<std::int64_t> clean;      ///< samples of it to set thresholds by, none of them among the request's
  std::uint64_t seed = 0;
};

/// A guard's declaration with its types erased. Run by itself it is measured with the strongest attack that the
/// access through it allows.
class GuardMethod : public Method {
 public:
  virtual std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const ParamMap& params,
                                             const GuardPost& post) const = 0;
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override;
};

/// stand(model, params, post) → the guard.
template <class G>
class TypedGuard final : public GuardMethod {
 public:
  std::shared_ptr<const Guard> stand(std::shared_ptr<const Classifier> model, const ParamMap& params,
                                     const GuardPost& post) const override {
    return G::stand(std::move(model), bind<G>(params), post);
  }
};

/// A file-level constant of this type is all that makes a guard known everywhere.
template <class G>
struct RegisteredGuard {
  RegisteredGuard() {
    CatalogueEntry entry = entryOf<G>(Family::Evaluation, Access::Labels);
    entry.guards = true;
    registerMethod(std::move(entry), std::make_unique<TypedGuard<G>>());
  }
};

/// Puts the request's guards before the model, the first one named nearest to it.
Assignment guarded(Assignment assignment);

/// The guards in front of a model, the outermost first, and the model behind them all; the model itself where
/// there is none.
std::vector<const Guard*> guardsOf(const Classifier& model);
const Classifier& behindGuards(const Classifier& model);

/// What the guards cost and noticed: accuracy and time with and without them, alarms, their own counts. Samples
/// are those of the request, at most a thousand. Does nothing without guards.
void reportGuards(Record& record, const Assignment& assignment);

}  // namespace adversarium
