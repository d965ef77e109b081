// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/base/words_json.h"
#include "core/formats/open_model.h"
#include "core/protection/dp_training.h"
#include "core/record/measure.h"
#include "core/record/usual_files.h"
#include "core/record/usual_measures.h"
#include "core/training/clipped_gradients.h"
#include "core/training/held_out.h"

namespace adversarium {
namespace {

constexpr MeasureSpec kClippedShare{"clipped_share",
                                    translatable("measures", "Samples whose gradient was clipped"), "rate"};

/// Abadi et al., CCS 2016, with ghost clipping (Bu et al. 2022) and Poisson sampling, which the accountants ask
/// for.
struct DpSgd {
  static constexpr Family kFamily = Family::Protection;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "dp-sgd", "Private training", Chapter::Extraction, "Abadi et al. 2016, arXiv:1607.00133",
      "Trains with clipped, noised gradients so that no answer tells much about any "
      "one sample; a proven privacy budget ε says how much."};
  static constexpr bool kTrainsItsModel = true;
  struct Params : DpParams {
    double share = 1;
  };
  static constexpr auto params = std::tuple_cat(
      dpParams<Params>(),
      std::tuple{
          param(&Params::share, "share", "Share trained on",
                "Share of the samples, at random; the rest are left for a membership attack to be measured on",
                {0.01, 1, 0.1, 1})});

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    const Request& request = run.request();
    if (!run.data().info().labelled) throw InputError(request.data, "has no labels to train on");
    at::Generator random = generatorFrom(request.seed ^ 0x5eedULL);
    ModelInfo info;
    Graph graph = startingGraph(run.assignment, info, random);
    requirePerSampleGradients(graph);
    const std::vector<std::int64_t> samples = chosenOf(run, params.share);
    const auto count = std::ssize(samples);
    const DpPlan plan = dpPlanFor(request, params, count);
    const auto test = heldOutPart(run.data());
    BudgetCurves budgets = emptyBudgetCurves();
    std::vector<double> losses, accuracies;
    std::int64_t steps = 0;
    double clipped = 0;
    const auto found = record.found;
    const auto describe = [&](const Graph& trained) {
      record.found = found;
      reportBudget(params, plan, count, steps, record);
      const Words recipe = recipeOf({translatable("records", "private training"),
                                     filled(translatable("records", "noise {}"), plan.noise),
                                     filled(translatable("records", "{} epochs"), accuracies.size())});
      nlohmann::ordered_json lineage{
          {"recipe", recipe.english()}, {"data", request.data}, {"data_sha256", run.data().sha256()},
          {"samples", count},           {"seed", request.seed}, {"privacy_delta", params.delta}};
      putWords(lineage, "recipe", recipe);
      if (const auto budget = record.measures.find(kPrivacyBudget); budget != record.measures.end())
        lineage["privacy_budget"] = budget->second.value;
      record.found.push_back({"model", translatable("records", "Privately trained model"),
                              ModelFile{modelFileBytes(trained, info, lineage.dump()), info.architecture}});
      if (count < std::ssize(run.indices))
        record.found.push_back({"members",
                                translatable("records", "Indices of the samples that it was trained on"),
                                Labels{samples}});
      if (accuracies.empty()) return;
      record.found.push_back({"budget_prv", translatable("records", "By privacy random variables"), budgets.prv});
      record.found.push_back({"budget_rdp", translatable("records", "By Rényi divergence"), budgets.rdp});
      record.found.push_back({"loss", translatable("records", "Training loss"),
                              perEpoch(losses, translatable("records", "Mean loss"))});
      record.found.push_back({"accuracy", translatable("records", "Training accuracy"),
                              perEpoch(accuracies, translatable("records", "Training accuracy"))});
      record.measures.set(kTrainingLoss, losses.back(), count);
      record.measures.set(kTrainingAccuracy, rateOf(std::llround(accuracies.back() * double(count)), count));
      record.measures.set(kClippedShare, rateOf(std::llround(clipped * double(count)), count));
    };
    PartProgress training(progress, 0, 0.97), judging(progress, 0.97, 1);
    const auto afterEpoch = [&](const DpEpoch& epoch, const Graph& now) {
      steps = epoch.steps;
      losses.push_back(epoch.loss);
      accuracies.push_back(epoch.accuracy);
      clipped = epoch.clippedShare;
      addBudgets(budgets, plan, count, epoch.steps, epoch.epoch, params.delta);
      describe(now);  // what a stop would keep
      run.publish();
    };
    trainPrivately(graph, run.data(), samples, plan, afterEpoch, training);
    if (test) {
      const Accuracy accuracy = accuracyOf(graph, *test, 0, judging);
      record.measures.set(kCleanAccuracy, rateOf(accuracy.right, accuracy.count));
    } else {
      record.caveats.push_back(
          {"no-held-out",
           translatable("records",
                        "No held-out data belongs to this training set: only training accuracy is known.")});
    }
  }

 private:
  static std::vector<std::int64_t> chosenOf(const Run& run, double share) {
    if (share >= 1) return run.indices;
    at::Generator random = run.random(1);
    const auto count = std::ssize(run.indices);
    const auto wanted = std::max<std::int64_t>(1, std::llround(share * double(count)));
    std::vector<std::int64_t> chosen;
    for (const std::int64_t place :
         integersOf(std::get<0>(at::randperm(count, random, at::kLong).slice(0, 0, wanted).sort())))
      chosen.push_back(run.indices[static_cast<std::size_t>(place)]);
    return chosen;
  }
};
const Registered<DpSgd> kDpSgdRegistered;
const UsualFiles kDpSgdFiles(DpSgd::info.id, {"model.adv", "model.onnx", "loss.csv", "accuracy.csv"});

}  // namespace
}  // namespace adversarium
