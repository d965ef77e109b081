// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a thief's questions come from: images that it has, chosen well or badly, or made of nothing.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <memory>
#include <string_view>

#include "core/data/data_set.h"
#include "core/inversion/clone.h"
#include "core/method/param.h"

namespace adversarium {

enum class QueryStrategy { Random, Adaptive, Jacobian, DataFree };
template <>
struct Choices<QueryStrategy> {
  static constexpr std::array<std::string_view, 4> names{"random", "adaptive", "jacobian", "data-free"};
};

class QuerySource {
 public:
  virtual ~QuerySource() = default;
  /// `count` images (or fewer, at least one) N×C×H×W in [0,1] to ask about next.
  virtual at::Tensor next(std::int64_t count, const Clone& clone) = 0;
  /// What the victim said to the images that next() gave; N×K probabilities.
  virtual void answered(const at::Tensor& images, const at::Tensor& answers, const Clone& clone) {
    (void)images, (void)answers, (void)clone;
  }
  /// Whether the clone should learn after every batch of questions, not only now and then.
  virtual bool needsFreshClone() const { return false; }
};

/// Knows how often it was through the images that it has.
struct Pool {
  std::shared_ptr<const DataSet> data;
  std::vector<std::int64_t> samples;
};

/// random: images of the pool in random order; each further round shifted by up to two pixels.
/// adaptive: Orekondy, Schiele, Fritz, CVPR 2019, section 5.1.2: a bandit over the pool's classes, rewarded by the
/// victim's certainty, by new kinds of answers and by the clone's error; without labels as random.
/// jacobian: Papernot et al. 2017, algorithm 1: a few images, and then steps from each along the sign of the
/// gradient of the clone's score for the victim's answer.
/// data-free: a generator that learns to make images which the clone holds for each class in turn, and all
/// classes equally often (after Zhou et al., CVPR 2020, eq. (5) to (8)); the pool is not looked at.
std::unique_ptr<QuerySource> querySource(QueryStrategy strategy, const Pool& pool, const ModelInfo& victim,
                                         std::int64_t budget, at::Generator& random);

}  // namespace adversarium
