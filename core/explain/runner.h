// SPDX-License-Identifier: GPL-3.0-or-later
/// The house measures: what is explained, how faithful each map is, and what happens when the region it points at
/// is hidden. No method judges itself.
#pragma once

#include "core/explain/explain.h"

namespace adversarium {

struct ExplainSettings {
  int target = -1;  ///< class to explain; −1: the model's own answer
  std::string precision = "float32";
  std::function<void(const Heat&)> onMap{};
};

/// One batch explained. All tensors on the CPU, N as the images.
struct ExplainedBatch {
  at::Tensor scores;                  ///< probabilities N×K of the images themselves
  at::Tensor classes;                 ///< int64 N: what was explained
  Heat heat;                          ///< with a region for every image
  std::vector<HiddenWindow> regions;  ///< what hiding that region does
  std::vector<std::int64_t> queries;  ///< one a sample
  std::int64_t gradients = 0;
  GradientLooks looks;  ///< an idle one counts as vanished: every explained number has a gradient
  at::Tensor gap;  ///< float64 N: |sum of the map − change of the score|; undefined where nothing is promised
};

/// Throws UsageError for a class that the model does not know; a negative one is the model's own answer.
void requireTarget(const Classifier& model, int target);

/// Throws UsageError where the model does not grant the access that the method needs, and as requireTarget does.
ExplainedBatch explainBatch(const ExplanationMethod& method, const ParamMap& params, const Classifier& model,
                            const at::Tensor& images, const ExplainSettings& settings,
                            std::shared_ptr<at::Generator> random, Progress& progress);

/// Petsiuk et al. 2018, section 3.3: probabilities of the class (float64 N×(kFaithfulnessSteps+1)) while ever more
/// of the picture is taken away, and while it is put back over a blurred copy; in the order of the map, and taken
/// away at random for comparison.
struct Faithfulness {
  at::Tensor deletion, insertion, random;
};
inline constexpr int kFaithfulnessSteps = 20;
Faithfulness faithfulnessOf(const Classifier& model, const at::Tensor& images, const at::Tensor& classes,
                            const at::Tensor& maps, at::Generator& random, Progress& progress);

/// The pictures with, in each one's window, the pixels of `replacement`.
at::Tensor withHidden(const at::Tensor& images, const at::Tensor& replacement, const std::vector<Window>& windows);

}  // namespace adversarium
