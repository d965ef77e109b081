// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/graph/architectures.h"
#include "core/membership/membership_report.h"

namespace adversarium {
namespace {

enum class Guess { Loss, Entropy, Confidence, Shadow, LiraOffline, LiraOnline, Rmia };

}  // namespace

template <>
struct Choices<Guess> {
  static constexpr std::array<std::string_view, 7> names{"loss",         "entropy",     "confidence", "shadow",
                                                         "lira-offline", "lira-online", "rmia"};
};

namespace {

/// Thresholds: Yeom et al., CSF 2018; Salem et al., NDSS 2019. Attack model: Shokri et al., S&P 2017. LiRA:
/// Carlini et al., S&P 2022. RMIA: Zarifzadeh et al., ICML 2024.
struct Membership {
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{"membership", "Membership inference", Chapter::Extraction,
                                      "Carlini et al. 2022, arXiv:2112.03570",
                                      "Tells from the model's answers whether a picture was among its training "
                                      "data; models of the attacker's own show what is usual."};
  using Rights = ScoreAccess;
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    Guess attack = Guess::LiraOnline;
    int shadows = 16;
    double keep = 0.5;
    std::string members;
    std::string architecture;
    std::string cache;
    double gamma = 2;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            param(&Params::attack, "attack", "Attack",
                  "What the headline numbers tell of; every attack that can be had on the way is measured, too"),
            heroParam(&Params::shadows, "shadows", "Shadow models",
                      "The attacker's own models, each of which costs one training; 0: thresholds alone",
                      {0, 1024, 0, 64}),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that an untrained model is trained on first; the rest are the others",
                  {0.05, 0.95, 0.1, 0.9}),
            param(&Params::members, "members", "Known members",
                  "File of the indices that the model was trained on (.npy); empty: members.npy beside the model, "
                  "else the data's training part")
                .as(Place::Indices),
            param(&Params::architecture, "architecture", "Shadow architecture",
                  "Name of an architecture for the shadow models; empty: the victim's own"),
            param(&Params::cache, "cache", "Shadow folder",
                  "Trained shadow models are kept there and not trained again; empty for none")
                .as(Place::Folder),
            param(&Params::gamma, "gamma", "RMIA γ", "How much likelier a sample must be than another to beat it",
                  {1, 100, 1, 4}),
        },
        training);
  }();

  /// From a few steps on the first samples: what one more shadow model takes. A victim to be trained first takes
  /// as long as one of them.
  static RunCost cost(const Assignment& assignment, Progress& progress) {
    Record none;
    Run run(assignment, none, progress, {});
    run.indices = chosenSamples(assignment.request.samples, *assignment.data);
    const auto params = bind<Membership>(assignment.request.params);
    const TrainPlan plan = trainPlanFor(run.request(), params);
    at::Generator random = run.random(2);
    ModelInfo info;
    std::optional<Graph> own;
    if (run.fresh()) {
      own = startingGraph(assignment, info, random);
    } else {
      info = assignment.model->info();
      if (const Graph* graph = assignment.model->graph()) own = graph->on(at::kCPU);
    }
    constexpr std::int64_t kBatches = 6;  // shadow models learn half of them
    const auto few = std::min<std::int64_t>(std::ssize(run.indices), kBatches * plan.batch);
    const MembershipPool pool{
        readBatch(run.data(), {run.indices.begin(), run.indices.begin() + few}), at::zeros({few}, at::kBool), {}};
    const double each = shadowSeconds(blueprintFor(params, own, info, pool), pool, plan) *
                        double(poolSize(run, params.members)) / double(few);
    return {"shadows", each, run.fresh() ? each : 0};
  }

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    const bool needsShadows = params.attack >= Guess::Shadow;
    if (params.shadows % 2 != 0) throw UsageError("shadows", "must be even: each sample is in half of them");
    if (needsShadows && params.shadows < 2)
      throw UsageError("shadows", "the chosen attack needs at least two shadow models");
    // The victim's training costs as much as one shadow model's.
    const double all = params.shadows + (run.fresh() ? 2.0 : 1.0), first = run.fresh() ? 1.5 : 0.5;
    PartProgress before(progress, 0, first / all), shadowing(progress, first / all, (all - 0.5) / all),
        after(progress, (all - 0.5) / all, 1);
    const MembershipPool pool = membershipPool(run, params.members, params.keep, record, before);
    const Victim victim = victimFor(run, pool, params, record, before);
    ScoreAccess access = run.victim<ScoreAccess>(victim.model);
    const at::Tensor& labels = pool.samples.labels;
    const at::Tensor answers = answersThrough(access, pool.samples.images, before);
    std::vector<MembershipGuess> guesses{{"loss", lossScores(answers, labels)},
                                         {"entropy", entropyScores(answers)},
                                         {"confidence", confidenceScores(answers)}};
    report(run, params, pool, guesses, record);
    if (params.shadows == 0) return;
    run.publish();
    const Graph blueprint = blueprintFor(params, victim.blueprint, victim.model->info(), pool);
    const Shadows shadows = trainShadows(blueprint, pool, trainPlanFor(run.request(), params),
                                         {params.shadows, params.cache}, shadowing);
    at::Generator random = run.random(3);
    constexpr std::int64_t kReferences = 2000;
    const at::Tensor references = at::randperm(labels.numel(), random, at::kLong).slice(0, 0, kReferences);
    guesses.push_back(
        {"shadow", attackModelScores(answers, labels, shadows, run.request().seed ^ 0xa77acULL, after)});
    guesses.push_back({"lira-offline", liraScores(answers, labels, shadows, false)});
    guesses.push_back({"lira-online", liraScores(answers, labels, shadows, true)});
    guesses.push_back({"rmia", rmiaScores(answers, labels, shadows, references, {params.gamma})});
    report(run, params, pool, guesses, record);
  }

 private:
  static at::Tensor answersThrough(ScoreAccess& access, const at::Tensor& images, Progress& progress) {
    constexpr std::int64_t kChunk = 256;
    std::vector<at::Tensor> parts;
    for (std::int64_t from = 0; from < images.size(0); from += kChunk) {
      progress.step(from, images.size(0));
      parts.push_back(access.logScores(images.slice(0, from, from + kChunk)));
    }
    return at::cat(parts);
  }

  static Graph blueprintFor(const Params& params, const std::optional<Graph>& own, const ModelInfo& victim,
                            const MembershipPool& pool) {
    if (params.architecture.empty()) {
      if (own) return *own;
      throw UsageError("architecture", "must be said: the inside of the model is not known");
    }
    const ImageShape shape{static_cast<int>(pool.samples.images.size(1)),
                           static_cast<int>(pool.samples.images.size(2)),
                           static_cast<int>(pool.samples.images.size(3))};
    return buildArchitecture(params.architecture, shape, victim.classes, victim.mean, victim.deviation);
  }

  /// The chosen attack first, or the best known stand-in while it isn't there yet.
  static void report(const Run& run, const Params& params, const MembershipPool& pool,
                     std::vector<MembershipGuess> guesses, Record& record) {
    const std::string_view chosen = Choices<Guess>::names[static_cast<std::size_t>(params.attack)];
    std::stable_partition(guesses.begin(), guesses.end(), [&](const auto& guess) { return guess.name == chosen; });
    reportMembership(run, pool, guesses, record);
  }
};
const Registered<Membership> kMembershipRegistered;

}  // namespace
}  // namespace adversarium
