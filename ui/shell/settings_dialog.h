// SPDX-License-Identifier: GPL-3.0-or-later
/// Language, appearance, threads and default folders; everything takes effect at once where it can.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <vector>

namespace adversarium {

class SettingsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SettingsDialog(QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct FolderRow {
    QString kind;
    QLabel* label;
    QLineEdit* path;
    QPushButton* choose;
  };
  void retranslate();

  QLabel* m_languageLabel = nullptr;
  QComboBox* m_language = nullptr;
  QLabel* m_themeLabel = nullptr;
  QComboBox* m_theme = nullptr;
  QLabel* m_threadsLabel = nullptr;
  QSpinBox* m_threads = nullptr;
  QLabel* m_note = nullptr;
  std::vector<FolderRow> m_folders;
  QPushButton* m_close = nullptr;
};

}  // namespace adversarium
