// SPDX-License-Identifier: GPL-3.0-or-later
/// Samples that occur twice: within one set, or on both sides of a split, where a model is then judged by what it
/// has learnt by heart.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/data/data_set.h"
#include "core/job/progress.h"

namespace adversarium {

/// float N×D whose Euclidean distances are root mean square differences in [0,1]. Images float N×C×H×W are
/// compared at 32×32 pixels at most, so that what was scaled or compressed again is still found; moved or mirrored
/// copies are not. For the rows of a table the mean is over columns, a differing word counting 1.
at::Tensor comparable(const at::Tensor& images, const DataSet& source);

struct Twins {
  at::Tensor twin;      ///< int64 N: the nearest row within the limit, −1 for none
  at::Tensor distance;  ///< float N: how far it is; where there is none, of no meaning
};
/// For every row its nearest among the earlier ones; of equally near ones any.
Twins twinsAmong(const at::Tensor& rows, double limit, Progress& progress);
/// For every row its nearest among `others`, float M×D.
Twins twinsIn(const at::Tensor& rows, const at::Tensor& others, double limit, Progress& progress);

}  // namespace adversarium
