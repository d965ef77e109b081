// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures of every page with built-in data, for the documentation.
#pragma once

#include <string>

namespace adversarium {

/// Writes PAGE-light-en.png, PAGE-dark-de.png, … into `dir` without a display; returns the exit code.
int renderShots(const std::string& dir);

}  // namespace adversarium
