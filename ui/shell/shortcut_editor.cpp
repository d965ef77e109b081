// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_editor.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace adversarium {

ShortcutEditor::ShortcutEditor(ActionRegistry& actions, QWidget* parent) : QDialog(parent), m_actions(actions) {
  setObjectName("shortcutEditor");
  setWindowTitle(tr("Keyboard shortcuts"));
  m_list = new QTreeWidget(this);
  m_list->setObjectName("shortcutList");
  m_list->setRootIsDecorated(false);
  m_list->setHeaderLabels({tr("Command"), tr("Keys")});
  m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_list->header()->setStretchLastSection(false);
  m_list->setAccessibleName(tr("Commands and their keys"));
  m_keys = new QKeySequenceEdit(this);
  m_keys->setObjectName("shortcutKeys");
  m_keys->setAccessibleName(tr("New keys"));
  auto* use = new QPushButton(tr("Use these keys"), this);
  use->setObjectName("shortcutUse");
  m_reset = new QPushButton(tr("Back to the default"), this);
  m_reset->setObjectName("shortcutReset");
  auto* close = new QPushButton(tr("Close"), this);
  close->setObjectName("shortcutClose");
  m_conflict = new QLabel(this);
  m_conflict->setWordWrap(true);
  auto* line = new QHBoxLayout;
  line->addWidget(m_keys, 1);
  line->addWidget(use);
  line->addWidget(m_reset);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_list, 1);
  layout->addLayout(line);
  layout->addWidget(m_conflict);
  layout->addWidget(close, 0, Qt::AlignRight);
  resize(560, 520);
  connect(m_list, &QTreeWidget::currentItemChanged, this, [this] {
    const QSignalBlocker quiet(m_keys);
    if (const QAction* action = current()) m_keys->setKeySequence(action->shortcut());
    m_conflict->clear();
  });
  connect(use, &QPushButton::clicked, this, &ShortcutEditor::take);
  connect(m_reset, &QPushButton::clicked, this, [this] {
    if (QAction* action = current()) m_actions.setShortcut(action, {});
    fill();
  });
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  fill();
}

QAction* ShortcutEditor::current() const {
  const QTreeWidgetItem* item = m_list->currentItem();
  return item ? m_actions.find(item->data(0, Qt::UserRole).toString()) : nullptr;
}

void ShortcutEditor::take() {
  QAction* action = current();
  if (!action) return;
  const QKeySequence keys = m_keys->keySequence();
  for (const QAction* other : m_actions.all()) {
    if (other == action || keys.isEmpty() || other->shortcut() != keys) continue;
    m_conflict->setText(tr("⚠ “%1” already has these keys.").arg(other->text().remove('&')));
    return;
  }
  m_actions.setShortcut(action, keys);
  fill();
}

void ShortcutEditor::fill() {
  const QAction* before = current();
  m_list->clear();
  for (const QAction* action : m_actions.all()) {
    auto* item = new QTreeWidgetItem(
        m_list, {action->text().remove('&'), action->shortcut().toString(QKeySequence::NativeText)});
    item->setIcon(0, action->icon());
    item->setData(0, Qt::UserRole, action->objectName());
    if (action == before) m_list->setCurrentItem(item);
  }
  if (!m_list->currentItem()) m_list->setCurrentItem(m_list->topLevelItem(0));
}

}  // namespace adversarium
