// SPDX-License-Identifier: GPL-3.0-or-later
/// What the explorer's page says about its data: curves and one sentence.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/session.h"
#include "ui/views/curve_plot.h"

namespace adversarium {

/// The classes that matter most along the ribbon: the clean one, the target, and those that win somewhere or come
/// closest; four at most.
std::vector<PlotCurve> confidenceCurves(const Ribbon& ribbon, const QStringList& names, int target);

/// The same over the steps of one attack; none for an attack without steps.
std::vector<PlotCurve> confidenceCurves(const Exploration& exploration, const QStringList& names, int target);

/// "stop 97 % → yield 81 %: the attack succeeds", with a sign for those who read no colours.
QString verdictOf(const Exploration& exploration, const QStringList& names);

}  // namespace adversarium
