// SPDX-License-Identifier: GPL-3.0-or-later
/// Chooses the language of everything shown, at once and without a restart.
#pragma once

#include <QString>

namespace adversarium {

/// "en", "de", or "system" for the desktop's language. Widgets hear of it by a LanguageChange event.
void applyLanguage(const QString& code);

}  // namespace adversarium
