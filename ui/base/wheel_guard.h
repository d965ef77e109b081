// SPDX-License-Identifier: GPL-3.0-or-later
/// Keeps the wheel from changing a control that a person merely scrolls past.
#pragma once

#include <QWidget>

namespace adversarium {

/// `control` (slider, spin box, combo box) takes the wheel only while it has the keyboard focus; otherwise the
/// event goes on to whatever scrolls around it.
void guardWheel(QWidget* control);

}  // namespace adversarium
