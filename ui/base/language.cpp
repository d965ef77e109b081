// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace adversarium {

void applyLanguage(const QString& code) {
  static auto* own = new QTranslator(qApp);
  static auto* toolkit = new QTranslator(qApp);  // the words of Qt's own dialogs, where the desktop has them
  const QString wanted = code == "system" ? QLocale::system().name().left(2) : code;
  QCoreApplication::removeTranslator(own);
  QCoreApplication::removeTranslator(toolkit);
  if (wanted != "de") {
    QLocale::setDefault(code == "system" ? QLocale::system() : QLocale(QLocale::English));
    // The sources are English; only singular and plural are still to be told apart.
    if (own->load(":/i18n/adversarium_en.qm")) QCoreApplication::installTranslator(own);
    return;
  }
  QLocale::setDefault(QLocale(QLocale::German));
  if (toolkit->load("qtbase_de", QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(toolkit);
  }
  if (own->load(":/i18n/adversarium_de.qm")) QCoreApplication::installTranslator(own);
}

}  // namespace adversarium
