// SPDX-License-Identifier: GPL-3.0-or-later
/// A guard as somebody asks for it, checked; torch-free.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/record/request.h"

namespace adversarium {

/// All guards, sorted: one run by itself is an evaluation like others, but it may also stand before a model.
std::vector<std::string> guardIds();

/// With every parameter filled in. Throws UsageError for an id that is no guard's, and as completeParams does.
GuardRequest completeGuard(const GuardRequest& request);

/// "ID" or "ID:param=value,…", as the command line says it; throws as completeGuard does.
GuardRequest parseGuard(std::string_view text);

}  // namespace adversarium
