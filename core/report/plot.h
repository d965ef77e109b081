// SPDX-License-Identifier: GPL-3.0-or-later
/// Curves and bars of a record as inline SVG, for pages.
#pragma once

#include <string>
#include <vector>

#include "core/record/artefact/bars.h"
#include "core/record/record.h"
#include "core/report/speech.h"

namespace adversarium {

/// Curves over the same axes; empty where there is nothing to draw.
std::string plot(const std::vector<const Artefact*>& curves, const Speech& say);

/// A bar each with its name, number and spread, in their order.
std::string barChart(const Bars& bars, const Speech& say);

}  // namespace adversarium
