// SPDX-License-Identifier: GPL-3.0-or-later
/// The largest L∞ ball around each image in which the answer is proven not to change.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/defence/interval_bounds.h"
#include "core/job/progress.h"
#include "core/method/param.h"
#include "core/record/measure.h"
#include "core/record/record.h"

namespace adversarium {

inline constexpr MeasureSpec kCertifiedAccuracy{
    "certified_accuracy", translatable("measures", "Certified accuracy"), "rate", Better::Higher};
inline constexpr MeasureSpec kCertifiedRadiusMean{
    "certified_radius_mean", translatable("measures", "Certified radius, mean"), "pixel value", Better::Higher};

enum class Proof { Ibp, CrownIbp, Crown };
template <>
struct Choices<Proof> {
  static constexpr std::array<std::string_view, 3> names{"ibp", "crown-ibp", "crown"};
};

/// Float N, by halving [0, most] so many times; 0 where not even the image itself is rightly answered with a
/// margin. Computed in float32: a margin counts as proven only above 1e-4 of the largest logit. However few the
/// halvings, a radius in `asked` is itself tried wherever they leave it open: there the answer is the proof's own.
at::Tensor certifiedRadii(const CertifiedBounds& bounds, const at::Tensor& images, const at::Tensor& labels,
                          Proof proof, double most, int halvings, Progress& progress,
                          std::optional<double> asked = {});

/// The share of values that reach at least x, at `points` even places from 0 to `most`.
Curve shareReaching(const std::vector<double>& values, double most, const std::string& xLabel,
                    const std::string& yLabel, int points = 41);

}  // namespace adversarium
