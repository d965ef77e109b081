// SPDX-License-Identifier: GPL-3.0-or-later
/// Records as one self-contained HTML page (pictures inside as data URLs) that a browser opens anywhere.
#pragma once

#include <string>
#include <vector>

#include "core/provenance/record.h"

namespace adversarium {

/// Heading, request, measures with intervals, caveats beside them, curves drawn as inline SVG, image sheets,
/// provenance with hashes. Escapes everything that comes from outside.
std::string htmlReport(const std::vector<Record>& records);

}  // namespace adversarium
