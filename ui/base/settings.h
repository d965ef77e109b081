// SPDX-License-Identifier: GPL-3.0-or-later
/// What the window remembers from one start to the next.
#pragma once

#include <QString>
#include <QStringList>

#include "ui/base/theme.h"

namespace adversarium {

/// A thin reading of QSettings; every setter stores at once.
class Settings {
 public:
  static constexpr int kSchema = 1;
  static constexpr int kMostRecents = 8;

  /// Forgets everything of a schema that this version does not know.
  static void prepare();

  /// "system", "en" or "de".
  static QString language();
  static void setLanguage(const QString& code);
  static Theme theme();
  static void setTheme(Theme theme);
  /// 0: as many as the hardware has. Takes effect at the next start.
  static int threads();
  static void setThreads(int count);
  /// `kind` is "model", "data" or "export".
  static QString folder(const QString& kind);
  static void setFolder(const QString& kind, const QString& folder);
  /// Newest first; built-in names are not kept.
  static QStringList recents(const QString& kind);
  static void addRecent(const QString& kind, const QString& where);
};

}  // namespace adversarium
