// SPDX-License-Identifier: GPL-3.0-or-later
/// Every kind of artefact there is: the one list behind reading, views and reports.
#pragma once

#include <string_view>
#include <vector>

#include "core/record/artefact/content.h"

namespace adversarium {

const std::vector<const ArtefactKind*>& artefactKinds();
/// Null for a kind that this version does not know.
const ArtefactKind* artefactKind(std::string_view name);

}  // namespace adversarium
