// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>

#include "core/data/table_data.h"
#include "core/error.h"
#include "core/extraction/membership_pool.h"
#include "core/model/architectures.h"
#include "core/poisoning/detection.h"
#include "core/tensor/tensor_data.h"
#include "core/text.h"

namespace adversarium {
namespace {

/// The difference of two rates on the same samples, with its 95 % interval (McNemar's variance).
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

/// Fredrikson et al., USENIX Security 2014 (the likelihood's guess); Jayaraman and Evans, CCS 2022: nothing counts
/// that an imputation without the model would have told, too.
struct Attribute {
  static constexpr AlgorithmInfo info{"attribute", "Attribute inference", Chapter::Extraction,
                                      "Jayaraman, Evans 2022, arXiv:2209.01292",
                                      "Guesses a hidden column of a person's row from the model's answers; what a "
                                      "guess without the model gets right, too, is taken off."};
  using Rights = ScoreAccess;
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    std::string attribute;
    int known = 500;
    int targets = 2000;
    int attackEpochs = 100;
    double keep = 0.5;
    std::string members;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            heroParam(&Params::known, "known", "Rows the attacker has",
                      "Complete rows of other people, from which the guessing is learnt",
                      {10, 1e6, 50, 5000, true}),
            param(&Params::attribute, "attribute", "Hidden column",
                  "Name of a column in words; empty: the one that the data calls sensitive"),
            param(&Params::targets, "targets", "People asked about", "At most so many, and as many outsiders",
                  {10, 1e6, 100, 5000, true}),
            param(&Params::attackEpochs, "attack_epochs", "Epochs of the attack",
                  "Passes over the attacker's rows, for the guess with the model and for the one without",
                  {1, 10000, 10, 300, true}),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that an untrained model is trained on first; the rest are the others",
                  {0.05, 0.95, 0.1, 0.9}),
            param(&Params::members, "members", "Known members",
                  "File of the indices that the model was trained on (.npy); empty: members.npy beside the model, "
                  "else the data's training part"),
        },
        training);
  }();

  static void study(const Study& study, const Params& params, Record& record, Progress& progress, const Publish&) {
    const TableColumn column = columnOf(study, params.attribute);
    PartProgress before(progress, 0, 0.5), without(progress, 0.5, 0.7), with(progress, 0.7, 1);
    const MembershipPool pool = membershipPool(study, params.members, params.keep, record, before);
    const Victim victim = victimFor(study, pool, params, record, before);
    ScoreAccess access = study.victim<ScoreAccess>(victim.model);
    const People people = chosenPeople(study, params, pool, column);
    const std::int64_t values = column.width();
    const at::Tensor features = hiddenRows(pool, column, access.classes());
    const at::Tensor truth = valuesOf(pool, column);
    const auto of = [](const at::Tensor& all, const at::Tensor& rows) { return all.index_select(0, rows); };

    const std::uint64_t seed = study.request().seed;
    const auto imputed = learnt(of(features, people.known), of(truth, people.known), values, params.attackEpochs,
                                seed ^ 0x1317ULL, without);
    Answers known =
        asked(access, of(pool.samples.images, people.known), of(pool.samples.labels, people.known), column, with);
    const auto attack = learnt(at::cat({of(features, people.known), known.scores}, 1), of(truth, people.known),
                               values, params.attackEpochs, seed ^ 0x1318ULL, with);
    Table table{{"group", "people", "with_the_model", "without_it", "gain", "low", "high"}, {}};
    for (const bool insiders : {true, false}) {
      const at::Tensor& rows = insiders ? people.members : people.outsiders;
      if (rows.numel() == 0) continue;
      const Answers answers =
          asked(access, of(pool.samples.images, rows), of(pool.samples.labels, rows), column, with);
      const at::Tensor prior = imputed(of(features, rows)).log_softmax(1);
      const at::Tensor answer = of(truth, rows);
      const at::Tensor baseline = prior.argmax(1).eq(answer);
      const at::Tensor right = attack(at::cat({of(features, rows), answers.scores}, 1)).argmax(1).eq(answer);
      const at::Tensor likely = (prior + answers.likelihood).argmax(1).eq(answer);
      const std::string group = insiders ? "" : "outsiders_";
      record.measures[group + "attribute_accuracy"] = rateOfTrue(right);
      record.measures[group + "imputation_accuracy"] = rateOfTrue(baseline);
      record.measures[group + "attribute_gain"] = pairedGain(right, baseline);
      record.measures[group + "likelihood_accuracy"] = rateOfTrue(likely);
      record.measures[group + "likelihood_gain"] = pairedGain(likely, baseline);
      addRows(table, insiders ? "trained on" : "outsiders", "", right, baseline);
      for (std::int64_t v = 0; v < values; ++v) {
        const at::Tensor ofValue = answer.eq(v);
        if (!ofValue.any().item<bool>()) continue;
        addRows(table, insiders ? "trained on" : "outsiders", column.values[static_cast<std::size_t>(v)],
                right.masked_select(ofValue), baseline.masked_select(ofValue));
      }
      if (insiders) {
        const auto most = std::get<0>(at::bincount(answer, {}, values).max(0)).item<std::int64_t>();
        record.measures["majority_share"] = rateOf(most, answer.numel());
      }
    }
    record.found.push_back(
        {"attribute", translatable("records", "Guesses right with and without the model"), table});
  }

 private:
  struct People {
    at::Tensor known, members, outsiders;  ///< int64: rows of the pool
  };
  struct Answers {
    at::Tensor scores;      ///< float N × values·classes: log-probabilities under each value, scaled
    at::Tensor likelihood;  ///< float N × values: of the true class under each value
  };
  using Guesser = std::function<at::Tensor(const at::Tensor& features)>;

  static TableColumn columnOf(const Study& study, const std::string& wanted) {
    const auto* table = dynamic_cast<const TableData*>(&study.data());
    if (!table) throw InputError(study.request().data, "is no table: there is no column to hide");
    const std::string name = wanted.empty() ? table->sensitive() : wanted;
    std::string known;
    for (const TableColumn& column : table->columns()) {
      if (!column.words()) continue;
      if (column.name == name) return column;
      known += (known.empty() ? "" : ", ") + column.name;
    }
    throw UsageError("attribute", "'" + name + "' is no column of words; there are " + known);
  }

  static People chosenPeople(const Study& study, const Params& params, const MembershipPool& pool,
                             const TableColumn& column) {
    at::Generator random = study.random(4);
    // Rows whose value is not known cannot be judged.
    const at::Tensor stated = valueBlock(pool.samples.images, column).sum(1).gt(0.5);
    const auto shuffled = [&](const at::Tensor& which) {
      const at::Tensor rows = which.logical_and(stated).nonzero().squeeze(1);
      return rows.index_select(0, at::randperm(rows.numel(), random, at::kLong));
    };
    const at::Tensor members = shuffled(pool.member), others = shuffled(pool.member.logical_not());
    if (others.numel() < 2 || members.numel() < 1)
      throw InputError(study.request().data, "has too few rows to learn from and to ask about");
    const std::int64_t known = std::min<std::int64_t>(params.known, others.numel() - 1);
    return {others.slice(0, 0, known), members.slice(0, 0, params.targets),
            others.slice(0, known, known + params.targets)};
  }

  /// float N×width: the hidden column's features.
  static at::Tensor valueBlock(const at::Tensor& images, const TableColumn& column) {
    return images.flatten(1).slice(1, column.first, column.first + column.width());
  }
  static at::Tensor valuesOf(const MembershipPool& pool, const TableColumn& column) {
    return valueBlock(pool.samples.images, column).argmax(1);
  }

  /// Everything that the attacker sees of a row: the other columns and the class.
  static at::Tensor hiddenRows(const MembershipPool& pool, const TableColumn& column, std::int64_t classes) {
    at::Tensor rows = pool.samples.images.flatten(1).clone();
    rows.slice(1, column.first, column.first + column.width()).zero_();
    const at::Tensor label =
        at::zeros({rows.size(0), classes}, at::kFloat).scatter_(1, pool.samples.labels.unsqueeze(1), 1);
    return at::cat({rows, label}, 1);
  }

  /// The victim's answers with each value in the hidden place.
  static Answers asked(ScoreAccess& access, const at::Tensor& images, const at::Tensor& labels,
                       const TableColumn& column, Progress& progress) {
    constexpr double kFloor = -20, kScale = 0.2;
    std::vector<at::Tensor> scores, likelihood;
    for (std::int64_t v = 0; v < column.width(); ++v) {
      at::Tensor tried = images.clone();
      at::Tensor block = tried.flatten(1).slice(1, column.first, column.first + column.width());
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

  /// A network that learnt the values from the attacker's rows.
  static Guesser learnt(const at::Tensor& features, const at::Tensor& values, std::int64_t count, int epochs,
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

  static void addRows(Table& table, const std::string& group, const std::string& value, const at::Tensor& right,
                      const at::Tensor& baseline) {
    const Measure gain = pairedGain(right, baseline);
    table.rows.push_back({value.empty() ? group : group + ", " + value, double(right.numel()),
                          rateOfTrue(right).value, rateOfTrue(baseline).value, gain.value, *gain.low, *gain.high});
  }
};
const RegisteredExtraction<Attribute> kAttributeRegistered;

}  // namespace
}  // namespace adversarium
