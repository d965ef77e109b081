// SPDX-License-Identifier: GPL-3.0-or-later
/// Looks at arguments for operators of LibTorch that honest programs need and that do not look themselves.
#pragma once

#include <torch/script.h>

namespace adversarium {

/// Changes the program just loaded, before any of it runs: PyTorch's fast path for transformers divides by no
/// fewer than one head, and stops with an error where it would make nested tensors, which padding masks alone
/// need.
void guardArguments(torch::jit::Module& module);

}  // namespace adversarium
