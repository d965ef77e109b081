// SPDX-License-Identifier: GPL-3.0-or-later
/// A person who cancels, at a step chosen beforehand.
#pragma once

#include "core/base/error.h"
#include "core/job/progress.h"

namespace adversarium {

/// Lets `after` steps pass and throws Cancelled at the next.
class Stopper : public Progress {
 public:
  explicit Stopper(int steps) : after(steps) {}
  void step(std::int64_t, std::int64_t) override {
    if (calls++ >= after) throw Cancelled();
  }
  int calls = 0;
  int after;
};

}  // namespace adversarium
