// SPDX-License-Identifier: GPL-3.0-or-later
/// From main() to a usable window.
#pragma once

#include <string>
#include <vector>

namespace adversarium {

/// Opens the window on the built-in signs and then on `files`; returns the exit code. Without a display it says so
/// and returns 1.
int runWindow(int argc, char** argv, const std::vector<std::string>& files);

/// Names, icon, style and language of the one QApplication, which must exist.
void setUpApplication();

/// For commands that draw without a display: makes Qt paint into memory. Before any QApplication.
void paintOffscreen();

}  // namespace adversarium
