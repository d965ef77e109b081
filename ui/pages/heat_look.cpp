// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/heat_look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/core_text.h"
#include "ui/base/numbers.h"
#include "ui/views/page_parts.h"

namespace adversarium {
namespace {

constexpr int kSettleTime = 120;  // ms without a new picture before maps are asked for

/// Of the windows over the pixel the smallest, and of equals the one whose middle is nearest; null for none.
const HiddenWindow* windowOver(const std::vector<HiddenWindow>& windows, QPoint pixel) {
  const HiddenWindow* best = nullptr;
  const auto area = [](const Window& w) { return w.height * w.width; };
  const auto distance = [&](const Window& w) {
    return std::abs(2 * pixel.y() + 1 - w.top - w.bottom()) + std::abs(2 * pixel.x() + 1 - w.left - w.right());
  };
  for (const HiddenWindow& hidden : windows) {
    const Window& w = hidden.window;
    if (pixel.y() < w.top || pixel.y() >= w.bottom() || pixel.x() < w.left || pixel.x() >= w.right()) continue;
    if (!best || std::pair(area(w), distance(w)) < std::pair(area(best->window), distance(best->window)))
      best = &hidden;
  }
  return best;
}

}  // namespace

HeatLook::HeatLook(SessionBridge& bridge, QWidget* parent) : QWidget(parent), m_bridge(bridge) {
  setObjectName("heatLook");
  m_view = new HeatView(this);
  m_view->setObjectName("heatLookView");
  m_view->setSelectable(true);
  m_view->setHoverText([this](int layer, QPoint pixel) { return hoverText(layer, pixel); });
  m_region = new QWidget(this);
  m_region->hide();
  m_regionWords = new QLabel(m_region);
  m_regionWords->setObjectName("regionWords");
  m_regionWords->setTextFormat(Qt::PlainText);  // names come from files
  m_regionWords->setWordWrap(true);
  m_regionWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_transplant = new TransplantButton("transplantLook", m_region);
  auto* region = new QHBoxLayout(m_region);
  region->setContentsMargins(0, 0, 0, 0);
  region->addWidget(m_regionWords, 1);
  region->addWidget(m_transplant);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_region);

  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettleTime);
  connect(&m_settle, &QTimer::timeout, this, &HeatLook::askNext);
  connect(m_view, &HeatView::maskChanged, this, [this](const PixelMask& mask) {
    for (auto& region : m_regions) region.reset();
    m_region->setVisible(!mask.empty());
    sayRegion();
    if (m_asked == Nothing || m_asked >= CleanRegion) waitAndAsk();
  });
  connect(m_transplant, &QPushButton::clicked, this, [this] { emit transplantRequested(m_view->mask()); });
  connect(&m_bridge, &SessionBridge::explanationChanged, this, &HeatLook::take);
  connect(&m_bridge, &SessionBridge::explainFailed, this, &HeatLook::fail);
  retranslate();
}

void HeatLook::setModel(std::shared_ptr<const ModelInfo> model) {
  m_model = std::move(model);
  const QStringList offered = methods();
  // Occlusion needs scores only and shows itself being made.
  if (!offered.contains(m_method))
    m_method = offered.contains("occlusion") || offered.isEmpty() ? "occlusion" : offered.front();
  clear();
}

QStringList HeatLook::methods() const {
  QStringList ids;
  for (const std::string& id : pictureExplainers()) {
    if (m_model && m_model->access >= catalogueEntry(id).access) ids << QString::fromStdString(id);
  }
  return ids;
}

void HeatLook::chooseMethod(const QString& id) {
  if (id == m_method || !methods().contains(id)) return;
  m_method = id;
  for (auto& map : m_maps) map.reset();
  askNext();
}

void HeatLook::setExploration(std::shared_ptr<const Exploration> exploration, const QStringList& classNames) {
  if (!exploration->exact) return;
  m_names = classNames;
  const bool same = m_exploration && m_exploration->clean == exploration->clean;
  const bool sameAttacked = m_exploration && m_exploration->attacked == exploration->attacked;
  m_exploration = std::move(exploration);
  if (!same) {
    m_maps[0].reset();
    m_pictures[0] = std::make_shared<const Image>(m_exploration->clean);
  }
  if (!sameAttacked) {
    m_maps[1].reset();
    m_pictures[1] = std::make_shared<const Image>(m_exploration->attacked);
  }
  for (auto& region : m_regions) region.reset();
  sayRegion();
  if (!same || !sameAttacked) waitAndAsk();
}

void HeatLook::clear() {
  m_settle.stop();
  m_asked = Nothing;
  m_exploration.reset();
  for (int layer = 0; layer < 2; ++layer) {
    m_pictures[layer].reset();
    m_maps[layer].reset();
    m_regions[layer].reset();
  }
  m_view->clear(tr("No picture yet."));
  m_region->hide();
  sayRegion();
}

void HeatLook::waitAndAsk() {
  if (isVisible() && m_exploration) m_settle.start();
}

void HeatLook::askNext() {
  m_asked = Nothing;
  if (!isVisible() || !m_exploration) return;
  const auto open = [](const auto& found) { return !found || !found->finished; };
  const bool region = !m_view->mask().empty();
  if (open(m_maps[0])) {
    ask(CleanMap);
  } else if (open(m_maps[1])) {
    ask(AttackedMap);
  } else if (region && open(m_regions[0])) {
    ask(CleanRegion);
  } else if (region && open(m_regions[1])) {
    ask(AttackedRegion);
  }
}

void HeatLook::ask(Question question) {
  m_asked = question;
  const int layer = question == CleanMap || question == CleanRegion ? 0 : 1;
  ExplainRequest request;
  request.model = m_exploration->request.model;
  request.data = m_exploration->request.data;
  request.index = m_exploration->request.index;
  request.picture = m_pictures[layer];
  request.algorithm = m_method.toStdString();
  request.seed = m_exploration->request.seed;
  if (question >= CleanRegion) {
    for (const QRect& box : m_view->mask().boxes())
      request.hidden.push_back({box.top(), box.left(), box.height(), box.width()});
  }
  m_bridge.explain(request);
}

void HeatLook::take(const std::shared_ptr<const Explanation>& explanation) {
  if (m_asked == Nothing) return;
  const int layer = m_asked == CleanMap || m_asked == CleanRegion ? 0 : 1;
  if (explanation->request.picture != m_pictures[layer]) return;  // of a picture that has left the stage
  if (m_asked >= CleanRegion) {
    m_regions[layer] = explanation;
    sayRegion();
  } else {
    m_maps[layer] = explanation;
    draw();
  }
  if (explanation->finished) askNext();
}

void HeatLook::fail(const QString& reason) {
  if (m_asked == Nothing) return;
  m_asked = Nothing;
  m_view->clear(reason);
  m_region->hide();
}

QString HeatLook::answer(int classIndex, float score) const {
  const QString name =
      classIndex >= 0 && classIndex < m_names.size() ? m_names[classIndex] : tr("class %1").arg(classIndex);
  return name + QLatin1Char(' ') + percentText(double(score), 0);
}

void HeatLook::draw() {
  const QString titles[] = {tr("Clean"), tr("Attacked")};
  std::vector<HeatLayer> layers;
  bool isSigned = false;
  QString unit;
  for (int layer = 0; layer < 2; ++layer) {
    HeatLayer shown{titles[layer], *m_pictures[layer], {}};
    if (const auto& map = m_maps[layer]) {
      shown.title += QStringLiteral(": ") +
                     answer(map->explainedClass, map->scores[static_cast<std::size_t>(map->explainedClass)]);
      if (!map->finished) shown.title += QStringLiteral(" · ") + tr("refining…");
      shown.map = map->map;
      isSigned = isSigned || map->range.low < 0;
      unit = recordText(map->unit);
    }
    layers.push_back(std::move(shown));
  }
  m_view->setLayers(std::move(layers), isSigned, unit);
}

QString HeatLook::hoverText(int layer, QPoint pixel) const {
  const auto& map = m_maps[layer];
  const HiddenWindow* hidden = map ? windowOver(map->windows, pixel) : nullptr;
  if (!hidden) return {};
  return tr("hiding %1×%2 pixels here: %3 → %4")
      .arg(hidden->window.width)
      .arg(hidden->window.height)
      .arg(answer(map->explainedClass, map->scores[static_cast<std::size_t>(map->explainedClass)]),
           answer(hidden->winner, hidden->winnerScore));
}

void HeatLook::sayRegion() {
  QStringList parts;
  const QString words[] = {tr("Without the chosen region, clean: %1 → %2"), tr("attacked: %1 → %2")};
  for (int layer = 0; layer < 2; ++layer) {
    const auto& found = m_regions[layer];
    if (!found || !found->region) continue;
    parts << words[layer].arg(
        answer(found->explainedClass, found->scores[static_cast<std::size_t>(found->explainedClass)]),
        answer(found->region->winner, found->region->winnerScore));
  }
  m_regionWords->setText(parts.join(QStringLiteral(" · ")));
}

void HeatLook::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  askNext();
}

void HeatLook::hideEvent(QHideEvent* event) {
  m_settle.stop();
  m_asked = Nothing;
  QWidget::hideEvent(event);
}

void HeatLook::retranslate() {
  m_view->setAccessibleName(tr("Heat maps, clean and attacked"));
  if (!m_exploration) m_view->clear(tr("No picture yet."));
}

void HeatLook::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) {
    retranslate();
    if (m_maps[0] || m_maps[1]) draw();
    sayRegion();
  }
  QWidget::changeEvent(event);
}

}  // namespace adversarium
