// SPDX-License-Identifier: GPL-3.0-or-later
/// What somebody outside may be told, where that is not simply what the model says.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "core/base/error.h"

namespace adversarium {

/// A query that is not answered, or not any more. What was made before it is worth keeping.
class QueryRefused : public Error {
 public:
  QueryRefused(const std::string& subject, const Words& reason) : Error(Kind::Refused, subject, reason) {}
};

/// A classifier that minds who asks: its logits() are the house's own look, which nobody counts, and access types
/// ask by answer(), which may count, log and refuse.
class Answering {
 public:
  virtual ~Answering() = default;
  /// N×C×H×W → N×K, differentiable where logits() is. Throws QueryRefused.
  virtual at::Tensor answer(const at::Tensor& images) const = 0;
};

}  // namespace adversarium
