// SPDX-License-Identifier: GPL-3.0-or-later
/// Which neurons a backdoor lives in, the most suspicious first; three ways to find out from clean images alone.
#pragma once

#include <vector>

#include "core/data/data_set.h"
#include "core/defence/neurons.h"
#include "core/job/progress.h"

namespace adversarium {

struct RankingPlan {
  int steps = 200;  ///< mask updates (ANP), and at most so many of each kind (RNP)
  std::int64_t batch = 128;
  double epsilon = 0.4;  ///< ANP: largest change of a neuron's weight and bias, relative
  double alpha = 0.2;    ///< ANP: weight of the loss without that change
  std::uint64_t seed = 0;
};

/// Fine-pruning (Liu, Dolan-Gavitt, Garg 2018, arXiv:1805.12185): the last convolution's channels, quietest on
/// clean images first; of the last hidden layer where there is no convolution.
std::vector<Neuron> rankByActivation(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                     Progress& progress);

/// Adversarial neuron pruning (Wu & Wang 2021, arXiv:2110.14430, eq. (3) to (5)): masks that must withstand the
/// worst change of every neuron; the smallest mask first.
std::vector<Neuron> rankByAdversary(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                    Progress& progress);

/// Reconstructive neuron pruning (Li et al. 2023, arXiv:2305.14876, algorithm 1): unlearns the clean images, then
/// lets masks win them back; what is not needed for that ranks first.
std::vector<Neuron> rankByReconstruction(const Graph& graph, const DataSet& clean, const RankingPlan& plan,
                                         Progress& progress);

}  // namespace adversarium
