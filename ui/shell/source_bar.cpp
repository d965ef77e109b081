// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/source_bar.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/base/settings.h"
#include "ui/base/theme.h"

namespace adversarium {
namespace {

/// A built-in name without its prefix, a path's last part.
QString shortName(const QString& where) {
  return where.startsWith("demo:") ? where.mid(5) : QFileInfo(where).fileName();
}

QToolButton* chooser(const QString& name, const QString& icon, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setObjectName(name);
  button->setIcon(themedIcon(icon));
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setFocusPolicy(Qt::StrongFocus);
  return button;
}

}  // namespace

SourceBar::SourceBar(QWidget* parent) : QWidget(parent) {
  setObjectName("sourceBar");
  m_modelLabel = new QLabel(this);
  m_model = chooser("modelChooser", "model", this);
  m_modelHash = new QLabel(this);
  m_dataLabel = new QLabel(this);
  m_data = chooser("dataChooser", "data", this);
  m_dataFacts = new QLabel(this);
  m_dataFacts->setObjectName("dataFacts");
  m_device = new QLabel(this);
  m_models = new QMenu(m_model);
  m_dataSets = new QMenu(m_data);
  m_model->setMenu(m_models);
  m_data->setMenu(m_dataSets);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 4);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_modelLabel, m_model, m_modelHash})
    layout->addWidget(widget);
  layout->addSpacing(18);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_dataLabel, m_data, m_dataFacts})
    layout->addWidget(widget);
  layout->addStretch(1);
  layout->addWidget(m_device);
  connect(m_models, &QMenu::aboutToShow, this, &SourceBar::fillModels);
  connect(m_dataSets, &QMenu::aboutToShow, this, &SourceBar::fillData);
  retranslate();
}

void SourceBar::setOpeningModel(const QString& where) {
  m_opening = where;
  retranslate();
}

void SourceBar::setModel(std::shared_ptr<const ModelInfo> info) {
  m_opening.clear();
  m_modelInfo = std::move(info);
  retranslate();
}

void SourceBar::setData(std::shared_ptr<const DataSet> data) {
  m_dataSet = std::move(data);
  retranslate();
}

void SourceBar::setDevice(const QString& device, int threads) {
  m_deviceName = device;
  m_threads = Session::threadsFor(threads);
  retranslate();
}

void SourceBar::fillModels() {
  m_models->clear();
  m_models->addSection(tr("Built in"));
  for (const std::string& name : Session::builtInModels()) {
    const QString where = QString::fromStdString(name);
    m_models->addAction(shortName(where), this, [this, where] { emit modelChosen(where); });
  }
  const QStringList recents = Settings::recents("model");
  if (!recents.isEmpty()) m_models->addSection(tr("Recent"));
  for (const QString& where : recents) {
    m_models->addAction(shortName(where), this, [this, where] { emit modelChosen(where); })->setToolTip(where);
  }
  m_models->addSeparator();
  m_models->addAction(themedIcon("open"), tr("Open model…"), this, &SourceBar::browseModel);
}

void SourceBar::fillData() {
  m_dataSets->clear();
  m_dataSets->addSection(tr("Built in"));
  for (const std::string& name : Session::builtInData()) {
    const QString where = QString::fromStdString(name);
    m_dataSets->addAction(shortName(where), this, [this, where] { emit dataChosen(where); });
  }
  const QStringList recents = Settings::recents("data");
  if (!recents.isEmpty()) m_dataSets->addSection(tr("Recent"));
  for (const QString& where : recents) {
    m_dataSets->addAction(shortName(where), this, [this, where] { emit dataChosen(where); })->setToolTip(where);
  }
  m_dataSets->addSeparator();
  m_dataSets->addAction(themedIcon("open"), tr("Open image or data file…"), this, &SourceBar::browseData);
  m_dataSets->addAction(themedIcon("open"), tr("Open data folder…"), this, &SourceBar::browseDataFolder);
}

void SourceBar::retranslate() {
  m_modelLabel->setText(tr("Model"));
  m_model->setText(!m_opening.isEmpty() ? tr("opening %1 …").arg(shortName(m_opening))
                   : m_modelInfo        ? shortName(QString::fromStdString(m_modelInfo->where))
                                        : tr("none"));
  m_model->setAccessibleName(tr("Model: %1").arg(m_model->text()));
  m_modelHash->setVisible(m_modelInfo && m_opening.isEmpty());
  if (m_modelInfo) {
    const QString hash = QString::fromStdString(m_modelInfo->sha256);
    m_modelHash->setText("✓ " + hash.left(4));
    const QString access = methodText(wordFor(m_modelInfo->access));
    m_modelHash->setToolTip(tr("SHA-256 %1\n%2 · %3 classes · %4 parameters\nGrants: %5")
                                .arg(hash, QString::fromStdString(m_modelInfo->architecture))
                                .arg(m_modelInfo->classes)
                                .arg(countText(m_modelInfo->parameters), access));
    m_modelHash->setAccessibleName(tr("Hash of the model begins with %1").arg(hash.left(4)));
  }
  m_dataLabel->setText(tr("Data"));
  m_data->setText(m_dataSet ? shortName(QString::fromStdString(m_dataSet->info().where)) : tr("none"));
  m_data->setAccessibleName(tr("Data: %1").arg(m_data->text()));
  if (m_dataSet) {
    const DataInfo& info = m_dataSet->info();
    QStringList notes;
    for (const DataNote& note : info.notes) notes << recordText(note.words);
    m_dataFacts->setText(tr("%1 images, %2 × %3").arg(countText(info.count)).arg(info.width).arg(info.height) +
                         (notes.isEmpty() ? QString() : QStringLiteral(" ⚠")));
    m_dataFacts->setToolTip(notes.join('\n'));
  } else {
    m_dataFacts->clear();
  }
  m_device->setText(tr("%1, %n thread(s)", nullptr, m_threads).arg(m_deviceName.toUpper()));
}

void SourceBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
