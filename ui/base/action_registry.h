// SPDX-License-Identifier: GPL-3.0-or-later
/// Every command of the window, once: menus, palette and shortcut editor all read this list.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

namespace adversarium {

/// What an action says, in the source language; translated in the context "actions".
struct ActionText {
  const char* id;
  const char* text;
  const char* tip;
  const char* icon = "";
  QKeySequence shortcut = {};
};

class ActionRegistry : public QObject {
  Q_OBJECT

 public:
  explicit ActionRegistry(QWidget* window);

  /// The action belongs to the window; its objectName is the id. Shortcuts that a person changed are restored.
  QAction* add(const ActionText& text, std::function<void()> run);
  QAction* find(const QString& id) const;
  const std::vector<QAction*>& all() const { return m_actions; }

  /// Stored at once; an empty sequence restores the default.
  void setShortcut(QAction* action, const QKeySequence& shortcut);
  /// After the language changed.
  void retranslate();

 private:
  QWidget* m_window;
  std::vector<QAction*> m_actions;
  std::vector<ActionText> m_texts;
};

}  // namespace adversarium
