// SPDX-License-Identifier: GPL-3.0-or-later
/// Samples of which it is known whether a model was trained on them: what every question of membership is judged
/// by.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/membership/membership_scores.h"
#include "core/record/measure.h"
#include "core/run/run.h"
#include "core/training/train_method.h"

namespace adversarium {

inline constexpr MeasureSpec kGeneralisationGap{
    "generalisation_gap", translatable("measures", "Accuracy on training samples less that on others"), "share",
    Better::Lower};

struct MembershipPool {
  Batch samples;                      ///< float32 N×C×H×W, int64 N
  at::Tensor member;                  ///< bool N
  std::vector<std::int64_t> indices;  ///< of the data, one a row; −1 − i for sample i of its held-out part
  std::shared_ptr<const DataSet> data() const;  ///< the rows as a data set
  std::vector<std::int64_t> rows(bool members) const;
};

/// Where the request is for a new model, `share` of the samples, at random, are the members to be. For a model
/// that is there, `file` (.npy) holds the indices that it was trained on; without one, members.npy beside the
/// model; else the training part of the data is taken for members, as many samples of its held-out part for the
/// others. Throws InputError where there is nobody on one side.
MembershipPool membershipPool(const Run& run, const std::string& file, double share, Record& record,
                              Progress& progress);

/// How many samples that pool has, without reading any of them.
std::int64_t poolSize(const Run& run, const std::string& file);

/// `share` of the samples, at random, as members to be, whatever model there is.
MembershipPool chosenPool(const Run& run, double share, Record& record, Progress& progress);

/// The model that is attacked: the request's, or one trained on the pool's members, which the record then
/// holds as model.adv beside members.npy. `accuracy` measures of both sides go to the record.
struct Victim {
  std::shared_ptr<const Classifier> model;
  std::optional<Graph> blueprint;  ///< what its shadows are built like; none where its inside is not known
};
Victim victimFor(const Run& run, const MembershipPool& pool, const TrainParams& params, Record& record,
                 Progress& progress);

/// The same structure with fresh weights.
Graph freshLike(const Graph& graph, at::Generator& random);

struct ShadowPlan {
  int count = 16;
  std::string cache{};       ///< folder in which trained models are kept; empty: none
  double longTraining = 20;  ///< seconds from which on a training keeps its epochs there, too
};

/// Attackers' models, each trained by `training` on a random half of the pool, as one job over the same samples in
/// memory. With a cache a model that was trained there before, on the same samples in the same way, is not trained
/// again, and a long training goes on after its last epoch; the result has the same bits either way. What the job
/// costs is said before it begins and as it goes on.
Shadows trainShadows(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& training,
                     const ShadowPlan& plan, Progress& progress);

/// Seconds that one such training takes, by the clock, from a few of its steps.
double shadowSeconds(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& training);

}  // namespace adversarium
