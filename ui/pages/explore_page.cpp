// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_page.h"

#include <QFileInfo>
#include <QMenu>
#include <QSignalBlocker>
#include <QUndoCommand>
#include <algorithm>
#include <cmath>

#include "ui/base/colours.h"

namespace adversarium {
namespace {

constexpr int kRibbonStrengths = 33;

class StateCommand final : public QUndoCommand {
 public:
  StateCommand(ExplorePage& page, ExploreState before, ExploreState after)
      : m_page(page), m_before(std::move(before)), m_after(std::move(after)) {
    setText(ExplorePage::tr("parameters"));
  }
  void undo() override { m_page.applyState(m_before); }
  void redo() override { m_page.applyState(m_after); }

 private:
  ExplorePage& m_page;
  ExploreState m_before;
  ExploreState m_after;
};

QString shortName(const QString& where) {
  return where.startsWith("demo:") ? where.mid(5) : QFileInfo(where).fileName();
}

/// Everything that the ribbon depends on.
ExploreState withoutStrength(ExploreState state) {
  if (const CatalogueEntry* entry = knownMethod(state.algorithm)) entry->erase(state.params, Role::Strength);
  return state;
}

}  // namespace

ExplorePage::ExplorePage(SessionBridge& bridge, SetupPanel& setup, QUndoStack& undo, QWidget* parent)
    : QWidget(parent), m_bridge(bridge), m_setup(setup), m_undo(undo), m_bracket(bridge) {
  setObjectName("explorePage");
  build();
  m_busyTimer.setSingleShot(true);
  m_busyTimer.setInterval(120);  // a badge that flashes for less tells nothing
  connectControls();
  const auto& all = catalogue();
  // One gradient serves every strength: the slider is exact from the first touch.
  const auto first = std::find_if(all.begin(), all.end(), [](const auto& e) { return e.linearInStrength; });
  if (first != all.end()) {
    m_state.algorithm = first->info.id;
    m_state.params = suggested(*first, {});
  }
  refreshSetup();
  retranslate();
  setProblem({});
}

void ExplorePage::connectControls() {
  connect(&m_busyTimer, &QTimer::timeout, this, [this] {
    if (!m_bridge.exploring() || m_dragging) return;
    m_slider->setExactBadge(StrengthSlider::Busy);
    if (m_stage->exploration() && !answersWhatIsSet()) veil(tr("Computing…"));
  });
  connect(m_browser, &SampleBrowser::sampleChosen, this, [this] {
    forgetRibbon();
    ask(false);
    askRibbon();
  });
  connect(m_stage, &PaneStage::openRequested, this, [this] {
    if (m_data && m_model && !m_problem.isEmpty()) {
      ExploreState fresh = m_state;
      fresh.params = suggested(catalogueEntry(fresh.algorithm), {});
      propose(fresh);
    } else {
      emit openDataRequested();
    }
  });
  connect(m_slider, &StrengthSlider::dragStarted, this, [this] {
    m_beforeDrag = m_state;
    m_dragging = true;
  });
  connect(m_slider, &StrengthSlider::strengthDragged, this, &ExplorePage::dragTo);
  connect(m_slider, &StrengthSlider::strengthCommitted, this, &ExplorePage::commit);
  connect(m_scrubber, &TrajectoryScrubber::stepChosen, this, &ExplorePage::showStep);
  connect(m_bars, &ConfidenceBars::classClicked, this, [this](int classIndex) {
    ExploreState next = m_state;
    const auto& shown = m_stage->exploration();
    const bool own = shown && shown->cleanClass == classIndex;
    if (own)
      emit message(tr("The model already answers “%1” here: the goal is any wrong class.")
                       .arg(classLabel(m_names, classIndex)));
    next.target = own || m_state.target == classIndex ? -1 : classIndex;
    propose(next);
  });
  connect(m_successRun, &QPushButton::clicked, this, &ExplorePage::runRequested);
  connect(m_heatButton->menu(), &QMenu::aboutToShow, this, &ExplorePage::listHeatMaps);
  connect(m_heat, &HeatLook::transplantRequested, this, [this](const PixelMask& region) {
    emit transplantRequested(region, std::max<qint64>(0, m_browser->currentIndex()));
  });
  connect(&m_setup, &SetupPanel::methodChosen, this, &ExplorePage::chooseMethod);
  connect(&m_setup, &SetupPanel::targetChosen, this, [this](int target) {
    ExploreState next = m_state;
    next.target = target;
    propose(next);
  });
  connect(&m_setup, &SetupPanel::seedEdited, this, [this](quint64 seed) {
    ExploreState next = m_state;
    next.seed = seed;
    propose(next);
  });
  connect(&m_setup, &SetupPanel::paramsEdited, this, [this] {
    ExploreState next = m_state;
    next.params = m_setup.params();
    const CatalogueEntry& entry = catalogueEntry(next.algorithm);
    if (const auto strength = strengthOf(m_state)) entry.set(next.params, Role::Strength, *strength);
    if (entry.norm(next.params) != entry.norm(m_state.params)) {
      entry.erase(next.params, Role::Strength);  // a number in one norm says nothing in another
      next.params = suggested(entry, next.params);
    }
    propose(next);
  });
  connect(&m_setup, &SetupPanel::runRequested, this, &ExplorePage::runRequested);
  connect(&m_bridge, &SessionBridge::explored, this, &ExplorePage::show);
  connect(&m_bridge, &SessionBridge::exploreFailed, this, &ExplorePage::setProblem);
  connect(&m_bridge, &SessionBridge::ribbonReady, this, &ExplorePage::showRibbon);
  connect(&m_bridge, &SessionBridge::ribbonFailed, this, [this](const QString& reason) {
    m_slider->setRibbonComputing(false);
    emit message(reason);
  });
  connect(&m_bracket, &BracketAsker::found, m_slider, &StrengthSlider::setBracket);
}

void ExplorePage::awaitModel(const QString& where) {
  const bool waited = !m_opening.isEmpty();
  m_opening = where;
  m_bridge.cancelPreviews();
  forgetRibbon();
  if (!where.isEmpty()) {
    m_busyTimer.stop();
    if (m_stage->exploration()) {
      veil(tr("%1 is being opened.").arg(shortName(where)));
      m_bars->clear();
      m_heat->clear();
    }
    setProblem({});
  } else if (waited) {
    if (const auto exploration = m_stage->exploration()) m_stage->setExploration(exploration, m_names);
    applyState(m_state);
  }
}

void ExplorePage::setModel(std::shared_ptr<const ModelInfo> model) {
  m_bridge.cancelPreviews();
  const ImageShape before = shape();
  m_opening.clear();
  m_model = std::move(model);
  forgetPicture();
  m_heat->setModel(m_model);
  updateNames();
  ExploreState next = m_state;
  if (m_model && next.target >= m_model->classes) next.target = -1;
  if (!(before == shape()) && hasStrength(next)) {
    const CatalogueEntry& entry = catalogueEntry(next.algorithm);
    entry.erase(next.params, Role::Strength);
    next.params = suggested(entry, next.params);
  }
  forgetRibbon();
  applyState(next);
}

void ExplorePage::setData(const QString& where, std::shared_ptr<const DataSet> data) {
  m_bridge.cancelPreviews();
  const qint64 index = m_dataWhere == where ? std::max<qint64>(0, m_browser->currentIndex()) : 0;
  m_dataWhere = where;
  m_data = std::move(data);
  forgetPicture();
  m_browser->setData(m_data);
  if (m_data && index > 0 && index < m_data->info().count) {
    const QSignalBlocker quiet(m_browser);
    m_browser->choose(index);
  }
  m_setup.setMostImages(m_data ? m_data->info().count : 1);
  updateNames();
  forgetRibbon();
  applyState(m_state);
}

void ExplorePage::setProblem(const QString& reason) {
  m_problem = reason;
  m_busyTimer.stop();
  if (!reason.isEmpty()) {
    m_stage->clear(reason, ready() ? tr("Reset parameters") : tr("Open image or data…"));
  } else if (!m_model) {
    m_stage->clear(tr("The model is being opened."), {});
  } else if (!m_data || m_data->info().count == 0) {
    m_stage->clear(tr("No image yet: open one, or drop it anywhere."), tr("Open image or data…"));
  } else if (!m_stage->exploration()) {
    m_stage->clear(m_opening.isEmpty()
                       ? tr("Computing for %1…").arg(shortName(QString::fromStdString(m_model->where)))
                       : tr("%1 is being opened.").arg(shortName(m_opening)),
                   {});
  }
  if (!m_stage->exploration()) {
    m_bars->clear();
    m_heat->clear();
    m_verdict->clear();
    m_scrubber->hide();
  }
  drawSuccess();
  m_setup.setReady(ready());
  m_successRun->setEnabled(ready());
  m_defend->setEnabled(ready());
  m_heatButton->setEnabled(ready());
}

void ExplorePage::propose(const ExploreState& state) {
  if (state == m_state) return;
  m_undo.push(new StateCommand(*this, m_state, state));
}

void ExplorePage::applyState(const ExploreState& state) {
  const bool otherSubject = withoutStrength(state) != withoutStrength(m_state) || !m_ribbonAsked;
  m_state = state;
  if (otherSubject) refreshSetup();
  refreshSlider();
  m_bars->setTarget(m_state.target);
  retranslate();
  setProblem({});
  if (!ready()) return;
  ask(false);
  if (otherSubject) askRibbon();
}

void ExplorePage::chooseMethod(const QString& id) {
  const CatalogueEntry& entry = catalogueEntry(id.toStdString());
  ExploreState next = m_state;
  next.algorithm = entry.info.id;
  ParamMap shared;  // what both methods know keeps its value: the same norm and strength, another attack
  const CatalogueEntry* before = knownMethod(m_state.algorithm);
  if (const auto* norm = before ? before->get<std::string>(m_state.params, Role::Norm) : nullptr) {
    entry.set(shared, Role::Norm, *norm);
    if (const auto strength = strengthOf(m_state)) entry.set(shared, Role::Strength, *strength);
  }
  next.params = suggested(entry, shared);
  propose(next);
}

void ExplorePage::reopen(const Request& request) {
  ExploreState next;
  next.algorithm = request.algorithm;
  next.params = suggested(catalogueEntry(request.algorithm), request.params);
  const bool known = !m_model || request.target < m_model->classes;
  next.target = known ? std::max(-1, request.target) : -1;
  next.seed = request.seed;
  propose(next);
  const qint64 sample = request.samples.indices.empty() ? 0 : request.samples.indices.front();
  const bool there = m_data && sample >= 0 && sample < m_data->info().count;
  if (there) chooseSample(sample);
  if (!known) {
    emit message(tr("The model has no class %1: the goal is any wrong class.").arg(request.target));
  } else if (!there) {
    emit message(tr("The data has no sample %1.").arg(sample));
  }
}

void ExplorePage::chooseSample(qint64 index) { m_browser->choose(index); }

void ExplorePage::stepStrength(int steps) {
  if (!hasStrength(m_state)) return;
  const double most = m_slider->ribbonTrack()->most();
  commit(std::clamp(std::round(strength() * 255.0 + steps) / 255.0, 0.0, most));
}

double ExplorePage::strength() const { return strengthOf(m_state).value_or(0); }

ImageShape ExplorePage::shape() const {
  if (m_model && m_model->input.channels > 0) return m_model->input;
  if (m_data) return {m_data->info().channels, m_data->info().height, m_data->info().width};
  return {3, 48, 48};
}

ParamMap ExplorePage::suggested(const CatalogueEntry& entry, const ParamMap& given) const {
  return suggestedParams(entry, given, shape());
}

ExploreRequest ExplorePage::request(bool draft) const {
  ExploreRequest request;
  request.model = m_model->where;
  request.data = m_dataWhere.toStdString();
  request.index = std::max<qint64>(0, m_browser->currentIndex());
  request.algorithm = m_state.algorithm;
  request.params = m_state.params;
  request.target = m_state.target;
  request.seed = m_state.seed;
  request.draft = draft;
  return request;
}

void ExplorePage::ask(bool draft) {
  if (!ready() || m_data->info().count == 0) return;
  m_bracket.stop();
  // What takes seconds to be exact is shown roughly first.
  if (!draft && catalogueEntry(m_state.algorithm).find(Role::Queries)) m_bridge.explore(request(true));
  m_bridge.explore(request(draft));
  if (!draft) m_busyTimer.start();
}

void ExplorePage::askRibbon() {
  if (!ready() || m_data->info().count == 0) return;
  forgetRibbon();
  m_ribbonAsked = true;
  if (!hasStrength(m_state)) return;
  m_bridge.ribbon(request(false), kRibbonStrengths);
  QTimer::singleShot(m_busyTimer.interval(), this, [this] {
    if (m_ribbonAsked && !m_ribbon && hasStrength(m_state)) m_slider->setRibbonComputing(true);
  });
}

void ExplorePage::forgetPicture() {
  m_stage->clear({});
  m_bars->clear();
  m_heat->clear();
  m_verdict->clear();
  m_scrubber->hide();
  m_confidencePlot->setCurves({});
}

bool ExplorePage::answersWhatIsSet() const {
  return m_shownState == m_state && m_shownIndex == std::max<qint64>(0, m_browser->currentIndex());
}

void ExplorePage::forgetRibbon() {
  m_confidencePlot->setCurves({});
  m_ribbon.reset();
  m_ribbonAsked = false;
  m_bracket.forget();
  m_slider->clearRibbon();
}

void ExplorePage::dragTo(double strength) {
  if (!hasStrength(m_state)) return;
  const CatalogueEntry& entry = catalogueEntry(m_state.algorithm);
  entry.set(m_state.params, Role::Strength, strength);
  m_confidencePlot->setMarker(strength);
  const bool linear = entry.linearInStrength;
  if (!linear) m_slider->setExactBadge(StrengthSlider::Preview);
  ask(!linear);
}

void ExplorePage::commit(double strength) {
  if (!hasStrength(m_state)) return;
  ExploreState after = m_state;
  catalogueEntry(after.algorithm).set(after.params, Role::Strength, strength);
  if (m_dragging) m_state = m_beforeDrag;  // the whole drag is one step of undo
  m_dragging = false;
  if (after == m_state) {
    applyState(after);
  } else {
    propose(after);
  }
}

void ExplorePage::askBracketLater() {
  if (m_ribbon && !m_ribbon->strengths.empty() && hasStrength(m_state)) m_bracket.later(request(false));
}

Request ExplorePage::runRequest() const {
  Request request;
  request.algorithm = m_state.algorithm;
  request.params = m_state.params;
  request.model = m_model->where;
  request.data = m_dataWhere.toStdString();
  request.samples.first = m_setup.imageCount();
  request.target = m_state.target;
  request.seed = m_state.seed;
  constexpr int kStrengths = 8;  // of a linear attack a few cost next to nothing, and are measured anyway
  if (!catalogueEntry(m_state.algorithm).linearInStrength) request.sweep = hasStrength(m_state) ? kStrengths : 0;
  return request;
}

Request ExplorePage::pictureRequest() const {
  Request request = runRequest();
  request.samples = {0, {std::max<qint64>(0, m_browser->currentIndex())}};
  request.sweep = 0;
  // As the stage shows it: the attack at this strength, not the first example found on the way.
  catalogueEntry(request.algorithm).set(request.params, Role::EarlyStop, false);
  return request;
}

bool ExplorePage::exact() const {
  const auto& exploration = m_stage->exploration();
  return exploration && exploration->exact && !m_dragging && !m_bridge.exploring() && ready() &&
         answersWhatIsSet();
}

}  // namespace adversarium
