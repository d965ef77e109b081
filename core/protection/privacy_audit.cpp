// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/roc.h"
#include "core/base/words.h"
#include "core/poisoning/detection.h"
#include "core/protection/audit_bound.h"
#include "core/protection/dp_training.h"
#include "core/record/measure.h"
#include "core/record/usual_measures.h"
#include "core/tensor/tensor_data.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kGuessesRight{"guesses_right",
                                    translatable("measures", "Guesses about canaries that were right"), "rate"};
constexpr MeasureSpec kPrivacyBudgetLower{"privacy_budget_lower",
                                          translatable("measures", "Privacy budget ε, lower bound by the audit"),
                                          "ε", Better::Lower};

/// Steinke, Nasr, Jagielski, NeurIPS 2023: all canaries in one training. They are samples under a wrong label,
/// which a model can only know by heart.
struct PrivacyAudit {
  static constexpr Family kFamily = Family::Protection;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "privacy-audit", "Privacy audit", Chapter::Extraction, "Steinke et al. 2023, arXiv:2305.08846",
      "Trains privately with canaries, guesses which of them were in, and so bounds "
      "the privacy budget from below, under the accountant's bound from above."};
  static constexpr bool kTrainsItsModel = true;
  struct Params : DpParams {
    Params() { noiseFrom = NoiseFrom::Seed; }  // a measurement, to be repeated; its model is thrown away
    int canaries = 1000;
    double guessed = 0.2;
    bool onlyCanaries = false;
  };
  static constexpr auto params = std::tuple_cat(
      dpParams<Params>(),
      std::tuple{
          param(&Params::canaries, "canaries", "Canaries",
                "So many samples get a wrong label; each of them is trained on with probability one half",
                {2, 1000000, 100, 5000, true}),
          param(&Params::guessed, "guessed", "Share guessed",
                "For so many of the canaries, the surest half as in and the surest half as out, a guess is made",
                {0.001, 1, 0.02, 1}),
          param(&Params::onlyCanaries, "only_canaries", "Nothing but canaries",
                "Trains on the canaries alone: they are learnt by heart sooner, which makes the audit sharper"),
      });

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    const Request& request = run.request();
    if (!run.data().info().labelled) throw InputError(request.data, "has no labels to train on");
    at::Generator weights = generatorFrom(request.seed ^ 0x5eedULL);
    ModelInfo info;
    Graph graph = startingGraph(run.assignment, info, weights);
    if (info.classes < 2) throw UsageError(request.model, "has a single class: no label is wrong");
    PartProgress reading(progress, 0, 0.02), training(progress, 0.02, 1);
    const Planted planted = plant(run, params, info.classes, reading);
    const auto count = std::ssize(planted.rows);
    const DpPlan plan = dpPlanFor(request, params, count);
    const at::Tensor before = lossesOf(graph, planted, reading);

    BudgetCurves budgets = emptyBudgetCurves();
    Curve lower{translatable("records", "Epoch"), translatable("records", "Privacy budget ε"), {}, {}, {}, {}};
    lower.group = translatable("records", "Privacy budget ε");
    const auto afterEpoch = [&](const DpEpoch& epoch, const Graph& now) {
      Progress silent;
      const at::Tensor drop = before - lossesOf(now, planted, silent);
      const AuditGuesses guesses = guess(drop, planted.in, params.guessed);
      addBudgets(budgets, plan, count, epoch.steps, epoch.epoch, params.delta);
      lower.x.push_back(epoch.epoch);
      lower.y.push_back(auditLowerBound(guesses, params.delta));
      report(params, plan, count, epoch, guesses, lower.y.back(), drop, planted, record);
      record.found.clear();
      record.found.push_back(
          {"budget_prv", translatable("records", "Upper bound by privacy random variables"), budgets.prv});
      record.found.push_back(
          {"budget_rdp", translatable("records", "Upper bound by Rényi divergence"), budgets.rdp});
      record.found.push_back({"budget_lower", translatable("records", "Lower bound by the audit"), lower});
      run.publish();
    };
    trainPrivately(graph, *planted.data, planted.rows, plan, afterEpoch, training);
    showCanaries(run, planted, record);
  }

 private:
  struct Planted {
    std::shared_ptr<const DataSet> data;  ///< the canaries first, then the others
    std::vector<std::int64_t> rows;       ///< what is trained on
    at::Tensor images, labels;            ///< of the canaries; the labels are wrong
    at::Tensor truth;                     ///< int64: their right labels
    at::Tensor in;                        ///< bool: which of them are trained on
  };

  static Planted plant(const Run& run, const Params& params, std::int64_t classes, Progress& progress) {
    const Batch all = readSamples(run.data(), run.indices, progress);
    const std::int64_t total = all.labels.numel();
    if (params.canaries > total) throw UsageError("canaries", fmt::format("there are only {} samples", total));
    at::Generator random = run.random(1);
    const at::Tensor order = at::randperm(total, random, at::kLong);
    const at::Tensor chosen = order.slice(0, 0, params.canaries), rest = order.slice(0, params.canaries);
    Planted planted;
    planted.images = all.images.index_select(0, chosen);
    planted.truth = all.labels.index_select(0, chosen);
    planted.labels =
        (planted.truth + at::randint(1, classes, {params.canaries}, random, at::kLong)).remainder(classes);
    planted.in = at::rand({params.canaries}, random, at::kFloat).lt(0.5);
    planted.rows = integersOf(planted.in.nonzero().squeeze(1));
    if (planted.rows.empty()) planted.rows.push_back(0);
    if (!params.onlyCanaries) {
      for (std::int64_t i = params.canaries; i < total; ++i) planted.rows.push_back(i);
    }
    planted.data = std::make_shared<TensorData>(at::cat({planted.images, all.images.index_select(0, rest)}),
                                                at::cat({planted.labels, all.labels.index_select(0, rest)}));
    return planted;
  }

  /// double N: cross-entropy at the wrong labels.
  static at::Tensor lossesOf(const Graph& graph, const Planted& planted, Progress& progress) {
    const at::NoGradGuard noGradient;
    const at::Tensor logits =
        inChunks(planted.images, progress, [&](const at::Tensor& chunk) { return graph.run(chunk); });
    return at::cross_entropy_loss(logits, planted.labels, {}, at::Reduction::None).to(at::kDouble);
  }

  /// Whose loss fell most was in, whose fell least was out; about the middle nothing is said.
  static AuditGuesses guess(const at::Tensor& drop, const at::Tensor& in, double share) {
    const std::int64_t count = drop.numel();
    const std::int64_t each = std::max<std::int64_t>(1, std::llround(share * double(count) / 2));
    const at::Tensor sorted = in.index_select(0, drop.argsort(0, true));
    const std::int64_t hits = sorted.slice(0, 0, each).sum().item<std::int64_t>();
    const std::int64_t misses = sorted.slice(0, count - each).sum().item<std::int64_t>();
    return {count, 2 * each, hits + each - misses};
  }

  static void report(const Params& params, const DpPlan& plan, std::int64_t count, const DpEpoch& epoch,
                     const AuditGuesses& guesses, double lower, const at::Tensor& drop, const Planted& planted,
                     Record& record) {
    std::erase_if(record.caveats, [](const Caveat& caveat) { return caveat.id == "no-privacy"; });
    reportBudget(params, plan, count, epoch.steps, record);
    record.measures.set(kPrivacyBudgetLower, lower, guesses.guesses);
    record.measures.set(kGuessesRight, rateOf(guesses.right, guesses.guesses));
    const Roc roc(doublesOf(drop.masked_select(planted.in.logical_not())),
                  doublesOf(drop.masked_select(planted.in)));
    const Interval interval = roc.areaInterval();
    if (std::isfinite(roc.area()))
      record.measures.set(kAuc, {roc.area(), interval.low, interval.high, guesses.canaries, "area"});
    record.measures.set(kTrainingAccuracy, rateOf(std::llround(epoch.accuracy * double(count)), count));
  }

  static void showCanaries(const Run& run, const Planted& planted, Record& record) {
    constexpr std::int64_t kShown = 16;
    const std::int64_t shown = std::min(kShown, planted.labels.numel());
    std::vector<Words> captions;
    for (std::int64_t i = 0; i < shown; ++i) {
      captions.push_back(filled("{} → {}", run.nameOf(planted.truth[i].item<std::int64_t>()),
                                run.nameOf(planted.labels[i].item<std::int64_t>())));
    }
    if (planted.images.size(2) > 1)
      record.found.push_back({"canaries", translatable("records", "Some of the canaries"),
                              imageSetOf(planted.images.slice(0, 0, shown), std::move(captions))});
  }
};
const Registered<PrivacyAudit> kPrivacyAuditRegistered;

}  // namespace
}  // namespace adversarium
