// SPDX-License-Identifier: GPL-3.0-or-later
/// Every method Adversarium knows, as plain values: the one list behind menus, command line and documentation.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/data/data_set.h"
#include "core/method/param.h"

namespace adversarium {

/// Chapters of the BSI guideline "AI Security Concerns in a Nutshell".
enum class Chapter { General = 2, Evasion = 3, Extraction = 4, Poisoning = 5, Limits = 6 };

/// What a method's signature is: it decides the runner, the page and the result views.
enum class Family {
  Attack,
  Training,
  Explanation,
  Poisoning,
  Detection,
  Repair,
  Evaluation,
  Extraction,
  Protection
};

/// What an attacker may use. Each right includes the ones before it.
enum class Access { None, Labels, Scores, Gradients, WhiteBox };

/// Which samples a method takes where a request names none.
enum class Scope {
  FirstN,       ///< some from the start: each is looked at by itself
  WholeData,    ///< all: what stands out, stands out among the others
  TrainingPart  ///< all of the training part; such a method may start from an untrained architecture
};

/// How many that are; 0: all.
std::int64_t usualSamples(Scope scope);

std::string_view wordFor(Access access);
std::string_view wordFor(Family family);
/// Whether methods of this family make a model: it is theirs, and no guard stands before it.
bool learns(Family family);
std::string_view titleOf(Chapter chapter);

/// The words at the top of a method's own file.
struct AlgorithmInfo {
  std::string_view id;  ///< kebab-case and eternal
  std::string_view name;
  Chapter chapter;
  std::string_view reference;  ///< paper or standard
  std::string_view summary;    ///< one sentence for a person who has not read the paper
};

class Method;  // core/run/method.h

/// Values by what they mean.
using RoleValues = std::vector<std::pair<Role, ParamValue>>;

struct CatalogueEntry {
  AlgorithmInfo info;
  Family family = Family::Attack;
  Access access = Access::None;
  std::vector<ParamSpec> params;
  Scope scope = Scope::FirstN;
  /// The change is strength × a direction that does not depend on the strength: every slider position is exact.
  bool linearInStrength = false;
  bool standard = false;                           ///< the attack by which others with its access are measured
  bool guards = false;                             ///< it may also stand before a model
  bool tellsCost = false;                          ///< it can say beforehand what it will take
  std::shared_ptr<const Method> method = nullptr;  ///< carries it out

  const ParamSpec* find(std::string_view paramId) const;
  const ParamSpec* find(Role role) const;
  const ParamSpec* hero() const;

  /// Null where the method has no parameter of that role, or `given` says nothing of it or another kind of value.
  template <class T>
  const T* get(const ParamMap& given, Role role) const {
    const ParamSpec* spec = find(role);
    const auto found = spec ? given.find(spec->id) : given.end();
    return found == given.end() ? nullptr : std::get_if<T>(&found->second);
  }
  std::optional<double> strength(const ParamMap& given) const;
  /// The norm's word; "linf" where none is said.
  std::string norm(const ParamMap& given) const;

  /// Whether the method has such a parameter; where it has none, nothing is set.
  bool set(ParamMap& params, Role role, ParamValue value) const;
  void erase(ParamMap& params, Role role) const;
  /// All parameters, with the values that it has parameters for. Throws UsageError as completeParams does.
  ParamMap with(const RoleValues& values) const;
};

/// What A's own file declares.
template <class A>
CatalogueEntry entryOf(Family family, Access access, Scope scope = Scope::FirstN) {
  CatalogueEntry entry{A::info, family, access, describe<A>(), scope};
  entry.standard = requires { A::kStandard; };
  entry.tellsCost = requires { &A::cost; };
  return entry;
}

/// What strengths mean for a norm ("linf", "l2", "l1", "l0") on images of a shape: the value that the field
/// usually reports and the most that a slider needs to offer.
struct StrengthScale {
  double usual = 0;
  double most = 0;
};
StrengthScale strengthScale(std::string_view norm, const ImageShape& shape);

/// `given` completed with defaults; a missing strength becomes the usual one for the norm and the images. Throws
/// UsageError as completeParams does.
ParamMap suggestedParams(const CatalogueEntry& entry, const ParamMap& given, const ImageShape& shape);

/// Called once by each method before main() begins; throws std::logic_error for an id that is there already.
void addToCatalogue(CatalogueEntry entry);

/// Sorted by chapter, then id.
const std::vector<CatalogueEntry>& catalogue();

/// Null for a name that is not in the catalogue.
const CatalogueEntry* knownMethod(std::string_view id);
/// Throws UsageError instead, with the names there are.
const CatalogueEntry& catalogueEntry(std::string_view id);

/// The attack that makes most of what is granted, the yardstick for others; of labels alone where it is less.
const CatalogueEntry& standardAttack(Access granted);

}  // namespace adversarium
