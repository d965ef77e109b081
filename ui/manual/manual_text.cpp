// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/manual/manual_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "core/session.h"
#include "ui/base/core_text.h"
#include "ui/base/numbers.h"

namespace adversarium {
namespace {

/// What Markdown would take for markup is taken as it is; a table's cell has no line breaks and no bars.
QString plain(const QString& text) {
  QString plain;
  for (const QChar c : text) {
    if (QStringView(u"\\`*_[]<>|#").contains(c)) plain += '\\';
    plain += c == '\n' ? QChar(' ') : c;
  }
  return plain;
}

QString valueText(const ParamSpec& spec) {
  const ParamValue& value = spec.fallback;
  if (const auto* number = std::get_if<double>(&value)) return numberText(*number);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return countText(*whole);
  if (const auto* on = std::get_if<bool>(&value))
    return *on ? QCoreApplication::translate("adversarium::Manual", "on")
               : QCoreApplication::translate("adversarium::Manual", "off");
  const std::string& text = std::get<std::string>(value);
  return spec.choices.empty() ? QString::fromStdString(text) : choiceText(spec, text);
}

QString limitsText(const ParamSpec& spec) {
  if (!spec.choices.empty()) {
    QStringList words;
    for (const std::string_view choice : spec.choices) words << choiceText(spec, choice);
    return words.join(QStringLiteral(", "));
  }
  const bool low = std::isfinite(spec.limits.min);
  const bool high = std::isfinite(spec.limits.max);
  if (low && high) return numberText(spec.limits.min) + QStringLiteral(" … ") + numberText(spec.limits.max);
  if (low) return QStringLiteral("≥ ") + numberText(spec.limits.min);
  if (high) return QStringLiteral("≤ ") + numberText(spec.limits.max);
  return {};
}

const CatalogueEntry* methodOf(const QString& page) {
  for (const CatalogueEntry& entry : catalogue())
    if (manualPageOf(entry.info.id) == page) return &entry;
  return nullptr;
}

QString fileText(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

QString manualFolder() {
  const QString root = QString::fromStdString((resourceFolder() / "manual/").string());
  const QString own = root + QLocale().name().left(2) + '/';
  return QDir(own).exists() ? own : root + QStringLiteral("en/");
}

QString manualPageOf(std::string_view methodId) {
  return QStringLiteral("methods/%1.md").arg(QString::fromUtf8(methodId.data(), qsizetype(methodId.size())));
}

QStringList manualPages() {
  QStringList pages;
  const QDir folder(manualFolder());
  QDirIterator files(folder.path(), {QStringLiteral("*.md")}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) pages << folder.relativeFilePath(files.next());
  for (const CatalogueEntry& entry : catalogue()) pages << manualPageOf(entry.info.id);
  pages.removeDuplicates();
  const auto rank = [](const QString& page) {  // the contents, then the pages, then the figures, then the methods
    if (page == QStringLiteral("index.md")) return 0;
    if (!page.contains('/')) return 1;
    return page.startsWith(QStringLiteral("methods/")) ? 3 : 2;
  };
  std::sort(pages.begin(), pages.end(),
            [&](const QString& a, const QString& b) { return rank(a) != rank(b) ? rank(a) < rank(b) : a < b; });
  return pages;
}

QString manualText(const QString& page) {
  QString text = fileText(manualFolder() + page);
  const CatalogueEntry* method = methodOf(page);
  if (!method) return text;
  if (text.startsWith(QStringLiteral("# ")))
    text = text.mid(text.indexOf('\n') + 1);  // the declaration has the name
  return declarationText(*method) + '\n' + text;
}

QString manualTitle(const QString& page) {
  if (const CatalogueEntry* method = methodOf(page)) return methodText(method->info.name);
  const QString text = manualText(page);
  return text.startsWith(QStringLiteral("# ")) ? text.mid(2, text.indexOf('\n') - 2).trimmed() : page;
}

QString headingAnchor(const QString& heading) {
  QString anchor;
  for (const QChar letter : heading.toLower()) {
    if (letter.isLetterOrNumber() || letter == '-' || letter == '_') anchor += letter;
    if (letter == ' ') anchor += '-';
  }
  return anchor;
}

QString declarationText(const CatalogueEntry& entry) {
  const auto line = [](const QString& what, const QString& said) {
    return QStringLiteral("- **%1:** %2\n").arg(what, plain(said));
  };
  QString text = QStringLiteral("# %1\n\n%2\n\n")
                     .arg(plain(methodText(entry.info.name)), plain(methodText(entry.info.summary)));
  text +=
      line(QCoreApplication::translate("adversarium::Manual", "Chapter"), methodText(titleOf(entry.info.chapter)));
  text += line(QCoreApplication::translate("adversarium::Manual", "Access it needs"),
               methodText(wordFor(entry.access)));
  text += line(QCoreApplication::translate("adversarium::Manual", "Reference"), methodText(entry.info.reference));
  text += line(QCoreApplication::translate("adversarium::Manual", "On the command line"),
               QStringLiteral("adversarium run ") +
                   QString::fromUtf8(entry.info.id.data(), qsizetype(entry.info.id.size())));
  if (entry.params.empty()) return text;
  text += QStringLiteral("\n| %1 | %2 | %3 | %4 |\n|---|---|---|---|\n")
              .arg(QCoreApplication::translate("adversarium::Manual", "Parameter"),
                   QCoreApplication::translate("adversarium::Manual", "What it does"),
                   QCoreApplication::translate("adversarium::Manual", "Default"),
                   QCoreApplication::translate("adversarium::Manual", "Limits"));
  for (const ParamSpec& spec : entry.params) {
    text += QStringLiteral("| %1 (`--%2`) | %3 | %4 | %5 |\n")
                .arg(plain(methodText(spec.label)), QString::fromUtf8(spec.id.data(), qsizetype(spec.id.size())),
                     plain(methodText(spec.help)), plain(valueText(spec)), plain(limitsText(spec)));
  }
  return text;
}

std::vector<ManualPage> readManual() {
  std::vector<ManualPage> pages;
  for (const QString& page : manualPages()) pages.push_back({page, manualTitle(page), manualText(page)});
  return pages;
}

std::vector<ManualHit> searchManual(const std::vector<ManualPage>& pages, const QString& words) {
  std::vector<ManualHit> hits;
  const QString wanted = words.trimmed();
  if (wanted.isEmpty()) return hits;
  for (const ManualPage& page : pages) {
    const int count = static_cast<int>(page.text.count(wanted, Qt::CaseInsensitive));
    if (count > 0) hits.push_back({page.page, page.title, count});
  }
  std::stable_sort(hits.begin(), hits.end(), [&](const ManualHit& a, const ManualHit& b) {
    const bool first = a.title.contains(wanted, Qt::CaseInsensitive);
    const bool second = b.title.contains(wanted, Qt::CaseInsensitive);
    return first != second ? first : a.count > b.count;
  });
  return hits;
}

}  // namespace adversarium
