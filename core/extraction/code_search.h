// SPDX-License-Identifier: GPL-3.0-or-later
/// Looks for codes whose pictures a victim takes for a class, with as little as its answers.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <functional>

#include "core/algorithm/param.h"
#include "core/extraction/image_gan.h"
#include "core/model/access.h"

namespace adversarium {

enum class SearchRight { Gradients, Scores, Labels };
template <>
struct Choices<SearchRight> {
  static constexpr std::array<std::string_view, 3> names{"gradients", "scores", "labels"};
};

struct SearchPlan {
  SearchRight right = SearchRight::Gradients;
  int steps = 600;
  double rate = 0.1;  ///< Adam's, with gradients
  int around = 32;    ///< codes asked about around each, without gradients
};

/// One code a label (N×128). Starts from the best of a few dozen drawn ones. gradients: Adam on the margin of the
/// class over the best other (Yuan et al., AAAI 2023, eq. (5)). scores: steps along the mean of directions weighed
/// by the margin they lead to (Wierstra et al. 2014). labels: Kahla et al., CVPR 2022, algorithm 1: away from
/// where the answer is wrong, on a sphere that grows while all answers are right. `onStep` sees the codes of every
/// step.
at::Tensor searchCodes(const ImageGan& gan, const Oracle& victim, const at::Tensor& labels, const SearchPlan& plan,
                       at::Generator& random, Progress& progress,
                       const std::function<void(int step, const at::Tensor& codes)>& onStep);

}  // namespace adversarium
