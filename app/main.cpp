// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include "app/command_line.h"
#include "core/base/memory.h"
#include "core/tensor/thread_waiting.h"
#include "ui/shell/application.h"

int main(int argc, char** argv) {
  adversarium::keepFreedMemory();
  adversarium::waitWithoutSpinning();
  if (adversarium::wantsCommandLine(argc, argv)) return adversarium::runCommandLine(argc, argv);
  return adversarium::runWindow(argc, argv, std::vector<std::string>(argv + 1, argv + argc));
}
