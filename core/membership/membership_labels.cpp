// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/evasion/attack.h"
#include "core/membership/membership_report.h"
#include "core/poisoning/detection.h"

namespace adversarium {
namespace {

/// Choquette-Choo et al., ICML 2021; Li, Zhang, CCS 2021: training samples lie further from the decision boundary.
struct MembershipLabels {
  static constexpr Family kFamily = Family::Extraction;
  static constexpr Scope kScope = Scope::TrainingPart;
  static constexpr AlgorithmInfo info{
      "membership-labels", "Membership by labels alone", Chapter::Extraction,
      "Choquette-Choo et al. 2021, arXiv:2007.14321",
      "Walks from each picture to the decision boundary: what the model was trained on "
      "lies further away. Works where the scores are hidden."};
  using Rights = LabelAccess;
  static constexpr bool kTrainsItsModel = true;
  struct Params : TrainParams {
    int queries = 1000;
    int asked = 200;
    double keep = 0.5;
    std::string members;
  };
  static constexpr auto params = [] {
    auto training = trainParams<Params>();
    std::get<0>(training).hero = false;
    return std::tuple_cat(
        std::tuple{
            heroParam(&Params::queries, "queries", "Query budget",
                      "Most looks at the winning class for each image", {20, 1e7, 100, 25000, true, "queries"})
                .as(Role::Queries),
            param(&Params::asked, "asked", "Samples asked about", "Half of them members, at random",
                  {2, 1e6, 20, 2000, true}),
            param(&Params::keep, "keep", "Share trained on",
                  "Share of the samples that an untrained model is trained on first; the rest are the others",
                  {0.05, 0.95, 0.1, 0.9}),
            param(&Params::members, "members", "Known members",
                  "File of the indices that the model was trained on (.npy); empty: members.npy beside the model, "
                  "else the data's training part")
                .as(Place::Indices),
        },
        training);
  }();

  static void carryOut(const Run& run, const Params& params) {
    Record& record = run.record;
    Progress& progress = run.progress;
    PartProgress before(progress, 0, run.fresh() ? 0.3 : 0.05), walking(progress, run.fresh() ? 0.3 : 0.05, 1);
    const MembershipPool all = membershipPool(run, params.members, params.keep, record, before);
    const Victim victim = victimFor(run, all, params, record, before);
    const MembershipPool pool = someOfBoth(run, all, params.asked);
    LabelAccess access = run.victim<LabelAccess>(victim.model);
    const at::Tensor right = inChunks(pool.samples.images, before, [&](const at::Tensor& chunk) {
                               return access.decide(chunk);
                             }).eq(pool.samples.labels);
    const at::Tensor distances = distancesOf(run, victim, params, pool, walking, record);
    // A wrong answer alone speaks against membership, whatever the distance.
    const at::Tensor scores = at::where(right, distances, -distances);
    reportMembership(run, pool, {{"boundary", scores}, {"right-answer", right.to(at::kDouble)}}, record);
  }

 private:
  static MembershipPool someOfBoth(const Run& run, const MembershipPool& all, int asked) {
    at::Generator random = run.random(5);
    std::vector<at::Tensor> chosen;
    for (const bool members : {true, false}) {
      const at::Tensor rows = all.member.eq(members).nonzero().squeeze(1);
      chosen.push_back(
          rows.index_select(0, at::randperm(rows.numel(), random, at::kLong).slice(0, 0, std::max(1, asked / 2))));
    }
    const at::Tensor rows = at::cat(chosen);
    MembershipPool pool{{all.samples.images.index_select(0, rows), all.samples.labels.index_select(0, rows)},
                        all.member.index_select(0, rows),
                        {}};
    for (const std::int64_t row : integersOf(rows))
      pool.indices.push_back(all.indices[static_cast<std::size_t>(row)]);
    return pool;
  }

  /// double N: L2 to the nearest picture with another answer that was found. Where none was, the boundary is
  /// farther away than anything that the budget reached.
  static at::Tensor distancesOf(const Run& run, const Victim& victim, const Params& params,
                                const MembershipPool& pool, Progress& progress, Record& record) {
    const auto attack =
        attackWith(standardAttack(Access::Labels), {{Role::Queries, params.queries}, {Role::Norm, "l2"}});
    constexpr std::int64_t kBatch = 100;
    const std::int64_t count = pool.member.numel();
    std::vector<at::Tensor> parts;
    for (std::int64_t from = 0; from < count; from += kBatch) {
      const std::int64_t to = std::min(count, from + kBatch);
      PartProgress part(progress, double(from) / double(count), double(to) / double(count));
      const at::Tensor images = pool.samples.images.slice(0, from, to);
      Oracle oracle(victim.model, to - from);
      LabelAccess asked(oracle.model, run.meter);
      const at::Tensor answers = asked.decide(images);
      Goal goal;
      goal.labels = answers;
      goal.ball = {Norm::L2, at::full({to - from}, HUGE_VAL, at::kFloat)};
      goal.random = std::make_shared<at::Generator>(run.random(1000 + static_cast<std::uint64_t>(from)));
      goal.pictures = &run.data();
      const at::Tensor found = attack->craft(oracle, images, goal, part).clamp(0, 1);
      run.meter->queries += oracle.meter->queries;
      parts.push_back((found - images).flatten(1).norm(2, 1).to(at::kDouble));
    }
    const at::Tensor distances = at::cat(parts), none = distances.eq(0);
    const auto unfound = none.sum().item<std::int64_t>();
    if (unfound == 0) return distances;
    record.caveats.push_back(
        {"no-start", filled(translatable("records",
                                         "For {} images no picture with another answer was found: they count as "
                                         "the farthest from the boundary."),
                            unfound)});
    return distances.masked_fill(none, distances.max().item<double>());
  }
};
const Registered<MembershipLabels> kMembershipLabelsRegistered;

}  // namespace
}  // namespace adversarium
