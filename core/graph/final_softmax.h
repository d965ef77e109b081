// SPDX-License-Identifier: GPL-3.0-or-later
/// Models that answer with probabilities answer here with their logarithms.
#pragma once

#include "core/graph/graph.h"

namespace adversarium {

/// The soft maximum that is the answer, but for shapes; −1 where there is none.
int finalSoftmax(const Graph& graph);

/// log softmax instead of softmax where the answer is one: attacks need differences that rounding has not removed.
void seeLogarithm(Graph& graph);

}  // namespace adversarium
