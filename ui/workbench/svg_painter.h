// SPDX-License-Identifier: GPL-3.0-or-later
/// Qt's fonts and pixels for the figures that core writes as SVG (core/report/drawing.h).
#pragma once

namespace adversarium {

/// With the application there is.
void paintWithQt();

/// For commands without a window: Qt is started, painting into memory, when the first figure is drawn. Before any
/// other thread is started. Numbers stay in the C locale.
void paintWithoutWindow();

}  // namespace adversarium
