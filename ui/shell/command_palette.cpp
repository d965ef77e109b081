// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/method/catalogue.h"
#include "ui/base/core_text.h"
#include "ui/base/theme.h"

namespace adversarium {
namespace {

constexpr int kCommand = Qt::UserRole, kMethod = Qt::UserRole + 1;  // which of both an item names

QString textOf(std::string_view words) { return QString::fromUtf8(words.data(), qsizetype(words.size())); }

}  // namespace

CommandPalette::CommandPalette(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent), m_actions(actions) {
  setObjectName("commandPalette");
  setWindowTitle(tr("Commands"));
  m_search = new QLineEdit(this);
  m_search->setObjectName("paletteSearch");
  m_search->setPlaceholderText(tr("Type a command or a method…"));
  m_search->setAccessibleName(tr("Search commands and methods"));
  m_search->installEventFilter(this);
  m_list = new QListWidget(this);
  m_list->setObjectName("paletteList");
  m_list->setAccessibleName(tr("Commands and methods that match"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_search);
  layout->addWidget(m_list);
  resize(520, 380);
  connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
  connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::trigger);
  fill({});
}

void CommandPalette::add(const QIcon& icon, const QString& text, const QString& beside, int role,
                         const QString& id) {
  auto* item = new QListWidgetItem(icon, beside.isEmpty() ? text : text + "    " + beside, m_list);
  item->setData(role, id);
}

void CommandPalette::fill(const QString& filter) {
  m_list->clear();
  for (QAction* action : m_actions.all()) {
    if (!action->isEnabled() || action->objectName() == "palette") continue;
    const QString text = action->text().remove('&');
    if (text.contains(filter, Qt::CaseInsensitive))
      add(action->icon(), text, action->shortcut().toString(QKeySequence::NativeText), kCommand,
          action->objectName());
  }
  const QIcon icon = themedIcon("run");
  for (const CatalogueEntry& entry : catalogue()) {
    const QString name = methodText(entry.info.name), id = textOf(entry.info.id);
    if (name.contains(filter, Qt::CaseInsensitive) || id.contains(filter, Qt::CaseInsensitive))
      add(icon, name, id, kMethod, id);
  }
  if (m_list->count() == 0) {
    auto* nothing = new QListWidgetItem(tr("No command and no method is called so."), m_list);
    nothing->setFlags(Qt::NoItemFlags);
  }
  m_list->setCurrentRow(0);
}

void CommandPalette::trigger() {
  const QListWidgetItem* item = m_list->currentItem();
  if (!item || !item->flags().testFlag(Qt::ItemIsEnabled)) return;
  QAction* action = m_actions.find(item->data(kCommand).toString());
  const QString method = item->data(kMethod).toString();
  accept();
  if (action) action->trigger();
  if (!method.isEmpty()) emit methodChosen(method);
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
