// SPDX-License-Identifier: GPL-3.0-or-later
/// What an explanation is: a function from images to heat maps that knows only what its access type grants. A
/// method's file declares itself with RegisteredExplanation; the runner (runner.h) measures how faithful it is.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/explain/explanation.h"
#include "core/explain/masking.h"
#include "core/run/method.h"
#include "core/victim/access.h"

namespace adversarium {

/// Which number of the model's answer is explained.
enum class Quantity { Probability, Logit };
template <>
struct Choices<Quantity> {
  static constexpr std::array<std::string_view, 2> names{"probability", "logit"};
};

/// logits N×K, classes int64 N → N.
at::Tensor quantityOf(const at::Tensor& logits, const at::Tensor& classes, Quantity quantity);

/// What a method found.
struct Heat {
  at::Tensor maps;                                   ///< float32 N×H×W, higher for what matters more
  std::vector<std::vector<HiddenWindow>> windows{};  ///< one list an image; empty where nothing was hidden
  std::vector<Window> regions{};  ///< the region an image that decides; empty: the house looks for it in the map
};

/// What is to be explained, for a whole batch.
struct Subject {
  at::Tensor classes;                     ///< int64 N
  std::shared_ptr<at::Generator> random;  ///< the run's own
  /// If set, called with what is found so far, coarse first, all images in it.
  std::function<void(const Heat&)> onMap{};
};

/// What a map's values mean.
struct HeatWords {
  std::string_view unit;  ///< translatable("records", …)
  bool isSigned = false;
};

/// What maps promise that add up: quantity(image) − quantity(baseline).
struct Completeness {
  at::Tensor baselines;  ///< N×C×H×W
  Quantity quantity = Quantity::Probability;
};

/// explain(victim, images, subject, params, progress) → heat; words(params) → what it means.
template <class E>
concept Explaining = requires(typename E::Victim& victim, const at::Tensor& images, const Subject& subject,
                              const typename E::Params& params, Progress& progress) {
  { E::explain(victim, images, subject, params, progress) } -> std::same_as<Heat>;
  { E::words(params) } -> std::same_as<HeatWords>;
};

/// An explanation with its types erased, for the runner and the explorer.
class ExplanationMethod : public Method {
 public:
  virtual const CatalogueEntry& entry() const = 0;
  virtual HeatWords words(const ParamMap& params) const = 0;
  virtual Heat explain(const Oracle& oracle, const at::Tensor& images, const Subject& subject,
                       const ParamMap& params, Progress& progress) const = 0;
  /// Whether the model is to be asked as it was made, not through its faster copy: for taps by name.
  virtual bool needsTaps() const = 0;
  /// Without value where the maps are not meant to add up to anything.
  virtual std::optional<Completeness> completeness(const at::Tensor& images, const ParamMap& params) const = 0;

  std::shared_ptr<const Record> run(const Assignment& assignment, Progress& progress,
                                    const KeepRecord& keep) const override;
};

/// The explanation of that name, or null where the id belongs to another kind of method.
const ExplanationMethod* explanationMethodFor(std::string_view id);

template <Explaining E>
class TypedExplanation final : public ExplanationMethod {
 public:
  static CatalogueEntry describeEntry() { return entryOf<E>(Family::Explanation, E::Victim::kAccess); }
  const CatalogueEntry& entry() const override {
    static const CatalogueEntry described = describeEntry();
    return described;
  }
  HeatWords words(const ParamMap& params) const override { return E::words(bind<E>(params)); }
  Heat explain(const Oracle& oracle, const at::Tensor& images, const Subject& subject, const ParamMap& params,
               Progress& progress) const override {
    typename E::Victim victim(oracle.model, oracle.meter);
    return E::explain(victim, images, subject, bind<E>(params), progress);
  }
  bool needsTaps() const override { return E::Victim::kAccess == Access::WhiteBox; }
  std::optional<Completeness> completeness(const at::Tensor& images, const ParamMap& params) const override {
    if constexpr (requires(const typename E::Params& p) { E::completeness(images, p); }) {
      return E::completeness(images, bind<E>(params));
    } else {
      return std::nullopt;
    }
  }
};

/// A file-level constant of this type is all that makes an explanation known everywhere.
template <Explaining E>
struct RegisteredExplanation {
  RegisteredExplanation() {
    registerMethod(TypedExplanation<E>::describeEntry(), std::make_unique<TypedExplanation<E>>());
  }
};

}  // namespace adversarium
