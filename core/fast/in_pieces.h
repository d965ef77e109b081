// SPDX-License-Identifier: GPL-3.0-or-later
/// A batch in pieces that fit a core's cache, several at once: layer after layer over the whole of it waits for
/// memory instead.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace adversarium {

/// N×… → N×…, every row from its own row alone.
using RowFunction = std::function<at::Tensor(const at::Tensor& rows)>;

/// `function` of all rows, differentiable once by them where gradients are enabled. On the processor; it is called
/// from several threads.
at::Tensor inPieces(const at::Tensor& rows, const RowFunction& function);

}  // namespace adversarium
