// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_evasion.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>

#include "core/base/error.h"
#include "core/base/statistics.h"
#include "core/defence/certified_radius.h"
#include "core/evasion/runner.h"
#include "core/record/delivery.h"
#include "tests/bench/bench_subject.h"

namespace adversarium {
namespace {

/// What is measured: a gradient step alone, a whole attack an image, or a proof an image.
enum class Kind { Step, Whole, Proof };

struct Row {
  std::string name;
  Kind kind;
  const char* attack;
  ParamMap params;
  std::optional<double> gate = {};  // floors that it should not exceed
};

ParamValue whole(std::int64_t value) { return value; }
ParamValue word(const char* value) { return std::string(value); }

std::vector<Row> rows() {
  const auto step = [](const char* name, const char* attack, ParamMap params) {
    params.emplace("steps", whole(20));
    return Row{std::string(name) + " step", Kind::Step, attack, std::move(params), 0.75};
  };
  const auto attack = [](const char* name, const char* id, ParamMap params, std::optional<double> gate = {}) {
    return Row{name, Kind::Whole, id, std::move(params), gate};
  };
  return {step("pgd", "pgd", {{"stop_at_success", false}}),
          step("apgd", "apgd", {{"stop_at_success", false}}),
          step("apgd l2", "apgd", {{"stop_at_success", false}, {"norm", word("l2")}}),
          step("fab linf", "fab", {{"targets", whole(1)}}),
          step("fab l2", "fab", {{"targets", whole(1)}, {"norm", word("l2")}}),
          step("fmn linf", "fmn", {{"norm", word("linf")}}),
          step("fmn l2", "fmn", {}),
          step("cw", "cw", {{"searches", whole(1)}}),
          step("sigma-zero", "sigma-zero", {}),
          attack("fgm", "fgm", {}),
          attack("pgd x 10 restarts", "pgd", {{"restarts", whole(10)}}, 6),
          attack("apgd", "apgd", {}),
          attack("autoattack", "autoattack", {}, 8),
          attack("deepfool l2", "deepfool", {}, 15),
          attack("cw l2", "cw", {}, 80),
          attack("fmn linf", "fmn", {{"norm", word("linf")}}),
          attack("fmn l2", "fmn", {}),
          attack("fab linf", "fab", {}),
          attack("fab l2", "fab", {{"norm", word("l2")}}),
          attack("sigma-zero", "sigma-zero", {}),
          attack("square, 1000 queries", "square", {{"queries", whole(1000)}}),
          attack("simba, 1000 queries", "simba", {{"queries", whole(1000)}}),
          attack("hopskipjump, 1000 queries", "hopskipjump", {{"queries", whole(1000)}}, 150),
          attack("boundary, 1000 steps", "boundary", {{"steps", whole(1000)}}),
          attack("universal", "universal", {}),
          attack("patch", "patch", {}),
          {"bounds crown-ibp", Kind::Proof, "bounds", {{"proof", word("crown-ibp")}}},
          {"bounds crown", Kind::Proof, "bounds", {{"proof", word("crown")}}}};
}

/// What one row came to, an image; what does not apply is not there.
struct EvasionCost {
  double floors = 0, milliseconds = 0;
  std::optional<double> success, norm, gradients, queries, forwards;
};

/// Floor and work take turns, until three rounds or a few seconds are over; the median ratio.
EvasionCost timed(const BenchSubject& subject, double images, const std::function<void()>& work) {
  constexpr double kEnough = 4;  // seconds
  std::vector<double> ratios, seconds;
  double spent = 0;
  do {
    const std::int64_t all = subject.batch.labels.size(0);
    useThreadsFor(all);
    const double floor = floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3) / double(all);
    seconds.push_back(secondsOf(work) / images);
    const double after = floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3) / double(all);
    ratios.push_back(seconds.back() / ((floor + after) / 2));
    spent += seconds.back() * images;
  } while (ratios.size() < 3 && spent < kEnough);
  return {median(ratios), 1e3 * median(seconds), {}, {}, {}, {}, {}};
}

std::shared_ptr<const BoundAttack> attackOf(const Row& row, double epsilon) {
  ParamMap params = row.params;
  catalogueEntry(row.attack).set(params, Role::Strength, epsilon);
  return boundAttack(row.attack, params);
}

std::shared_ptr<at::Generator> freshRandom() { return std::make_shared<at::Generator>(generatorFrom(0)); }

EvasionCost measuredStep(const BenchSubject& subject, const Row& row) {
  const at::NoGradGuard noGradient;
  const auto attack = attackOf(row, subject.epsilon);
  const std::int64_t count = subject.batch.labels.size(0);
  Goal goal;
  goal.labels = subject.batch.labels;
  goal.ball = {attack->norm(), at::full({count}, attack->strength().value_or(INFINITY), at::kFloat)};
  Progress silent;
  double steps = 1;
  EvasionCost outcome = timed(subject, double(count), [&] {
    goal.random = freshRandom();
    const Oracle oracle(subject.model->attackCopy("float32"), count);
    (void)attack->craft(oracle, subject.batch.images, goal, silent);
    steps = double(oracle.meter->gradients) / double(count);
  });
  outcome.floors /= steps;
  outcome.milliseconds /= steps;
  return outcome;
}

EvasionCost measuredWhole(const BenchSubject& subject, const Row& row) {
  const auto attack = attackOf(row, subject.epsilon);
  const at::Tensor &images = subject.batch.images, &labels = subject.batch.labels;
  const std::int64_t all = labels.size(0), half = attack->learns() ? all / 2 : 0;
  const at::Tensor judged = images.slice(0, half), judgedLabels = labels.slice(0, half);
  const auto count = double(judgedLabels.size(0));
  Progress silent;
  AttackedBatch result;
  double gradients = 0;
  std::int64_t asked = 0, stepped = 0;  // images in each iteration, to set queries against
  EvasionCost outcome = timed(subject, count, [&] {
    AttackSettings settings;
    stepped = 0;
    settings.onStep = [&](const at::Tensor& made) { stepped += made.size(0); };
    gradients = 0;
    if (attack->learns()) {
      const Learned learned = learnFrom(*attack, *subject.model, images.slice(0, 0, half),
                                        labels.slice(0, 0, half), settings, freshRandom(), silent);
      settings.learned = learned.thing;
      gradients = double(learned.gradients);
    }
    result = attackBatch(*attack, *subject.model, judged, judgedLabels, settings, freshRandom(), silent);
    gradients += double(result.gradients);
  });
  for (const std::int64_t queries : result.queries) asked += queries;
  const at::Tensor fallen = result.succeeded.nonzero().squeeze(1);
  outcome.success = result.succeeded.to(at::kDouble).mean().item<double>();
  if (fallen.numel() > 0) {
    const at::Tensor change = (result.adversarial - judged).index_select(0, fallen);
    outcome.norm = median(doublesOf(normOf(change, attack->norm())));
  }
  outcome.gradients = gradients / count;
  if (asked > 0) outcome.queries = double(asked) / count;
  if (row.attack == std::string_view("square")) outcome.forwards = double(asked) / (double(stepped) + count);
  return outcome;
}

std::int64_t rectifiersOf(const Graph& graph, const at::Tensor& image) {
  std::int64_t count = 0;
  (void)graph.run(image, {false,
                          [&](const Node& node, const at::Tensor& output) {
                            if (node.op == "relu") count += output.numel();
                          },
                          nullptr});
  return count;
}

/// Proofs take few images: they cost the same for each.
std::optional<EvasionCost> measuredProof(const BenchSubject& subject, const Row& row) {
  constexpr std::int64_t kMost = 8;
  if (!subject.model->graph()) return std::nullopt;
  const std::int64_t count = std::min(kMost, subject.batch.labels.size(0));
  const at::Tensor images = subject.batch.images.slice(0, 0, count),
                   labels = subject.batch.labels.slice(0, 0, count);
  const bool crown = std::get<std::string>(row.params.at("proof")) == "crown";
  try {
    const CertifiedBounds bounds(*subject.model->graph());
    constexpr std::int64_t kMostRectifiers = 60'000;  // beyond, a single image takes minutes
    if (crown && rectifiersOf(*subject.model->graph(), images.slice(0, 0, 1)) > kMostRectifiers)
      return std::nullopt;
    Progress silent;
    at::Tensor radii;
    EvasionCost outcome = timed(subject, double(count), [&] {
      radii = certifiedRadii(bounds, images, labels, crown ? Proof::Crown : Proof::CrownIbp, 2 * subject.epsilon,
                             9, silent);
    });
    outcome.norm = median(doublesOf(radii));
    return outcome;
  } catch (const UsageError&) {
    return std::nullopt;  // an operation for which no bound is known
  }
}

std::string cell(const std::optional<double>& value, int digits, int width, double factor = 1) {
  return value ? fmt::format("{:>{}.{}f}", factor * *value, width, digits) : fmt::format("{:>{}}", "-", width);
}

std::vector<BenchSubject> subjects(const EvasionBench& asked) {
  if (!asked.model.empty())
    return {subjectFrom(asked.model, asked.data.empty() ? asked.model : asked.data, asked.images, asked.epsilon)};
  return {builtInSubject("signs", asked.images, 8.0 / 255), builtInSubject("digits", asked.images, 0.3)};
}

}  // namespace

BenchReport benchEvasion(const EvasionBench& asked) {
  BenchReport report;
  nlohmann::json all = nlohmann::json::array();
  const auto say = [&](const std::string& line) {
    report.text += line;
    fmt::print(stderr, "{}", line);
  };
  for (const BenchSubject& subject : subjects(asked)) {
    const std::int64_t count = subject.batch.labels.size(0);
    useThreadsFor(count);
    const double floor =
        floorSeconds(*subject.model, subject.batch.images, subject.batch.labels, 3) / double(count);
    nlohmann::json own{{"model", subject.name},      {"images", count},
                       {"epsilon", subject.epsilon}, {"threads", at::get_num_threads()},
                       {"floor_ms", 1e3 * floor},    {"rows", nlohmann::json::array()}};
    say(
        fmt::format("{}, {} rightly classified images, ε {:.4f}, {} threads; costs in floors an image (one bare "
                    "forward + input gradient, {:.3f} ms)\n"
                    "{:<28} {:>8} {:>6} {:>9} {:>12} {:>10} {:>9} {:>8}\n",
                    subject.name, count, subject.epsilon, at::get_num_threads(), 1e3 * floor, "", "floors", "gate",
                    "success", "median norm", "gradients", "queries", "fwd/it"));
    for (const Row& row : rows()) {
      if (!row.name.starts_with(asked.only)) continue;
      const std::optional<EvasionCost> made = row.kind == Kind::Step    ? measuredStep(subject, row)
                                              : row.kind == Kind::Whole ? measuredWhole(subject, row)
                                                                        : measuredProof(subject, row);
      if (!made) continue;
      say(fmt::format("{:<28} {:>8.2f} {} {} {} {} {} {}\n", row.name, made->floors, cell(row.gate, 2, 6),
                      cell(made->success, 1, 9, 100), cell(made->norm, 4, 12), cell(made->gradients, 1, 10),
                      cell(made->queries, 1, 9), cell(made->forwards, 2, 8)));
      nlohmann::json line{{"row", row.name},
                          {"attack", row.attack},
                          {"floors", made->floors},
                          {"milliseconds", made->milliseconds}};
      const auto put = [&](const char* key, const std::optional<double>& value) {
        if (value) line[key] = *value;
      };
      put("gate", row.gate);
      put("success", made->success);
      put("norm_median", made->norm);
      put("gradients", made->gradients);
      put("queries", made->queries);
      put("forwards_per_iteration", made->forwards);
      own["rows"].push_back(std::move(line));
    }
    say("\n");
    all.push_back(std::move(own));
  }
  std::string json = nlohmann::json{{"bench", "evasion"}, {"subjects", std::move(all)}}.dump(2);
  json.erase(json.rfind('\n'));  // the object ends with its seal
  report.json = sealed(json + ",\n", "\"seal\": \"", "\"}");
  return report;
}

}  // namespace adversarium
