// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>

#include "app/job_runner.h"
#include "core/base/error.h"
#include "core/record/artefact_file.h"
#include "core/record/delivery.h"
#include "core/record/guard_request.h"
#include "core/record/record_json.h"
#include "core/record/usual_files.h"
#include "core/report/html_report.h"
#include "core/report/saved_record.h"
#include "core/session.h"

namespace adversarium {
namespace {

namespace fs = std::filesystem;

struct Common {
  int threads = 0;
  std::string device = "cpu";
  std::string progress;

  void addTo(CLI::App& command) {
    command.add_option("--threads", threads, "Threads to compute with (default: all)")->check(CLI::Range(0, 1024));
    command.add_option("--device", device, "cpu or cuda");
    command.add_option("--progress", progress, "bar, json (one line a second on stderr) or none");
  }
  SessionOptions options() const {
    SessionOptions result;
    result.threads = threads;
    result.device = device;
    return result;
  }
};

std::vector<std::int64_t> parsedIndices(const std::string& text) {
  std::vector<std::int64_t> indices;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string part = text.substr(start, end - start);
    std::int64_t value = 0;
    const auto [stop, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (problem != std::errc() || stop != part.data() + part.size() || value < 0) {
      throw UsageError("--indices", "'" + part + "' is no sample index");
    }
    indices.push_back(value);
    start = end + 1;
  }
  return indices;
}

/// "--name value", "--name=value" for the method's own parameters, as CLI11 leaves them.
ParamMap parsedParams(const CatalogueEntry& entry, const std::vector<std::string>& rest) {
  ParamMap params;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (!rest[i].starts_with("--")) throw UsageError("'" + rest[i] + "'", "is no option");
    std::string name = rest[i].substr(2), value;
    const std::size_t equals = name.find('=');
    const bool inlined = equals != std::string::npos;
    if (inlined) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    std::replace(name.begin(), name.end(), '-', '_');
    const ParamSpec* spec = entry.find(name);
    if (!spec) (void)completeParams(entry.params, {{name, true}});  // throws with the names there are
    if (!inlined) {
      const bool isSwitch = std::holds_alternative<bool>(spec->fallback);
      const bool hasValue = i + 1 < rest.size() && !rest[i + 1].starts_with("--");
      if (hasValue) {
        value = rest[++i];
      } else if (isSwitch) {
        value = "true";
      } else {
        throw UsageError("--" + name, "needs a value");
      }
    }
    params[name] = parseParam(*spec, value);
  }
  return params;
}

void printMeasures(const Record& record) {
  for (const auto& [name, measure] : record.measures) {
    std::string text = fmt::format("{:<22} {:.6g}", name, measure.value);
    if (measure.low && measure.high) text += fmt::format("  [{:.4f}, {:.4f}]", *measure.low, *measure.high);
    fmt::print(stderr, "{}  {}{}\n", text, measure.unit, measure.n > 0 ? fmt::format(", n = {}", measure.n) : "");
  }
  for (const Caveat& caveat : record.caveats) fmt::print(stderr, "caveat: {}\n", caveat.words.english());
  if (record.verdict) {
    std::string words =
        record.verdict->blocked ? "none: " + record.verdict->blocked->english() : record.verdict->words.english();
    std::replace(words.begin(), words.end(), '\n', ' ');
    fmt::print(stderr, "verdict: {}\n", words);
  }
}

/// Further files for the folder of a record that is whole.
using MoreFiles = std::function<std::map<std::string, std::string>(const Record&)>;

int runAndSave(Session& session, const Request& request, const std::string& out, const std::string& progress,
               const MoreFiles& more = {}) {
  // Found out before an hour of computing instead of after it.
  requireWritable(out);
  requireOwn(out, usualFiles(catalogueEntry(request.algorithm)));
  const auto job = session.run(request);
  bool seen = false;
  const int code = waitFor(*job, progressStyle(progress), [&] {
    const auto record = seen ? nullptr : job->result();
    if (!record) return;
    seen = true;
    requireOwn(out, filesOf(*record));
  });
  for (const std::string& warning : session.warnings()) fmt::print(stderr, "note: {}\n", warning);
  if (const auto record = job->result()) {
    saveWithPictures(*record, out, more && code == 0 ? more(*record) : std::map<std::string, std::string>());
    printMeasures(*record);
    fmt::print("{}\n", (fs::path(out) / kRecordFile).string());
  }
  if (code == 4) {
    fmt::print(stderr, "adversarium: cancelled{}{}\n", job->result() ? "; what was finished is kept" : "",
               fs::exists(session.options().unfinished) ? "; the same command goes on from there" : "");
  }
  return code;
}

}  // namespace

void addRun(CLI::App& app, int& exitCode) {
  struct Options : Common {
    Request request;
    std::string indices, out;
    std::vector<std::string> guards;
  };
  auto* command = app.add_subcommand("run", "Carry out a method and write its record");
  const auto o = std::make_shared<Options>();
  command->add_option("method", o->request.algorithm, "Id of a method (see adversarium methods)")->required();
  command->add_option("--model", o->request.model, "File, demo:NAME, or new:ARCHITECTURE for training")
      ->required();
  command->add_option("--data", o->request.data, "File, folder or demo:NAME")->required();
  auto* first = command->add_option(
      "--first", o->request.samples.first,
      "So many samples from the start; 0: all (default: 100, or all where the method needs all)");
  command->add_option("--indices", o->indices, "These samples: a,b,c")->excludes(first);
  command->add_option("--target", o->request.target,
                      "Class to reach (default: any wrong one) or to explain (default: the model's own answer)");
  command->add_option(
      "--guard", o->guards,
      "Defence between attacker and model: ID[:param=value,…]; the first named stands nearest to it");
  command->add_option("--seed", o->request.seed, "Seed of everything random");
  command->add_option("--precision", o->request.precision, "Arithmetic of the attack: float32 or bfloat16");
  command->add_option("--batch", o->request.batch, "Samples computed together")->check(CLI::Range(1, 65536));
  command
      ->add_option("--sweep", o->request.sweep,
                   "Measure success at so many strengths, too; 0: none (default: a few where they cost "
                   "little)")
      ->check(CLI::Range(0, 200));
  command->add_option("--out", o->out, "Folder for the record")->required();
  o->addTo(*command);
  command->allow_extras();
  command->footer("Further options are the method's own parameters: see adversarium methods.");
  command->callback([=, &exitCode] {
    const CatalogueEntry& entry = catalogueEntry(o->request.algorithm);
    o->request.params = parsedParams(entry, command->remaining());
    o->request.device = o->device;
    if (!o->indices.empty()) o->request.samples = {0, parsedIndices(o->indices)};
    if (first->count() == 0 && o->indices.empty()) o->request.samples.first = usualSamples(entry.scope);
    if (o->request.samples.first < 0) throw UsageError("--first", "must not be negative");
    for (const std::string& guard : o->guards) o->request.guards.push_back(parseGuard(guard));
    SessionOptions options = o->options();
    options.unfinished = fs::path(o->out) / "unfinished";
    Session session(options);
    exitCode = runAndSave(session, o->request, o->out, o->progress);
  });
}

void addRerun(CLI::App& app, int& exitCode) {
  struct Options : Common {
    std::string record, out;
  };
  auto* command = app.add_subcommand("rerun", "Compute a record again and say whether it is bit-equal");
  const auto o = std::make_shared<Options>();
  command->add_option("record", o->record, "A folder that `run --out` wrote, or its record.json")->required();
  command->add_option("--out", o->out, "Folder for the second record");
  o->addTo(*command);
  command->callback([=, &exitCode] {
    const auto record = std::make_shared<const Record>(loadRecord(o->record));
    if (!o->out.empty()) {
      requireWritable(o->out);
      requireOwn(o->out, filesOf(*record));
    }
    Common common = *o;
    if (common.threads == 0) common.threads = record->origin.threads;  // sums round by thread count
    Session session(common.options());
    const auto job = session.rerun(record);
    exitCode = waitFor(*job, progressStyle(o->progress));
    const auto comparison = job->result();
    if (!comparison) return;
    if (!o->out.empty()) saveWithPictures(*comparison->recomputed, o->out);
    if (comparison->bitEqual) {
      fmt::print("bit-equal\n");
      return;
    }
    for (const std::string& difference : comparison->differences) fmt::print("{}\n", difference);
    exitCode = 1;
  });
}

void addDemo(CLI::App& app, int& exitCode) {
  struct Options : Common {
    std::string out = "adversarium-demo";
  };
  auto* command =
      app.add_subcommand("demo", "Write the demonstration: an attack on built-in signs, with pictures");
  const auto o = std::make_shared<Options>();
  command->add_option("--out", o->out, "Folder for the demonstration");
  o->addTo(*command);
  command->callback([=, &exitCode] {
    Request request;
    request.algorithm = "fgm";
    request.model = request.data = "demo:signs";
    request.samples.first = 200;
    request.sweep = 9;
    Session session(o->options());
    static constexpr const char* kPage = "report.html";
    requireOwn(o->out, {kPage});
    exitCode = runAndSave(session, request, o->out, o->progress, [](const Record& record) {
      return std::map<std::string, std::string>{{kPage, htmlReport({record})}};
    });
    if (exitCode != 0) return;
    fmt::print("{}\n{}\n", (fs::path(o->out) / "figure.png").string(), (fs::path(o->out) / kPage).string());
  });
}

}  // namespace adversarium
