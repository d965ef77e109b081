// SPDX-License-Identifier: GPL-3.0-or-later
/// Speed as a ratio to the floor: one bare forward with input gradient of the same batch, measured in the same
/// run.
#pragma once

#include <string>
#include <vector>

namespace adversarium {

std::vector<std::string> benchNames();

/// bench_backdoor.cpp: the trigger search's share.
std::string benchBackdoor();
/// bench_dp.cpp: private training's price.
std::string benchDp();

/// Before a benchmark on the calling thread; `threads` 0: all.
void prepareBench(int threads);

/// Runs one benchmark on the calling thread and returns its table as text. `threads` 0: all.
std::string runBench(const std::string& name, int threads);

}  // namespace adversarium
