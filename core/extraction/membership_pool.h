// SPDX-License-Identifier: GPL-3.0-or-later
/// Samples of which it is known whether a model was trained on them: what every question of membership is judged
/// by.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/extraction/membership_scores.h"
#include "core/extraction/study.h"
#include "core/training/train_method.h"

namespace adversarium {

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
MembershipPool membershipPool(const Study& study, const std::string& file, double share, Record& record,
                              Progress& progress);

/// `share` of the samples, at random, as members to be, whatever model there is.
MembershipPool chosenPool(const Study& study, double share, Record& record, Progress& progress);

/// The model that the study attacks: the request's, or one trained on the pool's members, which the record then
/// holds as model.adv beside members.npy. `accuracy` measures of both sides go to the record.
struct Victim {
  std::shared_ptr<const Classifier> model;
  std::optional<Graph> blueprint;  ///< what its shadows are built like; none where its inside is not known
};
Victim victimFor(const Study& study, const MembershipPool& pool, const TrainParams& params, Record& record,
                 Progress& progress);

/// The same structure with fresh weights.
Graph freshLike(const Graph& graph, at::Generator& random);

/// Attackers' models, each trained by `plan` on a random half of the pool. With a `cache` folder a model that was
/// trained there before, on the same samples in the same way, is not trained again.
Shadows trainShadows(const Graph& blueprint, const MembershipPool& pool, const TrainPlan& plan, int count,
                     const std::string& cache, Progress& progress);

}  // namespace adversarium
