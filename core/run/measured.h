// SPDX-License-Identifier: GPL-3.0-or-later
/// Counts and tensors in the form that a record keeps.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/record/record.h"

namespace adversarium {

/// A rate with its Wilson interval; not a number where n is 0.
Measure rateOf(std::int64_t hits, std::int64_t n);

/// Float N×C×H×W as an artefact's content.
ImageSet imageSetOf(const at::Tensor& images, std::vector<Words> captions = {});

/// Adds a point with its interval to a curve of rates.
void addRate(Curve& curve, double x, const Measure& rate);

}  // namespace adversarium
