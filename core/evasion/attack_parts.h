// SPDX-License-Identifier: GPL-3.0-or-later
/// Finished batches of an attack as parts of an unfinished run, and back to the last bit.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/evasion/runner.h"
#include "core/formats/safetensors.h"

namespace adversarium {

/// A batch and, for each strength of a sweep, how many of its images fell.
struct FinishedBatch {
  AttackedBatch attacked;
  std::vector<std::int64_t> hits;
};

Safetensors partOf(const FinishedBatch& batch);
Safetensors partOf(const Learned& learned);
/// Nothing where there is no such part, or it is damaged or not of these images.
std::optional<FinishedBatch> finishedBatch(const std::optional<Safetensors>& part, const at::Tensor& images);
std::optional<Learned> learnedBefore(const std::optional<Safetensors>& part);

}  // namespace adversarium
