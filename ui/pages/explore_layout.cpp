// SPDX-License-Identifier: GPL-3.0-or-later
// The explorer's page as it is laid out and worded; what it does is in explore_page.cpp.
#include <QEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

#include "core/record/guard_request.h"
#include "ui/base/core_text.h"
#include "ui/base/theme.h"
#include "ui/pages/explore_curves.h"
#include "ui/pages/explore_page.h"
#include "ui/views/page_parts.h"

namespace adversarium {
namespace {

QWidget* titled(QLabel* title, QWidget* body, QWidget* parent) {
  title->setWordWrap(true);
  auto* box = new QWidget(parent);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(4, 0, 4, 0);
  layout->setSpacing(2);
  layout->addWidget(title);
  layout->addWidget(body, 1);
  return box;
}

}  // namespace

void ExplorePage::build() {
  m_title = boldLabel(this, kTitleScale);
  m_title->setObjectName("exploreTitle");
  m_verdict = new QLabel(this);
  m_verdict->setObjectName("verdict");
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_verdict->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_verdict->setMinimumWidth(1);  // a long class name must not widen the window
  m_verdict->setWordWrap(true);
  m_heatButton = new QPushButton(this);
  m_heatButton->setObjectName("heatButton");
  m_heatButton->setMenu(new QMenu(m_heatButton));
  m_defend = new QPushButton(this);
  m_defend->setObjectName("defendButton");
  m_defend->setMenu(new QMenu(m_defend));

  m_browser = new SampleBrowser(this);
  m_browser->setObjectName("sampleBrowser");
  m_stage = new PaneStage(this);
  m_stage->setObjectName("paneStage");
  m_heat = new HeatLook(m_bridge, this);
  m_looks = new QStackedWidget(this);
  m_looks->addWidget(m_stage);
  m_looks->addWidget(m_heat);
  m_slider = new StrengthSlider(this);
  m_slider->setObjectName("strengthSlider");
  m_scrubber = new TrajectoryScrubber(this);
  m_scrubber->setObjectName("trajectoryScrubber");
  m_scrubber->hide();
  m_bars = new ConfidenceBars(this);
  m_bars->setObjectName("confidenceBars");
  m_confidencePlot = new CurvePlot(this);
  m_confidencePlot->setObjectName("confidencePlot");
  m_confidencePlot->setPercent(true);
  m_confidenceTitle = new QLabel(this);

  m_successPlot = new CurvePlot(this);
  m_successPlot->setObjectName("successPlot");
  m_successPlot->setPercent(true);
  m_successTitle = new QLabel(this);
  m_successEmpty = new QLabel(this);
  m_successEmpty->setWordWrap(true);
  m_successEmpty->setAlignment(Qt::AlignCenter);
  m_successRun = new QPushButton(themedIcon("run"), {}, this);
  m_successRun->setObjectName("successRunButton");
  auto* empty = new QWidget(this);
  auto* emptyLayout = new QVBoxLayout(empty);
  emptyLayout->addStretch(1);
  emptyLayout->addWidget(m_successEmpty);
  emptyLayout->addWidget(m_successRun, 0, Qt::AlignHCenter);
  emptyLayout->addStretch(1);
  m_success = new QStackedWidget(this);
  m_success->addWidget(empty);
  m_success->addWidget(m_successPlot);

  auto* middle = new QWidget(this);
  auto* middleLayout = new QVBoxLayout(middle);
  middleLayout->setContentsMargins(0, 0, 0, 0);
  middleLayout->setSpacing(4);
  middleLayout->addWidget(m_looks, 1);
  middleLayout->addWidget(m_slider);
  middleLayout->addWidget(m_scrubber);

  auto* looks = new QSplitter(Qt::Horizontal, this);
  looks->setObjectName("looksSplitter");
  looks->setChildrenCollapsible(false);
  looks->addWidget(m_bars);
  looks->addWidget(titled(m_confidenceTitle, m_confidencePlot, looks));
  looks->addWidget(titled(m_successTitle, m_success, looks));
  looks->setStretchFactor(0, 4);
  looks->setStretchFactor(1, 3);
  looks->setStretchFactor(2, 3);

  m_rows = new QSplitter(Qt::Vertical, this);
  m_rows->setObjectName("exploreRows");
  m_rows->setChildrenCollapsible(false);
  m_rows->addWidget(middle);
  m_rows->addWidget(looks);
  m_rows->setStretchFactor(0, 5);
  m_rows->setStretchFactor(1, 3);

  m_columns = new QSplitter(Qt::Horizontal, this);
  m_columns->setObjectName("exploreColumns");
  m_columns->setChildrenCollapsible(false);
  m_columns->addWidget(m_browser);
  m_columns->addWidget(m_rows);
  m_columns->setStretchFactor(1, 1);
  m_columns->setSizes({180, 900});

  auto* head = new QHBoxLayout;
  head->addWidget(m_title);
  head->addWidget(m_verdict, 1);
  head->addWidget(m_heatButton);
  head->addWidget(m_defend);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(head);
  layout->addWidget(m_columns, 1);
  for (QSplitter* splitter : {m_rows, m_columns, looks}) {
    for (int i = 0; i < splitter->count(); ++i) splitter->handle(i)->setFocusPolicy(Qt::NoFocus);
  }
}

void ExplorePage::retranslate() {
  const QString chapter = tr("Evasion");
  const QString name =
      m_state.algorithm.empty() ? QString() : methodText(catalogueEntry(m_state.algorithm).info.name);
  m_title->setText(name.isEmpty() ? chapter : chapter + " › " + name);
  const bool strength = hasStrength(m_state);
  m_confidenceTitle->setText(strength ? tr("Confidence against strength, this image")
                                      : tr("Confidence step by step, this image"));
  m_confidencePlot->setAxes(strength ? tr("Strength ε") : tr("Step"), tr("Confidence"), 0, 1);
  m_confidencePlot->setAccessibleName(m_confidenceTitle->text());
  m_successTitle->setText(tr("Attack success against strength, many images"));
  m_successPlot->setAxes(tr("Strength ε"), tr("Attack success"), 0, 1);
  m_successPlot->setAccessibleName(tr("Attack success against strength"));
  m_successEmpty->setText(tr("No run yet. A run attacks many images and measures how many fall."));
  m_successRun->setText(tr("Run set"));
  m_heatButton->setText(tr("Why?"));
  m_heatButton->setToolTip(tr("Heat maps: what decides, before and after the attack"));
  listHeatMaps();
  m_defend->setText(tr("Defend"));
  m_defend->setToolTip(tr("Runs the same attack on the same images through a defence, and shows what it costs"));
  listDefences();
}

void ExplorePage::listHeatMaps() {
  QMenu* menu = m_heatButton->menu();
  menu->clear();
  const auto offer = [&](const QString& text, bool chosen, auto choose) {
    QAction* action = menu->addAction(text, this, choose);
    action->setCheckable(true);
    action->setChecked(chosen);
  };
  const bool shown = m_looks->currentWidget() == m_heat;
  offer(tr("The pictures alone"), !shown, [this] { setHeatMaps(false); });
  menu->addSeparator();
  for (const QString& id : m_heat->methods()) {
    offer(methodText(catalogueEntry(id.toStdString()).info.name), shown && id == m_heat->method(), [this, id] {
      m_heat->chooseMethod(id);
      setHeatMaps(true);
    });
  }
}

void ExplorePage::listDefences() {
  QMenu* menu = m_defend->menu();
  menu->clear();
  menu->addSection(tr("This attack through"));
  const std::vector<std::string> guards = guardIds();
  for (const std::string& id : guards) {
    const QString guard = QString::fromStdString(id);
    menu->addAction(methodText(catalogueEntry(id).info.name), this,
                    [this, guard] { emit defendRequested(guard); });
  }
  menu->addSection(tr("Look further"));
  for (const CatalogueEntry& entry : catalogue()) {
    const bool defends = entry.family == Family::Training || entry.family == Family::Evaluation;
    const bool listed = std::find(guards.begin(), guards.end(), entry.info.id) != guards.end();
    if (!defends || listed || entry.info.chapter > Chapter::Evasion) continue;
    const QString id = QString::fromUtf8(entry.info.id.data(), static_cast<qsizetype>(entry.info.id.size()));
    menu->addAction(methodText(entry.info.name) + QStringLiteral("…"), this,
                    [this, id] { emit methodRequested(id); });
  }
}

void ExplorePage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) {
    updateNames();
    retranslate();
    if (const auto exploration = m_stage->exploration(); exploration && !m_stage->isVeiled()) {
      m_stage->setExploration(exploration, m_names);
      m_heat->setExploration(exploration, m_names);
      m_verdict->setText(verdictOf(*exploration, m_names));
    } else {
      setProblem(m_problem);
    }
    if (m_ribbon) showRibbon(m_ribbon);
  }
  QWidget::changeEvent(event);
}

}  // namespace adversarium
