// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_dialog.h"

#include <QEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/base/language.h"
#include "ui/base/settings.h"

namespace adversarium {

SettingsDialog::SettingsDialog(QWidget* parent) : QDialog(parent) {
  setObjectName("settingsDialog");
  auto* form = new QFormLayout;
  const auto row = [&](QLabel*& label, QWidget* field) {
    label = new QLabel(this);
    label->setBuddy(field);
    form->addRow(label, field);
  };
  m_language = new QComboBox(this);
  m_language->setObjectName("languageBox");
  row(m_languageLabel, m_language);
  m_theme = new QComboBox(this);
  m_theme->setObjectName("themeBox");
  row(m_themeLabel, m_theme);
  m_threads = new QSpinBox(this);
  m_threads->setObjectName("threadsSpin");
  m_threads->setRange(0, 256);
  m_threads->setValue(Settings::threads());
  row(m_threadsLabel, m_threads);
  for (const char* kind : {"model", "data", "export"}) {
    FolderRow folder{kind, nullptr, new QLineEdit(Settings::folder(kind), this), new QPushButton(this)};
    folder.path->setObjectName(QString(kind) + "Folder");
    folder.choose->setObjectName(QString(kind) + "FolderButton");
    folder.label = new QLabel(this);
    folder.label->setBuddy(folder.path);
    auto* line = new QHBoxLayout;
    line->addWidget(folder.path, 1);
    line->addWidget(folder.choose);
    form->addRow(folder.label, line);
    connect(folder.path, &QLineEdit::editingFinished, this,
            [folder] { Settings::setFolder(folder.kind, folder.path->text()); });
    connect(folder.choose, &QPushButton::clicked, this, [this, folder] {
      const QString chosen = QFileDialog::getExistingDirectory(this, {}, folder.path->text());
      if (chosen.isEmpty()) return;
      folder.path->setText(chosen);
      Settings::setFolder(folder.kind, chosen);
    });
    m_folders.push_back(folder);
  }
  m_note = new QLabel(this);
  m_note->setWordWrap(true);
  m_close = new QPushButton(this);
  m_close->setObjectName("closeSettings");
  m_close->setDefault(true);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(form);
  layout->addWidget(m_note);
  layout->addWidget(m_close, 0, Qt::AlignRight);
  setMinimumWidth(520);
  connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
  connect(m_language, &QComboBox::activated, this, [this] {
    Settings::setLanguage(m_language->currentData().toString());
    applyLanguage(Settings::language());
  });
  connect(m_theme, &QComboBox::activated, this, [this](int row) {
    Settings::setTheme(static_cast<Theme>(row));
    applyTheme(Settings::theme());
  });
  connect(m_threads, &QSpinBox::valueChanged, this, [](int count) { Settings::setThreads(count); });
  retranslate();
}

void SettingsDialog::retranslate() {
  setWindowTitle(tr("Settings"));
  m_languageLabel->setText(tr("&Language"));
  m_language->clear();
  m_language->addItem(tr("As the desktop"), "system");
  m_language->addItem("English", "en");
  m_language->addItem("Deutsch", "de");
  m_language->setCurrentIndex(m_language->findData(Settings::language()));
  m_language->setAccessibleName(tr("Language"));
  m_themeLabel->setText(tr("&Appearance"));
  m_theme->clear();
  m_theme->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
  m_theme->setCurrentIndex(static_cast<int>(Settings::theme()));
  m_theme->setAccessibleName(tr("Appearance"));
  m_threadsLabel->setText(tr("&Threads"));
  m_threads->setSpecialValueText(tr("all"));
  m_threads->setAccessibleName(tr("Number of threads"));
  for (const FolderRow& folder : m_folders) {
    folder.label->setText(folder.kind == "model"  ? tr("Folder for &models")
                          : folder.kind == "data" ? tr("Folder for &data")
                                                  : tr("Folder for &exports"));
    folder.path->setAccessibleName(folder.label->text().remove('&'));
    folder.choose->setText(tr("Choose…"));
    folder.choose->setAccessibleName(tr("Choose: %1").arg(folder.path->accessibleName()));
  }
  m_note->setText(tr("The number of threads takes effect at the next start."));
  m_close->setText(tr("Close"));
}

void SettingsDialog::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDialog::changeEvent(event);
}

}  // namespace adversarium
