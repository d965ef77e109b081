// SPDX-License-Identifier: GPL-3.0-or-later
/// Every method Adversarium knows, as plain values: the one list behind menus, command line and documentation.
#pragma once

#include <cstdint>
#include <string_view>
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

struct CatalogueEntry {
  AlgorithmInfo info;
  Family family = Family::Attack;
  Access access = Access::None;
  std::vector<ParamSpec> params;
  /// The change is strength × a direction that does not depend on the strength: every slider position is exact.
  bool linearInStrength = false;
  /// It works in steps that a scrubber can replay.
  bool iterative = false;
  Scope scope = Scope::FirstN;

  const ParamSpec* find(std::string_view paramId) const;
  const ParamSpec* hero() const;
};

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

/// Called once by each method before main() begins.
void addToCatalogue(CatalogueEntry entry);

/// Sorted by chapter, then id.
const std::vector<CatalogueEntry>& catalogue();

/// Throws UsageError for a name that is not in the catalogue, with the nearest ones.
const CatalogueEntry& catalogueEntry(std::string_view id);

}  // namespace adversarium
