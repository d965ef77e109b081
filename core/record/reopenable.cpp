// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record/reopenable.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/method/catalogue.h"
#include "core/record/guard_request.h"

namespace adversarium {
namespace {

/// Whether a place that names a file or folder ("path", "path#part") leads nowhere.
bool isGone(const std::string& where) {
  if (where.starts_with("demo:") || where.starts_with("new:")) return false;
  std::error_code problem;
  return !std::filesystem::exists(where, problem) &&
         !std::filesystem::exists(where.substr(0, where.rfind('#')), problem);
}

}  // namespace

std::optional<Words> whyNotReopened(const Request& request) {
  const CatalogueEntry* entry = knownMethod(request.algorithm);
  if (!entry) return filled(translatable("records", "This version knows no method ‘{}’."), request.algorithm);
  try {
    (void)completeParams(entry->params, request.params);
    for (const GuardRequest& guard : request.guards) (void)completeGuard(guard);
  } catch (const UsageError& wrong) {
    return filled(translatable("records", "These settings are not possible here: ‘{}’."), wrong.what());
  }
  if (isGone(request.model))
    return filled(translatable("records", "The model is no longer there: ‘{}’."), request.model);
  if (isGone(request.data))
    return filled(translatable("records", "The data is no longer there: ‘{}’."), request.data);
  return std::nullopt;
}

}  // namespace adversarium
