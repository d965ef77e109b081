// SPDX-License-Identifier: GPL-3.0-or-later
/// How a method says beforehand what it will take.
#pragma once

#include <functional>

#include "core/run/cost.h"
#include "core/run/method.h"

namespace adversarium {

/// Measures a little of the work on the computing thread, in a second or so. `assignment` is complete.
using CostEstimate = std::function<RunCost(const Assignment& assignment, Progress& progress)>;

/// A file-level constant of this type beside a method's registration is all that makes its cost known.
struct RegisteredCost {
  RegisteredCost(std::string_view method, CostEstimate estimate);
};

/// Throws UsageError for a method that cannot tell.
RunCost estimatedCost(const Assignment& assignment, Progress& progress);

}  // namespace adversarium
