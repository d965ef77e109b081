// SPDX-License-Identifier: GPL-3.0-or-later
/// Ctrl+K: every command and every method by a few letters of its name.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QListWidget>

#include "ui/base/action_registry.h"

namespace adversarium {

class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  CommandPalette(const ActionRegistry& actions, QWidget* parent);

 signals:
  void methodChosen(const QString& id);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill(const QString& filter);
  void add(const QIcon& icon, const QString& text, const QString& beside, int role, const QString& id);
  void trigger();

  const ActionRegistry& m_actions;
  QLineEdit* m_search = nullptr;
  QListWidget* m_list = nullptr;
};

}  // namespace adversarium
