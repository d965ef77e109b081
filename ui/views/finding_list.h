// SPDX-License-Identifier: GPL-3.0-or-later
/// Flat lists of what an examination found: a sign with its word, then the sentence.
#pragma once

#include <QTreeWidget>

namespace adversarium {

/// Without a header where it has two columns.
QTreeWidget* findingList(QWidget* parent, const char* name, int columns);
void addFinding(QTreeWidget* list, const QString& sign, const QString& words);

}  // namespace adversarium
