// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/finding_list.h"

namespace adversarium {

QTreeWidget* findingList(QWidget* parent, const char* name, int columns) {
  auto* list = new QTreeWidget(parent);
  list->setObjectName(name);
  list->setColumnCount(columns);
  list->setHeaderHidden(columns == 2);
  list->setRootIsDecorated(false);
  list->setAlternatingRowColors(true);
  list->setUniformRowHeights(false);
  list->setWordWrap(true);
  return list;
}

void addFinding(QTreeWidget* list, const QString& sign, const QString& words) {
  auto* item = new QTreeWidgetItem(list);
  item->setText(0, sign);
  item->setText(1, words);
  item->setToolTip(1, words);
}

}  // namespace adversarium
