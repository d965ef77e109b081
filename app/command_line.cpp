// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <clocale>
#include <nlohmann/json.hpp>

#include "app/run_commands.h"
#include "core/audit/audit.h"
#include "core/base/error.h"
#include "core/record/artefact_file.h"
#include "core/record/delivery.h"
#include "core/record/record_json.h"
#include "core/report/html_report.h"
#include "core/session.h"
#include "ui/workbench/svg_painter.h"

namespace adversarium {
namespace {

nlohmann::ordered_json paramJson(const ParamSpec& spec) {
  nlohmann::ordered_json entry{{"id", spec.id}, {"label", spec.label}, {"help", spec.help}};
  std::visit([&](const auto& value) { entry["default"] = value; }, spec.fallback);
  if (std::isfinite(spec.limits.min)) entry["min"] = spec.limits.min;
  if (std::isfinite(spec.limits.max)) entry["max"] = spec.limits.max;
  if (!spec.limits.unit.empty()) entry["unit"] = spec.limits.unit;
  if (!spec.choices.empty()) entry["choices"] = spec.choices;
  return entry;
}

std::string textOf(const ParamValue& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>) {
          return v.empty() ? "none" : v;
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

void printMethods(bool asJson) {
  if (asJson) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const CatalogueEntry& entry : catalogue()) {
      nlohmann::ordered_json params = nlohmann::ordered_json::array();
      for (const ParamSpec& spec : entry.params) params.push_back(paramJson(spec));
      list.push_back({{"id", entry.info.id},
                      {"name", entry.info.name},
                      {"family", wordFor(entry.family)},
                      {"chapter", static_cast<int>(entry.info.chapter)},
                      {"access", wordFor(entry.access)},
                      {"reference", entry.info.reference},
                      {"summary", entry.info.summary},
                      {"parameters", params}});
    }
    fmt::print("{}\n", list.dump(2));
    return;
  }
  for (const CatalogueEntry& entry : catalogue()) {
    fmt::print("{}  ({}; chapter {}; needs {})\n  {}\n  {}\n", entry.info.id, entry.info.name,
               static_cast<int>(entry.info.chapter), wordFor(entry.access), entry.info.summary,
               entry.info.reference);
    for (const ParamSpec& spec : entry.params) {
      std::string choices;
      for (const std::string_view choice : spec.choices)
        choices += fmt::format("{}{}", choices.empty() ? "" : "|", choice);
      fmt::print("    --{:<18} {} [{}]{}\n", spec.id, spec.help, textOf(spec.fallback),
                 choices.empty() ? "" : " " + choices);
    }
    fmt::print("\n");
  }
}

/// The catalogue's texts as lupdate reads them, so that translation needs no second list.
void printTexts() {
  const auto print = [](std::string_view text, std::string_view context = "methods") {
    if (!text.empty()) fmt::print("QT_TRANSLATE_NOOP(\"{}\", {})\n", context, nlohmann::json(text).dump());
  };
  for (const CatalogueEntry& entry : catalogue()) {
    print(entry.info.name);
    print(entry.info.summary);
    for (const ParamSpec& spec : entry.params) {
      print(spec.label);
      print(spec.help);
      print(spec.limits.unit);
      if (spec.offers) continue;  // methods' names are there already
      for (const std::string_view choice : spec.choices) print(choice, "choices");
    }
  }
}

void addMethods(CLI::App& app) {
  auto* command = app.add_subcommand("methods", "List every method: id, chapter, access, parameters, reference");
  const auto asJson = std::make_shared<bool>(false);
  command->add_flag("--json", *asJson, "As JSON");
  const auto texts = std::make_shared<bool>(false);
  command->add_flag("--texts", *texts, "Their texts, for translators' tools");
  command->callback([=] { *texts ? printTexts() : printMethods(*asJson); });
}

void addReport(CLI::App& app) {
  auto* command = app.add_subcommand("report", "Write records as one HTML page");
  const auto folders = std::make_shared<std::vector<std::string>>();
  const auto html = std::make_shared<std::string>();
  command->add_option("records", *folders, "Folders that `run --out` wrote")->required();
  command->add_option("--html", *html, "The file to write")->required();
  command->callback([=] {
    requireReplaceable(*html);
    std::vector<Record> records;
    for (const std::string& folder : *folders) records.push_back(loadRecord(folder));
    replaceBytes(*html, htmlReport(records));
    fmt::print("{}\n", *html);
  });
}

void addAudit(CLI::App& app) {
  auto* command = app.add_subcommand("audit", "Examine a model file without running anything in it");
  const auto file = std::make_shared<std::string>();
  const auto asJson = std::make_shared<bool>(false);
  command->add_option("file", *file, "ONNX, TorchScript, checkpoint, safetensors or saved model")->required();
  command->add_flag("--json", *asJson, "As JSON");
  command->callback([=] {
    const AuditReport report = auditModelFile(*file);
    fmt::print("{}", *asJson ? auditJson(report) : auditWords(report));
    std::fflush(stdout);
    requireAllowed(report, *file);
  });
}

void addCommands(CLI::App& app, int& exitCode) {
  addMethods(app);
  addRun(app, exitCode);
  addRerun(app, exitCode);
  addDemo(app, exitCode);
  addReport(app);
  addAudit(app);
}

}  // namespace

bool wantsCommandLine(int argc, char** argv) {
  if (argc < 2) return false;
  const std::string first = argv[1];
  CLI::App app;
  int unused = 0;
  addCommands(app, unused);
  // A command stays one beside a file of its name.
  const auto isFirst = [&](const CLI::App* command) { return command->get_name() == first; };
  if (!app.get_subcommands(isFirst).empty()) return true;
  // Anything that is not to be opened is a command, a misspelt one included: it deserves an answer on the
  // terminal.
  return first.starts_with("-") || !(first.starts_with("demo:") || std::filesystem::exists(first));
}

int runCommandLine(int argc, char** argv) {
  std::setlocale(LC_ALL, "C");
  paintWithoutWindow();
  CLI::App app("Explores how robust image classifiers are. Without a command the window opens.", "adversarium");
  app.set_version_flag("--version", "adversarium " + versionString());
  app.require_subcommand(1);
  int exitCode = 0;
  addCommands(app, exitCode);
  try {
    app.parse(argc, argv);
    return exitCode;
  } catch (const CLI::Success& answered) {
    return app.exit(answered);
  } catch (const CLI::ParseError& wrong) {
    fmt::print(stderr, "adversarium: {} (see adversarium --help)\n", wrong.what());
    return static_cast<int>(Error::Kind::Usage);
  } catch (const Error& wrong) {
    fmt::print(stderr, "adversarium: {}\n", wrong.what());
    return static_cast<int>(wrong.kind());
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "adversarium: out of memory: choose a smaller --batch\n");
  } catch (const std::exception& wrong) {
    fmt::print(stderr, "adversarium: {}\n", wrong.what());
  }
  return 1;
}

}  // namespace adversarium
