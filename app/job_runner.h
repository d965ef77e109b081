// SPDX-License-Identifier: GPL-3.0-or-later
/// Waits for a job on the command line: shows its progress, passes Ctrl+C on, turns its end into an exit code.
#pragma once

#include <functional>
#include <string>

#include "core/job/job.h"

namespace adversarium {

enum class ProgressStyle { None, Bar, JsonLines };

/// "bar", "json" or "none"; empty: a bar on a terminal, else nothing. Throws UsageError.
ProgressStyle progressStyle(const std::string& name);

/// Returns 0 for Done, 4 for Stopped; throws Error for Failed. `watch` is called now and then; what it throws ends
/// the job and is thrown on.
int waitFor(Job& job, ProgressStyle style, const std::function<void()>& watch = {});

}  // namespace adversarium
