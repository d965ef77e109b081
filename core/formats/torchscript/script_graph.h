// SPDX-License-Identifier: GPL-3.0-or-later
/// A TorchScript module as a native graph, so that taps, batch-norm statistics and edits work on it, too.
#pragma once

#include <torch/script.h>

#include <optional>

#include "core/base/words.h"
#include "core/graph/graph.h"

namespace adversarium {

/// The program is followed with `images` (three of the size that it is for, N×C×H×W): branches and sizes are
/// settled for that size and for any number of images. Null where something in it has no counterpart; `reason`
/// then says what, beginning with "because". Nodes carry their module's names where the file has them. The caller
/// checks that both answer the same.
std::optional<Graph> graphFromScript(const torch::jit::Module& module, const at::Tensor& images, Words& reason);

}  // namespace adversarium
