// SPDX-License-Identifier: GPL-3.0-or-later
/// The house measures: clips what an attack made, verifies it against its ball, and judges it in float32 on the
/// model itself, whatever the attack computed with.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <string>

#include "core/base/words.h"
#include "core/evasion/attack.h"

namespace adversarium {

/// One batch under attack. All tensors on the CPU, N as the images.
struct AttackedBatch {
  at::Tensor adversarial;  ///< float32 N×C×H×W, in the ball and in [0,1]; the clean image where nothing was tried
  at::Tensor cleanScores;   ///< probabilities N×K
  at::Tensor attackScores;  ///< probabilities N×K
  at::Tensor attempted;     ///< bool N: rightly classified before (and not at the target)
  at::Tensor succeeded;     ///< bool N: attempted, and now where the attacker wants it
  at::Tensor direction;     ///< of a linear attack, N×C×H×W, 0 where nothing was tried; else undefined
  std::vector<std::int64_t> queries;  ///< one a sample
  std::int64_t gradients = 0;
  Notes notes;                   ///< what the attack said about the victim and itself
  std::optional<Words> refused;  ///< why a guard answered no more; what was made until then is judged
  std::int64_t repeated = 0;  ///< samples that fell on the attack copy but not on the model, and were tried again
};

struct AttackSettings {
  int target = -1;
  std::string precision = "float32";
  /// Strengths one an image (float N), instead of the one in the parameters.
  at::Tensor strengths;
  /// Treat the model's own answer as the class to leave; else the labels, where one is known, and wrongly
  /// classified images are skipped.
  bool leaveOwnAnswer = false;
  std::function<void(const at::Tensor&)> onStep;
  /// What a learning attack learned on other images; it is then only applied.
  at::Tensor learned;
  bool guarded = false;  ///< a guard may refuse: what an attack has made is kept from step to step
  bool giveUp = false;   ///< nothing is tried any more, the images are only judged
  /// What an attacker may take for a start, beside the batch; must outlive the attack.
  const DataSet* pictures = nullptr;
};

/// What a learning attack learned, and what it asked for it.
struct Learned {
  at::Tensor thing;
  std::int64_t samples = 0;  ///< rightly classified images that it learned on
  std::int64_t queries = 0;
  std::int64_t gradients = 0;
  Notes notes{};
};

/// Class labels (int64 N, −1 where none is known) in which the model's own answers to the images (N×C×H×W) stand
/// for those that are missing.
at::Tensor labelsOrAnswers(const Classifier& model, const at::Tensor& images, const at::Tensor& labels);

/// "unlabelled": says of how many images that was so.
Caveat unlabelledCaveat(std::int64_t images);

/// Learns on those images that the model classifies rightly (and that are not at the target already); throws
/// UsageError where there is none.
Learned learnFrom(const BoundAttack& attack, const Classifier& model, const at::Tensor& images,
                  const at::Tensor& labels, const AttackSettings& settings, std::shared_ptr<at::Generator> random,
                  Progress& progress);

/// `labels` int64 N, −1 for the model's own answer. Throws UsageError where the model does not grant the access
/// that the attack needs.
AttackedBatch attackBatch(const BoundAttack& attack, const Classifier& model, const at::Tensor& images,
                          const at::Tensor& labels, const AttackSettings& settings,
                          std::shared_ptr<at::Generator> random, Progress& progress);

/// What is random in one batch of a run: the same for the same batch, so that a part of a run can be repeated
/// alone, and for one picture alone what its run has.
std::shared_ptr<at::Generator> randomOfBatch(std::uint64_t seed, std::int64_t batch);

/// Throws UsageError for a class that the model does not know.
void requireTarget(const ModelInfo& model, int target);

}  // namespace adversarium
