// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heat_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/images.h"
#include "ui/base/numbers.h"
#include "ui/base/wheel_guard.h"

namespace adversarium {
namespace {

constexpr int kUsualStrength = 60;  // per cent
constexpr HeatPane::Tool kTools[] = {HeatPane::Tool::Look, HeatPane::Tool::Rectangle, HeatPane::Tool::Lasso,
                                     HeatPane::Tool::Brush};
const char* const kToolNames[] = {"lookTool", "rectangleTool", "lassoTool", "brushTool"};

}  // namespace

HeatView::HeatView(QWidget* parent) : QWidget(parent) {
  auto* panes = new QHBoxLayout;
  panes->setSpacing(8);
  for (int i = 0; i < 2; ++i) {
    m_panes[i] = new HeatPane(&m_view, this);
    m_panes[i]->setObjectName(i == 0 ? "heatPane" : "heatPaneCompared");
    panes->addWidget(m_panes[i], 1);
    connect(m_panes[i], &ImagePane::hovered, this, [this, i](QPoint pixel) { inspect(i, pixel); });
    connect(m_panes[i], &HeatPane::maskEdited, this, [this](const PixelMask& mask) {
      setMask(mask);
      emit maskChanged(mask);
    });
  }
  m_legend = new HeatLegend(this);
  m_legend->setObjectName("heatLegend");
  m_strength = new QSlider(Qt::Horizontal, this);
  m_strength->setObjectName("heatStrength");
  m_strength->setRange(0, 100);
  m_strength->setPageStep(20);
  m_strength->setValue(kUsualStrength);
  m_strength->setMaximumWidth(180);
  guardWheel(m_strength);
  m_strengthLabel = new QLabel(this);
  m_strengthLabel->setBuddy(m_strength);
  m_inspector = new QLabel(this);
  m_inspector->setObjectName("heatInspector");
  m_inspector->setTextFormat(Qt::PlainText);
  m_inspector->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_inspector->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

  m_tools = new QWidget(this);
  auto* tools = new QHBoxLayout(m_tools);
  tools->setContentsMargins(0, 0, 0, 0);
  m_toolButtons = new QButtonGroup(this);
  for (int i = 0; i < 4; ++i) {
    auto* button = new QToolButton(m_tools);
    button->setObjectName(kToolNames[i]);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    m_toolButtons->addButton(button, i);
    tools->addWidget(button);
  }
  m_toolButtons->button(0)->setChecked(true);
  m_brush = new QSpinBox(m_tools);
  m_brush->setObjectName("brushSize");
  m_brush->setRange(1, 64);
  m_brush->setValue(3);
  guardWheel(m_brush);
  m_brushLabel = new QLabel(m_tools);
  m_brushLabel->setBuddy(m_brush);
  auto* clearButton = new QToolButton(m_tools);
  clearButton->setObjectName("clearMask");
  clearButton->setFocusPolicy(Qt::StrongFocus);
  m_clearButton = clearButton;
  tools->addWidget(m_brushLabel);
  tools->addWidget(m_brush);
  tools->addWidget(clearButton);
  tools->addStretch(1);
  m_tools->hide();

  auto* controls = new QHBoxLayout;
  controls->addWidget(m_strengthLabel);
  controls->addWidget(m_strength);
  controls->addWidget(m_legend, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(panes, 1);
  layout->addWidget(m_inspector);
  layout->addLayout(controls);
  layout->addWidget(m_tools);
  connect(m_strength, &QSlider::valueChanged, this, [this] {
    for (int i = 0; i < layerCount(); ++i) draw(i);
  });
  connect(m_toolButtons, &QButtonGroup::idClicked, this, [this](int id) { setTool(kTools[id]); });
  connect(m_brush, &QSpinBox::valueChanged, this, [this](int pixels) {
    for (HeatPane* pane : m_panes) pane->setBrush(pixels);
  });
  connect(clearButton, &QToolButton::clicked, this, [this] {
    setMask(PixelMask(mask().width, mask().height));
    emit maskChanged(mask());
  });
  clear({});
  retranslate();
}

void HeatView::setLayers(std::vector<HeatLayer> layers, bool isSigned, const QString& unit) {
  layers.resize(std::min<std::size_t>(layers.size(), 2));
  m_layers = std::move(layers);
  m_signed = isSigned;
  m_unit = unit;
  m_pixel = {-1, -1};
  for (int i = 0; i < 2; ++i) m_panes[i]->setVisible(i < std::max(1, layerCount()));
  if (!m_layers.empty()) {
    const Image& picture = m_layers[0].picture;
    if (mask().width != picture.width || mask().height != picture.height)
      setMask(PixelMask(picture.width, picture.height));
  }
  rescale();
  inspect(0, m_pixel);
}

void HeatView::clear(const QString& emptyText) {
  m_layers.clear();
  m_panes[0]->setImage({});
  m_panes[0]->setTitle({});
  m_panes[0]->setEmptyText(emptyText);
  m_panes[0]->setVisible(true);
  m_panes[1]->setVisible(false);
  m_inspector->clear();
  setMask({});
}

void HeatView::rescale() {
  for (std::size_t i = 0; i < m_layers.size(); ++i) {
    const HeatRange own = heatRangeOf(m_layers[i].map, m_signed);
    m_range = i == 0 ? own : joined(m_range, own);
  }
  m_legend->setScale(m_range, m_unit);
  for (int i = 0; i < layerCount(); ++i) draw(i);
}

void HeatView::draw(int layer) {
  const HeatLayer& shown = m_layers[std::size_t(layer)];
  const Image& picture = shown.picture;
  HeatPane& pane = *m_panes[layer];
  pane.setTitle(shown.title);
  const bool fits = shown.map.size() == std::size_t(picture.height) * std::size_t(picture.width);
  pane.setImage(toQImage(fits ? heatOverlay(picture, shown.map, picture.height, picture.width, m_range, strength())
                              : picture));
  pane.setSummary(summaryOf(layer));
}

void HeatView::setStrength(double strength) {
  m_strength->setValue(static_cast<int>(std::lround(100 * strength)));
}
double HeatView::strength() const { return m_strength->value() / 100.0; }

void HeatView::setSelectable(bool selectable) {
  m_tools->setVisible(selectable);
  if (!selectable) setTool(HeatPane::Tool::Look);
}

void HeatView::setTool(HeatPane::Tool tool) {
  for (int i = 0; i < 4; ++i) {
    if (kTools[i] == tool) m_toolButtons->button(i)->setChecked(true);
  }
  for (HeatPane* pane : m_panes) pane->setTool(tool);
}

void HeatView::setMask(const PixelMask& mask) {
  for (HeatPane* pane : m_panes) pane->setMask(mask);
  m_clearButton->setEnabled(!mask.empty());
}

float HeatView::valueAt(int layer, QPoint pixel) const {
  const HeatLayer& shown = m_layers[std::size_t(layer)];
  const std::size_t place = std::size_t(pixel.y()) * std::size_t(shown.picture.width) + std::size_t(pixel.x());
  return place < shown.map.size() ? shown.map[place] : std::numeric_limits<float>::quiet_NaN();
}

void HeatView::inspect(int layer, QPoint pixel) {
  m_pixel = pixel;
  m_pixelLayer = layer;
  for (HeatPane* pane : m_panes) pane->setCursorPixel(pixel);
  const bool inside = pixel.x() >= 0 && layer < layerCount() &&
                      pixel.x() < m_layers[std::size_t(layer)].picture.width &&
                      pixel.y() < m_layers[std::size_t(layer)].picture.height;
  if (inside) {
    QString words =
        tr("Row %1, column %2: %3").arg(pixel.y()).arg(pixel.x()).arg(numberText(valueAt(layer, pixel), 3));
    if (layerCount() == 2) {
      words = tr("Row %1, column %2: %3 and %4")
                  .arg(pixel.y())
                  .arg(pixel.x())
                  .arg(numberText(valueAt(0, pixel), 3), numberText(valueAt(1, pixel), 3));
    }
    const QString said = m_hoverText ? m_hoverText(layer, pixel) : QString();
    const QString more = said.isEmpty() ? m_unit : said;
    if (!more.isEmpty()) words += QStringLiteral(" · ") + more;
    m_inspector->setText(words);
    m_panes[layer]->setSummary(summaryOf(layer) + QStringLiteral(" ") + words);
  } else {
    m_inspector->setText(m_layers.empty()
                             ? QString()
                             : tr("Point at the picture, or move with Ctrl and the arrows, to read values."));
  }
}

QString HeatView::summaryOf(int layer) const {
  const HeatLayer& shown = m_layers[std::size_t(layer)];
  if (shown.map.empty() || shown.picture.width == 0) return {};
  const auto peak = std::max_element(shown.map.begin(), shown.map.end()) - shown.map.begin();
  return tr("Largest value %1 at row %2, column %3.")
      .arg(numberText(shown.map[std::size_t(peak)], 3))
      .arg(peak / shown.picture.width)
      .arg(peak % shown.picture.width);
}

void HeatView::retranslate() {
  m_strengthLabel->setText(tr("&Overlay"));
  m_strength->setAccessibleName(tr("Strength of the overlay"));
  m_strength->setToolTip(tr("0: the picture alone; 100: the heat map alone"));
  m_inspector->setAccessibleName(tr("Value under the cursor"));
  const QString words[] = {tr("Look"), tr("Rectangle"), tr("Lasso"), tr("Brush")};
  const QString help[] = {
      tr("Move and zoom the picture"),
      tr("Choose a rectangle; Shift adds to what is chosen. By keyboard: Ctrl+arrows, Enter at both "
         "corners"),
      tr("Choose by drawing around; Shift adds to what is chosen. By keyboard: Enter at every corner, "
         "Ctrl+Enter at the last"),
      tr("Paint what is chosen; Alt takes away. By keyboard: Ctrl+arrows, Enter")};
  for (int i = 0; i < 4; ++i) {
    auto* button = qobject_cast<QToolButton*>(m_toolButtons->button(i));
    button->setText(words[i]);
    button->setToolTip(help[i]);
    button->setAccessibleName(words[i]);
    button->setAccessibleDescription(help[i]);
  }
  m_brushLabel->setText(tr("Brush &size"));
  m_brush->setSuffix(tr(" px"));
  m_brush->setAccessibleName(tr("Brush size"));
  m_clearButton->setText(tr("Choose nothing"));
  m_clearButton->setAccessibleName(m_clearButton->text());
  for (int i = 0; i < layerCount(); ++i) m_panes[i]->setSummary(summaryOf(i));
  inspect(m_pixelLayer, m_pixel);
}

void HeatView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace adversarium
