// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/job_runner.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <thread>

namespace adversarium {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

void onSignal(int) { g_interrupted = 1; }

void printBar(const Job& job) {
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(job.fraction() * kWidth);
  std::string values;
  const Snapshot snapshot = job.snapshot();
  for (const auto& [name, value] : snapshot.values) values += fmt::format("  {} {:.3f}", name, value);
  const double left = job.secondsLeft();
  const std::string time = left < 0 ? "" : fmt::format("{:>5.0f} s left", left);
  fmt::print(stderr, "\r\033[K[{}{}] {:3.0f} % {} {}{}", std::string(static_cast<std::size_t>(filled), '#'),
             std::string(static_cast<std::size_t>(kWidth - filled), ' '), 100 * job.fraction(), time,
             snapshot.words.english(), values);
  std::fflush(stderr);
}

void printLine(const Job& job) {
  const Snapshot snapshot = job.snapshot();
  nlohmann::ordered_json line{{"fraction", job.fraction()}, {"seconds", job.secondsRunning()}};
  if (job.secondsLeft() >= 0) line["seconds_left"] = job.secondsLeft();
  if (!snapshot.words.empty()) line["words"] = snapshot.words.english();
  for (const auto& [name, value] : snapshot.values) line[name] = value;
  fmt::print(stderr, "{}\n", line.dump());
}

}  // namespace

ProgressStyle progressStyle(const std::string& name) {
  if (name.empty()) return isatty(STDERR_FILENO) ? ProgressStyle::Bar : ProgressStyle::None;
  if (name == "bar") return ProgressStyle::Bar;
  if (name == "json") return ProgressStyle::JsonLines;
  if (name == "none") return ProgressStyle::None;
  throw UsageError("--progress", "'" + name + "' is none of bar, json, none");
}

int waitFor(Job& job, ProgressStyle style, const std::function<void()>& watch) {
  using std::chrono::steady_clock;
  std::signal(SIGINT, onSignal);
  std::signal(SIGTERM, onSignal);
  auto next = steady_clock::now();
  std::exception_ptr problem;
  while (!job.finished()) {
    if (g_interrupted) job.cancel();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (steady_clock::now() < next) continue;
    next = steady_clock::now() + std::chrono::milliseconds(style == ProgressStyle::JsonLines ? 1000 : 100);
    if (style == ProgressStyle::Bar) printBar(job);
    if (style == ProgressStyle::JsonLines) printLine(job);
    if (!watch || problem) continue;
    try {
      watch();
    } catch (...) {
      problem = std::current_exception();
      job.cancel();
    }
  }
  if (style == ProgressStyle::Bar) fmt::print(stderr, "\r\033[K");
  if (problem) std::rethrow_exception(problem);
  if (style == ProgressStyle::JsonLines) printLine(job);
  const JobState state = job.state();
  if (const auto* failed = std::get_if<Failed>(&state)) throw Error(failed->kind, "", failed->message);
  return std::holds_alternative<Stopped>(state) ? 4 : 0;
}

}  // namespace adversarium
