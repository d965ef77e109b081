// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "core/run/cost_estimate.h"

namespace adversarium {
namespace {

std::map<std::string, CostEstimate, std::less<>>& costEstimates() {
  static std::map<std::string, CostEstimate, std::less<>> known;
  return known;
}

}  // namespace

double RunCost::seconds(const ParamMap& params) const {
  const auto found = params.find(parameter);
  if (found == params.end()) return fixed;
  const auto* whole = std::get_if<std::int64_t>(&found->second);
  const auto* real = std::get_if<double>(&found->second);
  return fixed + each * (whole ? static_cast<double>(*whole) : real ? *real : 0.0);
}

bool tellsCost(std::string_view method) { return costEstimates().contains(method); }

RegisteredCost::RegisteredCost(std::string_view method, CostEstimate estimate) {
  costEstimates().emplace(method, std::move(estimate));
}

RunCost estimatedCost(const Assignment& assignment, Progress& progress) {
  const auto found = costEstimates().find(assignment.request.algorithm);
  if (found == costEstimates().end())
    throw UsageError(assignment.request.algorithm, "cannot tell its cost beforehand");
  return found->second(assignment, progress);
}

}  // namespace adversarium
