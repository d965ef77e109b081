// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/setup_panel.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "core/session.h"
#include "ui/base/core_text.h"
#include "ui/base/theme.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
SetupPanel::SetupPanel(Family family, const QString& prefix, QWidget* parent) : QWidget(parent), m_family(family) {
  setObjectName(prefix + "setupPanel");
  m_methodLabel = new QLabel(this);
  m_method = new QComboBox(this);
  m_method->setObjectName(prefix + "methodBox");
  m_methodLabel->setBuddy(m_method);
  m_summary = new QLabel(this);
  m_summary->setWordWrap(true);
  m_goalLabel = new QLabel(this);
  m_goal = new QComboBox(this);
  m_goal->setObjectName(prefix + "goalBox");
  m_goalLabel->setBuddy(m_goal);
  m_startLabel = new QLabel(this);
  m_start = new QComboBox(this);
  m_start->setObjectName(prefix + "startBox");
  m_startLabel->setBuddy(m_start);
  m_form = new ParamForm(this);
  m_form->setObjectName(prefix + "paramForm");
  m_form->setHeroElsewhere(family == Family::Attack);
  m_seedLabel = new QLabel(this);
  m_seed = new QSpinBox(this);
  m_seed->setObjectName(prefix + "seedSpin");
  m_seed->setRange(0, std::numeric_limits<int>::max());
  m_seedLabel->setBuddy(m_seed);
  m_imagesLabel = new QLabel(this);
  m_images = new QSpinBox(this);
  m_images->setObjectName(prefix + "imagesSpin");
  m_images->setRange(0, 1000000);
  m_imagesLabel->setBuddy(m_images);
  m_run = new QPushButton(themedIcon("run"), {}, this);
  m_run->setObjectName(prefix + "runSetButton");
  m_card = new QPushButton(themedIcon("help"), {}, this);
  m_card->setObjectName(prefix + "methodCardButton");
  for (QWidget* control : std::initializer_list<QWidget*>{m_method, m_goal, m_start, m_seed, m_images})
    guardWheel(control);
  for (QComboBox* box : {m_method, m_goal, m_start}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(14);
  }

  auto* content = new QWidget(this);
  auto* layout = new QVBoxLayout(content);
  layout->setSpacing(6);
  const auto add = [&](QWidget* widget) { layout->addWidget(widget); };
  add(m_methodLabel);
  add(m_method);
  add(m_summary);
  add(m_card);
  add(m_goalLabel);
  add(m_goal);
  add(m_startLabel);
  add(m_start);
  add(m_form);
  auto* seed = new QHBoxLayout;
  seed->addWidget(m_seedLabel, 1);
  seed->addWidget(m_seed);
  m_seed->setFixedWidth(m_form->columnWidth());
  layout->addLayout(seed);
  layout->addStretch(1);

  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(prefix + "setupScroll");
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 8);
  outer->addWidget(scroll, 1);
  auto* foot = new QFormLayout;
  foot->setContentsMargins(9, 0, 9, 0);
  foot->addRow(m_imagesLabel, m_images);
  foot->addRow(m_run);
  outer->addLayout(foot);
  setMinimumWidth(290);

  connect(m_method, &QComboBox::activated, this,
          [this] { emit methodChosen(m_method->currentData().toString()); });
  connect(m_goal, &QComboBox::activated, this, [this](int row) { emit targetChosen(row - 1); });
  connect(m_form, &ParamForm::rebuilt, this, &SetupPanel::orderTabs);
  connect(m_form, &ParamForm::paramsEdited, this, &SetupPanel::paramsEdited);
  connect(m_seed, &QSpinBox::editingFinished, this,
          [this] { emit seedEdited(static_cast<quint64>(m_seed->value())); });
  connect(m_images, &QSpinBox::valueChanged, this, [this](int count) {
    m_wantedImages = count;
    emit extentEdited();
  });
  connect(m_start, &QComboBox::activated, this, &SetupPanel::extentEdited);
  connect(m_run, &QPushButton::clicked, this, &SetupPanel::runRequested);
  connect(m_card, &QPushButton::clicked, this, &SetupPanel::cardRequested);
  setClasses({});
  offer(family);
}

void SetupPanel::offer(Family family) {
  m_family = family;
  m_method->clear();
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == family) m_method->addItem(QString(), QVariant(QString::fromUtf8(entry.info.id.data())));
  }
  for (QWidget* widget : std::initializer_list<QWidget*>{m_goalLabel, m_goal}) widget->setVisible(hasGoal());
  takeScope(Scope::FirstN);  // until a method is set
  retranslate();
}

void SetupPanel::takeScope(Scope scope) {
  m_scope = scope;
  for (QWidget* widget : std::initializer_list<QWidget*>{m_startLabel, m_start})
    widget->setVisible(scope == Scope::TrainingPart);
  setImageCount(static_cast<int>(usualSamples(scope)));
}

QString SetupPanel::startModel(const QString& open) const {
  const QString chosen = m_start->currentData().toString();
  return m_scope == Scope::TrainingPart && !chosen.isEmpty() ? chosen : open;
}

void SetupPanel::setMethod(const CatalogueEntry& entry) {
  m_methodId = entry.info.id;
  if (entry.scope != m_scope) takeScope(entry.scope);
  m_method->setCurrentIndex(m_method->findData(QString::fromStdString(m_methodId)));
  m_form->setMethod(entry);
  m_summary->setText(methodText(entry.info.summary));
}

void SetupPanel::orderTabs() {
  QList<QWidget*> stops{m_method, m_card, m_goal, m_start};
  stops << m_form->tabStops() << m_seed << m_images << m_run;
  for (qsizetype i = 1; i < stops.size(); ++i) setTabOrder(stops[i - 1], stops[i]);
}

void SetupPanel::setParams(const ParamMap& params) { m_form->setParams(params); }

void SetupPanel::setClasses(const QStringList& names) {
  m_classes = names;
  fillGoals();
}

void SetupPanel::fillGoals() {
  const int before = std::max(0, m_goal->currentIndex());
  m_goal->clear();
  const bool attack = m_family == Family::Attack;
  m_goal->addItem(attack ? tr("Any wrong class") : tr("The model's own answer"));
  for (const QString& name : m_classes) m_goal->addItem(attack ? tr("Take it for “%1”").arg(name) : name);
  m_goal->setCurrentIndex(before < m_goal->count() ? before : 0);
}

void SetupPanel::fillStarts() {
  const int before = std::max(0, m_start->currentIndex());
  m_start->clear();
  m_start->addItem(tr("The open model"), QString());
  for (const std::string& name : Session::newModels()) {
    const QString word = QString::fromStdString(name);
    m_start->addItem(tr("Untrained: %1").arg(word.mid(word.indexOf(':') + 1)), word);
  }
  m_start->setCurrentIndex(before);
}

void SetupPanel::setTarget(int classIndex) {
  m_goal->setCurrentIndex(classIndex + 1 < m_goal->count() ? classIndex + 1 : 0);
}

void SetupPanel::setSeed(quint64 seed) {
  const QSignalBlocker quiet(m_seed);
  m_seed->setValue(static_cast<int>(std::min<quint64>(seed, std::numeric_limits<int>::max())));
}

void SetupPanel::setReady(bool ready) { m_run->setEnabled(ready); }

void SetupPanel::setImageCount(int count) {
  m_images->setValue(count);
  m_wantedImages = count;
}

void SetupPanel::setMostImages(qint64 count) {
  const int wanted = m_wantedImages;
  m_images->setMaximum(static_cast<int>(std::clamp<qint64>(count, 1, 1000000)));
  setImageCount(wanted);  // small data does not change what a person wants of larger data
}

void SetupPanel::retranslate() {
  m_methodLabel->setText(tr("&Method"));
  m_method->setAccessibleName(tr("Method"));
  for (int row = 0; row < m_method->count(); ++row) {
    const CatalogueEntry& entry = catalogueEntry(m_method->itemData(row).toString().toStdString());
    m_method->setItemText(row, methodText(entry.info.name));
    m_method->setItemData(row, methodText(entry.info.summary), Qt::ToolTipRole);
  }
  m_method->model()->sort(0);  // names are what a person looks for, and each language has others
  if (!m_methodId.empty()) m_summary->setText(methodText(catalogueEntry(m_methodId).info.summary));
  m_card->setText(tr("About this method"));
  m_card->setToolTip(tr("Summary, source and every parameter (F1)"));
  const bool attack = m_family == Family::Attack;
  m_goalLabel->setText(attack ? tr("&Goal") : tr("&Class"));
  m_goal->setAccessibleName(attack ? tr("Goal of the attack") : tr("Class to explain"));
  m_goal->setToolTip(attack ? tr("A click on a class in the confidence bars chooses it, too")
                            : tr("The answer that the map explains"));
  fillGoals();
  m_startLabel->setText(tr("S&tart from"));
  m_start->setAccessibleName(tr("Model that the training starts from"));
  fillStarts();
  m_seedLabel->setText(tr("&Seed"));
  m_seed->setAccessibleName(tr("Seed"));
  m_seed->setToolTip(tr("The same seed gives the same result"));
  m_imagesLabel->setText(tr("&Images"));
  m_images->setAccessibleName(tr("Number of images in a run"));
  m_images->setToolTip(attack ? tr("The run attacks the first so many images of the data")
                              : tr("The run looks at the first so many images of the data"));
  m_images->setSpecialValueText(tr("all"));
  m_run->setText(attack ? tr("Run set") : tr("Run"));
  m_run->setToolTip(attack ? tr("Attack many images with these settings and measure")
                           : tr("Start this method on the open model and data"));
}

void SetupPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
