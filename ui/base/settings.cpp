// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/settings.h"

#include <QSettings>
#include <QStandardPaths>

namespace adversarium {

void Settings::prepare() {
  QSettings settings;
  if (settings.contains("schema") && settings.value("schema").toInt() != kSchema) settings.clear();
  settings.setValue("schema", kSchema);
}

QString Settings::language() { return QSettings().value("language", "system").toString(); }
void Settings::setLanguage(const QString& code) { QSettings().setValue("language", code); }

Theme Settings::theme() {
  const QString word = QSettings().value("theme").toString();
  return word == "light" ? Theme::Light : word == "dark" ? Theme::Dark : Theme::System;
}

void Settings::setTheme(Theme theme) {
  QSettings().setValue("theme", theme == Theme::Light ? "light" : theme == Theme::Dark ? "dark" : "system");
}

int Settings::threads() { return qBound(0, QSettings().value("threads", 0).toInt(), 256); }
void Settings::setThreads(int count) { QSettings().setValue("threads", count); }

QString Settings::folder(const QString& kind) {
  return QSettings()
      .value("folders/" + kind, QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
      .toString();
}

void Settings::setFolder(const QString& kind, const QString& folder) {
  QSettings().setValue("folders/" + kind, folder);
}

QStringList Settings::recents(const QString& kind) { return QSettings().value("recents/" + kind).toStringList(); }

void Settings::addRecent(const QString& kind, const QString& where) {
  if (where.startsWith("demo:")) return;
  QStringList list = recents(kind);
  list.removeAll(where);
  list.prepend(where);
  QSettings().setValue("recents/" + kind, QStringList(list.mid(0, kMostRecents)));
}

}  // namespace adversarium
