// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/data/npy.h"
#include "core/formats/open_model.h"
#include "core/poisoning/known_backdoor.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/run/measured.h"
#include "core/run/run.h"
#include "core/tensor/convert.h"
#include "core/training/held_out.h"
#include "core/training/train_method.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kTrainedRates[] = {
    kCleanAccuracy,
    kTriggerSuccess,
    kCleanAccuracyBefore,
    kTriggerSuccessBefore,
};

constexpr MeasureSpec kIsolationPrecision{"isolation_precision",
                                          translatable("measures", "Poisoned among the isolated samples"), "rate",
                                          Better::Higher};

enum class RobustRecipe { L2, Dropout, Abl };

}  // namespace

template <>
struct Choices<RobustRecipe> {
  static constexpr std::array<std::string_view, 3> names{"l2", "dropout", "abl"};
};

namespace {

/// ABL: Li et al., NeurIPS 2021 (arXiv:2110.11571), section 3.2: what is learnt suspiciously fast is set apart and
/// unlearnt. Departure: unlearning goes up the loss of a sample only while it is below that of guessing, so that a
/// wrongly suspected clean sample does little harm.
struct RobustTraining {
  static constexpr Family kFamily = Family::Training;
  static constexpr Access kAccess = Access::WhiteBox;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr bool kTrainsItsModel = true;
  static constexpr AlgorithmInfo info{"robust-training", "Training on suspect data", Chapter::Poisoning,
                                      "Li et al. 2021, arXiv:2110.11571",
                                      "Trains on data that may be poisoned so that the poison takes less: weight "
                                      "decay, dropout, or unlearning what "
                                      "is learnt too fast."};
  struct Params : TrainParams, TriggerSource {
    RobustRecipe recipe = RobustRecipe::Abl;
    double decay = 0.05;
    double dropout = 0.5;
    double flood = 0.5;
    double firstPhase = 0.2;
    double isolated = 0.01;
    int unlearning = 5;
    double unlearningRate = 5e-4;
    bool twin = true;
  };
  static constexpr auto params = std::tuple_cat(
      std::tuple{
          param(&Params::recipe, "recipe", "Recipe",
                "l2: strong weight decay; dropout: before the last layer; abl: sets apart what is learnt too fast "
                "and unlearns it"),
          param(&Params::decay, "decay", "Decay", "Weight decay in place of the usual one (recipe l2)",
                {0, 10, 0, 0.5}),
          param(&Params::dropout, "dropout", "Dropout", "Share of features left out in each step (recipe dropout)",
                {0, 0.99, 0, 0.9}),
          param(
              &Params::flood, "flood", "Loss floor γ",
              "In the first phase the loss is held at this height, which only easy samples undercut (recipe abl)",
              {0, 10, 0, 2}),
          param(&Params::firstPhase, "first_phase", "First phase", "Share of the epochs before setting apart",
                {0.01, 0.99, 0.1, 0.5}),
          param(&Params::isolated, "isolated", "Set apart", "Share of the training data that is set apart",
                {1e-4, 0.5, 0.005, 0.1}),
          param(&Params::unlearning, "unlearning", "Unlearning epochs", "Passes over what was set apart",
                {0, 1000, 1, 20}),
          param(&Params::unlearningRate, "unlearning_rate", "Unlearning rate", "Step size while unlearning",
                {1e-7, 1, 1e-5, 1e-2, true}),
          param(&Params::twin, "twin", "Plain twin",
                "Also trains plainly on the same data, in the same order, as a yardstick"),
      },
      trainParams<Params>(), triggerSource<Params>());

  static void carryOut(const Run& run, const Params& params);
};
const Registered<RobustTraining> kRobustTrainingRegistered;

StepLoss floodedLoss(TrainStep& step, double floor) {
  const StepLoss plain = plainLoss(step);
  const double sign = plain.loss.item<double>() >= floor ? 1 : -1;
  return {sign * plain.loss, plain.logits};
}

StepLoss unlearningLoss(TrainStep& step) {
  const at::Tensor logits = step.graph.run(step.images, {true, {}, &step.random});
  const at::Tensor losses = at::cross_entropy_loss(logits, step.labels, {}, at::Reduction::None);
  return {-losses.clamp_max(std::log(double(logits.size(1)))).mean(), logits};
}

/// The same graph with dropout before its last linear layer.
Graph withDropout(const Graph& graph, double share) {
  Graph result = graph;
  const auto head = std::find_if(result.nodes.rbegin(), result.nodes.rend(),
                                 [](const Node& node) { return node.op == "linear"; });
  if (head == result.nodes.rend()) throw UsageError("dropout", "the model has no linear layer to put it before");
  const auto at = static_cast<int>(result.nodes.rend() - head) - 1;
  for (Node& node : result.nodes) {
    for (int& input : node.inputs) input += input >= at ? 1 : 0;
  }
  Node& layer = result.nodes[static_cast<std::size_t>(at)];
  const Node dropout{"robust_dropout", "dropout", layer.inputs, {{"p", {share}}}, {}};
  layer.inputs = {at};
  result.nodes.insert(result.nodes.begin() + at, dropout);
  return result;
}

class RobustRun {
 public:
  RobustRun(const Assignment& assignment, const RobustTraining::Params& params, Record& record, Progress& progress)
      : m_assignment(assignment), m_params(params), m_record(record), m_progress(progress) {
    if (!assignment.data->info().labelled) throw InputError(assignment.request.data, "has no labels to train on");
    at::Generator random = generatorFrom(assignment.request.seed ^ 0x5eedULL);
    m_start = startingGraph(assignment, m_info, random);
    m_backdoor = knownBackdoor(assignment, params.trigger, m_info.input);
  }

  void carryOut() {
    const Request& request = m_assignment.request;
    m_progress.step(0, 1);
    m_split = splitFor(m_assignment.data, chosenSamples(request.samples, *m_assignment.data), request.seed);
    if (m_split.heldBack) {
      m_record.caveats.push_back(
          {"held-back",
           translatable("records",
                        "No held-out data belongs to this training set: a tenth of it was kept back to "
                        "measure on.")});
    }
    if (!m_backdoor) {
      m_record.caveats.push_back(
          {"no-trigger", translatable("records", "No trigger is known: only clean accuracy was measured.")});
    }
    TrainPlan plan = trainPlanFor(request, m_params);
    const std::filesystem::path checkpoint = plan.checkpoint;
    if (m_params.twin) {
      if (!checkpoint.empty()) plan.checkpoint = checkpoint.string() + ".twin";
      Graph twin = m_start.clone();
      PartProgress part(m_progress, 0, 0.45), judging(m_progress, 0.45, 0.48);
      (void)train(twin, *m_assignment.data, m_split.training, plan, plainLoss, part);
      report(backdoorRates(twin, *m_split.test, m_backdoor, 0, judging), "_before");
    }
    if (!checkpoint.empty()) plan.checkpoint = checkpoint.string() + ".robust";
    PartProgress part(m_progress, 0.48, 0.96), judging(m_progress, 0.96, 1);
    const Graph robust = trained(plan, part);
    const BackdoorRates rates = backdoorRates(robust, *m_split.test, m_backdoor, 0, judging);
    report(rates, "");
    save(robust, rates);
  }

 private:
  void report(const BackdoorRates& rates, const std::string& suffix) {
    m_record.measures.set(declared(kTrainedRates, "clean_accuracy" + suffix), rates.clean);
    if (rates.triggered.n > 0)
      m_record.measures.set(declared(kTrainedRates, "trigger_success" + suffix), rates.triggered);
  }

  Graph trained(TrainPlan plan, Progress& progress) {
    const DataSet& data = *m_assignment.data;
    Graph graph = m_start.clone();
    if (m_params.recipe == RobustRecipe::L2) {
      plan.weightDecay = m_params.decay;
    } else if (m_params.recipe == RobustRecipe::Dropout) {
      graph = withDropout(graph, m_params.dropout);
    } else {
      return antiBackdoor(std::move(graph), plan, progress);
    }
    (void)train(graph, data, m_split.training, plan, plainLoss, progress);
    return graph;
  }

  Graph antiBackdoor(Graph graph, TrainPlan plan, Progress& progress) {
    const DataSet& data = *m_assignment.data;
    const int first = std::clamp(static_cast<int>(std::lround(m_params.firstPhase * plan.epochs)), 1, plan.epochs);
    const double share = 0.9 * first / plan.epochs;
    PartProgress begins(progress, 0, share), ranks(progress, share, share + 0.03),
        goesOn(progress, share + 0.03, 0.95), unlearns(progress, 0.95, 1);
    plan.checkpoint.clear();  // three phases, none of which could be told apart by one
    TrainPlan early = plan;
    early.epochs = first;
    early.schedule = Schedule::Constant;
    (void)train(
        graph, data, m_split.training, early, [&](TrainStep& step) { return floodedLoss(step, m_params.flood); },
        begins);
    const auto [suspects, rest] = setApart(graph, ranks);
    if (first < plan.epochs) {
      TrainPlan late = plan;
      late.epochs = plan.epochs - first;
      late.seed = plan.seed + 1;
      (void)train(graph, data, rest, late, plainLoss, goesOn);
    }
    if (m_params.unlearning > 0) {
      TrainPlan last = plan;
      last.epochs = m_params.unlearning;
      last.learningRate = m_params.unlearningRate;
      last.schedule = Schedule::Constant;
      last.seed = plan.seed + 2;
      (void)train(graph, data, suspects, last, unlearningLoss, unlearns);
    }
    return graph;
  }

  /// The samples with the smallest loss, and the others; both ascending.
  std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> setApart(const Graph& graph,
                                                                           Progress& progress) {
    const at::NoGradGuard noGradient;
    constexpr std::size_t kBatch = 256;
    const auto& samples = m_split.training;
    std::vector<std::pair<float, std::int64_t>> losses;
    for (std::size_t from = 0; from < samples.size(); from += kBatch) {
      progress.step(static_cast<std::int64_t>(from), static_cast<std::int64_t>(samples.size()));
      const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(from);
      const auto end = samples.begin() + static_cast<std::ptrdiff_t>(std::min(samples.size(), from + kBatch));
      const Batch batch = readBatch(*m_assignment.data, {begin, end});
      const auto values =
          floatsOf(at::cross_entropy_loss(graph.run(batch.images), batch.labels, {}, at::Reduction::None));
      for (std::size_t i = 0; i < values.size(); ++i) losses.emplace_back(values[i], samples[from + i]);
    }
    std::sort(losses.begin(), losses.end());
    const auto apart = static_cast<std::ptrdiff_t>(std::clamp<std::int64_t>(
        std::llround(m_params.isolated * double(samples.size())), 1, std::int64_t(samples.size()) - 1));
    std::vector<std::int64_t> suspects, rest;
    for (std::ptrdiff_t i = 0; i < std::ssize(losses); ++i)
      (i < apart ? suspects : rest).push_back(losses[static_cast<std::size_t>(i)].second);
    std::sort(suspects.begin(), suspects.end());
    std::sort(rest.begin(), rest.end());
    reportPrecision(suspects);
    m_record.found.push_back(
        {"suspects", translatable("records", "Indices of the samples set apart"), Labels{suspects}});
    return {suspects, rest};
  }

  /// Where the data came with the places of its poison.
  void reportPrecision(const std::vector<std::int64_t>& suspects) {
    const std::filesystem::path file = std::filesystem::path(m_assignment.request.data) / "poison.npy";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return;
    const auto poison = readNpyIntegers(file);
    const auto hits = std::count_if(suspects.begin(), suspects.end(), [&](std::int64_t index) {
      return std::find(poison.begin(), poison.end(), index) != poison.end();
    });
    m_record.measures.set(kIsolationPrecision, rateOf(hits, std::int64_t(suspects.size())));
  }

  void save(const Graph& graph, const BackdoorRates& rates) {
    const Request& request = m_assignment.request;
    const Words words = recipeOf({filled(translatable("records", "robust training (‘{}’)"),
                                         Name::ofChoice(std::get<std::string>(paramValue(m_params.recipe)))),
                                  filled(translatable("records", "{} epochs"), m_params.epochs)});
    nlohmann::ordered_json lineage{{"recipe", words.english()},
                                   {"data", request.data},
                                   {"data_sha256", m_assignment.data->sha256()},
                                   {"samples", m_split.training.size()},
                                   {"seed", request.seed},
                                   {"epochs", m_params.epochs},
                                   {"accuracy", rates.clean.value},
                                   {"accuracy_on", m_split.test->info().where},
                                   {"accuracy_samples", rates.clean.n}};
    putWords(lineage, "recipe", words);
    if (m_assignment.model) lineage["parent_sha256"] = m_info.sha256;
    if (m_backdoor) {
      lineage["backdoor"] =
          nlohmann::ordered_json::parse(backdoorToJson({m_backdoor->trigger.recipe(), m_backdoor->target}));
      lineage["trigger_success"] = rates.triggered.value;
      lineage["repaired"] = true;
    }
    m_record.found.insert(m_record.found.begin(), {"model", translatable("records", "Trained model"),
                                                   ModelFile{modelFileBytes(graph, m_info, lineage.dump()),
                                                             recipeOf({m_info.architecture, words})}});
  }

  const Assignment& m_assignment;
  const RobustTraining::Params& m_params;
  Record& m_record;
  Progress& m_progress;
  ModelInfo m_info;
  Graph m_start;
  Split m_split;
  std::optional<Backdoor> m_backdoor;
};

void RobustTraining::carryOut(const Run& run, const Params& params) {
  RobustRun(run.assignment, params, run.record, run.progress).carryOut();
}

}  // namespace
}  // namespace adversarium
