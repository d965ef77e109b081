// SPDX-License-Identifier: GPL-3.0-or-later
/// The house's judgement on guesses about membership: the methods give scores, how good they are is measured here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/membership/membership_pool.h"

namespace adversarium {

/// One attack's guess: `name` as on the command line, scores double N, higher for more likely a member.
struct MembershipGuess {
  std::string name;
  at::Tensor scores;
};

/// Area and true positives at false positive rates of a thousandth and a hundredth, with intervals: for the first
/// guess as `auc`, `tpr_at_fpr_0.001`, `tpr_at_fpr_0.01`; for all as `auc_NAME` and in a table; ROC curves on
/// logarithmic axes, histograms of the first one's scores, the members it is surest of as pictures, every score.
void reportMembership(const Run& run, const MembershipPool& pool, const std::vector<MembershipGuess>& guesses,
                      Record& record);

}  // namespace adversarium
