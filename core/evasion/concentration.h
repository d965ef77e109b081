// SPDX-License-Identifier: GPL-3.0-or-later
/// How much a model's answers gather in a few classes: the Gini coefficient of their counts.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/provenance/record.h"

namespace adversarium {

/// Σᵢ Σⱼ |xᵢ − xⱼ| / (2 K Σ x) of K counts: 0 when all are equal, (K − 1)/K when all is in one; float64 (…×K → …).
at::Tensor gini(const at::Tensor& counts);

/// Of answers (int64 N) among so many classes, scaled so that all in one class is 1, with the middle 95 % of what
/// 1000 resamplings give (Efron 1979).
Measure concentration(const at::Tensor& answers, std::int64_t classes, at::Generator& random);

}  // namespace adversarium
