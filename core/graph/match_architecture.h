// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds out from its names and shapes alone which of the own architectures a state dict belongs to.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

#include "core/graph/graph.h"
#include "core/graph/model_info.h"

namespace adversarium {

/// The filled graph. Completes `info`: architecture, input, classes, and a normalisation that the state dict
/// itself carries. Where the whole is no network, the largest part of it that is one is taken ("model." beside
/// "criterion." or "attacker."), a plain one before an averaged or teaching copy of the same shape; `info.remarks`
/// says what was left aside. What `info` already says (from the file beside the model) is binding; where the input
/// stays open, `hint` is taken if the weights allow it, else the architecture's usual size. Throws InputError
/// naming the closest architecture and what does not fit.
Graph matchArchitecture(std::map<std::string, at::Tensor> state, ModelInfo& info, ImageShape hint);

}  // namespace adversarium
