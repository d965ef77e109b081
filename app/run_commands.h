// SPDX-License-Identifier: GPL-3.0-or-later
/// The commands that compute: run, rerun, demo.
#pragma once

namespace CLI {
class App;
}

namespace adversarium {

/// Each adds its subcommand to `app`; the work is done while CLI11 parses and reports by exception or exit code.
void addRun(CLI::App& app, int& exitCode);
void addRerun(CLI::App& app, int& exitCode);
void addDemo(CLI::App& app, int& exitCode);

}  // namespace adversarium
