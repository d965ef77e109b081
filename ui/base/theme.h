// SPDX-License-Identifier: GPL-3.0-or-later
/// Fusion with a light and a dark palette, following the desktop unless a person chose otherwise.
#pragma once

#include <QDBusVariant>
#include <QIcon>
#include <QObject>
#include <QString>

namespace adversarium {

enum class Theme { System, Light, Dark };

/// Sets style and palette of the application. System asks the XDG desktop portal and falls back to light.
void applyTheme(Theme theme);

/// While it lives, a desktop that turns dark or light takes the window along, unless a person chose otherwise.
class ThemeFollower : public QObject {
  Q_OBJECT

 public:
  explicit ThemeFollower(QObject* parent = nullptr);

 private slots:
  void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

/// A bundled line icon, tinted with the palette's text colour at the time of painting.
QIcon themedIcon(const QString& name);

}  // namespace adversarium
