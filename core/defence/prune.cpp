// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/defence/neuron_ranking.h"
#include "core/defence/repair.h"
#include "core/record/measure.h"
#include "core/run/measured.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kNeuronsPruned{"neurons_pruned", translatable("measures", "Pruned neurons"), "neurons"};

enum class Ranking { Activation, Anp, Rnp };

}  // namespace

template <>
struct Choices<Ranking> {
  static constexpr std::array<std::string_view, 3> names{"activation", "anp", "rnp"};
};

namespace {

/// The rankings and their papers: neuron_ranking.h. Removes neurons down the ranking, trains what is left a
/// little, as fine-pruning does (Liu, Dolan-Gavitt, Garg 2018), and keeps the most that the defender's own clean
/// images allow.
struct Prune {
  static constexpr AlgorithmInfo info{"prune", "Pruning", Chapter::Poisoning, "Wu, Wang 2021, arXiv:2110.14430",
                                      "Removes the neurons that a backdoor needs and clean images do not, and "
                                      "shows the price for each one removed."};
  struct Params : TrainParams, RepairParams {
    Params() {
      epochs = 20;
      learningRate = 0.01;
      optimiser = Optimiser::Sgd;
      schedule = Schedule::Cosine;
    }
    Ranking ranking = Ranking::Anp;
    double budget = 0.01;
    double slack = 0.8;
    int steps = 150;
    double epsilon = 0.4;
    double alpha = 0.2;
    int points = 33;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).limits = {0, 10000, 0, 50};
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            param(
                &Params::ranking, "ranking", "Ranking",
                "activation: quietest neurons first; anp: those that a small change turns; rnp: those that clean "
                "images can be won back without"),
            heroParam(&Params::budget, "budget", "Accuracy budget",
                      "Most clean accuracy that may be lost on the defender's own images", {0, 1, 0, 0.1}),
            param(&Params::slack, "slack", "Loss to win back",
                  "Most clean accuracy that pruning may lose where training afterwards wins it back to the budget",
                  {0, 1, 0, 1}),
            param(&Params::steps, "steps", "Mask steps", "Gradient steps on the masks (rankings anp and rnp)",
                  {1, 100000, 10, 1000, true})
                .as(Role::Steps),
            param(&Params::epsilon, "epsilon_neuron", "Neuron change ε",
                  "Largest relative change of a neuron that its mask must withstand (ranking anp)", {0, 2, 0, 1}),
            param(&Params::alpha, "alpha", "Clean weight α",
                  "Weight of the loss without that change (ranking anp)", {0, 1, 0, 1}),
            param(&Params::points, "points", "Points of the curve",
                  "So many numbers of removed neurons are measured", {2, 1000, 5, 101}),
        },
        training, repairParams<Params>());
  }();

  static Repaired repair(Patient& patient, const Params& params, Progress& progress) {
    const Graph original = patient.graph;
    const double rankingShare = 0.6, curveShare = params.epochs > 0 ? 0.85 : 1;
    PartProgress ranks(progress, 0, rankingShare), walks(progress, rankingShare, curveShare),
        tunes(progress, curveShare, 1);
    const RankingPlan plan{params.steps, patient.request().batch, params.epsilon, params.alpha,
                           patient.request().seed};
    const auto rank = params.ranking == Ranking::Activation ? rankByActivation
                      : params.ranking == Ranking::Anp      ? rankByAdversary
                                                            : rankByReconstruction;
    const std::vector<Neuron> ranking = rank(original, *patient.clean, plan, ranks);

    Repaired repaired;
    const Walk measured = walk(patient, original, ranking, params, repaired, walks);
    const auto first = [&](std::size_t count) {
      return std::vector(ranking.begin(), ranking.begin() + std::ptrdiff_t(count));
    };
    std::size_t count = measured.within(params.budget);
    repaired.graph = withoutNeurons(original, first(count), remains(params));
    // Half as many neurons each time that training does not win enough back.
    constexpr int kTries = 3;
    std::size_t bold = params.epochs > 0 ? measured.within(std::max(params.slack, params.budget)) : 0;
    for (int attempt = 0; attempt < kTries && bold > 0 && bold >= count; ++attempt, bold /= 2) {
      PartProgress part(tunes, double(attempt) / kTries, double(attempt + 1) / kTries);
      const Graph pruned = withoutNeurons(original, first(bold), remains(params));
      Graph graph = tuned(patient, pruned, first(bold), params, part);
      if (accuracyOf(graph, *patient.clean, 0, part).value() < measured.before - params.budget) continue;
      repaired.graph = std::move(graph);
      count = bold;
      repaired.words = filled(translatable("records", "{} epochs of fine-tuning"), params.epochs);
      break;
    }
    repaired.measures.set(kNeuronsPruned, double(count), std::int64_t(ranking.size()));
    repaired.words =
        recipeOf({filled(translatable("records", "{} of {} neurons pruned in the order of ‘{}’"), count,
                         ranking.size(), Name::ofChoice(std::get<std::string>(paramValue(params.ranking)))),
                  repaired.words});
    return repaired;
  }

 private:
  /// As each paper does: fine-pruning silences a neuron, the two others take its weight alone.
  static Remains remains(const Params& params) {
    return params.ranking == Ranking::Activation ? Remains::Nothing : Remains::Bias;
  }

  /// The defender's own accuracy down the ranking.
  struct Walk {
    std::vector<std::pair<std::size_t, double>> accuracy;  ///< neurons removed → accuracy
    double before = 0;
    /// The largest count up to which no more than that is lost.
    std::size_t within(double loss) const {
      std::size_t count = 0;
      for (const auto& [removed, rate] : accuracy) {
        if (rate < before - loss) break;
        count = removed;
      }
      return count;
    }
  };

  static Walk walk(Patient& patient, const Graph& original, const std::vector<Neuron>& ranking,
                   const Params& params, Repaired& repaired, Progress& progress) {
    constexpr std::int64_t kJudged = 1000;  // a curve needs no narrower intervals
    const char* x = translatable("records", "Neurons removed");
    const char* y = translatable("records", "Share of images");
    const char* group = translatable("records", "Clean accuracy and trigger success against neurons removed");
    Curve accuracy{x, y, {}, {}, {}, {}, false, group};
    Curve success = accuracy;
    Table order;
    order.columns = {translatable("headings", "rank"), translatable("headings", "layer"),
                     translatable("headings", "channel")};
    for (std::size_t i = 0; i < ranking.size(); ++i) {
      order.rows.push_back({double(i + 1), original.nodes[ranking[i].node].name, double(ranking[i].channel)});
    }
    const auto found = [&] {
      std::vector<Artefact> list{{"pruning_accuracy", translatable("records", "Clean accuracy"), accuracy}};
      if (!success.x.empty())
        list.push_back({"pruning_success", translatable("records", "Trigger success"), success});
      list.push_back({"pruning_order", translatable("records", "Neurons in the order of removal"), order});
      return list;
    };
    Walk measured;
    const auto points = static_cast<std::size_t>(params.points);
    for (std::size_t p = 0; p < points; ++p) {
      // Denser at the beginning, where few neurons decide.
      const double share = double(p) / double(points - 1);
      const auto count = static_cast<std::size_t>(std::llround(share * share * double(ranking.size())));
      if (p > 0 && !accuracy.x.empty() && double(count) == accuracy.x.back()) continue;
      const Graph pruned = withoutNeurons(original, {ranking.data(), count}, remains(params));
      PartProgress part(progress, double(p) / double(points), double(p + 1) / double(points));
      const BackdoorRates rates = patient.judge(pruned, kJudged, part);
      addRate(accuracy, double(count), rates.clean);
      if (rates.triggered.n > 0) addRate(success, double(count), rates.triggered);
      patient.show(found());
      const double own = accuracyOf(pruned, *patient.clean, 0, part).value();
      if (p == 0) measured.before = own;
      measured.accuracy.emplace_back(count, own);
    }
    repaired.found = found();
    return measured;
  }

  /// Removed neurons stay removed.
  static Graph tuned(Patient& patient, const Graph& pruned, const std::vector<Neuron>& removed,
                     const Params& params, Progress& progress) {
    const auto layers = neuronLayers(pruned);
    const RemovalMasks masks = masksOf(layers, removed, remains(params));
    const LossHook hook = [&](TrainStep& step) {
      const at::Tensor logits = scaledNeurons(step.graph, layers, masks.weights, masks.biases)
                                    .run(step.images, {true, {}, &step.random});
      return StepLoss{at::cross_entropy_loss(logits, step.labels), logits};
    };
    Graph graph = pruned;
    (void)train(graph, *patient.clean, patient.allClean(), trainPlanFor(patient.request(), params), hook,
                progress);
    return withoutNeurons(graph, removed, remains(params));
  }
};
const RegisteredRepair<Prune> kPruneRegistered;

}  // namespace
}  // namespace adversarium
