// SPDX-License-Identifier: GPL-3.0-or-later
// Speed and pictures of the pages: what developers ask for, and a person who uses the program does not.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <clocale>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/record/artefact_file.h"
#include "core/record/delivery.h"
#include "core/session.h"
#include "core/tensor/thread_waiting.h"
#include "tests/bench/bench.h"
#include "tests/bench/bench_evasion.h"
#include "tests/bench/bench_ui.h"
#include "tests/bench/shots.h"
#include "ui/workbench/svg_painter.h"

namespace adversarium {
namespace {

struct Options {
  std::string name, json;
  int threads = 0;
  EvasionBench evasion;
};

void measure(const Options& options) {
  SessionOptions how;
  how.threads = options.threads;
  const Session session(how);  // finds the built-in models
  if (options.name == "evasion") {
    if (!options.json.empty()) requireReplaceable(options.json);
    prepareBench(options.threads);
    const BenchReport report = benchEvasion(options.evasion);
    if (!options.json.empty()) replaceBytes(options.json, report.json);
    fmt::print("{}", report.text);
    return;
  }
  if (!options.json.empty() || !options.evasion.model.empty())
    throw UsageError("--json and --model", "are known to the benchmark 'evasion' only");
  std::vector<std::string> names = benchNames();
  if (!options.name.empty()) names = {options.name};
  for (const std::string& name : names) {
    if (name != "ui") fmt::print("{}\n", runBench(name, options.threads));
  }
  if (options.name.empty() || options.name == "ui") fmt::print("{}\n", benchUi());
}

int run(int argc, char** argv) {
  std::setlocale(LC_ALL, "C");
  paintWithoutWindow();
  CLI::App app("Measures speed as a ratio to the bare forward and gradient", "adversarium-bench");
  Options options;
  app.add_option("name", options.name, "Which benchmark (default: all)");
  app.add_option("--model", options.evasion.model, "evasion: a model of one's own instead of the built-in ones");
  app.add_option("--data", options.evasion.data, "evasion: its images");
  app.add_option("--epsilon", options.evasion.epsilon, "evasion: strength of attacks that have one");
  app.add_option("--only", options.evasion.only, "evasion: only rows whose name begins so");
  app.add_option("--images", options.evasion.images, "evasion: how many images")->check(CLI::Range(2, 10000));
  app.add_option("--json", options.json, "evasion: file for the numbers");
  app.add_option("--threads", options.threads, "Threads to compute with (default: all)")
      ->check(CLI::Range(0, 1024));
  auto* shots =
      app.add_subcommand("shots", "Render every page with built-in data, light and dark, English and German");
  std::string folder;
  shots->add_option("folder", folder, "Where the pictures go")->required();
  try {
    app.parse(argc, argv);
    if (shots->parsed()) return renderShots(folder);
    measure(options);
    return 0;
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? 0 : static_cast<int>(Error::Kind::Usage);
  } catch (const Error& wrong) {
    fmt::print(stderr, "adversarium-bench: {}\n", wrong.what());
    return static_cast<int>(wrong.kind());
  } catch (const std::exception& wrong) {
    fmt::print(stderr, "adversarium-bench: {}\n", wrong.what());
  }
  return 1;
}

}  // namespace
}  // namespace adversarium

int main(int argc, char** argv) {
  adversarium::keepFreedMemory();
  adversarium::waitWithoutSpinning();
  return adversarium::run(argc, argv);
}
