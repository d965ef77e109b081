// SPDX-License-Identifier: GPL-3.0-or-later
/// `adversarium COMMAND …` without a display; the contract is documented in README.
#pragma once

namespace adversarium {

/// Exit codes: 0 done, 1 failure, 2 wrong usage, 3 bad input, 4 cancelled, 5 refused.
int runCommandLine(int argc, char** argv);

/// Whether the first argument asks for a command (or help) rather than for the window.
bool wantsCommandLine(int argc, char** argv);

}  // namespace adversarium
