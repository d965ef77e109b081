// SPDX-License-Identifier: GPL-3.0-or-later
/// Training on a student so that its features leave its teacher's: Wang et al., USENIX Security 2018, section 7.2.
/// Shared by the defence and the lab that shows it beside other students.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/training/train_method.h"

namespace adversarium {

struct AwayParams {
  double cap = 5000;
  double rise = 200;
  double weight = 1;
};
template <class Owner>
constexpr auto awayParams() {
  return std::tuple{param(&Owner::rise, "rise", "Steps of the distance",
                          "The distance asked for rises in steps of this size", {1, 1e9, 10, 1000, true}),
                    param(&Owner::weight, "weight", "Weight of the distance",
                          "How much distance counts beside right answers", {0, 1000, 0.01, 100, true})};
}

/// Eq. (4): right answers, and features behind the first `layer` layers as far from the teacher's as is asked,
/// which rises in steps up to the cap. Throws UsageError where the teacher's layers are others, Cancelled as
/// train() does.
TrainCurves moveAway(Graph& student, const Graph& teacher, std::int64_t layer, const AwayParams& params,
                     const DataSet& data, const std::vector<std::int64_t>& samples, const TrainPlan& plan,
                     Progress& progress);

/// Mean squared distance between the features of both behind so many layers on `images`.
double distanceToTeacher(const Graph& student, const Graph& teacher, std::int64_t layer, const at::Tensor& images);

}  // namespace adversarium
