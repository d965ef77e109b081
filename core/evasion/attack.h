// SPDX-License-Identifier: GPL-3.0-or-later
/// What an evasion attack is: a function from images to images that knows only what its access type grants.
/// An attack's file declares itself with RegisteredAttack; the runner (runner.h) measures what it made.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include "core/data/data_set.h"
#include "core/run/method.h"
#include "core/tensor/ball.h"
#include "core/victim/access.h"

namespace adversarium {

template <>
struct Choices<Norm> {
  static constexpr const auto& names = kNormNames;
};

/// Something that an attack noticed about the victim or about itself and that weakens what its numbers say.
struct Remark {
  std::string id;
  std::string words;       ///< a template with one {} for the count, or none
  std::int64_t count = 0;  ///< images concerned; summed over the batches of a run
};
Caveat caveatOf(const Remark& remark);

/// How one attack of a cascade fared.
struct StageOutcome {
  std::string name;
  std::int64_t tried = 0;
  std::int64_t fell = 0;
};

/// What an attack says about its run, beside the images.
struct Notes {
  std::vector<Remark> remarks;
  std::vector<StageOutcome> stages;
  /// Sums what has the same name.
  void add(const Notes& more);
};

/// What an attacker wants for each image of a batch, and how far it may go.
struct Goal {
  at::Tensor labels;      ///< int64 N: the class to leave, or with `targeted` the one to reach
  bool targeted = false;  ///< one kind of goal for the whole batch
  Ball ball;
  std::shared_ptr<at::Generator> random;  ///< the run's own
  /// If set, called with N×C×H×W after every step of an iterative attack.
  std::function<void(const at::Tensor& images)> onStep;
  /// If set, where to write what should stand beside the images.
  std::shared_ptr<Notes> notes;
  /// If set, pictures of the batch's shape that the attacker has beside it; must outlive the attack.
  const DataSet* pictures = nullptr;

  /// Whether decisions (int64 N) are what the attacker wants; bool N.
  at::Tensor reached(const at::Tensor& decisions) const;
  /// What the classes unlike the wish have over it, or with `targeted` the wish over them: orders answers as
  /// cross-entropy does, and its gradient points the same way, however sure the model is (core/tensor/log_odds.h).
  /// Raising it is progress; float N.
  at::Tensor logOdds(const at::Tensor& logits) const;
  /// Score of the best wanted answer minus that of the best unwanted one, above 0 when reached; float N.
  at::Tensor margin(const at::Tensor& scores) const;
  /// The goal for some of the images; `index` int64. onStep and notes are not taken along.
  Goal rows(const at::Tensor& index) const;
};

/// craft(victim, images, goal, params, progress) → images of the same shape.
template <class A>
concept CraftingAttack = requires(typename A::Victim& victim, const at::Tensor& images, const Goal& goal,
                                  const typename A::Params& params, Progress& progress) {
  { A::craft(victim, images, goal, params, progress) } -> std::same_as<at::Tensor>;
};

/// direction(victim, images, goal, params) → a direction of unit norm along which every strength lies.
template <class A>
concept LinearAttack = requires(typename A::Victim& victim, const at::Tensor& images, const Goal& goal,
                                const typename A::Params& params) {
  { A::direction(victim, images, goal, params) } -> std::same_as<at::Tensor>;
};

/// An attack with its parameters, checked and bound once: the runner and the explorer work with it for a whole
/// run.
class BoundAttack {
 public:
  virtual ~BoundAttack() = default;
  virtual const CatalogueEntry& entry() const = 0;
  /// The parameter `norm`, or the attack's kNorm where it knows just one.
  virtual Norm norm() const = 0;
  /// No value: the attack looks for the nearest example instead of keeping to a ball.
  virtual std::optional<double> strength() const = 0;
  /// The result is raw: only the runner clips and judges it.
  virtual at::Tensor craft(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                           Progress& progress) const = 0;
  /// Only for attacks that are linear in the strength; else undefined.
  virtual at::Tensor direction(const Oracle& oracle, const at::Tensor& images, const Goal& goal) const = 0;

  /// Whether it learns one thing for all images; only then do the next three mean anything.
  virtual bool learns() const = 0;
  virtual at::Tensor learn(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                           Progress& progress) const = 0;
  virtual at::Tensor apply(const at::Tensor& thing, const at::Tensor& images, const Goal& goal) const = 0;
  virtual std::optional<Artefact> exhibit(const at::Tensor& thing) const = 0;
};

/// With defaults for what is not given. Throws UsageError where the id is no attack's, and as bind does.
std::shared_ptr<const BoundAttack> boundAttack(std::string_view id, const ParamMap& given = {});
/// The same by what the values mean; those that the attack has no parameter for are passed over.
std::shared_ptr<const BoundAttack> attackWith(const CatalogueEntry& attack, const RoleValues& values);

/// One attack of a cascade; its strength is the cascade's.
struct Stage {
  std::string_view name;
  std::shared_ptr<const BoundAttack> attack;
};

/// stages(params) → attacks, of which each is tried on the images that the ones before left standing;
/// examine(victim, images, outcomes) → what their outcomes and a few looks at the victim tell about it.
template <class A>
concept ComposedAttack = requires(typename A::Victim& victim, const at::Tensor& images,
                                  const typename A::Params& params, const std::vector<StageOutcome>& outcomes) {
  { A::stages(params) } -> std::same_as<std::vector<Stage>>;
  { A::examine(victim, images, outcomes) } -> std::same_as<std::vector<Remark>>;
};

/// learn(victim, images, goal, params, progress) → one thing for all images (1×C×h×w), made once;
/// apply(thing, images, goal, params) → images with it. The runner learns and judges on different images; for one
/// batch alone the thing is learned on the very images it is shown on. exhibit(thing, params) → what a record
/// keeps.
template <class A>
concept LearnedAttack = requires(typename A::Victim& victim, const at::Tensor& images, const Goal& goal,
                                 const typename A::Params& params, Progress& progress) {
  { A::learn(victim, images, goal, params, progress) } -> std::same_as<at::Tensor>;
  { A::apply(images, images, goal, params) } -> std::same_as<at::Tensor>;
  { A::exhibit(images, params) } -> std::same_as<Artefact>;
};

template <class A>
concept Attack = CraftingAttack<A> || LinearAttack<A> || ComposedAttack<A> || LearnedAttack<A>;

/// An attack with its types erased.
class AttackMethod : public Method {
 public:
  /// Throws UsageError as bind does.
  virtual std::shared_ptr<const BoundAttack> bound(const ParamMap& given) const = 0;
  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override;
};

/// Carries out a cascade; writes its outcomes to the goal's notes.
at::Tensor craftInStages(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                         const std::vector<Stage>& stages, std::vector<StageOutcome>& outcomes,
                         Progress& progress);

template <Attack A>
class TypedBoundAttack final : public BoundAttack {
 public:
  explicit TypedBoundAttack(const ParamMap& given) : m_params(bind<A>(given)) {
    if constexpr (ComposedAttack<A>) m_stages = A::stages(m_params);
  }

  const CatalogueEntry& entry() const override { return m_entry; }

  Norm norm() const override {
    if constexpr (requires { A::kNorm; }) {
      return A::kNorm;
    } else {
      return m_params.norm;
    }
  }

  std::optional<double> strength() const override {
    if constexpr (requires(typename A::Params p) { p.epsilon; }) {
      return m_params.epsilon;
    } else {
      return std::nullopt;
    }
  }

  at::Tensor craft(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                   Progress& progress) const override {
    if constexpr (LinearAttack<A>) {
      const at::Tensor step = direction(oracle, images, goal);
      progress.step(1, 1);
      return images + goal.ball.radius.view({-1, 1, 1, 1}) * step;
    } else if constexpr (ComposedAttack<A>) {
      std::vector<StageOutcome> outcomes;
      const at::Tensor made = craftInStages(oracle, images, goal, m_stages, outcomes, progress);
      if (goal.notes) {
        typename A::Victim victim(oracle.model, oracle.meter);
        goal.notes->add({A::examine(victim, images, outcomes), outcomes});
      }
      return made;
    } else if constexpr (LearnedAttack<A>) {
      return apply(learn(oracle, images, goal, progress), images, goal);
    } else {
      typename A::Victim victim(oracle.model, oracle.meter);
      return A::craft(victim, images, goal, m_params, progress);
    }
  }

  at::Tensor direction(const Oracle& oracle, const at::Tensor& images, const Goal& goal) const override {
    if constexpr (LinearAttack<A>) {
      typename A::Victim victim(oracle.model, oracle.meter);
      return A::direction(victim, images, goal, m_params);
    } else {
      return {};
    }
  }

  bool learns() const override { return LearnedAttack<A>; }

  at::Tensor learn(const Oracle& oracle, const at::Tensor& images, const Goal& goal,
                   Progress& progress) const override {
    if constexpr (LearnedAttack<A>) {
      typename A::Victim victim(oracle.model, oracle.meter);
      return A::learn(victim, images, goal, m_params, progress);
    } else {
      return {};
    }
  }

  at::Tensor apply(const at::Tensor& thing, const at::Tensor& images, const Goal& goal) const override {
    if constexpr (LearnedAttack<A>) {
      return A::apply(thing, images, goal, m_params);
    } else {
      return images;
    }
  }

  std::optional<Artefact> exhibit(const at::Tensor& thing) const override {
    if constexpr (LearnedAttack<A>) {
      return A::exhibit(thing, m_params);
    } else {
      return std::nullopt;
    }
  }

 private:
  const CatalogueEntry& m_entry = catalogueEntry(A::info.id);
  typename A::Params m_params;
  std::vector<Stage> m_stages;  // of a cascade
};

template <Attack A>
class TypedAttack final : public AttackMethod {
 public:
  std::shared_ptr<const BoundAttack> bound(const ParamMap& given) const override {
    return std::make_shared<TypedBoundAttack<A>>(given);
  }
};

/// A file-level constant of this type is all that makes an attack known everywhere.
template <Attack A>
struct RegisteredAttack {
  RegisteredAttack() {
    CatalogueEntry entry = entryOf<A>(Family::Attack, A::Victim::kAccess);
    entry.linearInStrength = LinearAttack<A>;
    registerMethod(std::move(entry), std::make_unique<TypedAttack<A>>());
  }
};

}  // namespace adversarium
