// SPDX-License-Identifier: GPL-3.0-or-later
// What the evasion attacks cost: a gradient step of each, and whole attacks an image.
#include <ATen/ATen.h>

#include <fmt/format.h>

#include "core/evasion/runner.h"
#include "core/report/bench_subject.h"
#include "core/tensor/statistics.h"

namespace adversarium {
namespace {

struct Whole {
  const char* name;
  const char* attack;
  ParamMap params;
};

ParamValue whole(std::int64_t value) { return value; }

/// Few steps of each gradient attack that drops nothing, to time a step.
std::vector<Whole> stepping() {
  const ParamMap going{{"stop_at_success", false}, {"steps", whole(20)}};
  return {{"pgd", "pgd", going},
          {"apgd", "apgd", going},
          {"apgd l2", "apgd", {{"stop_at_success", false}, {"steps", whole(20)}, {"norm", std::string("l2")}}},
          {"fab linf", "fab", {{"steps", whole(20)}, {"targets", whole(1)}}},
          {"fab l2", "fab", {{"steps", whole(20)}, {"targets", whole(1)}, {"norm", std::string("l2")}}},
          {"fmn linf", "fmn", {{"steps", whole(20)}, {"norm", std::string("linf")}}},
          {"fmn l2", "fmn", {{"steps", whole(20)}}},
          {"cw", "cw", {{"steps", whole(20)}, {"searches", whole(1)}}},
          {"sigma-zero", "sigma-zero", {{"steps", whole(20)}}}};
}

std::vector<Whole> wholes() {
  return {{"pgd x 10 restarts", "pgd", {{"restarts", whole(10)}}},
          {"autoattack linf", "autoattack", {}},
          {"deepfool l2", "deepfool", {}},
          {"cw l2", "cw", {}},
          {"fmn l2", "fmn", {}},
          {"fab l2, 9 targets", "fab", {{"norm", std::string("l2")}}}};
}

ParamMap completed(const AttackMethod& attack, ParamMap params, double epsilon) {
  if (attack.entry().find("epsilon")) params["epsilon"] = epsilon;
  return completeParams(attack.entry().params, params);
}

/// Time of a gradient step over the floor, medians of rounds in which floor and attack alternate.
double stepRatio(const BenchSubject& subject, const Whole& one) {
  const at::NoGradGuard noGradient;
  const AttackMethod& attack = *attackMethodFor(one.attack);
  const std::int64_t count = subject.batch.labels.size(0);
  const ParamMap params = completed(attack, one.params, subject.epsilon);
  Goal goal;
  goal.labels = subject.batch.labels;
  goal.ball = {attack.normOf(params), at::full({count}, attack.strengthOf(params).value_or(INFINITY), at::kFloat)};
  Progress silent;
  std::vector<double> ratios;
  for (int round = 0; round < 3; ++round) {
    goal.random = std::make_shared<at::Generator>(generatorFrom(0));
    const double floor = floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3);
    const Oracle oracle(subject.model->attackCopy("float32"), count);
    const double seconds =
        secondsOf([&] { (void)attack.craft(oracle, subject.batch.images, goal, params, silent); });
    const double steps = double(oracle.meter->gradients) / double(count);
    ratios.push_back(seconds / steps / floor);
  }
  return median(ratios);
}

std::string wholeLine(const BenchSubject& subject, const Whole& one) {
  const AttackMethod& attack = *attackMethodFor(one.attack);
  const ParamMap params = completed(attack, one.params, subject.epsilon);
  Progress silent;
  std::vector<double> ratios;
  AttackedBatch result;
  for (int round = 0; round < 3; ++round) {
    const double floor = floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3);
    const double seconds = secondsOf([&] {
      result = attackBatch(attack, params, *subject.model, subject.batch.images, subject.batch.labels, {},
                           std::make_shared<at::Generator>(generatorFrom(0)), silent);
    });
    ratios.push_back(seconds / floor);
  }
  const at::Tensor fallen = result.succeeded.nonzero().squeeze(1);
  const at::Tensor change = (result.adversarial - subject.batch.images).index_select(0, fallen);
  const double distance = fallen.numel() > 0 ? median(doublesOf(normOf(change, attack.normOf(params)))) : NAN;
  return fmt::format("{:<20} {:>8.2f} {:>8.1f} % {:>12.4f} {:>12.1f}\n", one.name, median(ratios),
                     100 * result.succeeded.to(at::kDouble).mean().item<double>(), distance,
                     double(result.gradients) / double(subject.batch.labels.size(0)));
}

}  // namespace

std::string benchEvasion() {
  constexpr std::int64_t kCount = 128;
  std::string text;
  for (const auto& [name, epsilon] : {std::pair{"signs", 8.0 / 255}, std::pair{"digits", 0.3}}) {
    const BenchSubject subject = builtInSubject(name, kCount, epsilon);
    const std::int64_t count = subject.batch.labels.size(0);
    useThreadsFor(count);
    text += fmt::format(
        "{}, {} images, undefended; ratios to the floor (one bare forward + input gradient)\n"
        "{:<20} {:>8}\n",
        subject.name, count, "gradient step of", "floors");
    for (const Whole& one : stepping()) {
      text += fmt::format("{:<20} {:>8.2f}\n", one.name, stepRatio(subject, one));
    }
    text += fmt::format("{:<20} {:>8} {:>10} {:>12} {:>12}\n", "whole attack", "floors", "success", "median norm",
                        "gradients");
    for (const Whole& one : wholes()) text += wholeLine(subject, one);
    text += "\n";
  }
  return text;
}

}  // namespace adversarium
