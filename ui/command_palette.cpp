// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/command_palette.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace adversarium {

CommandPalette::CommandPalette(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent), m_actions(actions) {
  setObjectName("commandPalette");
  setWindowTitle(tr("Commands"));
  m_search = new QLineEdit(this);
  m_search->setObjectName("paletteSearch");
  m_search->setPlaceholderText(tr("Type a command…"));
  m_search->setAccessibleName(tr("Search commands"));
  m_search->installEventFilter(this);
  m_list = new QListWidget(this);
  m_list->setObjectName("paletteList");
  m_list->setAccessibleName(tr("Commands that match"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_search);
  layout->addWidget(m_list);
  resize(520, 380);
  connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
  connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::trigger);
  fill({});
}

void CommandPalette::fill(const QString& filter) {
  m_list->clear();
  for (QAction* action : m_actions.all()) {
    if (!action->isEnabled() || action->objectName() == "palette") continue;
    const QString text = action->text().remove('&');
    if (!text.contains(filter, Qt::CaseInsensitive)) continue;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(action->icon(), keys.isEmpty() ? text : text + "    " + keys, m_list);
    item->setData(Qt::UserRole, action->objectName());
  }
  m_list->setCurrentRow(0);
}

void CommandPalette::trigger() {
  const QListWidgetItem* item = m_list->currentItem();
  if (!item) return;
  QAction* action = m_actions.find(item->data(Qt::UserRole).toString());
  accept();
  if (action) action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_search && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int row = m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1);
      if (row >= 0 && row < m_list->count()) m_list->setCurrentRow(row);
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace adversarium
