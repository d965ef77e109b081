// SPDX-License-Identifier: GPL-3.0-or-later
// What the explorer shows of an answer: the stage, the ribbon, the steps, the curves.
#include "ui/pages/explore_page.h"

#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/pages/explore_curves.h"

namespace adversarium {

void ExplorePage::veil(const QString& words) {
  m_stage->veil(words);
  m_scrubber->setEnabled(false);
  m_verdict->setText(words);
}

void ExplorePage::show(const std::shared_ptr<const Exploration>& exploration) {
  m_problem.clear();
  m_shownState = m_state;
  m_shownIndex = exploration->request.index;
  m_scrubber->setEnabled(true);
  m_stage->setExploration(exploration, m_names);
  m_heat->setExploration(exploration, m_names);
  m_bars->setTrueClass(exploration->label);
  m_bars->setScores(exploration->cleanScores, exploration->attackedScores);
  const auto steps = static_cast<int>(exploration->trajectory.size());
  m_scrubber->setVisible(steps > 1);
  if (steps > 1) {
    std::vector<int> classes;
    for (const ExploreStep& step : exploration->trajectory) {
      classes.push_back(
          static_cast<int>(std::max_element(step.scores.begin(), step.scores.end()) - step.scores.begin()));
    }
    m_scrubber->setSteps(steps, std::move(classes));
  }
  if (!hasStrength(m_state)) drawSteps(*exploration);
  m_verdict->setText(verdictOf(*exploration, m_names));
  if (exploration->exact) {
    m_busyTimer.stop();
    if (!m_dragging) askBracketLater();
    if (!m_dragging || catalogueEntry(m_state.algorithm).linearInStrength) {
      m_slider->setExactBadge(StrengthSlider::Exact);
    }
  } else {
    m_slider->setExactBadge(StrengthSlider::Preview);
  }
  emit shown(exploration->exact);
}

void ExplorePage::showRibbon(const std::shared_ptr<const Ribbon>& ribbon) {
  m_ribbon = ribbon;
  m_slider->setRibbon(ribbon, m_names);
  m_confidencePlot->setCurves(confidenceCurves(*ribbon, m_names, m_state.target));
  m_confidencePlot->setMarker(strength());
  askBracketLater();
  emit ribbonShown();
}

void ExplorePage::setHeatMaps(bool shown) {
  m_looks->setCurrentWidget(shown ? static_cast<QWidget*>(m_heat) : m_stage);
}

void ExplorePage::showStep(int step) {
  const auto& exploration = m_stage->exploration();
  if (!exploration || step >= static_cast<int>(exploration->trajectory.size())) return;
  m_stage->showStep(step);
  if (!hasStrength(m_state)) m_confidencePlot->setMarker(step);
  m_bars->setScores(exploration->cleanScores, exploration->trajectory[static_cast<std::size_t>(step)].scores);
}

void ExplorePage::drawSteps(const Exploration& exploration) {
  const auto curves = confidenceCurves(exploration, m_names, m_state.target);
  m_confidencePlot->setCurves(curves);
  m_confidencePlot->setMarker(curves.empty() ? NAN : curves.front().x.back());
}

void ExplorePage::refreshSetup() {
  if (m_state.algorithm.empty()) return;
  m_setup.setMethod(catalogueEntry(m_state.algorithm));
  m_setup.setParams(m_state.params);
  m_setup.setTarget(m_state.target);
  m_setup.setSeed(m_state.seed);
}

void ExplorePage::refreshSlider() {
  const double most = strengthScale(catalogueEntry(m_state.algorithm).norm(m_state.params), shape()).most;
  m_slider->setSpec(0, most, hasStrength(m_state));
  m_slider->setStrength(strength());
  m_confidencePlot->setMarker(hasStrength(m_state) ? strength() : NAN);
}

void ExplorePage::updateNames() {
  m_names.clear();
  if (m_model) {
    const auto count = static_cast<std::size_t>(m_model->classes);
    const auto& own = m_model->classNames;
    const std::vector<std::string> none;
    const auto& given = m_data ? m_data->info().classNames : none;
    const auto& names = own.size() == count ? own : given.size() == count ? given : none;
    for (std::size_t c = 0; c < count; ++c) {
      m_names << (names.empty() ? tr("class %1").arg(c) : className(names[c]));
    }
  }
  m_setup.setClasses(m_names);
  m_setup.setTarget(m_state.target);
  m_bars->setClasses(m_names);
  m_scrubber->setClassNames(m_names);
}

void ExplorePage::addRunCurve(const std::shared_ptr<const Record>& record, const QString& name) {
  constexpr std::size_t kMostCurves = 4;
  const auto* curve = record->get<Curve>("success");
  if (!curve || curve->x.empty()) return;
  m_runCurves.push_back(
      {record->request.model, record->request.data, PlotCurve{name, curve->x, curve->y, curve->low, curve->high}});
  if (m_runCurves.size() > kMostCurves) m_runCurves.erase(m_runCurves.begin());
  drawSuccess();
}

void ExplorePage::drawSuccess() {
  std::vector<PlotCurve> curves;  // of another model or other data a curve says nothing here
  for (const RunCurve& run : m_runCurves) {
    if (m_model && run.model == m_model->where && run.data == m_dataWhere.toStdString())
      curves.push_back(run.curve);
  }
  m_success->setCurrentIndex(curves.empty() ? 0 : 1);
  m_successPlot->setCurves(std::move(curves));
}

}  // namespace adversarium
