// SPDX-License-Identifier: GPL-3.0-or-later
/// Lets a window live for a while without a person, for pictures and measurements.
#pragma once

#include <functional>

namespace adversarium {

/// Handles events, asleep in between, until `done` or `patience` milliseconds are over; returns whether it was
/// done.
bool liveUntil(const std::function<bool()>& done, int patience = 60000);
void liveFor(int milliseconds);

}  // namespace adversarium
