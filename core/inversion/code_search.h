// SPDX-License-Identifier: GPL-3.0-or-later
/// Looks for codes whose pictures a victim takes for a class, with as little as its answers.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/words.h"
#include "core/inversion/image_gan.h"
#include "core/job/progress.h"
#include "core/method/param.h"
#include "core/victim/access.h"

namespace adversarium {

enum class SearchRight { Gradients, Scores, Labels };
template <>
struct Choices<SearchRight> {
  static constexpr std::array<std::string_view, 3> names{"gradients", "scores", "labels"};
};

struct SearchPlan {
  SearchRight right = SearchRight::Gradients;
  int steps = 600;
  double rate = 0.1;  ///< Adam's (gradients, scores)
  int around = 32;    ///< codes asked about around each in a step (scores, labels)
  int drawn = 2000;   ///< codes asked about once, from which the search starts
  double lead = 6;    ///< of the class over the best other, in nats; farther up the pictures turn into caricatures
  int restarts = 2;   ///< searches a picture; the one that the victim finds best is kept
};

struct FoundCodes {
  Codes codes;      ///< one a label, on the sphere on which the generator's codes lie
  int steps = 0;    ///< taken
  Words refusal{};  ///< a guard's words, where it answered no more; the codes are those found until then
  std::int64_t withoutStart = 0;  ///< labels that no drawn code got for an answer, with labels alone
};

/// Starts from the best of codes that are drawn under all conditions that may stand for the labels (see
/// conditionsToSearch), in turn; a code stays under its condition. Of codes that are as good, those come first
/// that are under the label's own. gradients: Adam on the margin of the class over the best other (Yuan et al.,
/// AAAI 2023, eq. (5)), the picture moved a little in each step. scores: the same margin along an estimated
/// gradient (Salimans et al. 2017, section 2, with mirrored directions). labels: Kahla et al., CVPR 2022,
/// algorithm 1: away from where the answer is wrong, on a sphere that grows while all answers are right. `onStep`
/// sees one code a label at every step.
FoundCodes searchCodes(const ImageGenerator& generator, const Oracle& victim, const at::Tensor& labels,
                       const SearchPlan& plan, at::Generator& random, Progress& progress,
                       const std::function<void(int step, const Codes& codes)>& onStep);

}  // namespace adversarium
