// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/core_text.h"

#include <QCoreApplication>
#include <QLocale>

#include "core/method/catalogue.h"

namespace adversarium {
namespace {

QString looked(const char* context, const QString& english) {
  return QCoreApplication::translate(context, english.toUtf8().constData());
}

}  // namespace

QString methodText(std::string_view english) {
  return looked("methods", QString::fromUtf8(english.data(), qsizetype(english.size())));
}

QString choiceText(std::string_view choice) {
  // The field's way of writing norms.
  if (choice == "linf") return QStringLiteral("L∞");
  if (choice == "l2" || choice == "l1" || choice == "l0") return QStringLiteral("L") + QChar(choice[1]);
  return looked("choices", QString::fromUtf8(choice.data(), qsizetype(choice.size())));
}

QString choiceText(const ParamSpec& spec, std::string_view choice) {
  const CatalogueEntry* named = spec.role == Role::Method ? knownMethod(choice) : nullptr;
  return named ? methodText(named->info.name) : choiceText(choice);
}

Language speech() {
  return {[](const char* context, const std::string& english) {
            return QCoreApplication::translate(context, english.c_str()).toStdString();
          },
          QLocale().decimalPoint().toStdString()};
}

QString coreText(const Words& words, const char* context) {
  return QString::fromStdString(spoken(words, speech(), context));
}

QString recordText(const Words& words) { return coreText(words).replace('\n', ' '); }

QString className(std::string_view english) { return coreText(Words(std::string(english)), "classes"); }

QString captionText(const Words& words) { return words.args.empty() ? className(words.text) : coreText(words); }

QString auditText(std::string_view english) { return coreText(Words(std::string(english)), "audit"); }

}  // namespace adversarium
