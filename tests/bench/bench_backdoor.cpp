// SPDX-License-Identifier: GPL-3.0-or-later
// The trigger search over all classes at once against the same search class by class to the last epoch.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/formats/open_model.h"
#include "core/poisoning/anomaly_index.h"
#include "core/poisoning/neural_cleanse.h"
#include "core/tensor/convert.h"
#include "tests/bench/bench.h"

namespace adversarium {
namespace {

struct Outcome {
  double seconds = 0;
  std::int64_t gradients = 0;
  std::vector<double> sizes;  // one a class
};

Outcome timed(const std::function<void(GradientAccess&, std::vector<ClassTrigger>&)>& search,
              const std::shared_ptr<const Classifier>& model) {
  const auto meter = std::make_shared<Meter>();
  GradientAccess victim(model, meter);
  std::vector<ClassTrigger> found;
  const auto began = std::chrono::steady_clock::now();
  search(victim, found);
  Outcome outcome;
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  outcome.gradients = meter->gradients;
  for (const ClassTrigger& trigger : found) outcome.sizes.push_back(std::log(std::max(trigger.norm, 1e-3)));
  return outcome;
}

std::string row(const std::string& name, const Outcome& outcome, const std::vector<std::string>& classNames) {
  const std::vector<Gap> gaps = gapsBelow(outcome.sizes);
  const auto most =
      std::min_element(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.chance < b.chance; });
  const auto place = static_cast<std::size_t>(most - gaps.begin());
  return fmt::format("{:<44} {:>9.1f} {:>11} {:>7.1f}  {}\n", name, outcome.seconds, outcome.gradients,
                     most->deviations, most->standsOut() ? classNames.at(place) : "nothing stands out");
}

}  // namespace

std::string benchBackdoor() {
  constexpr std::int64_t kImages = 32;
  std::string text = fmt::format("backdoor: trigger search over all classes, one seed, {} images\n", kImages) +
                     fmt::format("{:<44} {:>9} {:>11} {:>7}  {}\n", "", "seconds", "gradients", "gap", "class");
  for (const char* name : {"demo:signs-backdoored", "demo:signs"}) {
    const auto model = openModel(name);
    const auto data = openDataSet("demo:signs", model->info().input);
    std::vector<std::int64_t> indices(kImages), classes(static_cast<std::size_t>(model->info().classes));
    std::iota(indices.begin(), indices.end(), 0);
    std::iota(classes.begin(), classes.end(), 0);
    const at::Tensor images = readBatch(*data, indices).images;
    Progress silent;
    const CleansePlan plan;
    const auto together = [&](GradientAccess& victim, std::vector<ClassTrigger>& found) {
      searchTriggers(victim, images, classes, plan, silent, found, [](const auto&) {});
    };
    const auto oneByOne = [&](GradientAccess& victim, std::vector<ClassTrigger>& found) {
      CleansePlan whole = plan;
      whole.stopEarly = false;
      for (const std::int64_t target : classes) {
        std::vector<ClassTrigger> one;
        searchTriggers(victim, images, {target}, whole, silent, one, [](const auto&) {});
        found.push_back(one.front());
      }
    };
    const Outcome slow = timed(oneByOne, model);
    text += row(fmt::format("{}, class by class to the last epoch", name), slow, model->info().classNames);
    std::vector<std::string> precisions{"float32"};
    if (fastBfloat16()) precisions.emplace_back("bfloat16");
    for (const std::string& precision : precisions) {
      const auto fast = model->attackCopy(precision);
      const Outcome quick = timed(together, fast ? fast : model);
      text += row(fmt::format("  at once, early stop, {}", precision), quick, model->info().classNames);
      text += fmt::format("  {:.1f} times faster\n", slow.seconds / quick.seconds);
    }
  }
  return text;
}

}  // namespace adversarium
