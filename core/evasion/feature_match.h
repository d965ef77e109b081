// SPDX-License-Identifier: GPL-3.0-or-later
/// Images whose features inside a teacher are those of other images: what a student that kept the teacher's first
/// layers cannot tell apart. Shared by the attack and the defence.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "core/base/gradient_looks.h"
#include "core/record/measure.h"
#include "core/record/record.h"
#include "core/run/method.h"
#include "core/tensor/ball.h"
#include "core/tensor/convert.h"
#include "core/victim/classifier.h"

namespace adversarium {

inline constexpr MeasureSpec kMimicSuccess{
    "mimic_success", translatable("measures", "Mimicked images answered as the guide"), "rate", Better::Lower};
inline constexpr MeasureSpec kBlackBoxSuccess{
    "black_box_success", translatable("measures", "Success of an attack that sees scores alone"), "rate",
    Better::Lower};

/// How far features (N×…) are apart: squared Euclidean distance, float N.
at::Tensor featureDistance(const at::Tensor& features, const at::Tensor& wanted);

/// Wang et al. 2018, eq. (2), with a ball in place of the budget of dissimilarity. `features` maps images (of
/// float32, N×C×H×W in [0,1]) to features; `wanted` are N×… of those, or one for all. Steps along the gradient
/// with momentum, halved for an image whose distance no longer falls; an image is finished when its steps have
/// become 1/256 of the ball, or after `steps`. Entries of a gradient that are no finite number count as zero; what
/// the gradients showed is added to `looks`. Returns the nearest seen, in ball and [0,1] up to rounding.
at::Tensor matchFeatures(const Graph& features, const at::Tensor& images, const at::Tensor& wanted,
                         const Ball& ball, int steps, Progress& progress, GradientLooks* looks = nullptr);

/// Images to move, and for each another, of another class, whose features it is to take on.
struct Pairs {
  Batch sources;
  Batch guides;
};
/// From the chosen samples, guides at random (of class `target` if it is not −1). Sources of class `target` and
/// those for which there is no guide are left out. Throws InputError where nothing remains.
Pairs pairsFrom(const DataSet& data, const std::vector<std::int64_t>& samples, int target, std::uint64_t seed);

/// Sources moved in a ball of radius `epsilon` until their features behind the teacher's first `layers` layers are
/// their guides'; in the ball exactly. In batches of `batch`.
at::Tensor mimicked(const Graph& teacher, std::int64_t layers, const Pairs& pairs, Norm norm, double epsilon,
                    int steps, std::int64_t batch, Progress& progress, GradientLooks* looks = nullptr);

/// What a student makes of moved sources, among those pairs of which it answers both images rightly.
struct MimicOutcome {
  at::Tensor before;     ///< int64 N, answers to the sources
  at::Tensor after;      ///< int64 N, answers to what was made of them
  at::Tensor attempted;  ///< bool N
  at::Tensor asGuide;    ///< bool N: now answered as the guide's class
  at::Tensor misled;     ///< bool N: now answered as anything but the source's class
  Measure success() const;
  Measure misledRate() const;
};
MimicOutcome mimicOutcome(const Classifier& student, const Pairs& pairs, const at::Tensor& made);

/// The white-box model that `said` names or, where it is empty, the one in the lineage of `student`; checked to
/// take the same images. Throws UsageError, with the parameter's name, or InputError where there is none.
std::shared_ptr<const Classifier> teacherOf(const ModelInfo& student, const std::string& said,
                                            const std::string& parameter = "teacher");

}  // namespace adversarium
