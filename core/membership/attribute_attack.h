// SPDX-License-Identifier: GPL-3.0-or-later
/// Guesses at a hidden column of people's rows, with a model's answers and without them: what the attack of that
/// name does, and what a defence against it is measured by.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/data/table_data.h"
#include "core/membership/membership_pool.h"
#include "core/record/measure.h"

namespace adversarium {

inline constexpr MeasureSpec kAttributeAccuracy{
    "attribute_accuracy", translatable("measures", "Hidden values guessed with the model"), "rate", Better::Lower};
inline constexpr MeasureSpec kAttributeGain{
    "attribute_gain", translatable("measures", "What the model adds to the guess"), "share", Better::Lower};
inline constexpr MeasureSpec kLikelihoodGain{
    "likelihood_gain", translatable("measures", "What the model's likelihood adds to the guess"), "share",
    Better::Lower};
inline constexpr MeasureSpec kImputationAccuracy{
    "imputation_accuracy", translatable("measures", "Hidden values guessed without the model"), "rate"};
inline constexpr MeasureSpec kMajorityShare{"majority_share",
                                            translatable("measures", "Share of the commonest value"), "rate"};

struct AttributeAttack {
  TableColumn column;  ///< of words
  int known = 500;     ///< complete rows that the attacker has, of people the model was not trained on
  int targets = 2000;  ///< people asked about on each side, at most
  int epochs = 100;    ///< over the attacker's rows, with the model's answers and without
};

/// Of the people of one side of whom the value is known; nobody: tensors of no element.
struct AttributeGuesses {
  at::Tensor truth;       ///< int64 N: place among the column's values
  at::Tensor withModel;   ///< bool N: guessed right by what was learnt with the model's answers
  at::Tensor likelihood;  ///< bool N: guessed right by prior × probability of the true class
  at::Tensor without;     ///< bool N: guessed right by an imputation that never saw the model
};
struct AttributeOutcome {
  AttributeGuesses members, outsiders;
};

/// Fredrikson et al., USENIX Security 2014 (the likelihood's guess); Jayaraman and Evans, CCS 2022: nothing counts
/// that an imputation without the model would have told, too. `access` is asked about the pool's rows with every
/// value in the hidden place. The same people, the same attacker's rows and the same imputation for the same
/// run and pool. Throws InputError where there is nobody to learn from or to ask about.
AttributeOutcome attackAttribute(const Run& run, const MembershipPool& pool, const AttributeAttack& attack,
                                 ScoreAccess& access, Progress& progress);

/// A network that learnt from float N×D `features` which of `count` values (int64 N) goes with them: float M×D to
/// float M×count logits.
using Guesser = std::function<at::Tensor(const at::Tensor& features)>;
Guesser learntGuesser(const at::Tensor& features, const at::Tensor& values, std::int64_t count, int epochs,
                      std::uint64_t seed, Progress& progress);

/// The data as a table. Throws InputError, ending in "there is no column to `purpose`", where it is none.
const TableData& requireTable(const Run& run, std::string_view purpose);
/// A column of words by its name. Throws UsageError for parameter `parameter`, naming those that there are.
TableColumn columnOfWords(const TableData& table, const std::string& name, const std::string& parameter);

/// float N×width: the column's features of rows N×1×1×F; a view.
at::Tensor columnFeatures(const at::Tensor& rows, const TableColumn& column);

/// The difference of two rates on the same samples, bool N each, with its 95 % interval (McNemar's variance).
Measure pairedGain(const at::Tensor& right, const at::Tensor& baseline);
/// Share of what is true, bool N.
Measure rateOfTrue(const at::Tensor& which);

}  // namespace adversarium
