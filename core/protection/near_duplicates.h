// SPDX-License-Identifier: GPL-3.0-or-later
/// Samples that occur twice: within one set, or on both sides of a split, where a model is then judged by what it
/// has learnt by heart.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/data/data_set.h"
#include "core/job/progress.h"

namespace adversarium {

/// float N×D to be compared by Euclidean distance. Of images float N×C×H×W it is √(2 − 2r), r the correlation of
/// their pixels at 32×32 at most: 0 for the same picture, brighter, scaled or compressed again, √2 for pictures
/// that have nothing in common; moved and mirrored copies are not found. Of a table's rows it is how much numbers
/// differ, in their ranges, and √2 for every differing word.
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
