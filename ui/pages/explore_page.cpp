// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_page.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QUndoCommand>

#include "ui/docks/runs_dock.h"
#include "ui/widgets/colours.h"
#include "ui/widgets/numbers.h"

namespace adversarium {
namespace {

constexpr int kRibbonStrengths = 33;

class SetupCommand final : public QUndoCommand {
 public:
  SetupCommand(std::function<void(const ExploreSetup&)> apply, ExploreSetup before, ExploreSetup after,
               const QString& words)
      : QUndoCommand(words), m_apply(std::move(apply)), m_before(std::move(before)), m_after(std::move(after)) {}
  void undo() override { m_apply(m_before); }
  void redo() override { m_apply(m_after); }

 private:
  std::function<void(const ExploreSetup&)> m_apply;
  ExploreSetup m_before, m_after;
};

}  // namespace

ExplorePage::ExplorePage(SessionBridge& bridge, QWidget* parent) : QWidget(parent), m_bridge(bridge) {
  setObjectName("explorePage");
  build();
  connectParts();
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.family == Family::Attack) m_methodBox->addItem(QString(), QString(entry.info.id.data()));
  }
  ExploreSetup first;
  first.params = completeParams(catalogueEntry(first.method).params, {});
  apply(first);
  retranslate();
}

const CatalogueEntry& ExplorePage::method() const { return catalogueEntry(m_setup.method); }

ImageShape ExplorePage::shape() const {
  if (m_model && m_model->input.channels > 0) return m_model->input;
  if (m_data) return {m_data->info().channels, m_data->info().height, m_data->info().width};
  return {3, 32, 32};
}

double ExplorePage::strength() const {
  const auto found = m_setup.params.find("epsilon");
  return found == m_setup.params.end() ? 0.0 : std::get<double>(found->second);
}

void ExplorePage::connectParts() {
  connect(m_browser, &SampleBrowser::sampleChosen, this, [this] { requestAll(); });
  connect(m_stage, &PaneStage::openRequested, this, &ExplorePage::openRequested);
  connect(m_slider, &StrengthSlider::strengthDragged, this, [this](double value) { setStrength(value, false); });
  connect(m_slider, &StrengthSlider::strengthCommitted, this, [this](double value) { setStrength(value, true); });
  connect(m_scrubber, &TrajectoryScrubber::stepChosen, this, [this](int step) {
    m_stage->showStep(step);
    if (m_shown && step >= 0 && step < static_cast<int>(m_shown->trajectory.size())) {
      m_bars->setScores(m_shown->cleanScores, m_shown->trajectory[static_cast<std::size_t>(step)].scores);
    }
  });
  connect(m_bars, &ConfidenceBars::classClicked, this, [this](int target) {
    ExploreSetup next = m_setup;
    next.target = target == m_setup.target || (m_shown && target == m_shown->cleanClass) ? -1 : target;
    push(std::move(next), tr("Change the goal"));
  });
  connect(m_methodBox, &QComboBox::activated, this, [this] {
    ExploreSetup next = m_setup;
    next.method = m_methodBox->currentData().toString().toStdString();
    if (next.method == m_setup.method) return;
    const CatalogueEntry& entry = catalogueEntry(next.method);
    // What both methods know stays as it is: the strength never changes by itself.
    ParamMap kept;
    for (const char* id : {"epsilon", "norm"}) {
      const auto old = m_setup.params.find(id);
      if (old != m_setup.params.end() && entry.find(id)) kept[id] = old->second;
    }
    next.params = suggestedParams(entry, kept, shape());
    push(std::move(next), tr("Change the method"));
  });
  connect(m_goalBox, &QComboBox::activated, this, [this](int index) {
    ExploreSetup next = m_setup;
    next.target = index - 1;
    push(std::move(next), tr("Change the goal"));
  });
  connect(m_form, &ParamForm::paramsEdited, this, [this] {
    if (m_applying) return;
    ExploreSetup next = m_setup;
    next.params = m_form->params();
    if (next.params.contains("epsilon")) {
      const bool otherNorm = next.params["norm"] != m_setup.params["norm"];
      // A number means something else in another norm: the usual strength of that norm takes its place.
      next.params["epsilon"] =
          otherNorm ? strengthScale(std::get<std::string>(next.params["norm"]), shape()).usual : strength();
    }
    push(std::move(next), tr("Change a parameter"));
  });
  connect(m_run, &QPushButton::clicked, this, &ExplorePage::runSet);
  connect(&m_bridge, &SessionBridge::explored, this, &ExplorePage::showExploration);
  connect(&m_bridge, &SessionBridge::ribbonReady, this, &ExplorePage::showRibbon);
  connect(&m_bridge, &SessionBridge::exploreFailed, this, [this](const QString& reason) {
    m_stage->clear(reason);
    m_verdict->setText(reason);
    m_slider->setExactBadge(StrengthSlider::Exact);
    emit message(reason);
  });
}

void ExplorePage::setModel(std::shared_ptr<const ModelInfo> model) {
  m_model = std::move(model);
  setData(QString::fromStdString(m_dataWhere), m_data);
}

void ExplorePage::setData(const QString& where, std::shared_ptr<const DataSet> data) {
  const bool other = m_data != data;
  m_dataWhere = where.toStdString();
  m_data = std::move(data);
  m_names.clear();
  const auto& names = m_model && !m_model->classNames.empty() ? m_model->classNames
                      : m_data                                ? m_data->info().classNames
                                                              : std::vector<std::string>();
  for (const std::string& name : names) m_names << QString::fromStdString(name);
  const auto classes = m_model ? static_cast<int>(m_model->classes) : static_cast<int>(m_names.size());
  while (m_names.size() < classes) m_names << QString::number(m_names.size());
  m_bars->setClasses(m_names);
  m_scrubber->setClassNames(m_names);
  m_setup.target = -1;
  if (other) {
    m_browser->setData(m_data);
    m_undo.clear();
    if (method().find("epsilon")) {
      ParamMap rest = m_setup.params;
      rest.erase("epsilon");
      m_setup.params = suggestedParams(method(), rest, shape());
    }
  }
  apply(m_setup);
}

void ExplorePage::push(ExploreSetup next, const QString& words) {
  if (next == m_setup) return;
  m_undo.push(
      new SetupCommand([this](const ExploreSetup& setup) { apply(setup); }, m_setup, std::move(next), words));
}

void ExplorePage::apply(const ExploreSetup& setup) {
  m_applying = true;
  const bool otherMethod = setup.method != m_setup.method || !m_form->property("filled").toBool();
  m_setup = setup;
  m_methodBox->setCurrentIndex(m_methodBox->findData(QString::fromStdString(setup.method)));
  if (otherMethod) {
    m_form->setMethod(method());
    m_form->setProperty("filled", true);
  }
  m_form->setParams(setup.params);
  QStringList goals{tr("any wrong class")};
  for (const QString& name : m_names) goals << name;
  m_goalBox->clear();
  m_goalBox->addItems(goals);
  m_goalBox->setCurrentIndex(setup.target + 1);
  m_bars->setTarget(setup.target);
  fillSlider();
  m_applying = false;
  requestAll();
}

void ExplorePage::fillSlider() {
  const bool hasStrength = method().find("epsilon") != nullptr;
  const auto norm = m_setup.params.find("norm");
  const std::string name = norm == m_setup.params.end() ? "linf" : std::get<std::string>(norm->second);
  m_slider->setSpec(0, strengthScale(name, shape()).most, hasStrength);
  m_slider->setStrength(strength());
  m_scrubber->setVisible(method().iterative);
}

ExploreRequest ExplorePage::exploreRequest(bool draft) const {
  ExploreRequest request;
  request.model = m_model->where;
  request.data = m_dataWhere;
  request.index = m_browser->currentIndex();
  request.algorithm = m_setup.method;
  request.params = m_setup.params;
  request.target = m_setup.target;
  request.draft = draft;
  return request;
}

void ExplorePage::requestAll() {
  if (!m_model || !m_data || m_browser->currentIndex() < 0) {
    m_shown.reset();
    m_stage->clear(tr("Drop a model and a picture here, or open them."), tr("Open data…"));
    m_bars->clear();
    return;
  }
  requestPicture(false);
  requestRibbon();
}

void ExplorePage::requestPicture(bool draft) {
  if (!m_model || !m_data) return;
  m_slider->setExactBadge(StrengthSlider::Busy);
  m_bridge.explore(exploreRequest(draft));
}

void ExplorePage::requestRibbon() {
  m_slider->clearRibbon();
  m_ribbon.reset();
  m_confidencePlot->setCurves({});
  // A ribbon of a method that only asks for labels or scores would cost thousands of queries.
  const bool affordable = method().find("epsilon") && method().access >= Access::Gradients;
  if (affordable) m_bridge.ribbon(exploreRequest(false), kRibbonStrengths);
}

void ExplorePage::setStrength(double value, bool commit) {
  if (commit) {
    ExploreSetup next = m_setup;
    next.params["epsilon"] = value;
    // Only the strength moved: the ribbon holds for all of them.
    m_undo.push(new SetupCommand(
        [this](const ExploreSetup& setup) {
          m_setup = setup;
          m_form->setParams(setup.params);
          m_slider->setStrength(strength());
          m_confidencePlot->setMarker(strength());
          requestPicture(false);
        },
        m_setup, next, tr("Move the strength")));
    return;
  }
  ExploreRequest request = exploreRequest(!method().linearInStrength);
  request.params["epsilon"] = value;
  m_confidencePlot->setMarker(value);
  if (!method().linearInStrength) m_slider->setExactBadge(StrengthSlider::Preview);
  m_bridge.explore(request);
}

void ExplorePage::stepStrength(int by255) {
  if (method().find("epsilon")) setStrength(std::max(0.0, strength() + by255 / 255.0), true);
}

void ExplorePage::stepSample(int by) { m_browser->step(by); }

void ExplorePage::showExploration(const std::shared_ptr<const Exploration>& exploration) {
  m_shown = exploration;
  m_stage->setExploration(exploration, m_names);
  m_bars->setTrueClass(exploration->label);
  m_bars->setScores(exploration->cleanScores, exploration->attackedScores);
  m_slider->setExactBadge(exploration->exact ? StrengthSlider::Exact : StrengthSlider::Preview);
  if (exploration->exact) {
    std::vector<int> classes;
    for (const ExploreStep& step : exploration->trajectory) {
      classes.push_back(
          static_cast<int>(std::max_element(step.scores.begin(), step.scores.end()) - step.scores.begin()));
    }
    m_scrubber->setSteps(static_cast<int>(classes.size()), classes);
  }
  const auto words = [&](int index, const std::vector<float>& scores) {
    return tr("%1 (%2)").arg(classLabel(m_names, index), percentText(scores[static_cast<std::size_t>(index)]));
  };
  const QString before = words(exploration->cleanClass, exploration->cleanScores);
  const QString after = words(exploration->attackedClass, exploration->attackedScores);
  m_verdict->setText(exploration->attackedClass != exploration->cleanClass
                         ? tr("✗ %1 became %2").arg(before, after)
                         : tr("✓ still %1").arg(after));
  emit settled();
}

void ExplorePage::showRibbon(const std::shared_ptr<const Ribbon>& ribbon) {
  m_ribbon = ribbon;
  m_slider->setRibbon(ribbon, m_names);
  // The clean winner and whoever beats it somewhere: more lines would only hide these.
  std::vector<int> shown;
  for (const int winner : ribbon->classes) {
    if (std::find(shown.begin(), shown.end(), winner) == shown.end()) shown.push_back(winner);
  }
  constexpr std::size_t kMostLines = 5;
  if (shown.size() > kMostLines) shown.resize(kMostLines);
  std::vector<PlotCurve> curves;
  for (const int index : shown) {
    PlotCurve curve{classLabel(m_names, index), ribbon->strengths, {}, {}, {}};
    for (const auto& scores : ribbon->scores) curve.y.push_back(scores[static_cast<std::size_t>(index)]);
    curves.push_back(std::move(curve));
  }
  m_confidencePlot->setCurves(std::move(curves));
  m_confidencePlot->setMarker(strength());
}

Request ExplorePage::requestFor(std::int64_t count) const {
  Request request;
  request.algorithm = m_setup.method;
  request.params = m_setup.params;
  request.model = m_model->where;
  request.data = m_dataWhere;
  request.samples.first = count;
  request.target = m_setup.target;
  constexpr int kSweep = 8;
  if (method().find("epsilon") && method().access >= Access::Gradients) request.sweep = kSweep;
  return request;
}

void ExplorePage::runSet() {
  if (!m_model || !m_data) {
    emit message(tr("There is no model or no data yet."));
    return;
  }
  emit runRequested(requestFor(m_count->value()));
}

void ExplorePage::pin() {
  if (!m_model || !m_data || m_browser->currentIndex() < 0) return;
  Request request = requestFor(0);
  request.samples = {0, {m_browser->currentIndex()}};
  request.sweep = 0;
  emit runRequested(request);
}

void ExplorePage::showRecord(std::shared_ptr<const Record> record) {
  if (const auto* curve = record->get<Curve>("success")) {
    m_successCurves.push_back({runTitle(*record), curve->x, curve->y, curve->low, curve->high});
    constexpr std::size_t kMostCurves = 6;
    if (m_successCurves.size() > kMostCurves) m_successCurves.erase(m_successCurves.begin());
    m_successPlot->setCurves(m_successCurves);
  }
  m_recordView->setRecord(std::move(record));
  m_tabs->setCurrentWidget(m_recordView);
}

void ExplorePage::applyRecord(const Record& record) {
  ExploreSetup next;
  next.method = record.request.algorithm;
  next.params = record.request.params;
  next.target = record.request.target;
  if (catalogueEntry(next.method).family == Family::Attack) push(std::move(next), tr("Reopen a run"));
}

void ExplorePage::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      stepStrength(-1);
      return;
    case Qt::Key_Right:
      stepStrength(1);
      return;
    case Qt::Key_PageUp:
      stepSample(-1);
      return;
    case Qt::Key_PageDown:
      stepSample(1);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace adversarium
