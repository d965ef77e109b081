// SPDX-License-Identifier: GPL-3.0-or-later
/// What a record says where gradients by images said nothing.
#pragma once

#include "core/base/gradient_looks.h"
#include "core/record/record.h"

namespace adversarium {

/// Adds the caveats "zero-gradient", from one vanished gradient in a hundred on, and "undefined-gradient", from
/// the first, in the place of what was said before; none where all were sound.
void reportGradients(Record& record, const GradientLooks& looks);

}  // namespace adversarium
