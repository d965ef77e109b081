// SPDX-License-Identifier: GPL-3.0-or-later
/// Unlearning a backdoor that nobody has told of: its trigger is searched for, and the model trained to answer
/// rightly in spite of it. Wang et al., S&P 2019, section VI.
#pragma once

#include "core/defence/repair.h"
#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/training/trainer.h"

namespace adversarium {

/// The trigger of the class that stands out most among all classes.
struct Suspect {
  ClassTrigger trigger;
  Gap gap;
};

/// Searches on the defender's clean images, the first fifty at most.
Suspect suspectedTrigger(const Patient& patient, Progress& progress);

/// Plain loss, with the trigger on a fifth of each batch, its labels unchanged.
LossHook unlearning(const ClassTrigger& trigger);

}  // namespace adversarium
