// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/method_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/error.h"
#include "ui/base/core_text.h"
#include "ui/base/images.h"
#include "ui/base/table_text.h"
#include "ui/base/theme.h"

namespace adversarium {
namespace {

/// What can be done to a region of a picture.
const CatalogueEntry* ofRegions() {
  const auto& all = catalogue();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [](const auto& e) { return e.find(Role::Region) && e.find(Role::Sample); });
  return found == all.end() ? nullptr : &*found;
}

/// The first image, to draw over; null where there is none, or where it cannot be read.
QImage firstPicture(const std::shared_ptr<const DataSet>& data) {
  if (!data || data->info().count == 0) return {};
  const DataInfo& info = data->info();
  Image image(info.channels, info.height, info.width);
  try {
    data->read(0, image.planes);
  } catch (const Error&) {
    return {};
  }
  return toQImage(image);
}

}  // namespace

MethodPage::MethodPage(SessionBridge& bridge, SetupPanel& setup, QWidget* parent)
    : QWidget(parent), m_bridge(bridge), m_setup(setup), m_cost(bridge) {
  setObjectName("methodPage");
  m_title = boldLabel(this, kTitleScale);
  m_title->setObjectName("methodTitle");
  m_state = new QLabel(this);
  m_state->setObjectName("methodState");
  m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_state->setMinimumWidth(1);
  m_transplant = new TransplantButton("transplantRegion", this);
  m_transplant->hide();

  m_empty = new EmptyState("run", "methodEmptyRun", this);
  m_view = new RecordView(this);
  m_view->setObjectName("methodRecord");
  m_stack = new QStackedWidget(this);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_view);

  auto* head = new QHBoxLayout;
  head->addWidget(m_title);
  head->addWidget(m_state, 1);
  head->addWidget(m_transplant);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(head);
  layout->addWidget(m_stack, 1);

  connect(&m_setup, &SetupPanel::methodChosen, this, &MethodPage::chooseMethod);
  connect(&m_setup, &SetupPanel::targetChosen, this, [this](int target) { m_target = target; });
  connect(&m_setup, &SetupPanel::seedEdited, this, [this](quint64 seed) { m_seed = seed; });
  connect(&m_setup, &SetupPanel::paramsEdited, this, [this] {
    m_params[m_method] = m_setup.params();
    considerCost();
  });
  connect(&m_setup, &SetupPanel::extentEdited, this, &MethodPage::considerCost);
  connect(&m_cost, &CostAsker::said, &m_setup, &SetupPanel::setCost);
  connect(&m_setup, &SetupPanel::runRequested, this, &MethodPage::run);
  connect(&m_empty->button(), &QPushButton::clicked, this, [this] { m_data ? run() : emit openDataRequested(); });
  connect(&m_bridge.jobs(), &JobWatcher::polled, this, &MethodPage::follow);
  connect(&m_bridge.jobs(), &JobWatcher::finished, this, &MethodPage::follow);
  connect(m_view, &RecordView::regionChosen, this, [this](int picture, const PixelMask& region) {
    m_region = region;
    m_regionPicture = picture;
    m_transplant->setVisible(!region.empty());
  });
  connect(m_transplant, &QPushButton::clicked, this, &MethodPage::transplantChosen);
  showFamily(m_setup.family());
}

void MethodPage::setModel(std::shared_ptr<const ModelInfo> model) {
  m_model = std::move(model);
  m_records.clear();  // they tell of another model, and so does what still runs: the list of runs will have it
  m_task.reset();
  refresh();
}

void MethodPage::setData(const QString& where, std::shared_ptr<const DataSet> data) {
  m_dataWhere = where;
  m_data = std::move(data);
  m_setup.setMostImages(m_data ? m_data->info().count : 1);
  m_setup.setPictureGround([shown = m_data] { return firstPicture(shown); });
  refresh();
}

void MethodPage::showFamily(Family family) {
  const auto& all = catalogue();
  const auto first = std::find_if(all.begin(), all.end(), [&](const auto& e) { return e.family == family; });
  if (first == all.end()) return;
  m_setup.offer(family);
  m_setup.setMostImages(m_data ? m_data->info().count : 1);
  const auto last = m_last.find(family);
  chooseMethod(QString::fromStdString(last == m_last.end() ? std::string(first->info.id) : last->second));
}

void MethodPage::chooseMethod(const QString& id) {
  const CatalogueEntry& entry = catalogueEntry(id.toStdString());
  if (entry.family != m_setup.family()) {
    m_last[entry.family] = id.toStdString();
    showFamily(entry.family);
    emit familyShown();
    return;
  }
  m_method = id.toStdString();
  m_last[entry.family] = m_method;
  m_setup.setMethod(entry);
  if (const auto known = m_params.find(m_method); known != m_params.end()) m_setup.setParams(known->second);
  m_setup.setTarget(m_target);
  m_setup.setSeed(m_seed);
  retranslate();
}

void MethodPage::setParams(const ParamMap& params) {
  m_setup.setParams(params);
  m_params[m_method] = m_setup.params();
  considerCost();
}

void MethodPage::considerCost() { m_cost.consider(ready() ? std::optional(request()) : std::nullopt); }

void MethodPage::reopen(const Request& request) {
  m_target = request.target;
  m_seed = request.seed;
  chooseMethod(QString::fromStdString(request.algorithm));
  setParams(request.params);
  m_setup.setImageCount(static_cast<int>(request.samples.first));
}

Request MethodPage::request() const {
  Request request;
  request.algorithm = m_method;
  request.params = m_setup.params();
  request.model = m_setup.startModel(QString::fromStdString(m_model->where)).toStdString();
  request.data = m_dataWhere.toStdString();
  request.samples.first = m_setup.imageCount();
  request.target = m_setup.family() == Family::Explanation ? m_target : -1;
  request.seed = m_seed;
  return request;
}

void MethodPage::run() {
  if (!ready()) return;
  try {
    m_task = m_bridge.run(request());
    m_running = m_method;
    m_drawn.invalidate();
  } catch (const std::exception& wrong) {
    emit problem(QString::fromUtf8(wrong.what()));
  }
  refresh();
}

void MethodPage::follow() {
  if (!m_task) return;
  constexpr qint64 kBetweenDrawings = 500;  // ms
  const bool finished = m_task->finished();
  // What the run says of itself: an epoch, a model of many …
  const QString words = coreText(m_task->snapshot().words, "progress");
  m_state->setText(words.isEmpty() ? tr("Running…") : words);
  if (!finished && m_drawn.isValid() && m_drawn.elapsed() < kBetweenDrawings) return;
  m_drawn.start();
  const auto record = m_task->result();
  auto& known = m_records[m_running];
  const bool news = record && record != known;
  if (news) known = record;
  if (finished) m_task.reset();
  const bool stopped = finished && record && record->partial;
  if ((news || stopped) && m_running == m_method) {
    m_region = {};
    m_transplant->hide();
    m_view->updateRecord(record, !finished);
    m_stack->setCurrentIndex(1);
  }
  if (finished) refresh();
}

void MethodPage::transplantChosen() {
  const auto record = m_view->record();
  if (m_region.empty() || !record) return;
  const auto* indices = record->get<Labels>("indices");
  const bool known = indices && std::size_t(m_regionPicture) < indices->values.size();
  transplant(m_region, known ? indices->values[std::size_t(m_regionPicture)] : m_regionPicture);
}

void MethodPage::transplant(const PixelMask& region, std::int64_t index) {
  QStringList boxes;
  for (const QRect& box : region.boxes())
    boxes << QString("%1,%2,%3,%4").arg(box.x()).arg(box.y()).arg(box.width()).arg(box.height());
  const CatalogueEntry* method = ofRegions();
  if (!method) return;
  chooseMethod(QString::fromUtf8(method->info.id.data(), qsizetype(method->info.id.size())));
  ParamMap params = m_setup.params();
  method->set(params, Role::Region, boxes.join(';').toStdString());
  method->set(params, Role::Sample, index);
  setParams(params);
  constexpr int kCleanImages = 100;  // the scan may have looked at a single one
  m_setup.setImageCount(kCleanImages);
  run();
}

void MethodPage::refresh() {
  m_setup.setReady(ready() && !m_task);
  m_empty->button().setEnabled(!m_task);
  m_state->setText(m_task ? tr("Running…") : QString());
  if (m_model) {
    QStringList names;
    for (const std::string& name : m_model->classNames) names << className(name);
    m_setup.setClasses(names);
    m_setup.setTarget(m_target);
  }
  const auto known = m_records.find(m_method);
  const auto record = known == m_records.end() ? nullptr : known->second;
  const bool runsHere = m_task && m_running == m_method;
  if (m_view->record() != record) runsHere ? m_view->updateRecord(record, true) : m_view->setRecord(record);
  m_stack->setCurrentIndex(record ? 1 : 0);
  m_transplant->setVisible(record && !m_region.empty());
  m_empty->text().setText(runsHere   ? tr("Running. What it finds appears here.")
                          : !m_model ? tr("Open a model first.")
                          : !m_data  ? tr("Open images with known classes first.")
                                     : tr("Not run yet on this model."));
  m_empty->button().setText(m_data ? tr("Run") : tr("Open data…"));
  m_empty->button().setVisible(m_model && !runsHere);
  considerCost();
}

QString MethodPage::titleOf(Family family) {
  switch (family) {
    case Family::Attack:
      return tr("Attack");
    case Family::Training:
      return tr("Train");
    case Family::Explanation:
      return tr("Understand");
    case Family::Poisoning:
      return tr("Poison");
    case Family::Detection:
      return tr("Inspect");
    case Family::Repair:
      return tr("Mend");
    case Family::Evaluation:
      return tr("Check");
    case Family::Extraction:
      return tr("Extract");
    case Family::Protection:
      return tr("Protect");
  }
  return {};
}

void MethodPage::retranslate() {
  m_title->setText(titleOf(family()) + QStringLiteral(" › ") + methodText(catalogueEntry(m_method).info.name));
  refresh();
}

void MethodPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
