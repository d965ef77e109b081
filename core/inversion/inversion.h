// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures of classes drawn out of a model, and what they are worth: judged by a model that had no part in it, by
/// the distance to what the class really looks like, and beside the nearest real picture.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/method/param.h"
#include "core/record/artefact/frames.h"
#include "core/run/run.h"

namespace adversarium {

/// Which classes, how many pictures of each, and who judges.
struct InversionParams {
  std::string classes;
  int copies = 1;
  std::string evaluator;
};
template <class Owner>
constexpr auto inversionParams() {
  return std::tuple{
      param(&Owner::classes, "classes", "Classes",
            "Numbers of the classes to draw, separated by commas; empty: all, but no more than a hundred"),
      param(&Owner::copies, "copies", "Pictures a class", "So many pictures of each class are drawn",
            {1, 1000, 1, 20}),
      param(&Owner::evaluator, "evaluator", "Evaluator",
            "Another model of the same classes that judges the pictures: a path or demo:NAME; empty: a built-in "
            "model's built-in one"),
  };
}

/// The classes that a list means; throws UsageError for one that the model does not know.
std::vector<std::int64_t> classesIn(const std::string& list, std::int64_t known);

/// Squared differences of neighbouring pixels, summed a picture; float N, differentiable.
at::Tensor totalVariation(const at::Tensor& images);

class InversionJudge {
 public:
  /// Reads the chosen samples (the truth that the model was trained on) and opens the evaluator.
  InversionJudge(const Run& run, const InversionParams& params);

  const std::vector<std::int64_t>& classes() const { return m_classes; }
  /// int64 N: `copies` times each class.
  const at::Tensor& labels() const { return m_labels; }

  /// Measures `images` (N×C×H×W, one a label) under names that end in `ending`: distance_to_mean,
  /// victim_confidence, evaluator_confidence, acc1, acc5, feature_distance, and like_own_mean.
  void judge(const at::Tensor& images, const std::string& ending);
  /// Adds class means and the real pictures nearest to `images` to the record.
  void exhibit(const at::Tensor& images);
  /// Root mean square distance to the mean of the class; double N, not a number where the data does not show it.
  at::Tensor distances(const at::Tensor& images) const;
  /// Distance to the centre of the class in the evaluator's last features, 1 being that of the class's real images
  /// in the mean (Zhang et al., CVPR 2020); double N, undefined without an evaluator that shows its features, not
  /// a number where the data does not show the class.
  at::Tensor featureDistances(const at::Tensor& images) const;
  /// The evaluator's probability of the class; double N, undefined without an evaluator.
  at::Tensor evaluatorConfidence(const at::Tensor& images) const;

 private:
  /// Share that correlates most with its own class's mean, what all means share taken off: a judge that no picture
  /// can be made to please.
  Measure likeOwnMean(const at::Tensor& images) const;
  void learnFeatures();
  at::Tensor featuresOf(const at::Tensor& images) const;

  const Run& m_run;
  std::vector<std::int64_t> m_classes;
  std::shared_ptr<const Classifier> m_evaluator;
  at::Tensor m_labels;
  at::Tensor m_truth, m_truthLabels;  // the chosen samples
  at::Tensor m_means;                 // one a known class, not a number where there is none
  std::optional<Graph> m_features;    // the evaluator's, before its last layer
  at::Tensor m_centres, m_spreads;    // of each class's features
};

/// What pictures looked like on the way, for the slider that replays it.
class Film {
 public:
  /// Pictures N×C×H×W as they are at `step`.
  void add(int step, const at::Tensor& images);
  bool empty() const { return m_frames.empty(); }
  /// All of them in turn, their steps as captions.
  Frames frames() const;

 private:
  std::vector<at::Tensor> m_frames;
  std::vector<Words> m_captions;
};

/// A mean with its 95 % interval by the normal approximation, over the values that are numbers.
Measure meanOf(const at::Tensor& values, const std::string& unit);

}  // namespace adversarium
