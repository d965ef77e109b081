// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <opencv2/core/utility.hpp>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/evasion/explorer.h"
#include "core/evasion/runner.h"
#include "core/tensor/convert.h"
#include "tests/bench/bench_evasion.h"
#include "tests/bench/bench_onnx.h"
#include "tests/bench/bench_subject.h"

namespace adversarium {
namespace {

struct PgdTimes {
  double floor = 0;    // seconds of one floor step of the batch
  double step = 0;     // seconds of one PGD step without stopping, float32
  double reduced = 0;  // the same in bfloat16; 0 where the processor has no instructions for it
  double whole = 0;    // PGD-20 that stops at success
  double fallen = 0, fallenReduced = 0;
};

/// Everything in turns, so that a busy moment of the machine hits all alike; medians of the rounds.
PgdTimes measurePgd(const BenchSubject& subject) {
  constexpr int kRounds = 5;
  constexpr std::int64_t kSteps = 10;
  const auto steady =
      boundAttack("pgd", {{"epsilon", subject.epsilon}, {"steps", kSteps}, {"stop_at_success", false}});
  const auto stopping = boundAttack("pgd", {{"epsilon", subject.epsilon}});
  const std::int64_t count = subject.batch.labels.size(0);
  Goal goal;
  goal.labels = subject.batch.labels;
  goal.ball = {Norm::Linf, at::full({count}, subject.epsilon, at::kFloat)};
  goal.random = std::make_shared<at::Generator>(generatorFrom(0));
  Progress silent;
  const auto craft = [&](const std::string& precision) {
    const at::NoGradGuard noGradient;
    const Oracle oracle(subject.model->attackCopy(precision), count);
    (void)steady->craft(oracle, subject.batch.images, goal, silent);
  };
  PgdTimes times;
  const auto whole = [&](const std::string& precision, double& fallen) {
    AttackSettings settings;
    settings.precision = precision;
    const AttackedBatch result = attackBatch(*stopping, *subject.model, subject.batch.images, subject.batch.labels,
                                             settings, goal.random, silent);
    fallen = result.succeeded.to(at::kDouble).mean().item<double>();
  };
  std::vector<double> floors, steps, reduced, wholes;
  useThreadsFor(count);
  craft("float32");
  for (int round = 0; round < kRounds; ++round) {
    floors.push_back(floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3));
    steps.push_back(secondsOf([&] { craft("float32"); }) / double(kSteps));
    if (fastBfloat16()) reduced.push_back(secondsOf([&] { craft("bfloat16"); }) / double(kSteps));
    wholes.push_back(secondsOf([&] { whole("float32", times.fallen); }));
  }
  if (fastBfloat16()) whole("bfloat16", times.fallenReduced);
  times.floor = median(floors);
  times.step = median(steps);
  times.reduced = reduced.empty() ? 0 : median(reduced);
  times.whole = median(wholes);
  return times;
}

std::string benchAttack() {
  constexpr std::int64_t kCount = 128;
  std::string text = fmt::format(
      "attack: time as a ratio to the floor (one bare forward + input gradient of the same batch)\n"
      "{:<30} {:>5} {:>12} {:>9} {:>9} {:>14} {:>16}\n",
      "model", "batch", "floor ms/im", "PGD step", "bfloat16", "PGD-20 floors", "success f32/bf16");
  std::vector<std::function<BenchSubject()>> subjects{
      [] { return builtInSubject("digits", kCount, 0.3); },
      [] { return builtInSubject("signs", kCount, 8.0 / 255); },
      [] {
        return untrainedSubject("resnet18-small", {3, 32, 32}, kCount);
      }};
  for (const auto& make : subjects) {
    const BenchSubject subject = make();
    const PgdTimes times = measurePgd(subject);
    const double count = static_cast<double>(subject.batch.labels.size(0));
    text += fmt::format("{:<30} {:>5} {:>12.3f} {:>9.2f} {:>9} {:>14.2f} {:>16}\n", subject.name, count,
                        1e3 * times.floor / count, times.step / times.floor,
                        times.reduced > 0 ? fmt::format("{:.2f}", times.reduced / times.floor) : "none",
                        times.whole / times.floor,
                        fmt::format("{:.0f} % / {:.0f} %", 100 * times.fallen, 100 * times.fallenReduced));
  }
  return text;
}

/// One gradient serves every strength: 33 of them for one image against 33 separate attacks.
std::string benchRibbon() {
  const BenchSubject subject = builtInSubject("signs", 8, 8.0 / 255);
  const at::Tensor image = subject.batch.images.slice(0, 0, 1), label = subject.batch.labels.slice(0, 0, 1);
  ExploreRequest request;
  request.algorithm = "fgm";
  request.model = request.data = "demo:signs";
  const auto data = openDataSet(request.data, subject.model->info().input);
  constexpr int kStrengths = 33;
  Progress silent;
  std::vector<double> floors, together;
  for (int round = 0; round < 20; ++round) {
    useThreadsFor(1);
    floors.push_back(floorSeconds(*subject.model, image, label, 1));
    Explorer fresh;  // remembers no gradient
    together.push_back(secondsOf([&] { (void)fresh.ribbon(request, kStrengths, subject.model, data, silent); }));
  }
  return fmt::format("ribbon: FGM at 33 strengths costs {:.1f} floors of one image ({:.1f} ms)\n",
                     median(together) / median(floors), 1e3 * median(together));
}

}  // namespace

std::vector<std::string> benchNames() {
  return {"attack", "backdoor", "dp", "evasion", "explain", "onnx", "ribbon"};
}

void prepareBench(int threads) {
  setThreadLimit(threads);
  cv::setNumThreads(1);
}

std::string runBench(const std::string& name, int threads) {
  prepareBench(threads);
  if (name == "attack") return benchAttack();
  if (name == "evasion") return benchEvasion({}).text;
  if (name == "explain") return benchExplain();
  if (name == "ribbon") return benchRibbon();
  if (name == "onnx") return benchOnnx();
  if (name == "backdoor") return benchBackdoor();
  if (name == "dp") return benchDp();
  std::string names;
  for (const std::string& known : benchNames()) names += known + ", ";
  throw UsageError("bench '" + name + "'", "is not known; there are " + names + "ui");
}

}  // namespace adversarium
