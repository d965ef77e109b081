// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures in the making.
#pragma once

#include "core/record/artefact/images.h"

namespace adversarium {

/// A film: neighbours of one caption belong to one step.
struct Frames {
  ImageSet pictures;
};

template <>
const ArtefactKind& kindOf<Frames>();

}  // namespace adversarium
