// SPDX-License-Identifier: GPL-3.0-or-later
/// Qt's fonts for the pictures that core draws (core/report/lettering.h).
#pragma once

namespace adversarium {

/// With the application there is.
void letterWithQt();

/// For commands without a window: Qt is started, painting into memory, when the first letter is drawn. Before any
/// other thread is started. Numbers stay in the C locale.
void letterWithoutWindow();

}  // namespace adversarium
