// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/membership/membership_pool.h"
#include "core/membership/membership_report.h"
#include "core/poisoning/detection.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"

namespace adversarium {
namespace {

/// Under every brake.
constexpr MeasureSpec kBrakes[] = {
    {"auc_none", translatable("measures", "Membership, area, without a brake"), "area", Better::Lower},
    {"auc_l2", translatable("measures", "Membership, area, under L2"), "area", Better::Lower},
    {"auc_dropout", translatable("measures", "Membership, area, under dropout"), "area", Better::Lower},
    {"auc_early_stop", translatable("measures", "Membership, area, under an early stop"), "area", Better::Lower},
    {"auc_label_smoothing", translatable("measures", "Membership, area, under label smoothing"), "area",
     Better::Lower},
    {"auc_half_data", translatable("measures", "Membership, area, on half of the data"), "area", Better::Lower},
    {"clean_accuracy_none", translatable("measures", "Clean accuracy, without a brake"), "rate", Better::Higher},
    {"clean_accuracy_l2", translatable("measures", "Clean accuracy, under L2"), "rate", Better::Higher},
    {"clean_accuracy_dropout", translatable("measures", "Clean accuracy, under dropout"), "rate", Better::Higher},
    {"clean_accuracy_early_stop", translatable("measures", "Clean accuracy, under an early stop"), "rate",
     Better::Higher},
    {"clean_accuracy_label_smoothing", translatable("measures", "Clean accuracy, under label smoothing"), "rate",
     Better::Higher},
    {"clean_accuracy_half_data", translatable("measures", "Clean accuracy, on half of the data"), "rate",
     Better::Higher},
};

enum class Restraint { None, L2, Dropout, EarlyStop, LabelSmoothing, HalfData };

}  // namespace

template <>
struct Choices<Restraint> {
  static constexpr std::array<std::string_view, 6> names{
      "none", "l2", "dropout", "early-stop", "label-smoothing", "half-data"};
};

namespace {

/// Shokri et al., S&P 2017, §VIII; Yeom et al., CSF 2018: who generalises gives less away. Half of the data shows
/// the other direction: fewer samples are each learnt better by heart.
struct Regularize {
  static constexpr Family kFamily = Family::Protection;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "regularize", "Regularised training", Chapter::Extraction, "Yeom et al. 2018, arXiv:1709.01604",
      "Trains the same model with each of the field's brakes on learning by heart, and "
      "sets the gap between training and other samples beside what a membership attack "
      "gets out of it."};
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    Restraint method = Restraint::Dropout;
    bool compare = true;
    double l2 = 0.2;
    double dropout = 0.5;
    double smoothing = 0.2;
    double keep = 0.5;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            param(&Params::method, "method", "Brake", "Which one the saved model and the headline numbers are of"),
            param(&Params::compare, "compare", "Compare all", "Trains with each of the brakes and with none, too"),
            heroParam(&Params::dropout, "dropout", "Dropout",
                      "Share of the values before the last layer that are left out at random", {0, 0.95, 0, 0.9}),
            param(&Params::l2, "l2", "L2", "Weight decay of the brake l2", {0, 10, 0.01, 1, true}),
            param(&Params::smoothing, "smoothing", "Label smoothing",
                  "Share of the certainty that is spread over all classes", {0, 0.9, 0, 0.5}),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that is trained on; the attack is measured on the rest",
                  {0.05, 0.95, 0.1, 0.9}),
        },
        training);
  }();

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    const MembershipPool pool = chosenPool(run, params.keep, record, progress);
    at::Generator random = run.random(2);
    ModelInfo info;
    Graph start = startingGraph(run.assignment, info, random);
    if (!run.fresh()) start = freshLike(start, random);  // what it learnt before would be learnt by heart still

    std::vector<Restraint> order{params.method};
    for (int r = 0; params.compare && r < static_cast<int>(Choices<Restraint>::names.size()); ++r) {
      if (static_cast<Restraint>(r) != params.method) order.push_back(static_cast<Restraint>(r));
    }
    Table table{
        {translatable("headings", "brake"), translatable("headings", "training accuracy"),
         translatable("headings", "clean accuracy"), translatable("headings", "gap"),
         translatable("headings", "area"), translatable("headings", "low"), translatable("headings", "high")},
        {}};
    for (std::size_t i = 0; i < order.size(); ++i) {
      PartProgress part(progress, double(i) / double(order.size()), double(i + 1) / double(order.size()));
      MembershipPool own = pool;
      if (order[i] == Restraint::HalfData) own = halved(pool, random);
      const Graph trained = trainedWith(order[i], run, params, own, start, part);
      const Judgement judged = judge(trained, own, part);
      const std::string name(Choices<Restraint>::names[static_cast<std::size_t>(order[i])]);
      table.rows.push_back({name, judged.inside.value, judged.outside.value,
                            judged.inside.value - judged.outside.value, judged.area.value, *judged.area.low,
                            *judged.area.high});
      std::string id = name;
      std::replace(id.begin(), id.end(), '-', '_');
      record.measures.set(declared(kBrakes, "auc_" + id), judged.area);
      record.measures.set(declared(kBrakes, "clean_accuracy_" + id), judged.outside);
      if (i == 0) {
        record.measures.set(kAuc, judged.area);
        record.measures.set(kTrainingAccuracy, judged.inside);
        record.measures.set(kCleanAccuracy, judged.outside);
        record.measures.set(kGeneralisationGap, judged.inside.value - judged.outside.value, judged.inside.n);
        save(run, own, trained, info, name, record);
      }
      std::erase_if(record.found, [](const Artefact& artefact) { return artefact.id == "brakes"; });
      record.found.push_back(
          {"brakes", translatable("records", "Gap and membership under each brake (attack by the loss)"), table});
      run.publish();
    }
  }

 private:
  struct Judgement {
    Measure inside, outside, area;
  };

  /// Half of the members stay members; the others join nobody.
  static MembershipPool halved(const MembershipPool& pool, at::Generator& random) {
    const at::Tensor members = pool.member.nonzero().squeeze(1);
    const at::Tensor half =
        members.index_select(0, at::randperm(members.numel(), random, at::kLong)
                                    .slice(0, 0, std::max<std::int64_t>(1, members.numel() / 2)));
    const at::Tensor rows = std::get<0>(at::cat({half, pool.member.logical_not().nonzero().squeeze(1)}).sort());
    MembershipPool own{{pool.samples.images.index_select(0, rows), pool.samples.labels.index_select(0, rows)},
                       pool.member.index_select(0, rows),
                       {}};
    for (const std::int64_t row : integersOf(rows))
      own.indices.push_back(pool.indices[static_cast<std::size_t>(row)]);
    return own;
  }

  /// Values before the last linear layer are left out at random during training.
  static Graph withDropout(const Graph& graph, double share) {
    int last = -1;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (graph.nodes[i].op == "linear") last = static_cast<int>(i);
    }
    if (last < 0) throw UsageError("dropout", "needs a linear layer before the answer");
    Graph result;
    for (int i = 0; i < static_cast<int>(graph.nodes.size()); ++i) {
      Node node = graph.nodes[static_cast<std::size_t>(i)];
      if (i == last)
        result.nodes.push_back({"regularize.dropout", "dropout", {node.inputs[0]}, {{"p", {share}}}, {}});
      for (int& input : node.inputs) {
        if (i == last) {
          input = last;  // where the dropout now stands
        } else if (input >= last) {
          ++input;
        }
      }
      result.nodes.push_back(std::move(node));
    }
    return result;
  }

  static Graph trainedWith(Restraint restraint, const Run& run, const Params& params, const MembershipPool& pool,
                           const Graph& start, Progress& progress) {
    TrainPlan plan = trainPlanFor(run.request(), params);
    plan.checkpoint.clear();
    Graph graph = restraint == Restraint::Dropout ? withDropout(start.clone(), params.dropout) : start.clone();
    if (restraint == Restraint::L2) plan.weightDecay = params.l2;
    std::vector<std::int64_t> rows = pool.rows(true);
    const auto data = pool.data();
    if (restraint == Restraint::EarlyStop) return stoppedEarly(graph, *data, rows, plan, progress);
    LossHook hook = plainLoss;
    if (restraint == Restraint::LabelSmoothing) {
      hook = [smoothing = params.smoothing](TrainStep& step) -> StepLoss {
        const at::Tensor logits = step.graph.run(step.images, {true, {}, &step.random});
        return {at::cross_entropy_loss(logits, step.labels, {}, at::Reduction::Mean, -100, smoothing), logits};
      };
    }
    (void)train(graph, *data, rows, plan, hook, progress);
    return graph;
  }

  /// A tenth of the members is looked at after every epoch instead of trained on; the best state is kept.
  static Graph stoppedEarly(Graph& graph, const DataSet& data, const std::vector<std::int64_t>& members,
                            const TrainPlan& plan, Progress& progress) {
    const std::size_t held = std::max<std::size_t>(1, members.size() / 10);
    const std::vector<std::int64_t> watched(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(held)),
        rest(members.begin() + static_cast<std::ptrdiff_t>(held), members.end());
    if (rest.empty()) throw InputError(data.info().where, "has too few samples to hold some back");
    const Batch watch = readBatch(data, watched);
    Graph best = graph.clone();
    double least = HUGE_VAL;
    int epoch = 0;
    const auto look = [&](const Graph& now) {
      const at::NoGradGuard noGradient;
      const double loss = at::cross_entropy_loss(now.run(watch.images), watch.labels).item<double>();
      if (loss >= least) return;
      least = loss;
      best = now.clone();
    };
    const LossHook hook = [&](TrainStep& step) {
      if (static_cast<int>(step.progress * plan.epochs) > epoch) {
        epoch = static_cast<int>(step.progress * plan.epochs);
        look(step.graph);
      }
      return plainLoss(step);
    };
    (void)train(graph, data, rest, plan, hook, progress);
    look(graph);
    for (Node& node : best.nodes) {
      for (auto& [name, tensor] : node.tensors) tensor = tensor.detach().contiguous();
    }
    return best;
  }

  static Judgement judge(const Graph& graph, const MembershipPool& pool, Progress& progress) {
    Progress silent;
    const at::NoGradGuard noGradient;
    const at::Tensor answers = inChunks(pool.samples.images, silent,
                                        [&](const at::Tensor& chunk) { return graph.run(chunk).log_softmax(1); });
    progress.step(1, 1);
    const at::Tensor right = answers.argmax(1).eq(pool.samples.labels),
                     scores = lossScores(answers, pool.samples.labels);
    const at::Tensor others = pool.member.logical_not();
    const Roc roc(doublesOf(scores.masked_select(others)), doublesOf(scores.masked_select(pool.member)));
    const Interval interval = roc.areaInterval();
    const auto rate = [&](const at::Tensor& which) {
      return rateOf(right.logical_and(which).sum().item<std::int64_t>(), which.sum().item<std::int64_t>());
    };
    return {rate(pool.member), rate(others), {roc.area(), interval.low, interval.high, right.numel(), "area"}};
  }

  static void save(const Run& run, const MembershipPool& pool, const Graph& graph, const ModelInfo& info,
                   const std::string& brake, Record& record) {
    const auto members = pool.rows(true);
    const Words recipe = filled(translatable("records", "training under the brake ‘{}’"), Name::ofChoice(brake));
    nlohmann::ordered_json lineage{{"recipe", recipe.english()},
                                   {"data", run.request().data},
                                   {"data_sha256", run.data().sha256()},
                                   {"samples", members.size()},
                                   {"seed", run.request().seed}};
    putWords(lineage, "recipe", recipe);
    record.found.push_back({"model", translatable("records", "The model that was trained under the brake"),
                            ModelFile{modelFileBytes(graph, info, lineage.dump()), info.architecture}});
    Labels trainedOn;
    for (const std::int64_t row : members) trainedOn.values.push_back(pool.indices[static_cast<std::size_t>(row)]);
    record.found.push_back(
        {"members", translatable("records", "Indices of the samples that it was trained on"), trainedOn});
  }
};
const Registered<Regularize> kRegularizeRegistered;
const UsualFiles kRegularizeFiles(Regularize::info.id, {"model.adv", "model.onnx"});

}  // namespace
}  // namespace adversarium
