// SPDX-License-Identifier: GPL-3.0-or-later
/// The control of a parameter that names a file or folder: its path, typed or chosen.
#pragma once

#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

#include "core/method/param.h"

namespace adversarium {

class PathEdit : public QWidget {
  Q_OBJECT

 public:
  /// For a parameter that names a place.
  explicit PathEdit(const ParamSpec& spec, QWidget* parent = nullptr);

  void setPath(const QString& path);
  QString path() const { return m_path->text(); }
  /// The parameter's name and help, for those who hear it.
  virtual void setWords(const QString& label, const QString& help);

 signals:
  /// By a person.
  void pathEdited(const QString& path);
  void pathShown(const QString& path);

 protected:
  /// As if a person had typed it.
  void take(const QString& path);

 private:
  void choose();
  /// What the dialog gave; empty when it was left.
  QString chosen();

  ParamSpec m_spec;
  QLineEdit* m_path = nullptr;
  QToolButton* m_choose = nullptr;
};

}  // namespace adversarium
