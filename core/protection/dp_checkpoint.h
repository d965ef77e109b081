// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a private training stands, on the disk, so that it goes on after a restart as if it had not been
/// interrupted. Where the noise comes from a seed, who has the file can take off what is still to come: it is then
/// as secret as the data.
#pragma once

#include <ATen/core/Generator.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/protection/dp_training.h"
#include "core/training/optimiser.h"

namespace adversarium {

/// What the privacy budget hangs on; a training goes on only where all of it is the same.
std::string dpIdentity(const DpPlan& plan, const DataSet& data, const std::vector<std::int64_t>& indices);

/// Throws InputError where the file cannot be written.
void saveDpCheckpoint(const std::filesystem::path& file, const std::string& identity, const Graph& graph,
                      const OptimiserState& optimiser, const at::Generator& random, const NoiseSource& source,
                      const std::vector<DpEpoch>& epochs);

/// Fills what it is given and returns the epochs that are done. Throws InputError for the checkpoint of another
/// training.
std::vector<DpEpoch> loadDpCheckpoint(const std::filesystem::path& file, const std::string& identity, Graph& graph,
                                      OptimiserState& optimiser, at::Generator& random, NoiseSource& source);

}  // namespace adversarium
