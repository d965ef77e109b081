// SPDX-License-Identifier: GPL-3.0-or-later
/// The trigger that is known to belong to a model, to measure how well detectors find it.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <string>

#include "core/poisoning/detection.h"

namespace adversarium {

struct KnownTrigger {
  std::int64_t target = -1;
  at::Tensor mask;     ///< 1×H×W in [0,1]: how much of the image it replaces
  at::Tensor pattern;  ///< C×H×W in [0,1]
  std::function<at::Tensor(const at::Tensor& images)> applied;  ///< N×C×H×W in [0,1], as is the result
};

/// `said` is the folder of a trigger search, or anything that knownBackdoor understands (a model file, a recipe, a
/// picture; empty for the model's lineage); none where nobody knows a trigger. Throws InputError or UsageError for
/// a `said` that tells of none.
std::optional<KnownTrigger> knownTrigger(const Run& run, const std::string& said);

}  // namespace adversarium
