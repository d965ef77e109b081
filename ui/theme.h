// SPDX-License-Identifier: GPL-3.0-or-later
/// Fusion with a light and a dark palette, following the desktop unless a person chose otherwise.
#pragma once

#include <QIcon>
#include <QString>

namespace adversarium {

enum class Theme { System, Light, Dark };

/// Sets style and palette of the application. System asks the XDG desktop portal and falls back to light.
void applyTheme(Theme theme);

/// A bundled line icon, tinted with the palette's text colour at the time of painting.
QIcon themedIcon(const QString& name);

}  // namespace adversarium
