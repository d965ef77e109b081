// SPDX-License-Identifier: GPL-3.0-or-later
/// What every poisoning and every repair is judged by: right answers to clean images, and how often the trigger
/// calls up its class on images that the training never saw.
#pragma once

#include <functional>
#include <optional>

#include "core/graph/graph.h"
#include "core/job/progress.h"
#include "core/poisoning/trigger.h"
#include "core/record/record.h"

namespace adversarium {

/// A trigger made for a model's images, and the class that it is to call up.
struct Backdoor {
  Trigger trigger;
  std::int64_t target = 0;
};

struct BackdoorRates {
  Measure clean;      ///< clean accuracy
  Measure triggered;  ///< share of images of other classes that become the target; n is 0 without a trigger
  /// Largest share of one class among the answers to triggered images of all classes, and which: where a student
  /// has classes of its own, this shows an inherited backdoor.
  Measure commonest;
  std::int64_t commonestClass = -1;
};

/// Images N×C×H×W in [0,1] → logits N×K.
using Answer = std::function<at::Tensor(const at::Tensor& images)>;

/// Over the first `first` samples of `data` (0: all), in evaluation mode and without gradients.
BackdoorRates backdoorRates(const Answer& model, const DataSet& data, const std::optional<Backdoor>& backdoor,
                            std::int64_t first, Progress& progress);
BackdoorRates backdoorRates(const Graph& model, const DataSet& data, const std::optional<Backdoor>& backdoor,
                            std::int64_t first, Progress& progress);

}  // namespace adversarium
