// SPDX-License-Identifier: GPL-3.0-or-later
/// What a model that knows some people gives away about others whose pictures it is shown: glasses, a beard.
#pragma once

#include <string>

#include "core/run/run.h"

namespace adversarium {

struct FaceAttack {
  std::string attribute;  ///< "glasses" or "beard" of built-in faces, or the numbers of the classes that have it
  int known = 500;        ///< pictures from which the guessing is learnt, at most
  int targets = 2000;     ///< pictures asked about, at most
  int epochs = 100;
};

/// The attacker sees no picture, only the model's scores for it, and learns the guessing from the scores of other
/// people: half of the classes that have the attribute and half of those that do not. Measures attribute_accuracy,
/// imputation_accuracy (of the more frequent value, which takes no model), attribute_gain, and auc of
/// each person's mean score; the intervals count people, not pictures. Throws UsageError where there is no model
/// and for an attribute that fewer than four people on either side have.
void attackFaces(const Run& run, const FaceAttack& attack, Record& record, Progress& progress);

}  // namespace adversarium
