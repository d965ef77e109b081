// SPDX-License-Identifier: GPL-3.0-or-later
/// One picture's true turning point between two marks: a proof below it, an example above it.
#pragma once

#include <functional>
#include <memory>

#include "core/data/data_set.h"
#include "core/evasion/exploration.h"
#include "core/job/progress.h"
#include "core/victim/classifier.h"

namespace adversarium {

/// On the computing thread, in short steps, so that a person's next move need not wait: the nearest example first,
/// then proofs by intervals and by linear bounds over them. `better` gets every number as it comes in. A model
/// that cannot be bounded, or grants no gradients, leaves its mark out. Throws UsageError for an index that is not
/// there.
std::shared_ptr<const PictureBracket> bracketedPicture(
    const ExploreRequest& request, const Classifier& model, const DataSet& data, Progress& progress,
    const std::function<void(std::shared_ptr<const PictureBracket>)>& better);

}  // namespace adversarium
