// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/membership/attribute_attack.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/graph/architectures.h"
#include "core/poisoning/detection.h"
#include "core/tensor/tensor_data.h"

namespace adversarium {
namespace {

struct AskedPeople {
  at::Tensor known, members, outsiders;  ///< int64: rows of the pool
};
struct AnswersByValue {
  at::Tensor scores;      ///< float N × values·classes: log-probabilities under each value, scaled
  at::Tensor likelihood;  ///< float N × values: of the true class under each value
};

AskedPeople chosenPeople(const Run& run, const MembershipPool& pool, const AttributeAttack& attack) {
  at::Generator random = run.random(4);
  // Rows whose value is not known cannot be judged.
  const at::Tensor stated = columnFeatures(pool.samples.images, attack.column).sum(1).gt(0.5);
  const auto shuffled = [&](const at::Tensor& which) {
    const at::Tensor rows = which.logical_and(stated).nonzero().squeeze(1);
    return rows.index_select(0, at::randperm(rows.numel(), random, at::kLong));
  };
  const at::Tensor members = shuffled(pool.member), others = shuffled(pool.member.logical_not());
  if (others.numel() < 2 || members.numel() < 1)
    throw InputError(run.request().data, "has too few rows to learn from and to ask about");
  const std::int64_t known = std::min<std::int64_t>(attack.known, others.numel() - 1);
  return {others.slice(0, 0, known), members.slice(0, 0, attack.targets),
          others.slice(0, known, known + attack.targets)};
}

/// Everything that the attacker sees of a row: the other columns and the class.
at::Tensor hiddenRows(const MembershipPool& pool, const TableColumn& column, std::int64_t classes) {
  at::Tensor rows = pool.samples.images.flatten(1).clone();
  columnFeatures(rows, column).zero_();
  const at::Tensor label =
      at::zeros({rows.size(0), classes}, at::kFloat).scatter_(1, pool.samples.labels.unsqueeze(1), 1);
  return at::cat({rows, label}, 1);
}

/// The victim's answers with each value in the hidden place.
AnswersByValue asked(ScoreAccess& access, const at::Tensor& images, const at::Tensor& labels,
                     const TableColumn& column, Progress& progress) {
  constexpr double kFloor = -20, kScale = 0.2;
  std::vector<at::Tensor> scores, likelihood;
  for (std::int64_t v = 0; v < column.width(); ++v) {
    at::Tensor tried = images.clone();
    at::Tensor block = columnFeatures(tried, column);
    block.zero_();
    block.select(1, v).fill_(1);
    const at::Tensor said = inChunks(tried, progress, [&](const at::Tensor& chunk) {
                              return access.logScores(chunk);
                            }).clamp_min(kFloor);
    likelihood.push_back(said.gather(1, labels.unsqueeze(1)));
    scores.push_back(said * kScale);
  }
  return {at::cat(scores, 1), at::cat(likelihood, 1)};
}

}  // namespace

Guesser learntGuesser(const at::Tensor& features, const at::Tensor& values, std::int64_t count, int epochs,
                      std::uint64_t seed, Progress& progress) {
  const std::int64_t width = features.size(1);
  const TensorData data(features.view({-1, 1, 1, width}), values);
  at::Generator random = generatorFrom(seed);
  auto graph = std::make_shared<Graph>(buildArchitecture("mlp", {1, 1, static_cast<int>(width)}, count));
  initialise(*graph, random);
  TrainPlan plan;
  plan.epochs = epochs;
  plan.batch = 64;
  plan.weightDecay = 0.01;
  plan.seed = seed;
  (void)train(*graph, data, integersOf(at::arange(values.numel())), plan, plainLoss, progress);
  return [graph, width](const at::Tensor& rows) {
    const at::NoGradGuard noGradient;
    return graph->run(rows.reshape({-1, 1, 1, width}));
  };
}

AttributeOutcome attackAttribute(const Run& run, const MembershipPool& pool, const AttributeAttack& attack,
                                 ScoreAccess& access, Progress& progress) {
  PartProgress without(progress, 0, 0.4), with(progress, 0.4, 1);
  const TableColumn& column = attack.column;
  const AskedPeople people = chosenPeople(run, pool, attack);
  const std::int64_t values = column.width();
  const at::Tensor features = hiddenRows(pool, column, access.classes());
  const at::Tensor truth = columnFeatures(pool.samples.images, column).argmax(1);
  const auto of = [](const at::Tensor& all, const at::Tensor& rows) { return all.index_select(0, rows); };
  const auto answers = [&](const at::Tensor& rows) {
    return asked(access, of(pool.samples.images, rows), of(pool.samples.labels, rows), column, with);
  };

  const std::uint64_t seed = run.request().seed;
  const Guesser imputed = learntGuesser(of(features, people.known), of(truth, people.known), values, attack.epochs,
                                        seed ^ 0x1317ULL, without);
  const Guesser guesser = learntGuesser(at::cat({of(features, people.known), answers(people.known).scores}, 1),
                                        of(truth, people.known), values, attack.epochs, seed ^ 0x1318ULL, with);
  const auto guesses = [&](const at::Tensor& rows) -> AttributeGuesses {
    const at::Tensor answer = of(truth, rows);
    if (rows.numel() == 0) {
      const at::Tensor nobody = at::empty({0}, at::kBool);
      return {answer, nobody, nobody, nobody};
    }
    const AnswersByValue said = answers(rows);
    const at::Tensor prior = imputed(of(features, rows)).log_softmax(1);
    return {answer, guesser(at::cat({of(features, rows), said.scores}, 1)).argmax(1).eq(answer),
            (prior + said.likelihood).argmax(1).eq(answer), prior.argmax(1).eq(answer)};
  };
  return {guesses(people.members), guesses(people.outsiders)};
}

const TableData& requireTable(const Run& run, std::string_view purpose) {
  const auto* table = dynamic_cast<const TableData*>(&run.data());
  if (!table) throw InputError(run.request().data, "is no table: there is no column to " + std::string(purpose));
  return *table;
}

TableColumn columnOfWords(const TableData& table, const std::string& name, const std::string& parameter) {
  std::string known;
  for (const TableColumn& column : table.columns()) {
    if (!column.words()) continue;
    if (column.name == name) return column;
    known += (known.empty() ? "" : ", ") + column.name;
  }
  throw UsageError(parameter, "'" + name + "' is no column of words; there are " + known);
}

at::Tensor columnFeatures(const at::Tensor& rows, const TableColumn& column) {
  return rows.flatten(1).slice(1, column.first, column.first + column.width());
}

Measure pairedGain(const at::Tensor& right, const at::Tensor& baseline) {
  constexpr double kNormal = 1.959964;
  const auto n = static_cast<double>(right.numel());
  const double gained = right.logical_and(baseline.logical_not()).sum().item<double>(),
               lost = baseline.logical_and(right.logical_not()).sum().item<double>();
  const double gain = (gained - lost) / n;
  const double half =
      kNormal * std::sqrt(std::max(0.0, gained + lost - (gained - lost) * (gained - lost) / n)) / n;
  return {gain, gain - half, gain + half, right.numel(), "share"};
}

Measure rateOfTrue(const at::Tensor& which) { return rateOf(which.sum().item<std::int64_t>(), which.numel()); }

}  // namespace adversarium
