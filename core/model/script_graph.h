// SPDX-License-Identifier: GPL-3.0-or-later
/// A TorchScript module as a native graph, so that taps, batch-norm statistics and edits work on it, too.
#pragma once

#include <torch/script.h>

#include <optional>
#include <string>

#include "core/model/graph.h"

namespace adversarium {

/// Null where something in it has no counterpart; `reason` then says what, in words that follow "no feature taps:
/// ". Nodes carry their module's names where the file has them. The caller checks that both answer the same.
std::optional<Graph> graphFromScript(const torch::jit::Module& module, std::string& reason);

}  // namespace adversarium
