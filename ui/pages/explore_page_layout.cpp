// SPDX-License-Identifier: GPL-3.0-or-later
// Where the explorer's parts stand, and what they say.
#include <QCoreApplication>
#include <QEvent>
#include <QFormLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/pages/explore_page.h"
#include "ui/widgets/wheel_guard.h"

namespace adversarium {

void ExplorePage::build() {
  m_browser = new SampleBrowser(this);
  m_browser->setObjectName("sampleBrowser");
  m_stage = new PaneStage(this);
  m_stage->setObjectName("stage");
  m_slider = new StrengthSlider(this);
  m_slider->setObjectName("strengthSlider");
  m_scrubber = new TrajectoryScrubber(this);
  m_scrubber->setObjectName("scrubber");
  m_verdict = new QLabel(this);
  m_verdict->setObjectName("verdict");
  m_verdict->setWordWrap(true);
  QFont strong = m_verdict->font();
  strong.setPointSizeF(strong.pointSizeF() * 1.15);
  strong.setBold(true);
  m_verdict->setFont(strong);
  m_bars = new ConfidenceBars(this);
  m_bars->setObjectName("confidenceBars");
  m_barsTitle = new QLabel(this);

  m_methodBox = new QComboBox(this);
  m_methodBox->setObjectName("methodBox");
  m_goalBox = new QComboBox(this);
  m_goalBox->setObjectName("goalBox");
  m_form = new ParamForm(this);
  m_form->setObjectName("paramForm");
  m_form->setHeroElsewhere(true);
  m_count = new QSpinBox(this);
  m_count->setObjectName("sampleCount");
  m_count->setRange(1, 1'000'000);
  m_count->setValue(100);
  m_run = new QPushButton(this);
  m_run->setObjectName("runSet");
  for (QWidget* control : std::initializer_list<QWidget*>{m_methodBox, m_goalBox, m_count}) guardWheel(control);
  m_methodLabel = new QLabel(this);
  m_goalLabel = new QLabel(this);
  m_countLabel = new QLabel(this);
  m_methodLabel->setBuddy(m_methodBox);
  m_goalLabel->setBuddy(m_goalBox);
  m_countLabel->setBuddy(m_count);

  m_confidencePlot = new CurvePlot(this);
  m_confidencePlot->setObjectName("confidencePlot");
  m_confidencePlot->setPercent(true);
  m_successPlot = new CurvePlot(this);
  m_successPlot->setObjectName("successPlot");
  m_successPlot->setPercent(true);
  m_recordView = new RecordView(this);
  m_recordView->setObjectName("recordView");
  m_tabs = new QTabWidget(this);
  m_tabs->setObjectName("resultTabs");
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_confidencePlot, QString());
  m_tabs->addTab(m_successPlot, QString());
  m_tabs->addTab(m_recordView, QString());

  auto* live = new QWidget(this);
  auto* liveLayout = new QVBoxLayout(live);
  liveLayout->setContentsMargins(8, 8, 8, 0);
  liveLayout->addWidget(m_stage, 1);
  liveLayout->addWidget(m_verdict);
  liveLayout->addWidget(m_scrubber);
  liveLayout->addWidget(m_slider);
  auto* middle = new QSplitter(Qt::Vertical, this);
  middle->setObjectName("middleSplitter");
  middle->addWidget(live);
  middle->addWidget(m_tabs);
  middle->setStretchFactor(0, 3);
  middle->setStretchFactor(1, 2);

  auto* setup = new QWidget(this);
  auto* setupLayout = new QVBoxLayout(setup);
  auto* choices = new QFormLayout;
  choices->addRow(m_methodLabel, m_methodBox);
  choices->addRow(m_goalLabel, m_goalBox);
  setupLayout->addLayout(choices);
  setupLayout->addWidget(m_form);
  auto* set = new QFormLayout;
  set->addRow(m_countLabel, m_count);
  setupLayout->addLayout(set);
  setupLayout->addWidget(m_run);
  setupLayout->addSpacing(12);
  setupLayout->addWidget(m_barsTitle);
  setupLayout->addWidget(m_bars, 1);
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName("setupScroll");
  scroll->setWidget(setup);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setMinimumWidth(300);

  auto* whole = new QSplitter(Qt::Horizontal, this);
  whole->setObjectName("pageSplitter");
  whole->addWidget(m_browser);
  whole->addWidget(middle);
  whole->addWidget(scroll);
  whole->setStretchFactor(0, 0);
  whole->setStretchFactor(1, 1);
  whole->setStretchFactor(2, 0);
  whole->setSizes({210, 760, 320});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(whole);
}

void ExplorePage::retranslate() {
  m_methodLabel->setText(tr("Method"));
  m_goalLabel->setText(tr("Goal"));
  m_countLabel->setText(tr("Pictures"));
  m_run->setText(tr("Run set"));
  m_run->setToolTip(tr("Attack so many pictures from the start of the data and record what happens"));
  m_barsTitle->setText(tr("Confidence, clean and attacked"));
  m_methodBox->setAccessibleName(tr("Method"));
  m_goalBox->setAccessibleName(tr("Goal of the attack"));
  m_count->setAccessibleName(tr("Number of pictures to attack"));
  for (int i = 0; i < m_methodBox->count(); ++i) {
    const CatalogueEntry& entry = catalogueEntry(m_methodBox->itemData(i).toString().toStdString());
    m_methodBox->setItemText(i, QCoreApplication::translate("methods", entry.info.name.data()));
    m_methodBox->setItemData(i, QCoreApplication::translate("methods", entry.info.summary.data()),
                             Qt::ToolTipRole);
  }
  if (m_goalBox->count() > 0) m_goalBox->setItemText(0, tr("any wrong class"));
  m_tabs->setTabText(0, tr("Confidence against strength"));
  m_tabs->setTabText(1, tr("Success against strength"));
  m_tabs->setTabText(2, tr("Last run"));
  m_confidencePlot->setAxes(tr("Strength ε"), tr("Confidence"), 0, 1);
  m_successPlot->setAxes(tr("Strength ε"), tr("Attack success rate"), 0, 1);
  m_confidencePlot->setAccessibleName(tr("Confidence against strength"));
  m_successPlot->setAccessibleName(tr("Success against strength"));
}

void ExplorePage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) {
    retranslate();
    if (m_shown) showExploration(m_shown);
  }
  QWidget::changeEvent(event);
}

}  // namespace adversarium
