// SPDX-License-Identifier: GPL-3.0-or-later
/// A picture explained while a person watches: every finer map is handed over as soon as it is there.
#pragma once

#include <functional>
#include <memory>

#include "core/data/data_set.h"
#include "core/explain/explanation.h"
#include "core/job/progress.h"
#include "core/victim/classifier.h"

namespace adversarium {

/// On the computing thread. `data` brings its samples to the model's input shape. Throws UsageError for a method
/// that explains no single pictures, an index that is not there, a picture of another shape.
std::shared_ptr<const Explanation> explainedPicture(
    const ExplainRequest& request, const Classifier& model, const DataSet& data, Progress& progress,
    const std::function<void(std::shared_ptr<const Explanation>)>& coarse);

}  // namespace adversarium
