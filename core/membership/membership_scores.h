// SPDX-License-Identifier: GPL-3.0-or-later
/// How sure an attacker is that a model was trained on a sample, from what the model answers: pure functions of
/// answers. All scores are double N, higher for more likely a member; log-probabilities are float N×K, labels
/// int64 N.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/job/progress.h"

namespace adversarium {

/// Yeom et al. 2018: minus the cross-entropy.
at::Tensor lossScores(const at::Tensor& logScores, const at::Tensor& labels);
/// Salem et al. 2019: minus the entropy of the answer; the label isn't looked at.
at::Tensor entropyScores(const at::Tensor& logScores);
/// The largest probability, as its logarithm; the label isn't looked at.
at::Tensor confidenceScores(const at::Tensor& logScores);

/// log p − log(1 − p) of the label's probability p, which is close to normal over trainings (Carlini et al. 2022,
/// eq. (5)), computed without cancellation.
at::Tensor logitConfidence(const at::Tensor& logScores, const at::Tensor& labels);

/// Models of the attacker's own, each trained on a half of the samples.
struct Shadows {
  at::Tensor in;         ///< bool M×N: model m was trained on sample n
  at::Tensor logScores;  ///< float M×N×K
};

/// Likelihood-ratio attack, Carlini et al. 2022: algorithm 1 (online), or against models that never saw the sample
/// alone (offline, eq. (4), as deviations from their mean). With fewer than 64 shadows one variance serves all
/// samples, as the authors do.
at::Tensor liraScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows, bool online);

/// Robust attack, Zarifzadeh et al. 2024, eq. (4): share of reference samples z for which
/// (p(x|θ)/p(x)) / (p(z|θ)/p(z)) reaches γ. Offline, p(x) is estimated from models that never saw x, with the
/// authors' slope a (eq. (10)).
struct RmiaParams {
  double gamma = 2;
  double slope = 0.3;
  bool online = true;
};
/// `references`: int64 R, rows that serve as z.
at::Tensor rmiaScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows,
                      const at::Tensor& references, const RmiaParams& params = {});

/// Attack model, Shokri et al. 2017: a network that learns from the shadows' answers which samples they were
/// trained on. Sees the answer sorted, the label's probability and the label.
at::Tensor attackModelScores(const at::Tensor& logScores, const at::Tensor& labels, const Shadows& shadows,
                             std::uint64_t seed, Progress& progress);

/// bool M×N, every sample in exactly half of the models, the half at random.
at::Tensor balancedHalves(std::int64_t models, std::int64_t samples, at::Generator& random);

}  // namespace adversarium
