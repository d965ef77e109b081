// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/action_registry.h"

#include <QCoreApplication>
#include <QSettings>
#include <QWidget>

#include "ui/base/theme.h"

namespace adversarium {
namespace {

QString keyOf(const QString& id) { return "shortcuts/" + id; }

}  // namespace

ActionRegistry::ActionRegistry(QWidget* window) : QObject(window), m_window(window) {}

QAction* ActionRegistry::add(const ActionText& text, std::function<void()> run) {
  auto* action = new QAction(m_window);
  action->setObjectName(text.id);
  action->setIcon(themedIcon(text.icon));
  action->setShortcut(QSettings().value(keyOf(text.id), text.shortcut).value<QKeySequence>());
  connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
  m_window->addAction(action);
  m_actions.push_back(action);
  m_texts.push_back(text);
  retranslate();
  return action;
}

QAction* ActionRegistry::find(const QString& id) const {
  for (QAction* action : m_actions) {
    if (action->objectName() == id) return action;
  }
  return nullptr;
}

void ActionRegistry::setShortcut(QAction* action, const QKeySequence& shortcut) {
  for (std::size_t i = 0; i < m_actions.size(); ++i) {
    if (m_actions[i] != action) continue;
    if (shortcut.isEmpty()) {
      QSettings().remove(keyOf(action->objectName()));
      action->setShortcut(m_texts[i].shortcut);
    } else {
      QSettings().setValue(keyOf(action->objectName()), shortcut);
      action->setShortcut(shortcut);
    }
  }
}

void ActionRegistry::retranslate() {
  for (std::size_t i = 0; i < m_actions.size(); ++i) {
    m_actions[i]->setText(QCoreApplication::translate("actions", m_texts[i].text));
    m_actions[i]->setStatusTip(QCoreApplication::translate("actions", m_texts[i].tip));
    m_actions[i]->setToolTip(QCoreApplication::translate("actions", m_texts[i].tip));
  }
}

}  // namespace adversarium
