// SPDX-License-Identifier: GPL-3.0-or-later
/// What gradients by images were worth, look by look: a zero or undefined one must not pass for a robust model.
#pragma once

#include <cstdint>

namespace adversarium {

struct GradientLooks {
  std::int64_t taken = 0;      ///< gradients by an image
  std::int64_t vanished = 0;   ///< zero throughout, although the loss wanted other logits
  std::int64_t idle = 0;       ///< zero because the loss itself wanted nothing
  std::int64_t undefined = 0;  ///< some entry was NaN or infinite

  GradientLooks& operator+=(const GradientLooks& more) {
    taken += more.taken;
    vanished += more.vanished;
    idle += more.idle;
    undefined += more.undefined;
    return *this;
  }
};

}  // namespace adversarium
