// SPDX-License-Identifier: GPL-3.0-or-later
// main() of every program of tests.
#include "tests/suite.h"

#include <cstdio>

namespace adversarium::testing {
namespace {

constinit const Suite* g_first = nullptr;

}  // namespace

Suite::Suite(std::string_view file, Run run)
    : name(file.substr(file.find_last_of('/') + 1)), run(run), next(g_first) {
  name = name.substr(0, name.find('.'));
  g_first = this;
}

}  // namespace adversarium::testing

int main(int argc, char** argv) {
  using namespace adversarium::testing;
  for (const Suite* suite = g_first; suite && argc > 1; suite = suite->next) {
    if (suite->name != argv[1]) continue;
    argv[1] = argv[0];
    return suite->run(argc - 1, argv + 1);
  }
  std::fprintf(stderr, "Say which tests to run, and after it single functions:\n");
  for (const Suite* suite = g_first; suite; suite = suite->next)
    std::fprintf(stderr, "  %.*s\n", int(suite->name.size()), suite->name.data());
  return 2;
}
