// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include "core/base/statistics.h"
#include "core/explain/explain.h"
#include "tests/bench/bench_subject.h"

namespace adversarium {
namespace {

/// One picture explained; times are medians of the rounds, everything in turns.
struct ExplainTimes {
  double floor = 0;  // seconds of one floor step, an image of a large batch
  double eager = 0;  // occlusion: every masked picture through the model as it is
  double plain = 0;  // through its fast copy
  double exact = 0;  // computing what a window reaches
  double first = 0;  // until the first coarse map of the exact one
  double rise = 0;
  double difference = 0;  // largest, between the plain and the exact map
  std::int64_t windows = 0;
};

ExplainTimes measureExplain(const BenchSubject& subject, std::int64_t size, std::int64_t stride,
                            std::int64_t masks) {
  constexpr int kRounds = 3;
  const at::NoGradGuard noGradient;
  const ExplanationMethod &occlusion = *explanationMethodFor("occlusion"), &rise = *explanationMethodFor("rise");
  const at::Tensor image = subject.batch.images.slice(0, 0, 1);
  const auto fast = subject.model->attackCopy("float32");
  Progress silent;
  ExplainTimes times;
  const auto explained = [&](const ExplanationMethod& method, std::shared_ptr<const Classifier> model,
                             const ParamMap& given, double* first = nullptr) {
    const Oracle oracle(std::move(model), 1);
    Subject asked{subject.batch.labels.slice(0, 0, 1), std::make_shared<at::Generator>(generatorFrom(0))};
    double began = 0;
    const auto now = [] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
    if (first) {
      asked.onMap = [&](const Heat&) {
        if (*first == 0) *first = now() - began;
      };
    }
    began = now();
    Heat heat = method.explain(oracle, image, asked, completeParams(method.entry().params, given), silent);
    times.windows = heat.windows.empty() ? times.windows : std::int64_t(heat.windows[0].size());
    return heat.maps;
  };
  const ParamMap with{{"size", size}, {"stride", stride}};
  ParamMap without = with;
  without["reuse"] = false;
  const ParamMap random{{"masks", masks}};
  std::vector<double> floors, eagers, plains, exacts, firsts, rises;
  times.difference =
      (explained(occlusion, fast, without) - explained(occlusion, fast, with)).abs().max().item<double>();
  for (int round = 0; round < kRounds; ++round) {
    const auto count = static_cast<double>(subject.batch.labels.size(0));
    useThreadsFor(subject.batch.labels.size(0));
    floors.push_back(floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 2) / count);
    eagers.push_back(secondsOf([&] { explained(occlusion, subject.model, without); }));
    plains.push_back(secondsOf([&] { explained(occlusion, fast, without); }));
    exacts.push_back(secondsOf([&] { explained(occlusion, fast, with); }));
    double first = 0;
    explained(occlusion, fast, with, &first);
    firsts.push_back(first);
    rises.push_back(secondsOf([&] { explained(rise, fast, random); }));
  }
  times.floor = median(floors);
  times.eager = median(eagers);
  times.plain = median(plains);
  times.exact = median(exacts);
  times.first = median(firsts);
  times.rise = median(rises);
  return times;
}

}  // namespace

std::string benchExplain() {
  constexpr std::int64_t kCount = 128, kMasks = 2000;
  std::string text = fmt::format(
      "explain: one picture, time as a ratio to the floor (forward + input gradient, an image of a batch of {})\n"
      "{:<28} {:>9} {:>7} {:>8} {:>9} {:>9} {:>9} {:>9} {:>8} {:>9} {:>9} {:>11}\n",
      kCount, "model", "floor ms", "window", "number", "eager", "fast copy", "exact", "speed-up", "first ms",
      "largest Δ", "RISE 2000", "RISE ms");
  struct Row {
    std::function<BenchSubject()> make;
    std::int64_t size, stride;
  };
  const std::vector<Row> rows{{[] { return builtInSubject("digits", kCount); }, 4, 2},
                              {[] {
                                 return untrainedSubject("smallconv", {3, 32, 32}, kCount);
                               },
                               4, 2},
                              {[] { return builtInSubject("signs", kCount); }, 4, 2},
                              {[] { return builtInSubject("signs", kCount); }, 0, 0},
                              {[] {
                                 return untrainedSubject("resnet18-small", {3, 32, 32}, kCount);
                               },
                               4, 2}};
  for (const Row& row : rows) {
    const BenchSubject subject = row.make();
    const ExplainTimes t = measureExplain(subject, row.size, row.stride, kMasks);
    const std::string window = row.size > 0 ? fmt::format("{0}×{0}/{1}", row.size, row.stride) : "default";
    text += fmt::format(
        "{:<28} {:>9.3f} {:>7} {:>8} {:>9.1f} {:>9.1f} {:>9.1f} {:>9} {:>8.1f} {:>9.1e} {:>9.0f} {:>11.0f}\n",
        subject.name, 1e3 * t.floor, window, t.windows, t.eager / t.floor, t.plain / t.floor, t.exact / t.floor,
        fmt::format("{:.1f}/{:.1f}", t.eager / t.exact, t.plain / t.exact), 1e3 * t.first, t.difference,
        t.rise / t.floor, 1e3 * t.rise);
  }
  return text +
         "speed-up of the exact occlusion over the eager one and over the fast copy; Captum 0.6 on like networks: "
         "occlusion 4×4/2 128 and 137 floors, RISE 1352 and 803 (28 and 32 pixels)\n";
}

}  // namespace adversarium
