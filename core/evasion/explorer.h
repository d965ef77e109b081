// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture attacked while a person drags: what a drag does not change is computed once.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>

#include "core/data/data_set.h"
#include "core/evasion/attack.h"
#include "core/evasion/exploration.h"
#include "core/job/progress.h"
#include "core/victim/classifier.h"

namespace adversarium {

/// On the computing thread. What is exact is what a run on this one picture makes, to the bit: the same truth, the
/// same random numbers, the same arithmetic. `data` brings its samples to the model's input shape. Both throw
/// UsageError for a method that is no attack, an index that is not there, or access that the model does not grant.
class Explorer {
 public:
  using Model = std::shared_ptr<const Classifier>;
  using Data = std::shared_ptr<const DataSet>;
  std::shared_ptr<const Exploration> explored(const ExploreRequest& request, const Model& model, const Data& data,
                                              Progress& progress);
  std::shared_ptr<const Ribbon> ribbon(const ExploreRequest& request, int strengths, const Model& model,
                                       const Data& data, Progress& progress);

 private:
  /// The sample, the model's answer and, for a linear attack, its direction. Handed out as a copy: while one
  /// request computes, another may come in between.
  struct Held {
    ExploreRequest key;
    Model model;  ///< the request's names alone may mean others by now
    Data data;
    at::Tensor clean;
    at::Tensor direction;
    std::vector<float> cleanScores;
    int cleanClass = -1;
    int label = -1;
    bool attempted = true;  ///< as a run decides it
  };
  Held prepared(const ExploreRequest& request, const BoundAttack& attack, const Model& model, const Data& data);

  std::optional<Held> m_held;  ///< of the last request
};

}  // namespace adversarium
