// SPDX-License-Identifier: GPL-3.0-or-later
/// The manual's pages as text: where they lie, what they are called, which of them hold a word, and a method's
/// declaration as the catalogue has it. A page is named by its path within a language, as "measured/speed.md".
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/method/catalogue.h"

namespace adversarium {

/// The pages of the window's language; of English where that language has none. Ends with '/'; may not exist.
QString manualFolder();

/// Every page of the folder: index.md first, then by path; and a page for each method, written or not.
QStringList manualPages();

/// "methods/pgd.md".
QString manualPageOf(std::string_view methodId);

/// A page in Markdown. A method's begins with its declaration. Null where there is no such page.
QString manualText(const QString& page);

/// The page's first heading; its name where it has none.
QString manualTitle(const QString& page);

/// The part of an address that names a heading: "What it does" → "what-it-does".
QString headingAnchor(const QString& heading);

/// Name, summary, chapter, access, reference and parameters with defaults and limits, in the window's language.
QString declarationText(const CatalogueEntry& entry);

struct ManualPage {
  QString page;
  QString title;
  QString text;
};
/// Every page of manualPages() with its text, to search in.
std::vector<ManualPage> readManual();

struct ManualHit {
  QString page;
  QString title;
  int count = 0;
};
/// Pages that hold the words, in any case of letters, most hits first; those with the words in their title before.
std::vector<ManualHit> searchManual(const std::vector<ManualPage>& pages, const QString& words);

}  // namespace adversarium
