// SPDX-License-Identifier: GPL-3.0-or-later
/// Adversarial examples made on a surrogate so that they carry over to models that the attacker cannot look into:
/// momentum against the surrogate's peculiarities, and gradients averaged over changed views of each image.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <memory>
#include <vector>

#include "core/evasion/attack.h"

namespace adversarium {

/// Ways to make an example carry over.
enum class TransferKind { Momentum, DiverseInputs, TranslationInvariant, BlocksShuffled };
inline constexpr std::array<std::string_view, 4> kTransferNames{"mi-fgsm", "di-fgsm", "ti-fgsm", "bsr"};

struct TransferKnobs {
  double epsilon = 16.0 / 255;
  int steps = 10;
  double momentum = 1;
  int copies = 20;         ///< views averaged in a step (bsr)
  int blocks = 2;          ///< cuts each way (bsr)
  double diversity = 0.5;  ///< share of steps in which the image is resized (di-fgsm)
  int kernel = 5;          ///< edge of the smoothing window, odd (ti-fgsm)
};

/// Steps of L∞ length ε / steps along the accumulated gradient. Raw: the house enforces the ball. `images`
/// N×C×H×W in [0,1]. Dong et al. 2018 (MI), Xie et al. 2019 (DI), Dong et al. 2019 (TI), Wang et al. 2024 (BSR).
at::Tensor craftTransferable(GradientAccess& surrogate, const at::Tensor& images, const Goal& goal,
                             TransferKind kind, const TransferKnobs& knobs, Progress& progress);

/// Images resized to between 1 and 1.1 of their edge, padded at a random place with black and brought back.
at::Tensor resizedAtRandom(const at::Tensor& images, at::Generator& random);
/// Images cut into blocks that are shuffled and turned by up to 24°; black where nothing lies.
at::Tensor blocksShuffled(const at::Tensor& images, int blocks, at::Generator& random);
/// Gradients smoothed by a Gaussian window whose deviation is a third of its reach; total weight 1.
at::Tensor smoothed(const at::Tensor& gradient, int kernel);

/// Several models of one kind as one: the mean of their log-probabilities (Liu et al. 2017, section 3).
std::shared_ptr<const Classifier> together(std::vector<std::shared_ptr<const Classifier>> models);

/// How many of the images that a target answered rightly before it answers as the attacker wants now.
struct TransferOutcome {
  at::Tensor attempted;  ///< bool N
  at::Tensor succeeded;  ///< bool N
  at::Tensor before;     ///< int64 N, answers
  at::Tensor after;
  Measure rate() const;
};
TransferOutcome outcomeOn(const Classifier& target, const at::Tensor& images, const at::Tensor& adversarial,
                          const at::Tensor& labels, int wanted = -1);

/// The models that a list of paths or demo:NAMEs, separated by commas, names. Throws InputError for one that
/// cannot be opened, UsageError for one whose images or classes are not those of `like`, or that grants less than
/// `least`.
std::vector<std::shared_ptr<const Classifier>> openModels(const std::string& list, const ModelInfo& like,
                                                          Access least);

}  // namespace adversarium
