// SPDX-License-Identifier: GPL-3.0-or-later
/// Every command with its key, each of which a person may change.
#pragma once

#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "ui/base/action_registry.h"

namespace adversarium {

/// Refuses a key that another command already has, and says which.
class ShortcutEditor : public QDialog {
  Q_OBJECT

 public:
  ShortcutEditor(ActionRegistry& actions, QWidget* parent);

 private:
  void fill();
  QAction* current() const;
  void take();

  ActionRegistry& m_actions;
  QTreeWidget* m_list = nullptr;
  QKeySequenceEdit* m_keys = nullptr;
  QPushButton* m_reset = nullptr;
  QLabel* m_conflict = nullptr;
};

}  // namespace adversarium
