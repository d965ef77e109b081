// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures with heat maps laid over: how strongly is adjustable, every value can be read, and pixels can be
/// chosen.
#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/data/heat_colours.h"
#include "core/data/image.h"
#include "ui/views/heat_legend.h"
#include "ui/views/heat_pane.h"
#include "ui/views/pane_view.h"

namespace adversarium {

/// One picture and its map, of the same height and width.
struct HeatLayer {
  QString title;
  Image picture;
  std::vector<float> map;
};

/// One or two layers side by side (clean and attacked, say), in the colours of one common range, zoomed and panned
/// together. The same pixel is marked in both. Choosing is off until setSelectable.
class HeatView : public QWidget {
  Q_OBJECT

 public:
  /// What is said about a pixel beside its value; where it is empty, the unit is.
  using HoverText = std::function<QString(int layer, QPoint pixel)>;

  explicit HeatView(QWidget* parent = nullptr);

  /// `unit` says what a value means, in the window's language.
  void setLayers(std::vector<HeatLayer> layers, bool isSigned, const QString& unit);
  void clear(const QString& emptyText);
  int layerCount() const { return static_cast<int>(m_layers.size()); }
  const HeatRange& range() const { return m_range; }

  void setHoverText(HoverText text) { m_hoverText = std::move(text); }
  /// 0 the picture, 1 the colours alone.
  void setStrength(double strength);
  double strength() const;

  void setSelectable(bool selectable);
  void setTool(HeatPane::Tool tool);
  void setMask(const PixelMask& mask);
  const PixelMask& mask() const { return m_panes[0]->mask(); }

  PaneView& view() { return m_view; }
  HeatPane& pane(int layer) { return *m_panes[layer]; }

 signals:
  void maskChanged(const PixelMask& mask);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void rescale();
  void draw(int layer);
  void inspect(int layer, QPoint pixel);
  float valueAt(int layer, QPoint pixel) const;
  QString summaryOf(int layer) const;

  PaneView m_view;
  HeatPane* m_panes[2] = {nullptr, nullptr};
  HeatLegend* m_legend = nullptr;
  QLabel* m_strengthLabel = nullptr;
  QSlider* m_strength = nullptr;
  QWidget* m_tools = nullptr;
  QButtonGroup* m_toolButtons = nullptr;
  QLabel* m_brushLabel = nullptr;
  QSpinBox* m_brush = nullptr;
  QAbstractButton* m_clearButton = nullptr;
  QLabel* m_inspector = nullptr;
  std::vector<HeatLayer> m_layers;
  HeatRange m_range;
  HoverText m_hoverText;
  QString m_unit;
  QPoint m_pixel{-1, -1};
  int m_pixelLayer = 0;
  bool m_signed = false;
};

}  // namespace adversarium
